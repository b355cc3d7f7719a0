// SPDX-License-Identifier: Apache-2.0
// Leads & cases: cards from lead to closed case, requests with their clock, use reports; one of them is opened beside.
import type { JSX } from "preact";
import type { Ask, Case, CaseworkNow, Lead } from "../../api/casework_types";
import { casework, seat_now, use_casework } from "../../casework";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { people } from "../../people";
import { session } from "../../session";
import { asks_waiting, column_of_case, is_open_request, is_working, kColumns, waited_ms, type Column } from "../../state/casework_rules";
import { use_tick } from "../use_tick";
import { AskDetail } from "./ask_detail";
import { CaseDetail, StepPage } from "./case_detail";
import { LeadDetail } from "./lead_detail";
import { LeadsForm } from "./leads_forms";
import { Age, DeskFrame, Empty, Refs, State, use_past } from "./parts";
import { RequestDetail, UseReportDetail } from "./request_detail";

const kClosedDays = 30;
const kKeys = { n: (): void => { if (people.may("ask_release")) casework.form(2, "draft_lead"); } };

export function LeadsScreen(): JSX.Element {
  const book = use_casework((state) => state.book);
  return (
    <DeskFrame screen={2} name="Leads & cases" keys={kKeys} head={<Figures book={book} />} side={<Side />}>
      {book && <><Board book={book} /><Requests book={book} /><Asks book={book} /><UseReports book={book} /><Log book={book} /></>}
    </DeskFrame>
  );
}

function Figures({ book }: { book: CaseworkNow | null }): JSX.Element {
  const past = use_past();
  const seat = seat_now();
  const mine = book ? asks_waiting(book.asks, seat).filter((one) => one.mine).length : 0;
  return (
    <>
      <dl class="figures">
        <div><dt>Leads</dt><dd>{book ? book.leads.filter(is_working).length : "–"}</dd></div>
        <div><dt>Cases open</dt><dd>{book ? book.cases.filter((one) => one.state === "open").length : "–"}</dd></div>
        <div><dt>Requests open</dt><dd>{book ? book.requests.filter(is_open_request).length : "–"}</dd></div>
        {mine > 0 && <div><dt>Wait for you</dt><dd>{mine}</dd></div>}
      </dl>
      {!past && people.may("ask_release") && <button type="button" class="button button-strong" onClick={() => { casework.form(2, "draft_lead"); }}>New lead <kbd>N</kbd></button>}
      {!past && people.may("operate") && <><button type="button" class="button" onClick={() => { casework.form(2, "open_case"); }}>New case</button><button type="button" class="button" onClick={() => { casework.form(2, "file_request"); }}>Request</button><button type="button" class="button" onClick={() => { casework.form(2, "add_log_line"); }}>Log line</button></>}
    </>
  );
}

function Board({ book }: { book: CaseworkNow }): JSX.Element {
  use_tick(30_000);
  const columns = new Map<Column, JSX.Element[]>(kColumns.map((name) => [name, []]));
  for (const lead of [...book.leads].reverse().filter(is_working)) columns.get("Leads")?.push(<LeadCard key={lead.id} lead={lead} asks={book.asks.filter((ask) => ask.lead === lead.id)} />);
  const now = session.live_wall();
  for (const one of [...book.cases].reverse()) {
    if (one.closed_at !== undefined && now - Date.parse(one.closed_at) > kClosedDays * f.kDay) continue;
    columns.get(column_of_case(one))?.push(<CaseCard key={one.id} one={one} />);
  }
  const ended = book.leads.filter((lead) => lead.state !== "open" && lead.in_case === undefined && lead.case === undefined);
  if (book.leads.length === 0 && book.cases.length === 0) return <section class="sharing-part"><Empty>No leads and no cases. Select a track on the Picture and choose “Draft a lead”, or press N. Nothing leaves until it was asked for and a release officer approved it.</Empty></section>;
  return (
    <section class="sharing-part" aria-label="From lead to closed case">
      <div class="desk-board">{kColumns.map((name) => {
        const cards = columns.get(name) ?? [];
        return (
          <div key={name} class="desk-column"><h2 class="part-title">{name} <span class="muted">{cards.length}{name === "Closed" ? ` (${kClosedDays} d)` : ""}</span></h2>
            {cards.length === 0 ? <p class="muted desk-none">none</p> : cards}</div>
        );
      })}</div>
      {ended.length > 0 && <details class="desk-ended"><summary>{f.count(ended.length, "lead has", "leads have")} ended</summary><ul class="desk-lines">{ended.map((lead) => <li key={lead.id}><Refs ids={[lead.id]} /> {lead.title} <span class="muted">{lead.state}{lead.ended_because === undefined ? "" : `: ${lead.ended_because}`}</span></li>)}</ul></details>}
    </section>
  );
}

