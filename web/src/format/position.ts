// SPDX-License-Identifier: Apache-2.0
// Prints positions as degrees and minutes (DMM), degrees, minutes and seconds (DMS) or decimal degrees (DD).
// Rounds once, in the smallest unit shown, so 59.996' becomes the next degree and never 60.00'.
import type { LatLon } from "../api/types";

export type PositionFormat = "DMM" | "DMS" | "DD";
export const kPositionFormats: readonly PositionFormat[] = ["DMM", "DD", "DMS"];

interface Axis { width: number; positive: string; negative: string }
const kLat: Axis = { width: 2, positive: "N", negative: "S" };
const kLon: Axis = { width: 3, positive: "E", negative: "W" };

// -180 and 540 both mean 180 E or W; printing needs one name for each meridian.
export function wrap_lon(lon: number): number {
  const wrapped = ((((lon + 180) % 360) + 360) % 360) - 180;
  return wrapped === -180 && lon > 0 ? 180 : wrapped;
}

const pad = (value: number, width: number): string => String(value).padStart(width, "0");

function dmm_axis(value: number, axis: Axis, digits: number): string {
  const scale = 10 ** digits;
  const units = Math.round(Math.abs(value) * 60 * scale);
  const degrees = Math.floor(units / (60 * scale));
  const minutes = ((units % (60 * scale)) / scale).toFixed(digits);
  const side = value < 0 && units > 0 ? axis.negative : axis.positive;
  return `${pad(degrees, axis.width)}°${minutes.padStart(digits > 0 ? 3 + digits : 2, "0")}'${side}`;
}

function dms_axis(value: number, axis: Axis, digits: number): string {
  const scale = 10 ** digits;
  const units = Math.round(Math.abs(value) * 3600 * scale);
  const degrees = Math.floor(units / (3600 * scale));
  const minutes = Math.floor((units % (3600 * scale)) / (60 * scale));
  const seconds = ((units % (60 * scale)) / scale).toFixed(digits);
  const side = value < 0 && units > 0 ? axis.negative : axis.positive;
  return `${pad(degrees, axis.width)}°${pad(minutes, 2)}'${seconds.padStart(digits > 0 ? 3 + digits : 2, "0")}"${side}`;
}

export const format_dmm = (at: LatLon, digits = 2): string =>
  `${dmm_axis(at.lat, kLat, digits)} ${dmm_axis(wrap_lon(at.lon), kLon, digits)}`;

export const format_dms = (at: LatLon, digits = 1): string =>
  `${dms_axis(at.lat, kLat, digits)} ${dms_axis(wrap_lon(at.lon), kLon, digits)}`;

export function format_dd(at: LatLon, digits = 5): string {
  const print = (value: number): string => {
    const text = value.toFixed(digits);
    return Number(text) === 0 ? (0).toFixed(digits) : text;
  };
  return `${print(at.lat)}, ${print(wrap_lon(at.lon))}`;
}

export function format_position(at: LatLon, format: PositionFormat): string {
  if (format === "DMM") return format_dmm(at);
  if (format === "DMS") return format_dms(at);
  return format_dd(at);
}

// A graticule line: `50°N`, `50°30'N`, `001°15'W`.
export function format_graticule(value: number, axis: "lat" | "lon"): string {
  const names = axis === "lat" ? kLat : kLon;
  const at = axis === "lat" ? value : wrap_lon(value);
  const minutes = Math.round(Math.abs(at) * 600) / 10;
  const degrees = Math.floor(minutes / 60 + 1e-9);
  const rest = minutes - degrees * 60;
  const side = at === 0 || Math.abs(at) === 180 ? "" : at < 0 ? names.negative : names.positive;
  const tail = rest < 0.05 ? "" : `${Number.isInteger(rest) ? pad(rest, 2) : rest.toFixed(1).padStart(4, "0")}'`;
  return `${pad(degrees, names.width)}°${tail}${side}`;
}
