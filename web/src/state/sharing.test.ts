// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { Agreement, Assurance, Clause, Feed, Partner, Recall, SharingNow, Stop, View } from "../api/sharing_types";
import * as f from "../format";
import { read_door } from "../people";
import { read_change, read_warning } from "../ui/sharing/draft_editor";
import { end_of_day, ready_assessment } from "../ui/sharing/assessment_fields";
import { escape_action, kStart, reduce } from "./app_state";
import { kPeopleStart, may, reduce_people } from "./people_state";
import { covered, lapses, matrix_of, order_of } from "./sharing_matrix";
import { is_standing, kSharingStart, reduce_sharing } from "./sharing_state";

const clause = (more: Partial<Clause> & { id: string }): Clause => ({
  effect: "permit", purposes: [], types: ["track"], acts: ["subscribe"], areas: [], everywhere: true, level: "restricted", caveats: [], personal_data: false,
  fields: ["position"], grid_m: 0, delay_s: 0, obligations: [], assurances: [], onward: "none", survives_stop: false, line: 1, ...more,
});
const feed = (more: Partial<Feed>): Feed => ({
  id: "F-1", purpose: "fisheries", view_tracks: 0, connected: true, account: "feed", channel: "stream", sequence: 0, handed_over: 0, waiting: 0, objects: 0,
  unacknowledged: 0, stopped_by: [], survives_stop: false, ...more,
});
const view = (more: Partial<View>): View => ({ purpose: "fisheries", tracks: 0, stopped_by: [], connected: false, survives_stop: false, ...more });
const assurance = (held: Assurance["held"]): Assurance => ({ id: "courts", text: "Courts only.", expires_at: "2030-01-01T00:00:00Z", held });
const partner = (agency: string, more: Partial<Partner> = {}): Partner => ({ agency, state: agency.slice(0, 3), agreements: [], stopped: "no", feeds: [], views: [], ...more });
const agreement = (id: string, agency: string, more: Partial<Agreement> = {}): Agreement => ({
  id, version: 1, title: id, parties: [agency], purposes: ["search_and_rescue", "fisheries"], assurances: [], state: "in_force",
  legal_basis: "a treaty", valid_from: "2020-01-01T00:00:00Z", valid_until: "2031-01-01T00:00:00Z", reply: "silent", drafted_by: "anna", drafted_at: "2020-01-01T00:00:00Z", digest: "00",
  assessment: { scheme: "OSJA", risk: "low", approver: "legal_adviser", expires_at: "2030-01-01T00:00:00Z", in_force: true },
  clauses: [clause({ id: "rescue", purposes: ["search_and_rescue"], survives_stop: true }), clause({ id: "fish", purposes: ["fisheries"], assurances: ["courts"] })], ...more,
});
const now_of = (partners: Partner[], stops: Stop[] = [], epoch = 7): SharingNow => ({ as_of: "2026-11-22T12:00:00Z", slot: 1, epoch, partners, stops, live: 1, ledger: { origin: "o", size: 1, root: "" } });
const stop = (epoch: number, more: Partial<Stop> = {}): Stop => ({ epoch, text: "XAA/navy, every purpose", by: "anna", ordered_at: "2026-11-22T12:00:00Z", reason: "", needs_assessment: false, recall: true, open: true, ledger_index: epoch, agreed: [], recalls: [], covers: [], ...more });
const navy = "XAA/navy";

