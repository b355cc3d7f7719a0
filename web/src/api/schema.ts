// SPDX-License-Identifier: Apache-2.0
// Written by tools/make_types.mjs from api/openapi.yaml. Do not edit.
// One file, and as long as the contract is: so that a diff of it shows what a change of the contract changed.

export interface AuthorityQuestion {
  facts: Record<string, unknown>;
  action: string;
  questions?: boolean;
}

export interface ContestedPoint {
  id: string;
  point: string;
  view_1: string;
  held_by_1: string;
  view_2: string;
  held_by_2: string;
}

// Outcome, sources, what is missing, contested points with both views, trace, and plain sentences.
export interface AuthorityAnswer {
  outcome: "permitted" | "conditional" | "contested" | "prohibited";
  because: string[];
  missing: string[];
  contested: ContestedPoint[];
  noted: ContestedPoint[];
  trace?: (Record<string, unknown>)[];
  reason: string;
}

export interface OpenQuestion {
  field: string;
  text: string;
  answers: string[];
}

export interface AuthorityReply {
  action: string;
  answer: AuthorityAnswer;
  questions?: OpenQuestion[];
  note: string;
}

export interface Rule {
  id: string;
  part: string;
  when: string;
  result: string;
  sources: string;
  reason: string;
}

export interface RuleBook {
  rules: Rule[];
  contested: ContestedPoint[];
  not_modelled: ({
    subject: string;
    what_happens: string;
  })[];
  note: string;
}

export interface PartyState {
  code: string;
  name: string;
  declaration?: string;
  treaties: Record<string, "party" | "not party" | "not verified">;
}

export interface PartyTable {
  as_of: string;
  treaties: string[];
  states: PartyState[];
  note: string;
}

export interface SteerStory {
  paused?: boolean;
  go_on?: boolean;
}

export interface StoryCheck {
  text: string;
  state: "waiting" | "running" | "held" | "failed" | "skipped";
  note?: string;
}

export interface StoryStep {
  title: string;
  say: string;
  state: "waiting" | "running" | "held" | "failed" | "skipped";
  screen?: string;
  open?: string;
  checks: StoryCheck[];
}

export interface Story {
  title: string;
  about: string;
  paused: boolean;
  over: boolean;
  steps: StoryStep[];
}

export interface LawVersion {
  version: string;
  rules: number;
  contested: number;
  sources: number;
  states: number;
  cases: {
    passed: number;
    failed: number;
    mismatches: string[];
  };
  zones?: string;
  note: string;
}

export interface AddedFacts {
  facts?: Record<string, unknown>;
}

export interface PursuitCondition {
  condition: string;
  met: "yes" | "no" | "unknown";
  at?: string;
  evidence: string;
}

export interface PursuitEntry {
  at: string;
  what: string;
  word?: string;
  by: string;
  evidence: string;
}

export interface Pursuit {
  number: number;
  track: string;
  pursuer: string;
  started_by: string;
  state: "none" | "grounds" | "located" | "signalled" | "pursuing" | "arrested" | "ceased";
  end: "none" | "contact_lost" | "broken_off" | "handover_broken" | "entered_territorial_sea" | "left_unsignalled" | "arrested";
  ended_in?: string;
  sentence: string;
  signalled_at?: string;
  ended_at?: string;
  running_ms: number;
  conditions: PursuitCondition[];
  entries: PursuitEntry[];
}

export interface PursuitStart {
  law: string;
  evidence: string;
}

export interface PursuitNote {
  event: "signalled" | "position_verified" | "boats_inside" | "in_contact" | "out_of_contact" | "broken_off" | "handed_over" | "arrested";
  signal?: "visual" | "auditory" | "radio";
  in_range?: boolean;
  handover?: "aircraft_to_ship" | "ship_to_ship_same_state" | "other_state";
  continuous?: boolean;
  to?: string;
  evidence: string;
}

