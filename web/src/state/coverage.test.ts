// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { Track } from "../api/types";
import { carried, chance, holds, looked_at, looked_in_vain, newest_looks, sector_width, type Coverage, type Look } from "./coverage";

const noon = Date.parse("2026-05-04T12:00:00Z");
const time = (seconds: number): string => new Date(noon + seconds * 1000).toISOString();
const round = (source: string, seconds: number, more: Partial<Look> = {}): Look => ({
  source, source_id: source.length, scan: 1, at: time(seconds), age_s: 600 - seconds, centre: { lat: 10, lon: 179.8 },
  range_min_m: 0, range_max_m: 50_000, bearing_from_deg: 0, bearing_to_deg: 360, detection: { near: 0.9, far: 0.5 }, ...more,
});
const coverage = (...looks: Look[]): Coverage => ({ slot: 1, as_of: time(600), looks });

describe("a look", () => {
  it("holds what lies within its range, also across 180 degrees", () => {
    const look = round("a", 0);
    expect(holds(look, { lat: 10, lon: -179.9 })).toBe(true);
    expect(holds(look, { lat: 10, lon: -179.7 })).toBe(false);
    expect(holds(round("a", 0, { range_min_m: 10_000 }), { lat: 10, lon: 179.81 })).toBe(false);
  });
  it("holds a sector clockwise, also across north", () => {
    const look = round("a", 0, { bearing_from_deg: 330, bearing_to_deg: 30 });
    expect(sector_width(look)).toBe(60);
    expect(holds(look, { lat: 10.3, lon: 179.8 })).toBe(true);
    expect(holds(look, { lat: 10, lon: 180 })).toBe(false);
    expect(sector_width(round("a", 0, { bearing_from_deg: 90, bearing_to_deg: 450 }))).toBe(360);
  });
  it("holds what lies within a polygon across 180 degrees", () => {
    const look: Look = { source: "s", source_id: 1, scan: 1, at: time(0), age_s: 0, detection: { near: 0.7, far: 0.7 }, ring: [{ lat: 0, lon: 179 }, { lat: 0, lon: -179 }, { lat: 2, lon: -179 }, { lat: 2, lon: 179 }] };
    expect(holds(look, { lat: 1, lon: 179.5 })).toBe(true);
    expect(holds(look, { lat: 1, lon: -179.5 })).toBe(true);
    expect(holds(look, { lat: 1, lon: 178.5 })).toBe(false);
    expect(chance(look, { lat: 1, lon: 180 })).toBe(0.7);
  });
  it("sees less far out, with the square of the range", () => {
    expect(chance(round("a", 0), { lat: 10, lon: 179.8 })).toBeCloseTo(0.9, 6);
    expect(chance(round("a", 0), carried({ lat: 10, lon: 179.8 }, 90, 25_000))).toBeCloseTo(0.8, 4);
  });
});

describe("who looked", () => {
  it("is each source once, with its newest look there", () => {
    const now = coverage(round("b", 10), round("aa", 30), round("aa", 50), round("far", 60, { centre: { lat: 40, lon: 0 } }));
    expect(looked_at(now, [{ lat: 10, lon: 180 }]).map((look) => [look.source, look.at_ms - noon])).toEqual([["aa", 50_000], ["b", 10_000]]);
    expect(looked_at(now, [{ lat: 10, lon: 180 }], noon + 20_000).map((look) => look.source)).toEqual(["aa"]);
    expect(newest_looks(now).map((look) => look.source)).toEqual(["aa", "b", "far"]);
  });
});

describe("a contact that is not seen any more", () => {
  const contact = (more: Partial<Track> = {}): Track => ({ id: "T-1", kind: "contact", state: "live", position: { lat: 10, lon: 180 }, observed_at: time(0), received_at: time(0), first_at: time(0), flags: [], sources: [], observations: 3, ...more }) as Track;
  it("was looked for in vain by whoever covered its place more than a minute later", () => {
    const now = coverage(round("soon", 30), round("later", 120), round("elsewhere", 300, { centre: { lat: 30, lon: 0 } }));
    expect(looked_in_vain(contact(), now, noon + 600_000).map((look) => look.source)).toEqual(["later"]);
    expect(looked_in_vain(contact({ observed_at: time(100) }), now, noon + 600_000)).toEqual([]);
  });
  it("says nothing when it may have left what was looked at", () => {
    const now = coverage(round("later", 120));
    expect(looked_in_vain(contact({ course_deg: 90, speed_mps: 10 }), now, noon + 600_000)).toHaveLength(1);
    expect(looked_in_vain(contact({ course_deg: 90, speed_mps: 400 }), now, noon + 600_000)).toHaveLength(0);
  });
  it("is asked for lost vessels, not for live ones", () => {
    const now = coverage(round("later", 120));
    expect(looked_in_vain(contact({ kind: "ship" }), now, noon + 600_000)).toHaveLength(0);
    expect(looked_in_vain(contact({ kind: "ship", state: "lost" }), now, noon + 600_000)).toHaveLength(1);
  });
});
