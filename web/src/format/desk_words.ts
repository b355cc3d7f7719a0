// SPDX-License-Identifier: Apache-2.0
// The desk's vocabulary in words, and the closed lists that forms offer.
import type { Band, Count, DeskVessel } from "../api/casework_types";
import type { Option } from "../state/forms";
import { act_words } from "./law_words";
import { capital, purpose_words } from "./sharing_words";
import { format_dtg } from "./time";
import { underscores_to_words } from "./words";

const kWords: Record<string, string> = {
  not_asked: "no report asked", due: "report due", overdue: "report overdue", given: "report given",
  asked: "waiting", single_source_claim: "single-source claim", single_source: "single source", own_sensor: "own sensor", ngo: "NGO",
  vienna17: "Vienna 1988, article 17", coe1995: "Council of Europe 1995", cra2003: "Caribbean 2003", sua8bis: "SUA, article 8 bis", smp8: "Smuggling Protocol, article 8", adhoc: "ad hoc", bilateral: "bilateral agreement",
  flag_confirmation: "flag confirmation", nonlethal: "non-lethal", no_answer: "asked, no answer", hand_over: "hand over", in_force: "in force",
  acknowledge: "acknowledge receipt", no_onward: "no onward release", report_use: "report what was done", report_incident: "report any use of force, injury or death", keep_label: "keep the marking", credit_originator: "name the originator", no_lethal_use: "no lethal action",
  self_declared: "declares it itself", OSJA: "OSJA", osja: "OSJA", top_secret: "top secret",
};
export const desk_words = (word: string | undefined): string => (word === undefined ? "" : kWords[word] ?? underscores_to_words(word));

const options = (words: readonly string[], say: (word: string) => string = desk_words): Option[] => words.map((word) => [word, say(word)] as const);
export const kPurposes = options(["law_enforcement_interdiction", "search_and_rescue", "prosecution", "safety_of_navigation", "fisheries", "environmental_response", "general_awareness"], purpose_words);
export const kConditions = options(["acknowledge", "no_onward", "delete_on_recall", "delete_after_use", "report_use", "report_incident", "keep_label", "credit_originator", "no_lethal_use"]);
export const kActs = options(["observe", "hail", "approach", "visit", "board", "search", "detain_vessel", "arrest_persons", "seize_goods", "pursue", "render_assistance"], act_words);
export const kConfidence = options(["low", "moderate", "high"]);
export const kLevels = options(["unclassified", "restricted", "confidential", "secret", "top_secret"]);
export const kRequestKinds = options(["information", "interception", "flag_confirmation"]);
export const kRegimes = options(["vienna17", "coe1995", "cra2003", "sua8bis", "smp8", "bilateral", "shiprider", "adhoc"]);
export const kUses = options(["observed", "intercepted", "boarded", "searched", "seized", "detained", "handed_over", "rescued", "nothing_found", "not_acted_on", "passed_on", "other"]);
export const kForce = options(["unknown", "none", "warning", "nonlethal", "disabling", "lethal"], (word) => (word === "unknown" ? "not said" : desk_words(word)));
export const kForceUsed = kForce.slice(2);
export const kCaseKinds = options(["drug_interdiction", "search_and_rescue", "fisheries", "migrant_smuggling", "piracy", "pollution", "other"]);
export const kConsent = options(["not_asked", "asked", "no_answer", "granted", "standing", "not_needed", "cannot_confirm", "denied", "withdrawn"]);
export const kIncidentKinds = options(["reported_strike", "boarding", "seizure", "rescue", "piracy_attack", "armed_robbery", "collision", "body_recovered", "other"]);
export const kSourceTypes = options(["official", "party", "survivor", "family", "media", "ngo", "partner_state", "own_sensor", "social_post", "other"]);
export const kScales = options(["local", "national", "international"]);
export const kReliability: readonly Option[] = [["A", "A completely reliable"], ["B", "B usually"], ["C", "C fairly"], ["D", "D not usually"], ["E", "E unreliable"], ["F", "F cannot be judged"]];
export const kCredibility: readonly Option[] = [["1", "1 confirmed"], ["2", "2 probably true"], ["3", "3 possibly"], ["4", "4 doubtful"], ["5", "5 improbable"], ["6", "6 cannot be judged"]];
export const kActorClaims = options(["suspected", "self_declared", "alleged", "denied"]);
export const kGrades: readonly Option[] = [
  ["admitted", "admitted: the actor has accepted responsibility"], ["corroborated", "corroborated: two or more credible sources"], ["single_source", "single source, even if detailed"],
  ["contested", "contested: competing claims"], ["discounted", "discounted; it stays visible"], ["unassessed", "unassessed"],
];
export const kEventStatus = options(["declared", "likely", "single_source_claim", "contested"]);
export const kExportUses = options(["internal", "partner", "court", "oversight", "editorial", "publication", "commercial"]);
export const kCustody = options(["received", "moved", "opened", "copied", "released", "returned", "sealed", "verified", "destroyed_by_order"]);
export const kOperations = options(["redaction", "transcode", "crop", "still", "thumbnail", "transcript", "translation", "metadata_removed"]);
export const kSchemes: readonly Option[] = [["OSJA", "OSJA"], ["Principles", "Principles"], ["other", "other"]];
export const kRisks = options(["low", "medium", "serious"]);
export const kRanks = options(["official", "senior_official", "minister"]);
export const kConclusions = options(["proceed", "proceed_with_conditions", "refuse"]);