export interface ZoneCrossing {
  track: string;
  at: string;
  what: "entered" | "left";
  zone: string;
  states: string;
  confidence: number;
}

export interface MatrixLine {
  action: string;
  answer: AuthorityAnswer;
}

export interface TrackAuthority {
  track: string;
  state: string;
  at: string;
  zone?: string;
  facts: Record<string, unknown>;
  filled: ({
    fact: string;
    basis: string;
  })[];
  asked: string;
  to_add: OpenQuestion[];
  matrix: MatrixLine[];
  readings?: ({
    kind: string;
    state?: string;
    confidence: number;
    outcomes: ({
      action: string;
      outcome: string;
    })[];
  })[];
  pursuit?: Pursuit;
  crossings?: ZoneCrossing[];
  note: string;
}

export interface ReportedUse {
  number: number;
  agency: string;
  purpose: string;
  act: string;
  status: "declared" | "reported" | "established" | "rebutted";
  lawful?: boolean;
  counts_as?: "lawful" | "wrongful" | "contested";
  text: string;
  by: string;
  at: string;
  changed_at: string;
  answer: {
    outcome: "permitted" | "conditional" | "contested" | "prohibited";
    because: string[];
    missing: string[];
    reason: string[];
  };
}

export interface UseList {
  uses: ReportedUse[];
}

export interface UseNote {
  agency: string;
  purpose?: string;
  act: string;
  status: "declared" | "reported" | "established" | "rebutted";
  lawful?: boolean;
  facts?: string;
  text?: string;
}

export interface UseFinding {
  status: "declared" | "reported" | "established" | "rebutted";
  lawful?: boolean;
  facts?: string;
  text?: string;
}

export interface SharingFactsHeld {
  agency: string;
  facts?: string;
  reason: string;
}

export interface LawNow {
  slot: number;
  as_of: string;
  state: string;
  zones: string;
  zones_before?: string;
  pursuits: Pursuit[];
  uses: ReportedUse[];
  facts: ({
    agency: string;
    facts: Record<string, unknown>;
    reason: string;
    by: string;
    at: string;
  })[];
  crossings: ZoneCrossing[];
}

export interface AgreementAuthority {
  agreement: string;
  version: number;
  state: string;
  parties: ({
    agency: string;
    outcome: "permitted" | "conditional" | "contested" | "prohibited";
    answer: AuthorityAnswer;
    facts: string[];
    checklist: ({
      code: string;
      text: string;
    })[];
  })[];
  note: string;
}

export type Role = "watch_officer" | "release_officer" | "legal_adviser" | "overseer" | "administrator" | "partner";

export interface Session {
  signed_in: boolean;
  demo: boolean;
  account?: string;
  role?: Role;
  agency?: string;
  method?: "password" | "oidc" | "certificate" | "token" | "one_time_code" | "first_start" | "console" | "demo" | "automatic";
  permissions?: string[];
  confirmed_until?: string;
  csrf?: string;
  first_account?: boolean;
  ways?: ("password" | "oidc")[];
}

export interface SignIn {
  account: string;
  password: string;
}

export interface Confirm {
  password: string;
}

export interface FirstAccount {
  code: string;
  name: string;
  display_name?: string;
  password: string;
}

export interface AcceptInvitation {
  code: string;
  password: string;
}

// WGS 84, decimal degrees with up to seven decimals.
export interface Position {
  lat: number;
  lon: number;
}

// What the vessel is, as far as its messages tell. `contact` is without an identity.
export type TrackKind = "ship" | "class_b" | "small_craft" | "sar_aircraft" | "base_station" | "aid_to_navigation" | "distress" | "own_ship" | "contact";

// Dropped tracks vanish.
export type TrackState = "live" | "lost";

