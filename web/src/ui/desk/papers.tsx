// SPDX-License-Identifier: Apache-2.0
// One paper of the Oversight screen: an assessment, an error report, a statement; each needs a second person.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { casework, seat_now, use_casework } from "../../casework";
import { words_of } from "../../desk";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { people } from "../../people";
import { Head, Missing } from "./lead_detail";
import { Ends, Facts, moment, paragraphs, Part, Refs, State, use_past, Versions } from "./parts";

const Why = ({ text }: { text: string | null }): JSX.Element | null => (text === null ? null : <p class="desk-why"><span class="mark mark-withheld" aria-hidden="true" />{text}</p>);

export function AssessmentDetail({ id }: { id: string }): JSX.Element {
  const one = use_casework((state) => state.book?.assessments.find((item) => item.id === id));
  const past = use_past();
  if (!one) return <Missing id={id} problem="No such assessment is known." />;
  const form = (name: string) => (): void => { casework.form(5, name, id); };
  const own = one.written_by === seat_now().account;
  const why = past ? "Nothing can be changed in the past." : !people.may("assess") ? "A legal adviser assesses." : own && one.state === "draft" ? "You wrote it: another person approves it." : null;
  return (
    <>
      <Head id={id} title={`${one.agreement}, ${f.agency_words(one.agency)}`}><State state={one.state} /></Head>
      <div class="detail-body">
        {(one.state === "draft" || one.state === "in_force") && <section class="part desk-deeds" aria-label="Decide"><div class="row deeds">
          {one.state === "draft" && <><button type="button" class="button button-strong" disabled={why !== null} onClick={form("approve_assessment")}>Approve</button><button type="button" class="button" disabled={past || !people.may("assess")} onClick={form("rewrite")}>Rewrite</button></>}
          <button type="button" class="button" disabled={past || !people.may("assess")} onClick={form("withdraw_assessment")}>Withdraw</button></div><Why text={why} /></section>}
        <Part name="Risk"><Facts rows={[["Scheme", one.scheme], ["Before", w.desk_words(one.risk_before)], ["After", w.desk_words(one.risk_after)], ["Conclusion", w.desk_words(one.conclusion)], ["Ends", <Ends at={one.expires_at} state={one.state} />], ["Review", moment(one.review_at)]]} /></Part>
        <Part name="1. Situation">{paragraphs(one.situation)}</Part>
        <Part name="2. Risks">{paragraphs(one.risks)}</Part>
        <Part name="3. Mitigations">{(one.mitigations?.length ?? 0) === 0 ? <p class="muted">None.</p> : <ul class="desk-bullets">{one.mitigations?.map((measure) => <li key={measure.measure}>{measure.measure} <span class="muted">{[measure.who, measure.verified_how].filter((part) => part !== undefined && part !== "").join("; ")}</span></li>)}</ul>}</Part>
        <Part name="4. Judgement">{paragraphs(one.judgement)}</Part>
        <Part name="Hands"><Facts rows={[["Written", `${one.written_by}, ${moment(one.written_at)}`], ["Approver", one.approver === undefined ? "nobody yet" : `${one.approver}, ${w.desk_words(one.approver_rank)}`], ["Recorded", one.approved_by === undefined ? undefined : `${one.approved_by}, ${moment(one.approved_at)}`], ["Document", one.document], ["Ended", one.ended_because]]} /><Versions id={id} revision={one.revision} /></Part>
      </div>
    </>
  );
}

export function ErrorReportDetail({ id }: { id: string }): JSX.Element {
  const one = use_casework((state) => state.book?.error_reports.find((item) => item.id === id));
  const past = use_past();
  if (!one) return <Missing id={id} problem="No such report is known." />;
  const why = past ? "Nothing can be changed in the past." : !people.may("verify_ledger") ? "The overseer acknowledges it." : one.filed_by === seat_now().account ? "You filed it: the overseer acknowledges it." : null;
  return (
    <>
      <Head id={id} title="Error report"><State state={one.state} /></Head>
      <div class="detail-body">
        {one.state === "filed" && <section class="part desk-deeds" aria-label="Decide"><button type="button" class="button button-strong" disabled={why !== null} onClick={() => { casework.form(5, "acknowledge", id); }}>Acknowledge</button><Why text={why} /></section>}
        <Part name="What happened">{paragraphs(one.what)}<Facts rows={[["Outside which basis", one.basis], ["Cause", one.cause], ["Consequences", one.consequences], ["Put right by", one.done], ["Releases", one.releases?.join(", ")], ["About", (one.about?.length ?? 0) > 0 && <Refs ids={one.about} />], ["Ledger entries", one.ledger_entries?.join(", ")], ["Discovered", [moment(one.discovered_at), one.discovered_by].filter((part) => part !== undefined && part !== "").join(", ")], ["Filed", `${one.filed_by}, ${moment(one.filed_at)}`], ["Acknowledged", one.acknowledged_by === undefined ? undefined : `${one.acknowledged_by}, ${moment(one.acknowledged_at)}`], ["Answer", one.answer]]} /><Versions id={id} revision={undefined} /></Part>
      </div>
    </>
  );
}

export function StatementDetail({ id }: { id: string }): JSX.Element {
  const one = use_casework((state) => state.book?.statements.find((item) => item.id === id));
  const past = use_past();
  const [problem, set_problem] = useState("");
  const [busy, set_busy] = useState(false);
  if (!one) return <Missing id={id} problem="No such statement is known." />;
  const why = past ? "Nothing can be changed in the past." : !people.may("approve_release") ? "A release officer approves statements." : one.drafted_by === seat_now().account ? "You drafted it: another person approves it." : null;
  const approve = (): void => {
    set_busy(true);
    casework.act({ act: "approve_statement", statement: id }).then(() => { set_busy(false); set_problem(""); }, (error: unknown) => { set_busy(false); set_problem(words_of(error)); });
  };
  return (
    <>
      <Head id={id} title="Statement"><State state={one.state} /></Head>
      <div class="detail-body">
        {one.state === "draft" && <section class="part desk-deeds" aria-label="Decide"><div class="row deeds"><button type="button" class="button button-strong" disabled={why !== null || busy} onClick={approve}>Approve</button><button type="button" class="button" disabled={past || !people.may("approve_release")} onClick={() => { casework.form(5, "refuse_statement", id); }}>Refuse</button></div><Why text={why} />{problem !== "" && <p class="form-problem" role="alert">{f.capital(problem)}. Nothing has changed.</p>}</section>}
        <Part name="The question"><blockquote>{paragraphs(one.question)}</blockquote><p class="muted">{one.asked_by ?? "asked by nobody named"}</p></Part>
        <Part name="The answer">{paragraphs(one.text)}<Facts rows={[["Template", w.desk_words(one.template)], ["Drafted", `${one.drafted_by}, ${moment(one.drafted_at)}`], ["Decided", one.decided_by === undefined ? undefined : `${one.decided_by}, ${moment(one.decided_at)}`], ["Refused", one.refused_because]]} /><Versions id={id} revision={undefined} /></Part>
      </div>
    </>
  );
}
