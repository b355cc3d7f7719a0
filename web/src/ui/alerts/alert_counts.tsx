// SPDX-License-Identifier: Apache-2.0
// Open alerts by priority, in the top bar: on every screen, the same numbers as the strip.
import type { JSX } from "preact";
import { findings } from "../../findings";
import * as f from "../../format";
import { priority_words } from "../../format/finding_words";
import { count_by_priority } from "../../state/findings_state";
import { use_part } from "../../state/store";
import { PriorityMark } from "./priority_mark";

export function AlertCounts(): JSX.Element | null {
  const now = use_part((state) => state.findings.now);
  if (now === null) return null;
  const counts = count_by_priority(now.open).filter((one) => one.open > 0 && one.priority !== "caution");
  const told = (one: (typeof counts)[number]): string => `${one.open === 1 ? priority_words(one.priority) : `${priority_words(one.priority)}s`}${one.waiting > 0 ? `, ${one.waiting} waiting` : ""}`;
  const words = counts.map((one) => `${f.format_count(one.open)} ${told(one)}`).join("; ");
  return (
    <button type="button" class="alert-counts" title={counts.length === 0 ? "No alerts" : `${words} (J: next)`} onClick={() => { findings.next(1); }}>
      {counts.length === 0 && <span class="muted">no alerts</span>}
      {counts.length > 0 && <span class="off-screen">Go to the next alert, of </span>}
      {counts.map((one) => <span key={one.priority} class="alert-count"><span class="alert-mark" aria-hidden="true"><PriorityMark priority={one.priority} hollow={one.waiting === 0} size={18} /></span>{f.format_count(one.open)}<span class="off-screen"> {told(one)}</span></span>)}
    </button>
  );
}
