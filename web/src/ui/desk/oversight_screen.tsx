// SPDX-License-Identifier: Apache-2.0
// Oversight: ready questions that open into their records, which releases could have fed something, designations, and the
// papers: error reports, assessments, statements with the register of their templates.
import type { JSX } from "preact";
import type { CaseworkNow } from "../../api/casework_types";
import { casework, seat_now, use_casework } from "../../casework";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { people } from "../../people";
import { ready_questions } from "../../state/oversight_questions";
import type { Values } from "../../state/forms";
import { values_of } from "../../state/forms";
import { reason_form } from "./acts_leads";
import { acknowledge_form, approve_assessment_form, kErrorReport, kWriteAssessment, rewrite_form, withdraw_assessment_form } from "./acts_oversight";
import { DesignationsPart, ListDetail, ListForm, MatchDetail, use_designations, was_taken_back } from "./designations_part";
import { ActForm, type ActSpec } from "./form";
import { AssessmentDetail, ErrorReportDetail, StatementDetail } from "./papers";
import { DeskFrame, Empty, Refs, State, use_past } from "./parts";
import { StatementForm, TemplateForm, TemplateRegister } from "./statements_part";
import { TracePanel } from "./trace_panel";

export function OversightScreen(): JSX.Element {
  const book = use_casework((state) => state.book);
  const focus = use_casework((state) => state.focus[5]);
  const reads = seat_now().role === "overseer";
  return (
    <DeskFrame screen={5} name="Oversight" side={focus?.kind === "form" && focus.form === "trace" ? null : <Side />} head={<>
      {reads && <span class="tag desk-tag">read only</span>}
      <dl class="figures"><div><dt>Error reports</dt><dd>{book?.error_reports.filter((one) => one.state === "filed").length ?? "–"}</dd></div><div><dt>Statements to approve</dt><dd>{book?.statements.filter((one) => one.state === "draft").length ?? "–"}</dd></div></dl>
    </>}>
      {book && <><Questions book={book} /><TracePanel /><DesignationsPart /><Papers book={book} /><TemplateRegister /></>}
    </DeskFrame>
  );
}

function Questions({ book }: { book: CaseworkNow }): JSX.Element {
  const { value } = use_designations();
  const taken_back = (value?.matches ?? []).filter(was_taken_back).map((one) => one.id);
  return (
    <section class="sharing-part" aria-labelledby="questions-title"><h2 id="questions-title" class="part-title">Questions you can ask</h2>
      <ul class="desk-questions">{[...ready_questions(book), { words: "Designation matches that were taken back", ids: taken_back }].map(({ words, ids }) => (
        <li key={words}><details><summary><span>{words}</span><b>{ids.length}</b></summary>{ids.length === 0 ? <p class="muted">None.</p> : <p><Refs ids={ids} /></p>}</details></li>
      ))}</ul>
    </section>
  );
}

