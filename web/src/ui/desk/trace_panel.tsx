// SPDX-License-Identifier: Apache-2.0
// "Which of our releases fed this?": the question, the releases that could have contributed with their conditions, receipts
// and use reports, and a statement of how complete the answer is.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { traceReleases } from "../../api/casework";
import { fetchDeskObject } from "../../api/casework";
import type { Case, CaseworkNow, Contribution, Lead, TraceAnswer, TraceQuestion } from "../../api/casework_types";
import { RequestFailed, searchVessels } from "../../api/client";
import { casework, keep_form, kept_form, use_casework } from "../../casework";
import { words_of } from "../../desk";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { people } from "../../people";
import { session } from "../../session";
import { faults_of, pointers_of, type Values } from "../../state/forms";
import { store } from "../../state/store";
import { FieldView } from "./fields";
import { Empty, moment, place, Ref } from "./parts";
import { kTraceFields, question_of, trace_of_case, trace_of_incident, trace_of_tracks } from "./trace_values";

type Kind = "incident" | "place" | "track" | "vessel" | "case";
const kKinds: readonly [Kind, string][] = [["incident", "An incident"], ["place", "A place and time"], ["track", "A track"], ["vessel", "A vessel"], ["case", "A case"]];

export function TracePanel(): JSX.Element {
  const book = use_casework((state) => state.book);
  const focus = use_casework((state) => state.focus[5]);
  const given = focus?.kind === "form" && focus.form === "trace" ? focus : null;
  const [kind, set_kind] = useState<Kind>("incident");
  const [about, set_about] = useState("");
  const [values, set_values] = useState<Values>(() => kept_form("trace") ?? {});
  const [faults, set_faults] = useState<ReadonlyMap<string, string>>(new Map());
  const [asked, set_asked] = useState<{ question: TraceQuestion; answer: TraceAnswer } | null>(null);
  const [busy, set_busy] = useState(false);
  const change = (next: Values): void => { set_values(next); keep_form("trace", next); };
  const ask = (with_values: Values): void => {
    const { question, faults: wrong } = question_of(with_values, session.live_wall());
    set_faults(wrong);
    if (!question) return;
    set_busy(true);
    traceReleases(question).then(
      (answer) => { set_busy(false); set_asked({ question, answer }); },
      (error: unknown) => { set_busy(false); set_asked(null); set_faults(faults_of(error instanceof RequestFailed ? error.problem : null, words_of(error), pointers_of(kTraceFields, with_values))); },
    );
  };
  const start = (next: Values): void => { change(next); ask(next); };
  // Opened from an incident: asked at once, and then no form is open beside it.
  useEffect(() => { if (given) { set_about(given.about); start(given.initial); casework.focus(5, null); } }, [given]);
  const may = people.may("read_sharing");
  return (
    <section class="sharing-part" aria-labelledby="trace-title">
      <h2 id="trace-title" class="part-title">Which of our releases could have fed this?</h2>
      <div class="row desk-kinds" role="group" aria-label="Start from">{kKinds.map(([word, name]) => <button key={word} type="button" class="chip chip-line" aria-pressed={kind === word} onClick={() => { set_kind(word); set_about(""); if (word === "place") change({}); }}>{name}</button>)}</div>
      {book && <Start kind={kind} book={book} about={about} pick={(id, next) => { set_about(id); start(next); }} />}
      <form class="desk-form desk-form-compact desk-trace" aria-label="The question" noValidate onSubmit={(event) => { event.preventDefault(); ask(values); }}>
        <div class="desk-fields">{kTraceFields.map((field) => <FieldView key={field.path} id="trace" field={field} pointer="" values={values} faults={faults} on_change={change} />)}</div>
        <div role="alert">{faults.get("") !== undefined && <p class="form-problem">{faults.get("")}</p>}</div>
        <div class="row deeds"><button type="submit" class="button button-strong" disabled={busy || !may}>{busy ? "Searching" : "Search the ledger"}</button>{asked && <button type="button" class="button" onClick={() => { window.print(); }}>Print</button>}{!may && <span class="muted">Your seat does not see what is shared.</span>}</div>
      </form>
      {asked && <Answer about={about} question={asked.question} answer={asked.answer} />}
    </section>
  );
}

