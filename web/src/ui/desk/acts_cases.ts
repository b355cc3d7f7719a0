// SPDX-License-Identifier: Apache-2.0
// The forms of cases and of their steps.
import type { Case, Lead } from "../../api/casework_types";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import type { FieldSpec, Values } from "../../state/forms";
import { kVesselFields, vessel_values } from "./acts_leads";
import type { ActSpec } from "./form";

export const kOpenCase: ActSpec = {
  act: "open_case", title: "New case", submit: "Open the case",
  fields: [
    { path: "kind", label: "Kind", kind: "choice", options: w.kCaseKinds, needed: true },
    { path: "title", label: "Title", kind: "line", needed: true, max: 200 },
    { path: "basis", label: "Legal basis", kind: "text", max: 1000, hint: "Such as Agreement B, article 4" },
    { path: "lead", label: "From lead", kind: "line", hint: "Such as L-0213: its vessel comes along" },
    { path: "request", label: "From request", kind: "line", hint: "Such as Q-0007" },
    ...kVesselFields,
    { path: "about", label: "About", kind: "words", hint: "Other numbers, with commas" },
  ],
};
export const case_values = (lead: Lead): Values => ({
  title: lead.title, lead: lead.id, ...vessel_values(lead.vessel), ...(lead.suggested_purpose === "search_and_rescue" ? { kind: "search_and_rescue" } : lead.suggested_purpose === "law_enforcement_interdiction" ? { kind: "drug_interdiction" } : {}),
});

const kPerson: readonly FieldSpec[] = [
  { path: "reference", label: "Reference", kind: "line", needed: true, max: 16, hint: "The same from step to step; no names" },
  { path: "described_as", label: "Described as", kind: "line", max: 300 },
  { path: "sex", label: "Sex", kind: "line", max: 32 },
  { path: "age_band", label: "Age band", kind: "line", max: 32 },
  { path: "nationality", label: "Nationality", kind: "line", max: 64 },
  { path: "detained_at", label: "Held since", kind: "moment" },
  { path: "rights_given_at", label: "Told their rights", kind: "moment" },
  { path: "rights_language", label: "In which language", kind: "line", max: 64 },
  { path: "rights_note", label: "Why not told", kind: "line", max: 1000, shown: (values) => (values["rights_given_at"] ?? "") === "" },
  { path: "medical_at", label: "Seen by a medic", kind: "moment" },
  { path: "medical", label: "Medical", kind: "line", max: 1000 },
  { path: "released_at", label: "Released", kind: "moment" },
  { path: "handed_to", label: "Handed to", kind: "line", max: 200 },
];
const kGoods: readonly FieldSpec[] = [
  { path: "reference", label: "Reference", kind: "line", needed: true, max: 16 },
  { path: "kind", label: "What", kind: "line", needed: true, max: 100 },
  { path: "quantity", label: "Quantity", kind: "number" },
  { path: "unit", label: "Unit", kind: "line", max: 16, hint: "Such as kg, t, packages" },
  { path: "estimated", label: "Estimated", kind: "flag" },
  { path: "sample", label: "Sample", kind: "line", max: 100 },
  { path: "seal", label: "Seal", kind: "line", max: 100 },
  { path: "kept_at", label: "Kept at", kind: "line", max: 200 },
  { path: "handed_to", label: "Handed to", kind: "line", max: 200 },
];
const forced = (values: Values): boolean => values["force_used"] === "yes";
const kForceFields: readonly FieldSpec[] = [
  { path: "force/used", label: "Force used", kind: "choice", options: w.kForceUsed, needed: true, shown: forced, head: "Force note" },
  { path: "force/signals_given", label: "Signals given", kind: "yes_no", shown: forced },
  { path: "force/warning_given", label: "Warning given", kind: "yes_no", shown: forced },
  { path: "force/why_unavoidable", label: "Why it was unavoidable", kind: "text", needed: true, shown: forced },
  { path: "force/why_proportionate", label: "Why it was proportionate", kind: "text", needed: true, shown: forced },
  { path: "force/means", label: "Means", kind: "line", max: 300, shown: forced },
  { path: "force/ordered_by", label: "Ordered by", kind: "line", shown: forced },
  { path: "force/at", label: "When", kind: "moment", shown: forced },
  { path: "force/injured/min", label: "Injured", kind: "number", shown: forced },
  { path: "force/killed/min", label: "Killed", kind: "number", shown: forced },
  { path: "force/care_given", label: "Care given", kind: "text", max: 2000, shown: forced },
  { path: "force/reported_to", label: "Reported to", kind: "line", shown: forced },
];
const kOnBoard = new Set(["board", "search", "seize", "detain"]);