// The best estimate of one vessel. Identity is what the vessel claims over the radio.
export interface Track {
  id: string;
  kind: TrackKind;
  state: TrackState;
  mmsi?: number;
  flag?: string;
  name?: string;
  call_sign?: string;
  imo?: number;
  ship_type?: number;
  ship_type_text?: string;
  length_m?: number;
  beam_m?: number;
  to_bow_m?: number;
  to_stern_m?: number;
  to_port_m?: number;
  to_starboard_m?: number;
  draught_m?: number;
  destination?: string;
  eta?: string;
  mothership_mmsi?: number;
  aid_type?: number;
  aid_is_virtual?: boolean;
  aid_is_off_position?: boolean;
  static_at?: string;
  position?: Position;
  position_sigma_m?: number;
  observed_at?: string;
  received_at?: string;
  first_at?: string;
  speed_mps?: number;
  speed_kn?: number;
  course_deg?: number;
  heading_deg?: number;
  turn_deg_min?: number;
  nav_status?: number;
  nav_status_text?: string;
  altitude_m?: number;
  flags?: ("jump" | "mmsi_shared" | "imo_invalid" | "mmsi_malformed" | "position_stale" | "speed_implausible" | "time_disputed")[];
  sources?: string[];
  hearers?: string[];
  observations?: number;
  existence?: number;
  error?: {
    major_m: number;
    minor_m: number;
    orientation_deg: number;
  };
  seen_by?: ({
    source: string;
    at: string;
    observations: number;
  })[];
  seen_as?: string;
  fusion_reasons?: string[];
}

export interface Findings {
  slot: number;
  as_of: string;
  picture_time: string;
  open: Found[];
  ended?: Found[];
}

export interface Found {
  finding: Finding;
  alert: Alert;
}

// A behaviour worth a look, with its reasons.
export interface Finding {
  v: number;
  id: string;
  rule: string;
  rule_version: number;
  priority: "caution" | "warning" | "alarm" | "emergency";
  tracks: string[];
  position?: Position;
  begins_at: string;
  ends_at?: string;
  reasons: string[];
  evidence: number[];
}

export interface Alert {
  number: number;
  state: "unacknowledged" | "acknowledged" | "rectified_unacknowledged" | "rectified";
  priority: "caution" | "warning" | "alarm" | "emergency";
  raised_at: string;
  changed_at: string;
  muted: boolean;
  wants_attention: boolean;
  silenced_until?: string;
  acknowledged_by?: string;
  acknowledged_at?: string;
  responsible?: string;
  judgement?: {
    useful: boolean;
    reason: string;
    by: string;
    at: string;
  };
}

export interface AlertAct {
  what: "acknowledge" | "silence" | "mute" | "unmute" | "judge" | "take_over";
  useful?: boolean;
  reason?: string;
  until?: string;
  seconds?: number;
}

export interface FindingRules {
  rules: ({
    rule: string;
    version: number;
    raised: number;
    useful: number;
    noise: number;
    unjudged: number;
  })[];
}

export interface HandOver {
  to: string;
}

export interface HandedOver {
  alerts: number;
}

export interface Casework {
  revision: number;
  leads: DeskObject[];
  asks: DeskObject[];
  requests: DeskObject[];
  use_reports: DeskObject[];
  cases: DeskObject[];
  incidents: DeskObject[];
  evidence: DeskObject[];
  assessments?: DeskObject[];
  error_reports?: DeskObject[];
  statements: DeskObject[];
  proposals: DeskObject[];
  log: DeskObject[];
}

// An object of the desk; its members are told in docs/reference/desk.md.
export type DeskObject = Record<string, unknown>;

export interface KeptBytes {
  sha256: string;
  sha512: string;
  size: number;
  media_type: string;
  known_as?: string;
}

export interface Designations {
  lists: DeskObject[];
  matches: DeskObject[];
  caution: DeskObject;
}

export interface StatementTemplates {
  templates: StatementTemplate[];
}

export interface StatementTemplate {
  name: string;
  title: string;
  text: string;
  neutral: boolean;
  fill_in: string[];
  built_in: boolean;
  standing_rule: boolean;
  version: number;
  registered_by?: string;
  registered_at?: string;
}

