// SPDX-License-Identifier: Apache-2.0
// Joins the parts: the stream feeds the table and the store, the store's wishes reach the chart, the keys do the work.
// The only place (with the stream) that reads the browser's clock.
import { fetchHistory, fetchSources, fetchStatus, fetchTrack, fetchTracks, fetchTracksAt, fetchZoneLines, RequestFailed, searchVessels } from "./api/client";
import { Stream } from "./api/stream";
import type { Bbox, LatLon, Track } from "./api/types";
import * as f from "./format";
import type { Chart, ChartView } from "./map/chart";
import { needs_lines, widened, type Held } from "./map/zone_lines";
import { kPalettes, next_palette, type Palette, type SearchHit } from "./state/app_state";
import { picture_now, picture_rate, server_now } from "./state/clock";
import type { Look } from "./state/coverage";
import { covers, needs_subscription } from "./state/viewport";
import { store } from "./state/store";
import { TrackTable } from "./state/track_table";

const kStatusMs = 5000;
const kSearchDelayMs = 90;
const kHistoryFreshMs = 60_000;
const kChannel: ChartView = { lat: 50.0, lon: -1.5, zoom: 6.4 };

class Session {
  readonly live = new TrackTable();
  private past = new TrackTable();
  readonly stream: Stream;
  private chart: Chart | null = null;
  private subscribed: Bbox | null | undefined = undefined;
  private search_abort: AbortController | null = null;
  private search_timer = 0;
  private history_abort: AbortController | null = null;
  private past_abort: AbortController | null = null;
  private past_anchor = { at_ms: 0, local_ms: 0, speed: 0 };
  private past_loaded_ms = NaN;
  private placed = false;
  private started = false;
  visible: readonly number[] = [];
  cursor: LatLon | null = null;
  private readonly watchers = new Set<() => void>();

  constructor() {
    this.stream = new Stream({
      reset: (message) => {
        this.live.reset(message.tracks);
        this.arrived(message.data_time);
        this.place_chart();
      },
      delta: (message) => {
        this.live.apply(message);
        this.arrived(message.data_time);
      },
      sources: (sources) => { store.dispatch({ type: "sources", sources }); },
      phase: (phase, transport, retry_at_local_ms) => {
        const { connection } = store.current;
        if (phase === "open" && connection.phase === "open") return;
        // While it keeps trying, the page says "lost" rather than flickering to "connecting".
        if (phase === "connecting" && connection.phase === "lost") return;
        store.dispatch({ type: "connection", phase, transport, retry_at_local_ms });
        if (phase === "open") void this.refresh_status();
      },
      problem: (text) => { this.notice(`The server reports: ${text}`); },
    });
  }

  start(): void {
    if (this.started) return;
    this.started = true;
    void this.refresh_status();
    void fetchSources().then((sources) => { store.dispatch({ type: "sources", sources }); }, () => undefined);
    window.setInterval(() => { void this.refresh_status(); }, kStatusMs);
    window.setInterval(() => { this.refresh_selected(); }, 1000);
    window.setInterval(() => { this.play(); }, 250);
    if (link_screen() !== 1) this.open_link();
    window.addEventListener("hashchange", () => { this.open_link(); });
    const link = read_link();
    if (link.track !== null) this.select(link.track, { reveal: link.view === null });
    if (link.at !== null) this.go_to(link.at);
  }

  restore_palette(): void { this.apply_palette(read_palette()); }

  // Follows an address of the Sharing screen: of the screen, a stop, an agreement.
  private open_link(): void {
    if (link_screen() === 6 && store.current.screen !== 6) store.dispatch({ type: "screen", screen: 6 });
    if (link_screen() !== 3) return;
    const query = link_query();
    const stop = Number(query.get("stop") ?? NaN);
    const agreement = query.get("agreement");
    if (store.current.screen !== 3) store.dispatch({ type: "screen", screen: 3 });
    if (Number.isInteger(stop)) store.dispatch({ type: "sharing_focus", focus: { kind: "stop", epoch: stop } });
    else if (agreement !== null) store.dispatch({ type: "sharing_focus", focus: { kind: "agreement", id: agreement, version: Number(query.get("version") ?? 1) } });
  }

