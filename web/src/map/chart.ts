// SPDX-License-Identifier: Apache-2.0
// The chart: land, graticule, history, tracks and names. Knows the map library; nobody else does.
// North is always up. It repaints only when something would move by a visible amount.
import { Map as ChartMap, setWorkerUrl, type GeoJSONSource, type StyleSpecification } from "maplibre-gl";
import worker_url from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { Bbox, HistoryPoint, LatLon, ZoneOutlines } from "../api/types";
import type { Palette } from "../state/app_state";
import type { Look } from "../state/coverage";
import { lat_of, lon_of } from "../state/mercator";
import type { TrackTable } from "../state/track_table";
import { coverage_features, coverage_layers, kCoverageLayers, kCoverageSource } from "./coverage";
import { error_features, kErrorSource } from "./ellipses";
import { GraticuleLayer, view_of } from "./graticule";
import { history_features } from "./history";
import { Labels, rows_between, track_pixel, type LabelScene } from "./labels";
import { load_coarse_land, load_fine_land } from "./land";
import { kChartColours } from "./palette";
import { symbol_size, TrackLayer } from "./track_layer";
import { kZoneLayers, kZoneSource, zone_layers } from "./zone_lines";

setWorkerUrl(worker_url);

export interface ChartView { lat: number; lon: number; zoom: number }
export interface ChartEvents {
  select(id: string | null): void;
  box(ids: string[]): void;
  view(view: ChartView, bbox: Bbox | null): void;
  cursor(at: LatLon | null): void;
  hover(id: string | null, x: number, y: number): void;
  visible(rows: readonly number[]): void;
  problem(text: string): void;
}

const kArrangeMs = 400;
const kPickPixels = 14;
const kFineZoom = 5;

export class Chart {
  readonly map: ChartMap;
  private readonly layer: TrackLayer;
  private readonly graticule = new GraticuleLayer();
  private readonly labels = new Labels();
  private table: TrackTable;
  private now_ms: () => number;
  private rate: () => number;
  private marked = new Set<number>();
  private marked_ids: readonly string[] = [];
  private visible: number[] = [];
  private arranged_at = 0;
  private arranged_revision = -1;
  private errors_shown = "";
  private wake_timer = 0;
  private motion: "glide" | "still" = "glide";
  private fine_asked = false;
  private coverage: readonly Look[] | null = null;
  // Asked for before the map is ready: land must not be late.
  private readonly coarse_land = load_coarse_land();
  private readonly on: ChartEvents;
  // For measurements: what the last frames cost on this thread.
  readonly costs = { frames: 0, label_ms: 0 };

  constructor(container: HTMLElement, start: ChartView, palette: Palette, table: TrackTable, now_ms: () => number, rate: () => number, on: ChartEvents) {
    this.table = table;
    this.now_ms = now_ms;
    this.rate = rate;
    this.on = on;
    this.layer = new TrackLayer(table, now_ms);
    this.map = new ChartMap({
      container,
      style: style_of(palette),
      center: [start.lon, start.lat],
      zoom: start.zoom,
      minZoom: Math.max(1.2, Math.log2(container.clientWidth / 512)),
      maxZoom: 17,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      boxZoom: false,
      keyboard: false,
      fadeDuration: 0,
      renderWorldCopies: true,
      canvasContextAttributes: { antialias: false },
      doubleClickZoom: true,
      refreshExpiredTiles: false,
    });
    this.map.touchZoomRotate.disableRotation();
    const canvas = this.map.getCanvas();
    canvas.setAttribute("aria-label", "Chart. The list beside it holds the same tracks.");
    container.append(this.labels.canvas);
    this.set_palette(palette);
    this.coarse_land.catch(() => undefined);
    this.map.on("load", () => { this.ready(); });
    this.map.on("error", (event) => { this.on.problem(event.error.message); });
    this.map.on("resize", () => { this.resized(); });
    this.map.on("moveend", () => { this.moved(); });
    this.map.on("render", () => { this.rendered(); });
    this.resized();
    this.watch_pointer(container);
  }

  private ready(): void {
    this.map.addLayer(this.graticule, "history-line");
    this.map.addLayer(this.layer);
    void this.load_land();
    this.moved();
  }

