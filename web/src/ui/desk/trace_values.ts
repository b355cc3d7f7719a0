// SPDX-License-Identifier: Apache-2.0
// What a question about past releases starts with: from an incident, a track, a vessel, a case or a place and time.
import type { Case, Incident, TraceQuestion } from "../../api/casework_types";
import * as f from "../../format";
import { compose, type FieldSpec, type Values } from "../../state/forms";

export const kTraceFields: readonly FieldSpec[] = [
  { path: "tracks", label: "Tracks", kind: "words", hint: "Such as T-0000a3f1, with commas. Empty: any vessel that could have been there" },
  { path: "place", label: "Place", kind: "place", hint: "Empty: anywhere" },
  { path: "radius_nm", label: "Within, nautical miles", kind: "number", hint: "Empty: 5" },
  { path: "from", label: "From", kind: "moment", needed: true },
  { path: "to", label: "To", kind: "moment", hint: "Empty: that moment" },
  { path: "lookback_hours", label: "Releases up to, hours before", kind: "number", hint: "Empty: 72" },
  { path: "speed_max_kn", label: "Fastest, knots", kind: "number", hint: "Empty: 60" },
];

const metres_to_nm = (metres: number): number => Math.max(1, Math.ceil(metres / 1852));
export function trace_of_incident(incident: Incident): Values {
  const point = incident.place?.point;
  const tracks = (incident.vessels ?? []).flatMap((link) => (link.vessel?.track === undefined ? [] : [link.vessel.track]));
  // Whoever was there may have been another track by then: a place is asked for alone, and a track only without one.
  return {
    ...(point ? { place: f.format_dmm({ lat: point[1], lon: point[0] }, 4), radius_nm: String(incident.place?.uncertainty_m === undefined ? 5 : metres_to_nm(incident.place.uncertainty_m)) } : { tracks: tracks.join(", ") }),
    from: incident.occurred?.earliest ?? incident.occurred?.latest ?? incident.opened_at, to: incident.occurred?.latest ?? "",
  };
}
export const trace_of_case = (one: Case, tracks: readonly string[]): Values => ({ tracks: [...new Set([...(one.vessel?.track === undefined ? [] : [one.vessel.track]), ...tracks])].join(", "), from: one.opened_at, to: one.closed_at ?? "now" });
export const trace_of_tracks = (tracks: readonly string[]): Values => ({ tracks: tracks.join(", "), from: "now" });

// The question as the server takes it, or what is wrong with it.
export function question_of(values: Values, now_ms: number): { question: TraceQuestion | null; faults: Map<string, string> } {
  const { body, faults } = compose(kTraceFields, values, now_ms);
  if (body["place"] === undefined && body["tracks"] === undefined) faults.set("/place", "A trace needs a place, or tracks");
  if (faults.size > 0) return { question: null, faults };
  const { radius_nm, place, ...rest } = body;
  const question = { ...rest, ...(place === undefined ? {} : { place: { ...(place as object), ...(radius_nm === undefined ? {} : { radius_nm }) } }) } as unknown as TraceQuestion;
  return { question, faults };
}