  get start_view(): ChartView {
    const link = read_link();
    this.placed = link.view !== null || link.track !== null;
    return link.view ?? kChannel;
  }

  attach(chart: Chart): void {
    this.chart = chart;
    const motion = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.follow_motion = (): void => { chart.set_motion(motion.matches || this.partner !== null ? "still" : "glide"); };
    motion.addEventListener("change", () => { this.follow_motion(); });
    this.follow_motion();
    this.show_table();
    this.zones_held = null;
    if (read_setting("zones") === "shown") this.show_zones(true);
    chart.set_coverage(this.coverage_drawn);
    this.stream.start(chart.bbox(0.25));
    this.subscribed = chart.bbox(0.25);
    chart.sleep(store.current.screen !== 1);
    let before = store.current;
    this.unsubscribe = store.subscribe(() => {
      const now = store.current;
      // After the screen was drawn, so that the chart has its size again.
      if (now.screen !== before.screen) window.setTimeout(() => { chart.sleep(store.current.screen !== 1); }, 0);
      if (now.palette !== before.palette) chart.set_palette(now.palette);
      if (now.selection !== before.selection || now.box !== before.box || now.views.selected?.key !== before.views.selected?.key) {
        const marked = now.views.selected?.key ?? now.selection?.id;
        chart.mark(marked === undefined ? (now.box ?? []) : [marked, ...(now.box ?? [])]);
      }
      const past_ms = now.playback?.at_ms ?? null;
      if (now.selection?.history !== before.selection?.history || past_ms !== (before.playback?.at_ms ?? null)) {
        chart.set_history(now.selection?.history ?? null, past_ms);
      }
      if (now.selection?.id !== before.selection?.id || (now.playback === null) !== (before.playback === null)
        || now.screen !== before.screen || now.sharing.focus !== before.sharing.focus) this.write_link();
      before = now;
    });
  }

  private unsubscribe: () => void = () => undefined;

  // The chart goes, as when the session has ended: nothing more is received.
  detach(): void {
    this.unsubscribe();
    this.stream.stop();
    this.chart = null;
    window.clearTimeout(this.link_timer);
  }

  // --- time ---------------------------------------------------------------------------------------------------

  live_now(): number { return picture_now(store.current.clock, Date.now()); }

  // The server's own time, also while a replay runs on that of its data: agreements and stops live by it.
  live_wall(): number { return server_now(store.current.clock, Date.now()); }

  past_now(): number {
    const { at_ms, local_ms, speed } = this.past_anchor;
    return Math.min(at_ms + (performance.now() - local_ms) * speed, Math.max(at_ms, this.live_now()));
  }

  now(): number { return store.current.playback ? this.past_now() : this.live_now(); }
  get table(): TrackTable { return this.partner ?? (store.current.playback ? this.past : this.live); }

  // A partner's picture in place of home's, or home's again. What the partner was given is shown where it was given:
  // nothing is reckoned on from there.
  private partner: TrackTable | null = null;
  show_partner(table: TrackTable | null): void {
    this.partner = table;
    this.visible = [];
    this.show_table();
    this.follow_motion();
    this.tell();
  }
  partner_changed(): void { this.chart?.changed(); this.chart?.repaint(); }
  private follow_motion: () => void = () => undefined;

  private show_table(): void {
    if (this.partner) this.chart?.show(this.partner, () => this.live_now(), () => 0);
    else if (store.current.playback) this.chart?.show(this.past, () => this.past_now(), () => this.past_anchor.speed);
    else this.chart?.show(this.live, () => this.live_now(), () => picture_rate(store.current.clock));
  }

  private arrived(time: string): void {
    store.dispatch({ type: "picture", data_ms: f.parse_instant(time), local_ms: Date.now() });
    if (!store.current.playback && !this.partner) this.chart?.changed();
  }

  // --- the view -----------------------------------------------------------------------------------------------

