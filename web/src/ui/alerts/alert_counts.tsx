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
  const words = counts.map((one) => `${f.count(one.open, priority_words(one.priority), `${priority_words(one.priority)}s`)}${one.waiting > 0 ? `, ${one.waiting} waiting` : ""}`).join("; ");
  return (
    <button type="button" class="alert-counts" aria-label={counts.length === 0 ? "No alerts" : `Alerts: ${words}. Go to the next`} title={counts.length === 0 ? "No alerts" : `${words} (J: next)`} onClick={() => { findings.next(1); }}>
      {counts.length === 0 && <span class="muted">no alerts</span>}
      {counts.map((one) => <span key={one.priority} class="alert-count"><PriorityMark priority={one.priority} hollow={one.waiting === 0} size={18} />{f.format_count(one.open)}</span>)}
    </button>
  );
}
