// SPDX-License-Identifier: Apache-2.0
// The forms of leads, asks, requests and use reports.
import type { Finding, Track } from "../../api/schema";
import type { Ask, DeskRequest, DeskVessel, Lead } from "../../api/casework_types";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import type { FieldSpec, Option, Values } from "../../state/forms";
import type { ActSpec } from "./form";

export const kVesselFields: readonly FieldSpec[] = [
  { path: "vessel/track", label: "Track", kind: "line", max: 32, head: "Vessel" },
  { path: "vessel/name", label: "Name", kind: "line", max: 100 },
  { path: "vessel/imo", label: "IMO number", kind: "number" },
  { path: "vessel/mmsi", label: "MMSI", kind: "number" },
  { path: "vessel/call_sign", label: "Call sign", kind: "line", max: 16 },
  { path: "vessel/flag", label: "Flag claimed", kind: "line", max: 2, hint: "Two letters, such as PA" },
  { path: "vessel/type", label: "Type, as seen", kind: "line", max: 64 },
];
export function vessel_values(vessel: DeskVessel | undefined): Values {
  const values: Values = {};
  for (const [name, value] of Object.entries(vessel ?? {})) if (value !== undefined && value !== "") values[`vessel/${name}`] = String(value);
  return values;
}
export const vessel_of = (track: Track): DeskVessel => ({
  track: track.id, ...(track.name === undefined ? {} : { name: track.name }), ...(track.call_sign === undefined ? {} : { call_sign: track.call_sign }), ...(track.flag === undefined ? {} : { flag: track.flag }),
  ...(track.mmsi === undefined ? {} : { mmsi: track.mmsi }), ...(track.imo === undefined ? {} : { imo: track.imo }), type: f.type_words(track).slice(0, 64),
});

// A label says all of its parts, also those that are empty.
export function whole_label(body: Record<string, unknown>, name = "label"): Record<string, unknown> {
  const label = body[name];
  if (label === undefined) return body;
  return { ...body, [name]: { level: "unclassified", releasable_to: [], caveats: [], purposes: [], originators: [], personal_data: false, ...(label as object) } };
}
const label_fields = (path: string): FieldSpec[] => [
  { path: `${path}/level`, label: "Level", kind: "choice", options: w.kLevels, needed: true, head: "Label" },
  { path: `${path}/policy`, label: "Policy", kind: "line", hint: "Whose rules give the level its meaning" },
  { path: `${path}/releasable_to`, label: "Releasable to", kind: "words", hint: "Agencies or States, with commas: XAA/coast_guard, XBB. Empty: nobody outside" },
  { path: `${path}/purposes`, label: "For", kind: "many", options: w.kPurposes },
  { path: `${path}/caveats`, label: "Caveats", kind: "words", hint: "Such as ORCON" },
  { path: `${path}/personal_data`, label: "Holds personal data", kind: "flag" },
];

const kLeadFields: readonly FieldSpec[] = [
  { path: "title", label: "Title", kind: "line", needed: true, max: 200 },
  { path: "statement", label: "Statement", kind: "text", needed: true, hint: "What is seen, and where it is heading" },
  { path: "confidence", label: "Confidence", kind: "choice", options: w.kConfidence, needed: true },
  { path: "expires_at", label: "Ends", kind: "ahead", needed: true },
  ...kVesselFields,
  { path: "position", label: "Position", kind: "place" },
  { path: "observed_at", label: "Observed", kind: "moment" },
  { path: "because", label: "Rests on", kind: "words", head: "Provenance", hint: "Findings, tracks and requests by number, with commas" },
  { path: "reasoning", label: "Reasoning", kind: "text" },
  { path: "tear_line", label: "Tear line", kind: "text", max: 1000, head: "Release", hint: "What may go to whoever may not have the rest" },
  { path: "suggested_purpose", label: "Suggested purpose", kind: "choice", options: w.kPurposes },
  ...label_fields("label"),
];
export const kDraftLead: ActSpec = { act: "draft_lead", title: "Draft of a lead", submit: "Draft the lead", fields: kLeadFields, finish: whole_label };
export const change_lead = (lead: Lead): ActSpec => ({
  act: "change_lead", title: `Change ${lead.id}`, submit: "Change the lead", fields: kLeadFields, finish: whole_label, fixed: { lead: lead.id, ...(lead.revision === undefined ? {} : { seen: lead.revision }) },
  note: "Approvals of asks that wait are void afterwards. What is live already stays as it was handed over.",
});
export const reason_form = (act: string, title: string, submit: string, fixed: Record<string, unknown>, path = "reason", note?: string): ActSpec => ({
  act, title, submit, fixed, fields: [{ path, label: "Reason", kind: "text", needed: true, max: 2000 }], ...(note === undefined ? {} : { note }),
});