function Start({ kind, book, about, pick }: { kind: Kind; book: CaseworkNow; about: string; pick: (id: string, values: Values) => void }): JSX.Element | null {
  const [text, set_text] = useState("");
  const [told, set_told] = useState("");
  if (kind === "place") return null;
  if (kind === "incident") {
    return book.incidents.length === 0 ? <Empty>No incident is on the desk.</Empty> : (
      <select class="field desk-pick" aria-label="Incident" value={about} onChange={(event) => { const one = book.incidents.find((incident) => incident.incident_ref === event.currentTarget.value); if (one) pick(one.incident_ref, trace_of_incident(one)); }}>
        <option value="">choose an incident</option>{[...book.incidents].reverse().map((one) => <option key={one.incident_ref} value={one.incident_ref}>{one.incident_ref} {one.title}</option>)}
      </select>
    );
  }
  if (kind === "case") {
    const choose = (id: string): void => {
      const one = book.cases.find((item) => item.id === id);
      if (!one) return;
      const lead = one.lead;
      (lead === undefined ? Promise.resolve<string[]>([]) : fetchDeskObject<Lead>(lead, null).then((found) => [...(found.because ?? []), found.vessel?.track ?? ""], () => [] as string[]))
        .then((ids) => { pick(id, trace_of_case(one as Case, ids.filter((part) => /^T-[0-9a-f]{8}$/.test(part)))); }, () => undefined);
    };
    return book.cases.length === 0 ? <Empty>No case is on the desk.</Empty> : (
      <select class="field desk-pick" aria-label="Case" value={about} onChange={(event) => { choose(event.currentTarget.value); }}>
        <option value="">choose a case</option>{[...book.cases].reverse().map((one) => <option key={one.id} value={one.id}>{one.id} {one.title}</option>)}
      </select>
    );
  }
  const selected = store.current.selection?.id;
  const find = (): void => {
    const wanted = text.trim();
    if (wanted === "") return;
    if (kind === "track") { pick(wanted, trace_of_tracks(wanted.split(/[,\s]+/))); return; }
    const same = (value: string | undefined): boolean => value !== undefined && value.toUpperCase() === wanted.toUpperCase();
    const known = [...book.leads, ...book.cases].flatMap((one) => (one.vessel?.track !== undefined && (same(one.vessel.name) || same(one.vessel.call_sign) || String(one.vessel.imo ?? "") === wanted || String(one.vessel.mmsi ?? "") === wanted) ? [one.vessel.track] : []));
    searchVessels(wanted).then((found) => {
      const tracks = [...new Set([...found.map((vessel) => vessel.track_id), ...known])];
      set_told(tracks.length === 0 ? `No track is known under “${wanted}”.` : `${f.count(tracks.length, "track", "tracks")} under “${wanted}”.`);
      if (tracks.length > 0) pick(wanted, trace_of_tracks(tracks));
    }, (error: unknown) => { set_told(words_of(error)); });
  };
  return (
    <div class="row desk-pick-row">
      <input class="field" aria-label={kind === "track" ? "Track" : "Name, MMSI, IMO number or call sign"} placeholder={kind === "track" ? "T-0000a3f1" : "name, MMSI, IMO, call sign"} value={text} onInput={(event) => { set_text(event.currentTarget.value); }} onKeyDown={(event) => { if (event.key === "Enter") { event.preventDefault(); find(); } }} />
      <button type="button" class="button" onClick={find}>Find</button>
      {kind === "track" && selected !== undefined && <button type="button" class="link-button" onClick={() => { pick(selected, trace_of_tracks([selected])); }}>{selected}, selected on the Picture</button>}
      <span class="muted" role="status">{told}</span>
    </div>
  );
}

