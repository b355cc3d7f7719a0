// SPDX-License-Identifier: Apache-2.0
// "Is it on a list?": the rows that could be this vessel, with the kinds of evidence in order, what people decided, and
// what a designation does not authorise. A candidate is a caution until a named person decides; it changes no authority.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { fetchListed, listed_question, type Candidate, type Caution, type Listed, type MatchSaid, type Said } from "../../api/designations";
import type { DeskVessel } from "../../api/casework_types";
import { use_casework } from "../../casework";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { people } from "../../people";
import { PriorityMark } from "../alerts/priority_mark";
import { decide_form } from "./acts_designations";
import { ActForm } from "./form";
import { Facts, moment, Part, Ref, use_past } from "./parts";
import { use_read } from "./use_read";

// `only`: the one row that is looked at. `name`: of the part.
export function ListedPart({ vessel, only, name = "On a list?" }: { vessel: DeskVessel | undefined; only?: { list: string; entity: string }; name?: string }): JSX.Element {
  const asked = listed_question(vessel);
  const key = asked === null ? null : JSON.stringify(asked);
  const { value, problem } = use_read<Listed>(key, (at, signal) => fetchListed(asked ?? {}, at, signal));
  const found = (value?.lists ?? []).flatMap((one) => one.candidates.map((candidate) => ({ list: one, candidate })))
    .filter(({ list, candidate }) => only === undefined || (only.list === list.list && only.entity === candidate.entity.id));
  const open = found.filter(({ candidate }) => candidate.decided?.verdict !== "not_the_same");
  const put_away = found.filter(({ candidate }) => candidate.decided?.verdict === "not_the_same");
  return (
    <Part name={name}>
      {asked === null ? <p class="muted">Nothing to compare: no number, name or call sign is known.</p>
        : problem !== "" ? <p class="form-problem" role="alert">The lists cannot be asked: {problem}.</p>
          : value === null ? <p class="muted">Asking the lists</p>
            : value.lists.length === 0 ? <p class="muted">No list is loaded. Lists are loaded on the Oversight screen.</p>
              : found.length === 0 ? <p class="muted">{only ? "The newest snapshot has no such row for it any more." : `No candidate on ${f.count(value.lists.length, "list", "lists")}: ${value.lists.map((one) => one.list).join(", ")}.`}</p> : null}
      {value && open.map(({ list, candidate }) => <CandidateCard key={`${list.snapshot} ${candidate.entity.id}`} vessel={value.vessel} track={vessel?.track} list={list.list} snapshot={list.snapshot} candidate={candidate} plain={only !== undefined} />)}
      {value && only && put_away.map(({ list, candidate }) => <CandidateCard key={candidate.entity.id} vessel={value.vessel} track={vessel?.track} list={list.list} snapshot={list.snapshot} candidate={candidate} plain />)}
      {value && !only && put_away.length > 0 && <details class="desk-ended"><summary>{f.count(put_away.length, "candidate was", "candidates were")} found not to be the same</summary>
        {put_away.map(({ list, candidate }) => <CandidateCard key={`${list.snapshot} ${candidate.entity.id}`} vessel={value.vessel} track={vessel?.track} list={list.list} snapshot={list.snapshot} candidate={candidate} plain={only !== undefined} />)}</details>}
      {value && open.length > 0 && <CautionList caution={value.caution} open={open.some(({ candidate }) => candidate.decided === undefined || candidate.decided.verdict === "same")} />}
    </Part>
  );
}

const headline = (candidate: Candidate): string => {
  switch (candidate.decided?.verdict) {
    case "same": return "It is";
    case "not_the_same": return "It is not";
    case "cannot_tell": return "Nobody can tell whether it is";
    default: return "It may be";
  }
};