export interface TimeStamps {
  time_stamps: ({
    over: string;
    what: "original" | "rendition";
    at: string;
    authority?: string;
    serial?: string;
    holds?: boolean;
    checked?: string;
    because?: string;
  })[];
}

export interface ReportRequest {
  kind: "handover" | "brief" | "boarding" | "release_register" | "stop" | "incident" | "quarterly" | "court";
  subject?: string;
  from?: string;
  to?: string;
  known_at?: string;
}

export interface ReportMade {
  number: string;
  title: string;
  marking: string;
  known_at: string;
  sha256: string;
  address: string;
}

export interface ReportList {
  reports: DeskObject[];
}

export interface DeskAct {
  act: string;
}

export interface DeskDone {
  made: ({
    noun: string;
    id: string;
  })[];
  changed: string[];
  proposes_stop: string[];
}

// With `of`, place, time and tracks come from what it names; else `from` is needed.
export interface TraceQuestion {
  of?: string;
  tracks?: string[];
  place?: {
    lat: number;
    lon: number;
    radius_nm?: number;
  };
  from?: string;
  to?: string;
  lookback_hours?: number;
  speed_max_kn?: number;
}

export interface TraceAnswer {
  from: string;
  to: string;
  contributions: DeskObject[];
  found: number;
  completeness: DeskObject;
}

export interface TrackPage {
  as_of: string;
  slot: number;
  tracks: Track[];
  next_cursor?: string;
}

export interface TrackHistory {
  id: string;
  points: ((number | null)[])[];
  from: string;
  to: string;
  truncated: boolean;
}

export interface Vessel {
  track_id: string;
  mmsi?: number;
  name?: string;
  call_sign?: string;
  imo?: number;
  flag?: string;
  kind: TrackKind;
  state: TrackState;
  position?: Position;
  observed_at?: string;
  matched: "name" | "mmsi" | "imo" | "call_sign" | "track_id";
}

export interface VesselList {
  vessels: Vessel[];
}

// What the source's data may be used for, unless an object says otherwise.
export interface Label {
  policy?: string;
  level?: "unclassified" | "restricted" | "confidential" | "secret" | "top_secret";
  releasable_to?: string[];
  caveats?: string[];
  purposes?: string[];
  originators?: string[];
  expires_at?: string;
  personal_data?: boolean;
}

export interface Coverage {
  slot: number;
  as_of: string;
  looks: Look[];
}

// One scan of a sensor. It looked at a sector about `centre` between two ranges and, clockwise, two bearings; or, where
// there is no `centre`, at the area within `ring`.
export interface Look {
  source: string;
  source_id: number;
  sensor?: "ais" | "radar" | "own_navigation" | "sighting";
  scan: number;
  at: string;
  age_s: number;
  centre?: Position;
  range_min_m?: number;
  range_max_m?: number;
  bearing_from_deg?: number;
  bearing_to_deg?: number;
  ring?: Position[];
  detection: {
    near: number;
    far: number;
  };
  false_plots?: number;
}

export interface Source {
  name: string;
  url: string;
  originator?: string;
  label: Label;
  state: "connecting" | "live" | "stale" | "stopped" | "failed" | "finished";
  last_sentence_at?: string;
  age_s?: number;
  sentences_per_s: number;
  bytes_total: number;
  sentences_total: number;
  messages_total: number;
  observations_total?: number;
  rejected: Record<string, number>;
  dropped_total: number;
  reconnects_total: number;
  detail?: string;
}

export interface SourceList {
  sources: Source[];
}

export interface Status {
  version: string;
  commit: string;
  mode: "live" | "demo";
  own_name: string;
  story?: boolean;
  own_state?: string;
  started_at: string;
  now: string;
  data_time?: string;
  slot: number;
  tracks_live: number;
  tracks_lost: number;
  history: {
    from?: string;
    to?: string;
  };
  store: {
    state: "ok" | "full" | "failed";
    detail: string;
  };
}

