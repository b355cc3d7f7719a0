// SPDX-License-Identifier: Apache-2.0
// Designations on the Oversight screen: the lists that were taken, with their counts and broken rows, and every match that
// people decided; a list and a match opened beside; taking a list in.
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { fetchDesignations, loadList, type DesignationsNow, type ListSnapshot, type ListTried, type MatchSaid } from "../../api/designations";
import { casework } from "../../casework";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { people } from "../../people";
import type { Values } from "../../state/forms";
import { use_casework } from "../../casework";
import { kLoadList } from "./acts_designations";
import { ActForm } from "./form";
import { Head, Missing } from "./lead_detail";
import { CautionList, ListedPart, SaidLines, verdict_words } from "./listed";
import { Age, Empty, Facts, moment, Part, Ref, use_past, Versions } from "./parts";
import { use_read } from "./use_read";

export const use_designations = (): { value: DesignationsNow | null; problem: string } => use_read<DesignationsNow>("all", fetchDesignations);
const use_pressed = (id: string): boolean => use_casework((state) => { const focus = state.focus[5]; return focus?.kind === "thing" && focus.id === id; });
export const was_taken_back = (match: MatchSaid): boolean => match.verdict !== "same" && match.earlier?.some((said) => said.verdict === "same") === true;

export function DesignationsPart(): JSX.Element {
  const { value, problem } = use_designations();
  const past = use_past();
  // The newest snapshot of each list; the older ones are opened from it.
  const newest = (value?.lists ?? []).filter((one) => !value?.lists.some((other) => other.before === one.id));
  return (
    <section class="sharing-part" aria-labelledby="designations-title">
      <div class="part-head"><h2 id="designations-title" class="part-title">Designations</h2><button type="button" class="button" disabled={past || !people.may("operate")} onClick={() => { casework.form(5, "load_list"); }}>Load a list</button></div>
      {problem !== "" && <p class="form-problem" role="alert">The lists cannot be read: {problem}.</p>}
      {value && newest.length === 0 && <Empty>No list is loaded. What a list says of a vessel is a caution for whoever meets it: it authorises nothing.</Empty>}
      {newest.length > 0 && <ul class="desk-rows">{[...newest].reverse().map((one) => <ListRow key={one.id} one={one} />)}</ul>}
      <h3 class="desk-subtitle">Matches that people decided</h3>
      {value && (value.matches.length === 0 ? <Empty>None yet. A candidate is decided where the vessel is: on its track, its lead, its case.</Empty> : <ul class="desk-rows">{[...value.matches].reverse().map((one) => <MatchRow key={one.id} one={one} />)}</ul>)}
    </section>
  );
}

function ListRow({ one }: { one: ListSnapshot }): JSX.Element {
  const { report } = one;
  return (
    <li><button type="button" class="desk-row" data-row aria-pressed={use_pressed(one.id)} onClick={() => { casework.open(one.id); }}>
      <span class="desk-row-main"><b>{one.id}</b> {one.title ?? one.list}<span class="muted">{one.list} · {one.publisher} · {one.licence} · loaded {moment(one.loaded_at)} by {one.loaded_by}</span></span>
      <span class="number">{f.count(report.entities, "entry", "entries")}<span class="cell-detail muted">{f.count(report.vessels, "vessel", "vessels")}</span></span>
      {report.broken > 0 && <span class="state"><span class="mark mark-withheld" aria-hidden="true" />{f.count(report.broken, "broken row", "broken rows")}</span>}<Age since={one.loaded_at} />
    </button></li>
  );
}

function MatchRow({ one }: { one: MatchSaid }): JSX.Element {
  return (
    <li><button type="button" class="desk-row" data-row aria-pressed={use_pressed(one.id)} onClick={() => { casework.open(one.id); }}>
      <span class="desk-row-main"><b>{one.id}</b> {one.subject.name ?? w.vessel_words({ ...one.subject, track: "" })} · {one.caption ?? one.entity}, {one.list}<span class="muted">{(one.evidence ?? []).join(" · ")} · {one.by}: {one.reason}</span></span>
      <span class="state"><span class={`mark mark-${one.verdict === "same" ? "live" : one.verdict === "cannot_tell" ? "waiting" : "withheld"}`} aria-hidden="true" />{verdict_words(one.verdict)}{was_taken_back(one) ? ", taken back" : ""}</span><Age since={one.at} />
    </button></li>
  );
}

export function ListDetail({ id }: { id: string }): JSX.Element {
  const { value, problem } = use_designations();
  const one = value?.lists.find((list) => list.id === id);
  if (!value || !one) return <Missing id={id} problem={value ? "No such list is known." : problem} />;
  const next = value.lists.find((other) => other.before === id);
  return (
    <>
      <Head id={id} title={one.title ?? one.list}>{next ? "an older snapshot" : "the newest snapshot"}</Head>
      <div class="detail-body"><Report one={one} />
        <Part name="Where it is from"><Facts rows={[["Short name", one.list], ["Publisher", one.publisher], ["Licence", one.licence], ["From", one.from], ["Published", moment(one.published_at)], ["Format", f.underscores_to_words(one.format)], ["File", f.format_bytes(one.size)], ["SHA-256", <code class="desk-hash">{one.sha256}</code>],
          ["Loaded", `${one.loaded_by}, ${moment(one.loaded_at)}`], ["Follows", one.before !== undefined && <Ref id={one.before} />], ["Followed by", next && <Ref id={next.id} />]]} /><p class="muted">It is never changed. What a later snapshot leaves out stays readable here.</p></Part>
        <section class="part" aria-label="Caution"><CautionList caution={value.caution} open /></section>
      </div>
    </>
  );
}

