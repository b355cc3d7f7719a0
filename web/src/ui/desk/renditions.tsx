// SPDX-License-Identifier: Apache-2.0
// Evidence looked at, the original or a rendition of it; its renditions, each by reference to what it was made from and with
// what was done to it; taking one in; and its time stamps as they are checked now.
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { bundle_address, bytes_address, keepBytes, stampEvidence } from "../../api/casework";
import type { Evidence } from "../../api/casework_types";
import { fetchTimeStamps } from "../../api/designations";
import type { TimeStamps as Checked } from "../../api/schema";
import { casework, use_thing } from "../../casework";
import { words_of } from "../../desk";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { people } from "../../people";
import { rendition_form } from "./acts_incidents";
import { ActForm } from "./form";
import { Missing } from "./lead_detail";
import { moment, Part, use_past } from "./parts";
import { use_read } from "./use_read";

// What a hash of this evidence names, in words.
export function file_words(one: Evidence, sha256: string): string {
  const made = one.renditions?.find((rendition) => rendition.sha256 === sha256);
  return sha256 === one.sha256 ? "the original" : made ? `the ${w.desk_words(made.operation)} ${sha256.slice(0, 8)}…` : `${sha256.slice(0, 12)}…`;
}

// Nothing is loaded before it is asked for, nothing plays by itself, and what distresses stays blurred until asked again:
// renditions, too, unless they are nothing but words.
export function Media({ one }: { one: Evidence }): JSX.Element {
  const [file, set_file] = useState(one.sha256);
  const [shown, set_shown] = useState(false);
  const [clear, set_clear] = useState(one.handling?.distressing !== true);
  const [failed, set_failed] = useState(false);
  const made = one.renditions?.find((rendition) => rendition.sha256 === file);
  const media_type = made?.media_type ?? one.media_type;
  const address = bytes_address(one.id, made?.sha256);
  const kind = media_type.split("/")[0];
  const seen = kind === "image" || kind === "video" || kind === "audio";
  const words = one.text_alternative;
  const fail = (): void => { set_failed(true); };
  const choose = (sha256: string): void => { set_file(sha256); set_shown(false); set_failed(false); set_clear(one.handling?.distressing !== true); };
  return (
    <section class="part" aria-label="Look at it">
      {(one.renditions?.length ?? 0) > 0 && <select class="field desk-pick" aria-label="Which file" value={file} onChange={(event) => { choose(event.currentTarget.value); }}>
        {[one.sha256, ...(one.renditions ?? []).map((rendition) => rendition.sha256)].map((sha256) => <option key={sha256} value={sha256}>{f.capital(file_words(one, sha256))}, {one.renditions?.find((rendition) => rendition.sha256 === sha256)?.media_type ?? one.media_type}</option>)}
      </select>}
      {shown && seen && !failed && (
        <figure class="desk-figure">
          <div class={`desk-media${clear ? "" : " desk-blurred"}`}>
            {kind === "image" ? <img src={address} alt={words ?? one.caption ?? one.title} onError={fail} /> : kind === "video" ? <video src={address} controls={clear} preload="metadata" aria-label={words ?? one.title} onError={fail} /> : <audio src={address} controls={clear} preload="none" aria-label={words ?? one.title} onError={fail} />}
          </div>
          <figcaption>{one.caption !== undefined && <span>{one.caption} </span>}<span class="muted">{[one.credit === undefined ? "no credit is known" : `Credit: ${one.credit}`, made ? `${w.desk_words(made.operation)} of ${file_words(one, made.parent)}` : "the original"].join(" · ")}</span></figcaption>
        </figure>
      )}
      {failed && <p>It cannot be shown here: the bytes are not there, are barred by their handling, or this browser cannot play them.</p>}
      {(kind === "video" || kind === "audio" || failed) && <div class="desk-in-words"><h4>In words</h4>{words !== undefined && words !== "" ? <p class="desk-words">{words}</p> : <p class="muted">Nobody has put it in words yet, for whoever cannot see, hear or play it. {people.may("operate") && <button type="button" class="link-button" onClick={() => { casework.form(4, "describe_evidence", one.id); }}>put it in words</button>}</p>}</div>}
      <div class="row deeds">
        {seen && !shown && <button type="button" class="button" onClick={() => { set_shown(true); }}>{clear ? "Show it" : "Show it, blurred"}</button>}
        {shown && seen && one.handling?.distressing === true && !failed && <button type="button" class="button" aria-pressed={clear} onClick={() => { set_clear(!clear); }}>{clear ? "Blur it again" : "Take the blur away: distressing"}</button>}
        <a class="link-button" href={address} download={made ? `${one.id}-${made.sha256.slice(0, 8)}` : one.received_as ?? one.id}>download {made ? "this rendition" : "the original"}</a>
        {people.may("operate") && <a class="link-button" href={bundle_address(one.id, "court")} download={`${one.id}.zip`}>court bundle</a>}
      </div>
      <p class="muted">{seen ? "Looking at it is written down." : "No picture, sound or film: download it to read it."}</p>
    </section>
  );
}

