// SPDX-License-Identifier: Apache-2.0
// The land that ships with the page (Natural Earth through world-atlas, public domain), as polygons for the fill and
// outlines for the coast line.
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import coarse_url from "world-atlas/land-50m.json?url";
import fine_url from "world-atlas/land-10m.json?url";

type Ring = [number, number][];

// Rings in the data run on over 180 degrees by a leap to -180. Unwrapped they stay in one piece, east of 180 if need be;
// the map library shows what lies there on the other side as well.
export function unwrap_ring(ring: Ring): Ring {
  let shift = 0;
  let before: number | null = null;
  return ring.map(([lon, lat]) => {
    if (before !== null && lon - before > 180) shift -= 360;
    else if (before !== null && lon - before < -180) shift += 360;
    before = lon;
    return [lon + shift, lat];
  });
}

// A ring round a pole does not close in itself: it is closed along the lower or upper edge of the map.
function round_a_pole(ring: Ring): boolean {
  const first = ring[0];
  const last = ring[ring.length - 1];
  return first !== undefined && last !== undefined && Math.abs(last[0] - first[0]) > 180;
}

function close_at_pole(ring: Ring): Ring {
  const first: [number, number] = ring[0] ?? [0, 0];
  const last: [number, number] = ring[ring.length - 1] ?? first;
  const pole = first[1] < 0 ? -90 : 90;
  return [...ring, [last[0], pole], [first[0], pole], [first[0], first[1]]];
}

export function land_features(topology: Topology): GeoJSON.FeatureCollection {
  const shape = feature(topology, topology.objects["land"] as GeometryCollection);
  const features: GeoJSON.Feature[] = [];
  for (const part of shape.features) {
    const polygons = part.geometry.type === "MultiPolygon" ? part.geometry.coordinates
      : part.geometry.type === "Polygon" ? [part.geometry.coordinates] : [];
    for (const rings of polygons) {
      const outer = unwrap_ring((rings[0] ?? []) as Ring);
      const polar = round_a_pole(outer);
      const centre = outer[0]?.[0] ?? 0;
      const holes = rings.slice(1).map((hole) => {
        const ring = unwrap_ring(hole as Ring);
        const shift = Math.round((centre - (ring[0]?.[0] ?? 0)) / 360) * 360;
        return ring.map(([lon, lat]): [number, number] => [lon + shift, lat]);
      });
      const coordinates = [polar ? close_at_pole(outer) : outer, ...holes];
      features.push({ type: "Feature", properties: { coast: polar ? 0 : 1 }, geometry: { type: "Polygon", coordinates } });
      if (polar) features.push({ type: "Feature", properties: { coast: 1 }, geometry: { type: "MultiLineString", coordinates: [outer, ...holes] } });
    }
  }
  return { type: "FeatureCollection", features };
}

async function load(url: string): Promise<GeoJSON.FeatureCollection> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the coastline could not be read (${response.status})`);
  return land_features((await response.json()) as Topology);
}

export const load_coarse_land = (): Promise<GeoJSON.FeatureCollection> => load(coarse_url);
export const load_fine_land = (): Promise<GeoJSON.FeatureCollection> => load(fine_url);
