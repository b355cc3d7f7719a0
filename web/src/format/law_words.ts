// SPDX-License-Identifier: Apache-2.0
// The law's vocabulary in words a watch officer reads.

const kActions: Record<string, string> = {
  observe: "Watch", hail: "Hail", approach: "Approach", visit: "Visit, check papers", board: "Board", search: "Search",
  detain_vessel: "Detain the vessel", arrest_persons: "Arrest persons", seize_goods: "Seize goods", pursue: "Pursue",
  render_assistance: "Render assistance", share_intelligence: "Share what we know",
};
const kMissing: Record<string, string> = {
  FLAG_STATE_CONSENT: "consent of the flag State", NATIONALITY_CONFIRMATION: "the claimed State to confirm its registry",
  NATIONALITY_INQUIRY: "the vessel asked for its flag", NATIONALITY_VERIFICATION: "the doubt about nationality resolved by a visit",
  CONSENT_SCOPE_EXTENSION: "a consent that covers this act", CONSENT_CONDITIONS: "the conditions of the consent met",
  WAIT_FOUR_HOURS: "four hours without an answer", FLAG_STATE_DISPOSITION: "the flag State's instructions",
  EVIDENCE_OF_INVOLVEMENT: "evidence found on board", COASTAL_STATE_CONSENT: "consent of the coastal State",
  REASONABLE_GROUNDS: "reasonable grounds", AUTHORIZED_MARKED_ASSET: "a warship, or a marked and authorised government craft",
  DOCUMENTS_CHECK: "the papers checked and a suspicion left", PIRACY_ELEMENTS: "all elements of piracy",
  TERRITORIAL_LINK: "a link to the territory", COASTAL_LAW_BREACH: "a breach of coastal law established", OFFENCE_PLACE: "the place of the offence",
  POLLUTION_THRESHOLD: "the threshold for pollution", POSITION_ESTABLISHED: "the position established", STOP_SIGNAL: "a signal to stop, seen or heard",
  CONTINUITY: "that the pursuit was not interrupted", WARNING: "a warning", NECESSITY: "necessity", PROPORTIONALITY: "proportionality",
  LIFE_PROTECTION: "that life is protected", IHL_PRECAUTIONS: "precautions in attack", DISTRESS_ESTABLISHED: "that somebody is in danger",
  PURPOSE_STATED: "a stated purpose", PURPOSE_LIMITATION: "a limit to the purpose", CREDIBLE_ASSURANCES: "specific and credible assurances",
  VERIFICATION: "a way to verify the use", ONWARD_CONTROL: "control over onward sharing", RISK_ASSESSMENT: "an assessment of the risk",
  SENIOR_APPROVAL: "approval of a senior official", MINISTERIAL_APPROVAL: "approval of a minister", DEATH_PENALTY_ASSURANCE: "an assurance against the death penalty",
  DOMESTIC_AUTHORITY: "authority under our own law", ZONE_DETERMINATION: "the zone determined", LEGAL_REVIEW: "a lawyer's review",
};
const kPursuit: Record<string, string> = {
  none: "no pursuit", grounds: "grounds recorded", located: "placed in a zone", signalled: "signal given", pursuing: "in hot pursuit", arrested: "ended with an arrest", ceased: "ended",
};
const kConditions: Record<string, string> = {
  good_reason: "Good reason to believe a law was broken", in_zone_at_start: "In the zone at the start", position_verified: "Position satisfied",
  signal_given: "Signal to stop, seen or heard", before_exit: "Before it left the zone", continuous: "Not interrupted", outside_foreign_waters: "Not in a third State's waters",
};
const kZones: Record<string, string> = {
  internal_waters: "internal waters", archipelagic_waters: "archipelagic waters", territorial_sea: "territorial sea", contiguous_zone: "contiguous zone", eez: "exclusive economic zone", high_seas: "high seas", unknown: "unknown",
};
const kEvents: Record<string, string> = {
  started: "Grounds", located: "Located", signalled: "Signal", crossed: "Crossed into", lost: "Lost", regained: "In contact", broken_off: "Broken off", handed_over: "Handed over", arrested: "Arrest",
};
const plain = (word: string): string => word.replaceAll("_", " ").toLowerCase();

export const act_words = (action: string): string => kActions[action] ?? plain(action);
export const missing_words = (code: string): string => kMissing[code] ?? plain(code);
export const pursuit_words = (state: string): string => kPursuit[state] ?? plain(state);
export const condition_words = (condition: string): string => kConditions[condition] ?? plain(condition);
export const zone_words = (zone: string): string => kZones[zone] ?? plain(zone);
export const pursuit_event_words = (what: string): string => kEvents[what] ?? plain(what);
export const law_words = plain;

// `1 h 04 min 09 s`
export function format_running(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const h = Math.floor(s / 3600);
  const min = Math.floor((s % 3600) / 60);
  const two = (n: number): string => String(n).padStart(2, "0");
  return h > 0 ? `${h} h ${two(min)} min ${two(s % 60)} s` : min > 0 ? `${min} min ${two(s % 60)} s` : `${s} s`;
}

// The facts with one more: `vessel.nationality.status`, `confirmed`.
export function with_fact(facts: Record<string, unknown>, field: string, answer: string): Record<string, unknown> {
  const [head = "", ...rest] = field.split(".");
  const value: unknown = rest.length === 0 ? (answer === "true" ? true : answer === "false" ? false : answer)
    : with_fact((facts[head] as Record<string, unknown> | undefined) ?? {}, rest.join("."), answer);
  return { ...facts, [head]: value };
}
