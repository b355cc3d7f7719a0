// SPDX-License-Identifier: Apache-2.0
// One ask: what would leave, to whom, on which conditions; the decision of release and the answers of the law; and approving,
// narrowing or refusing it, by somebody else than who asked.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Ask, Lead } from "../../api/casework_types";
import { casework, seat_now, use_casework, use_thing } from "../../casework";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { act_words } from "../../format/law_words";
import { people } from "../../people";
import { session } from "../../session";
import { may_refuse, why_not_approve } from "../../state/casework_rules";
import { use_tick } from "../use_tick";
import { approve_form, change_lead, reason_form } from "./acts_leads";
import { ActForm } from "./form";
import { Head, Missing } from "./lead_detail";
import { Ends, Facts, LawAnswer, moment, paragraphs, Part, Ref, Refs, State, use_past, Versions } from "./parts";

export function AskDetail({ id }: { id: string }): JSX.Element {
  const { thing: ask, problem } = use_thing<Ask>(id);
  return ask ? <Shown ask={ask} /> : <Missing id={id} problem={problem} />;
}

function Shown({ ask }: { ask: Ask }): JSX.Element {
  use_tick(15_000);
  const { thing: lead } = use_thing<Lead>(ask.lead);
  const past = use_past();
  const seat = seat_now();
  const live = ask.state === "live";
  return (
    <>
      <Head id={ask.id} title={`${ask.lead} to ${f.agency_words(ask.agency)}`}><State state={ask.state} /></Head>
      <div class="detail-body">
        <Deeds ask={ask} lead={lead} />
        <Warnings ask={ask} />
        <Part name="What leaves">
          {ask.tear_line_only ? <><p>Only the tear line:</p>{paragraphs(lead?.tear_line)}</> : paragraphs(lead?.statement)}
          <Facts rows={[
            ["Lead", <Ref id={ask.lead} words={lead ? `${ask.lead}, ${lead.title}` : ask.lead} />], ["To", f.agency_words(ask.agency)], ["Purpose", f.purpose_words(ask.purpose)], ["To do with it", (ask.acts ?? []).map(act_words).join(", ") || "no act declared"],
            ["Ends", <Ends at={ask.expires_at} state={ask.state} />], ["Asked", `${ask.asked_by}, ${moment(ask.asked_at)}`], ["Why", ask.reason],
          ]} />
        </Part>
        <Part name="Conditions, as the partner is told them"><ul class="desk-bullets">{(ask.conditions_in_words ?? []).map((line) => <li key={line}>{w.plain_words(line)}</li>)}</ul></Part>
        <Part name="Decision of release">
          {ask.decision ? (
            <>
              <p class="cell-state"><span class={`mark mark-${/^permit/.test(ask.decision.outcome) ? "live" : ask.decision.outcome === "refer" ? "waiting" : "withheld"}`} aria-hidden="true" /><b>{f.outcome_words(ask.decision.outcome).replace("released", "may be released")}</b></p>
              <Facts rows={[["Clause", ask.decision.clause], ["Obligations", ask.decision.obligations.map(w.desk_words).join(", ")], ["Decided", moment(ask.decision.decided_at)], ["Because", ask.decision.explanation]]} />
            </>
          ) : <p class="muted">{ask.state === "asked" ? "None yet: the lead was changed. It is decided anew when it is approved." : "None."}</p>}
        </Part>
        <Part name="Answers of the law" law>
          {(ask.authority?.length ?? 0) === 0 ? <p class="muted">None. Without an answer for sharing nothing is approved; the configuration says whose centre this is (centre.state).</p> : <ul class="law-matrix">{ask.authority?.map((answer) => <LawAnswer key={answer.action} answer={answer} law={ask.law?.find((one) => one.action === answer.action)} />)}</ul>}
          {ask.why_legal_adviser !== undefined && <p class="muted">A legal adviser looks too: {w.plain_words(ask.why_legal_adviser)}.</p>}
        </Part>
        <Part name="Approvals">
          {(ask.approvals?.length ?? 0) === 0 ? <p class="muted">None yet.</p> : <ul class="desk-lines">{ask.approvals?.map((one) => <li key={one.account}>{one.account}, {f.role_words(one.role)} <span class="muted">{moment(one.at)}</span></li>)}</ul>}
          {ask.state === "asked" && ask.missing_approvals !== undefined && ask.missing_approvals !== "" && <p>{w.sentence(w.plain_words(ask.missing_approvals))}</p>}
          {ask.ended_because !== undefined && <p>Ended by {ask.ended_by}: {ask.ended_because}</p>}
          <Versions id={ask.id} revision={ask.revision} />
        </Part>
        {(live || ask.live_at !== undefined) && (
          <Part name="Since it is out">
            <Facts rows={[["Live since", moment(ask.live_at)], ["Partner's reference", ask.reference], ["Releases", (ask.releases?.length ?? 0) > 0 ? ask.releases?.join(", ") : "none handed over yet"],
              ["Use report", `${w.desk_words(ask.report)}${ask.report_due_at !== undefined && ask.report !== "given" ? `, ${f.format_until(Date.parse(ask.report_due_at) - session.live_wall())}` : ""}`], ["Reports", (ask.use_reports?.length ?? 0) > 0 && <Refs ids={ask.use_reports} />]]} />
            <div class="row deeds">
              <button type="button" class="button" disabled={past || !people.may("operate")} onClick={() => { casework.form(2, "file_use_report", ask.id); }}>File a use report</button>
              {(ask.releases?.length ?? 0) > 0 && <button type="button" class="button" disabled={past || !people.may("operate")} onClick={() => { casework.form(5, "error_report", "", { releases: ask.releases?.join(", ") ?? "", about: `${ask.id}, ${ask.lead}` }); }}>Report an error</button>}
              {live && <button type="button" class="link-button" disabled={past || !people.may("ask_release")} onClick={() => { casework.form(2, "withdraw_ask", ask.id); }}>Withdraw it</button>}
            </div>
          </Part>
        )}
        {ask.state === "asked" && !past && (seat.account === ask.asked_by || people.may("ask_release")) && <div class="part"><button type="button" class="link-button" onClick={() => { casework.form(2, "withdraw_ask", ask.id); }}>Withdraw the ask</button></div>}
      </div>
    </>
  );
}

