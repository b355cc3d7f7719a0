// SPDX-License-Identifier: Apache-2.0
// What sensors looked at, on the chart: sectors, rings and polygons, faint fills with an outline. What a sensor looks at
// now is strong; the trail of one that moves, and what was looked at long ago, fade.
import type { LayerSpecification } from "maplibre-gl";
import { carried, sector_width, unwound, type Look } from "../state/coverage";
import type { ChartColours } from "./palette";

export const kCoverageSource = "coverage";
export const kCoverageLayers: readonly string[] = ["coverage-fill", "coverage-line"];
export const kCoverageAgeS = 1800;
const kStep = 3;
const kHighest = 85;
type Ring = [number, number][];

export function coverage_layers(colours: ChartColours): LayerSpecification[] {
  return [
    { id: "coverage-fill", type: "fill", source: kCoverageSource, layout: { visibility: "none" }, paint: { "fill-color": colours.coverage, "fill-opacity": ["get", "fill"], "fill-antialias": false } },
    { id: "coverage-line", type: "line", source: kCoverageSource, layout: { visibility: "none", "line-join": "round" }, paint: { "line-color": colours.coverage, "line-opacity": ["get", "line"], "line-width": ["case", ["==", ["get", "trail"], 1], 0.8, 1.2] } },
  ];
}

const capped = (lat: number): number => Math.max(-kHighest, Math.min(kHighest, lat));

// Counted on, so that what crosses 180 degrees stays in one piece.
function arc(look: Look, range: number): Ring {
  const { centre } = look;
  if (!centre) return [];
  const width = sector_width(look);
  const from = look.bearing_from_deg ?? 0;
  const steps = Math.max(2, Math.ceil(width / kStep));
  let before = centre.lon;
  return Array.from({ length: steps + 1 }, (_, step): [number, number] => {
    const { lat, lon } = carried(centre, from + (width * step) / steps, range);
    before = lon + Math.round((before - lon) / 360) * 360;
    return [before, capped(lat)];
  });
}

const closed = (ring: Ring): Ring => (ring[0] ? [...ring, ring[0]] : ring);

// The rings of a look as GeoJSON takes them: the outer one, then a hole. Empty where there is no area.
export function look_rings(look: Look): Ring[] {
  if (look.ring) return look.ring.length < 3 ? [] : [closed(unwound(look.ring).map(([lon, lat]) => [lon, capped(lat)]))];
  const { centre, range_max_m: most = 0, range_min_m: least = 0 } = look;
  if (!centre || !(most > least)) return [];
  const outer = arc(look, most);
  if (sector_width(look) < 360) return [closed([...outer, ...(least > 0 ? arc(look, least).reverse() : [[centre.lon, capped(centre.lat)] as [number, number]])])];
  const [first, last] = [outer[0], outer[outer.length - 1]];
  // Around a pole the ring does not close: the edge of the chart does it.
  if (first && last && Math.abs(last[0] - first[0]) > 180) {
    const edge = Math.sign(centre.lat) * kHighest;
    return [closed([...outer, [last[0], edge], [first[0], edge]])];
  }
  outer[outer.length - 1] = outer[0] as [number, number];
  return least > 0 ? [outer, arc(look, least).reverse()] : [outer];
}

// From 1 to a quarter with age.
export const freshness = (age_s: number): number => Math.max(0.25, 1 - (0.75 * Math.max(0, age_s)) / kCoverageAgeS);

// Whether a look belongs to what its sensor looks at from where it is now: the newest, and others from the same place.
function is_now(look: Look, newest: Look): boolean {
  if (look === newest) return true;
  return look.centre !== undefined && look.centre.lat === newest.centre?.lat && look.centre.lon === newest.centre.lon;
}

// The oldest first, so that the newest lies on top.
export function coverage_features(looks: readonly Look[]): GeoJSON.FeatureCollection {
  const newest = new Map<number, Look>();
  for (const look of looks) if (look.age_s < (newest.get(look.source_id)?.age_s ?? Infinity)) newest.set(look.source_id, look);
  const features = [...looks].sort((a, b) => b.age_s - a.age_s).flatMap((look): GeoJSON.Feature[] => {
    const coordinates = look_rings(look);
    if (coordinates.length === 0) return [];
    const trail = !is_now(look, newest.get(look.source_id) ?? look);
    const fresh = freshness(look.age_s);
    const properties = { source: look.source, trail: trail ? 1 : 0, fill: round((trail ? 0.02 : 0.09) * fresh), line: round((trail ? 0.35 : 0.9) * fresh) };
    return [{ type: "Feature", properties, geometry: { type: "Polygon", coordinates } }];
  });
  return { type: "FeatureCollection", features };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
