// SPDX-License-Identifier: Apache-2.0
// The forms of incidents, claims, evidence and proposals to stop.
import type { Claim, Evidence, Incident, Proposal } from "../../api/casework_types";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import type { FieldSpec, Option } from "../../state/forms";
import { whole_label } from "./acts_leads";
import type { ActSpec } from "./form";

const kIncidentFields: readonly FieldSpec[] = [
  { path: "kind", label: "Kind", kind: "choice", options: w.kIncidentKinds, needed: true },
  { path: "title", label: "Title", kind: "line", needed: true, max: 200 },
  { path: "actor", label: "Said to have acted", kind: "line", max: 200, hint: "An agency such as XAA/navy, a State's three letters, or words" },
  { path: "occurred/earliest", label: "Earliest", kind: "moment", head: "When" },
  { path: "occurred/latest", label: "Latest", kind: "moment" },
  { path: "occurred/local", label: "As reported, with its zone", kind: "line", max: 200 },
  { path: "occurred/time_precision", label: "Precision of time", kind: "choice", options: [["1", "1 exact"], ["2", "2 about"], ["3", "3 wide"]] },
  { path: "place/reported", label: "As reported", kind: "line", max: 500, head: "Where" },
  { path: "place/point", label: "Point", kind: "point" },
  { path: "place/uncertainty_m", label: "Uncertain by, metres", kind: "number" },
  { path: "place/sea_area", label: "Sea area", kind: "line", max: 100 },
  { path: "place/located_by", label: "Located by, how", kind: "line", max: 300 },
  { path: "vessels", label: "Vessels", kind: "list", item_name: "vessel", item: [
    { path: "vessel/name", label: "Name", kind: "line" }, { path: "vessel/track", label: "Track", kind: "line" }, { path: "vessel/imo", label: "IMO number", kind: "number" }, { path: "vessel/mmsi", label: "MMSI", kind: "number" },
    { path: "vessel/description", label: "Described as", kind: "line" }, { path: "confidence", label: "Confidence", kind: "choice", options: w.kConfidence }, { path: "reason", label: "Why this one", kind: "line", max: 1000 },
  ] },
  { path: "about", label: "About", kind: "words", hint: "Other numbers, with commas" },
];
const numbers = (body: Record<string, unknown>): Record<string, unknown> => {
  const occurred = body["occurred"] as Record<string, unknown> | undefined;
  return occurred?.["time_precision"] === undefined ? body : { ...body, occurred: { ...occurred, time_precision: Number(occurred["time_precision"]) } };
};
export const kOpenIncident: ActSpec = { act: "open_incident", title: "New incident", submit: "Open the incident", fields: kIncidentFields, finish: numbers, note: "An incident holds claims, it does not hold facts. A reported strike where leads had gone proposes a stop at once." };
export const amend_form = (incident: Incident): ActSpec => ({
  act: "amend_incident", title: `Amend ${incident.incident_ref}`, submit: "Amend", fields: kIncidentFields, finish: numbers, fixed: { incident: incident.incident_ref, ...(incident.revision === undefined ? {} : { seen: incident.revision }), ...(incident.handling === undefined ? {} : { handling: incident.handling }) },
});
export const assess_incident_form = (incident: Incident): ActSpec => ({
  act: "assess_incident", title: `Grade ${incident.incident_ref}`, submit: "Grade", fixed: { incident: incident.incident_ref, ...(incident.revision === undefined ? {} : { seen: incident.revision }) },
  fields: [
    { path: "grade", label: "Grade", kind: "choice", options: w.kGrades, needed: true }, { path: "event_status", label: "Status of the event", kind: "choice", options: w.kEventStatus, needed: true },
    { path: "rule", label: "By which rule", kind: "text", max: 1000, hint: "Empty: the text of the grade" }, { path: "dissent", label: "Dissent", kind: "text", max: 2000 },
  ],
});

