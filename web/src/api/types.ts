// SPDX-License-Identifier: Apache-2.0
// The contract as the screens use it: the generated types, with rows named that the contract can only call arrays.
import type * as schema from "./schema";

export type { Problem, Source, Status, Track, TrackKind, TrackState, Vessel, ZoneOutlines, ZoneReport } from "./schema";
export type LatLon = schema.Position;
export type SourceState = schema.Source["state"];
export type TracksPage = schema.TrackPage;

export type HistoryPoint = [
  t_ms: number, lat: number, lon: number,
  speed_mps: number | null, course_deg: number | null, heading_deg: number | null,
];
export type History = Omit<schema.TrackHistory, "points"> & { points: HistoryPoint[] };

export type MovedRow = [
  id: string, t_ms: number, lat: number, lon: number,
  speed_mps: number | null, course_deg: number | null, heading_deg: number | null, state: schema.TrackState,
];

export type ResetMessage = schema.StreamReset;
export type DeltaMessage = Omit<schema.StreamDelta, "moved"> & { moved: MovedRow[] };
export type EventsMessage = schema.StreamTracks;
export type StreamMessage = ResetMessage | DeltaMessage | schema.StreamSources | schema.StreamError;

export type Bbox = [west: number, south: number, east: number, north: number];
