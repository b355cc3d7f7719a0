// SPDX-License-Identifier: Apache-2.0
// The land that ships with the page (Natural Earth through world-atlas, public domain), as polygons for the fill and
// outlines for the coast line. Where a polygon is cut at the edge of the map (180 degrees, the pole), that cut is no coast.
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import coarse_url from "world-atlas/land-50m.json?url";
import fine_url from "world-atlas/land-10m.json?url";

type Ring = [number, number][];

const at_edge = (point: [number, number] | undefined): boolean =>
  point !== undefined && (Math.abs(point[0]) > 179.999 || point[1] < -85);

// The parts of a ring that are coast: the whole ring, or the runs between cuts.
export function coast_of(ring: Ring): Ring[] {
  if (!ring.some(at_edge)) return [ring];
  const runs: Ring[] = [];
  let run: Ring = [];
  ring.forEach((point, index) => {
    const next = ring[index + 1];
    run.push(point);
    if (next === undefined || (at_edge(point) && at_edge(next))) {
      if (run.length > 1) runs.push(run);
      run = [];
    }
  });
  return runs;
}

export function land_features(topology: Topology): GeoJSON.FeatureCollection {
  const shape = feature(topology, topology.objects["land"] as GeometryCollection);
  const features: GeoJSON.Feature[] = [];
  for (const part of shape.features) {
    const polygons = part.geometry.type === "MultiPolygon" ? part.geometry.coordinates
      : part.geometry.type === "Polygon" ? [part.geometry.coordinates] : [];
    for (const rings of polygons) {
      const cut = rings.some((ring) => (ring as Ring).some(at_edge));
      features.push({ type: "Feature", properties: { coast: cut ? 0 : 1 }, geometry: { type: "Polygon", coordinates: rings } });
      if (!cut) continue;
      const lines = rings.flatMap((ring) => coast_of(ring as Ring));
      features.push({ type: "Feature", properties: { coast: 1 }, geometry: { type: "MultiLineString", coordinates: lines } });
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
