// SPDX-License-Identifier: Apache-2.0
// The nouns of the desk as docs/reference/desk.md tells them; the contract gives them as open objects.
import type { AuthorityAnswer } from "./schema";

export type LatLon = { lat: number; lon: number };
export interface Label { policy?: string; level: string; releasable_to: string[]; caveats: string[]; purposes: string[]; originators: string[]; expires_at?: string; personal_data: boolean }
export interface DeskVessel { track?: string; name?: string; call_sign?: string; flag?: string; mmsi?: number; imo?: number; type?: string; description?: string }
export interface Count { min?: number; max?: number; wording?: string }
export interface DeskDecision { outcome: string; clause?: string; obligations: string[]; recipient: string; purpose: string; decided_at: string; explanation?: string }
export interface DeskAuthority { action: string; state: string; outcome: AuthorityAnswer["outcome"]; cites: string[]; missing: string[]; contested: string[]; explanation: string[] }
// On what an answer of the law rests: the rules that bore on it and the facts it was asked on, to ask again.
export interface LawRecord { rules?: string[]; facts?: string; facts_sha256?: string }
export interface Changed { revision?: number; changed_at?: string; changed_by?: string }
export interface Earlier { id: string; what: string; how: string; at: string }

export interface Lead extends Changed {
  id: string; state: "open" | "withdrawn" | "expired"; title: string; statement: string; vessel?: DeskVessel; position?: LatLon; observed_at?: string;
  because?: string[]; reasoning?: string; confidence: string; label?: Label; tear_line?: string; suggested_purpose?: string; expires_at: string;
  text_version: number; drafted_by: string; drafted_at: string; changed_by?: string; case?: string; in_case?: string; ended_because?: string;
  asks?: Ask[]; history?: Earlier[]; origin?: Origin;
}
export interface Approval { account: string; role: string; at: string }
export interface Ask extends Changed {
  id: string; state: "asked" | "live" | "refused" | "expired" | "withdrawn" | "stopped"; lead: string; text_version: number; agency: string; purpose: string;
  acts?: string[]; conditions?: string[]; expires_at: string; agreement?: string; assurance?: string; reason?: string;
  needs_legal_adviser: boolean; why_legal_adviser?: string; tear_line_only: boolean; decision?: DeskDecision; authority?: DeskAuthority[]; law?: ({ action: string } & LawRecord)[];
  asked_by: string; asked_at: string; hands?: string[]; approvals?: Approval[]; ended_by?: string; ended_because?: string;
  live_at?: string; reference?: string; releases?: string[]; report: "not_asked" | "due" | "overdue" | "given"; report_due_at?: string; use_reports?: string[];
  conditions_in_words?: string[]; bars?: string[]; missing_approvals?: string;
}
export interface RequestEvent { step: string; at: string; by: string; text?: string }
export interface DeskRequest extends Changed {
  id: string; state: string; kind: "information" | "interception" | "flag_confirmation"; direction?: "incoming" | "outgoing"; agency: string; vessel?: DeskVessel;
  position?: LatLon; text: string; purpose?: string; acts?: string[]; grounds?: string; regime?: string; flag_state?: string; about?: string[]; wanted_by?: string;
  authority?: DeskAuthority[]; filed_by: string; filed_at: string; events?: RequestEvent[]; scope?: string[]; conditions?: string; refused_because?: string[];
  clock?: { running: boolean; elapsed_s: number; past_expected: boolean; words: string; expected_within_s?: number };
  sent_at?: string; sent_by?: string; reference?: string; stopped_by?: number; origin?: Origin;
}
// Of what another centre gave us.
export interface Origin { source: string; originator?: string; reference: string; version: number; conditions_in_words?: string[] }
export interface UseReport {
  id: string; ask: string; agency: string; did: string[]; at?: string; position?: LatLon; force: string; force_account?: string; killed?: Count; injured?: Count;
  detained?: Count; passed_on_to?: string; found?: string; text?: string; evidence?: string[]; filed_by: string; filed_at: string; late?: boolean; breaches?: string[];
}
export interface Person {
  reference: string; described_as?: string; sex?: string; age_band?: string; nationality?: string; rights_given_at?: string; rights_language?: string; rights_note?: string;
  medical_at?: string; medical?: string; detained_at?: string; released_at?: string; handed_to?: string;
}
export interface Goods { reference: string; kind: string; quantity?: number; unit?: string; estimated?: boolean; sample?: string; seal?: string; kept_at?: string; handed_to?: string; note?: string }
export interface ForceNote { used: string; why_unavoidable: string; why_proportionate: string; means?: string; ordered_by?: string; at?: string; injured?: Count; killed?: Count; care_given?: string; reported_to?: string }
export interface Step extends Changed {
  case: string; id: string; kind: string; began_at?: string; ended_at?: string; position?: LatLon; basis?: string; consent?: { state: string; flag_state?: string; regime?: string; scope?: string[]; at?: string; request?: string; note?: string };
  units?: { name: string; kind?: string; agency?: string }[]; persons?: Person[]; goods?: Goods[]; force_used?: boolean; force?: ForceNote; evidence?: string[];
  handed_to?: string; outcome?: string; remarks?: string; authority?: DeskAuthority; outside_basis?: boolean; recorded_by: string; recorded_at: string; corrected_because?: string;
  law?: LawRecord;
}
export interface Case extends Changed {
  id: string; state: "open" | "closed"; kind: string; title: string; vessel?: DeskVessel; basis?: string; lead?: string; request?: string; about?: string[];
  stage?: string; steps: number; opened_by: string; opened_at: string; closed_at?: string; outcome?: string;
  usual_steps?: string[]; reminder?: string; step_forms?: Step[]; persons?: Person[]; goods?: Goods[]; history?: Earlier[];
}
export interface Band { min?: number; max?: number; set_by?: string[]; min_by?: string[]; max_by?: string[]; open_ended?: string[]; without_number?: number; conflict: boolean }
export type Said = "killed" | "injured" | "missing" | "survivors" | "detained";
export interface Summary extends Partial<Record<Said, Band>> { active_claims: number; independent_groups: number; graded_claims: number; conflict: boolean; method: string }
export interface Says extends Partial<Record<Said, Count>> {
  persons?: { described_as: string; n?: number; sex?: string; age_band?: string }[]; actor?: string; actor_claim?: string; place?: string; time?: string; vessel?: string; cause?: string; legal_basis?: string;
}
export interface Claim extends Changed {
  incident: string; id: string; source: string; source_type: string; source_scale?: string; reliability?: string; credibility?: number; independence_group?: string;
  published_at?: string; captured_at?: string; url?: string; original_text?: string; language?: string; translation?: string; translated_by?: string; evidence?: string[];
  says?: Says; status: "active" | "corrected" | "retracted" | "duplicate"; corrects?: string; corrected_by?: string; duplicate_of?: string; status_by?: string; status_because?: string; added_by: string; added_at: string;
}
export interface Incident extends Changed {
  incident_ref: string; kind: string; title: string; occurred?: { earliest?: string; latest?: string; local?: string; time_precision?: number };
  place?: { reported?: string; sea_area?: string; eez?: string; point?: [number, number]; uncertainty_m?: number; geo_precision?: number; located_by?: string };
  vessels?: { vessel?: DeskVessel; confidence?: string; reason?: string }[]; actor?: string; about?: string[]; handling?: Label;
  assessment?: { grade: string; event_status: string; rule?: string; dissent?: string; by?: string; at?: string };
  claims_total: number; opened_by: string; opened_at: string; last_reviewed_at: string;
  grade?: string; event_status?: string; summary?: Summary; claims?: Claim[]; stop_proposals?: string[];
}
export interface Handling { label?: Label; only_for?: string[]; no_publish?: boolean; protect_source?: boolean; minors_visible?: boolean; distressing?: boolean; legal_hold?: boolean; retain_until?: string }
export interface Custody { kind: string; at: string; person?: string; purpose?: string; authority?: string; place?: string; found?: string; chain: string }
export interface Rendition { sha256: string; size: number; media_type: string; operation: string; parent: string; reason?: string; tool?: string; made_by?: string; made_at?: string }
export interface Evidence extends Changed {
  id: string; title: string; caption?: string; credit?: string; rights?: string; sha256: string; sha512?: string; size: number; media_type: string; received_as?: string; first_seen_at?: string;
  text_alternative?: string; intake?: { how?: string; from?: string; tool?: string }; handling?: Handling; links?: { to: string; contradicts?: boolean; passage?: string }[];
  renditions?: Rendition[]; c2pa?: { manifest_present: boolean; structure_valid?: boolean; content_matches?: boolean; signer_trusted?: boolean; reader?: string };
  altered?: boolean; destroyed?: boolean; added_by: string; added_at: string; custody?: Custody[]; custody_unbroken?: boolean; time_stamps?: { over: string; at: string; authority?: string; serial?: string }[]; notices?: string[];
}
export interface Assessment extends Changed {
  id: string; state: string; agreement: string; agency: string; scheme: string; situation: string; risks: string; mitigations?: { measure: string; who?: string; verified_how?: string }[];
  judgement: string; risk_before: string; risk_after: string; conclusion: string; review_at?: string; expires_at: string; written_by: string; written_at: string;
  approver?: string; approver_rank?: string; approved_by?: string; approved_at?: string; document?: string; ended_because?: string;
}
export interface ErrorReport { id: string; state: string; releases?: string[]; about?: string[]; what: string; basis: string; cause?: string; consequences?: string; done?: string; discovered_at?: string; discovered_by?: string; ledger_entries?: string[]; filed_by: string; filed_at: string; acknowledged_by?: string; acknowledged_at?: string; answer?: string }
export interface Statement { id: string; state: string; question: string; asked_by?: string; template: string; text: string; drafted_by: string; drafted_at: string; decided_by?: string; decided_at?: string; refused_because?: string }
export interface Covered { release?: string; agency?: string; purpose?: string; object?: string; at?: string; conditions?: string }
export interface Proposal { id: string; state: "open" | "taken" | "declined"; cells: { agency: string; purpose?: string }[]; covers?: Covered[]; because_of?: string; reasons: string[]; proposed_at: string; answered_by?: string; answered_at?: string; answer?: string; stop_epoch?: number }
export interface LogLine { id: string; text: string; about?: string[]; position?: LatLon; by: string; at: string }