  // A first picture far from the default view is what the user wants to see.
  private place_chart(): void {
    if (this.placed || !this.chart) return;
    if (this.live.count > 0) { this.placed = true; return; }
    this.placed = true;
    void fetch_extent().then((box) => { if (box) this.chart?.fit(box); }, () => undefined);
  }

  viewed(): void {
    const { chart } = this;
    if (!chart) return;
    const wanted = chart.bbox(0);
    if (this.subscribed === undefined || needs_subscription(this.subscribed, wanted)) {
      this.subscribed = chart.bbox(0.25);
      this.stream.subscribe(this.subscribed);
    }
    if (store.current.playback && !covers(this.past_box, wanted)) void this.load_past(this.past_now());
    this.write_link();
    void this.follow_zones();
  }

  shown(rows: readonly number[]): void {
    this.visible = rows;
    this.tell();
  }

  point(at: LatLon | null): void {
    this.cursor = at;
    this.tell();
  }

  // What changes with the pointer or the frame goes past the store, so that it re-renders only its own line.
  watch(listener: () => void): () => void {
    this.watchers.add(listener);
    return () => { this.watchers.delete(listener); };
  }

  private tell(): void { for (const listener of this.watchers) listener(); }

  get scale_view(): ChartView | null { return this.chart?.view ?? null; }
  zoom(by: number): void { this.chart?.zoom(by); }
  pan(x: number, y: number): void { this.chart?.pan(x, y); }
  fly_to(at: LatLon, zoom?: number): void { this.chart?.fly_to(at, zoom); }
  show_everything(): void { void fetch_extent().then((box) => { if (box) this.chart?.fit(box); }, () => undefined); }

  // --- zones --------------------------------------------------------------------------------------------------

  private zones_held: Held | null = null;
  private zones_abort: AbortController | null = null;

  show_zones(shown: boolean): void {
    store.dispatch({ type: "zones_shown", shown });
    write_setting("zones", shown ? "shown" : "hidden");
    if (shown) { void this.follow_zones(); return; }
    this.zones_abort?.abort();
    this.zones_held = null;
    this.chart?.set_zones(null);
  }

  // Asks for the limits around the view when those held do not reach or are too coarse.
  private async follow_zones(): Promise<void> {
    const { chart } = this;
    if (!chart || !store.current.zones_shown) return;
    const wanted = chart.bbox(0) ?? [-180, -85, 180, 85];
    const zoom = Math.max(1, Math.min(14, Math.round(chart.view.zoom) + 1));
    if (!needs_lines(this.zones_held, wanted, zoom)) return;
    this.zones_abort?.abort();
    const abort = new AbortController();
    this.zones_abort = abort;
    const box = widened(wanted);
    this.zones_held = { box, zoom };
    try {
      const lines = await fetchZoneLines(box, zoom, abort.signal);
      if (!abort.signal.aborted) chart.set_zones(lines);
    } catch (error) {
      if (abort.signal.aborted) return;
      this.zones_held = null;
      this.notice(`The limits cannot be shown: ${error instanceof Error ? error.message : "no answer"}`);
    }
  }

  // --- coverage -----------------------------------------------------------------------------------------------

  private coverage_drawn: readonly Look[] | null = null;
  draw_coverage(looks: readonly Look[] | null): void {
    this.coverage_drawn = looks;
    this.chart?.set_coverage(looks);
  }

  // --- selection ----------------------------------------------------------------------------------------------

  select(id: string, options: { reveal?: boolean; at?: LatLon | undefined } = {}): void {
    // What home selects, an alert's track for one, is home's: the partner's picture goes.
    if (store.current.views.open !== null) {
      store.dispatch({ type: "views_open", view: null });
      this.notice("Back to home's picture: this track is home's");
    }
    const known = this.table.track(id) ?? this.live.track(id);
    store.dispatch({ type: "select", id, track: known });
    store.dispatch({ type: "search_open", open: false });
    const at = options.at ?? known?.position;
    if (options.reveal && at) this.chart?.reveal(at);
    if (!known) void this.fetch_selected(id, options.reveal === true && !at);
    void this.load_history(id);
  }