describe("the matrix of partners and purposes", () => {
  it("tells live, ready, withheld, stopped and nothing agreed apart", () => {
    const lapsed = [assurance([{ agency: navy, state: "lapsed" }])];
    const sharing = now_of([
      partner(navy, { feeds: [feed({ purpose: "search_and_rescue", view_tracks: 12, unacknowledged: 2 })] }),
      partner("XBB/police", { views: [view({ purpose: "prosecution", tracks: 4, stopped_by: [31] })] }),
      partner("XCC/port", { views: [view({ tracks: 3 })] }),
    ]);
    const matrix = matrix_of(sharing, [agreement("a", navy, { assurances: lapsed })]);
    expect(matrix.purposes).toEqual(["search_and_rescue", "prosecution", "fisheries"]);
    expect(matrix.rows.map((row) => row.cells.map((cell) => cell.state))).toEqual([["live", "none", "withheld"], ["none", "stopped", "none"], ["none", "none", "waiting"]]);
    expect(matrix.rows[0]?.cells[0]).toMatchObject({ tracks: 12, unacknowledged: 2, survives: true });
    expect(matrix.rows[0]?.cells[2]?.because).toEqual([{ what: "assurance lapsed", text: "the assurance courts is lapsed" }]);
  });
  it("calls a feed stopped before it calls it anything else", () => {
    const sharing = now_of([partner(navy, { feeds: [feed({ stopped_by: [9] })] })]);
    const off = agreement("a", navy, { assessment: { scheme: "OSJA", risk: "low", approver: "legal_adviser", expires_at: "2026-01-01T00:00:00Z", in_force: false } });
    expect(matrix_of(sharing, [off]).rows[0]?.cells.find((cell) => cell.purpose === "fisheries")?.state).toBe("stopped");
  });
  it("lets what survives a stop go on, and what a stop of one area leaves", () => {
    const sharing = now_of([partner(navy, { feeds: [feed({ purpose: "search_and_rescue", stopped_by: [9], survives_stop: true }), feed({ stopped_by: [10] })] })], [stop(9), stop(10, { area: { name: "basin" } })]);
    const cells = matrix_of(sharing, []).rows[0]?.cells;
    expect(cells?.map((cell) => cell.state)).toEqual(["live", "live"]);
    expect(cells?.[1]?.part_stopped_by).toEqual([10]);
  });
  it("needs an assurance only where a clause of the purpose asks for it", () => {
    const missing = agreement("a", navy, { assurances: [assurance([{ agency: navy, state: "missing" }])] });
    expect(lapses(missing, navy, "search_and_rescue")).toEqual([]);
    expect(lapses(missing, navy, "fisheries")).toHaveLength(1);
    expect(lapses(missing, "XBB/police", "fisheries")).toEqual([]);
  });
  it("says what ends first", () => {
    const ends = agreement("a", navy, {
      valid_until: "2028-01-01T00:00:00Z",
      assessment: { scheme: "OSJA", risk: "low", approver: "legal_adviser", expires_at: "2027-06-01T00:00:00Z", in_force: true },
      assurances: [assurance([{ agency: navy, until: "2027-01-01T00:00:00Z", state: "in_force" }, { agency: "XBB/police", until: "2026-12-01T00:00:00Z", state: "in_force" }])],
    });
    expect(matrix_of(now_of([partner(navy)]), [ends]).rows[0]?.expires).toEqual({ at: "2027-01-01T00:00:00Z", what: "assurance" });
  });
  it("leaves drafts and withdrawn agreements out", () => {
    const draft = agreement("a", navy, { state: "draft" });
    expect(matrix_of(now_of([partner(navy)]), [draft]).purposes).toEqual([]);
  });
  it("names exactly one of partner, agency and all in every order", () => {
    const orders = [order_of({ kind: "cell", agency: navy, purpose: "fisheries" }), order_of({ kind: "row", agency: navy }), order_of({ kind: "column", purpose: "fisheries" }), order_of({ kind: "all" })];
    expect(orders).toEqual([{ agency: navy, purpose: "fisheries" }, { agency: navy }, { all: true, purpose: "fisheries" }, { all: true }]);
    for (const order of orders) expect(["partner", "agency", "all"].filter((key) => key in order)).toHaveLength(1);
  });
  it("covers what the order would, and no cell that nobody agreed", () => {
    const matrix = matrix_of(now_of([partner(navy), partner("XBB/police", { views: [view({})] })]), [agreement("a", navy)]);
    expect(covered(matrix, { kind: "row", agency: navy }).map((cell) => cell.purpose)).toEqual(["search_and_rescue", "fisheries"]);
    expect(covered(matrix, { kind: "column", purpose: "fisheries" }).map((cell) => cell.agency)).toEqual([navy, "XBB/police"]);
    expect(covered(matrix, { kind: "cell", agency: "XBB/police", purpose: "search_and_rescue" })).toEqual([]);
  });
});