export function Renditions({ one, may }: { one: Evidence; may: boolean }): JSX.Element {
  return (
    <Part name="Renditions">
      {(one.renditions?.length ?? 0) === 0 ? <p class="muted">None: the original alone. A redaction, a still or a transcript is kept beside it and never takes its place.</p> : (
        <ul class="desk-lines">{one.renditions?.map((made) => (
          <li key={made.sha256}><b>{f.capital(w.desk_words(made.operation))}</b> of {file_words(one, made.parent)}, {made.media_type}, {f.format_bytes(made.size)} <a class="link-button" href={bytes_address(one.id, made.sha256)} download={`${one.id}-${made.sha256.slice(0, 8)}`}>download<span class="off-screen"> {w.desk_words(made.operation)}</span></a>
            <span class="desk-under muted">{made.made_by}, {moment(made.made_at)}{made.tool === undefined ? "" : `, with ${made.tool}`}{made.reason === undefined ? "" : `: ${made.reason}`}</span>
            <span class="desk-under muted">made from <code class="desk-hash" title={made.parent}>{made.parent.slice(0, 16)}…</code> · its own <code class="desk-hash" title={made.sha256}>{made.sha256.slice(0, 16)}…</code></span></li>
        ))}</ul>
      )}
      <button type="button" class="button" disabled={!may || one.destroyed === true} onClick={() => { casework.form(4, "add_rendition", one.id); }}>Add a rendition</button>
    </Part>
  );
}

// The rendition's bytes go first, as those of an original do; then the act that says what it was made from.
export function RenditionForm({ id, on_leave }: { id: string; on_leave: () => void }): JSX.Element {
  const { thing: one, problem } = use_thing<Evidence>(id);
  const [file, set_file] = useState<File | null>(null);
  const [share, set_share] = useState<number | null>(null);
  const stop = useRef<AbortController | null>(null);
  if (!one) return <Missing id={id} problem={problem} />;
  const send = async (body: { act: string } & Record<string, unknown>): ReturnType<typeof casework.act> => {
    if (!file) throw new Error("choose the file first");
    stop.current = new AbortController();
    set_share(0);
    try {
      const kept = await keepBytes(file, set_share, stop.current.signal);
      return await casework.act({ ...body, sha256: kept.sha256, size: kept.size, media_type: kept.media_type });
    } finally { set_share(null); }
  };
  const files = [one.sha256, ...(one.renditions ?? []).map((made) => made.sha256)];
  return (
    <ActForm spec={rendition_form(one, files.map((sha256) => [sha256, f.capital(file_words(one, sha256))] as const))} about={id} initial={{ parent: one.sha256 }} send={send} on_done={on_leave} on_leave={on_leave}>
      <div class="desk-field desk-field-wide">
        <label for="rendition-file">File<span class="desk-needed" aria-hidden="true"> needed</span></label>
        <input id="rendition-file" type="file" class="desk-file" onChange={(event) => { set_file(event.currentTarget.files?.[0] ?? null); }} />
        <p class="desk-told">{file ? `${file.name}, ${f.format_bytes(file.size)}` : "The original stays as it is."}</p>
        {share !== null && <p class="row" role="status"><span class="meter desk-meter"><span class="meter-fill" style={{ width: `${Math.round(share * 100)}%` }} /></span> {Math.round(share * 100)} % <button type="button" class="link-button" onClick={() => { stop.current?.abort(); }}>break off</button></p>}
      </div>
    </ActForm>
  );
}

export function TimeStamps({ one, may }: { one: Evidence; may: boolean }): JSX.Element {
  const { value, problem } = use_read<Checked["time_stamps"]>(`${one.id} ${one.time_stamps?.length ?? 0}`, (_, signal) => fetchTimeStamps(one.id, signal));
  const [told, set_told] = useState<{ text: string; failed: boolean } | null>(null);
  const [busy, set_busy] = useState(false);
  const past = use_past();
  const ask = (): void => {
    set_busy(true);
    stampEvidence(one.id).then((done) => { set_busy(false); set_told({ text: done.added.length === 0 ? "Every file has its time stamp already" : `Stamped: ${f.count(done.added.length, "file", "files")}`, failed: false }); void casework.refresh(); }, (error: unknown) => { set_busy(false); set_told({ text: words_of(error), failed: true }); });
  };
  const state = (over: string, at: string): JSX.Element => {
    const found = value?.find((stamp) => stamp.over === over && Date.parse(stamp.at) === Date.parse(at));
    if (!found) return <span class="muted">{problem !== "" ? `not checked: ${problem}` : value === null ? "checking" : "not checked"}</span>;
    if (found.holds === undefined) return <span class="state"><span class="mark mark-waiting" aria-hidden="true" />not checked: {found.checked}</span>;
    return found.holds ? <span class="state"><span class="mark mark-live" aria-hidden="true" />verified</span> : <span class="state"><span class="mark mark-withheld" aria-hidden="true" />does not hold: {found.because}</span>;
  };
  const files = [one.sha256, ...(one.renditions ?? []).map((made) => made.sha256)];
  const bare = files.filter((sha256) => one.time_stamps?.some((stamp) => stamp.over === sha256) !== true);
  return (
    <Part name="Time stamps (RFC 3161)">
      {(one.time_stamps?.length ?? 0) > 0 && <ul class="desk-lines">{one.time_stamps?.map((stamp) => <li key={stamp.over + stamp.at}>{moment(stamp.at)} {state(stamp.over, stamp.at)}<span class="desk-under muted">over {file_words(one, stamp.over)}{stamp.authority === undefined ? "" : `, by ${stamp.authority}`}{stamp.serial === undefined ? "" : `, serial ${stamp.serial}`}</span></li>)}</ul>}
      {bare.length > 0 && <p class="muted">Without one: {f.list_words(bare.map((sha256) => file_words(one, sha256)))}.</p>}
      <button type="button" class="button" disabled={!may || past || busy || bare.length === 0} onClick={ask}>Ask for time stamps</button>
      {told && <p class={told.failed ? "form-problem" : ""} role="status">{f.capital(told.text)}.</p>}
    </Part>
  );
}