  private async fetch_selected(id: string, reveal: boolean): Promise<void> {
    try {
      const track = await fetchTrack(id);
      store.dispatch({ type: "selected_track", id, track, gone: false });
      if (reveal && track.position) this.chart?.reveal(track.position);
    } catch (error) {
      if (error instanceof RequestFailed && error.status === 404) store.dispatch({ type: "selected_track", id, track: null, gone: true });
    }
  }

  private last_fetch_ms = 0;
  private refresh_selected(): void {
    const { selection, playback, connection, people } = store.current;
    if (!selection || people.phase !== "in") return;
    const track = this.table.track(selection.id);
    // Rows of motion do not carry voyage data and counts; those are asked for now and then.
    if (track && !playback && connection.phase === "open" && Date.now() - this.last_fetch_ms > 10_000) {
      this.last_fetch_ms = Date.now();
      void fetchTrack(selection.id).then((full) => { this.live.apply({ tracks: [full] }); }, () => undefined);
    }
    if (track) {
      if (!same_track(track, selection.track) || selection.gone) store.dispatch({ type: "selected_track", id: selection.id, track, gone: false });
    } else if (!playback && connection.phase === "open" && Date.now() - this.last_fetch_ms > 5000) {
      this.last_fetch_ms = Date.now();
      void this.fetch_selected(selection.id, false);
    }
    const newest = selection.history?.[selection.history.length - 1]?.[0] ?? null;
    if (newest !== null && !playback && connection.phase === "open" && this.live_now() - newest > kHistoryFreshMs && Date.now() - this.history_at > 30_000) void this.load_history(selection.id);
  }

  private history_at = 0;
  private async load_history(id: string): Promise<void> {
    this.history_abort?.abort();
    const abort = new AbortController();
    this.history_abort = abort;
    this.history_at = Date.now();
    const hours = store.current.selection?.history_hours ?? 6;
    const to_ms = this.now();
    try {
      const history = await fetchHistory(id, f.to_rfc3339(to_ms - hours * f.kHour), f.to_rfc3339(to_ms + f.kMinute), abort.signal);
      store.dispatch({ type: "history", id, points: history.points, error: null });
    } catch (error) {
      if (abort.signal.aborted) return;
      const text = error instanceof RequestFailed && error.status !== 0 && error.status !== 404 ? error.message : null;
      store.dispatch({ type: "history", id, points: null, error: text });
    }
  }

  history_hours(hours: number): void {
    store.dispatch({ type: "history_hours", hours });
    const { selection } = store.current;
    if (selection) void this.load_history(selection.id);
  }

  // --- search -------------------------------------------------------------------------------------------------

  search(text: string): void {
    this.search_abort?.abort();
    window.clearTimeout(this.search_timer);
    const at = f.parse_position(text);
    const hits: SearchHit[] = at ? [{ kind: "position", at }] : [];
    const query = text.trim();
    store.dispatch({ type: "search_text", text, hits, busy: query !== "" });
    if (query === "") return;
    this.search_timer = window.setTimeout(() => { void this.ask(text, query, hits); }, kSearchDelayMs);
  }

  private async ask(text: string, query: string, hits: SearchHit[]): Promise<void> {
    const abort = new AbortController();
    this.search_abort = abort;
    try {
      const vessels = await searchVessels(query, abort.signal);
      store.dispatch({ type: "search_hits", text, hits: [...hits, ...vessels.map((vessel) => ({ kind: "vessel" as const, vessel }))], error: null });
    } catch (error) {
      if (abort.signal.aborted) return;
      store.dispatch({ type: "search_hits", text, hits, error: error instanceof Error ? error.message : "the search failed" });
    }
  }

  take_hit(hit: SearchHit): void {
    store.dispatch({ type: "search_open", open: false });
    if (hit.kind === "position") {
      this.chart?.fly_to(hit.at, Math.max(store.current ? (this.chart.view.zoom) : 0, 9));
      this.notice(`Chart moved to ${f.format_dmm(hit.at)}`);
    } else {
      const at = hit.vessel.position;
      if (at) this.chart?.fly_to(at, Math.max(this.chart.view.zoom, 8.5));
      this.select(hit.vessel.track_id, { at });
    }
  }

