// SPDX-License-Identifier: Apache-2.0
// One case: its vessel pinned, what was known of it before, the steps with their small forms, persons and goods.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Case, Step } from "../../api/casework_types";
import { fetchTrackAuthority } from "../../api/law";
import type { AuthorityAnswer } from "../../api/schema";
import { casework, use_thing } from "../../casework";
import { words_of } from "../../desk";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { act_words } from "../../format/law_words";
import { people } from "../../people";
import { act_of_step, next_step, steps_open } from "../../state/casework_rules";
import { values_of } from "../../state/forms";
import { AnswerBody, Outcome } from "../law/answer";
import { step_form, step_values } from "./acts_cases";
import { ActForm } from "./form";
import { Head, Missing } from "./lead_detail";
import { ListedPart } from "./listed";
import { Facts, History, LawAnswer, moment, Part, place, Ref, Refs, State, use_past, Versions } from "./parts";

const Pinned = ({ one }: { one: Case }): JSX.Element => <p class="desk-pinned"><span class="muted">pinned</span> {w.pinned_words(one.vessel)}{one.vessel?.track !== undefined && <> <Ref id={one.vessel.track} words="on the Picture" /></>}</p>;

export function CaseDetail({ id }: { id: string }): JSX.Element {
  const { thing: one, problem } = use_thing<Case>(id);
  const past = use_past();
  if (!one) return <Missing id={id} problem={problem} />;
  const forms = one.step_forms ?? [];
  const recorded = forms.map((step) => step.kind);
  const usual = one.usual_steps ?? ["track", "intercept", "close"];
  const next = next_step(usual, recorded);
  const may = people.may("operate") && !past && one.state === "open";
  const done = new Set(recorded).size;
  return (
    <>
      <Head id={one.id} title={one.title}><State state={one.state} /></Head>
      <Pinned one={one} />
      <div class="detail-body">
        <History list={one.history} />
        <ListedPart vessel={one.vessel} />
        <Part name="Steps">
          <p class="row"><span class="meter desk-meter" role="img" aria-label={`${done} of ${usual.length} usual steps`}><span class="meter-fill" style={{ width: `${Math.min(100, (100 * done) / usual.length)}%` }} /></span><span class="muted">{done} of {usual.length} usual steps{one.reminder === undefined || one.reminder === "" ? "" : `. ${f.capital(one.reminder)}`}</span></p>
          <div class="row deeds" role="group" aria-label="Record a step">{steps_open(usual, recorded).map(({ kind, why }) => (
            <button key={kind} type="button" class={`button${kind === next ? " button-strong" : ""}`} disabled={!may || why !== null} title={why ?? undefined} onClick={() => { casework.form(2, "record_step", `${one.id} ${kind}`); }}>{f.capital(w.desk_words(kind))}{recorded.includes(kind) && <span class="muted"> {recorded.filter((step) => step === kind).length}</span>}</button>
          ))}</div>
          {!may && <p class="muted">{past ? "Nothing can be changed in the past." : one.state === "closed" ? `Closed: ${one.outcome ?? ""}` : "Watch officers and release officers record steps."}</p>}
          {forms.length === 0 && <p class="muted">No step is recorded yet.</p>}
        </Part>
        {forms.map((step) => <StepView key={step.id} one={one} step={step} may={people.may("operate") && !past} />)}
        {(one.persons?.length ?? 0) > 0 && <Part name="Persons"><ul class="desk-lines">{one.persons?.map((person) => (
          <li key={person.reference}><b>{person.reference}</b> {[person.described_as, person.sex, person.age_band, person.nationality].filter((part) => part !== undefined && part !== "").join(", ")}
            <span class="desk-under muted">{[person.detained_at === undefined ? "" : `held since ${moment(person.detained_at)}`, person.rights_given_at === undefined ? (person.rights_note === undefined ? "" : `not told their rights: ${person.rights_note}`) : `told their rights ${moment(person.rights_given_at)}${person.rights_language === undefined ? "" : ` in ${person.rights_language}`}`, person.medical === undefined ? "" : `medical: ${person.medical}`, person.released_at === undefined ? "" : `released ${moment(person.released_at)}`, person.handed_to === undefined ? "" : `handed to ${person.handed_to}`].filter((part) => part !== "").join(" · ")}</span></li>
        ))}</ul></Part>}
        {(one.goods?.length ?? 0) > 0 && <Part name="Goods"><ul class="desk-lines">{one.goods?.map((goods) => (
          <li key={goods.reference}><b>{goods.reference}</b> {goods.kind}{goods.quantity === undefined ? "" : `, ${goods.estimated === true ? "about " : ""}${goods.quantity} ${goods.unit ?? ""}`}<span class="desk-under muted">{[goods.sample === undefined ? "" : `sample ${goods.sample}`, goods.seal === undefined ? "" : `seal ${goods.seal}`, goods.kept_at === undefined ? "" : `kept at ${goods.kept_at}`, goods.handed_to === undefined ? "" : `handed to ${goods.handed_to}`].filter((part) => part !== "").join(" · ")}</span></li>
        ))}</ul></Part>}
        <Part name="Case"><Facts rows={[["Kind", w.desk_words(one.kind)], ["Legal basis", one.basis], ["Lead", one.lead !== undefined && <Ref id={one.lead} />], ["Request", one.request !== undefined && <Ref id={one.request} />], ["About", (one.about?.length ?? 0) > 0 && <Refs ids={one.about} />], ["Opened", `${one.opened_by}, ${moment(one.opened_at)}`], ["Closed", one.closed_at !== undefined && `${moment(one.closed_at)}: ${one.outcome ?? ""}`]]} /><Versions id={one.id} revision={one.revision} /></Part>
      </div>
    </>
  );
}

