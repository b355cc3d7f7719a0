// SPDX-License-Identifier: Apache-2.0
// A request with its clock and the answers that can follow, and a use report.
import type { JSX } from "preact";
import type { DeskRequest, UseReport } from "../../api/casework_types";
import { casework, seat_now, use_casework, use_thing } from "../../casework";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { act_words } from "../../format/law_words";
import { people } from "../../people";
import { session } from "../../session";
import { steps_of_request, waited_ms } from "../../state/casework_rules";
import { use_tick } from "../use_tick";
import { Head, Missing } from "./lead_detail";
import { Facts, LawAnswer, moment, paragraphs, Part, place, Ref, Refs, State, use_past, Versions } from "./parts";

const kFavour = new Set(["send", "provide", "agree", "authorise", "confirm_registry"]);

export function RequestDetail({ id }: { id: string }): JSX.Element {
  use_tick(1000);
  const { thing: request, problem } = use_thing<DeskRequest>(id);
  const past = use_past();
  const proposals = (use_casework((state) => state.book?.proposals) ?? []).filter((one) => one.because_of === id).map((one) => one.id);
  if (!request) return <Missing id={id} problem={problem} />;
  const incoming = request.direction !== "outgoing";
  const waited = waited_ms(request, session.live_wall());
  const within = request.clock?.expected_within_s;
  const steps = steps_of_request(request);
  const may = people.may("approve_release") && !past;
  const own = incoming && request.filed_by === seat_now().account;
  return (
    <>
      <Head id={request.id} title={`${f.capital(w.desk_words(request.kind))}, ${f.agency_words(request.agency)}`}><State state={request.state} /></Head>
      <div class="detail-body">
        {steps.length > 0 && (
          <section class="part desk-deeds" aria-label="Answer">
            <div class="row deeds">{steps.map((step) => <button key={step} type="button" class={`button${kFavour.has(step) ? " button-strong" : ""}`} disabled={!may || (own && kFavour.has(step))} onClick={() => { casework.form(2, step, request.id); }}>{f.capital(w.desk_words(step))}</button>)}</div>
            {!may ? <p class="desk-why">{past ? "Nothing can be changed in the past." : "A release officer answers requests."}</p> : own && <p class="desk-why"><span class="mark mark-withheld" aria-hidden="true" />You filed it: another person answers it.</p>}
          </section>
        )}
        <Part name="Clock">
          <p class="desk-clock">{!waited.running && waited.ms === 0 ? "Refused at once." : <><b>{f.format_age(waited.ms)}</b> {waited.running ? (incoming ? "an answer has been owed" : "we have waited") : "until it was answered"}</>}{within !== undefined && <span class={request.clock?.past_expected === true ? "lapsed" : "muted"}>, expected within {f.format_age(within * 1000)}</span>}</p>
          {request.clock && <p class="muted">{w.sentence(request.clock.words)}</p>}
        </Part>
        <Part name="As declared">
          {paragraphs(request.text)}
          <Facts rows={[["Who asks", incoming ? `${f.agency_words(request.agency)} asks us` : "we ask"], ["Purpose", request.purpose === undefined ? undefined : f.purpose_words(request.purpose)], ["Intended acts", (request.acts ?? []).map(act_words).join(", ")], ["Registry asked", request.flag_state], ["Footing", w.desk_words(request.regime)],
            ["Grounds", request.grounds], ["Vessel", w.vessel_words(request.vessel)], ["Position", place(request.position)], ["Wanted by", moment(request.wanted_by)], ["About", (request.about?.length ?? 0) > 0 && <Refs ids={request.about} />], ["Filed", `${request.filed_by}, ${moment(request.filed_at)}`],
            ["Sent", incoming ? undefined : request.stopped_by !== undefined ? `cut by stop ${request.stopped_by}` : request.sent_at === undefined ? "not yet: a release officer sends it" : `${request.sent_by ?? ""}, ${moment(request.sent_at) ?? ""}`],
            ["From", request.origin && `${request.origin.originator ?? ""} through ${request.origin.source}, as ${request.origin.reference}`]]} />
        </Part>
        {(request.refused_because?.length ?? 0) > 0 && <Part name="Refused because"><ul class="desk-bullets">{request.refused_because?.map((line) => <li key={line}>{w.plain_words(line)}</li>)}</ul>{proposals.length > 0 && <p>A stop is proposed: <Refs ids={proposals} /></p>}</Part>}
        {(request.authority?.length ?? 0) > 0 && <Part name="Answers of the law" law><ul class="law-matrix">{request.authority?.map((answer) => <LawAnswer key={answer.action} answer={answer} />)}</ul></Part>}
        <Part name="What was answered">
          {(request.events?.length ?? 0) === 0 ? <p class="muted">Nothing yet.</p> : <ol class="desk-lines">{request.events?.map((event, index) => <li key={index}><span class="muted">{moment(event.at)} {event.by}</span> {w.desk_words(event.step)}{event.text === undefined ? "" : `: ${event.text}`}</li>)}</ol>}
          {(request.scope?.length ?? 0) > 0 && <p>Authorised: {request.scope?.map(act_words).join(", ")}{request.conditions === undefined ? "" : `. Conditions: ${request.conditions}`}</p>}
          <Versions id={request.id} revision={request.revision} />
        </Part>
      </div>
    </>
  );
}

export function UseReportDetail({ id }: { id: string }): JSX.Element {
  const report = use_casework((state) => state.book?.use_reports.find((one) => one.id === id)) as UseReport | undefined;
  if (!report) return <Missing id={id} problem="No such report is known." />;
  return (
    <>
      <Head id={report.id} title={`${f.agency_words(report.agency)}: ${report.did.map(w.desk_words).join(", ")}`}>{report.late === true ? "came late" : null}</Head>
      <div class="detail-body">
        {(report.breaches?.length ?? 0) > 0 && <section class="part desk-warning" aria-label="Against the conditions"><h3><span class="link-mark" aria-hidden="true">W</span> Against the conditions</h3><ul class="desk-bullets">{report.breaches?.map((line) => <li key={line}>{w.plain_words(line)}</li>)}</ul></section>}
        <Part name="As reported">
          <Facts rows={[["Ask", <Ref id={report.ask} />], ["When", moment(report.at)], ["Where", place(report.position)], ["Force", report.force === "unknown" ? "not said: ask" : w.desk_words(report.force)], ["What happened", report.force_account], ["Killed", w.count_words(report.killed)], ["Injured", w.count_words(report.injured)], ["Detained", w.count_words(report.detained)],
            ["Passed on to", report.passed_on_to], ["Found", report.found], ["Evidence", (report.evidence?.length ?? 0) > 0 && <Refs ids={report.evidence} />], ["Filed", `${report.filed_by}, ${moment(report.filed_at)}`]]} />
          {paragraphs(report.text)}
          <Versions id={report.id} revision={undefined} />
        </Part>
      </div>
    </>
  );
}
