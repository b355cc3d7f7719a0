// SPDX-License-Identifier: Apache-2.0
// Limits of maritime zones on the chart: which part of them is held, when more is needed, and how they are drawn.
import type { LayerSpecification } from "maplibre-gl";
import type { Bbox } from "../api/types";
import { covers } from "../state/viewport";
import type { ChartColours } from "./palette";

export const kZoneSource = "zones";
const kLimits = [
  { limit: "territorial_sea", dash: null, width: 1.3 },
  { limit: "contiguous_zone", dash: [4, 2.5], width: 1 },
  { limit: "eez", dash: [8, 3, 1.5, 3], width: 1.2 },
] as const;

export const kZoneLayers: readonly string[] = [...kLimits.map((kind) => `zone-${kind.limit}`), "zone-area"];

export function zone_layers(colours: ChartColours): LayerSpecification[] {
  const lines = kLimits.map((kind): LayerSpecification => ({
    id: `zone-${kind.limit}`, type: "line", source: kZoneSource, filter: ["==", ["get", "limit"], kind.limit],
    layout: { "line-join": "round", visibility: "none" },
    paint: { "line-color": colours.zone, "line-width": kind.width, "line-opacity": 0.85, ...(kind.dash ? { "line-dasharray": [...kind.dash] } : {}) },
  }));
  return [...lines, {
    id: "zone-area", type: "line", source: kZoneSource, filter: ["has", "area"], layout: { visibility: "none" },
    paint: { "line-color": colours.zone, "line-width": 0.8, "line-opacity": 0.5, "line-dasharray": [1, 3] },
  }];
}

export interface Held { box: Bbox; zoom: number }

// Lines are traced for a zoom: one level more asks for finer ones, two less for fewer.
export function needs_lines(held: Held | null, wanted: Bbox, zoom: number): boolean {
  return held === null || !covers(held.box, wanted) || zoom > held.zoom || zoom < held.zoom - 1;
}

// A third more on each side, so that a small pan asks for nothing. Degrees; west > east crosses 180.
export function widened(box: Bbox): Bbox {
  const [west, south, east, north] = box;
  const width = east > west ? east - west : east - west + 360;
  const height = north - south;
  const wrap = (lon: number): number => ((((lon + 180) % 360) + 360) % 360) - 180;
  const round = (value: number): number => Math.round(value * 1e4) / 1e4;
  if (width * 5 / 3 >= 350) return [-180, Math.max(-85, south), 180, Math.min(85, north)];
  return [round(wrap(west - width / 3)), round(Math.max(-85, south - height / 3)), round(wrap(east + width / 3)), round(Math.min(85, north + height / 3))];
}
