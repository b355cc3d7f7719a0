// SPDX-License-Identifier: Apache-2.0
// Prints instants (UTC milliseconds) and ages, and reads the times a watch officer types. No clock is read here.

const kMonths = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"] as const;
const two = (value: number): string => String(value).padStart(2, "0");

export const kMinute = 60_000;
export const kHour = 3_600_000;
export const kDay = 86_400_000;

// `221205Z NOV 26`
export function format_dtg(t_ms: number): string {
  const at = new Date(t_ms);
  const month = kMonths[at.getUTCMonth()] ?? "";
  return `${two(at.getUTCDate())}${two(at.getUTCHours())}${two(at.getUTCMinutes())}Z ${month} ${two(at.getUTCFullYear() % 100)}`;
}

// `12:05:33Z`
export function format_clock(t_ms: number): string {
  const at = new Date(t_ms);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}Z`;
}

// `12:05:33.1Z`: where the tenth matters, as at a stop.
export function format_exact(t_ms: number): string {
  return `${format_clock(t_ms).slice(0, -1)}.${Math.floor((((t_ms % 1000) + 1000) % 1000) / 100)}Z`;
}

// How long something took to be answered: `18 ms`, `1.2 s`.
export const format_took = (ms: number): string => (ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`);

// How long until something ends: `in 61 h`, `in 12 d`; `3 h ago` when it has ended.
export function format_until(left_ms: number): string {
  if (left_ms <= 0) return `${format_age(-left_ms)} ago`;
  if (left_ms < 3 * kDay) return `in ${format_age(left_ms)}`;
  if (left_ms < 90 * kDay) return `in ${Math.floor(left_ms / kDay)} d`;
  return `in ${Math.floor(left_ms / (30.44 * kDay))} months`;
}

// `30 NOV 26`: the day alone.
export const format_day = (t_ms: number): string => { const dtg = format_dtg(t_ms); return `${dtg.slice(0, 2)} ${dtg.slice(8)}`; };

// `12:05Z`, with the day in front when it is not the day of `near_ms`: `21 NOV 12:05Z`.
export function format_hour(t_ms: number, near_ms?: number): string {
  const at = new Date(t_ms);
  const hour = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}Z`;
  if (near_ms !== undefined && Math.floor(t_ms / kDay) === Math.floor(near_ms / kDay)) return hour;
  return `${two(at.getUTCDate())} ${kMonths[at.getUTCMonth()] ?? ""} ${hour}`;
}

// `42 s`, `3 min`, `2 h 10 min`, `3 d 4 h`. A time ahead of the clock is `0 s`: feeds run a little fast.
export function format_age(age_ms: number): string {
  const seconds = Math.max(0, Math.floor(age_ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

// The largest unit alone, where room is scarce: `42 s`, `3 min`, `2 h`, `3 d`.
export function format_brief_age(age_ms: number): string {
  const hours = Math.floor(age_ms / kHour);
  if (hours < 2) return format_age(age_ms);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

export function parse_instant(text: string | undefined): number | null {
  if (text === undefined) return null;
  const t_ms = Date.parse(text);
  return Number.isFinite(t_ms) ? t_ms : null;
}

export const to_rfc3339 = (t_ms: number): string => new Date(t_ms).toISOString();

// Reads `0300`, `03:00Z`, `030015`, `220300Z`, `220300Z NOV 26`, `2026-11-22 03:00`, `-30m`, `2 h ago`.
// A bare hour is the latest one at or before `now_ms`. Answers null when the text is none of these.
export function parse_goto_time(text: string, now_ms: number): number | null {
  const clean = text.trim().toUpperCase().replace(/\s+/g, " ");
  const ago = /^(?:-\s?(\d+(?:\.\d+)?)\s?([SMHD])[A-Z]*|(\d+(?:\.\d+)?)\s?([SMHD])[A-Z]* AGO)$/.exec(clean);
  if (ago) {
    const unit = { S: 1000, M: kMinute, H: kHour, D: kDay }[(ago[2] ?? ago[4]) as "S" | "M" | "H" | "D"];
    return now_ms - Number(ago[1] ?? ago[3]) * unit;
  }
  const iso = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{1,2}):?(\d{2})(?::?(\d{2})(?:\.\d+)?)?Z?$/.exec(clean);
  if (iso) {
    return instant(Number(iso[1]), Number(iso[2]), Number(iso[3]), Number(iso[4]), Number(iso[5]), Number(iso[6] ?? 0));
  }
  const dtg = /^(\d{2})(\d{2})(\d{2})Z(?: ?([A-Z]{3})(?: ?(\d{2}|\d{4}))?)?$/.exec(clean);
  if (dtg) return from_dtg(dtg, now_ms);
  const hour = /^(\d{1,2}):?(\d{2})(?::?(\d{2}))?Z?$/.exec(clean);
  if (!hour) return null;
  const now = new Date(now_ms);
  const t_ms = instant(now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate(), Number(hour[1]), Number(hour[2]), Number(hour[3] ?? 0));
  if (t_ms === null) return null;
  return t_ms > now_ms ? t_ms - kDay : t_ms;
}

function from_dtg(dtg: RegExpExecArray, now_ms: number): number | null {
  const now = new Date(now_ms);
  const named = dtg[4] === undefined ? now.getUTCMonth() : kMonths.indexOf(dtg[4] as (typeof kMonths)[number]);
  if (named < 0) return null;
  const year = dtg[5] === undefined ? now.getUTCFullYear() : Number(dtg[5]) + (dtg[5].length === 2 ? 2000 : 0);
  const t_ms = instant(year, named + 1, Number(dtg[1]), Number(dtg[2]), Number(dtg[3]), 0);
  // Without a month, the latest such day that is not ahead of the clock.
  if (t_ms !== null && t_ms > now_ms && dtg[4] === undefined) {
    return instant(named === 0 ? year - 1 : year, named === 0 ? 12 : named, Number(dtg[1]), Number(dtg[2]), Number(dtg[3]), 0);
  }
  return t_ms;
}

function instant(year: number, month: number, day: number, hour: number, minute: number, second: number): number | null {
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return null;
  const t_ms = Date.UTC(year, month - 1, day, hour, minute, second);
  return new Date(t_ms).getUTCDate() === day ? t_ms : null;
}

// AIS gives an ETA without a year: `05-14 20:15` is `14 MAY 20:15Z`, and unknown parts (`--`) are left out.
export function format_eta(eta: string): string {
  const found = /^(\d{2})-(\d{2})(?: (?:(\d{2}:\d{2})|(?:--|\d\d):(?:--|\d\d)))?$/.exec(eta.trim());
  const month = found ? kMonths[Number(found[1]) - 1] : undefined;
  if (!found || month === undefined) return eta;
  return `${found[2]} ${month}${found[3] === undefined ? "" : ` ${found[3]}Z`}`;
}