  private async load_land(): Promise<void> {
    try {
      (this.map.getSource("land-coarse") as GeoJSONSource).setData(await this.coarse_land);
      await Promise.race([this.map.once("idle"), new Promise((resolve) => { window.setTimeout(resolve, 2500); })]);
      await this.load_fine();
    } catch (error) {
      this.on.problem(error instanceof Error ? error.message : "the coastline could not be read");
    }
  }

  private async load_fine(): Promise<void> {
    if (this.fine_asked) return;
    this.fine_asked = true;
    const land = await load_fine_land();
    (this.map.getSource("land-fine") as GeoJSONSource).setData(land);
    const shown = (): void => {
      if (!this.map.isSourceLoaded("land-fine")) return;
      this.map.off("sourcedata", shown);
      // From here on each scale shows its own land; before, the coarse one stood in for both.
      for (const id of ["land-coarse", "coast-coarse"]) this.map.setLayerZoomRange(id, 0, kFineZoom);
    };
    this.map.on("sourcedata", shown);
  }

  set_palette(palette: Palette): void {
    this.layer.set_palette(palette);
    this.graticule.palette = palette;
    this.labels.palette = palette;
    if (!this.map.style?._loaded) { this.map.once("load", () => { this.paint(palette); }); return; }
    this.paint(palette);
  }

  private paint(palette: Palette): void {
    const colours = kChartColours[palette];
    this.map.setPaintProperty("sea", "background-color", colours.sea);
    for (const scale of ["coarse", "fine"]) {
      this.map.setPaintProperty(`land-${scale}`, "fill-color", colours.land);
      this.map.setPaintProperty(`coast-${scale}`, "line-color", colours.coast);
    }
    for (const id of kZoneLayers) this.map.setPaintProperty(id, "line-color", colours.zone);
    this.map.setPaintProperty("coverage-fill", "fill-color", colours.coverage);
    this.map.setPaintProperty("coverage-line", "line-color", colours.coverage);
    this.map.setPaintProperty("error-fill", "fill-color", colours.history);
    this.map.setPaintProperty("error-line", "line-color", colours.history);
    this.map.setPaintProperty("history-line", "line-color", colours.history);
    this.map.setPaintProperty("history-dots", "circle-color", colours.history);
    this.map.setPaintProperty("history-dots", "circle-stroke-color", colours.sea);
    this.repaint();
  }

  // Which picture is shown: the live one, or a past one with its own clock.
  show(table: TrackTable, now_ms: () => number, rate: () => number): void {
    this.table = table;
    this.now_ms = now_ms;
    this.rate = rate;
    table.mark_all_dirty();
    this.layer.set_table(table, now_ms);
    this.arranged_revision = -1;
    this.mark(this.marked_ids);
  }

  // The table changed: draw it soon.
  changed(): void {
    if (this.marked_ids.length > 0) this.mark_rows();
    this.repaint();
  }

  mark(ids: readonly string[]): void {
    this.marked_ids = ids;
    this.mark_rows();
    this.arranged_at = 0;
    this.repaint();
  }

  private mark_rows(): void {
    const rows = this.marked_ids.map((id) => this.table.row_of(id)).filter((row) => row !== undefined);
    this.marked = new Set(rows);
    this.layer.set_marked(rows);
  }

  set_history(points: readonly HistoryPoint[] | null, until_ms: number | null): void {
    const source = this.map.getSource("history") as GeoJSONSource | undefined;
    if (!source) { this.map.once("load", () => { this.set_history(points, until_ms); }); return; }
    source.setData(history_features(points ?? [], until_ms));
  }

  // The limits of maritime zones; null takes them off.
  set_zones(lines: ZoneOutlines | null): void {
    const source = this.map.getSource(kZoneSource) as GeoJSONSource | undefined;
    if (!source) { this.map.once("load", () => { this.set_zones(lines); }); return; }
    if (lines) source.setData(lines as unknown as GeoJSON.FeatureCollection);
    for (const id of kZoneLayers) this.map.setLayoutProperty(id, "visibility", lines ? "visible" : "none");
    this.repaint();
  }

