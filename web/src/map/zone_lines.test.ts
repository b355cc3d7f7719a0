// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { needs_lines, widened } from "./zone_lines";

describe("the limits of zones", () => {
  it("are asked for again when the view leaves what is held, or comes closer", () => {
    const held = { box: [0, 50, 6, 54] as [number, number, number, number], zoom: 7 };
    expect(needs_lines(null, [1, 51, 2, 52], 7)).toBe(true);
    expect(needs_lines(held, [1, 51, 2, 52], 7)).toBe(false);
    expect(needs_lines(held, [1, 51, 2, 52], 6)).toBe(false);
    expect(needs_lines(held, [1, 51, 2, 52], 8)).toBe(true);
    expect(needs_lines(held, [5, 51, 7, 52], 7)).toBe(true);
  });
  it("are asked for a third beyond the view, also across 180 degrees", () => {
    expect(widened([0, 50, 3, 53])).toEqual([-1, 49, 4, 54]);
    expect(widened([178, -20, -179, -17])).toEqual([177, -21, -178, -16]);
    expect(widened([-170, -80, 170, 80])).toEqual([-180, -80, 180, 80]);
  });
});
