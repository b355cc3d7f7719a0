// SPDX-License-Identifier: Apache-2.0
// One stop: what it reached, the answers to its recall, the reason, and how it is lifted: by two people.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Stop } from "../../api/sharing_types";
import { desk, words_of } from "../../desk";
import * as f from "../../format";
import { people } from "../../people";
import { session } from "../../session";
import { who_may } from "../../state/people_state";
import { use_part } from "../../state/store";
import { ReasonForm } from "../stop_outcome";
import { AssessmentFields, kNewAssessment, ready_assessment, type AssessmentText } from "./assessment_fields";
import { DrawerHead, Part } from "./sharing_drawer";

export function StopDetail({ epoch }: { epoch: number }): JSX.Element {
  const stops = use_part((state) => state.sharing.stops);
  const open = use_part((state) => state.sharing.now?.stops.some((stop) => stop.epoch === epoch));
  const stop = stops.find((item) => item.epoch === epoch);
  if (!stop) return <><DrawerHead title={`Stop ${epoch}`} /><p class="empty">No such stop is known.</p></>;
  const ordered = f.parse_instant(stop.ordered_at);
  const lifted = f.parse_instant(stop.lifted_at);
  const standing = open ?? stop.open;
  return (
    <>
      <DrawerHead title={`Stop ${stop.epoch}`}><p class="muted">{f.stop_words(stop)}</p></DrawerHead>
      <div class="detail-body">
        <Part name="Ordered">
          <p>{ordered === null ? "–" : `${f.format_dtg(ordered)} (${f.format_exact(ordered)})`} by {stop.by}</p>
          {standing ? <ReasonForm stop={stop} /> : <p>{stop.reason === "" ? <span class="muted">No reason was given.</span> : stop.reason}</p>}
        </Part>
        <Part name="Cut: nothing more can be read here">
          {(stop.covers?.length ?? 0) > 0 && <ul class="lines">{stop.covers?.map((cell) => <li key={`${cell.agency} ${cell.purpose}`}>{f.agency_words(cell.agency)}, {f.purpose_words(cell.purpose)}</li>)}</ul>}
          {stop.reach && <ul class="lines muted">{f.reach_words(stop.reach).map((text) => <li key={text}>{text}</li>)}</ul>}
          {(stop.covers?.length ?? 0) === 0 && !stop.reach && <p class="muted">Nothing was live under it.</p>}
        </Part>
        <Recalls stop={stop} />
        {standing ? <Lifting stop={stop} /> : <Part name="Lifted"><p>{lifted === null ? "lifted" : f.format_dtg(lifted)}{(stop.agreed?.length ?? 0) > 0 && `, agreed by ${f.list_words(stop.agreed?.map((item) => `${item.person} (${f.role_words(item.role)})`) ?? [])}`}</p></Part>}
        {stop.ledger_index !== undefined && <Part name="Record"><p class="muted">entry {f.format_count(stop.ledger_index)} of the ledger</p></Part>}
      </div>
    </>
  );
}

function Recalls({ stop }: { stop: Stop }): JSX.Element | null {
  const recalls = stop.recalls ?? [];
  if (recalls.length === 0) return null;
  const now = session.live_wall();
  return (
    <Part name="Recall, and what was already read">
      <ul class="recalls">
        {recalls.map((recall) => {
          const at = f.parse_instant(recall.answered_at ?? recall.asked_at);
          return (
            <li key={recall.id}>
              <span>{f.agency_words(recall.agency)}{recall.purpose === undefined ? "" : `, ${f.purpose_words(recall.purpose)}`}</span>
              <span class={`recall recall-${recall.answer}`}><span class={`mark mark-${recall.answer === "confirmed" ? "live" : recall.answer === "refused" || recall.answer === "silent" ? "withheld" : "waiting"}`} aria-hidden="true" />{f.recall_words(recall.answer)}{at === null ? "" : ` ${f.format_hour(at, now)}`}</span>
              <span class="muted">already read: {f.count(recall.releases_total ?? 0, "release", "releases")}</span>
            </li>
          );
        })}
      </ul>
      <p class="muted">A confirmation is the partner's word. What becomes of a copy there cannot be proved from here.</p>
    </Part>
  );
}

function Lifting({ stop }: { stop: Stop }): JSX.Element {
  const account = use_part((state) => state.people.session?.account);
  const [missing, set_missing] = useState<string | null>(null);
  const [problem, set_problem] = useState<string | null>(null);
  const [busy, set_busy] = useState(false);
  const [reason, set_reason] = useState("");
  const [assessment, set_assessment] = useState<AssessmentText>(kNewAssessment);
  const agreed = stop.agreed ?? [];
  const mine = agreed.some((item) => item.person === account);
  const allowed = people.may("approve_resume");
  const made = stop.needs_assessment === true ? ready_assessment(assessment) : null;
  const submit = (event: Event): void => {
    event.preventDefault();
    set_busy(true);
    set_problem(null);
    desk.resume(stop.epoch, { ...(reason.trim() === "" ? {} : { reason: reason.trim() }), ...(made ? { assessment: made } : {}) }).then(
      (answer) => { set_busy(false); set_missing(answer.lifted ? null : answer.missing ?? null); },
      (error: unknown) => { set_busy(false); set_problem(words_of(error)); },
    );
  };
  return (
    <Part name="Lifting it takes two people">
      <ul class="lines">
        {agreed.map((item) => <li key={item.person}><span class="mark mark-live" aria-hidden="true" />{item.person}, {f.role_words(item.role)}, agrees</li>)}
        {missing_words(stop, missing).map((text) => <li key={text} class="muted"><span class="mark mark-waiting" aria-hidden="true" />{text}</li>)}
      </ul>
      {!allowed && <p class="muted">Only a {f.list_words(who_may("approve_resume").map(f.role_words))} can agree to lift a stop, both of them are needed.</p>}
      {allowed && mine && <p class="muted">You have agreed. The other person does it from their own seat.</p>}
      {allowed && !mine && (
        <form class="form" onSubmit={submit}>
          <label for="resume-reason">Why may it go on?</label>
          <input id="resume-reason" class="field" value={reason} maxLength={500} autocomplete="off" onInput={(event) => { set_reason(event.currentTarget.value); }} />
          {stop.needs_assessment === true && <AssessmentFields text={assessment} on_change={set_assessment} id="resume" />}
          <button type="submit" class="button" disabled={busy}>Agree to lift stop {stop.epoch}</button>
        </form>
      )}
      {problem && <p class="form-problem" role="alert">{f.capital(problem)}. The stop stands.</p>}
    </Part>
  );
}

function missing_words(stop: Stop, told: string | null): string[] {
  if (told !== null) return [told];
  const roles = new Set<string>(stop.agreed.map((item) => item.role));
  const wanted = who_may("approve_resume").filter((role) => !roles.has(role)).map((role) => `a ${f.role_words(role)} is missing`);
  return stop.needs_assessment === true ? [...wanted, "a new assessment, made after the stop and approved by a legal adviser, is needed"] : wanted;
}
