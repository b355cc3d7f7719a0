// SPDX-License-Identifier: Apache-2.0
// Names on the chart: seas and ports, vessels, and the graticule at the edges, drawn on one canvas over the map.
// Which names fit is decided a few times a second; each frame only draws those (some hundred at most).
import { is_view_key } from "../state/views";
import { format_graticule } from "../format";
import type { Palette } from "../state/app_state";
import { is_disputed, kGlideLimitS, kLostBit, kRowFloats, type TrackTable } from "../state/track_table";
import { mercator_x, mercator_y } from "../state/mercator";
import { graticule_lines, type View } from "./graticule";
import { kChartColours } from "./palette";
import { kPlaces, type Place } from "./places";

const kFont = 'Inter, "Noto Sans", system-ui, sans-serif';
const kLabelsMax = 140;
const kCrowd = 700;

interface PlacedPlace { place: Place; x: number; y: number; width: number }
interface PlacedTrack { row: number; id: string; text: string; side: 1 | -1; width: number; strong: boolean }

export interface LabelScene {
  view: View; zoom: number; table: TrackTable; now_ms: number; glide: boolean; symbol: number;
  marked: ReadonlySet<number>; visible: readonly number[];
}

// Rectangles already taken, in cells of 64 pixels so that a test looks at few of them.
class Taken {
  private readonly cells = new Map<number, number[][]>();
  fits(x: number, y: number, width: number, height: number): boolean {
    for (const cell of this.cover(x, y, width, height)) {
      for (const other of this.cells.get(cell) ?? []) {
        const [ox = 0, oy = 0, ow = 0, oh = 0] = other;
        if (x < ox + ow && ox < x + width && y < oy + oh && oy < y + height) return false;
      }
    }
    return true;
  }
  add(x: number, y: number, width: number, height: number): void {
    for (const cell of this.cover(x, y, width, height)) {
      const list = this.cells.get(cell);
      if (list) list.push([x, y, width, height]);
      else this.cells.set(cell, [[x, y, width, height]]);
    }
  }
  private *cover(x: number, y: number, width: number, height: number): Generator<number> {
    for (let cx = Math.floor(x / 64); cx <= Math.floor((x + width) / 64); cx += 1) {
      for (let cy = Math.floor(y / 64); cy <= Math.floor((y + height) / 64); cy += 1) yield cx * 4096 + cy;
    }
  }
}

export class Labels {
  readonly canvas = document.createElement("canvas");
  private readonly pen: CanvasRenderingContext2D;
  private readonly widths = new Map<string, number>();
  private places: PlacedPlace[] = [];
  private tracks: PlacedTrack[] = [];
  private ratio = 1;
  palette: Palette = "dusk";

  constructor() {
    const pen = this.canvas.getContext("2d");
    if (!pen) throw new Error("this browser has no canvas");
    this.pen = pen;
    this.canvas.className = "chart-labels";
    this.canvas.setAttribute("aria-hidden", "true");
  }

  resize(width: number, height: number, ratio: number): void {
    this.ratio = ratio;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
  }

  // Decides which names fit. Places come first so that they stand still while ships pass.
  arrange(scene: LabelScene): void {
    const taken = new Taken();
    this.arrange_places(scene, taken);
    this.arrange_tracks(scene, taken);
  }