export interface Health {
  status: "ok";
}

export interface Freshness {
  status: "fresh" | "stale" | "no_sources";
  newest_age_s?: number;
  oldest_age_s?: number;
  sources?: ({
    name: string;
    state: string;
    age_s?: number;
  })[];
}

// Data of the events `reset` and `tracks`.
export interface StreamTracks {
  slot: number;
  as_of: string;
  data_time: string;
  tracks: Track[];
  closed: string[];
}

// From the client.
export interface Subscribe {
  type: "subscribe";
  bbox?: number[] | null;
  max_rate_hz?: number;
}

// From the server after Subscribe; the client forgets what it had.
export interface StreamReset {
  type: "reset";
  slot: number;
  as_of: string;
  data_time: string;
  tracks: Track[];
}

export interface StreamDelta {
  type: "delta";
  slot: number;
  as_of: string;
  data_time: string;
  moved: unknown[][];
  tracks: Track[];
  closed: string[];
}

export interface StreamSources {
  type: "sources";
  sources: Source[];
}

export interface StreamError {
  type: "error";
  code: string;
  detail: string;
}

// `unknown` where the law of the sea has no word: the Caspian, or land.
export type ZoneKind = "internal_waters" | "archipelagic_waters" | "territorial_sea" | "contiguous_zone" | "eez" | "high_seas" | "unknown";

// Why to look twice; docs/reference/zones.md explains each.
export type ZoneFlag = "disputed" | "joint_regime" | "treaty" | "closed_waters" | "excessive_claim" | "high_seas_pocket" | "special" | "near_limit" | "near_median" | "methods_disagree" | "straight_baseline" | "on_land" | "rock" | "no_contiguous_zone" | "derived" | "coarse";

export interface ZoneReport {
  position: Position;
  readings: ({
    kind: ZoneKind;
    states: string[];
    territory?: string;
    distance_nm: number;
    basis: "official_limit" | "claims_table" | "mapped_limit" | "coast_distance";
    confidence: number;
  })[];
  flags: ZoneFlag[];
  coasts: ({
    state: string;
    territory?: string;
    distance_nm: number;
    lat: number;
    lon: number;
  })[];
  limits: ({
    limit: "territorial_sea" | "contiguous_zone" | "eez" | "median_line";
    state: string;
    distance_nm: number;
    basis: "official_limit" | "claims_table" | "mapped_limit" | "coast_distance";
  })[];
  areas: ({
    id: string;
    name: string;
    flag: ZoneFlag;
    note?: string;
    source: string;
  })[];
  headline: string;
  data: string;
}

export interface ZoneOutlines {
  type: "FeatureCollection";
  features: ({
    type: "Feature";
    properties: {
      limit?: "territorial_sea" | "contiguous_zone" | "eez";
      area?: string;
      name?: string;
      flag?: ZoneFlag;
    };
    geometry: {
      type: "MultiLineString" | "Polygon";
      coordinates: unknown[];
    };
  })[];
}

// A closed list; there is no lethal purpose.
export type Purpose = "search_and_rescue" | "law_enforcement_interdiction" | "prosecution" | "safety_of_navigation" | "fisheries" | "environmental_response" | "general_awareness";

export type ObjectType = "ais" | "radar" | "own_navigation" | "sighting" | "track" | "finding" | "lead" | "case" | "request" | "evidence" | "incident" | "report";

export type Risk = "low" | "medium" | "high";

export type Rank = "watch_officer" | "release_officer" | "legal_adviser" | "overseer" | "administrator";

// What one account of a partner follows.
export interface Feed {
  id: string;
  purpose: Purpose;
  view_tracks: number;
  connected: boolean;
  account: string;
  channel: string;
  sequence: number;
  handed_over: number;
  waiting: number;
  objects: number;
  last_release?: string;
  last_release_at?: string;
  unacknowledged: number;
  stopped_by: number[];
  survives_stop: boolean;
}