// Approve, change, refuse: and where a button is off, why.
export function Deeds({ ask, lead }: { ask: Ask; lead: Lead | null }): JSX.Element | null {
  const past = use_past();
  const [open, set_open] = useState<"approve" | "change" | "refuse" | null>(null);
  const seat = seat_now();
  if (ask.state !== "asked") return null;
  const why = past ? "Nothing can be changed in the past." : why_not_approve(ask, seat);
  const refusable = !past && may_refuse(ask, seat);
  const leave = (): void => { set_open(null); };
  const told = `why-${ask.id}`;
  return (
    <section class="part desk-deeds" aria-label="Decide">
      <div class="row deeds">
        <button type="button" class="button button-strong" disabled={why !== null} aria-describedby={told} aria-expanded={open === "approve"} onClick={() => { set_open("approve"); }}>Approve</button>
        <button type="button" class="button" disabled={past || !people.may("ask_release") || lead === null} aria-expanded={open === "change"} onClick={() => { set_open("change"); }}>Change</button>
        <button type="button" class="button" disabled={!refusable} aria-expanded={open === "refuse"} onClick={() => { set_open("refuse"); }}>Refuse</button>
      </div>
      <p id={told} class="desk-why">{why !== null ? <><span class="mark mark-withheld" aria-hidden="true" />{w.plain_words(why)}</> : <span class="muted">{ask.missing_approvals === undefined || ask.missing_approvals === "" ? "" : `${f.capital(w.plain_words(ask.missing_approvals))}. `}It goes into the record under your name and asks for your password.</span>}</p>
      {open === "approve" && why === null && <ActForm compact spec={approve_form(ask)} about={ask.id} on_done={leave} on_leave={leave} />}
      {open === "refuse" && <ActForm compact spec={reason_form("refuse_ask", `Refuse ${ask.id}`, "Refuse", { ask: ask.id, ...(ask.revision === undefined ? {} : { seen: ask.revision }) })} about={ask.id} on_done={leave} on_leave={leave} />}
      {open === "change" && lead && <div class="desk-note"><p>What is asked for is changed by changing the lead: approvals so far are void then, and whoever changes it does not approve it. An approval itself may narrow: conditions, an earlier end, the tear line only.</p><div class="row deeds"><button type="button" class="button" onClick={() => { casework.form(2, change_lead(lead).act, lead.id); }}>Change {lead.id}</button><button type="button" class="link-button" onClick={leave}>Not now</button></div></div>}
    </section>
  );
}

// What whoever approves must not overlook.
function Warnings({ ask }: { ask: Ask }): JSX.Element | null {
  const book = use_casework((state) => state.book);
  const about = (party: string | undefined): boolean => party !== undefined && (party === ask.agency || party === ask.agency.slice(0, 3));
  const incidents = (book?.incidents ?? []).filter((one) => about(one.actor) && one.assessment?.grade !== "discounted");
  const proposals = (book?.proposals ?? []).filter((one) => one.state === "open" && one.cells.some((cell) => about(cell.agency)));
  const overdue = (book?.asks ?? []).filter((one) => one.agency === ask.agency && one.report === "overdue");
  if (incidents.length + proposals.length + overdue.length === 0) return null;
  return (
    <section class="part desk-warning" aria-label="To think of"><h3><span class="link-mark" aria-hidden="true">W</span> To think of</h3>
      <ul class="desk-lines">
        {incidents.map((one) => <li key={one.incident_ref}>{f.agency_words(ask.agency)} is said to have acted in <Ref id={one.incident_ref} /> {one.title}</li>)}
        {proposals.map((one) => <li key={one.id}>A stop is proposed: <Ref id={one.id} /></li>)}
        {overdue.map((one) => <li key={one.id}>Its use report for <Ref id={one.id} /> is overdue</li>)}
      </ul>
    </section>
  );
}
