// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { Source, Status, Track } from "../api/types";
import { escape_action, kStart, next_palette, reduce, type Action, type AppState } from "./app_state";
import { kClockStart, observe_data_time, observe_server_time, picture_now, picture_rate, type Clock } from "./clock";
import { bearing_deg, distance_m, lat_of, lon_of, mercator_x, mercator_y } from "./mercator";
import { kGlideLimitS, kLostBit, kRowFloats, TrackTable } from "./track_table";
import { covers, needs_subscription } from "./viewport";

const ship = (id: string, extra: Partial<Track> = {}): Track => ({
  id, kind: "ship", state: "live", position: { lat: 50, lon: -1 }, observed_at: "2026-11-22T12:00:00Z", speed_mps: 5, course_deg: 90, ...extra,
});
const t0 = Date.parse("2026-11-22T12:00:00Z");
const after = (...actions: Action[]): AppState => actions.reduce(reduce, kStart);

describe("the track table", () => {
  it("keeps the row of a track that stays through a reset, and frees the others", () => {
    const table = new TrackTable();
    table.reset([ship("a"), ship("b"), ship("c")]);
    const row = table.row_of("b");
    table.reset([ship("b"), ship("d")]);
    expect(table.row_of("b")).toBe(row);
    expect(table.count).toBe(2);
    expect(table.track("a")).toBeNull();
  });
  it("marks a closed row dead before it is used again", () => {
    const table = new TrackTable();
    table.reset([ship("a"), ship("b")]);
    const row = table.row_of("a") ?? -1;
    table.apply({ closed: ["a"] });
    expect(table.alive(row)).toBe(false);
    expect(table.gpu[row * kRowFloats + 10]).toBe(-1);
    table.apply({ tracks: [ship("z")] });
    expect(table.row_of("z")).toBe(row);
    expect(table.alive(row)).toBe(true);
  });
  it("moves a track by a short row and keeps its identity", () => {
    const table = new TrackTable();
    table.reset([ship("a", { name: "TEST TRADER" })]);
    table.apply({ moved: [["a", t0 + 1000, 51, -2, 7.5, 180, null, "lost"], ["unknown", t0, 0, 0, null, null, null, "live"]] });
    expect(table.track("a")).toMatchObject({ name: "TEST TRADER", state: "lost", position: { lat: 51, lon: -2 }, speed_mps: 7.5, course_deg: 180 });
    expect(table.track("a")?.heading_deg).toBeUndefined();
    expect(table.count).toBe(1);
    expect(((table.style[0] ?? 0) & kLostBit) !== 0).toBe(true);
  });
  it("forgets a speed that is no longer known instead of keeping the old one", () => {
    const table = new TrackTable();
    table.reset([ship("a")]);
    table.apply({ moved: [["a", t0 + 1000, 51, -2, null, null, null, "live"]] });
    expect(table.track("a")).not.toHaveProperty("speed_mps");
  });
  it("does not hold a track without a position", () => {
    const table = new TrackTable();
    const { position: _, ...unplaced } = ship("a");
    table.reset([unplaced]);
    expect(table.count).toBe(0);
  });
  it("reckons ahead up to the limit and never for a lost track", () => {
    const table = new TrackTable();
    table.reset([ship("a"), ship("l", { state: "lost" })]);
    const metres = (id: string, seconds: number): number =>
      distance_m({ lat: 50, lon: -1 }, table.predicted(table.row_of(id) ?? 0, t0 + seconds * 1000, true));
    expect(metres("a", 60)).toBeCloseTo(300, -1);
    expect(metres("a", 10 * kGlideLimitS)).toBeCloseTo(5 * kGlideLimitS, -1);
    expect(metres("a", -60)).toBe(0);
    expect(metres("l", 60)).toBe(0);
    expect(table.predicted(table.row_of("a") ?? 0, t0 + 60_000, false)).toEqual({ lat: 50, lon: -1 });
  });
  it("tells which rows to upload, once", () => {
    const table = new TrackTable();
    table.reset([ship("a"), ship("b"), ship("c")]);
    expect(table.take_dirty()).toEqual([0, 3]);
    expect(table.take_dirty()).toBeNull();
    table.apply({ moved: [["b", t0, 50, -1, 1, 1, 1, "live"]] });
    expect(table.take_dirty()).toEqual([1, 2]);
  });
  it("holds 20,000 tracks and grows on the way", () => {
    const table = new TrackTable();
    table.reset(Array.from({ length: 20_000 }, (_, i) => ship(`t${i}`, { position: { lat: (i % 160) - 80, lon: (i % 360) - 180 } })));
    expect(table.count).toBe(20_000);
    expect(table.lat[19_999]).toBe((19_999 % 160) - 80);
    expect(table.gpu.length).toBeGreaterThanOrEqual(20_000 * kRowFloats);
  });
  it("keeps positions to a centimetre in two floats", () => {
    const table = new TrackTable();
    const at = { lat: 50.123456789, lon: -1.987654321 };
    table.reset([ship("a", { position: at })]);
    const x = (table.gpu[0] ?? 0) + (table.gpu[2] ?? 0);
    const y = (table.gpu[1] ?? 0) + (table.gpu[3] ?? 0);
    expect(distance_m(at, { lat: lat_of(y), lon: lon_of(x) })).toBeLessThan(0.01);
  });
});

