// SPDX-License-Identifier: Apache-2.0
// What the partners promised under an agreement, until when, and recording a promise or its breach.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Agreement, Assurance } from "../../api/sharing_types";
import { desk, words_of } from "../../desk";
import * as f from "../../format";
import { people } from "../../people";
import { DayField, end_of_day } from "./assessment_fields";
import { Part } from "./sharing_drawer";

export function Assurances({ agreement }: { agreement: Agreement }): JSX.Element | null {
  if (agreement.assurances.length === 0) return null;
  return (
    <Part name="Assurances">
      <ul class="assurances">{agreement.assurances.map((assurance) => <AssuranceView key={assurance.id} agreement={agreement} assurance={assurance} />)}</ul>
    </Part>
  );
}

function AssuranceView({ agreement, assurance }: { agreement: Agreement; assurance: Assurance }): JSX.Element {
  const [editing, set_editing] = useState<string | null>(null);
  const held = assurance.held.length > 0 ? assurance.held : agreement.parties.map((agency) => ({ agency, state: "missing" as const, until: undefined }));
  return (
    <li>
      <p class="assurance-text">{assurance.text} <span class="muted">{assurance.id}</span></p>
      {held.map((item) => (
        <div key={item.agency}>
          <p class="assurance-held">
            <span class={`mark mark-${item.state === "in_force" ? "live" : "withheld"}`} aria-hidden="true" />
            <span>{f.agency_words(item.agency)}: {f.held_words(item.state)}{item.until !== undefined && ` ${item.state === "in_force" ? "to" : "since"} ${f.format_day(Date.parse(item.until))}`}</span>
            {people.may("hold_assurances") && editing !== item.agency && <button type="button" class="link-button" onClick={() => { set_editing(item.agency); }}>update<span class="off-screen"> {assurance.id} of {f.agency_words(item.agency)}</span></button>}
          </p>
          {editing === item.agency && <AssuranceForm agreement={agreement} assurance={assurance} agency={item.agency} on_done={() => { set_editing(null); }} />}
        </div>
      ))}
    </li>
  );
}

interface FormProps { agreement: Agreement; assurance: Assurance; agency: string; on_done: () => void }

function AssuranceForm({ agreement, assurance, agency, on_done }: FormProps): JSX.Element {
  const [breached, set_breached] = useState(false);
  const [until, set_until] = useState("");
  const [text, set_text] = useState("");
  const [problem, set_problem] = useState<string | null>(null);
  const end = end_of_day(until);
  const fallback = assurance.expires_at ?? agreement.valid_until;
  const known = end ?? (breached ? fallback ?? null : null);
  const id = `held-${assurance.id}-${agency.replace(/\W/g, "-")}`;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (known === null) return;
    set_problem(null);
    desk.assurance({ agency, agreement: agreement.id, assurance: assurance.id, until: known, ...(breached ? { breached: true } : {}), ...(text.trim() === "" ? {} : { text: text.trim() }) })
      .then(on_done, (error: unknown) => { set_problem(words_of(error)); });
  };
  return (
    <form class="form" onSubmit={submit}>
      <div class="row" role="group" aria-label="State of the assurance">
        <button type="button" class="chip chip-line" aria-pressed={!breached} onClick={() => { set_breached(false); }}>given again</button>
        <button type="button" class="chip chip-line" aria-pressed={breached} onClick={() => { set_breached(true); }}>breached</button>
      </div>
      {breached ? <p class="muted">A breach stops what depends on this assurance, at once.</p> : (
        <div class="form-grid"><label for={`${id}-until`}>Given until</label><DayField id={`${id}-until`} value={until} on_change={set_until} /></div>
      )}
      <div class="form-grid"><label for={`${id}-text`}>{breached ? "What is known" : "By whom, how"}</label><input id={`${id}-text`} class="field" maxLength={500} value={text} autocomplete="off" onInput={(event) => { set_text(event.currentTarget.value); }} /></div>
      <div class="row"><button type="submit" class="button" disabled={known === null}>{breached ? "Record the breach" : "Record the assurance"}</button><button type="button" class="link-button" onClick={on_done}>Not now</button></div>
      {problem && <p class="form-problem" role="alert">{f.capital(problem)}. Nothing has changed.</p>}
    </form>
  );
}