  draw(scene: LabelScene): void {
    const { pen, ratio } = this;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, scene.view.width, scene.view.height);
    pen.lineJoin = "round";
    pen.textBaseline = "middle";
    this.draw_places(scene);
    this.draw_graticule(scene);
    this.draw_tracks(scene);
  }

  private arrange_places(scene: LabelScene, taken: Taken): void {
    const { view, zoom } = scene;
    this.places = [];
    for (const place of kPlaces) {
      if (zoom < place.zoom || (place.kind !== "port" && zoom > place.zoom + 4.5)) continue;
      const x = pixel_x(view, mercator_x(place.lon));
      const y = pixel_y(view, mercator_y(place.lat));
      if (x < -80 || y < 0 || x > view.width + 80 || y > view.height || y < 26) continue;
      const width = this.measure(this.place_text(place), this.place_font(place)) + (place.kind === "sea" ? place.name.length * 2 : 0);
      const left = place.kind === "port" ? x - 3 : x - width / 2;
      if (left < 4 || left + width > view.width - 4) continue;
      if (!taken.fits(left - 6, y - 10, width + 16, 20)) continue;
      taken.add(left - 6, y - 10, width + 16, 20);
      this.places.push({ place, x, y, width });
    }
  }

  private arrange_tracks(scene: LabelScene, taken: Taken): void {
    const { table, visible, marked } = scene;
    this.tracks = [];
    const everyone = visible.length <= kCrowd && (scene.zoom >= 7.6 || visible.length <= 40);
    const rows = everyone ? visible : visible.filter((row) => marked.has(row) || loud(table, row));
    const order = [...rows].sort((a, b) => rank(table, b, marked) - rank(table, a, marked));
    for (const row of order.slice(0, 600)) {
      if (this.tracks.length >= kLabelsMax) break;
      const track = table.details[row];
      if (!track) continue;
      const name = track.name ?? (marked.has(row) || track.kind === "contact" ? (track.mmsi?.toString() ?? (is_view_key(track.id) ? undefined : track.id)) : undefined);
      if (name === undefined || name === "") continue;
      const text = is_disputed(track) ? `${name} ?` : name;
      const strong = marked.has(row);
      const width = this.measure(text, strong ? kStrong : kNormal);
      const [x, y] = track_pixel(scene, row);
      const reach = scene.symbol + 6;
      for (const side of [1, -1] as const) {
        const left = side === 1 ? x + reach : x - reach - width;
        if (!strong && !taken.fits(left - 3, y - 8, width + 6, 16)) continue;
        taken.add(left - 3, y - 8, width + 6, 16);
        this.tracks.push({ row, id: track.id, text, side, width, strong });
        break;
      }
      if (!strong) taken.add(x - 5, y - 5, 10, 10);
    }
  }

  private draw_places(scene: LabelScene): void {
    const { pen, palette } = this;
    const colours = kChartColours[palette];
    for (const { place } of this.places) {
      const x = pixel_x(scene.view, mercator_x(place.lon));
      const y = pixel_y(scene.view, mercator_y(place.lat));
      pen.font = this.place_font(place);
      pen.fillStyle = colours.place;
      const sea = place.kind === "sea" || place.kind === "strait";
      pen.textAlign = place.kind === "port" ? "left" : "center";
      pen.letterSpacing = place.kind === "sea" ? "2px" : "0px";
      if (place.kind === "port") {
        pen.beginPath();
        pen.arc(x, y, 1.8, 0, 7);
        pen.fill();
      }
      if (!sea) this.halo(place.name, place.kind === "port" ? x + 6 : x, y, colours.land, 2.5);
      pen.globalAlpha = sea ? 0.85 : 1;
      pen.fillText(this.place_text(place), place.kind === "port" ? x + 6 : x, y);
      pen.globalAlpha = 1;
    }
    pen.letterSpacing = "0px";
  }

  private draw_tracks(scene: LabelScene): void {
    const { pen, palette } = this;
    const colours = kChartColours[palette];
    for (const label of this.tracks) {
      if (scene.table.ids[label.row] !== label.id) continue;
      const [x, y] = track_pixel(scene, label.row);
      const reach = scene.symbol + 6;
      pen.font = label.strong ? kStrong : kNormal;
      pen.textAlign = label.side === 1 ? "left" : "right";
      const left = x + label.side * reach;
      this.halo(label.text, left, y, colours.sea, 3);
      pen.fillStyle = colours.label;
      pen.globalAlpha = label.strong ? 1 : 0.86;
      pen.fillText(label.text, left, y);
      pen.globalAlpha = 1;
    }
  }

  private draw_graticule(scene: LabelScene): void {
    const { pen, palette } = this;
    const colours = kChartColours[palette];
    pen.font = `11px ${kFont}`;
    pen.fillStyle = colours.place;
    for (const line of graticule_lines(scene.view)) {
      const text = format_graticule(line.value, line.axis);
      if (line.axis === "lon") {
        if (line.pixel < 60 || line.pixel > scene.view.width - 60) continue;
        pen.textAlign = "center";
        this.halo(text, line.pixel, 10, colours.sea, 2);
        pen.fillText(text, line.pixel, 10);
      } else {
        if (line.pixel < 70 || line.pixel > scene.view.height - 60) continue;
        pen.textAlign = "right";
        this.halo(text, scene.view.width - 6, line.pixel, colours.sea, 2);
        pen.fillText(text, scene.view.width - 6, line.pixel);
      }
    }
  }

  private halo(text: string, x: number, y: number, colour: string, width: number): void {
    this.pen.strokeStyle = colour;
    this.pen.globalAlpha = 0.8;
    this.pen.lineWidth = width;
    this.pen.strokeText(text, x, y);
    this.pen.globalAlpha = 1;
  }

  private place_text(place: Place): string {
    return place.kind === "land" && place.zoom < 6.9 ? place.name.toUpperCase() : place.name;
  }

  private place_font(place: Place): string {
    if (place.kind === "sea") return `italic 13px ${kFont}`;
    if (place.kind === "strait") return `italic 12px ${kFont}`;
    return place.kind === "land" ? `11px ${kFont}` : `12px ${kFont}`;
  }

  private measure(text: string, font: string): number {
    const key = `${font}|${text}`;
    const known = this.widths.get(key);
    if (known !== undefined) return known;
    this.pen.font = font;
    const width = this.pen.measureText(text).width;
    if (this.widths.size > 20_000) this.widths.clear();
    this.widths.set(key, width);
    return width;
  }
}