const said = (name: string, label: string, head?: string): FieldSpec[] => [
  { path: `says/${name}/min`, label: `${label}: lowest`, kind: "number", ...(head === undefined ? {} : { head }) },
  { path: `says/${name}/max`, label: "highest", kind: "number", hint: "Empty: “at least”" },
  { path: `says/${name}/wording`, label: "in their word", kind: "line", max: 300, hint: "“several” stays a word" },
];
const kClaimFields: readonly FieldSpec[] = [
  { path: "source", label: "Source", kind: "line", needed: true, max: 200 },
  { path: "source_type", label: "Kind of source", kind: "choice", options: w.kSourceTypes, needed: true },
  { path: "source_scale", label: "Scale", kind: "choice", options: w.kScales },
  { path: "reliability", label: "Reliability of the source", kind: "choice", options: w.kReliability },
  { path: "credibility", label: "Credibility of the statement", kind: "choice", options: w.kCredibility },
  { path: "independence_group", label: "Independence group", kind: "line", max: 32, hint: "One word for all who repeat one source; empty: stands alone" },
  ...said("killed", "Killed", "Only what this source says"), ...said("injured", "Injured"), ...said("missing", "Missing"), ...said("survivors", "Survivors"), ...said("detained", "Detained"),
  { path: "says/persons", label: "Who they were, as this source describes them", kind: "list", item_name: "group", item: [{ path: "described_as", label: "Described as", kind: "line", needed: true }, { path: "n", label: "How many", kind: "number" }, { path: "sex", label: "Sex", kind: "line" }, { path: "age_band", label: "Age band", kind: "line" }] },
  { path: "says/actor", label: "Who acted", kind: "line", max: 200, hint: "An agency such as XAA/navy, or words" },
  { path: "says/actor_claim", label: "Who says so", kind: "choice", options: w.kActorClaims },
  { path: "says/place", label: "Where", kind: "line" }, { path: "says/time", label: "When", kind: "line" }, { path: "says/vessel", label: "Vessel", kind: "line" }, { path: "says/cause", label: "Cause", kind: "line", max: 1000 },
  { path: "says/legal_basis", label: "Legal basis claimed", kind: "text", max: 2000 },
  { path: "original_text", label: "Original text", kind: "text", head: "The statement itself" }, { path: "language", label: "Language", kind: "line", max: 16 },
  { path: "translation", label: "Translation", kind: "text" }, { path: "translated_by", label: "Translated by", kind: "line", max: 100 },
  { path: "url", label: "Address", kind: "line", max: 1000 }, { path: "published_at", label: "Published", kind: "moment" }, { path: "captured_at", label: "Captured", kind: "moment" },
  { path: "evidence", label: "Evidence", kind: "words", hint: "Numbers such as E-0004, with commas" },
];
const graded = (body: Record<string, unknown>): Record<string, unknown> => (body["credibility"] === undefined ? body : { ...body, credibility: Number(body["credibility"]) });
export const add_claim_form = (incident: string): ActSpec => ({ act: "add_claim", title: `Claim about ${incident}`, submit: "Add the claim", fields: kClaimFields, finish: graded, fixed: { incident }, note: "One source, one claim. Nothing is merged or averaged with what others say." });
export const correct_claim_form = (claim: Claim): ActSpec => ({
  act: "correct_claim", title: `Correct ${claim.id}`, submit: "Correct the claim", finish: graded, fixed: { incident: claim.incident, claim: claim.id }, note: "The claim stays, marked as corrected; the new one says what it corrects.",
  fields: [{ path: "reason", label: "Why it is corrected", kind: "text", needed: true }, ...kClaimFields],
});
export const grade_claim_form = (claim: Claim): ActSpec => ({
  act: "grade_claim", title: `Grade ${claim.id}`, submit: "Grade", finish: graded, fixed: { incident: claim.incident, claim: claim.id },
  fields: [{ path: "reliability", label: "Reliability of the source", kind: "choice", options: w.kReliability }, { path: "credibility", label: "Credibility of the statement", kind: "choice", options: w.kCredibility }, { path: "reason", label: "Reason", kind: "text", max: 2000 }],
});
export const duplicate_form = (claim: Claim, others: readonly Claim[]): ActSpec => ({
  act: "mark_duplicate", title: `${claim.id} is a duplicate`, submit: "Mark as a duplicate", fixed: { incident: claim.incident, claim: claim.id },
  fields: [{ path: "of", label: "Of", kind: "choice", needed: true, options: others.filter((one) => one.id !== claim.id && one.status !== "duplicate").map((one) => [one.id, `${one.id} ${one.source}`] as const) }, { path: "reason", label: "Reason", kind: "text", needed: true }],
});
export const group_form = (claim: Claim): ActSpec => ({
  act: "join_independence_group", title: `Independence of ${claim.id}`, submit: "Set the group", fixed: { incident: claim.incident, claims: [claim.id] }, note: "Three papers that quote one agency are one source: give them one group.",
  finish: (body) => ({ group: "", ...body }),
  fields: [{ path: "group", label: "Group", kind: "line", max: 32, hint: "Empty: it stands alone" }, { path: "reason", label: "Reason", kind: "text", needed: true }],
});