function StepView({ one, step, may }: { one: Case; step: Step; may: boolean }): JSX.Element {
  return (
    <Part name={`${step.id} ${w.desk_words(step.kind)}`}>
      {step.outside_basis === true && <p class="lapsed"><span class="mark mark-withheld" aria-hidden="true" />The law forbids it: an error report is due.</p>}
      <Facts rows={[["Began", moment(step.began_at)], ["Ended", moment(step.ended_at)], ["Position", place(step.position)], ["Legal basis", step.basis], ["Flag consent", step.consent && `${w.desk_words(step.consent.state)}${step.consent.flag_state === undefined ? "" : `, ${f.country_words(step.consent.flag_state)}`}${step.consent.at === undefined ? "" : `, ${moment(step.consent.at)}`}`],
        ["Force", step.force_used === undefined ? undefined : step.force ? `${w.desk_words(step.force.used)}: ${step.force.why_unavoidable} ${step.force.why_proportionate}` : "none"], ["Units", step.units?.map((unit) => `${unit.name}${unit.kind === undefined ? "" : `, ${unit.kind}`}`).join("; ")], ["Persons", step.persons?.map((person) => person.reference).join(", ")], ["Goods", step.goods?.map((goods) => goods.reference).join(", ")],
        ["Handed to", step.handed_to], ["Outcome", step.outcome], ["Remarks", step.remarks], ["Evidence", (step.evidence?.length ?? 0) > 0 && <Refs ids={step.evidence} />], ["Recorded", `${step.recorded_by}, ${moment(step.recorded_at)}`], ["Corrected", step.corrected_because]]} />
      {step.authority && <ul class="law-matrix law"><LawAnswer answer={step.authority} law={step.law} /></ul>}
      {step.outside_basis === true && <button type="button" class="button" disabled={!may} onClick={() => { casework.form(5, "error_report", "", { about: one.id, what: `${w.desk_words(step.kind)} ${one.id}/${step.id} was outside the law's answer.`, basis: step.basis ?? "", discovered_at: "now" }); }}>File the error report</button>}
      <button type="button" class="link-button" disabled={!may} onClick={() => { casework.form(2, "record_step", `${one.id} ${step.kind} ${step.id}`); }}>correct<span class="off-screen"> {step.id}</span></button><Versions id={`${one.id}/${step.id}`} revision={step.revision} />
    </Part>
  );
}

// The form of a step: the law's answer for its act is asked first and fills the legal basis.
export function StepPage({ about }: { about: string }): JSX.Element {
  const [id = "", kind = "", corrects] = about.split(" ");
  const { thing: one, problem } = use_thing<Case>(id);
  const act = act_of_step(kind);
  const track = one?.vessel?.track;
  const [law, set_law] = useState<{ answer: AuthorityAnswer | null; words: string } | null>(null);
  useEffect(() => {
    if (!one || law !== null) return undefined;
    if (act === null) { set_law({ answer: null, words: "" }); return undefined; }
    if (track === undefined) { set_law({ answer: null, words: "No track is named, so the law was not asked: name the agreement and its article." }); return undefined; }
    const abort = new AbortController();
    fetchTrackAuthority(track, null, abort.signal).then(
      (known) => { set_law({ answer: known.matrix.find((line) => line.action === act)?.answer ?? null, words: "" }); },
      (error: unknown) => { if (!abort.signal.aborted) set_law({ answer: null, words: `The law could not be asked about ${track}: ${words_of(error)}. Name the agreement and its article.` }); },
    );
    return () => { abort.abort(); };
  }, [one !== null, track, act]);
  if (!one || law === null) return <Missing id={id} problem={problem} />;
  const back = (): void => { casework.open(id); };
  const old = corrects === undefined ? undefined : one.step_forms?.find((step) => step.id === corrects);
  const answer = law.answer;
  const basis = answer ? `${act_words(act ?? kind)}: ${answer.outcome} (${answer.because.join(", ")})`.slice(0, 1000) : one.basis ?? "";
  const spec = step_form(one, kind, corrects);
  const initial = old ? values_of(spec.fields, { ...old }, (at) => f.format_dmm(at, 4)) : step_values(one, kind, basis);
  return (
    <>
      <p class="desk-pinned desk-pinned-form"><span class="muted">pinned</span> {w.pinned_words(one.vessel)}</p>
      <ActForm spec={spec} about={about} initial={initial} on_done={back} on_leave={back}>
        {law.words !== "" && <p class="desk-why">{law.words}</p>}
        {answer && (
          <details class="desk-law" open={answer.outcome !== "permitted"}><summary><span>The law, for us, now: {act_words(act ?? kind).toLowerCase()}</span> <Outcome outcome={answer.outcome} /></summary><AnswerBody answer={answer} />{answer.outcome === "prohibited" && <p>What was done is recorded all the same, and marked; an error report becomes due.</p>}</details>
        )}
      </ActForm>
    </>
  );
}