// What an agency may follow for one purpose.
export interface View {
  purpose: Purpose;
  tracks: number;
  stopped_by: number[];
  connected: boolean;
  survives_stop: boolean;
}

export interface Partner {
  agency: string;
  state: string;
  agreements: string[];
  stopped: "no" | "part" | "all";
  feeds: Feed[];
  views: View[];
}

export interface LedgerHead {
  origin: string;
  size: number;
  root: string;
}

export interface Sharing {
  as_of: string;
  slot: number;
  epoch: number;
  partners: Partner[];
  stops: Stop[];
  live: number;
  ledger: LedgerHead;
}

export interface Recall {
  id: string;
  agency: string;
  purpose: Purpose;
  answer: "sent" | "seen" | "confirmed" | "silent" | "refused";
  asked_at: string;
  answered_at?: string;
  answered_by?: string;
  releases_total: number;
}

export interface Voice {
  person: string;
  role: Rank;
}

export interface Stop {
  epoch: number;
  partner?: string;
  agency?: string;
  purpose?: Purpose;
  type?: ObjectType;
  area?: {
    name: string;
  };
  text: string;
  by: string;
  ordered_at: string;
  reason: string;
  needs_assessment: boolean;
  recall: boolean;
  open: boolean;
  ledger_index: number;
  reach?: {
    deliveries_dropped: number;
    kernel_bytes: number;
    connections_closed: number;
  };
  agreed: Voice[];
  lifted_at?: string;
  recalls: Recall[];
  covers: ({
    agency: string;
    purpose: Purpose;
  })[];
}

export interface StopList {
  stops: Stop[];
}

export interface StopOrder {
  partner?: string;
  agency?: string;
  all?: boolean;
  purpose?: Purpose;
  type?: ObjectType;
  area?: string | {
    name?: string;
    polygon: number[][];
  };
  reason?: string;
  needs_assessment?: boolean;
  recall?: boolean;
}

export interface StopReason {
  reason: string;
}

export interface NewAssessment {
  scheme: string;
  risk: Risk;
  approver: Rank;
  expires_at: string;
}

export interface Resume {
  reason?: string;
  assessment?: NewAssessment;
}

export interface Resumed {
  lifted: boolean;
  epoch?: number;
  agreed?: Voice[];
  missing?: string;
}

export interface ViewList {
  as_of: string;
  views: SeenView[];
}

export interface SeenView {
  agency: string;
  purpose: Purpose;
  stopped: boolean;
}

export interface ViewPicture {
  agency: string;
  purpose: Purpose;
  as_of: string;
  stopped: boolean;
  tracks: ViewTrack[];
}

// A track as the partner would get it. Behind `key` and `id` stand the members of Track that leave, as they would leave.
export interface ViewTrack {
  key: string;
  id?: string;
  kind: TrackKind;
  state: TrackState;
}

export interface TrackSharing {
  track: string;
  views: TrackView[];
}

export interface TrackView {
  agency: string;
  purpose: Purpose;
  outcome: "permit" | "permit_reduced" | "refer" | "withhold" | "refuse" | "suspended" | "indeterminate";
  agreement?: string;
  clause?: string;
  basis?: string;
  reasons: ({
    part: string;
    meaning: string;
    cure: string;
  })[];
  fields: string[];
  grid_m: number;
  due_at?: string;
  stop_epoch: number;
  delivered?: {
    sequence: number;
    release?: string;
    at?: string;
  };
  explanation: string;
}

export interface Assessed {
  scheme: string;
  risk: Risk;
  approver: Rank;
  expires_at: string;
  in_force: boolean;
}

export interface RequiredAssurance {
  id: string;
  text: string;
  expires_at: string;
  held: ({
    agency: string;
    until?: string;
    state: "in_force" | "lapsed" | "breached" | "missing";
  })[];
}