// --- evidence -------------------------------------------------------------------------------------------------------

const kHandlingFields: readonly FieldSpec[] = [
  { path: "handling/distressing", label: "Distressing: blurred until asked for", kind: "flag", head: "Handling" },
  { path: "handling/no_publish", label: "Not to be published", kind: "flag" },
  { path: "handling/minors_visible", label: "Minors visible", kind: "flag" },
  { path: "handling/protect_source", label: "The source is protected", kind: "flag" },
  { path: "handling/legal_hold", label: "Legal hold", kind: "flag" },
  { path: "handling/only_for", label: "Only for", kind: "many", options: w.kExportUses, hint: "“Restricted to editorial use” is a rule: choose editorial" },
  { path: "handling/retain_until", label: "Keep until", kind: "ahead" },
  { path: "handling/label/level", label: "Level", kind: "choice", options: w.kLevels },
  { path: "handling/label/releasable_to", label: "Releasable to", kind: "words", hint: "Empty: nobody outside" },
];
const handled = (body: Record<string, unknown>): Record<string, unknown> => (body["handling"] === undefined ? body : { ...body, handling: whole_label(body["handling"] as Record<string, unknown>) });
const kLinks: FieldSpec = { path: "links", label: "Supports or contradicts", kind: "list", item_name: "link", item: [{ path: "to", label: "Claim, case or lead", kind: "line", needed: true, hint: "Such as FL-2026-0417/C3" }, { path: "contradicts", label: "Contradicts it", kind: "flag" }, { path: "passage", label: "Page or second", kind: "line", max: 200 }] };
const kDescribed: readonly FieldSpec[] = [
  { path: "title", label: "Title", kind: "line", needed: true, max: 200 }, { path: "caption", label: "Caption", kind: "text", max: 1000 },
  { path: "credit", label: "Credit", kind: "line", max: 300 }, { path: "rights", label: "Rights", kind: "text", max: 1000 },
  { path: "text_alternative", label: "In words, for whoever cannot see or play it", kind: "text" },
];
const seen_of = (evidence: Evidence): Record<string, unknown> => ({ evidence: evidence.id, ...(evidence.revision === undefined ? {} : { seen: evidence.revision }) });
export const kAddEvidence: ActSpec = {
  act: "add_evidence", title: "New evidence", submit: "Take it in", finish: handled, note: "The file is kept bit for bit under its SHA-256. Say what is visible, not what it means.",
  fields: [
    ...kDescribed,
    { path: "intake/how", label: "How it came in", kind: "line", max: 200, head: "Intake" }, { path: "intake/from", label: "From", kind: "line", max: 1000 }, { path: "intake/tool", label: "Tool and version", kind: "line", max: 200 }, { path: "first_seen_at", label: "First seen", kind: "moment" },
    kLinks, ...kHandlingFields,
  ],
};
export const describe_form = (evidence: Evidence): ActSpec => ({
  act: "describe_evidence", title: `What ${evidence.id} is`, submit: "Change the words", note: "The bytes stay as they are. Say what is visible, not what it means.", fixed: seen_of(evidence), fields: [...kDescribed, kLinks],
});
export const rendition_form = (evidence: Evidence, files: readonly Option[]): ActSpec => ({
  act: "add_rendition", title: `Rendition of ${evidence.id}`, submit: "Keep the rendition", note: "A file made from the original or from a rendition. It is kept beside them, with what was done and why.", fixed: { evidence: evidence.id },
  fields: [
    { path: "operation", label: "What was done", kind: "choice", options: w.kOperations, needed: true }, { path: "parent", label: "Made from", kind: "choice", options: files, needed: true },
    { path: "reason", label: "Why", kind: "text", max: 1000, hint: "Needed where something was taken away: personal data, source, no part of the matter" }, { path: "tool", label: "Tool and version", kind: "line", max: 200 },
  ],
});
export const provenance_form = (evidence: Evidence): ActSpec => ({
  act: "note_provenance", title: `Provenance of ${evidence.id}`, submit: "Note it", note: "Four separate answers of a C2PA reader. No manifest is no suspicion; a signer that is not on our list is no tampering; only content that does not match is.",
  finish: (body) => ({ manifest_present: false, ...body }), fixed: { evidence: evidence.id },
  fields: [
    { path: "reader", label: "Reader and version", kind: "line", needed: true, max: 200 }, { path: "manifest_present", label: "A manifest was found", kind: "flag" },
    ...([["structure_valid", "Its structure is valid"], ["content_matches", "The content matches it"], ["signer_trusted", "Its signer is on our list"]] as const).map(([path, label]): FieldSpec => ({ path, label, kind: "yes_no", shown: (values) => values["manifest_present"] === true })),
  ],
});
export const handling_form = (evidence: Evidence): ActSpec => ({
  act: "change_handling", title: `Handling of ${evidence.id}`, submit: "Change the handling", finish: (body) => ({ handling: {}, ...handled(body) }), fixed: seen_of(evidence),
  fields: [...kHandlingFields, { path: "reason", label: "Reason", kind: "text", needed: true }],
});
export const custody_form = (evidence: Evidence): ActSpec => ({
  act: "custody_event", title: `Custody of ${evidence.id}`, submit: "Record it", fixed: { evidence: evidence.id },
  fields: [
    { path: "kind", label: "What", kind: "choice", options: w.kCustody, needed: true }, { path: "person", label: "Person", kind: "line", max: 200 }, { path: "purpose", label: "Purpose", kind: "line", max: 500 },
    { path: "authority", label: "Authority", kind: "line", max: 300, hint: "The order, the warrant, the release" }, { path: "place", label: "Place or seal", kind: "line", max: 200 }, { path: "found", label: "SHA-256 as found", kind: "line", max: 64, hint: evidence.sha256 },
  ],
});