// What the picture tells of a track, as the start of a lead.
export function lead_values(track: Track, findings: readonly Finding[], now_ms: number): Values {
  const seen = f.parse_instant(track.observed_at);
  const motion = [track.course_deg === undefined ? "" : `course ${f.format_angle(track.course_deg)}`, track.speed_mps === undefined ? "" : f.format_speed(track.speed_mps)].filter((part) => part !== "").join(", ");
  const where = track.position ? ` at ${f.format_dmm(track.position, 2)}` : "";
  const when = seen === null ? "" : `, ${f.format_dtg(seen)}`;
  return {
    title: `${f.capital(f.type_words(track))}${track.name === undefined ? "" : ` ${track.name}`}${track.speed_mps === undefined ? "" : `, ${f.format_speed(track.speed_mps)}`}`.slice(0, 200),
    statement: `${f.track_title(track)}, ${f.type_words(track)},${where}${when}${motion === "" ? "" : `: ${motion}`}.`.replace(", at", " at"),
    ...vessel_values(vessel_of(track)),
    ...(track.position ? { position: f.format_dmm(track.position, 3) } : {}),
    ...(seen === null ? {} : { observed_at: f.to_rfc3339(Math.min(seen, now_ms)) }),
    because: [track.id, ...findings.map((finding) => finding.id)].join(", "),
    reasoning: findings.flatMap((finding) => finding.reasons).join("\n").slice(0, 3900),
    expires_at: "+24h",
    "label/level": "restricted",
  };
}

export const ask_form = (lead: Lead, agencies: readonly Option[]): ActSpec => ({
  act: "ask_to_share", title: `Ask to share ${lead.id}`, submit: "Ask for release", fixed: { lead: lead.id },
  note: "A release officer approves; nobody approves what they asked for. The decision of release and the answers of the law are on the form as soon as it is asked.",
  fields: [
    agencies.length > 0 ? { path: "agency", label: "Agency", kind: "choice", options: agencies, needed: true } : { path: "agency", label: "Agency", kind: "line", needed: true, hint: "Such as XAA/coast_guard" },
    { path: "purpose", label: "Purpose", kind: "choice", options: w.kPurposes, needed: true },
    { path: "acts", label: "To do with it", kind: "many", options: w.kActs, hint: "The law is asked about each act by the recipient" },
    { path: "conditions", label: "Conditions, besides those of the agreement", kind: "many", options: w.kConditions },
    { path: "expires_at", label: "Ends", kind: "ahead", hint: `Empty: with the lead, ${f.format_dtg(Date.parse(lead.expires_at))}` },
    { path: "tear_line_only", label: "Only the tear line", kind: "flag" },
    { path: "reason", label: "Why", kind: "text", max: 2000 },
    { path: "needs_legal_adviser", label: "A legal adviser looks at it too", kind: "flag" },
    { path: "agreement", label: "Agreement", kind: "line", max: 100, hint: "Where several would do" },
    { path: "assurance", label: "Assurance", kind: "line", max: 100, hint: "Lapses when a use report stays out" },
  ],
});
export const approve_form = (ask: Ask): ActSpec => ({
  act: "approve_ask", title: `Approve ${ask.id}`, submit: "Approve", fixed: { ask: ask.id, ...(ask.revision === undefined ? {} : { seen: ask.revision }) },
  note: "An approval may narrow what was asked for, and never widens it.",
  fields: [
    { path: "add_conditions", label: "Add conditions", kind: "many", options: w.kConditions.filter(([word]) => ask.conditions?.includes(word) !== true) },
    { path: "expires_at", label: "End earlier", kind: "ahead", hint: `Asked for until ${f.format_dtg(Date.parse(ask.expires_at))}` },
    { path: "report_due_at", label: "Use report due", kind: "ahead" },
    ...(ask.tear_line_only ? [] : [{ path: "tear_line_only", label: "Only the tear line", kind: "flag" } as const]),
  ],
});

