// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { Ask, CaseworkNow, Claim, Incident, Proposal } from "../api/casework_types";
import * as w from "../format/desk_words";
import { act_of_step, asks_waiting, column_of_case, groups_of, history_of, next_step, orders_of, scale_of, screen_of, steps_of_request, steps_open, ticks_of, waited_ms, why_not_approve, type Seat } from "./casework_rules";
import { ready_questions } from "./oversight_questions";
import { question_of, trace_of_incident } from "../ui/desk/trace_values";
import { lead_values, whole_label } from "../ui/desk/acts_leads";

const ask = (more: Partial<Ask> = {}): Ask => ({
  id: "A-0001", state: "asked", lead: "L-0001", text_version: 1, agency: "XAA/coast_guard", purpose: "law_enforcement_interdiction", expires_at: "2026-11-23T12:00:00Z",
  needs_legal_adviser: false, tear_line_only: false, asked_by: "okoro", asked_at: "2026-11-22T12:00:00Z", hands: ["okoro"], report: "not_asked", bars: [], ...more,
});
const seat = (account: string, role: string): Seat => ({ account, role, permissions: role === "release_officer" ? ["approve_release"] : [] });
const book = (more: Partial<CaseworkNow> = {}): CaseworkNow => ({ revision: 1, leads: [], asks: [], requests: [], use_reports: [], cases: [], incidents: [], evidence: [], assessments: [], error_reports: [], statements: [], proposals: [], log: [], ...more });
const claim = (id: string, more: Partial<Claim> = {}): Claim => ({ incident: "FL-2026-0001", id, source: `source ${id}`, source_type: "media", status: "active", added_by: "okoro", added_at: "2026-11-22T12:00:00Z", ...more });

describe("approving an ask", () => {
  it("is never for who asked, and the button says so", () => {
    expect(why_not_approve(ask(), seat("okoro", "release_officer"))).toMatch(/You asked for it/);
    expect(why_not_approve(ask({ hands: ["okoro", "reyes"] }), seat("reyes", "release_officer"))).toMatch(/changed the lead/);
  });
  it("is for a release officer, and for a legal adviser only where one is needed", () => {
    expect(why_not_approve(ask(), seat("reyes", "release_officer"))).toBeNull();
    expect(why_not_approve(ask(), seat("lind", "legal_adviser"))).toMatch(/No legal adviser is needed/);
    expect(why_not_approve(ask({ needs_legal_adviser: true }), seat("lind", "legal_adviser"))).toBeNull();
    expect(why_not_approve(ask(), seat("haas", "watch_officer"))).toMatch(/release officer approves/);
  });
  it("says what bars it, and that one person approves once", () => {
    expect(why_not_approve(ask({ bars: ["the law forbids `board`"] }), seat("reyes", "release_officer"))).toMatch(/the law forbids/);
    expect(why_not_approve(ask({ approvals: [{ account: "reyes", role: "release_officer", at: "" }] }), seat("reyes", "release_officer"))).toMatch(/Another person/);
  });
  it("puts what waits for the person who sits here first", () => {
    const list = asks_waiting([ask({ id: "A-0001", hands: ["reyes"] }), ask({ id: "A-0002", asked_at: "2026-11-22T13:00:00Z" }), ask({ id: "A-0003", state: "live" })], seat("reyes", "release_officer"));
    expect(list.map((one) => [one.ask.id, one.mine])).toEqual([["A-0002", true], ["A-0001", false]]);
  });
});