export interface CaseworkNow {
  revision: number; leads: Lead[]; asks: Ask[]; requests: DeskRequest[]; use_reports: UseReport[]; cases: Case[]; incidents: Incident[]; evidence: Evidence[];
  assessments: Assessment[]; error_reports: ErrorReport[]; statements: Statement[]; proposals: Proposal[]; log: LogLine[];
}
export interface DeskDone { made: { noun: string; id: string }[]; changed: string[]; proposes_stop: string[] }
export interface DeskVersion { revision: number; at: string; by: string; value: Record<string, unknown> }

export interface TraceQuestion { tracks?: string[]; place?: LatLon & { radius_nm?: number }; from: string; to?: string; lookback_hours?: number; speed_max_kn?: number }
export interface Contribution {
  track: string; agency?: string; purpose?: string; agreement?: string; clause?: string; assessment?: string; approver?: string; outcome?: string; conditions?: string[]; stop_epoch?: number; payload_hash?: string; erased?: string;
  releases: number; first_entry: number; last_entry: number; first_released_at: string; last_released_at: string; position?: LatLon; placed_at?: string; spread_nm?: number; speed_needed_kn?: number; likely: boolean;
}
export interface TraceAnswer { from: string; to: string; contributions: Contribution[]; found: number; completeness: { entries_searched: number; tracks_released: number; without_position: number; erased: [number, number][]; cannot_be_known: string[] } }