function Papers({ book }: { book: CaseworkNow }): JSX.Element {
  const past = use_past();
  const form = (name: string) => (): void => { casework.form(5, name); };
  return (
    <>
      <section class="sharing-part" aria-labelledby="errors-title"><div class="part-head"><h2 id="errors-title" class="part-title">Error reports</h2><button type="button" class="button" disabled={past || !people.may("operate")} onClick={form("error_report")}>File an error report</button></div>
        {book.error_reports.length === 0 ? <Empty>None. When a release turns out to have been outside its basis, the overseer is told here.</Empty> : <ul class="desk-rows">{[...book.error_reports].reverse().map((one) => <Line key={one.id} id={one.id} title={one.what} under={`outside ${one.basis} · filed by ${one.filed_by}, ${f.format_dtg(Date.parse(one.filed_at))}`} state={one.state} />)}</ul>}</section>
      <section class="sharing-part" aria-labelledby="assessments-title"><div class="part-head"><h2 id="assessments-title" class="part-title">Assessments</h2><button type="button" class="button" disabled={past || !people.may("assess")} onClick={form("assessment")}>Write an assessment</button></div>
        {book.assessments.length === 0 ? <Empty>None is written on the desk. Those that agreements carry stand on the Sharing screen.</Empty> : <ul class="desk-rows">{[...book.assessments].reverse().map((one) => <Line key={one.id} id={one.id} title={`${one.agreement}, ${f.agency_words(one.agency)}`} under={`${one.scheme}, ${one.risk_before} risk before and ${one.risk_after} after: ${w.desk_words(one.conclusion)} · ends ${f.format_dtg(Date.parse(one.expires_at))}`} state={one.state} />)}</ul>}</section>
      <section class="sharing-part" aria-labelledby="statements-title"><div class="part-head"><h2 id="statements-title" class="part-title">Statements</h2><button type="button" class="button" disabled={past || !people.may("operate")} onClick={form("statement")}>Draft an answer</button></div>
        {book.statements.length === 0 ? <Empty>No question from outside was answered. The standing rule: it is neither confirmed nor denied.</Empty> : <ul class="desk-rows">{[...book.statements].reverse().map((one) => <Line key={one.id} id={one.id} title={one.question} under={`${w.desk_words(one.template)} · drafted by ${one.drafted_by}${one.asked_by === undefined ? "" : ` · asked by ${one.asked_by}`}${one.decided_by === undefined ? "" : ` · ${one.state} by ${one.decided_by}`}`} state={one.state} />)}</ul>}</section>
    </>
  );
}
function Line({ id, title, under, state }: { id: string; title: string; under: string; state: string }): JSX.Element {
  const focus = use_casework((now) => now.focus[5]);
  return <li><button type="button" class="desk-row" data-row aria-pressed={focus?.kind === "thing" && focus.id === id} onClick={() => { casework.open(id); }}><span class="desk-row-main"><b>{id}</b> {title.slice(0, 160)}<span class="muted">{under}</span></span><State state={state} /></button></li>;
}

function Side(): JSX.Element | null {
  const focus = use_casework((state) => state.focus[5]);
  if (focus === null) return null;
  if (focus.kind === "form") return <PaperForm key={focus.form + focus.about} form={focus.form} about={focus.about} initial={focus.initial} />;
  switch (focus.id.split("-")[0]) {
    case "AS": return <AssessmentDetail id={focus.id} />;
    case "ER": return <ErrorReportDetail id={focus.id} />;
    case "D": return <ListDetail id={focus.id} />;
    case "M": return <MatchDetail id={focus.id} />;
    default: return <StatementDetail id={focus.id} />;
  }
}

function PaperForm({ form, about, initial }: { form: string; about: string; initial: Values }): JSX.Element | null {
  const book = use_casework((state) => state.book);
  const back = (): void => { casework.focus(5, about === "" ? null : { kind: "thing", id: about }); };
  const plain = (spec: ActSpec, start: Values = initial): JSX.Element => <ActForm spec={spec} about={about} initial={start} on_leave={back} on_done={(done) => { const made = done.made[0]; if (about === "" && made) casework.open(made.id); else back(); }} />;
  const assessment = book?.assessments.find((one) => one.id === about);
  const report = book?.error_reports.find((one) => one.id === about);
  switch (form) {
    case "error_report": return plain(kErrorReport);
    case "assessment": return plain(kWriteAssessment, { scheme: "OSJA", ...initial });
    case "statement": return <StatementForm initial={initial} on_leave={back} on_done={(done) => { const made = done.made[0]; if (made) casework.open(made.id); else back(); }} />;
    case "register_template": return <TemplateForm on_leave={back} on_done={back} />;
    case "load_list": return <ListForm initial={initial} on_leave={back} />;
    case "rewrite": return assessment ? plain(rewrite_form(assessment), values_of(kWriteAssessment.fields, { ...assessment }, String)) : null;
    case "approve_assessment": return assessment ? plain(approve_assessment_form(assessment)) : null;
    case "withdraw_assessment": return assessment ? plain(withdraw_assessment_form(assessment)) : null;
    case "acknowledge": return report ? plain(acknowledge_form(report)) : null;
    default: return plain(reason_form("refuse_statement", `Refuse ${about}`, "Refuse", { statement: about }));
  }
}
