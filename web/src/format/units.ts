// SPDX-License-Identifier: Apache-2.0
// Prints speeds, angles, distances and counts. SI comes in, the units of the bridge go out.

export const kMetresPerNm = 1852;
export const kKnotsPerMps = 3600 / 1852;

export const format_speed = (mps: number): string => `${(mps * kKnotsPerMps).toFixed(1)} kn`;

// `035°`: three digits, never 360.
export function format_angle(degrees: number): string {
  const whole = Math.round(((degrees % 360) + 360) % 360) % 360;
  return `${String(whole).padStart(3, "0")}°`;
}

// `4.5 nm`, `38 nm`, and metres below a tenth of a mile.
export function format_distance(metres: number): string {
  const miles = metres / kMetresPerNm;
  if (miles < 0.1) return `${Math.round(metres)} m`;
  if (miles < 10) return `${miles.toFixed(2)} nm`;
  if (miles < 100) return `${miles.toFixed(1)} nm`;
  return `${format_count(Math.round(miles))} nm`;
}

export function format_metres(metres: number): string {
  return `${Number.isInteger(metres) ? metres : metres.toFixed(1)} m`;
}

export function format_dimensions(length_m: number | undefined, beam_m: number | undefined): string | null {
  if (length_m === undefined) return beam_m === undefined ? null : `beam ${format_metres(beam_m)}`;
  return beam_m === undefined ? format_metres(length_m) : `${length_m} × ${format_metres(beam_m)}`;
}

// Of a position: `within about 120 × 40 m, longest along 035° – 215° (one sigma)`.
export function error_words(error: { major_m: number; minor_m: number; orientation_deg: number }): string {
  const major = Math.round(error.major_m), minor = Math.round(error.minor_m);
  if (major === minor) return `within about ${format_metres(major)} (one sigma)`;
  return `within about ${major} × ${format_metres(minor)}, longest along ${format_angle(error.orientation_deg)} – ${format_angle(error.orientation_deg + 180)} (one sigma)`;
}

// `97 %`; never a certainty that rounding made.
export function format_probability(p: number): string {
  if (p > 0.99 && p < 1) return "over 99 %";
  if (p > 0 && p < 0.01) return "under 1 %";
  return `${Math.round(p * 100)} %`;
}

// Thousands apart by a thin space that does not break: `20 000`.
export function format_count(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
}

export function format_rate(per_second: number): string {
  if (per_second === 0) return "0 /s";
  if (per_second < 10) return `${per_second.toFixed(1)} /s`;
  return `${format_count(per_second)} /s`;
}

export function format_bytes(bytes: number): string {
  const names = ["B", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let index = 0;
  while (value >= 1000 && index < names.length - 1) {
    value /= 1000;
    index += 1;
  }
  return `${index === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${names[index] ?? ""}`;
}

export function format_turn(deg_min: number): string {
  if (Math.abs(deg_min) < 0.5) return "steady";
  return `${Math.abs(deg_min).toFixed(0)}°/min to ${deg_min > 0 ? "starboard" : "port"}`;
}
