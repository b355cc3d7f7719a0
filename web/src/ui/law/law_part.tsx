// SPDX-License-Identifier: Apache-2.0
// The track drawer's "Law": what the law lets our own State do with this track, each act opening its reasons; what the
// track told by itself, and what a person must add; the hot pursuit, if there is one.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { fetchTrackAuthority } from "../../api/law";
import { RequestFailed } from "../../api/client";
import type { OpenQuestion, TrackAuthority } from "../../api/schema";
import * as w from "../../format/law_words";
import { use_part } from "../../state/store";
import { AnswerBody, Outcome } from "./answer";
import { PursuitPanel } from "./pursuit_panel";

const kEveryMs = 5000;

export function LawPart({ id }: { id: string }): JSX.Element | null {
  const readable = use_part((state) => state.people.session?.permissions?.includes("read_picture") === true);
  const past = use_part((state) => state.playback !== null);
  // A centre that does not know whose it is has no answer to give: then it is not asked.
  const own_state = use_part((state) => state.status?.own_state);
  const [answer, set_answer] = useState<TrackAuthority | null>(null);
  const [problem, set_problem] = useState("");
  const [facts, set_facts] = useState<Record<string, unknown>>({});
  const [turn, set_turn] = useState(0);
  useEffect(() => { set_answer(null); set_facts({}); set_problem(""); }, [id]);
  useEffect(() => {
    if (!readable || past || own_state === undefined) return undefined;
    const stop = new AbortController();
    const read = (): void => {
      fetchTrackAuthority(id, Object.keys(facts).length === 0 ? null : facts, stop.signal).then(
        (next) => { set_answer(next); set_problem(""); },
        (error: unknown) => { if (!stop.signal.aborted) set_problem(error instanceof RequestFailed ? error.message : "it cannot be read now"); },
      );
    };
    read();
    const timer = window.setInterval(read, kEveryMs);
    return () => { stop.abort(); window.clearInterval(timer); };
  }, [id, facts, readable, past, own_state, turn]);
  if (!readable || past) return null;
  const known = answer?.track === id ? answer : null;
  return (
    <section class="part law" aria-label="Law">
      <h3>Law{known ? `, for ${known.state}` : ""}</h3>
      {own_state === undefined && <p class="muted">Whose centre this is has not been set: <code>centre.state</code> in the configuration.</p>}
      {problem !== "" && <p class="form-problem">{problem}</p>}
      {known && (
        <>
          <ul class="law-matrix">{known.matrix.map((line) => <Line key={line.action} line={line} />)}</ul>
          {known.readings && <Readings answer={known} />}
          <Facts answer={known} added={facts} add={(field, value) => { set_facts(w.with_fact(facts, field, value)); }} clear={() => { set_facts({}); }} />
          <PursuitPanel id={id} pursuit={known.pursuit ?? null} changed={() => { set_turn(turn + 1); }} />
          <p class="muted law-note">{known.note}</p>
        </>
      )}
    </section>
  );
}

function Line({ line }: { line: TrackAuthority["matrix"][number] }): JSX.Element {
  const [open, set_open] = useState(false);
  return (
    <li>
      <button type="button" class="law-line" aria-expanded={open} onClick={() => { set_open(!open); }}>
        <span>{w.act_words(line.action)}</span><Outcome outcome={line.answer.outcome} />
      </button>
      {open && <AnswerBody answer={line.answer} />}
    </li>
  );
}

// Too near a limit to say: what each place that the vessel may be in would give.
function Readings({ answer }: { answer: TrackAuthority }): JSX.Element {
  return (
    <div class="law-readings">
      <h4>The position does not settle the zone. In each that it may be in:</h4>
      <div class="law-two">
        {(answer.readings ?? []).slice(0, 4).map((reading) => (
          <div key={`${reading.kind} ${reading.state ?? ""}`}>
            <p><b>{w.zone_words(reading.kind)}{reading.state === undefined ? "" : ` of ${reading.state}`}</b>, {Math.round(reading.confidence * 100)} %</p>
            {reading.outcomes.filter((one) => /^(board|detain_vessel|pursue)$/.test(one.action)).map((one) => (
              <p key={one.action} class="law-mini"><span>{w.act_words(one.action)}</span><Outcome outcome={one.outcome} /></p>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

interface FactsProps { answer: TrackAuthority; added: Record<string, unknown>; add: (field: string, value: string) => void; clear: () => void }

function Facts({ answer, added, add, clear }: FactsProps): JSX.Element {
  const [open, set_open] = useState(false);
  const questions = answer.to_add.filter((question) => !question.field.startsWith("consents.") && question.answers.length > 0);
  const is_added = Object.keys(added).length > 0;
  return (
    <div class="law-facts">
      {questions.length > 0 && (
        <>
          <h4>A person must add{answer.asked === "board" ? "" : `, for: ${w.act_words(answer.asked)}`}</h4>
          <ul>{questions.slice(0, 4).map((question) => <Ask key={question.field} question={question} add={add} />)}</ul>
        </>
      )}
      {is_added && <button type="button" class="link-button" onClick={clear}>forget what was added here</button>}
      <button type="button" class="link-button" aria-expanded={open} onClick={() => { set_open(!open); }}>{open ? "less" : `what the track told by itself (${answer.filled.length})`}</button>
      {open && <dl class="facts law-filled">{answer.filled.map((fact) => <div key={fact.fact}><dt>{fact.fact}</dt><dd class="muted">{fact.basis}</dd></div>)}</dl>}
    </div>
  );
}

function Ask({ question, add }: { question: OpenQuestion; add: (field: string, value: string) => void }): JSX.Element {
  return (
    <li class="law-ask">
      <span>{question.text}</span>
      <select class="field" aria-label={question.text} value="" onChange={(event) => { if (event.currentTarget.value !== "") add(question.field, event.currentTarget.value); }}>
        <option value="">not known</option>
        {question.answers.map((answer) => <option key={answer} value={answer}>{answer === "true" ? "yes" : answer === "false" ? "no" : w.law_words(answer)}</option>)}
      </select>
    </li>
  );
}