describe("what happens to a stop", () => {
  const order = { agency: navy };
  const ordered = reduce_sharing(kSharingStart, { type: "stop_ordered", key: "k", order, words: "XAA navy" });
  const shut = reduce_sharing(ordered, { type: "stop_shut", key: "k", stop: stop(31, { reach: { deliveries_dropped: 2, kernel_bytes: 1460, connections_closed: 1 } }), answered_ms: 18 });
  it("is shown as ordered until the gate is shut, and not before", () => {
    expect(ordered.own_stops[0]).toMatchObject({ state: "ordered", stop: null });
    expect(shut.own_stops[0]).toMatchObject({ state: "shut", answered_ms: 18 });
  });
  it("keeps its reach when the list of open stops does not repeat it", () => {
    const polled = reduce_sharing(shut, { type: "sharing_now", now: now_of([], [stop(31)], 31) });
    expect(polled.stops[0]?.reach?.kernel_bytes).toBe(1460);
  });
  it("stands until it was lifted, also before the next poll has seen it", () => {
    const own = shut.own_stops[0];
    if (!own) throw new Error("no stop");
    expect(is_standing(own, now_of([], [], 30))).toBe(true);
    expect(is_standing(own, now_of([], [stop(31)], 31))).toBe(true);
    expect(is_standing(own, now_of([], [], 32))).toBe(false);
  });
  it("that failed is said until it is tried again, or the panel was closed", () => {
    const failed = reduce_sharing(ordered, { type: "stop_failed", key: "k", error: "unreachable" });
    expect(failed.own_stops[0]?.state).toBe("failed");
    expect(reduce_sharing(failed, { type: "stop_ordered", key: "l", order, words: "XAA navy" }).own_stops.map((own) => own.state)).toEqual(["ordered"]);
    expect(reduce_sharing(failed, { type: "stop_panel", open: false }).own_stops).toEqual([]);
  });
  it("takes its reason afterwards", () => {
    const given = reduce_sharing(shut, { type: "stop_changed", stop: stop(31, { reason: "Legal review" }) });
    expect(given.own_stops[0]?.stop).toMatchObject({ reason: "Legal review", reach: { deliveries_dropped: 2 } });
  });
});

describe("who sits here", () => {
  it("is asked for once the session has ended, and not before anybody signed in", () => {
    expect(reduce_people(kPeopleStart, { type: "session_ended" })).toBe(kPeopleStart);
    const inside = reduce_people(kPeopleStart, { type: "session", session: { signed_in: true, demo: false, account: "anna", permissions: ["stop"], ways: ["password", "oidc"] } });
    expect(may(inside, "stop")).toBe(true);
    const out = reduce_people(inside, { type: "session_ended" });
    expect(out).toMatchObject({ phase: "out", ended: true });
    expect(out.session).toEqual({ signed_in: false, demo: false, ways: ["password", "oidc"] });
    expect(may(out, "stop")).toBe(false);
  });
  it("is nobody in a demonstration, unless somebody wants to be somebody", () => {
    const demo = reduce_people(kPeopleStart, { type: "session", session: { signed_in: false, demo: true } });
    expect(demo.phase).toBe("in");
    expect(reduce_people(demo, { type: "session_wanted", wanted: true }).phase).toBe("out");
    const person = reduce_people(kPeopleStart, { type: "session", session: { signed_in: true, demo: true } });
    expect(reduce_people(person, { type: "session_wanted", wanted: true }).phase).toBe("in");
  });
  it("comes in through the one-time link, whose code is read once", () => {
    expect(read_door("#/first?code=a-b%2Bc")).toEqual({ kind: "first", code: "a-b+c" });
    expect(read_door("#/invitation?code=x")).toEqual({ kind: "invitation", code: "x" });
    expect(read_door("#picture?at=1,2,3")).toBeNull();
    expect(read_door("#/firsts?code=x")).toBeNull();
  });
});