export const kFileRequest: ActSpec = {
  act: "file_request", title: "Request", submit: "File the request",
  note: "Acts and purposes stand as the asker declared them. What is no lawful act is kept, refused, and proposes a stop.",
  fields: [
    { path: "direction", label: "Who asks", kind: "choice", options: [["incoming", "the partner asks us"], ["outgoing", "we ask"]], needed: true },
    { path: "kind", label: "For", kind: "choice", options: w.kRequestKinds, needed: true },
    { path: "agency", label: "The other side", kind: "line", needed: true, hint: "An agency such as XAA/coast_guard, or a State's three letters" },
    { path: "text", label: "What is asked", kind: "text", needed: true },
    { path: "purpose", label: "Declared purpose", kind: "line", max: 64, hint: "In the asker's word, such as law_enforcement_interdiction", shown: (values) => values["kind"] !== "flag_confirmation" },
    { path: "acts", label: "Intended acts", kind: "words", hint: "In the asker's words, with commas: board, search" },
    { path: "flag_state", label: "Registry asked", kind: "line", max: 2, hint: "Two letters, such as PA", shown: (values) => values["kind"] === "flag_confirmation" },
    { path: "regime", label: "On what footing", kind: "choice", options: w.kRegimes, shown: (values) => values["kind"] === "flag_confirmation" },
    { path: "grounds", label: "Grounds of the suspicion", kind: "text", max: 2000, shown: (values) => values["kind"] === "flag_confirmation" },
    { path: "wanted_by", label: "Answer wanted by", kind: "ahead" },
    ...kVesselFields,
    { path: "position", label: "Position", kind: "place" },
  ],
};
export const answer_form = (request: DeskRequest, step: string): ActSpec => ({
  act: "answer_request", title: `${f.capital(w.desk_words(step))}: ${request.id}`, submit: f.capital(w.desk_words(step)), fixed: { request: request.id, step, ...(request.revision === undefined ? {} : { seen: request.revision }) },
  fields: [
    { path: "text", label: /refuse|deny|withdraw/.test(step) ? "Why" : "Answer", kind: "text", max: 2000, needed: /refuse|deny|withdraw/.test(step) },
    ...(step === "authorise" ? [{ path: "scope", label: "Acts authorised", kind: "many", options: w.kActs, needed: true } as const, { path: "conditions", label: "Conditions", kind: "text" } as const] : []),
    { path: "at", label: "Said", kind: "moment", hint: "Empty: now" },
  ],
});

const count = (path: string, label: string, head?: string): FieldSpec[] => [
  { path: `${path}/min`, label: `${label}, lowest`, kind: "number", ...(head === undefined ? {} : { head }) }, { path: `${path}/max`, label: `${label}, highest`, kind: "number" },
];
export const use_report_form = (ask: Ask): ActSpec => ({
  act: "file_use_report", title: `Use report for ${ask.id}`, submit: "File the report", fixed: { ask: ask.id },
  note: "What the partner says it did with the lead. Against a condition, it proposes a stop and breaches the assurance.",
  fields: [
    { path: "did", label: "What was done", kind: "many", options: w.kUses, needed: true },
    { path: "at", label: "When", kind: "moment" },
    { path: "position", label: "Where", kind: "place" },
    { path: "force", label: "Force", kind: "choice", options: w.kForce, needed: true },
    { path: "force_account", label: "What happened", kind: "text", shown: (values) => !["", "none", "unknown", undefined].includes(values["force"] as string | undefined) },
    ...count("killed", "Killed", "People"), ...count("injured", "Injured"), ...count("detained", "Detained"),
    { path: "passed_on_to", label: "Passed on to", kind: "line", shown: (values) => Array.isArray(values["did"]) && (values["did"] as readonly unknown[]).includes("passed_on") },
    { path: "found", label: "Found", kind: "text", max: 2000, hint: "Goods and quantities, in words" },
    { path: "text", label: "In their words", kind: "text" },
    { path: "evidence", label: "Evidence", kind: "words", hint: "Numbers such as E-0004, with commas" },
  ],
});
