// SPDX-License-Identifier: Apache-2.0
// Forms as data: which members an act has, what was typed so far, the body that is sent, and which of the server's faults
// belongs beside which field. What was typed is kept as typed until it is sent. Pure.
import type { Problem } from "../api/types";
import { parse_goto_time, to_rfc3339 } from "../format/time";
import { parse_position } from "../format/parse_position";

export type Option = readonly [value: string, words: string];
export type FieldKind = "line" | "text" | "number" | "moment" | "ahead" | "place" | "point" | "flag" | "yes_no" | "choice" | "many" | "words" | "list";
export interface FieldSpec {
  // Where it stands in the body: `vessel/name`.
  path: string;
  label: string;
  kind: FieldKind;
  needed?: boolean;
  hint?: string;
  // Instead of the hint, where it depends on what is chosen.
  told?: (values: Values) => string;
  options?: readonly Option[];
  // Of a list: one item's fields, what a new one holds, what it is called.
  item?: readonly FieldSpec[];
  fresh?: (count: number) => Values;
  item_name?: string;
  shown?: (values: Values) => boolean;
  // A heading above this field.
  head?: string;
  max?: number;
}
export type Values = { [path: string]: string | boolean | readonly string[] | readonly Values[] | undefined };
export type Faults = ReadonlyMap<string, string>;

export const text_in = (values: Values, path: string): string => { const value = values[path]; return typeof value === "string" ? value : ""; };
export const list_in = (values: Values, path: string): readonly Values[] => { const value = values[path]; return Array.isArray(value) && value.every((item) => typeof item === "object") ? (value as readonly Values[]) : []; };
export const words_in = (values: Values, path: string): readonly string[] => { const value = values[path]; return Array.isArray(value) && value.every((item) => typeof item === "string") ? (value as readonly string[]) : []; };

// `now`, `-30m`, `2 h ago`, `+24h`, `in 3 d`, or any time that the picture's clock reads. A day-and-hour without a month,
// or a bare hour, is the latest one; where what is meant lies ahead, the next one.
export function parse_moment(text: string, now_ms: number, ahead: boolean): number | null {
  const clean = text.trim();
  if (/^now$/i.test(clean)) return now_ms;
  const later = /^(?:\+|in )\s*(\d+(?:\.\d+)?)\s?([smhd])[a-z]*$/i.exec(clean);
  if (later) return now_ms + Number(later[1]) * ({ s: 1e3, m: 6e4, h: 36e5, d: 864e5 }[(later[2] ?? "h").toLowerCase() as "s" | "m" | "h" | "d"]);
  if (/^\d{4}-\d{2}-\d{2}$/.test(clean)) { const t = Date.parse(`${clean}T${ahead ? "23:59:59" : "00:00:00"}Z`); return Number.isFinite(t) && to_rfc3339(t).startsWith(clean) ? t : null; }
  // As the API gives it, with fractions of a second.
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(clean)) { const t = Date.parse(clean); return Number.isFinite(t) ? t : null; }
  const found = parse_goto_time(clean, now_ms);
  if (found === null || !ahead || found > now_ms) return found;
  if (/^\d{6}Z$/i.test(clean)) { const at = new Date(found); at.setUTCMonth(at.getUTCMonth() + 1); return at.getTime(); }
  if (/^\d{1,2}:?\d{2}(:?\d{2})?Z?$/i.test(clean)) return found + 864e5;
  return found;
}

function put(body: Record<string, unknown>, path: string, value: unknown): void {
  const parts = path.split("/");
  let at = body;
  for (const part of parts.slice(0, -1)) at = (at[part] ??= {}) as Record<string, unknown>;
  at[parts[parts.length - 1] ?? ""] = value;
}

export interface Composed { body: Record<string, unknown>; faults: Map<string, string> }