  // What sensors looked at; null takes it off.
  set_coverage(looks: readonly Look[] | null): void {
    this.coverage = looks;
    const source = this.map.getSource(kCoverageSource) as GeoJSONSource | undefined;
    if (!source) { this.map.once("load", () => { this.set_coverage(this.coverage); }); return; }
    source.setData(coverage_features(looks ?? []));
    for (const id of kCoverageLayers) this.map.setLayoutProperty(id, "visibility", looks ? "visible" : "none");
    this.repaint();
  }

  set_motion(motion: "glide" | "still"): void {
    this.motion = motion;
    this.layer.glide = motion === "glide";
    this.repaint();
  }

  fly_to(at: LatLon, zoom?: number): void {
    const target = { center: [at.lon, at.lat] as [number, number], zoom: zoom ?? this.map.getZoom() };
    const far = distance_in_views(this.map, at) > 3;
    if (this.motion === "still" || far) this.map.jumpTo(target);
    else this.map.easeTo({ ...target, duration: 350 });
  }

  // Moves only when the place is not comfortably in view.
  reveal(at: LatLon): void {
    const point = this.map.project([at.lon, at.lat]);
    const { clientWidth: width, clientHeight: height } = this.map.getContainer();
    if (point.x > 60 && point.y > 60 && point.x < width - 60 && point.y < height - 60) return;
    this.fly_to(at, Math.max(this.map.getZoom(), 7));
  }

  fit(box: Bbox): void {
    const [west, south, east, north] = box;
    this.map.fitBounds([[west, south], [east < west ? east + 360 : east, north]], { padding: 60, maxZoom: 9, duration: 0 });
  }

  pan(x: number, y: number): void { this.map.panBy([x, y], { duration: this.motion === "still" ? 0 : 150 }); }
  zoom(by: number): void { this.map.easeTo({ zoom: this.map.getZoom() + by, duration: this.motion === "still" ? 0 : 150 }); }

  get view(): ChartView {
    const centre = this.map.getCenter();
    return { lat: centre.lat, lon: centre.lng, zoom: this.map.getZoom() };
  }

  // The view with a margin, or null when it is most of the world.
  bbox(margin: number): Bbox | null {
    const view = view_of(this.map);
    const half_width = (view.width / view.world / 2) * (1 + margin);
    const half_height = (view.height / view.world / 2) * (1 + margin);
    if (half_width > 0.42) return null;
    const wrap = (lon: number): number => ((((lon + 180) % 360) + 360) % 360) - 180;
    return [
      wrap(lon_of(view.centre_x - half_width)),
      Math.max(-90, lat_of(Math.min(1, view.centre_y + half_height))),
      wrap(lon_of(view.centre_x + half_width)),
      Math.min(90, lat_of(Math.max(0, view.centre_y - half_height))),
    ];
  }

  destroy(): void {
    window.clearTimeout(this.wake_timer);
    this.map.remove();
  }

  repaint(): void { if (!this.asleep) this.map.triggerRepaint(); }

  // A chart behind another screen paints nothing; when it is seen again it shows the newest.
  private asleep = false;
  sleep(asleep: boolean): void {
    if (this.asleep === asleep) return;
    this.asleep = asleep;
    window.clearTimeout(this.wake_timer);
    this.arranged_at = 0;
    if (!asleep) { this.map.resize(); this.repaint(); }
  }

  // Picks the nearest track within reach of a pixel.
  pick(x: number, y: number): string | null {
    const scene = this.scene();
    let best = kPickPixels * kPickPixels;
    let found: number | null = null;
    for (const row of rows_between(scene, x - kPickPixels, y - kPickPixels, x + kPickPixels, y + kPickPixels)) {
      const [px, py] = track_pixel(scene, row);
      const square = (px - x) ** 2 + (py - y) ** 2;
      if (square < best) { best = square; found = row; }
    }
    return found === null ? null : (this.table.ids[found] ?? null);
  }

  private scene(): LabelScene {
    return {
      view: view_of(this.map), zoom: this.map.getZoom(), table: this.table, now_ms: this.now_ms(), glide: this.motion === "glide",
      symbol: symbol_size(this.map.getZoom()) * this.layer.crowding, marked: this.marked, visible: this.visible,
    };
  }