describe("cases", () => {
  it("stand in the column of their furthest step", () => {
    expect(column_of_case({ state: "open" })).toBe("Intercept");
    expect(column_of_case({ state: "open", stage: "search" })).toBe("Boarded");
    expect(column_of_case({ state: "open", stage: "detain" })).toBe("Seized");
    expect(column_of_case({ state: "closed", stage: "seize" })).toBe("Closed");
  });
  it("offer the next usual step, and none before the one it rests on", () => {
    const usual = ["track", "intercept", "board", "search", "seize", "close"];
    expect(next_step(usual, ["track"])).toBe("intercept");
    expect(steps_open(usual, ["track"]).find((step) => step.kind === "seize")?.why).toBe("comes after board");
    expect(steps_open(usual, ["board"]).find((step) => step.kind === "seize")?.why).toBeNull();
    expect(act_of_step("seize")).toBe("seize_goods");
    expect(act_of_step("close")).toBeNull();
  });
  it("show what was known of the vessel, strongest likeness first", () => {
    const known = book({
      leads: [{ id: "L-0001", state: "open", title: "same name", statement: "", vessel: { name: "Marisol" }, confidence: "low", expires_at: "", text_version: 1, drafted_by: "", drafted_at: "2026-01-01T00:00:00Z" }],
      cases: [{ id: "C-0001", state: "closed", kind: "other", title: "same IMO", vessel: { imo: 9074729 }, steps: 0, opened_by: "", opened_at: "2025-01-01T00:00:00Z" }],
    });
    expect(history_of(known, { name: "MARISOL", imo: 9074729 }).map((one) => [one.id, one.how])).toEqual([["C-0001", "same IMO number"], ["L-0001", "same name"]]);
    expect(history_of(known, { name: "MARISOL" }, "L-0001")).toEqual([]);
  });
});

describe("requests", () => {
  it("can be answered as the flow of a flag confirmation allows", () => {
    expect(steps_of_request({ kind: "flag_confirmation", state: "registry_confirmed" })).toEqual(["ask_authorisation", "authorise", "deny_authorisation", "withdraw"]);
    expect(steps_of_request({ kind: "interception", state: "asked" })).toContain("agree");
    expect(steps_of_request({ kind: "information", state: "refused" })).toEqual([]);
    const ours = { kind: "information", state: "asked", direction: "outgoing", agency: "XAA/coast_guard", purpose: "search_and_rescue" } as const;
    expect(steps_of_request(ours)[0]).toBe("send");
    expect(steps_of_request({ ...ours, agency: "XAA" })).not.toContain("send");
    expect(steps_of_request({ ...ours, sent_at: "2026-11-23T05:00:00Z" })).not.toContain("send");
    expect(steps_of_request({ ...ours, sent_at: "2026-11-23T05:00:00Z", stopped_by: 3 })).toContain("send");
  });
  it("count the time an answer has been owed from the newest question", () => {
    const request = { id: "Q-0001", state: "authorisation_asked", kind: "flag_confirmation" as const, agency: "XPA", text: "", filed_by: "", filed_at: "2026-11-22T10:00:00Z", events: [{ step: "ask_authorisation", at: "2026-11-22T11:00:00Z", by: "" }] };
    expect(waited_ms(request, Date.parse("2026-11-22T12:00:00Z"))).toEqual({ ms: 3_600_000, running: true });
  });
});

describe("claims", () => {
  const claims = [claim("C1", { says: { killed: { min: 2, max: 2 } } }), claim("C2", { says: { killed: { min: 70 } } }), claim("C3", { says: { killed: { wording: "several" } } }), claim("C4", { status: "retracted", says: { killed: { min: 3, max: 4 } } })];
  it("are each a mark of their own: no sum, no mean, words without a number none", () => {
    const { ticks, top } = ticks_of(claims, "killed");
    expect(ticks.map((tick) => [tick.id, tick.from, tick.to, tick.open, tick.active])).toEqual([["C1", 2, 2, false, true], ["C2", 70, 70, true, true], ["C4", 3, 4, false, false]]);
    expect(top).toBeGreaterThan(70);
    expect(scale_of(top)[0]).toBe(0);
    expect(scale_of(4)).toEqual([0, 1, 2, 3, 4]);
  });
  it("of one independence group stand together", () => {
    expect(groups_of([claim("C1", { independence_group: "wire" }), claim("C2"), claim("C3", { independence_group: "wire" })]).map((group) => group.claims.map((one) => one.id))).toEqual([["C1", "C3"], ["C2"]]);
  });
  it("are said as the source says them", () => {
    expect(w.count_words({ min: 70 })).toBe("at least 70");
    expect(w.count_words({ max: 4 })).toBe("up to 4");
    expect(w.count_words({ wording: "several" })).toBe("“several”");
    expect(w.band_words({ min: 2, max: 70, open_ended: ["C2"], conflict: true })).toBe("2 to 70 or more");
    expect(w.band_words({ conflict: false, without_number: 1 })).toBe("in words only");
  });
});