  // --- playback -----------------------------------------------------------------------------------------------

  private past_box: Bbox | null | undefined = undefined;

  range(): { from_ms: number; to_ms: number } | null {
    const history = store.current.status?.history;
    const from_ms = f.parse_instant(history?.from);
    if (from_ms === null) return null;
    const to_ms = this.live_now();
    return to_ms - from_ms < 1000 ? null : { from_ms, to_ms };
  }

  go_to(at_ms: number): void {
    const range = this.range();
    if (at_ms >= this.live_now() - 1000) { this.now_button(); return; }
    const bounded = range ? Math.max(range.from_ms, at_ms) : at_ms;
    const entering = store.current.playback === null;
    const speed = store.current.playback?.playing ? store.current.playback.speed : 0;
    this.past_anchor = { at_ms: bounded, local_ms: performance.now(), speed };
    if (entering) this.past = new TrackTable();
    store.dispatch({ type: "playback", playback: { at_ms: bounded, loading: true } });
    if (entering) this.show_table();
    void this.load_past(bounded);
  }

  set_playing(playing: boolean, speed?: number): void {
    const { playback } = store.current;
    if (!playback) return;
    const wanted = speed ?? playback.speed;
    this.past_anchor = { at_ms: this.past_now(), local_ms: performance.now(), speed: playing ? wanted : 0 };
    store.dispatch({ type: "playback", playback: { at_ms: this.past_anchor.at_ms, playing, speed: wanted } });
    this.chart?.repaint();
  }

  now_button(): void {
    if (!store.current.playback) return;
    this.past_abort?.abort();
    store.dispatch({ type: "now" });
    this.past = new TrackTable();
    this.show_table();
    const { selection } = store.current;
    if (selection) void this.load_history(selection.id);
  }

  private play(): void {
    const { playback } = store.current;
    if (!playback?.playing) return;
    const at_ms = this.past_now();
    if (at_ms >= this.live_now() - 500) { this.now_button(); return; }
    store.dispatch({ type: "playback", playback: { at_ms } });
    // A new snapshot every second or two of wall time; between them the symbols glide.
    if (!playback.loading && Math.abs(at_ms - this.past_loaded_ms) > Math.max(2000, playback.speed * 1000)) void this.load_past(at_ms);
  }

  private async load_past(at_ms: number): Promise<void> {
    const { chart } = this;
    this.past_abort?.abort();
    const abort = new AbortController();
    this.past_abort = abort;
    const box = chart?.bbox(0.25) ?? null;
    const table = this.past;
    try {
      const text = (box ?? [-180, -90, 180, 90]).map((value) => value.toFixed(4)).join(",");
      const tracks = await fetchTracksAt(text, f.to_rfc3339(at_ms), abort.signal);
      if (table !== this.past) return;
      table.reset(tracks);
      this.past_loaded_ms = at_ms;
      this.past_box = box;
      this.chart?.changed();
      store.dispatch({ type: "playback_loaded", error: null });
    } catch (error) {
      if (abort.signal.aborted) return;
      store.dispatch({ type: "playback_loaded", error: error instanceof Error ? error.message : "the past picture could not be read" });
    }
  }

  // --- the rest -----------------------------------------------------------------------------------------------

  cycle_palette(): void { this.apply_palette(next_palette(store.current.palette)); }

  apply_palette(palette: Palette): void {
    store.dispatch({ type: "palette", palette });
    document.documentElement.dataset["palette"] = palette;
    write_setting("palette", palette);
  }

