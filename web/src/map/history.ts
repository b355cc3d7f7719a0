// SPDX-License-Identifier: Apache-2.0
// Turns a stored history into a line and dots equally spaced in time. Breaks the line where nothing was heard.
import type { HistoryPoint } from "../api/types";
import { distance_m } from "../state/mercator";

const kGapMs = 30 * 60_000;
// Nothing that we follow moves faster (m/s): a longer leap is two places, not a way between them.
const kSpeedMax = 120;
const kDotsWanted = 36;
const kDotSteps = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600].map((seconds) => seconds * 1000);

export function dot_step_ms(span_ms: number): number {
  return kDotSteps.find((step) => span_ms / step <= kDotsWanted) ?? 21_600_000;
}

// No line is drawn where nothing was heard for long, or where the vessel cannot have gone.
const broken = (from: HistoryPoint, to: HistoryPoint): boolean => {
  const seconds = (to[0] - from[0]) / 1000;
  return seconds > kGapMs / 1000
    || distance_m({ lat: from[1], lon: from[2] }, { lat: to[1], lon: to[2] }) > 500 + kSpeedMax * seconds;
};

// Keeps the line on the near side of the 180th meridian.
const unwrap = (lon: number, near: number): number => lon + Math.round((near - lon) / 360) * 360;

export function history_features(points: readonly HistoryPoint[], until_ms: number | null): GeoJSON.FeatureCollection {
  const used = until_ms === null ? points : points.filter((point) => point[0] <= until_ms);
  const features: GeoJSON.Feature[] = [];
  const first = used[0];
  const last = used[used.length - 1];
  if (!first || !last) return { type: "FeatureCollection", features };
  let line: [number, number][] = [];
  let before: HistoryPoint | null = null;
  let lon = first[2];
  const flush = (): void => {
    if (line.length > 1) features.push({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: line } });
    line = [];
  };
  for (const point of used) {
    if (before && broken(before, point)) flush();
    lon = unwrap(point[2], lon);
    line.push([lon, point[1]]);
    before = point;
  }
  flush();
  for (const [at_lon, at_lat] of history_dots(used, dot_step_ms(last[0] - first[0]))) {
    features.push({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [at_lon, at_lat] } });
  }
  return { type: "FeatureCollection", features };
}

// Where the vessel was at whole steps of time, between the two fixes around each, never across a gap.
export function history_dots(points: readonly HistoryPoint[], step_ms: number): [number, number][] {
  const dots: [number, number][] = [];
  const first = points[0];
  if (!first) return dots;
  let lon = first[2];
  let due = Math.ceil(first[0] / step_ms) * step_ms;
  for (let index = 1; index < points.length; index += 1) {
    const from = points[index - 1];
    const to = points[index];
    if (!from || !to) continue;
    const from_lon = unwrap(from[2], lon);
    const to_lon = unwrap(to[2], from_lon);
    lon = to_lon;
    if (broken(from, to)) { due = Math.max(due, Math.ceil(to[0] / step_ms) * step_ms); continue; }
    for (; due <= to[0]; due += step_ms) {
      const share = to[0] === from[0] ? 0 : (due - from[0]) / (to[0] - from[0]);
      dots.push([from_lon + (to_lon - from_lon) * share, from[1] + (to[1] - from[1]) * share]);
    }
  }
  return dots;
}
