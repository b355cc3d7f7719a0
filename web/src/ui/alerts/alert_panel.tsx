// SPDX-License-Identifier: Apache-2.0
// All alerts as a table, what is muted and what ended too; how often each rule was right; handing over the watch.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Found } from "../../api/findings";
import { findings } from "../../findings";
import * as f from "../../format";
import { alert_state_words, priority_words, rule_words } from "../../format/finding_words";
import { session } from "../../session";
import { by_urgency, precision_of, waits } from "../../state/findings_state";
import { store, use_part } from "../../state/store";
import { Icon } from "../icons";
import { PriorityMark } from "./priority_mark";

export function AlertPanel(): JSX.Element {
  const open = use_part((state) => state.findings.open);
  const show = (what: "list" | "rules" | null): void => { store.dispatch({ type: "findings_open", open: what }); };
  return (
    <div class="alerts-panel" id="alerts-panel" role="dialog" aria-label="Alerts">
      <header class="row alerts-panel-head">
        <button type="button" class="chip" aria-pressed={open === "list"} onClick={() => { show("list"); }}>Alerts</button>
        <button type="button" class="chip" aria-pressed={open === "rules"} onClick={() => { show("rules"); }}>Rules</button>
        <span class="top-fill" />
        <HandOver />
        <button type="button" class="icon-button" aria-label="Close" title="Close (Esc)" onClick={() => { show(null); }}><Icon name="close" /></button>
      </header>
      <div class="alerts-panel-body" tabIndex={0}>{open === "rules" ? <Rules /> : <List />}</div>
    </div>
  );
}

function List(): JSX.Element {
  const now = use_part((state) => state.findings.now);
  const rows = [...(now?.open ?? [])].sort(by_urgency);
  const ended = now?.ended ?? [];
  if (rows.length === 0 && ended.length === 0) return <p class="empty">Nothing was found yet.</p>;
  return (
    <table class="alerts-table">
      <thead><tr><th scope="col"><span class="off-screen">Priority</span></th><th scope="col">What</th><th scope="col">Who</th><th scope="col">Since</th><th scope="col">State</th><th scope="col">In charge</th></tr></thead>
      <tbody>
        {rows.map((found) => <Row key={found.alert.number} found={found} />)}
        {ended.slice(0, 50).map((found) => <Row key={found.alert.number} found={found} />)}
      </tbody>
    </table>
  );
}

function Row({ found }: { found: Found }): JSX.Element {
  const { alert, finding } = found;
  const begins = f.parse_instant(finding.begins_at);
  const ends = f.parse_instant(finding.ends_at);
  return (
    <tr class={alert.state === "rectified" || alert.muted ? "alert-over" : ""}>
      <td><PriorityMark priority={alert.priority} hollow={!waits(found)} /><span class="off-screen">{priority_words(alert.priority)}</span></td>
      <th scope="row"><button type="button" class="link-button" onClick={() => { store.dispatch({ type: "findings_open", open: null }); findings.look(found); }}>{rule_words(finding.rule)}</button></th>
      <td>{findings.who(found)}</td>
      <td class="number">{begins === null ? "" : f.format_hour(begins, session.live_now())}{ends === null ? "" : ` to ${f.format_hour(ends, session.live_now())}`}</td>
      <td>{alert.muted ? "muted" : alert_state_words(alert)}{alert.judgement ? `, ${alert.judgement.useful ? "useful" : "noise"}` : ""}</td>
      <td>{alert.responsible ?? ""}</td>
    </tr>
  );
}

// Precision by rule and version, so that a rule that only makes noise is seen by whoever can change it.
function Rules(): JSX.Element {
  const rules = use_part((state) => state.findings.rules);
  if (rules.length === 0) return <p class="empty">No rule has raised an alert yet.</p>;
  const rows = [...rules].sort((a, b) => (precision_of(a) ?? 2) - (precision_of(b) ?? 2) || b.raised - a.raised);
  return (
    <table class="alerts-table">
      <caption class="off-screen">How often each rule was right, by what people said</caption>
      <thead><tr><th scope="col">Rule</th><th scope="col" class="number">Version</th><th scope="col" class="number">Raised</th><th scope="col" class="number">Useful</th><th scope="col" class="number">Noise</th><th scope="col" class="number">Not judged</th><th scope="col" class="number">Useful of judged</th></tr></thead>
      <tbody>{rows.map((row) => {
        const precision = precision_of(row);
        return (
          <tr key={`${row.rule} ${row.version}`}>
            <th scope="row">{rule_words(row.rule)}</th><td class="number">{row.version}</td><td class="number">{f.format_count(row.raised)}</td><td class="number">{f.format_count(row.useful)}</td>
            <td class="number">{f.format_count(row.noise)}</td><td class="number">{f.format_count(row.unjudged)}</td><td class="number">{precision === null ? "–" : `${Math.round(precision * 100)} %`}</td>
          </tr>
        );
      })}</tbody>
    </table>
  );
}

function HandOver(): JSX.Element | null {
  const may = use_part((state) => state.people.session?.permissions?.includes("operate") === true);
  const [asking, set_asking] = useState(false);
  const [to, set_to] = useState("");
  const [problem, set_problem] = useState<string | null>(null);
  if (!may) return null;
  if (!asking) return <button type="button" class="button" onClick={() => { set_asking(true); }}>Hand over the watch</button>;
  const submit = (event: Event): void => {
    event.preventDefault();
    set_problem(null);
    findings.hand_over(to.trim()).then(
      (count) => { set_asking(false); set_to(""); session.notice(`${f.count(count, "alert", "alerts")} handed over to ${to.trim()}`); },
      (error: unknown) => { set_problem(error instanceof Error ? error.message : "the server did not answer"); },
    );
  };
  return (
    <form class="row hand-over" onSubmit={submit}>
      <label for="hand-over-to">To</label>
      <input id="hand-over-to" class="field" autofocus required value={to} aria-describedby="hand-over-problem" placeholder="account" onInput={(event) => { set_to(event.currentTarget.value); }} />
      <button type="submit" class="button button-strong" disabled={to.trim() === ""}>Hand over</button>
      <button type="button" class="button" onClick={() => { set_asking(false); }}>Not now</button>
      <span id="hand-over-problem" class="form-problem" role="alert">{problem ?? ""}</span>
    </form>
  );
}