function Report({ one }: { one: ListSnapshot }): JSX.Element {
  const { report } = one;
  return (
    <>
      <Part name="What was read"><Facts rows={[["Rows", f.format_count(report.rows)], ["Entries", f.format_count(report.entities)], ["Vessels", f.format_count(report.vessels)], ["Since the one before", (one.before !== undefined || report.changed + report.removed > 0) && `${f.format_count(report.added)} added, ${f.format_count(report.changed)} changed, ${f.format_count(report.removed)} removed`], ["Left out", report.dropped > 0 && `${f.format_count(report.dropped)} members that Fairlead does not take`]]} /></Part>
      <Part name="Broken rows">{report.broken === 0 ? <p class="muted">None.</p> : <><p><span class="mark mark-withheld" aria-hidden="true" />{f.count(report.broken, "row was", "rows were")} left out{(report.faults?.length ?? 0) < report.broken ? `; the first ${report.faults?.length ?? 0} are told` : ""}.</p><ul class="desk-bullets">{report.faults?.map((line) => <li key={line}>{f.capital(w.plain_words(line))}</li>)}</ul></>}</Part>
    </>
  );
}

export function MatchDetail({ id }: { id: string }): JSX.Element {
  const { value, problem } = use_designations();
  const one = value?.matches.find((match) => match.id === id);
  if (!value || !one) return <Missing id={id} problem={value ? "No such match is known." : problem} />;
  const newest = [...value.lists].reverse().find((list) => list.list === one.list);
  return (
    <>
      <Head id={id} title={`${one.subject.name ?? w.vessel_words({ ...one.subject, track: "" })} and ${one.caption ?? one.entity}`}>{`${verdict_words(one.verdict)}${was_taken_back(one) ? ", a match taken back" : ""}`}</Head>
      <div class="detail-body">
        <Part name="What was decided"><SaidLines match={one} />
          <Facts rows={[["Vessel", <>{w.vessel_words({ ...one.subject, track: "" })}{one.subject.track !== undefined && <> <Ref id={one.subject.track} words="on the Picture" /></>}</>], ["List", <>{one.list}{newest && <> <Ref id={newest.id} /></>}</>], ["Entry", one.entity]]} />
          <Versions id={id} revision={(one.earlier?.length ?? 0) + 1} /></Part>
        <Part name="Evidence at that time, the surest first">{(one.evidence?.length ?? 0) === 0 ? <p class="muted">None was told.</p> : <ol class="desk-lines">{one.evidence?.map((line) => <li key={line}>{f.capital(line)}</li>)}</ol>}</Part>
        <ListedPart vessel={one.subject} only={{ list: one.list, entity: one.entity }} name="The two as they read now" />
      </div>
    </>
  );
}

// The file and what it is go together; a list that is only tried leaves nothing.
export function ListForm({ initial, on_leave }: { initial: Values; on_leave: () => void }): JSX.Element {
  const [file, set_file] = useState<File | null>(null);
  const [share, set_share] = useState<number | null>(null);
  const [tried, set_tried] = useState<ListTried | null>(null);
  const stop = useRef<AbortController | null>(null);
  const send = async (body: { act: string } & Record<string, unknown>): Promise<ListTried["done"]> => {
    if (!file) throw new Error("choose the file first");
    stop.current = new AbortController();
    set_share(0);
    set_tried(null);
    const asked = Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (name === "act" || (typeof value !== "string" && value !== true) ? [] : [[name, String(value)]])));
    try {
      const answer = await loadList(asked, file, set_share, stop.current.signal);
      await casework.refresh();
      set_tried(answer);
      return answer.done;
    } finally { set_share(null); }
  };
  return (
    <ActForm spec={kLoadList} about="" initial={initial} send={send} said={(done) => (done.made.length === 0 ? "Tried: nothing was kept" : null)} on_leave={on_leave} on_done={(done) => { const made = done.made.find((one) => /^D-/.test(one.id)); if (made) casework.open(made.id); }}>
      <div class="desk-field desk-field-wide">
        <label for="list-file">File<span class="desk-needed" aria-hidden="true"> needed</span></label>
        <input id="list-file" type="file" class="desk-file" onChange={(event) => { set_file(event.currentTarget.files?.[0] ?? null); set_tried(null); }} />
        <p class="desk-told">{file ? `${file.name}, ${f.format_bytes(file.size)}` : "FollowTheMoney JSON lines, the CSVs of OpenSanctions, or any CSV with a mapping."}</p>
        {share !== null && <p class="row" role="status"><span class="meter desk-meter"><span class="meter-fill" style={{ width: `${Math.round(share * 100)}%` }} /></span> {Math.round(share * 100)} % <button type="button" class="link-button" onClick={() => { stop.current?.abort(); }}>break off</button></p>}
      </div>
      {tried && !tried.loaded && <section class="desk-tried" aria-label="Tried"><p role="status"><b>Tried; nothing was kept.</b></p><Report one={tried.list} /></section>}
    </ActForm>
  );
}
