// SPDX-License-Identifier: Apache-2.0
// A hot pursuit: where it stands, its clock, each condition of article 111 with what it rests on, and what a watch
// officer notes. Crossings of zones and silence of the track enter by themselves.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { RequestFailed } from "../../api/client";
import { notePursuit, startPursuit } from "../../api/law";
import type { Pursuit, PursuitNote } from "../../api/schema";
import * as f from "../../format";
import * as w from "../../format/law_words";
import { session } from "../../session";
import { use_part } from "../../state/store";
import { use_tick } from "../use_tick";

const kLaws = ["drug_trafficking", "migrant_smuggling", "customs_other", "fiscal", "sanitary", "illegal_fishing", "pollution", "safety_zone_violation", "other_crime"];
type Note = { label: string; body: Omit<PursuitNote, "evidence"> };
const kNotes: readonly Note[] = [
  { label: "Position satisfied", body: { event: "position_verified" } },
  { label: "Signal seen, in range", body: { event: "signalled", signal: "visual", in_range: true } },
  { label: "Signal heard, in range", body: { event: "signalled", signal: "auditory", in_range: true } },
  { label: "Radio order only", body: { event: "signalled", signal: "radio" } },
  { label: "Still in contact", body: { event: "in_contact" } },
  { label: "Handed to another of our ships, without a break", body: { event: "handed_over", handover: "ship_to_ship_same_state", continuous: true } },
  { label: "Broken off", body: { event: "broken_off" } },
  { label: "Arrested", body: { event: "arrested" } },
];

interface Props { id: string; pursuit: Pursuit | null; changed: () => void }

export function PursuitPanel({ id, pursuit, changed }: Props): JSX.Element | null {
  use_tick(1000);
  const may = use_part((state) => state.people.session?.permissions?.includes("operate") === true);
  const [open, set_open] = useState(false);
  const over = pursuit === null || pursuit.state === "ceased" || pursuit.state === "arrested";
  if (pursuit === null && !may) return null;
  const since = f.parse_instant(pursuit?.signalled_at);
  const running = pursuit === null ? 0 : over || since === null ? pursuit.running_ms : session.now() - since;
  return (
    <div class="pursuit">
      {pursuit && (
        <>
          <p class="pursuit-head"><span class={`mark mark-${over ? "withheld" : "live"}`} aria-hidden="true" /><b>Hot pursuit: {w.pursuit_words(pursuit.state)}</b>{since !== null && <span class="pursuit-clock">{w.format_running(running)}</span>}</p>
          <p>{pursuit.sentence}</p>
          <ul class="pursuit-conditions">
            {pursuit.conditions.map((one) => (
              <li key={one.condition}>
                <span class={`met met-${one.met}`} aria-hidden="true" />
                <span>{w.condition_words(one.condition)}<span class="off-screen">: {one.met}</span>{one.at !== undefined && <span class="muted"> {f.format_clock(Date.parse(one.at))}</span>}{one.evidence !== "" && <span class="muted pursuit-evidence">{one.evidence}</span>}</span>
              </li>
            ))}
          </ul>
          <button type="button" class="link-button" aria-expanded={open} onClick={() => { set_open(!open); }}>{open ? "less" : `all entries (${pursuit.entries.length})`}</button>
          {open && <ol class="pursuit-entries">{pursuit.entries.map((entry) => (
            <li key={`${entry.at} ${entry.what}`}><span class="muted">{f.format_clock(Date.parse(entry.at))}</span> {w.pursuit_event_words(entry.what)}{entry.word === undefined ? "" : ` ${w.law_words(entry.word)}`} <span class="muted">{entry.by}{entry.evidence === "" ? "" : `: ${entry.evidence}`}</span></li>
          ))}</ol>}
        </>
      )}
      {may && (over ? <Start id={id} again={pursuit !== null} changed={changed} /> : <Notes id={id} changed={changed} />)}
    </div>
  );
}

function use_sending(changed: () => void): { problem: string; busy: boolean; send: (what: Promise<unknown>) => void } {
  const [problem, set_problem] = useState("");
  const [busy, set_busy] = useState(false);
  const send = (what: Promise<unknown>): void => {
    set_busy(true);
    what.then(() => { set_problem(""); changed(); }, (error: unknown) => { set_problem(error instanceof RequestFailed ? error.message : "it was not recorded"); })
      .finally(() => { set_busy(false); });
  };
  return { problem, busy, send };
}

function Start({ id, again, changed }: { id: string; again: boolean; changed: () => void }): JSX.Element {
  const [open, set_open] = useState(false);
  const [law, set_law] = useState(kLaws[0] ?? "");
  const [evidence, set_evidence] = useState("");
  const { problem, busy, send } = use_sending(() => { set_open(false); set_evidence(""); changed(); });
  if (!open) return <button type="button" class="button" onClick={() => { set_open(true); }}>{again ? "Record new grounds for a pursuit" : "Record grounds for a pursuit"}</button>;
  return (
    <form class="pursuit-form" onSubmit={(event) => { event.preventDefault(); send(startPursuit(id, { law, evidence })); }}>
      <label>Law that was broken<select class="field" value={law} onChange={(event) => { set_law(event.currentTarget.value); }}>{kLaws.map((word) => <option key={word} value={word}>{w.law_words(word)}</option>)}</select></label>
      <label>What the good reason rests on<input class="field" value={evidence} required maxLength={4000} onInput={(event) => { set_evidence(event.currentTarget.value); }} /></label>
      {problem !== "" && <p class="form-problem">{problem}</p>}
      <div class="row"><button type="submit" class="button button-strong" disabled={busy || evidence.trim() === ""}>Record</button><button type="button" class="button" onClick={() => { set_open(false); }}>Not now</button></div>
    </form>
  );
}

function Notes({ id, changed }: { id: string; changed: () => void }): JSX.Element {
  const [which, set_which] = useState(0);
  const [evidence, set_evidence] = useState("");
  const { problem, busy, send } = use_sending(() => { set_evidence(""); changed(); });
  const note = kNotes[which];
  return (
    <form class="pursuit-form" onSubmit={(event) => { event.preventDefault(); if (note) send(notePursuit(id, { ...note.body, evidence })); }}>
      <label>What happened<select class="field" value={String(which)} onChange={(event) => { set_which(Number(event.currentTarget.value)); }}>{kNotes.map((one, index) => <option key={one.label} value={String(index)}>{one.label}</option>)}</select></label>
      <label>What it rests on<input class="field" value={evidence} required maxLength={4000} onInput={(event) => { set_evidence(event.currentTarget.value); }} /></label>
      {problem !== "" && <p class="form-problem">{problem}</p>}
      <div class="row"><button type="submit" class="button button-strong" disabled={busy || evidence.trim() === ""}>Note it</button></div>
    </form>
  );
}
