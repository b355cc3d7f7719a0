// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { listed_question, type Candidate, type MatchSaid } from "../api/designations";
import type { Evidence } from "../api/casework_types";
import type { StatementTemplate } from "../api/schema";
import { decide_form } from "../ui/desk/acts_designations";
import { provenance_form, rendition_form } from "../ui/desk/acts_incidents";
import { draft_statement_form } from "../ui/desk/acts_oversight";
import { was_taken_back } from "../ui/desk/designations_part";
import { file_words } from "../ui/desk/renditions";
import { screen_of } from "./casework_rules";
import { compose, faults_of, pointers_of } from "./forms";

const template = (more: Partial<StatementTemplate>): StatementTemplate => ({ name: "neither_confirm_nor_deny", title: "Neither confirm nor deny", text: "No answer.", neutral: true, fill_in: [], built_in: true, standing_rule: true, version: 1, ...more });

describe("designations", () => {
  it("are asked about with what identifies a vessel, numbers in full", () => {
    expect(listed_question({ name: "HERON", mmsi: 2_320_001, imo: 9_074_729 })).toMatchObject({ name: "HERON", mmsi: "002320001", imo: "9074729" });
    expect(listed_question({ track: "T-0000a3f1", type: "go-fast", flag: "PA" })).toBeNull();
    expect(listed_question(undefined)).toBeNull();
  });
  it("a decision names both sides as they read, and each kind of evidence in its order", () => {
    const candidate: Candidate = { entity: { id: "v1", caption: "NIGHT HERON" }, ground: "imo", digest: "ab", compared: [{ feature: "imo", agrees: true, words: "IMO equal", query: "9074729", candidate: "9074729" }, { feature: "flag", agrees: false, words: "flag differs", query: "FR", candidate: "pa" }] };
    expect(decide_form({ imo: 9_074_729 }, "made-up", candidate).fixed).toEqual({ subject: { imo: 9_074_729 }, list: "made-up", entity: "v1", caption: "NIGHT HERON", entity_digest: "ab", evidence: ["IMO equal", "flag differs"] });
  });
  it("a match counts as taken back when it was held to be the same before", () => {
    const match = (verdict: MatchSaid["verdict"], earlier: MatchSaid["verdict"][]): MatchSaid => ({ id: "M-0001", subject: {}, list: "l", entity: "e", entity_digest: "", verdict, reason: "", by: "", at: "", earlier: earlier.map((one) => ({ verdict: one, reason: "", by: "", at: "" })) });
    expect([match("not_the_same", ["same"]), match("cannot_tell", ["same"]), match("same", ["not_the_same"]), match("not_the_same", [])].map(was_taken_back)).toEqual([true, true, false, false]);
  });
  it("lists and matches open on the Oversight screen", () => {
    expect(["D-0001", "M-0009"].map(screen_of)).toEqual([5, 5]);
  });
});

describe("a statement", () => {
  const spec = draft_statement_form([template({}), template({ name: "passed_on", title: "Passed on", text: "Of {date}, to {whom}.", fill_in: ["date", "whom"], built_in: false, standing_rule: false })]);
  const made = (values: Record<string, string>): Record<string, unknown> => { const { body } = compose(spec.fields, values, 0); return spec.finish?.(body) ?? body; };
  it("asks for what its template leaves open, and for nothing else", () => {
    expect(made({ question: "Did you?", template: "neither_confirm_nor_deny" })).toEqual({ question: "Did you?", template: "neither_confirm_nor_deny" });
    expect(made({ question: "Did you?", template: "passed_on", "fillings/passed_on/0": "3 May", "fillings/passed_on/1": "the ministry" })).toEqual({ question: "Did you?", template: "passed_on", fillings: [{ name: "date", value: "3 May" }, { name: "whom", value: "the ministry" }] });
    expect([...compose(spec.fields, { question: "Did you?", template: "passed_on" }, 0).faults.keys()]).toEqual(["/fillings/passed_on/0", "/fillings/passed_on/1"]);
  });
  it("a refusal of what was filled in stands at the first of those fields", () => {
    const pointers = pointers_of(spec.fields, { template: "passed_on" });
    expect([...faults_of({ title: "", detail: "`fillings`: `A-0001` names something of ours" }, "", pointers).keys()]).toEqual(["/fillings/passed_on/0"]);
  });
});

describe("evidence", () => {
  const evidence = { id: "E-0001", sha256: "a".repeat(64), revision: 3, renditions: [{ sha256: "b".repeat(64), operation: "redaction", parent: "a".repeat(64), size: 1, media_type: "image/png" }] } as unknown as Evidence;
  it("a rendition is named by what was done to it, and made from the original or another rendition", () => {
    expect([evidence.sha256, "b".repeat(64), "c".repeat(64)].map((sha256) => file_words(evidence, sha256))).toEqual(["the original", "the redaction bbbbbbbb…", "cccccccccccc…"]);
    expect(rendition_form(evidence, [["a", "The original"]]).fixed).toEqual({ evidence: "E-0001" });
  });
  it("no manifest is an answer too", () => {
    expect(provenance_form(evidence).finish?.({ reader: "c2patool 0.9" })).toEqual({ reader: "c2patool 0.9", manifest_present: false });
  });
});
