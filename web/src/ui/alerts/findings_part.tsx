// SPDX-License-Identifier: Apache-2.0
// The track drawer's "Why it is flagged": each finding with its reasons, its evidence, how good its rule has been, and
// what to do with its alert.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Finding, Found } from "../../api/findings";
import * as f from "../../format";
import { alert_state_words, priority_words, rule_words } from "../../format/finding_words";
import { session } from "../../session";
import { findings_of, is_over, precision_of, waits } from "../../state/findings_state";
import { use_part } from "../../state/store";
import { AlertActs } from "./alert_acts";
import { PriorityMark } from "./priority_mark";

export function FindingsPart({ id }: { id: string }): JSX.Element | null {
  const part = use_part((state) => state.findings);
  const past = use_part((state) => state.playback !== null);
  const found = findings_of(part, id);
  if (found.length === 0) return null;
  const open = found.filter((one) => !is_over(one));
  const over = found.filter(is_over);
  return (
    <section class="part findings-part" aria-label="Why it is flagged">
      <h3>Why it is flagged{past ? ", now" : ""}</h3>
      <ul class="found-list">
        {open.map((one) => <Entry key={one.alert.number} found={one} focused={one.alert.number === part.focus} />)}
        {over.map((one) => <Entry key={one.alert.number} found={one} focused={one.alert.number === part.focus} />)}
      </ul>
    </section>
  );
}

function Entry({ found, focused }: { found: Found; focused: boolean }): JSX.Element {
  const { finding, alert } = found;
  const [shown, set_shown] = useState<boolean | null>(null);
  const open = shown ?? (focused || !is_over(found));
  const begins = f.parse_instant(finding.begins_at);
  const ends = f.parse_instant(finding.ends_at);
  return (
    <li class={`found${focused ? " found-focused" : ""}`}>
      <button type="button" class="found-head" aria-expanded={open} onClick={() => { set_shown(!open); }}>
        <PriorityMark priority={alert.priority} hollow={!waits(found)} />
        <span class="found-name">{rule_words(finding.rule)}</span>
        <span class="muted found-state">{alert.muted ? "muted" : alert_state_words(alert)}</span>
      </button>
      {open && (
        <div class="found-body">
          <p class="muted">{f.capital(priority_words(alert.priority))}, {begins === null ? "" : `from ${f.format_hour(begins, session.live_now())}`}{ends === null ? "" : ` to ${f.format_hour(ends, session.live_now())}`}{alert.responsible === undefined ? "" : `, in charge: ${alert.responsible}`}</p>
          <ol class="reasons">{finding.reasons.map((reason) => <li key={reason}>{f.capital(reason)}</li>)}</ol>
          <p class="muted found-source"><RuleWords finding={finding} /> · <span title={finding.evidence.join(", ")}>{f.count(finding.evidence.length, "observation", "observations")} as evidence</span></p>
          <AlertActs found={found} />
        </div>
      )}
    </li>
  );
}

// "rule gone_dark, version 1, 61 % useful".
function RuleWords({ finding }: { finding: Finding }): JSX.Element {
  const rules = use_part((state) => state.findings.rules);
  const row = rules.find((rule) => rule.rule === finding.rule && rule.version === finding.rule_version);
  const precision = row ? precision_of(row) : null;
  return <>rule {finding.rule}, version {finding.rule_version}{precision === null ? ", not judged yet" : `, ${Math.round(precision * 100)} % useful of ${f.format_count((row?.useful ?? 0) + (row?.noise ?? 0))} judged`}</>;
}