describe("the clock of the picture", () => {
  const local = 1_000_000_000_000;
  const fed = (start_data: number, rate: number, seconds: number, from = kClockStart): Clock => {
    let clock = observe_server_time(from, local, local, false);
    for (let i = 0; i <= seconds * 2; i += 1) clock = observe_data_time(clock, start_data + i * 500 * rate, local + i * 500);
    return clock;
  };
  it("runs on the server's time when the data is of now", () => {
    const clock = observe_server_time(fed(local - 800, 1, 10), local + 17_000, local + 10_000, false);
    expect(clock.mode).toBe("live");
    expect(picture_now(clock, local + 12_000)).toBe(local + 19_000);
    expect(picture_rate(clock)).toBe(1);
  });
  it("runs on the time of the data, at its pace, in a replay", () => {
    const past = local - 7 * 86_400_000 * 365;
    const clock = fed(past, 20, 20);
    expect(clock.mode).toBe("replay");
    expect(picture_rate(clock)).toBeCloseTo(20, 0);
    expect(Math.abs(picture_now(clock, local + 20_000) - (past + 20 * 20_000))).toBeLessThan(20_000);
  });
  it("does not run on for ever when a replay ends", () => {
    const past = local - 86_400_000;
    const clock = fed(past, 20, 10);
    expect(picture_now(clock, local + 3_600_000)).toBeLessThan(past + 20 * 10_000 + 20 * 8_000 + 30_000);
  });
  it("stays on the server's time when a live feed falls silent for an hour", () => {
    let clock = fed(local, 1, 10);
    clock = observe_server_time(clock, local + 3_600_000, local + 3_600_000, false);
    expect(clock.mode).toBe("live");
    expect(picture_now(clock, local + 3_600_000)).toBe(local + 3_600_000);
  });
  it("follows a replay that loops back to its start", () => {
    const past = local - 86_400_000;
    const clock = observe_data_time(fed(past, 60, 20), past, local + 21_000);
    expect(picture_now(clock, local + 21_000)).toBe(past);
  });
  it("does not step back when a late message comes", () => {
    const clock = fed(local - 86_400_000, 1, 10);
    const late = observe_data_time(clock, local - 86_400_000 + 5000, local + 10_100);
    expect(late).toBe(clock);
  });
});

