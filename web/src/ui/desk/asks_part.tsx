// SPDX-License-Identifier: Apache-2.0
// The asks on the Sharing screen: what waits, first what waits for whoever sits here, with the deeds at hand.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Ask, Lead } from "../../api/casework_types";
import { seat_now, use_casework, use_thing } from "../../casework";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { act_words } from "../../format/law_words";
import { asks_waiting } from "../../state/casework_rules";
import { use_part } from "../../state/store";
import { use_tick } from "../use_tick";
import { Deeds } from "./ask_detail";
import { Age, Ends, Ref } from "./parts";

export const use_asks_count = (): string => use_casework((state) => (state.book === null ? "–" : String(state.book.asks.filter((ask) => ask.state === "asked").length)));

export function AsksPart(): JSX.Element {
  const book = use_casework((state) => state.book);
  const none_live = use_part((state) => state.sharing.now !== null && state.sharing.now.live === 0);
  const list = book ? asks_waiting(book.asks, seat_now()) : [];
  return (
    <section class="sharing-part" aria-labelledby="asks-title">
      <h2 id="asks-title" class="part-title">Asks waiting</h2>
      {list.length === 0 ? <p class="muted sharing-empty">{none_live
        ? "No live shares. Nothing can leave until an agreement is adopted by two people and a partner connects, or a release officer approves an ask."
        : "Nothing waits for an approval. Leads that somebody asks to share stand here."}</p>
        : <ul class="desk-asks">{list.map(({ ask, mine }) => <AskRow key={ask.id} ask={ask} mine={mine} />)}</ul>}
    </section>
  );
}

function AskRow({ ask: short, mine }: { ask: Ask; mine: boolean }): JSX.Element {
  use_tick(15_000);
  const [open, set_open] = useState(mine);
  const { thing } = use_thing<Ask>(short.id);
  const { thing: lead } = use_thing<Lead>(short.lead);
  const ask = thing ?? short;
  return (
    <li class={mine ? "desk-ask desk-ask-mine" : "desk-ask"}>
      <button type="button" class="desk-ask-head" aria-expanded={open} onClick={() => { set_open(!open); }}>
        <span class={`caret${open ? " caret-open" : ""}`} aria-hidden="true" /><b>{ask.lead} to {f.agency_words(ask.agency)}</b><span>{f.purpose_words(ask.purpose)}</span><span class="muted">asked by {ask.asked_by}</span><Age since={ask.asked_at} />{mine && <span class="desk-mine">waits for you</span>}
      </button>
      {open && (
        <div class="desk-ask-body">
          <dl class="facts">
            <div><dt>What leaves</dt><dd>{lead ? (ask.tear_line_only ? `only the tear line: ${lead.tear_line ?? ""}` : `${lead.title}: ${lead.statement}`) : "…"}</dd></div>
            <div><dt>To do with it</dt><dd>{(ask.acts ?? []).map(act_words).join(", ") || "no act declared"}</dd></div>
            <div><dt>Conditions</dt><dd>{(ask.conditions_in_words ?? []).map(w.plain_words).join(" · ")}</dd></div>
            <div><dt>Release says</dt><dd>{ask.decision ? `${f.outcome_words(ask.decision.outcome).replace("released", "may be released")}${ask.decision.clause === undefined ? "" : `, ${ask.decision.clause}`}` : "no decision yet"}</dd></div>
            <div><dt>The law says</dt><dd>{(ask.authority ?? []).map((one) => `${act_words(one.action).toLowerCase()}: ${one.outcome}`).join(" · ") || "no answer"}</dd></div>
            <div><dt>By the rules</dt><dd>{[...new Set((ask.law ?? []).flatMap((one) => one.rules ?? []))].join(", ") || "none is recorded"}</dd></div>
            <div><dt>Ends</dt><dd><Ends at={ask.expires_at} state="asked" /></dd></div>
          </dl>
          <Deeds ask={ask} lead={lead} />
          <Ref id={ask.id} words={`All of ${ask.id}: reasons, cites, history`} />
        </div>
      )}
    </li>
  );
}

