// SPDX-License-Identifier: Apache-2.0
// One piece of evidence: what it is, its hash, handling and custody, with its time stamps and renditions. And taking a file
// in.
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { keepBytes, verifyEvidence, type Verified } from "../../api/casework";
import type { Evidence } from "../../api/casework_types";
import { casework, use_thing } from "../../casework";
import { words_of } from "../../desk";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { people } from "../../people";
import type { Values } from "../../state/forms";
import { kAddEvidence } from "./acts_incidents";
import { ActForm } from "./form";
import { handling_short } from "./incidents_screen";
import { Head, Missing } from "./lead_detail";
import { Media, Renditions, TimeStamps } from "./renditions";
import { Facts, label_words, moment, paragraphs, Part, Ref, use_past, Versions } from "./parts";

export function EvidenceDetail({ id }: { id: string }): JSX.Element {
  const { thing: one, problem } = use_thing<Evidence>(id);
  const past = use_past();
  if (!one) return <Missing id={id} problem={problem} />;
  const may = people.may("operate") && !past;
  const form = (name: string) => (): void => { casework.form(4, name, id); };
  const c2pa = one.c2pa;
  const answer = (value: boolean | undefined, yes: string, no: string): string => (value === undefined ? "not told" : value ? yes : no);
  return (
    <>
      <Head id={id} title={one.title}>{one.destroyed === true ? "destroyed by order" : one.altered === true ? "altered: nothing goes out" : one.media_type}</Head>
      <div class="detail-body">
        {one.altered === true && <section class="part desk-warning" aria-label="Altered"><p><span class="link-mark" aria-hidden="true">W</span> The bytes are not those that were taken in. They are in no export.</p></section>}
        {one.destroyed !== true && <Media one={one} />}
        <Part name="What it is">
          {paragraphs(one.caption)}
          <Facts rows={[["Credit", one.credit], ["Rights", one.rights], ["In words", one.text_alternative], ["File", `${one.received_as ?? "no name"}, ${one.media_type}, ${f.format_bytes(one.size)}`], ["SHA-256", <code class="desk-hash">{one.sha256}</code>], ["Came in", [one.intake?.how, one.intake?.from, one.intake?.tool].filter((part) => part !== undefined && part !== "").join(", ")],
            ["First seen", moment(one.first_seen_at)], ["Taken in", `${one.added_by}, ${moment(one.added_at)}`]]} />
          <button type="button" class="button" disabled={!may || one.destroyed === true} onClick={form("describe_evidence")}>Change caption, credit, words</button><Versions id={id} revision={one.revision} />
        </Part>
        <Part name="Handling, a rule and not a text">
          <p>{f.capital(handling_short(one.handling))}.</p><Facts rows={[["Label", label_words(one.handling?.label)], ["Kept until", moment(one.handling?.retain_until)]]} />
          {(one.notices?.length ?? 0) > 0 && <ul class="desk-bullets">{one.notices?.map((line) => <li key={line}>{line}</li>)}</ul>}
          <button type="button" class="button" disabled={!may} onClick={form("change_handling")}>Change the handling</button>
        </Part>
        <Part name="Supports or contradicts">{(one.links?.length ?? 0) === 0 ? <p class="muted">Not linked.</p> : <ul class="desk-lines">{one.links?.map((link, index) => <li key={index}>{link.contradicts === true ? "contradicts" : "supports"} <Ref id={link.to} />{link.passage === undefined ? "" : `, ${link.passage}`}</li>)}</ul>}</Part>
        <Custody one={one} may={may} />
        <TimeStamps one={one} may={may} />
        <Renditions one={one} may={may} />
        <Part name="Provenance (C2PA)">{c2pa === undefined ? <p class="muted">No reader was asked. That says nothing.</p> : <><ul class="desk-bullets"><li>manifest: {c2pa.manifest_present ? "present" : "none found, which is no suspicion"}</li>{c2pa.manifest_present && <><li>structure: {answer(c2pa.structure_valid, "valid", "not valid")}</li><li>content: {answer(c2pa.content_matches, "matches", "does not match: altered")}</li><li>signer: {answer(c2pa.signer_trusted, "trusted", "not on our list, which is no tampering")}</li></>}</ul>{c2pa.reader !== undefined && <p class="muted">{c2pa.reader}</p>}</>}<button type="button" class="button" disabled={!may || one.destroyed === true} onClick={form("note_provenance")}>Note what a reader said</button></Part>
      </div>
    </>
  );
}