// The body of an act. What is empty is left out; what cannot be read is a fault at its own field.
export function compose(fields: readonly FieldSpec[], values: Values, now_ms: number, pointer = ""): Composed {
  const body: Record<string, unknown> = {};
  const faults = new Map<string, string>();
  for (const field of fields) {
    if (field.shown?.(values) === false) continue;
    const there = `${pointer}/${field.path}`;
    const raw = values[field.path];
    if (field.kind === "list") {
      const items = list_in(values, field.path).map((item, index) => {
        const made = compose(field.item ?? [], item, now_ms, `${there}/${index}`);
        for (const [at, fault] of made.faults) faults.set(at, fault);
        return made.body;
      });
      if (items.length > 0) put(body, field.path, items);
      else if (field.needed === true) faults.set(there, `At least one ${field.item_name ?? "item"} is needed`);
      continue;
    }
    if (field.kind === "flag") { if (raw === true) put(body, field.path, true); continue; }
    if (field.kind === "many") {
      const chosen = words_in(values, field.path);
      if (chosen.length > 0) put(body, field.path, chosen);
      else if (field.needed === true) faults.set(there, "Choose at least one");
      continue;
    }
    const text = typeof raw === "string" ? raw.trim() : "";
    if (text === "") { if (field.needed === true) faults.set(there, "This is needed"); continue; }
    switch (field.kind) {
      case "number": {
        const number = Number(text.replace(",", "."));
        if (Number.isFinite(number)) put(body, field.path, number); else faults.set(there, "This is no number");
        break;
      }
      case "moment":
      case "ahead": {
        const at = parse_moment(text, now_ms, field.kind === "ahead");
        if (at === null) faults.set(there, field.kind === "ahead" ? "Not a time. Such as +24h, 301200Z, 2026-12-01" : "Not a time. Such as now, -30m, 0300, 220300Z, 2026-11-22 03:00");
        else put(body, field.path, to_rfc3339(Math.round(at)));
        break;
      }
      case "place":
      case "point": {
        const at = parse_position(text);
        if (at === null) faults.set(there, "Not a position. Such as 15°15.0'N 073°06.0'W or 15.25, -73.1");
        else put(body, field.path, field.kind === "place" ? { lat: at.lat, lon: at.lon } : [at.lon, at.lat]);
        break;
      }
      case "yes_no": put(body, field.path, text === "yes"); break;
      case "words": put(body, field.path, text.split(/[,;\n]/).map((word) => word.trim()).filter((word) => word !== "")); break;
      default: put(body, field.path, text);
    }
  }
  return { body, faults };
}

// What the server found, by the field that it belongs to; `""` is what belongs to none. Faults come as `errors[]`, or
// name their member first in the detail: "`/expires_at` …", "`basis` is missing: …".
export function faults_of(problem: Pick<Problem, "detail" | "title" | "errors"> | null, fallback: string, pointers: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const add = (pointer: string, detail: string): void => {
    // The longest field that holds the pointer; a fault of a whole object belongs to the first field inside it.
    const at = pointer === "" ? "" : pointers.filter((known) => pointer === known || pointer.startsWith(`${known}/`)).sort((a, b) => b.length - a.length)[0]
      ?? pointers.find((known) => known.startsWith(`${pointer}/`)) ?? "";
    const before = found.get(at);
    found.set(at, before === undefined ? detail : `${before}. ${detail}`);
  };
  const plain = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  for (const error of problem?.errors ?? []) add(error.pointer.replace(/^#/, ""), plain(error.detail));
  if (found.size > 0) return found;
  const detail = problem?.detail ?? problem?.title ?? fallback;
  const pointed = /^`(\/[^`]*)` (.*)$/s.exec(detail);
  if (pointed) { add(pointed[1] ?? "", plain(pointed[2] ?? "")); return found; }
  const named = /^`([a-z_0-9]+)`/.exec(detail);
  const at = named ? pointers.find((known) => known === `/${named[1] ?? ""}`) ?? pointers.find((known) => known.endsWith(`/${named[1] ?? ""}`)) ?? pointers.find((known) => known.startsWith(`/${named[1] ?? ""}/`)) : undefined;
  add(at ?? "", plain(detail));
  return found;
}

// Every place of a form where a fault can stand.
export function pointers_of(fields: readonly FieldSpec[], values: Values, pointer = ""): string[] {
  return fields.filter((field) => field.shown?.(values) !== false).flatMap((field) => [
    `${pointer}/${field.path}`,
    ...(field.kind === "list" ? list_in(values, field.path).flatMap((item, index) => pointers_of(field.item ?? [], item, `${pointer}/${field.path}/${index}`)) : []),
  ]);
}

// A body as values of the form, to change what is there.
export function values_of(fields: readonly FieldSpec[], body: Readonly<Record<string, unknown>>, say_place: (at: { lat: number; lon: number }) => string): Values {
  const values: Values = {};
  for (const field of fields) {
    const value = field.path.split("/").reduce<unknown>((at, part) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[part] : undefined), body);
    if (value === undefined || value === null) continue;
    switch (field.kind) {
      case "flag": values[field.path] = value === true; break;
      case "yes_no": values[field.path] = value === true ? "yes" : "no"; break;
      case "many": values[field.path] = value as string[]; break;
      case "words": values[field.path] = (value as string[]).join(", "); break;
      case "list": values[field.path] = (value as Record<string, unknown>[]).map((item) => values_of(field.item ?? [], item, say_place)); break;
      case "place": values[field.path] = say_place(value as { lat: number; lon: number }); break;
      case "point": values[field.path] = say_place({ lon: (value as number[])[0] ?? 0, lat: (value as number[])[1] ?? 0 }); break;
      default: values[field.path] = String(value);
    }
  }
  return values;
}