  private rendered(): void {
    const began = performance.now();
    const scene = this.scene();
    const due = began - this.arranged_at > kArrangeMs && (this.arranged_revision !== this.table.revision || began - this.arranged_at > 2000 || this.arranged_at === 0);
    if (due) this.arrange(scene, began);
    this.labels.draw({ ...scene, visible: this.visible });
    this.costs.label_ms += performance.now() - began;
    this.costs.frames += 1;
    this.plan_next();
  }

  private arrange(scene: LabelScene, began: number): void {
    this.visible = rows_between(scene, 0, 0, scene.view.width, scene.view.height);
    const activated = this.visible.length <= 600 || scene.zoom >= 10;
    const crowding = this.visible.length > 2500 ? 0.72 : 1;
    if (activated !== this.layer.activated || crowding !== this.layer.crowding) {
      this.layer.activated = activated;
      this.layer.crowding = crowding;
      this.repaint();
    }
    this.labels.arrange({ ...scene, visible: this.visible });
    this.show_errors(scene);
    this.arranged_at = began;
    this.arranged_revision = this.table.revision;
    this.on.visible(this.visible);
  }

  // Says nothing to the map when nothing moved, or it would never rest.
  private show_errors(scene: LabelScene): void {
    const source = this.map.getSource(kErrorSource) as GeoJSONSource | undefined;
    if (!source) return;
    const data = error_features({ ...scene, visible: this.visible });
    const text = JSON.stringify(data);
    if (text === this.errors_shown) return;
    this.errors_shown = text;
    source.setData(data);
  }

  // Sleeps until the fastest track has moved by less than half a pixel, so an idle chart costs nothing.
  private plan_next(): void {
    window.clearTimeout(this.wake_timer);
    if (this.asleep) return;
    const metres_per_pixel = (40_075_016 / (512 * 2 ** this.map.getZoom())) * Math.cos((this.map.getCenter().lat * Math.PI) / 180);
    const pixels_per_second = (Math.min(40, this.table.speed_max) * this.rate()) / metres_per_pixel;
    let wait = this.motion === "still" || pixels_per_second <= 0 ? 5000 : Math.min(5000, (0.4 / pixels_per_second) * 1000);
    // Names and list follow a change that came too soon after the one before.
    if (this.arranged_revision !== this.table.revision) wait = Math.min(wait, kArrangeMs);
    this.wake_timer = window.setTimeout(() => { this.repaint(); }, Math.max(16, wait));
  }

  private moved(): void {
    this.arranged_at = 0;
    this.repaint();
    this.on.view(this.view, this.bbox(0));
  }

  private resized(): void {
    const { clientWidth: width, clientHeight: height } = this.map.getContainer();
    this.map.setMinZoom(Math.max(1.2, Math.log2(Math.max(1, width) / 512)));
    this.labels.resize(width, height, this.map.getPixelRatio());
    this.arranged_at = 0;
  }

  private watch_pointer(container: HTMLElement): void {
    let pending = 0;
    const { map } = this;
    map.on("click", (event) => {
      if (event.originalEvent.shiftKey) return;
      this.on.select(this.pick(event.point.x, event.point.y));
    });
    map.on("mousemove", (event) => {
      const { lngLat, point } = event;
      window.cancelAnimationFrame(pending);
      pending = window.requestAnimationFrame(() => {
        this.on.cursor({ lat: lngLat.lat, lon: lngLat.lng });
        const id = map.isMoving() ? null : this.pick(point.x, point.y);
        map.getCanvas().style.cursor = id === null ? "" : "pointer";
        this.on.hover(id, point.x, point.y);
      });
    });
    map.on("mouseout", () => {
      window.cancelAnimationFrame(pending);
      this.on.cursor(null);
      this.on.hover(null, 0, 0);
    });
    this.watch_box(container);
  }

