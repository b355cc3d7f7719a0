// SPDX-License-Identifier: Apache-2.0
// What sensors looked at lately: where a look reaches, how well it sees there, and who looked at a place without seeing.
import type { Coverage, Look } from "../api/schema";
import type { LatLon, Track } from "../api/types";
import { bearing_deg, distance_m } from "./mercator";

export type { Coverage, Look } from "../api/schema";

export interface CoveragePart { shown: boolean; now: Coverage | null; error: string | null }
export const kCoverageStart: CoveragePart = { shown: false, now: null, error: null };

export type CoverageAction =
  | { type: "coverage_shown"; shown: boolean }
  | { type: "coverage_now"; now: Coverage | null }
  | { type: "coverage_failed"; error: string };

export function reduce_coverage(state: CoveragePart, action: CoverageAction): CoveragePart {
  switch (action.type) {
    case "coverage_shown": return { ...state, shown: action.shown };
    case "coverage_now": return { ...state, now: action.now, error: null };
    // What was known last stays, with its age.
    case "coverage_failed": return { ...state, error: action.error };
  }
}

// How wide a sector is, clockwise; all around is 360.
export function sector_width(look: Look): number {
  const width = (look.bearing_to_deg ?? 360) - (look.bearing_from_deg ?? 0);
  if (width >= 360) return 360;
  return ((width % 360) + 360) % 360 || 360;
}

// Corners counted on from the first, so that a ring across 180 degrees is one piece.
export function unwound(ring: readonly LatLon[]): [number, number][] {
  let before = ring[0]?.lon ?? 0;
  return ring.map(({ lat, lon }) => {
    before = lon + Math.round((before - lon) / 360) * 360;
    return [before, lat];
  });
}

function ring_holds(ring: readonly LatLon[], at: LatLon): boolean {
  const corners = unwound(ring);
  return [-360, 0, 360].some((turn) => {
    const x = at.lon + turn;
    let inside = false;
    for (let i = 0, j = corners.length - 1; i < corners.length; j = i, i += 1) {
      const [xi, yi] = corners[i] as [number, number];
      const [xj, yj] = corners[j] as [number, number];
      if ((yi > at.lat) !== (yj > at.lat) && x < ((xj - xi) * (at.lat - yi)) / (yj - yi) + xi) inside = !inside;
    }
    return inside;
  });
}

export function holds(look: Look, at: LatLon): boolean {
  if (look.ring) return ring_holds(look.ring, at);
  if (!look.centre) return false;
  const range = distance_m(look.centre, at);
  if (range < (look.range_min_m ?? 0) || range > (look.range_max_m ?? 0)) return false;
  const width = sector_width(look);
  return width === 360 || (bearing_deg(look.centre, at) - (look.bearing_from_deg ?? 0) + 720) % 360 <= width;
}

// The chance that it sees an average small craft there; it falls with the square of the range.
export function chance(look: Look, at: LatLon): number {
  const { near, far } = look.detection;
  if (!look.centre || !look.range_max_m) return near;
  return near + (far - near) * Math.min(1, distance_m(look.centre, at) / look.range_max_m) ** 2;
}

export interface LookedAt { source: string; at_ms: number; chance: number }

// Who looked at a place, each with its newest look there; the newest first.
export function looked_at(coverage: Coverage, places: readonly LatLon[], after_ms = -Infinity): LookedAt[] {
  const found = new Map<string, LookedAt>();
  for (const look of coverage.looks) {
    const at_ms = Date.parse(look.at);
    if (!(at_ms > after_ms) || (found.get(look.source)?.at_ms ?? -Infinity) >= at_ms || !places.every((place) => holds(look, place))) continue;
    found.set(look.source, { source: look.source, at_ms, chance: Math.min(...places.map((place) => chance(look, place))) });
  }
  return [...found.values()].sort((a, b) => b.at_ms - a.at_ms || (a.source < b.source ? -1 : 1));
}

// The newest look of each source; the newest first.
export function newest_looks(coverage: Coverage): { source: string; at_ms: number }[] {
  const newest = new Map<string, number>();
  for (const look of coverage.looks) newest.set(look.source, Math.max(newest.get(look.source) ?? -Infinity, Date.parse(look.at)));
  return [...newest].map(([source, at_ms]) => ({ source, at_ms })).sort((a, b) => (a.source < b.source ? -1 : 1));
}

// A plot has its own time, before that of its scan: so long a look may have taken.
const kLookMs = 60_000;

// Of a lost track, and of a contact that was not reported for a while: whether it may be said that somebody looked in
// vain. Only for what is known to be where it was last, and to be where it is reckoned by then.
export function asks_who_looked(track: Pick<Track, "state" | "kind" | "position" | "observed_at">, now_ms: number): boolean {
  return track.position !== undefined && track.observed_at !== undefined && (track.state === "lost" || track.kind === "contact")
    && now_ms - Date.parse(track.observed_at) > kLookMs;
}

export function looked_in_vain(track: Track, coverage: Coverage, now_ms: number): LookedAt[] {
  const { position, observed_at } = track;
  if (!asks_who_looked(track, now_ms) || position === undefined || observed_at === undefined) return [];
  const seen_ms = Date.parse(observed_at);
  const here = looked_at(coverage, [position], seen_ms + kLookMs);
  const { course_deg: course, speed_mps: speed } = track;
  if (course === undefined || speed === undefined || !(speed > 0)) return here;
  return here.flatMap((look) => {
    const there = carried(position, course, (speed * (look.at_ms - seen_ms)) / 1000);
    return looked_at(coverage, [position, there], seen_ms + kLookMs).filter((both) => both.source === look.source && both.at_ms === look.at_ms);
  });
}

const rad = Math.PI / 180;
const kRadius = 6_371_008.8;

// So far along a great circle; the longitude counts on from the start and may go beyond 180.
export function carried(from: LatLon, bearing: number, metres: number): LatLon {
  const arc = metres / kRadius;
  const lat = Math.asin(Math.max(-1, Math.min(1, Math.sin(from.lat * rad) * Math.cos(arc) + Math.cos(from.lat * rad) * Math.sin(arc) * Math.cos(bearing * rad))));
  const east = Math.atan2(Math.sin(bearing * rad) * Math.sin(arc) * Math.cos(from.lat * rad), Math.cos(arc) - Math.sin(from.lat * rad) * Math.sin(lat));
  return { lat: lat / rad, lon: from.lon + east / rad };
}
