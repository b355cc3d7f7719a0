// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { distance_m } from "../state/mercator";
import type { Look } from "../state/coverage";
import { coverage_features, freshness, look_rings } from "./coverage";

const look = (more: Partial<Look> = {}): Look => ({
  source: "radar", source_id: 1, scan: 1, at: "2026-05-04T12:00:00Z", age_s: 0, centre: { lat: 50, lon: 179.9 }, range_min_m: 0,
  range_max_m: 40_000, bearing_from_deg: 0, bearing_to_deg: 360, detection: { near: 0.9, far: 0.5 }, ...more,
});
const jumps = (ring: [number, number][]): number => Math.max(...ring.slice(1).map(([lon], i) => Math.abs(lon - (ring[i]?.[0] ?? 0))));

describe("the outline of what was looked at", () => {
  it("is a closed ring at the range, in one piece across 180 degrees", () => {
    const [ring = []] = look_rings(look());
    expect(ring[0]).toEqual(ring[ring.length - 1]);
    expect(jumps(ring)).toBeLessThan(1);
    expect(Math.max(...ring.map(([lon]) => lon))).toBeGreaterThan(180);
    for (const [lon, lat] of ring) expect(distance_m({ lat: 50, lon: 179.9 }, { lat, lon })).toBeCloseTo(40_000, -1);
  });
  it("leaves out what is too near", () => {
    expect(look_rings(look({ range_min_m: 5_000 }))).toHaveLength(2);
    const [sector = []] = look_rings(look({ range_min_m: 5_000, bearing_from_deg: 350, bearing_to_deg: 20 }));
    for (const [lon, lat] of sector) expect(distance_m({ lat: 50, lon: 179.9 }, { lat, lon })).toBeGreaterThan(4_990);
  });
  it("comes to a point at the sensor where a sector begins there", () => {
    const [sector = []] = look_rings(look({ bearing_from_deg: 350, bearing_to_deg: 20 }));
    expect(sector).toContainEqual([179.9, 50]);
    expect(sector[0]).toEqual(sector[sector.length - 1]);
  });
  it("closes along the edge of the chart around a pole", () => {
    const [ring = []] = look_rings(look({ centre: { lat: 88, lon: 10 }, range_max_m: 900_000 }));
    expect(Math.max(...ring.map(([lon]) => lon)) - Math.min(...ring.map(([lon]) => lon))).toBeCloseTo(360, 6);
    expect(Math.max(...ring.map(([, lat]) => lat))).toBeLessThanOrEqual(85);
  });
  it("takes a polygon as it is, and nothing of two corners", () => {
    expect(look_rings(look({ ring: [{ lat: 0, lon: 179 }, { lat: 0, lon: -179 }, { lat: 2, lon: -179 }] }))).toEqual([[[179, 0], [181, 0], [181, 2], [179, 0]]]);
    expect(look_rings(look({ ring: [{ lat: 0, lon: 1 }, { lat: 0, lon: 2 }] }))).toEqual([]);
    expect(look_rings(look({ range_max_m: 0 }))).toEqual([]);
  });
});

describe("the layer", () => {
  it("is strong where a sensor looks now and fades along its trail", () => {
    const fixed = look({ source_id: 2, centre: { lat: 10, lon: 0 } });
    const { features } = coverage_features([look({ age_s: 5 }), look({ age_s: 600, centre: { lat: 51, lon: 0 } }), look({ age_s: 1700, centre: { lat: 52, lon: 0 } }), fixed]);
    expect(features.map((feature) => feature.properties?.["trail"])).toEqual([1, 1, 0, 0]);
    const lines = features.map((feature) => Number(feature.properties?.["line"]));
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });
  it("takes the sectors of one radar for what it looks at now", () => {
    const { features } = coverage_features([0, 90, 180, 270].map((from) => look({ bearing_from_deg: from, bearing_to_deg: from + 90, age_s: from / 45 })));
    expect(features.every((feature) => feature.properties?.["trail"] === 0)).toBe(true);
  });
  it("never fades away altogether", () => {
    expect(freshness(0)).toBe(1);
    expect(freshness(1e9)).toBe(0.25);
  });
});
