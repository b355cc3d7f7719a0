// SPDX-License-Identifier: Apache-2.0
// Web Mercator in world units (0..1 east and south), the plane of the chart, and great-circle measures on the sphere.
import type { LatLon } from "../api/types";

export const kEarthCircumference = 40_075_016.686;
const kMeanRadius = 6_371_008.8;
const kLatMax = 85.051129;
const rad = Math.PI / 180;

export const mercator_x = (lon: number): number => (lon + 180) / 360;
export function mercator_y(lat: number): number {
  const clamped = Math.max(-kLatMax, Math.min(kLatMax, lat));
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (clamped * rad) / 2)) / (2 * Math.PI);
}
export const lon_of = (x: number): number => x * 360 - 180;
export const lat_of = (y: number): number => (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 2) / rad - 90;

export function distance_m(a: LatLon, b: LatLon): number {
  const half_lat = ((b.lat - a.lat) * rad) / 2;
  const half_lon = ((b.lon - a.lon) * rad) / 2;
  const h = Math.sin(half_lat) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(half_lon) ** 2;
  return 2 * kMeanRadius * Math.asin(Math.min(1, Math.sqrt(h)));
}

// Initial great-circle bearing from `a` to `b`, degrees true.
export function bearing_deg(a: LatLon, b: LatLon): number {
  const delta = (b.lon - a.lon) * rad;
  const y = Math.sin(delta) * Math.cos(b.lat * rad);
  const x = Math.cos(a.lat * rad) * Math.sin(b.lat * rad) - Math.sin(a.lat * rad) * Math.cos(b.lat * rad) * Math.cos(delta);
  return (Math.atan2(y, x) / rad + 360) % 360;
}