describe("the screens", () => {
  it("close the stop control before anything else, and one thing at a time", () => {
    const open = reduce(reduce({ ...kStart, screen: 3 }, { type: "sharing_focus", focus: { kind: "row", agency: navy } }), { type: "stop_panel", open: true });
    expect(escape_action(open)).toEqual({ type: "stop_panel", open: false });
    const closed = reduce(open, { type: "stop_panel", open: false });
    expect(escape_action(closed)).toEqual({ type: "sharing_focus", focus: null });
    expect(escape_action(reduce(closed, { type: "sharing_focus", focus: null }))).toBeNull();
  });
  it("show one panel of the top bar at a time", () => {
    const open = reduce(reduce(kStart, { type: "panel", panel: "sources" }), { type: "stop_panel", open: true });
    expect(open.panel).toBeNull();
    expect(reduce(open, { type: "panel", panel: "seat" }).sharing.panel_open).toBe(false);
  });
});

describe("words of sharing", () => {
  it("say what a stop covers", () => {
    expect(f.stop_words(stop(1, { agency: "XAA/coast_guard" }))).toBe("XAA coast guard, every purpose");
    expect(f.stop_words(stop(1, { partner: "XAA", purpose: "law_enforcement_interdiction" }))).toBe("XAA, every agency, law-enforcement interdiction");
    expect(f.stop_words(stop(1, { agency: "XAA/navy", type: "ais", area: { name: "basin" } }))).toBe("XAA navy, every purpose, ais only, in basin");
    expect(f.stop_words(stop(1, { text: "every partner, every purpose" }))).toBe("Every partner, every purpose");
  });
  it("never claim that anything was deleted elsewhere", () => {
    for (const answer of ["sent", "seen", "confirmed", "silent", "refused"] as const) {
      expect(f.recall_words(answer)).toMatch(/^recall (sent|confirmed by the partner)/);
      expect(f.recall_words(answer)).not.toMatch(/delet/);
    }
  });
  it("count the reach of a stop", () => {
    const recall = (more: Partial<Recall>): Recall => ({ id: "1", agency: navy, purpose: "fisheries", answer: "sent", asked_at: "2026-11-22T12:00:00Z", releases_total: 0, ...more });
    const recalls = [recall({ answer: "confirmed", releases_total: 3 }), recall({ answer: "silent", releases_total: 9 })];
    expect(f.reached(recalls, 4)).toEqual({ cut: 4, recalls: 2, confirmed: 1, already_read: 12 });
    expect(f.reach_words({ deliveries_dropped: 1, kernel_bytes: 1460, connections_closed: 2 })).toEqual(["1 delivery dropped unsent", "1.5 KB were in the kernel's buffers", "2 connections closed"]);
  });
  it("print instants to the tenth, and what is left", () => {
    expect(f.format_exact(Date.parse("2026-11-22T11:59:02.149Z"))).toBe("11:59:02.1Z");
    expect(f.format_took(18.4)).toBe("18 ms");
    expect(f.format_took(1830)).toBe("1.8 s");
    expect(f.format_until(61 * f.kHour)).toBe("in 2 d 13 h");
    expect(f.format_until(20 * f.kDay)).toBe("in 20 d");
    expect(f.format_until(300 * f.kDay)).toBe("in 9 months");
    expect(f.format_until(-3 * f.kHour)).toBe("3 h ago");
    expect(f.format_day(Date.parse("2026-11-30T12:00:00Z"))).toBe("30 NOV 26");
    expect(f.format_brief_age(121 * f.kMinute)).toBe("2 h");
  });
  it("read what the check of a draft answers", () => {
    expect(read_warning("draft.toml:23:1: the clause can never match")).toEqual({ line: 23, column: 1, message: "the clause can never match" });
    expect(read_warning("something else")).toEqual({ line: 0, column: 0, message: "something else" });
    expect(read_change("widened: XAA/navy | fisheries | ais,track -> all fields")).toEqual({ kind: "widened", text: "XAA/navy · fisheries · ais, track → all fields" });
    expect(read_change("no cell flips").kind).toBe("other");
  });
  it("take a day until its end", () => {
    expect(end_of_day("2027-12-01")).toBe("2027-12-01T23:59:59Z");
    expect(end_of_day("1 December")).toBeNull();
    expect(end_of_day("2027-02-30")).toBeNull();
    expect(end_of_day("2027-13-01")).toBeNull();
    expect(ready_assessment({ scheme: "OSJA", risk: "low", approver: "legal_adviser", until: "" })).toBeNull();
  });
});