// What each step asks for, and no more.
export function step_form(one: Pick<Case, "id">, kind: string, corrects?: string): ActSpec {
  const consent = kOnBoard.has(kind);
  const fields: FieldSpec[] = [];
  if (corrects !== undefined) fields.push({ path: "reason", label: "Why it is corrected", kind: "text", needed: true, max: 1000 });
  if (kind === "close") fields.push({ path: "outcome", label: "How it ended", kind: "line", needed: true, max: 300 });
  if (kind === "hand_over") fields.push({ path: "handed_to", label: "Handed to", kind: "line", needed: true });
  fields.push(
    { path: "began_at", label: "Began", kind: "moment", needed: kind !== "close" },
    { path: "ended_at", label: "Ended", kind: "moment" },
    { path: "position", label: "Position", kind: "place" },
    { path: "basis", label: "Legal basis", kind: "text", max: 1000, hint: "From the law's answer for this act; change it where an agreement carries it" },
  );
  if (consent) fields.push(
    { path: "consent/state", label: "Flag State's consent", kind: "choice", options: w.kConsent, needed: true, head: "Flag consent" },
    { path: "consent/flag_state", label: "Flag State", kind: "line", max: 2 },
    { path: "consent/regime", label: "Footing", kind: "choice", options: w.kRegimes },
    { path: "consent/at", label: "When", kind: "moment" },
    { path: "consent/request", label: "Request", kind: "line", hint: "Such as Q-0007" },
    { path: "consent/scope", label: "For which acts", kind: "many", options: w.kActs },
    { path: "consent/note", label: "Note", kind: "line", max: 1000 },
  );
  if (consent || kind === "intercept") fields.push({ path: "force_used", label: "Was any force used?", kind: "yes_no", needed: true, head: "Force" }, ...kForceFields);
  if (kind !== "close") fields.push({ path: "units", label: "Units", kind: "list", item_name: "unit", item: [{ path: "name", label: "Name", kind: "line", needed: true }, { path: "kind", label: "Kind", kind: "line", hint: "Cutter, helicopter, boarding team" }, { path: "agency", label: "Agency", kind: "line", hint: "Empty: our own" }] });
  if (/board|detain|assist|hand_over|search/.test(kind)) fields.push({ path: "persons", label: "Persons", kind: "list", item_name: "person", item: kPerson, needed: kind === "detain", fresh: (count) => ({ reference: `P${count + 1}` }) });
  if (/search|seize|hand_over/.test(kind)) fields.push({ path: "goods", label: "Goods", kind: "list", item_name: "goods", item: kGoods, needed: kind === "seize", fresh: (count) => ({ reference: `G${count + 1}` }) });
  fields.push({ path: "evidence", label: "Evidence", kind: "words", hint: "Numbers such as E-0004, with commas" }, { path: "remarks", label: "Remarks", kind: "text" });
  return {
    act: "record_step", title: `${corrects === undefined ? "" : `Correct ${corrects}: `}${f.capital(w.desk_words(kind))}, ${one.id}`, submit: corrects === undefined ? `Record: ${w.desk_words(kind)}` : "Correct the form", fields,
    fixed: { case: one.id, kind, ...(corrects === undefined ? {} : { corrects }) },
  };
}

// Whoever and whatever is known already stands on the next form.
export function step_values(one: Case, kind: string, basis: string): Values {
  const values: Values = { began_at: "now", basis };
  const last = [...(one.step_forms ?? [])].reverse().find((step) => step.consent !== undefined)?.consent;
  if (last) { values["consent/state"] = last.state; values["consent/flag_state"] = last.flag_state ?? ""; values["consent/regime"] = last.regime ?? ""; values["consent/request"] = last.request ?? ""; values["consent/scope"] = last.scope ?? []; }
  else if (one.vessel?.flag !== undefined) values["consent/flag_state"] = one.vessel.flag;
  if (kind === "detain" || kind === "hand_over") values["persons"] = (one.persons ?? []).map((person) => Object.fromEntries(Object.entries(person).map(([name, value]) => [name, String(value)])));
  if (kind === "hand_over") values["goods"] = (one.goods ?? []).map((goods) => Object.fromEntries(Object.entries(goods).map(([name, value]) => [name, typeof value === "boolean" ? value : String(value)])));
  return values;
}