  copy(text: string): void {
    const done = (): void => { this.notice(`Copied ${text}`); };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, () => { this.copy_by_hand(text, done); });
    else this.copy_by_hand(text, done);
  }

  // Without a secure context the clipboard is closed, but a selected field can still be copied.
  private copy_by_hand(text: string, done: () => void): void {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "off-screen";
    document.body.append(field);
    field.select();
    const worked = document.execCommand("copy");
    field.remove();
    if (worked) done();
    else this.notice(`The browser did not let us copy. The position is ${text}`);
  }

  notice(text: string): void { store.dispatch({ type: "notice", text }); }
  retry(): void { this.stream.retry_now(); }

  private async refresh_status(): Promise<void> {
    if (store.current.people.phase !== "in") return;
    try {
      const status = await fetchStatus();
      store.dispatch({ type: "status", status, local_ms: Date.now() });
    } catch {
      // The stream says whether the server is there; the status is asked again in a moment.
    }
  }

  private link_timer = 0;
  private write_link(): void {
    window.clearTimeout(this.link_timer);
    this.link_timer = window.setTimeout(() => {
      const { chart } = this;
      const { selection, playback, screen, sharing } = store.current;
      if (!chart) return;
      if (screen === 3) {
        const { focus } = sharing;
        const which = focus?.kind === "stop" ? `?stop=${focus.epoch}` : focus?.kind === "agreement" ? `?agreement=${encodeURIComponent(focus.id)}&version=${focus.version}` : "";
        window.history.replaceState(null, "", `#sharing${which}`);
        return;
      }
      if (screen === 6) {
        window.history.replaceState(null, "", "#law");
        return;
      }
      // The desk's screens write their own.
      if (screen !== 1) return;
      const { lat, lon, zoom } = chart.view;
      const parts = [`at=${lat.toFixed(4)},${lon.toFixed(4)},${zoom.toFixed(2)}`];
      if (selection) parts.push(`track=${encodeURIComponent(selection.id)}`);
      if (playback) parts.push(`time=${f.to_rfc3339(playback.at_ms)}`);
      window.history.replaceState(null, "", `#picture?${parts.join("&")}`);
    }, 250);
  }
}

function same_track(a: Track, b: Track | null): boolean {
  return b !== null && a.observed_at === b.observed_at && a.state === b.state && a.name === b.name && a.static_at === b.static_at
    && a.flags?.length === b.flags?.length && a.observations === b.observations && a.position?.lat === b.position?.lat;
}

// The box around all tracks, so that a first visitor never stares at an empty sea.
async function fetch_extent(): Promise<Bbox | null> {
  const tracks = await fetchTracks(2000);
  const spots = tracks.flatMap((track) => (track.position ? [track.position] : []));
  if (spots.length === 0) return null;
  const lats = spots.map((spot) => spot.lat).sort((a, b) => a - b);
  const lons = spots.map((spot) => spot.lon).sort((a, b) => a - b);
  // The outermost hundredth is left out: one false position must not shrink the chart to the whole world.
  const low = Math.floor(spots.length * 0.01);
  const high = spots.length - 1 - low;
  return [lons[low] ?? 0, lats[low] ?? 0, lons[high] ?? 0, lats[high] ?? 0];
}

const link_query = (): URLSearchParams => new URLSearchParams(location.hash.split("?")[1] ?? "");
const link_screen = (): number => (/^#\/?sharing\b/.test(location.hash) ? 3 : /^#\/?law\b/.test(location.hash) ? 6 : 1);

function read_link(): { view: ChartView | null; track: string | null; at: number | null } {
  const query = link_query();
  const numbers = (query.get("at") ?? "").split(",").map(Number);
  const [lat, lon, zoom] = numbers;
  const whole = numbers.length === 3 && numbers.every(Number.isFinite) && Math.abs(lat ?? 99) <= 85;
  return {
    view: whole ? { lat: lat ?? 0, lon: lon ?? 0, zoom: Math.max(1, Math.min(17, zoom ?? 6)) } : null,
    track: query.get("track"),
    at: f.parse_instant(query.get("time") ?? undefined),
  };
}

export function read_setting(name: string): string | null {
  try { return localStorage.getItem(`fairlead.${name}`); } catch { return null; }
}
export function write_setting(name: string, value: string): void {
  try { localStorage.setItem(`fairlead.${name}`, value); } catch { /* A browser that stores nothing forgets it. */ }
}
function read_palette(): Palette {
  const stored = read_setting("palette");
  return kPalettes.find((palette) => palette === stored) ?? "dusk";
}

export const session = new Session();