function Answer({ about, question, answer }: { about: string; question: TraceQuestion; answer: TraceAnswer }): JSX.Element {
  const { completeness: c, contributions } = answer;
  const partners = [...new Set(contributions.flatMap((one) => (one.agency === undefined ? [] : [one.agency])))];
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => { box.current?.scrollIntoView({ block: "start", behavior: "instant" }); }, [answer]);
  return (
    <div ref={box} class="desk-answer" aria-live="polite">
      <h3>{about === "" ? "Answer" : about}: {answer.found === 0 ? "no release could have contributed" : `${f.count(answer.found, "track in a release", "tracks in releases")} to ${f.list_words(partners.map(f.agency_words)) || "nobody that is still recorded"} could have contributed`}</h3>
      <p class="muted">Asked: {question.place ? `within ${question.place.radius_nm ?? 5} nm of ${place(question.place)}` : "anywhere"}, {question.tracks ? question.tracks.join(", ") : "any vessel"}, {moment(answer.from)}{answer.to === answer.from ? "" : ` to ${moment(answer.to)}`}; releases of the {question.lookback_hours ?? 72} hours before; up to {question.speed_max_kn ?? 60} kn.{answer.found > contributions.length ? ` The ${f.format_count(contributions.length)} most specific are shown.` : ""}</p>
      {contributions.length > 0 && (
        <div class="scroller"><table class="plain desk-contributions"><caption class="off-screen">Contributions, the most specific first</caption><thead><tr><th scope="col">To</th><th scope="col">What</th><th scope="col">How specific</th><th scope="col">Conditions</th><th scope="col">Basis</th><th scope="col">Record</th></tr></thead>
          <tbody>{contributions.map((one, index) => <ContributionRow key={index} one={one} />)}</tbody></table></div>
      )}
      <section class="desk-complete" aria-label="How complete this is"><h3>How complete this is</h3>
        <ul class="desk-bullets">
          <li>Searched: {f.format_count(c.entries_searched)} entries of the ledger, {f.count(c.tracks_released, "released track", "released tracks")}, over every view and partner{c.without_position > 0 ? `; ${f.format_count(c.without_position)} of them went without a position and are found by their track alone` : ""}.</li>
          <li>{c.erased.length === 0 ? "Nothing in it was erased under retention." : `Erased under retention: entries ${c.erased.map(([first, last]) => (first === last ? String(first) : `${first} to ${last}`)).join(", ")}. That they were made is still proved.`}</li>
          {c.cannot_be_known.map((line) => <li key={line}>Cannot be known: {line}.</li>)}
          <li>The ledger is searched as it is now, also while the desk is shown as it was known earlier.</li>
        </ul>
      </section>
    </div>
  );
}

function ContributionRow({ one }: { one: Contribution }): JSX.Element {
  const book = use_casework((state) => state.book);
  const reports = (book?.use_reports ?? []).filter((report) => report.agency === one.agency && book?.asks.some((ask) => ask.id === report.ask && ask.purpose === one.purpose) === true);
  const may_proof = people.may("read_ledger");
  return (
    <tr>
      <th scope="row">{one.agency === undefined ? "erased" : f.agency_words(one.agency)}<span class="cell-detail muted">{one.purpose === undefined ? one.erased : f.purpose_words(one.purpose)}</span></th>
      <td><Ref id={one.track} /> <span class="cell-detail muted">{f.count(one.releases, "release", "releases")}, {moment(one.first_released_at)}{one.last_released_at === one.first_released_at ? "" : ` to ${moment(one.last_released_at)}`}</span></td>
      <td><span class="cell-state"><span class={`mark mark-${one.likely ? "live" : "waiting"}`} aria-hidden="true" />{one.likely ? "likely" : "possible"}</span><span class="cell-detail muted">{one.spread_nm === undefined ? "without position" : `spread ${one.spread_nm.toFixed(1)} nm, needs ${(one.speed_needed_kn ?? 0).toFixed(1)} kn`}</span></td>
      <td>{(one.conditions ?? []).map(w.desk_words).join(", ") || <span class="muted">none</span>}</td>
      <td>{one.agreement}{one.clause === undefined ? "" : `, ${one.clause}`}<span class="cell-detail muted">{one.outcome === undefined ? "" : f.outcome_words(one.outcome)}{one.assessment === undefined ? "" : `, ${one.assessment}`}{one.approver === undefined ? "" : `, approved by ${one.approver}`}</span></td>
      <td>{one.last_entry === one.first_entry ? "entry" : "entries"} {one.first_entry}{one.last_entry === one.first_entry ? "" : ` to ${one.last_entry}`}<span class="cell-detail">{may_proof ? <a class="link-button" href={`/api/v1/ledger/entries/${one.last_entry}/proof`} download={`entry-${one.last_entry}.tlog-proof`}>receipt</a> : <span class="muted">receipts: overseer, legal adviser</span>} {reports.map((report) => <Ref key={report.id} id={report.id} />)}</span></td>
    </tr>
  );
}
