// SPDX-License-Identifier: Apache-2.0
// Reads a position as people type it: DMM, DMS, DD, with hemispheres before or after, or compact `5030.5N 00115.0W`.
// Answers null when the text is not clearly a position, so that the search box can try names instead.
import type { LatLon } from "../api/types";

type Token = { kind: "number"; text: string } | { kind: "side"; side: "N" | "S" | "E" | "W" } | { kind: "comma" };

function tokens_of(text: string): Token[] | null {
  const clean = text
    .toUpperCase()
    .replace(/[°º˚′’'″”":]|''/g, " ")
    .replace(/[−–]/g, "-")
    .replace(/\b(LATITUDE|LONGITUDE|LAT|LON|LONG)\b[.=]?/g, " ");
  const tokens: Token[] = [];
  const pattern = /\s*(?:([+-]?\d+(?:\.\d*)?)|([NSEW])|([,;/]))/y;
  let rest = 0;
  while (rest < clean.length) {
    if (clean.slice(rest).trim() === "") break;
    pattern.lastIndex = rest;
    const found = pattern.exec(clean);
    if (!found) return null;
    rest = pattern.lastIndex;
    if (found[1] !== undefined) tokens.push({ kind: "number", text: found[1] });
    else if (found[2] !== undefined) tokens.push({ kind: "side", side: found[2] as "N" | "S" | "E" | "W" });
    else tokens.push({ kind: "comma" });
  }
  return tokens;
}

// `5030.5` with a hemisphere is 50 degrees 30.5 minutes; degrees have 2 digits in latitude and 3 in longitude.
function split_compact(text: string, degrees_width: number): string[] {
  const whole = text.replace(/^[+-]/, "").split(".")[0] ?? "";
  if (text.startsWith("-") || text.startsWith("+")) return [text];
  if (whole.length === degrees_width + 2) return [text.slice(0, degrees_width), text.slice(degrees_width)];
  if (whole.length === degrees_width + 4) {
    return [text.slice(0, degrees_width), text.slice(degrees_width, degrees_width + 2), text.slice(degrees_width + 2)];
  }
  return [text];
}

function angle_of(parts: string[], limit: number, side: string | null): number | null {
  const fields = side !== null && parts.length === 1 ? split_compact(parts[0] ?? "", limit === 90 ? 2 : 3) : parts;
  if (fields.length < 1 || fields.length > 3) return null;
  if (fields.slice(0, -1).some((field) => field.includes("."))) return null;
  if (fields.slice(1).some((field) => /^[+-]/.test(field))) return null;
  const negative = (fields[0] ?? "").startsWith("-");
  if (negative && side !== null) return null;
  const [degrees = 0, minutes = 0, seconds = 0] = fields.map((field) => Math.abs(Number(field)));
  if (minutes >= 60 || seconds >= 60) return null;
  const size = degrees + minutes / 60 + seconds / 3600;
  if (!Number.isFinite(size) || size > limit) return null;
  return negative || side === "S" || side === "W" ? -size : size;
}

export function parse_position(text: string): LatLon | null {
  const tokens = tokens_of(text);
  if (!tokens || tokens.length < 2 || text.length > 80) return null;
  const sides = tokens.filter((token) => token.kind === "side");
  if (sides.length === 2) return with_sides(tokens);
  if (sides.length !== 0) return null;
  const numbers = tokens.filter((token) => token.kind === "number").map((token) => token.text);
  const comma = tokens.findIndex((token) => token.kind === "comma");
  if (tokens.filter((token) => token.kind === "comma").length > 1) return null;
  const half = comma >= 0 ? tokens.slice(0, comma).length : numbers.length / 2;
  if (!Number.isInteger(half) || numbers.length - half !== half || half > 3 || half < 1) return null;
  // Two bare whole numbers are more likely part of a name or an identifier.
  if (comma < 0 && !numbers.some((number) => number.includes("."))) return null;
  const lat = angle_of(numbers.slice(0, half), 90, null);
  const lon = angle_of(numbers.slice(half), 180, null);
  return lat === null || lon === null ? null : { lat, lon };
}

function with_sides(tokens: Token[]): LatLon | null {
  const prefix = tokens[0]?.kind === "side";
  const groups: { parts: string[]; side: string }[] = [];
  let parts: string[] = [];
  let side: string | null = null;
  for (const token of tokens) {
    if (token.kind === "comma") continue;
    if (token.kind === "number") parts.push(token.text);
    else if (prefix) {
      if (side !== null) groups.push({ parts, side });
      parts = [];
      side = token.side;
    } else {
      groups.push({ parts, side: token.side });
      parts = [];
    }
  }
  if (prefix && side !== null) groups.push({ parts, side });
  else if (parts.length > 0) return null;
  const north = groups.find((group) => group.side === "N" || group.side === "S");
  const east = groups.find((group) => group.side === "E" || group.side === "W");
  if (groups.length !== 2 || !north || !east) return null;
  const lat = angle_of(north.parts, 90, north.side);
  const lon = angle_of(east.parts, 180, east.side);
  return lat === null || lon === null ? null : { lat, lon };
}
