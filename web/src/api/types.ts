// SPDX-License-Identifier: Apache-2.0
// The HTTP contract as the screens use it (`api/openapi.yaml`, version 1). Absent means unknown.
// SI units; times are RFC 3339 UTC.

export type TrackKind =
  | "ship" | "class_b" | "small_craft" | "sar_aircraft" | "base_station"
  | "aid_to_navigation" | "distress" | "own_ship" | "contact";

export type TrackState = "live" | "lost";

export interface LatLon { lat: number; lon: number }

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
  static_at?: string;
  position?: LatLon;
  position_sigma_m?: number;
  observed_at?: string;
  received_at?: string;
  speed_mps?: number;
  speed_kn?: number;
  course_deg?: number;
  heading_deg?: number;
  turn_deg_min?: number;
  nav_status?: number;
  nav_status_text?: string;
  flags?: string[];
  sources?: string[];
  hearers?: string[];
  observations?: number;
}

export interface TracksPage { as_of: string; slot: number; tracks: Track[]; next_cursor?: string }

export type HistoryPoint = [
  t_ms: number, lat: number, lon: number,
  speed_mps: number | null, course_deg: number | null, heading_deg: number | null,
];

export interface History { id: string; points: HistoryPoint[]; from: string; to: string; truncated: boolean }

export interface Vessel {
  track_id: string;
  mmsi?: number;
  name?: string;
  call_sign?: string;
  imo?: number;
  flag?: string;
  kind: TrackKind;
  state: TrackState;
  position?: LatLon;
  observed_at?: string;
  matched: "name" | "mmsi" | "imo" | "call_sign";
}

export type SourceState = "connecting" | "live" | "stale" | "stopped" | "failed" | "finished";

export interface Source {
  name: string;
  url?: string;
  originator?: string;
  label?: unknown;
  state: SourceState;
  last_sentence_at?: string;
  age_s?: number;
  sentences_per_s?: number;
  bytes_total?: number;
  sentences_total?: number;
  messages_total?: number;
  rejected?: Record<string, number>;
  dropped_total?: number;
  reconnects_total?: number;
  detail?: string;
}

export interface Status {
  version: string;
  commit?: string;
  mode: "live" | "demo";
  own_name?: string;
  started_at?: string;
  now: string;
  data_time?: string;
  slot: number;
  tracks_live: number;
  history?: { from?: string; to?: string };
  store?: { state: "ok" | "full" | "failed"; detail?: string };
}

export type MovedRow = [
  id: string, t_ms: number, lat: number, lon: number,
  speed_mps: number | null, course_deg: number | null, heading_deg: number | null, state: TrackState,
];

export interface ResetMessage { type: "reset"; slot: number; as_of: string; data_time?: string; tracks: Track[] }
export interface DeltaMessage {
  type: "delta"; slot: number; as_of: string; data_time?: string;
  moved?: MovedRow[]; tracks?: Track[]; closed?: string[];
}
export interface SourcesMessage { type: "sources"; sources: Source[] }
export interface ErrorMessage { type: "error"; code: string; detail?: string }
export type StreamMessage = ResetMessage | DeltaMessage | SourcesMessage | ErrorMessage;

export interface Problem {
  type?: string; title?: string; status?: number; detail?: string; instance?: string;
  code?: string; request_id?: string; errors?: { pointer?: string; detail?: string }[];
}

export type Bbox = [west: number, south: number, east: number, north: number];