function Custody({ one, may }: { one: Evidence; may: boolean }): JSX.Element {
  const [told, set_told] = useState<{ text: string; failed: boolean } | null>(null);
  const [busy, set_busy] = useState(false);
  const run = (deed: Promise<string>): void => { set_busy(true); deed.then((text) => { set_busy(false); set_told({ text, failed: false }); void casework.refresh(); }, (error: unknown) => { set_busy(false); set_told({ text: words_of(error), failed: true }); }); };
  const verified = (found: Verified): string => (found.holds ? `Every byte was read anew: it is what was taken in. ${f.count(found.custody_events, "custody event", "custody events")}, unbroken` : `It does not hold: ${[...found.files.filter((file) => !file.holds).map((file) => `${file.what} ${file.sha256.slice(0, 12)}… found as ${file.found?.slice(0, 12) ?? "nothing"}…`), ...found.time_stamps.filter((stamp) => stamp.holds === false).map((stamp) => `the time stamp over ${stamp.over.slice(0, 12)}…: ${stamp.because ?? "not verified"}`), ...(found.custody_unbroken ? [] : ["the chain of custody is broken"])].join("; ")}`);
  return (
    <>
      <Part name="Custody">
        <p class={one.custody_unbroken === false ? "lapsed" : "muted"}>{one.custody_unbroken === false ? "The chain is broken." : `${f.count(one.custody?.length ?? 0, "event", "events")}, each with the hash of the one before.`}</p>
        <ol class="desk-lines">{one.custody?.map((event, index) => <li key={index}><span class="muted">{moment(event.at)}</span> {w.desk_words(event.kind)}{event.person === undefined ? "" : ` by ${event.person}`}{event.purpose === undefined ? "" : `, ${event.purpose}`}{event.authority === undefined ? "" : `, ${event.authority}`}{event.place === undefined ? "" : `, ${event.place}`}<span class="desk-under muted" title={event.chain}>link {event.chain.slice(0, 16)}…{event.found === undefined ? "" : event.found === one.sha256 ? " · hash as taken in" : ` · found ${event.found.slice(0, 16)}…`}</span></li>)}</ol>
        <div class="row deeds"><button type="button" class="button" disabled={!may} onClick={() => { casework.form(4, "custody_event", one.id); }}>Record an event</button><button type="button" class="button" disabled={!may || busy} onClick={() => { run(verifyEvidence(one.id).then(verified)); }}>Read it anew and compare</button></div>
        {told && <p class={told.failed ? "form-problem" : ""} role="status">{f.capital(told.text)}.</p>}
      </Part>
    </>
  );
}

// The file goes first and is durable; then the act that names it. Half of it is never evidence.
export function EvidenceForm({ about, initial, on_leave }: { about: string; initial: Values; on_leave: () => void }): JSX.Element {
  const [file, set_file] = useState<File | null>(null);
  const [share, set_share] = useState<number | null>(null);
  const stop = useRef<AbortController | null>(null);
  const send = async (body: { act: string } & Record<string, unknown>): ReturnType<typeof casework.act> => {
    if (!file) throw new Error("choose the file first");
    stop.current = new AbortController();
    set_share(0);
    try {
      const kept = await keepBytes(file, set_share, stop.current.signal);
      if (kept.known_as !== undefined) throw new Error(`these bytes are kept already as ${kept.known_as}: link that one instead`);
      return await casework.act({ ...body, sha256: kept.sha256, ...(kept.sha512 === undefined ? {} : { sha512: kept.sha512 }), size: kept.size, media_type: kept.media_type, received_as: file.name.slice(0, 200) });
    } finally { set_share(null); }
  };
  return (
    <ActForm spec={kAddEvidence} about={about} initial={initial} send={send} on_leave={on_leave} on_done={(done) => { const made = done.made.find((one) => one.noun === "evidence"); if (made) casework.open(made.id); else on_leave(); }}>
      <div class="desk-field desk-field-wide">
        <label for="evidence-file">File<span class="desk-needed" aria-hidden="true"> needed</span></label>
        <input id="evidence-file" type="file" class="desk-file" onChange={(event) => { set_file(event.currentTarget.files?.[0] ?? null); }} />
        <p class="desk-told">{file ? `${file.name}, ${f.format_bytes(file.size)}. The server takes its hash; nothing is changed in it.` : "Kept bit for bit."}</p>
        {share !== null && <p class="row" role="status"><span class="meter desk-meter"><span class="meter-fill" style={{ width: `${Math.round(share * 100)}%` }} /></span> {Math.round(share * 100)} % of {f.format_bytes(file?.size ?? 0)} <button type="button" class="link-button" onClick={() => { stop.current?.abort(); }}>break off</button></p>}
      </div>
    </ActForm>
  );
}