const opened = (id: string): boolean => { const focus = casework.current.focus[2]; return focus?.kind === "thing" && focus.id === id; };

function LeadCard({ lead, asks }: { lead: Lead; asks: readonly Ask[] }): JSX.Element {
  const live = asks.filter((ask) => ask.state === "live").length;
  const waiting = asks.filter((ask) => ask.state === "asked").length;
  return (
    <button type="button" class="desk-card" data-row aria-pressed={opened(lead.id)} onClick={() => { casework.open(lead.id); }}>
      <span class="desk-card-head"><b>{lead.id}</b><Age since={lead.drafted_at} /></span>
      <span>{lead.title}</span>
      <span class="muted">{w.vessel_words(lead.vessel)}</span>
      <span class="muted">{w.desk_words(lead.confidence)} confidence{waiting > 0 ? ` · ${f.count(waiting, "ask waits", "asks wait")}` : ""}{live > 0 ? <> · <span class="mark mark-live" aria-hidden="true" />{f.count(live, "partner", "partners")}</> : ""}</span>
    </button>
  );
}

function CaseCard({ one }: { one: Case }): JSX.Element {
  return (
    <button type="button" class="desk-card" data-row aria-pressed={opened(one.id)} onClick={() => { casework.open(one.id); }}>
      <span class="desk-card-head"><b>{one.id}</b><Age since={one.closed_at ?? one.opened_at} /></span>
      <span>{one.title}</span>
      <span class="muted">{w.vessel_words(one.vessel)}</span>
      <span class="muted">{one.state === "closed" ? one.outcome ?? "closed" : one.stage === undefined ? "no step yet" : `${w.desk_words(one.stage)}, ${f.count(one.steps, "step", "steps")}`}</span>
    </button>
  );
}

function Requests({ book }: { book: CaseworkNow }): JSX.Element {
  use_tick(15_000);
  const list = [...book.requests].sort((a, b) => Number(is_open_request(b)) - Number(is_open_request(a)) || b.filed_at.localeCompare(a.filed_at));
  return (
    <section class="sharing-part" aria-labelledby="requests-title">
      <h2 id="requests-title" class="part-title">Requests</h2>
      {list.length === 0 ? <Empty>Nobody has asked for anything. What partners ask over their door stands here, with the time an answer has been owed.</Empty> : (
        <div class="scroller"><table class="plain"><thead><tr><th scope="col">Request</th><th scope="col">Of</th><th scope="col">For</th><th scope="col">State</th><th scope="col" class="number">Clock</th></tr></thead>
          <tbody>{list.map((one) => { const waited = waited_ms(one, session.live_wall()); return (
            <tr key={one.id}><th scope="row"><button type="button" class="matrix-head agreement-name" data-row aria-pressed={opened(one.id)} onClick={() => { casework.open(one.id); }}>{one.id} <span class="cell-detail">{one.text.slice(0, 80)}</span></button></th>
              <td>{f.agency_words(one.agency)}<span class="cell-detail muted">{one.direction === "outgoing" ? "we ask" : "they ask us"}</span></td><td>{w.desk_words(one.kind)}<span class="cell-detail muted">{one.purpose === undefined ? "" : f.purpose_words(one.purpose)}</span></td>
              <td><State state={one.state} /></td><td class="number">{waited.running ? `owed for ${f.format_age(waited.ms)}` : waited.ms === 0 ? "at once" : `took ${f.format_age(waited.ms)}`}</td></tr>
          ); })}</tbody></table></div>
      )}
    </section>
  );
}

