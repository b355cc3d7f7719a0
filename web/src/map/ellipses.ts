// SPDX-License-Identifier: Apache-2.0
// How well places are known, as ellipses: where the vessel lies with 95 % probability. Marked tracks always have theirs;
// contacts without identity when the chart is close enough for it to be read, as long as they are seen: of a lost one only
// its last place is known.
import type { LatLon, Track } from "../api/types";
import type { TrackTable } from "../state/track_table";

export const kErrorSource = "error";
export const kErrorLayers: readonly string[] = ["error-fill", "error-line"];
// Of a normal distribution in the plane: 95 % lie within so many standard deviations.
export const kSigmas95 = Math.sqrt(-2 * Math.log(0.05));
const kCloseZoom = 10;
const kDrawnMax = 400;
const kCorners = 48;
const kMetresPerDegree = 111_195;
const rad = Math.PI / 180;

export interface ErrorEllipse { major_m: number; minor_m: number; orientation_deg: number }

// One standard deviation, as the track tells it: an ellipse, else a circle, else nothing.
export function error_of(track: Pick<Track, "error" | "position_sigma_m">): ErrorEllipse | null {
  if (track.error) return track.error;
  const sigma = track.position_sigma_m;
  return sigma === undefined || !(sigma > 0) ? null : { major_m: sigma, minor_m: sigma, orientation_deg: 0 };
}

// A closed ring of [lon, lat], clockwise from the major axis. Longitudes go beyond 180 rather than jump.
export function ellipse_ring(at: LatLon, error: ErrorEllipse, sigmas: number): [number, number][] {
  const ring: [number, number][] = [];
  const turn = error.orientation_deg * rad;
  const narrow = Math.max(0.02, Math.cos(at.lat * rad));
  for (let corner = 0; corner <= kCorners; corner += 1) {
    const angle = ((corner % kCorners) / kCorners) * 2 * Math.PI;
    const along = error.major_m * sigmas * Math.cos(angle);
    const across = error.minor_m * sigmas * Math.sin(angle);
    const north = along * Math.cos(turn) - across * Math.sin(turn);
    const east = along * Math.sin(turn) + across * Math.cos(turn);
    ring.push([at.lon + east / (kMetresPerDegree * narrow), Math.max(-85, Math.min(85, at.lat + north / kMetresPerDegree))]);
  }
  return ring;
}

export interface ErrorScene {
  table: TrackTable;
  visible: readonly number[];
  marked: ReadonlySet<number>;
  zoom: number;
  now_ms: number;
  glide: boolean;
}

export function error_features(scene: ErrorScene): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = [];
  const add = (row: number): void => {
    const track = scene.table.alive(row) ? scene.table.details[row] : null;
    const error = track ? error_of(track) : null;
    if (!error) return;
    const ring = ellipse_ring(scene.table.predicted(row, scene.now_ms, scene.glide), error, kSigmas95);
    features.push({ type: "Feature", properties: { marked: scene.marked.has(row) ? 1 : 0 }, geometry: { type: "Polygon", coordinates: [ring] } });
  };
  for (const row of scene.marked) add(row);
  if (scene.zoom < kCloseZoom) return { type: "FeatureCollection", features };
  for (const row of scene.visible) {
    if (features.length >= kDrawnMax) break;
    const track = scene.table.details[row];
    if (track?.kind === "contact" && track.mmsi === undefined && !scene.marked.has(row) && !scene.table.lost(row)) add(row);
  }
  return { type: "FeatureCollection", features };
}