const kNormal = `11.5px ${kFont}`;
const kStrong = `600 13px ${kFont}`;

export const pixel_x = (view: View, x: number): number => {
  const offset = x - view.centre_x;
  return (offset - Math.floor(offset + 0.5)) * view.world + view.width / 2;
};
export const pixel_y = (view: View, y: number): number => (y - view.centre_y) * view.world + view.height / 2;

// Where a row's symbol is drawn: the same reckoning as the vertex shader's.
export function track_pixel(scene: Pick<LabelScene, "view" | "table" | "now_ms" | "glide">, row: number): [number, number] {
  const { table, view } = scene;
  const at = row * kRowFloats;
  const gpu = table.gpu;
  const seconds = scene.glide && !table.lost(row) ? Math.max(0, Math.min(kGlideLimitS, (scene.now_ms - (table.t_ms[row] ?? 0)) / 1000)) : 0;
  const x = (gpu[at] ?? 0) + (gpu[at + 2] ?? 0) + (gpu[at + 4] ?? 0) * seconds;
  const y = (gpu[at + 1] ?? 0) + (gpu[at + 3] ?? 0) + (gpu[at + 5] ?? 0) * seconds;
  return [pixel_x(view, x), pixel_y(view, y)];
}

// Rows whose symbols stand between two corners of the screen. Walks every row without making an object for any.
export function rows_between(scene: Pick<LabelScene, "view" | "table" | "now_ms" | "glide">, x0: number, y0: number, x1: number, y1: number): number[] {
  const { table, view, now_ms, glide } = scene;
  const { gpu, t_ms, style } = table;
  const rows: number[] = [];
  const half_width = view.width / 2;
  const half_height = view.height / 2;
  for (let row = 0; row < table.row_count; row += 1) {
    const look = style[row] ?? -1;
    if (look < 0) continue;
    const at = row * kRowFloats;
    const age = (now_ms - (t_ms[row] ?? 0)) / 1000;
    const seconds = !glide || (look & kLostBit) !== 0 || age < 0 ? 0 : age > kGlideLimitS ? kGlideLimitS : age;
    const y = ((gpu[at + 1] ?? 0) + (gpu[at + 3] ?? 0) + (gpu[at + 5] ?? 0) * seconds - view.centre_y) * view.world + half_height;
    if (y < y0 || y > y1) continue;
    const offset = (gpu[at] ?? 0) + (gpu[at + 2] ?? 0) + (gpu[at + 4] ?? 0) * seconds - view.centre_x;
    const x = (offset - Math.floor(offset + 0.5)) * view.world + half_width;
    if (x >= x0 && x <= x1) rows.push(row);
  }
  return rows;
}

const loud = (table: TrackTable, row: number): boolean => {
  const tone = ((table.style[row] ?? 0) >> 3) & 7;
  return tone >= 1 && tone <= 5;
};

function rank(table: TrackTable, row: number, marked: ReadonlySet<number>): number {
  const track = table.details[row];
  const moving = (table.speed[row] ?? 0) > 1 ? 200 : 0;
  return (marked.has(row) ? 10_000 : 0) + (loud(table, row) ? 5000 : 0) + moving + Math.min(400, track?.length_m ?? 10)
    - (track?.kind === "base_station" || track?.kind === "aid_to_navigation" ? 400 : 0);
}