describe("proposals to stop", () => {
  it("become orders for an agency or a whole State, for one purpose or all", () => {
    const proposal: Pick<Proposal, "cells" | "id" | "because_of"> = { id: "P-0001", because_of: "FL-2026-0001", cells: [{ agency: "XAA/navy", purpose: "fisheries" }, { agency: "XBB" }] };
    expect(orders_of(proposal)).toEqual([{ agency: "XAA/navy", purpose: "fisheries", reason: "P-0001, because of FL-2026-0001" }, { partner: "XBB", reason: "P-0001, because of FL-2026-0001" }]);
  });
});

describe("oversight", () => {
  it("finds leads live at a partner that a contested incident names, also by its State", () => {
    const incident = { incident_ref: "FL-2026-0001", kind: "reported_strike", title: "", actor: "XAA", claims_total: 0, opened_by: "", opened_at: "", last_reviewed_at: "" } as Incident;
    const found = ready_questions(book({ asks: [ask({ id: "A-0001", state: "live" }), ask({ id: "A-0002", state: "live", agency: "XBB/navy" })], incidents: [incident] }));
    expect(found[0]?.ids).toEqual(["A-0001"]);
  });
  it("finds who approved their own ask", () => {
    expect(ready_questions(book({ asks: [ask({ approvals: [{ account: "okoro", role: "release_officer", at: "" }] })] }))[1]?.ids).toEqual(["A-0001"]);
  });
  it("asks a trace of an incident by its place, with its uncertainty, and not by a track", () => {
    const incident = { incident_ref: "FL-2026-0001", place: { point: [-73.1, 15.25], uncertainty_m: 18_000 }, occurred: { earliest: "2026-01-11T02:00:00Z", latest: "2026-01-11T09:00:00Z" }, vessels: [{ vessel: { track: "T-0000a3f1" } }], opened_at: "" } as unknown as Incident;
    const { question, faults } = question_of(trace_of_incident(incident), Date.parse("2026-11-22T12:00:00Z"));
    expect(faults.size).toBe(0);
    expect(question).toEqual({ place: { lat: 15.25, lon: -73.1, radius_nm: 10 }, from: "2026-01-11T02:00:00.000Z", to: "2026-01-11T09:00:00.000Z" });
  });
  it("refuses a question without place and tracks, beside the field", () => {
    expect(question_of({ from: "now" }, 0).faults.get("/place")).toBe("A trace needs a place, or tracks");
  });
});

describe("where things stand", () => {
  it("is told by their number", () => {
    expect(["L-0213", "A-0001", "FL-2026-0417", "E-0004", "P-0002", "AS-0003", "T-0000a3f1"].map(screen_of)).toEqual([2, 2, 4, 4, 4, 5, null]);
  });
  it("a lead from a track is filled in with what the picture tells", () => {
    const values = lead_values({ id: "T-0000a3f1", kind: "contact", state: "live", position: { lat: 15.1, lon: -73.4 }, speed_mps: 12.66, course_deg: 35, observed_at: "2026-11-22T12:05:00Z", sources: [], flags: [] } as never, [{ id: "F-7", reasons: ["no AIS within 6 nm"] } as never], Date.parse("2026-11-22T12:06:00Z"));
    expect(values["because"]).toBe("T-0000a3f1, F-7");
    expect(values["vessel/track"]).toBe("T-0000a3f1");
    expect(values["statement"]).toContain("15°06.00'N 073°24.00'W");
  });
  it("a label that is given says all of its parts", () => {
    expect(whole_label({ label: { level: "restricted" } })).toEqual({ label: { level: "restricted", releasable_to: [], caveats: [], purposes: [], originators: [], personal_data: false } });
    expect(whole_label({})).toEqual({});
  });
  it("words of the server lose their backticks and raw times", () => {
    expect(w.plain_words("`release` decided `withhold`, expires 2026-11-23T21:47:08.540Z")).toBe("release decided withhold, expires 232147Z NOV 26");
  });
});
