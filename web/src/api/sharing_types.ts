// SPDX-License-Identifier: Apache-2.0
// The contract's nouns of people and sharing. Absent means unknown; instants are RFC 3339.

export type Role = "watch_officer" | "release_officer" | "legal_adviser" | "overseer" | "administrator" | "partner";

export interface SessionState {
  signed_in: boolean;
  demo: boolean;
  account?: string;
  display_name?: string;
  role?: Role;
  agency?: string;
  method?: string;
  permissions?: string[];
  confirmed_until?: string;
  expires_at?: string;
  csrf?: string;
  first_account?: boolean;
  ways?: ("password" | "oidc")[];
  oidc?: { name: string };
}

export type Held = "in_force" | "lapsed" | "breached" | "missing";

export interface Assessment { scheme: string; risk: string; approver: string; expires_at: string }

export interface Assurance {
  id: string;
  text: string;
  expires_at?: string;
  held: { agency: string; until?: string; state: Held }[];
}

export interface Clause {
  id: string;
  effect: "permit" | "refer" | "deny";
  purposes?: string[];
  types?: string[];
  acts?: string[];
  areas?: string[];
  everywhere?: boolean;
  level?: string;
  caveats?: string[];
  fields?: string[];
  grid_m?: number;
  delay_s?: number;
  obligations?: string[];
  assurances?: string[];
  survives_stop?: boolean;
  basis?: string;
  line?: number;
}

export type AgreementState = "draft" | "in_force" | "withdrawn" | "expired" | "not_yet";

export interface Agreement {
  id: string;
  version: number;
  title: string;
  parties: string[];
  purposes: string[];
  legal_basis?: string;
  valid_from?: string;
  valid_until?: string;
  reply?: string;
  assessment?: Assessment & { in_force: boolean };
  assurances: Assurance[];
  clauses: Clause[];
  state: AgreementState;
  drafted_by?: string;
  drafted_at?: string;
  adopted_by?: string;
  adopted_at?: string;
  digest?: string;
  toml?: string;
}

export interface Mistake { line: number; column: number; message: string }
export interface DraftCheck { mistakes: Mistake[]; warnings: (string | Mistake)[]; changes: string[] }

export interface Feed {
  id: string;
  purpose: string;
  view_tracks?: number;
  connected: boolean;
  account?: string;
  channel?: string;
  sequence?: number;
  handed_over?: number;
  waiting?: number;
  objects?: number;
  last_release?: string;
  last_release_at?: string;
  unacknowledged?: number;
  stopped_by?: number[];
  survives_stop?: boolean;
}

export interface View { purpose: string; tracks?: number; stopped_by?: number[]; connected?: boolean }

export interface Partner {
  agency: string;
  state?: string;
  agreements: string[];
  stopped: "no" | "part" | "all";
  feeds: Feed[];
  views: View[];
}

export interface SharingNow {
  as_of: string;
  slot?: number;
  epoch: number;
  partners: Partner[];
  stops: Stop[];
  live: number;
  ledger?: { origin: string; size: number; root: string };
}

export interface Recall {
  id: string;
  agency: string;
  purpose?: string;
  answer: "sent" | "seen" | "confirmed" | "silent" | "refused";
  asked_at?: string;
  answered_at?: string;
  answered_by?: string;
  releases_total?: number;
}

export interface Reach { deliveries_dropped: number; kernel_bytes: number; connections_closed: number }

export interface Stop {
  epoch: number;
  partner?: string;
  agency?: string;
  purpose?: string;
  type?: string;
  area?: { name?: string };
  text: string;
  by: string;
  ordered_at: string;
  reason: string;
  needs_assessment?: boolean;
  recall?: boolean;
  open: boolean;
  ledger_index?: number;
  reach?: Reach;
  agreed?: { person: string; role: string }[];
  lifted_at?: string;
  recalls?: Recall[];
  covers?: { agency: string; purpose: string }[];
}

// What a stop covers: exactly one of partner, agency and all; the rest narrows it.
export interface StopOrder {
  partner?: string;
  agency?: string;
  all?: true;
  purpose?: string;
  type?: string;
  reason?: string;
  needs_assessment?: boolean;
  recall?: boolean;
}

export type ResumeAnswer =
  | { lifted: false; agreed?: { person: string; role: string }[]; missing?: string }
  | { lifted: true; epoch: number };

export interface TrackView {
  agency: string;
  purpose: string;
  outcome: string;
  agreement?: string;
  clause?: string;
  basis?: string;
  reasons?: { part: string; meaning: string; cure?: string }[];
  fields?: string[];
  grid_m?: number;
  due_at?: string;
  stop_epoch?: number;
  delivered?: { release: string; at?: string; sequence?: number };
  explanation?: string;
}
export interface TrackSharing { track: string; views: TrackView[] }
