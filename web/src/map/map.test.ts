// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Topology } from "topojson-specification";
import { describe, expect, it } from "vitest";
import type { HistoryPoint } from "../api/types";
import { back_off_ms } from "../api/stream";
import { graticule_lines, graticule_step } from "./graticule";
import { dot_step_ms, history_dots, history_features } from "./history";
import { land_features, unwrap_ring } from "./land";
import { contrast, kChartColours } from "./palette";
import { kPlaces } from "./places";

const fix = (minutes: number, lat: number, lon: number): HistoryPoint => [minutes * 60_000, lat, lon, null, null, null];
const lines = (points: HistoryPoint[]): [number, number][][] =>
  history_features(points, null).features.flatMap((feature) => (feature.geometry.type === "LineString" ? [feature.geometry.coordinates as [number, number][]] : []));

describe("the past of a vessel", () => {
  it("puts dots equally spaced in time, whatever the fixes are", () => {
    const dots = history_dots([fix(0, 50, 0), fix(7, 50.07, 0), fix(9, 50.09, 0), fix(20, 50.2, 0)], 5 * 60_000);
    expect(dots.map(([, lat]) => Math.round(lat * 100) / 100)).toEqual([50, 50.05, 50.1, 50.15, 50.2]);
  });
  it("breaks the line where nothing was heard, and puts no dot into the gap", () => {
    const points = [fix(0, 50, 0), fix(10, 50.01, 0), fix(100, 50.05, 0), fix(110, 50.06, 0)];
    expect(lines(points)).toHaveLength(2);
    expect(history_dots(points, 10 * 60_000)).toHaveLength(4);
  });
  it("draws no line over a leap that no vessel can make", () => {
    expect(lines([fix(0, 50, 0), fix(1, 50, 0.01), fix(2, 51, 3), fix(3, 51, 3.01)])).toHaveLength(2);
  });
  it("goes on over the 180th meridian instead of round the world", () => {
    const [line = []] = lines([fix(0, 0, 179.9), fix(10, 0, -179.9), fix(20, 0, -179.8)]);
    expect(line.map(([lon]) => Math.round(lon * 10) / 10)).toEqual([179.9, 180.1, 180.2]);
  });
  it("ends at the time that is shown", () => {
    const features = history_features([fix(0, 50, 0), fix(10, 50.1, 0), fix(20, 50.2, 0)], 10 * 60_000).features;
    expect(JSON.stringify(features)).not.toContain("50.2");
  });
  it("keeps the dots few over any span", () => {
    for (const hours of [0.2, 1, 6, 24, 200]) expect((hours * 3_600_000) / dot_step_ms(hours * 3_600_000)).toBeLessThanOrEqual(36);
  });
});

describe("the land", () => {
  const read = (name: string): Topology => JSON.parse(readFileSync(createRequire(import.meta.url).resolve(`world-atlas/${name}.json`), "utf8")) as Topology;
  it("runs on over 180 degrees without a leap", () => {
    expect(unwrap_ring([[179, 60], [-179, 61], [-179, 65], [179, 66], [179, 60]])).toEqual([[179, 60], [181, 61], [181, 65], [179, 66], [179, 60]]);
    expect(unwrap_ring([[-179, 60], [179, 61], [-179, 60]])).toEqual([[-179, 60], [-181, 61], [-179, 60]]);
  });
  for (const name of ["land-110m", "land-50m", "land-10m"]) {
    it(`has no edge across the whole map in ${name}, but for the closing of a pole`, () => {
      let closings = 0;
      for (const { geometry } of land_features(read(name)).features) {
        const lines = geometry.type === "Polygon" || geometry.type === "MultiLineString" ? geometry.coordinates : [];
        for (const line of lines) {
          line.forEach((point, index) => {
            const next = line[index + 1];
            if (!next || Math.abs((next[0] ?? 0) - (point[0] ?? 0)) < 90) return;
            closings += 1;
            expect(Math.abs(point[1] ?? 0)).toBe(90);
          });
        }
      }
      expect(closings).toBeLessThanOrEqual(1);
    });
  }
});

describe("the graticule", () => {
  it("keeps lines apart at every scale", () => {
    for (let zoom = 1; zoom <= 17; zoom += 0.5) {
      const world = 512 * 2 ** zoom;
      if (zoom > 3) expect((graticule_step(world / 360) * world) / 360).toBeGreaterThanOrEqual(120);
      expect(graticule_lines({ centre_x: 0.5, centre_y: 0.33, world, width: 1900, height: 1000 }).length).toBeLessThan(60);
    }
  });
});

describe("the palettes", () => {
  it("keep the coast line at 3:1 and every symbol and name at 4.5:1", () => {
    for (const [name, colours] of Object.entries(kChartColours)) {
      expect(contrast(colours.coast, colours.sea), `${name} coast`).toBeGreaterThanOrEqual(3);
      expect(contrast(colours.coverage, colours.sea), `${name} coverage`).toBeGreaterThanOrEqual(4);
      for (const tone of colours.tones) expect(contrast(tone, colours.sea), `${name} ${tone}`).toBeGreaterThanOrEqual(4.5);
      for (const ink of [colours.label, colours.place]) expect(contrast(ink, colours.sea), `${name} ${ink}`).toBeGreaterThanOrEqual(4.5);
    }
  });
  it("keep place names readable on land", () => {
    for (const [name, colours] of Object.entries(kChartColours)) expect(contrast(colours.place, colours.land), name).toBeGreaterThanOrEqual(4.2);
  });
});

describe("reconnecting", () => {
  it("waits longer each time, up to a bound, and not in step with others", () => {
    expect(back_off_ms(0, 0.5)).toBe(500);
    expect(back_off_ms(3, 0.5)).toBe(4000);
    expect(back_off_ms(99, 1)).toBeLessThanOrEqual(18_750);
    expect(back_off_ms(2, 0)).not.toBe(back_off_ms(2, 1));
  });
});

describe("place names", () => {
  it("lie on Earth and are named once", () => {
    expect(new Set(kPlaces.map((place) => place.name)).size).toBe(kPlaces.length);
    for (const place of kPlaces) expect(Math.abs(place.lat) <= 85 && Math.abs(place.lon) <= 180, place.name).toBe(true);
  });
});