export interface Clause {
  id: string;
  effect: "permit" | "refer" | "deny";
  purposes: Purpose[];
  types: ObjectType[];
  acts: string[];
  areas: string[];
  everywhere: boolean;
  level: string;
  caveats: string[];
  personal_data: boolean;
  fields: string[];
  grid_m: number;
  delay_s: number;
  obligations: string[];
  assurances: string[];
  onward: "free" | "with_consent" | "none";
  survives_stop: boolean;
  basis?: string;
  line: number;
}

export interface Agreement {
  id: string;
  version: number;
  title: string;
  parties: string[];
  purposes: Purpose[];
  legal_basis: string;
  valid_from: string;
  valid_until: string;
  reply: "silent" | "overt";
  assessment: Assessed;
  assurances: RequiredAssurance[];
  clauses: Clause[];
  state: "draft" | "in_force" | "withdrawn" | "expired" | "not_yet";
  drafted_by: string;
  drafted_at: string;
  adopted_by?: string;
  adopted_at?: string;
  withdrawn_at?: string;
  digest: string;
  toml?: string;
}

export interface AgreementList {
  agreements: Agreement[];
}

export interface AgreementText {
  toml: string;
}

export interface Drafted {
  id: string;
  version: number;
  warnings: string[];
}

export interface AgreementCheck {
  mistakes: ({
    line: number;
    column: number;
    message: string;
  })[];
  warnings: string[];
  changes: string[];
}

export interface AgreementVersion {
  version: number;
}

export interface AgreementWithdrawal {
  version?: number;
}

export interface DeskState {
  state: "in_force" | "withdrawn" | "breached";
}

export interface AssuranceUpdate {
  agency: string;
  agreement: string;
  assurance: string;
  until: string;
  breached?: boolean;
  text?: string;
}

export interface AssessmentUpdate {
  agreement: string;
  scheme: string;
  risk: Risk;
  approver: Rank;
  expires_at: string;
  withdrawn?: boolean;
}

export interface ConsentUpdate {
  originator: string;
  agency: string;
  purposes?: Purpose[];
  until?: string;
  withdrawn?: boolean;
}

export interface Token {
  id: string;
  label: string;
  scopes: string[];
  expires_at: string;
  revoked: boolean;
}

export interface NewToken {
  id: string;
  token: string;
  label: string;
  scopes: string[];
  expires_at: string;
  revoked: boolean;
}

export interface TokenOrder {
  label: string;
  scopes: string[];
  expires_at: string;
}

export interface Account {
  name: string;
  display_name: string;
  role: Role;
  agency?: string;
  disabled: boolean;
  created_at: string;
  sign_in: ("password" | "oidc" | "certificate")[];
  certificates: string[];
  tokens: Token[];
}

export interface AccountList {
  accounts: Account[];
}

export interface NewAccount {
  name: string;
  role: Role;
  agency?: string;
  display_name?: string;
  password?: string;
}

export interface AccountChange {
  role?: Role;
  disabled?: boolean;
  password?: string;
  display_name?: string;
  bind_certificate?: string;
  unbind_certificate?: string;
  oidc?: {
    issuer: string;
    subject: string;
  };
}

export interface InvitationOrder {
  expires_at?: string;
}

export interface Invitation {
  account: string;
  code: string;
  expires_at: string;
}

export interface Log {
  name: string;
  origin?: string;
  size: number;
  root?: string;
  checkpoint_at?: string;
  key?: string;
}

export interface LedgerOverview {
  logs: Log[];
  key?: string;
}

export interface Entry {
  index: number;
  kind?: string;
  at?: string;
  record?: Record<string, unknown>;
  erased?: boolean;
}

export interface EntryPage {
  entries: Entry[];
  size: number;
  next?: number;
}

// RFC 9457.
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  request_id: string;
  errors?: ({
    pointer: string;
    detail: string;
  })[];
}
