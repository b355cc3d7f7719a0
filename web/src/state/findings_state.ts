// SPDX-License-Identifier: Apache-2.0
// Findings and their alerts as the strip, the drawer and the top bar show them: one list for all three. Pure.
import type { Findings, Found, Priority, RuleRow } from "../api/findings";

export interface FindingsPart {
  now: Findings | null;
  rules: readonly RuleRow[];
  error: string | null;
  // The alert that the keys act on.
  focus: number | null;
  // What is open of the strip: the list of all, or how often rules were right.
  open: "list" | "rules" | null;
  // Numbers for which an answer of the server is awaited.
  busy: readonly number[];
}

export const kFindingsStart: FindingsPart = { now: null, rules: [], error: null, focus: null, open: null, busy: [] };

export type FindingsAction =
  | { type: "findings_now"; now: Findings }
  | { type: "findings_failed"; error: string }
  | { type: "findings_rules"; rules: readonly RuleRow[] }
  | { type: "findings_focus"; number: number | null }
  | { type: "findings_open"; open: FindingsPart["open"] }
  | { type: "findings_busy"; number: number; busy: boolean }
  | { type: "findings_tended"; number: number; found: Found | null };

export function reduce_findings(state: FindingsPart, action: FindingsAction): FindingsPart {
  switch (action.type) {
    case "findings_now": {
      // An answer that was on its way while somebody acted is older than what the act answered.
      if (state.now !== null && action.now.slot < state.now.slot) return state;
      const now = { ...action.now, open: [...action.now.open].sort(by_urgency) };
      const known = [...now.open, ...(now.ended ?? [])].some((found) => found.alert.number === state.focus);
      return { ...state, now, error: null, focus: known ? state.focus : null };
    }
    case "findings_failed":
      return { ...state, error: action.error };
    case "findings_rules":
      return { ...state, rules: action.rules };
    case "findings_focus":
      return { ...state, focus: action.number };
    case "findings_open":
      return { ...state, open: action.open };
    case "findings_busy":
      return { ...state, busy: action.busy ? [...state.busy, action.number] : state.busy.filter((number) => number !== action.number) };
    case "findings_tended": {
      if (state.now === null) return state;
      const { found } = action;
      const others = state.now.open.filter((item) => item.alert.number !== action.number);
      const ended = (state.now.ended ?? []).filter((item) => item.alert.number !== action.number);
      if (found === null) return { ...state, now: { ...state.now, open: others, ended } };
      const over = found.alert.state === "rectified";
      return { ...state, now: { ...state.now, open: over ? others : [...others, found].sort(by_urgency), ended: over ? [found, ...ended] : ended } };
    }
  }
}

const kRank: Record<Priority, number> = { emergency: 0, alarm: 1, warning: 2, caution: 3 };
const kStateRank: Record<Found["alert"]["state"], number> = { unacknowledged: 0, rectified_unacknowledged: 1, acknowledged: 2, rectified: 3 };

// Bridge alert management: priority, then what waits for an answer, then the newest. What is muted comes last.
export function by_urgency(a: Found, b: Found): number {
  return Number(a.alert.muted) - Number(b.alert.muted)
    || kRank[a.alert.priority] - kRank[b.alert.priority]
    || kStateRank[a.alert.state] - kStateRank[b.alert.state]
    || Date.parse(b.alert.raised_at) - Date.parse(a.alert.raised_at)
    || b.alert.number - a.alert.number;
}

export const waits = (found: Found): boolean =>
  (found.alert.state === "unacknowledged" || found.alert.state === "rectified_unacknowledged") && found.alert.priority !== "caution" && !found.alert.muted;

export const is_over = (found: Found): boolean => found.alert.state === "rectified" || found.alert.state === "rectified_unacknowledged";

export interface Counted { priority: Priority; open: number; waiting: number }
export function count_by_priority(open: readonly Found[]): Counted[] {
  return (["emergency", "alarm", "warning", "caution"] as const).map((priority) => {
    const of = open.filter((found) => found.alert.priority === priority && !found.alert.muted);
    return { priority, open: of.length, waiting: of.filter(waits).length };
  });
}

// What concerns one track, the most urgent first; then what ended.
export function findings_of(state: FindingsPart, track: string): Found[] {
  const of = (list: readonly Found[] | undefined): Found[] => (list ?? []).filter((found) => found.finding.tracks.includes(track));
  return [...of(state.now?.open), ...of(state.now?.ended)];
}

export const find = (state: FindingsPart, number: number | null): Found | null =>
  number === null ? null : [...(state.now?.open ?? []), ...(state.now?.ended ?? [])].find((found) => found.alert.number === number) ?? null;

// Alerts that want attention and did not before: for the sound and the voice, each once.
export function newly_wanting(before: Findings | null, now: Findings): Found[] {
  if (before === null) return [];
  const wanted = new Map(before.open.map((found) => [found.alert.number, found]));
  return now.open.filter((found) => {
    if (!found.alert.wants_attention || found.alert.priority === "caution") return false;
    const known = wanted.get(found.alert.number);
    return known === undefined || !known.alert.wants_attention || kRank[found.alert.priority] < kRank[known.alert.priority];
  });
}

// Useful among the judged, as a share; null when nothing was judged.
export const precision_of = (row: Pick<RuleRow, "useful" | "noise">): number | null =>
  row.useful + row.noise === 0 ? null : row.useful / (row.useful + row.noise);