  // Shift-drag draws a box; what is inside becomes a list.
  private watch_box(container: HTMLElement): void {
    container.addEventListener("pointerdown", (down) => {
      if (!down.shiftKey || down.button !== 0) return;
      down.preventDefault();
      down.stopPropagation();
      const edge = container.getBoundingClientRect();
      const from = { x: down.clientX - edge.left, y: down.clientY - edge.top };
      const band = document.createElement("div");
      band.className = "chart-band";
      container.append(band);
      this.map.dragPan.disable();
      const corners = (event: PointerEvent): [number, number, number, number] => {
        const x = event.clientX - edge.left;
        const y = event.clientY - edge.top;
        return [Math.min(from.x, x), Math.min(from.y, y), Math.max(from.x, x), Math.max(from.y, y)];
      };
      const move = (event: PointerEvent): void => {
        const [x0, y0, x1, y1] = corners(event);
        Object.assign(band.style, { left: `${x0}px`, top: `${y0}px`, width: `${x1 - x0}px`, height: `${y1 - y0}px` });
      };
      const up = (event: PointerEvent): void => {
        window.removeEventListener("pointermove", move);
        window.removeEventListener("pointerup", up);
        window.removeEventListener("pointercancel", up);
        band.remove();
        this.map.dragPan.enable();
        const [x0, y0, x1, y1] = corners(event);
        if (event.type !== "pointerup" || x1 - x0 < 4 || y1 - y0 < 4) return;
        this.on.box(rows_between(this.scene(), x0, y0, x1, y1).map((row) => this.table.ids[row] ?? ""));
      };
      window.addEventListener("pointermove", move);
      window.addEventListener("pointerup", up);
      window.addEventListener("pointercancel", up);
    }, { capture: true });
  }
}

function distance_in_views(map: ChartMap, at: LatLon): number {
  const point = map.project([at.lon, at.lat]);
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  return Math.max(Math.abs(point.x - width / 2) / width, Math.abs(point.y - height / 2) / height);
}

function style_of(palette: Palette): StyleSpecification {
  const colours = kChartColours[palette];
  const empty = { type: "FeatureCollection" as const, features: [] };
  const coast_width = ["interpolate", ["linear"], ["zoom"], 2, 0.6, 6, 1, 10, 1.4] as never;
  return {
    version: 8,
    sources: {
      "land-coarse": { type: "geojson", data: empty, maxzoom: 8, tolerance: 0.3, buffer: 16 },
      "land-fine": { type: "geojson", data: empty, maxzoom: 12, tolerance: 0.3, buffer: 16 },
      [kZoneSource]: { type: "geojson", data: empty, maxzoom: 14, tolerance: 0.2 },
      [kCoverageSource]: { type: "geojson", data: empty, maxzoom: 14, tolerance: 0.2 },
      [kErrorSource]: { type: "geojson", data: empty, maxzoom: 17, tolerance: 0.1 },
      history: { type: "geojson", data: empty, maxzoom: 17, tolerance: 0.1 },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colours.sea } },
      ...(["coarse", "fine"] as const).flatMap((scale) => {
        const range = scale === "fine" ? { minzoom: kFineZoom } : {};
        return [
          {
            id: `land-${scale}`, type: "fill" as const, source: `land-${scale}`, ...range, filter: ["==", ["geometry-type"], "Polygon"] as never,
            paint: { "fill-color": colours.land, "fill-antialias": false },
          },
          {
            id: `coast-${scale}`, type: "line" as const, source: `land-${scale}`, ...range, filter: ["==", ["get", "coast"], 1] as never,
            layout: { "line-join": "round" as const }, paint: { "line-color": colours.coast, "line-width": coast_width },
          },
        ];
      }),
      ...coverage_layers(colours),
      ...zone_layers(colours),
      { id: "error-fill", type: "fill", source: kErrorSource, paint: { "fill-color": colours.history, "fill-opacity": ["case", ["==", ["get", "marked"], 1], 0.16, 0.08] as never } },
      { id: "error-line", type: "line", source: kErrorSource, paint: { "line-color": colours.history, "line-width": ["case", ["==", ["get", "marked"], 1], 1.6, 1] as never, "line-opacity": 0.8 } },
      {
        id: "history-line", type: "line", source: "history", filter: ["==", ["geometry-type"], "LineString"],
        layout: { "line-join": "round", "line-cap": "round" },
        paint: { "line-color": colours.history, "line-width": 1.4, "line-opacity": 0.75 },
      },
      {
        id: "history-dots", type: "circle", source: "history", filter: ["==", ["geometry-type"], "Point"],
        paint: { "circle-color": colours.history, "circle-radius": 2.6, "circle-stroke-width": 1, "circle-stroke-color": colours.sea },
      },
    ],
  };
}