function Asks({ book }: { book: CaseworkNow }): JSX.Element | null {
  const list = [...book.asks].reverse();
  if (list.length === 0) return null;
  return (
    <section class="sharing-part" aria-labelledby="all-asks-title">
      <h2 id="all-asks-title" class="part-title">Asks to share</h2>
      <div class="scroller"><table class="plain"><thead><tr><th scope="col">Ask</th><th scope="col">To</th><th scope="col">State</th><th scope="col">Use report</th><th scope="col">Ends</th></tr></thead>
        <tbody>{list.map((ask) => (
          <tr key={ask.id} class={/^(asked|live)$/.test(ask.state) ? "" : "quiet"}><th scope="row"><button type="button" class="matrix-head agreement-name" data-row aria-pressed={opened(ask.id)} onClick={() => { casework.open(ask.id); }}>{ask.id} <span class="cell-detail">{ask.lead}, asked by {ask.asked_by}</span></button></th>
            <td>{f.agency_words(ask.agency)}<span class="cell-detail muted">{f.purpose_words(ask.purpose)}</span></td><td><State state={ask.state} /></td>
            <td>{ask.report === "not_asked" ? <span class="muted">not asked</span> : <span class={ask.report === "overdue" ? "lapsed" : ""}>{w.desk_words(ask.report)}{ask.report === "due" && ask.report_due_at !== undefined ? ` ${f.format_until(Date.parse(ask.report_due_at) - session.live_wall())}` : ""}</span>}</td>
            <td>{f.format_dtg(Date.parse(ask.expires_at))}</td></tr>
        ))}</tbody></table></div>
    </section>
  );
}

function UseReports({ book }: { book: CaseworkNow }): JSX.Element {
  return (
    <section class="sharing-part" aria-labelledby="uses-title">
      <h2 id="uses-title" class="part-title">Use reports</h2>
      {book.use_reports.length === 0 ? <Empty>No partner has said yet what it did with a lead.</Empty> : (
        <ul class="desk-lines">{[...book.use_reports].reverse().map((one) => (
          <li key={one.id}><button type="button" class="link-button desk-ref" data-row onClick={() => { casework.open(one.id); }}>{one.id}</button> {f.agency_words(one.agency)}: {one.did.map(w.desk_words).join(", ")} <span class="muted">{one.ask}, {f.format_dtg(Date.parse(one.filed_at))}{one.late === true ? ", late" : ""}</span>{(one.breaches?.length ?? 0) > 0 && <span class="lapsed"> <span class="mark mark-withheld" aria-hidden="true" />{one.breaches?.join("; ")}</span>}</li>
        ))}</ul>
      )}
    </section>
  );
}

function Log({ book }: { book: CaseworkNow }): JSX.Element | null {
  if (book.log.length === 0) return null;
  return (
    <section class="sharing-part" aria-labelledby="log-title"><h2 id="log-title" class="part-title">Log of the watch</h2>
      <ul class="desk-lines">{[...book.log].reverse().slice(0, 50).map((line) => <li key={line.id}><span class="muted">{f.format_dtg(Date.parse(line.at))} {line.by}</span> {line.text} <Refs ids={line.about} /></li>)}</ul>
    </section>
  );
}

function Side(): JSX.Element | null {
  const focus = use_casework((state) => state.focus[2]);
  if (focus === null) return null;
  if (focus.kind === "form") return focus.form === "record_step" ? <StepPage key={focus.about} about={focus.about} /> : <LeadsForm key={focus.form + focus.about} form={focus.form} about={focus.about} initial={focus.initial} />;
  switch (focus.id.split("-")[0]) {
    case "L": return <LeadDetail key={focus.id} id={focus.id} />;
    case "A": return <AskDetail key={focus.id} id={focus.id} />;
    case "Q": return <RequestDetail key={focus.id} id={focus.id} />;
    case "U": return <UseReportDetail key={focus.id} id={focus.id} />;
    default: return <CaseDetail key={focus.id} id={focus.id} />;
  }
}
