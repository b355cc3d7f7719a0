// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { Track } from "../api/types";
import { TrackTable } from "../state/track_table";
import { ellipse_ring, error_features, error_of, kSigmas95 } from "./ellipses";

const contact = (id: string, more: Partial<Track> = {}): Track => ({
  id, kind: "contact", state: "live", position: { lat: 12.5, lon: -70 }, observed_at: "2026-03-14T20:00:00Z",
  error: { major_m: 300, minor_m: 50, orientation_deg: 90 }, ...more,
} as Track);

const shown = (tracks: Track[], marked: string[], zoom: number): GeoJSON.Feature[] => {
  const table = new TrackTable();
  table.reset(tracks);
  const rows = tracks.map((track) => table.row_of(track.id) ?? -1);
  const marks = new Set(marked.map((id) => table.row_of(id) ?? -1));
  return error_features({ table, visible: rows, marked: marks, zoom, now_ms: Date.parse("2026-03-14T20:00:00Z"), glide: true }).features;
};

describe("how well a place is known", () => {
  it("is an ellipse with its long axis where the track says", () => {
    const ring = ellipse_ring({ lat: 0, lon: 10 }, { major_m: 1000, minor_m: 100, orientation_deg: 90 }, 1);
    expect(ring[0]).toEqual(ring[ring.length - 1]);
    const east = Math.max(...ring.map(([lon]) => lon - 10)) * 111_195;
    const north = Math.max(...ring.map(([, lat]) => lat)) * 111_195;
    expect(east).toBeCloseTo(1000, 0);
    expect(north).toBeCloseTo(100, 0);
    const first = ring[0] ?? [0, 0];
    expect((first[0] - 10) * 111_195).toBeCloseTo(1000, 0);  // the major axis points east
  });
  it("stretches in longitude towards the pole, and does not jump at 180 degrees", () => {
    const ring = ellipse_ring({ lat: 60, lon: 179.999 }, { major_m: 500, minor_m: 500, orientation_deg: 0 }, 1);
    const lons = ring.map(([lon]) => lon);
    expect(Math.max(...lons)).toBeGreaterThan(180);
    expect(Math.max(...lons) - Math.min(...lons)).toBeCloseTo((2 * 500) / (111_195 * 0.5), 4);
  });
  it("holds 95 % of where the vessel may be", () => {
    expect(1 - Math.exp(-(kSigmas95 ** 2) / 2)).toBeCloseTo(0.95, 9);
  });
  it("is a circle where only one number is told, and nothing where none is", () => {
    expect(error_of({ position_sigma_m: 80 })).toEqual({ major_m: 80, minor_m: 80, orientation_deg: 0 });
    expect(error_of({})).toBeNull();
    expect(error_of({ position_sigma_m: 0 })).toBeNull();
  });
  it("is drawn for what is marked at any scale, and for contacts without identity when close", () => {
    const tracks = [contact("T-1"), contact("T-2"), contact("T-3", { mmsi: 244_000_001 }), contact("T-4", { kind: "ship", mmsi: 244_000_002 })];
    expect(shown(tracks, [], 8)).toHaveLength(0);
    expect(shown(tracks, ["T-4"], 8)).toHaveLength(1);
    expect(shown(tracks, [], 11)).toHaveLength(2);
    expect(shown([contact("T-5", { state: "lost" })], [], 11)).toHaveLength(0);
    expect(shown([contact("T-5", { state: "lost" })], ["T-5"], 11)).toHaveLength(1);
    expect(shown(tracks, ["T-1"], 11).map((feature) => feature.properties?.marked)).toEqual([1, 0]);
  });
});
