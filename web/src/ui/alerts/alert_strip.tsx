// SPDX-License-Identifier: Apache-2.0
// The alert strip under the chart: every open alert, the most urgent first, the same on every seat. Distress comes before
// all. One click moves the chart there and shows the reasons. While a partner's picture is open it stays, so that no
// distress is hidden, and says that the alerts are home's: a partner's picture has none. A click leads home.
import type { JSX } from "preact";
import type { Found } from "../../api/findings";
import { findings } from "../../findings";
import * as f from "../../format";
import { alert_state_words, priority_words, rule_words } from "../../format/finding_words";
import { session } from "../../session";
import { is_over, waits } from "../../state/findings_state";
import { store, use_part } from "../../state/store";
import { use_tick } from "../use_tick";
import { AlertPanel } from "./alert_panel";
import { PriorityMark } from "./priority_mark";

const kShown = 40;

export function AlertStrip(): JSX.Element {
  use_tick(5000);
  const now = use_part((state) => state.findings.now);
  const error = use_part((state) => state.findings.error);
  const focus = use_part((state) => state.findings.focus);
  const open = use_part((state) => state.findings.open);
  const at_home = use_part((state) => state.views.open === null);
  const shown = (now?.open ?? []).filter((found) => !found.alert.muted);
  const waiting = shown.filter(waits).length;
  return (
    <section class={at_home ? "alerts" : "alerts alerts-of-home"} aria-label={at_home ? "Alerts" : "Home's alerts"}>
      <button type="button" class="alerts-head" aria-expanded={open === "list"} aria-controls="alerts-panel" title={at_home ? "All alerts (J goes to the next)" : "Home's alerts; a partner's picture has none. Going to one leads back to home's picture"}
        onClick={() => { store.dispatch({ type: "findings_open", open: open === null ? "list" : null }); }}>
        {!at_home && <span class="alerts-whose">Home's</span>}
        <b>{now === null ? "–" : f.format_count(shown.length)}</b> {shown.length === 1 ? "alert" : "alerts"}
        {waiting > 0 && <span class="alerts-waiting">{f.format_count(waiting)} waiting</span>}
      </button>
      {now === null && <p class="muted alerts-empty">{error === null ? "Waiting for findings" : `Findings cannot be read now: ${error}`}</p>}
      {now !== null && shown.length === 0 && <p class="muted alerts-empty">Nothing is out of the ordinary{at_home ? "" : " at home"}. What is found shows here, the most urgent first.</p>}
      <ul class="alerts-row">
        {shown.slice(0, kShown).map((found) => <li key={found.alert.number}><AlertChip found={found} focused={found.alert.number === focus} /></li>)}
        {shown.length > kShown && <li class="muted alerts-more">and {f.format_count(shown.length - kShown)} more</li>}
      </ul>
      {now !== null && error !== null && <span class="alerts-stale" title={error}>not up to date</span>}
      {open !== null && <AlertPanel />}
    </section>
  );
}

export function age_of(found: Found): string {
  const begins = f.parse_instant(found.finding.begins_at);
  return begins === null ? "" : f.format_brief_age(Math.max(0, session.live_now() - begins));
}

function AlertChip({ found, focused }: { found: Found; focused: boolean }): JSX.Element {
  const { alert, finding } = found;
  const who = findings.who(found);
  return (
    <button type="button" class={`alert-chip${alert.wants_attention ? " alert-wants" : ""}${is_over(found) ? " alert-over" : ""}`} aria-pressed={focused} data-number={alert.number}
      title={`${rule_words(finding.rule)}: ${who}, ${alert_state_words(alert)}`} onClick={() => { findings.look(found); }}>
      <PriorityMark priority={alert.priority} hollow={!waits(found)} size={18} />
      <span class="off-screen">{priority_words(alert.priority)}, {alert_state_words(alert)}: </span>
      <span class="alert-rule">{rule_words(finding.rule)}</span>
      <span class="alert-who">{who}</span>
      <span class="muted">{is_over(found) ? "over" : age_of(found)}</span>
    </button>
  );
}