describe("the state of the screens", () => {
  const status: Status = {
    version: "1", commit: "", mode: "demo", own_name: "", started_at: "2026-11-22T11:00:00Z", now: "2026-11-22T12:00:00Z", data_time: "2019-08-07T10:43:00Z",
    slot: 1, tracks_live: 3, tracks_lost: 0, history: {}, store: { state: "ok", detail: "" },
  };
  it("ignores a search answer to a text that is no longer there", () => {
    const state = after({ type: "search_text", text: "AB", hits: [], busy: true }, { type: "search_text", text: "ABC", hits: [], busy: true },
      { type: "search_hits", text: "AB", hits: [{ kind: "position", at: { lat: 1, lon: 2 } }], error: null });
    expect(state.search.hits).toEqual([]);
    expect(state.search.busy).toBe(true);
  });
  it("wraps the active hit at both ends", () => {
    const hit = { kind: "position", at: { lat: 1, lon: 2 } } as const;
    const state = after({ type: "search_text", text: "A", hits: [hit, hit, hit], busy: false }, { type: "search_active", active: -1 });
    expect(state.search.active).toBe(2);
    expect(reduce(state, { type: "search_active", active: 3 }).search.active).toBe(0);
  });
  it("does not give the history of one track to another", () => {
    const state = after({ type: "select", id: "a", track: null }, { type: "select", id: "b", track: null }, { type: "history", id: "a", points: [[1, 2, 3, null, null, null]], error: null });
    expect(state.selection?.history).toBeNull();
  });
  it("keeps the last known track of a selection that was dropped", () => {
    const state = after({ type: "select", id: "a", track: ship("a") }, { type: "selected_track", id: "a", track: null, gone: true });
    expect(state.selection?.track?.id).toBe("a");
    expect(state.selection?.gone).toBe(true);
  });
  it("closes one thing at a time with Escape", () => {
    let state = after({ type: "playback", playback: { at_ms: 1 } }, { type: "box", ids: ["a"] }, { type: "select", id: "a", track: null }, { type: "panel", panel: "help" });
    const closed: string[] = [];
    for (let action = escape_action(state); action; action = escape_action(state)) { closed.push(action.type); state = reduce(state, action); }
    expect(closed).toEqual(["panel", "deselect", "box", "now"]);
  });
  it("keeps the length of the past track from one selection to the next", () => {
    const state = after({ type: "select", id: "a", track: null }, { type: "history_hours", hours: 24 }, { type: "select", id: "b", track: null });
    expect(state.selection?.history_hours).toBe(24);
  });
  it("takes the time of the data in a demo from the first status on", () => {
    const state = after({ type: "status", status, local_ms: Date.parse(status.now) });
    expect(state.clock.mode).toBe("replay");
    expect(picture_now(state.clock, Date.parse(status.now))).toBe(Date.parse("2019-08-07T10:43:00Z"));
  });
  it("knows a finished replay by its sources, also when they come after the status", () => {
    const local_ms = Date.parse(status.now);
    const file: Source = { name: "f", url: "file:a.nmea", label: {}, state: "finished", sentences_per_s: 0, bytes_total: 0, sentences_total: 0, messages_total: 0, rejected: {}, dropped_total: 0, reconnects_total: 0 };
    const state = after({ type: "status", status: { ...status, mode: "live" }, local_ms });
    expect(state.clock.mode).toBe("live");
    expect(reduce(state, { type: "sources", sources: [file] }).clock.mode).toBe("replay");
    expect(reduce(state, { type: "sources", sources: [file, { ...file, url: "tcp://h:1" }] }).clock.mode).toBe("live");
  });
  it("goes round the palettes", () => {
    expect(next_palette(next_palette(next_palette("day")))).toBe("day");
  });
  it("never changes the state it was given", () => {
    const frozen = Object.freeze({ ...kStart, search: Object.freeze({ ...kStart.search }), connection: Object.freeze({ ...kStart.connection }) });
    for (const action of [{ type: "box", ids: ["a"] }, { type: "search_text", text: "x", hits: [], busy: true }, { type: "connection", phase: "lost" }, { type: "picture", data_ms: 5, local_ms: 5 }] as Action[]) {
      expect(reduce(frozen, action)).not.toBe(frozen);
    }
  });
});

describe("the viewport", () => {
  it("covers what lies inside, also across 180", () => {
    expect(covers([170, -10, -170, 10], [175, -5, -175, 5])).toBe(true);
    expect(covers([170, -10, -170, 10], [-179, -5, -171, 5])).toBe(true);
    expect(covers([170, -10, -170, 10], [160, -5, 175, 5])).toBe(false);
    expect(covers(null, [1, 2, 3, 4])).toBe(true);
    expect(covers([0, 0, 1, 1], null)).toBe(false);
    expect(covers(undefined, null)).toBe(false);
  });
  it("asks anew when the view leaves the box or becomes a small part of it", () => {
    expect(needs_subscription([-6, 48, 3, 52], [-5, 49, 2, 51])).toBe(false);
    expect(needs_subscription([-6, 48, 3, 52], [-7, 49, 2, 51])).toBe(true);
    expect(needs_subscription([-6, 48, 3, 52], [-1, 50, -0.5, 50.5])).toBe(true);
    expect(needs_subscription(null, [-6, 48, 3, 52])).toBe(true);
    expect(needs_subscription(null, null)).toBe(false);
  });
});

describe("measures", () => {
  it("knows a mile and a bearing", () => {
    expect(distance_m({ lat: 50, lon: 0 }, { lat: 50 + 1 / 60, lon: 0 })).toBeCloseTo(1853, -1);
    expect(bearing_deg({ lat: 0, lon: 0 }, { lat: 0, lon: 1 })).toBeCloseTo(90, 6);
    expect(bearing_deg({ lat: 0, lon: 179 }, { lat: 0, lon: -179 })).toBeCloseTo(90, 6);
    expect(bearing_deg({ lat: 50, lon: 0 }, { lat: 40, lon: 0 })).toBeCloseTo(180, 6);
  });
  it("undoes its own projection", () => {
    for (const [lat, lon] of [[0, 0], [84, 179.9], [-84, -179.9], [50.5, -1.25]] as const) {
      expect(lat_of(mercator_y(lat))).toBeCloseTo(lat, 9);
      expect(lon_of(mercator_x(lon))).toBeCloseTo(lon, 9);
    }
  });
});