export function vessel_words(vessel: DeskVessel | undefined): string {
  const parts = [vessel?.name, vessel?.imo === undefined ? undefined : `IMO ${vessel.imo}`, vessel?.mmsi === undefined ? undefined : `MMSI ${String(vessel.mmsi).padStart(9, "0")}`, vessel?.call_sign, vessel?.track, vessel?.type];
  return parts.filter((part) => part !== undefined && part !== "").join(", ") || "unnamed";
}
// What stays pinned on every form of a case: an unknown identifier is said, not left out.
export const pinned_words = (vessel: DeskVessel | undefined): string =>
  [vessel?.name ?? "no name", vessel?.imo === undefined ? "no IMO" : `IMO ${vessel.imo}`, vessel?.mmsi === undefined ? "no MMSI" : `MMSI ${String(vessel.mmsi).padStart(9, "0")}`, vessel?.call_sign ?? "no call sign", vessel?.track ?? "no track"].join(" · ");

// One source's number, as that source puts it: `4`, `3 to 4`, `at least 70`, `up to 4`, “several”.
export function count_words(count: Count | undefined): string {
  if (!count) return "";
  const { min, max, wording } = count;
  const number = min !== undefined && max !== undefined ? (min === max ? String(min) : `${min} to ${max}`) : min !== undefined ? `at least ${min}` : max !== undefined ? `up to ${max}` : "";
  return [number, wording === undefined || wording === "" ? "" : `“${wording}”`].filter((part) => part !== "").join(" ");
}
export function band_words(band: Band | undefined): string {
  if (!band || (band.min === undefined && band.max === undefined)) return (band?.without_number ?? 0) > 0 ? "in words only" : "not said";
  const open = (band.open_ended?.length ?? 0) > 0 ? " or more" : "";
  const { min, max } = band;
  if (min === undefined) return `up to ${max ?? 0}${open}`;
  return max === undefined || min === max ? `${min}${open}` : `${min} to ${max}${open}`;
}
export const state_mark = (state: string): string =>
  /^(live|open|approved|taken|in_force|authorised|agreed|provided|active)$/.test(state) ? "live" : /^(asked|draft|acknowledged|registry_confirmed|authorisation_asked|filed)$/.test(state) ? "waiting"
    : /^(stopped)$/.test(state) ? "stopped" : /^(refused|denied|authorisation_denied|registry_denied|cannot_confirm|retracted|corrected|declined)$/.test(state) ? "withheld" : "none";
// A sentence of the server on screen: its words without backticks, its times as the watch writes them.
export const plain_words = (text: string): string => text.replace(/`/g, "").replace(/\b\d{4}-\d{2}-\d{2}T[\d:.]+Z\b/g, (found) => { const t = Date.parse(found); return Number.isFinite(t) ? format_dtg(t) : found; });
export const sentence = (text: string): string => `${capital(text)}${/[.!?]$/.test(text) ? "" : "."}`;
