// SPDX-License-Identifier: Apache-2.0
// Written by tools/make_types.mjs from api/openapi.yaml. Do not edit.

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