// `plain`: what was decided stands elsewhere on the page.
function CandidateCard({ vessel, track, list, snapshot, candidate, plain }: { vessel: DeskVessel; track: string | undefined; list: string; snapshot: string; candidate: Candidate; plain: boolean }): JSX.Element {
  const past = use_past();
  const [deciding, set_deciding] = useState(false);
  const may = people.may("operate") && !past;
  const { entity, decided, said_before } = candidate;
  const leave = (): void => { set_deciding(false); };
  return (
    <article class={`desk-candidate${decided?.verdict === "not_the_same" ? " desk-candidate-away" : ""}`} aria-label={`${entity.caption}, ${list}`}>
      <p class="desk-candidate-head">{decided?.verdict !== "not_the_same" && <PriorityMark priority="caution" />}<span>{headline(candidate)} <b>{entity.caption}</b> of the list {list}, <Ref id={snapshot} /></span></p>
      <ol class="desk-evidence-kinds" aria-label="What was compared, the surest first">{candidate.compared.map((one, index) => (
        <li key={index} class={one.agrees ? "" : "desk-differs"}><span class="desk-agrees" aria-hidden="true">{one.agrees ? "=" : "≠"}</span><span>{f.capital(one.words)}{one.query === "" && one.candidate === "" ? "" : <span class="muted"> {one.agrees && one.query === one.candidate ? one.query : `${one.query || "not known"} / ${one.candidate || "not on the list"}`}</span>}</span></li>
      ))}</ol>
      <Facts rows={[["Listed for", [...(entity.sanctions ?? []), ...(entity.topics ?? []).map(f.underscores_to_words)].join("; ")], ["Programmes", entity.programId?.join(", ")], ["Other names", [...(entity.alias ?? []), ...(entity.previousName ?? [])].join(", ")], ["Owners", entity.owner?.join(", ")], ["Flags before", entity.pastFlags?.join(", ")], ["First seen on it", entity.first_seen], ["Source", entity.sourceUrl]]} />
      {plain ? decided === undefined && <p>One of the two reads otherwise than when it was decided. It is open again.</p> : decided ? <SaidLines match={decided} /> : said_before ? <><p>Decided before, when one of the two read otherwise. It is open again.</p><SaidLines match={said_before} /></> : <p>Nobody has decided. Until then it is a caution, and nothing more.</p>}
      {deciding ? <ActForm compact spec={decide_form({ ...vessel, ...(track === undefined ? {} : { track }) }, list, candidate)} about={`${list} ${entity.id} ${w.vessel_words(vessel)}`} on_done={leave} on_leave={leave} />
        : <button type="button" class="button" disabled={!may} onClick={() => { set_deciding(true); }}>{decided ? "Decide anew" : "Decide: same or not"}<span class="off-screen"> {entity.caption}</span></button>}
    </article>
  );
}

export const verdict_words = (verdict: string): string => (verdict === "same" ? "the same" : w.desk_words(verdict));
// What is said now, and what was said before: a "same" that was taken back stays readable, struck through.
export function SaidLines({ match }: { match: MatchSaid }): JSX.Element {
  const one = (said: Said, gone: boolean): JSX.Element => <>{gone ? <del>{f.capital(verdict_words(said.verdict))}</del> : <b>{f.capital(verdict_words(said.verdict))}</b>}, said {said.by}, {moment(said.at)}: {said.reason}</>;
  const taken_back = match.verdict !== "same" && match.earlier?.some((said) => said.verdict === "same") === true;
  return (
    <div class="desk-said">
      {taken_back && <p><span class="mark mark-withheld" aria-hidden="true" />A match was taken back: it had been held to be the same.</p>}
      <p><Ref id={match.id} /> {one(match, false)}</p>
      {(match.earlier?.length ?? 0) > 0 && <ul class="desk-lines">{[...(match.earlier ?? [])].reverse().map((said, index) => <li key={index} class="muted">{one(said, true)}</li>)}</ul>}
    </div>
  );
}

export function CautionList({ caution, open }: { caution: Caution; open: boolean }): JSX.Element {
  return (
    <details class="desk-caution" open={open}><summary>A caution: what a designation does not authorise</summary>
      <ul class="desk-checks desk-checks-not">{caution.does_not.map((line) => <li key={line}>{f.capital(w.plain_words(line))}</li>)}</ul>
      <p class="muted">What it does ask for</p>
      <ul class="desk-checks">{caution.does.map((line) => <li key={line}>{f.capital(w.plain_words(line))}</li>)}</ul>
    </details>
  );
}

// In the drawer of a track, where the desk is shown as it is now.
export function TrackListed({ vessel }: { vessel: DeskVessel }): JSX.Element | null {
  const ready = use_casework((state) => state.book !== null);
  const { type: _, ...claimed } = vessel;
  return ready && people.may("read_picture") && listed_question(claimed) !== null ? <ListedPart vessel={claimed} /> : null;
}
