// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { Findings, Found } from "../api/findings";
import { count_by_priority, find, findings_of, kFindingsStart, newly_wanting, precision_of, reduce_findings, waits } from "./findings_state";

const found = (number: number, alert: Partial<Found["alert"]> = {}, tracks: string[] = ["T-1"]): Found => ({
  finding: { v: 1, id: `F-${number}`, rule: "go_fast", rule_version: 1, priority: "alarm", tracks, begins_at: "2026-03-14T20:00:00Z", reasons: ["it runs"], evidence: [number] },
  alert: { number, state: "unacknowledged", priority: "alarm", raised_at: `2026-03-14T20:00:${String(number).padStart(2, "0")}Z`, changed_at: "2026-03-14T20:00:00Z", muted: false, wants_attention: true, ...alert },
});
const picture = (slot: number, open: Found[], ended: Found[] = []): Findings => ({ slot, as_of: "2026-03-14T20:01:00Z", picture_time: "2026-03-14T20:01:00Z", open, ended });

describe("findings", () => {
  it("puts distress before all, then what waits, then the newest", () => {
    const now = picture(1, [found(1, { state: "acknowledged" }), found(2), found(3), found(4, { priority: "emergency", state: "acknowledged" }), found(5, { priority: "caution" }), found(6, { muted: true })]);
    const state = reduce_findings(kFindingsStart, { type: "findings_now", now });
    expect(state.now?.open.map((one) => one.alert.number)).toEqual([4, 3, 2, 1, 5, 6]);
  });

  it("does not go back to an older answer, and forgets a focus that is gone", () => {
    let state = reduce_findings(kFindingsStart, { type: "findings_now", now: picture(5, [found(1)]) });
    state = reduce_findings(state, { type: "findings_focus", number: 1 });
    expect(reduce_findings(state, { type: "findings_now", now: picture(4, []) })).toBe(state);
    state = reduce_findings(state, { type: "findings_now", now: picture(6, []) });
    expect(state.focus).toBeNull();
  });

  it("shows what an act answered at once, on its place", () => {
    let state = reduce_findings(kFindingsStart, { type: "findings_now", now: picture(1, [found(1), found(2)]) });
    state = reduce_findings(state, { type: "findings_tended", number: 2, found: found(2, { state: "acknowledged", wants_attention: false }) });
    expect(state.now?.open.map((one) => one.alert.number)).toEqual([1, 2]);
    state = reduce_findings(state, { type: "findings_tended", number: 1, found: found(1, { state: "rectified" }) });
    expect(state.now?.open.map((one) => one.alert.number)).toEqual([2]);
    expect(find(state, 1)?.alert.state).toBe("rectified");
    state = reduce_findings(state, { type: "findings_tended", number: 2, found: null });
    expect(state.now?.open).toEqual([]);
  });

  it("finds what concerns one track, open before ended", () => {
    const state = reduce_findings(kFindingsStart, { type: "findings_now", now: picture(1, [found(1, {}, ["T-1", "T-2"]), found(2, {}, ["T-3"])], [found(3, { state: "rectified" }, ["T-2"])]) });
    expect(findings_of(state, "T-2").map((one) => one.alert.number)).toEqual([1, 3]);
  });

  it("speaks once of each alert, and again when it rises", () => {
    const before = picture(1, [found(1), found(2, { priority: "warning" }), found(3, { wants_attention: false })]);
    expect(newly_wanting(null, before)).toEqual([]);
    const now = picture(2, [found(1), found(2, { priority: "alarm" }), found(3), found(4, { priority: "caution" }), found(5)]);
    expect(newly_wanting(before, now).map((one) => one.alert.number)).toEqual([2, 3, 5]);
  });

  it("counts what is open and what waits; a caution waits for nobody", () => {
    expect(waits(found(1, { priority: "caution" }))).toBe(false);
    expect(waits(found(1, { state: "rectified_unacknowledged" }))).toBe(true);
    const counts = count_by_priority([found(1), found(2, { state: "acknowledged" }), found(3, { muted: true }), found(4, { priority: "caution" })]);
    expect(counts.find((one) => one.priority === "alarm")).toEqual({ priority: "alarm", open: 2, waiting: 1 });
    expect(counts.find((one) => one.priority === "caution")).toEqual({ priority: "caution", open: 1, waiting: 0 });
  });

  it("gives no precision where nothing was judged", () => {
    expect(precision_of({ useful: 0, noise: 0 })).toBeNull();
    expect(precision_of({ useful: 3, noise: 1 })).toBe(0.75);
  });
});