// --- proposals ------------------------------------------------------------------------------------------------------

export const decline_form = (proposal: Proposal): ActSpec => ({
  act: "answer_proposal", title: `Decline ${proposal.id}`, submit: "Decline", fixed: { proposal: proposal.id, taken: false }, fields: [{ path: "reason", label: "Why nothing is stopped", kind: "text", needed: true, max: 2000 }],
});
export const propose_form = (because_of: string): ActSpec => ({
  act: "propose_stop", title: "Propose a stop", submit: "Propose it", fixed: because_of === "" ? {} : { because_of },
  fields: [
    { path: "cells", label: "What it would shut", kind: "list", item_name: "cell", needed: true, item: [{ path: "agency", label: "Agency or State", kind: "line", needed: true, hint: "XAA/navy, or XAA" }, { path: "purpose", label: "Purpose", kind: "choice", options: w.kPurposes, hint: "Empty: every purpose" }], fresh: () => ({}) },
    { path: "reason", label: "Reason", kind: "text", needed: true },
  ],
});
export const when_words = (incident: Pick<Incident, "occurred">): string => {
  const { earliest, latest, local } = incident.occurred ?? {};
  const from = f.parse_instant(earliest), to = f.parse_instant(latest);
  if (from === null && to === null) return local ?? "time not said";
  if (from !== null && to !== null) return from === to ? f.format_dtg(from) : `${f.format_dtg(from)} to ${f.format_dtg(to)}`;
  return from !== null ? `from ${f.format_dtg(from)}` : `until ${f.format_dtg(to ?? 0)}`;
};
export const where_words = (incident: Pick<Incident, "place">): string => {
  const { reported, sea_area, point, uncertainty_m } = incident.place ?? {};
  const at = point ? `${f.format_dmm({ lat: point[1], lon: point[0] }, 1)}${uncertainty_m === undefined ? "" : ` ± ${f.format_distance(uncertainty_m)}`}` : "";
  return [reported, sea_area, at].filter((part) => part !== undefined && part !== "").join(", ") || "place not said";
};
