// SPDX-License-Identifier: Apache-2.0
// What the desk's screens share: their frame with "as known at", numbers that open what they name, states, facts, history.
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { fetchVersions } from "../../api/casework";
import type { DeskAuthority, DeskVersion, Earlier, Label, LawRecord } from "../../api/casework_types";
import { casework, use_casework, type DeskScreen } from "../../casework";
import { words_of } from "../../desk";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { act_words, missing_words } from "../../format/law_words";
import { session } from "../../session";
import { parse_moment } from "../../state/forms";
import { screen_of } from "../../state/casework_rules";
import { store, use_part } from "../../state/store";
import { Dialog } from "../dialog";
import { Icon } from "../icons";
import { single_keys_on } from "../keys";
import { Outcome } from "../law/answer";
import { use_tick } from "../use_tick";

interface FrameProps { screen: DeskScreen; name: string; head: ComponentChildren; side: ComponentChildren; children: ComponentChildren; keys?: Readonly<Record<string, () => void>> }

export function DeskFrame({ screen, name, head, side, children, keys }: FrameProps): JSX.Element {
  const focus = use_casework((state) => state.focus[screen]);
  const book = use_casework((state) => state.book);
  const error = use_casework((state) => state.error);
  const at = use_casework((state) => state.at);
  const readable = use_part((state) => state.people.session?.permissions?.includes("read_picture") === true);
  // With the layout: the keys are those of the screen that is seen.
  useLayoutEffect(() => {
    const on_key = (event: KeyboardEvent): void => { desk_key(event, screen, keys ?? {}); };
    window.addEventListener("keydown", on_key, true);
    return () => { window.removeEventListener("keydown", on_key, true); };
  }, [screen, keys]);
  if (!readable) return <section class="sharing sharing-closed" aria-label={name}><h1>{name}</h1><p class="muted">Your seat does not see this. An administrator gives seats their roles.</p></section>;
  return (
    <section class={`sharing desk-screen${focus !== null ? " desk-split" : ""}${focus?.kind === "thing" && focus.id.startsWith("FL-") ? " desk-split-wide" : ""}${at !== null ? " desk-past" : ""}`} aria-label={name}>
      <div class="sharing-main">
        <header class="sharing-head"><h1 class="desk-title">{name}</h1>{head}<span class="top-fill" /><KnownAt /></header>
        {at !== null && <PastBanner at={at} />}
        {error !== null && <p class="sharing-error"><span class="link-mark" aria-hidden="true">W</span>The desk cannot be read: {error}. {book ? "Below is what was read last." : "This page tries again by itself."}</p>}
        {book ? children : error === null && <p class="empty desk-empty">Reading the desk</p>}
      </div>
      {focus !== null && <Side key={JSON.stringify([focus.kind, focus.kind === "thing" ? focus.id : focus.form + focus.about])} screen={screen}>{side}</Side>}
    </section>
  );
}

// Focus goes to what was opened, and back to what opened it.
function Side({ screen, children }: { screen: DeskScreen; children: ComponentChildren }): JSX.Element {
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    if (box.current?.contains(document.activeElement) !== true) box.current?.focus({ preventScroll: true });
    return () => { if (before?.isConnected === true && document.activeElement === document.body) before.focus(); };
  }, []);
  return (
    <aside ref={box} class="sharing-drawer desk-side" aria-label="Opened" tabIndex={-1}>
      <button type="button" class="icon-button desk-close" aria-label="Close" title="Close (Esc)" onClick={() => { casework.focus(screen, null); }}><Icon name="close" /></button>
      {children}
    </aside>
  );
}

// Escape closes what is open; J and K walk the rows; other single letters are the screen's.
function desk_key(event: KeyboardEvent, screen: DeskScreen, keys: Readonly<Record<string, () => void>>): void {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open], #stop-panel, #seat-panel, #sources-panel")) return;
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (event.key === "Escape") {
    if (casework.current.focus[screen] !== null) { casework.focus(screen, null); event.preventDefault(); event.stopPropagation(); }
    return;
  }
  if (!single_keys_on() || (target !== null && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return;
  const key = event.key.toLowerCase();
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  if ((key === "j" || key === "k") && rows.length > 0) {
    const at = rows.indexOf(target as HTMLElement);
    const next = at < 0 ? (key === "j" ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + (key === "j" ? 1 : -1)));
    rows[next]?.focus();
    event.preventDefault();
    return;
  }
  const deed = keys[key];
  if (deed) { deed(); event.preventDefault(); }
}

function KnownAt(): JSX.Element {
  const at = use_casework((state) => state.at);
  const [open, set_open] = useState(false);
  const [text, set_text] = useState("");
  const read = text.trim() === "" ? null : parse_moment(text, session.live_wall(), false);
  const wrong = text.trim() !== "" && (read === null || read > session.live_wall() + 1000);
  if (!open) return <button type="button" class="button" aria-expanded={false} onClick={() => { set_open(true); }}>As known {at === null ? "now" : `at ${f.format_dtg(Date.parse(at))}`}<span class="caret" aria-hidden="true" /></button>;
  return (
    <form class="desk-known" onSubmit={(event) => { event.preventDefault(); if (read !== null && !wrong) { casework.known_at(f.to_rfc3339(Math.round(read))); set_open(false); } }}>
      <label for="known-at">As known at</label>
      <input id="known-at" class="field" autoFocus autocomplete="off" placeholder="0300, 220300Z, -2h" aria-invalid={wrong} value={text} onInput={(event) => { set_text(event.currentTarget.value); }}
        onKeyDown={(event) => { if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); set_open(false); } }} />
      <button type="submit" class="button" disabled={read === null || wrong}>{read === null || wrong ? "Show" : f.format_dtg(read)}</button>
      <button type="button" class="button" onClick={() => { set_open(false); if (at !== null) casework.known_at(null); }}>Now</button>
    </form>
  );
}

function PastBanner({ at }: { at: string }): JSX.Element {
  const t = Date.parse(at);
  return (
    <p class="desk-banner" role="status"><span class="tag">Past</span><span>As known at <b>{f.format_dtg(t)}</b> ({f.format_clock(t)}, {f.format_age(session.live_wall() - t)} ago). What came later is not shown, and nothing can be changed here.</span>
      <button type="button" class="button" onClick={() => { casework.known_at(null); }}>Back to now</button></p>
  );
}
export const use_past = (): boolean => use_casework((state) => state.at !== null);

// --- small things ---------------------------------------------------------------------------------------------------

export function Ref({ id, words }: { id: string; words?: string }): JSX.Element {
  if (screen_of(id) !== null) return <button type="button" class="link-button desk-ref" onClick={() => { casework.open(id); }}>{words ?? id}</button>;
  if (/^T-[0-9a-f]+$/.test(id)) return <button type="button" class="link-button desk-ref" title="Show it on the Picture" onClick={() => { store.dispatch({ type: "screen", screen: 1 }); session.select(id, { reveal: true }); }}>{words ?? id}</button>;
  return <span>{words ?? id}</span>;
}
export const Refs = ({ ids }: { ids: readonly string[] | undefined }): JSX.Element => <>{(ids ?? []).map((id, index) => <span key={id}>{index > 0 ? ", " : ""}<Ref id={id} /></span>)}</>;
export const State = ({ state }: { state: string }): JSX.Element => <span class="state"><span class={`mark mark-${w.state_mark(state)}`} aria-hidden="true" />{w.desk_words(state)}</span>;
export const Part = ({ name, law, children }: { name: string; law?: boolean; children: ComponentChildren }): JSX.Element => <section class={law === true ? "part law" : "part"} aria-label={name}><h3>{name}</h3>{children}</section>;
export const Empty = ({ children }: { children: ComponentChildren }): JSX.Element => <p class="muted sharing-empty">{children}</p>;

export type Row = readonly [term: string, value: ComponentChildren];
export const Facts = ({ rows }: { rows: readonly Row[] }): JSX.Element => (
  <dl class="facts desk-facts">{rows.map(([term, value]) => value !== undefined && value !== null && value !== "" && value !== false && <div key={term}><dt>{term}</dt><dd>{value}</dd></div>)}</dl>
);
export const moment = (text: string | undefined): string => { const t = f.parse_instant(text); return t === null ? "" : f.format_dtg(t); };
export const place = (at: { lat: number; lon: number } | undefined): string => (at ? f.format_dmm(at, 2) : "");
export const paragraphs = (text: string | undefined): JSX.Element | null => (text === undefined || text === "" ? null : <p class="desk-words">{text}</p>);

export function Age({ since }: { since: string }): JSX.Element {
  use_tick(15_000);
  return <span class="muted desk-age" title={moment(since)}>{f.format_brief_age(Math.max(0, session.live_wall() - Date.parse(since)))}</span>;
}
export function Ends({ at, state }: { at: string; state: string }): JSX.Element {
  use_tick(15_000);
  const left = Date.parse(at) - session.live_wall();
  return <>{moment(at)}{/^(open|asked|live|draft|in_force)$/.test(state) ? `, ${f.format_until(left)}` : ""}</>;
}
export const label_words = (label: Label | undefined): string =>
  label === undefined ? "none" : [label.policy, w.desk_words(label.level).toUpperCase(), label.releasable_to.length > 0 ? `to ${label.releasable_to.map(f.agency_words).join(", ")}` : "to nobody outside", label.caveats.join(", "), label.purposes.length > 0 ? `for ${label.purposes.map(f.purpose_words).join(", ")}` : ""].filter((part) => part !== undefined && part !== "").join(" · ");

export function History({ list }: { list: readonly Earlier[] | undefined }): JSX.Element {
  return (
    <Part name="Known before">
      {(list?.length ?? 0) === 0 ? <p class="muted">Nothing on the desk names this vessel.</p>
        : <ul class="desk-lines">{list?.map((one) => <li key={one.id}><Ref id={one.id} /> {one.what} <span class="muted">{one.how}, {moment(one.at)}</span></li>)}</ul>}
    </Part>
  );
}

// One answer of the law as it was when the form was filled, and on what it rests.
export function LawAnswer({ answer, law }: { answer: DeskAuthority; law?: LawRecord | undefined }): JSX.Element {
  const [open, set_open] = useState(answer.outcome !== "permitted");
  return (
    <li>
      <button type="button" class="law-line" aria-expanded={open} onClick={() => { set_open(!open); }}><span>{act_words(answer.action)}{answer.action === "share_intelligence" || answer.state === "XX" ? "" : `, by ${answer.state}`}</span><Outcome outcome={answer.outcome} /></button>
      {open && <div class="law-answer">
        {answer.explanation.map((line) => <p key={line}>{line}</p>)}
        {answer.missing.length > 0 && <div><h4>Still missing</h4><ul class="law-missing">{answer.missing.map((code) => <li key={code}>{missing_words(code)}</li>)}</ul></div>}
        {answer.contested.length > 0 && <p>Contested: {answer.contested.join(", ")}. Both views stand on the Law screen.</p>}
        <p class="law-cites muted">{answer.cites.join(" · ")}</p>
        {law && <LawBasis law={law} />}
      </div>}
    </li>
  );
}
function LawBasis({ law }: { law: LawRecord }): JSX.Element {
  return (
    <>
      {(law.rules?.length ?? 0) > 0 && <p class="law-cites muted">Rules {law.rules?.join(", ")}</p>}
      {law.facts !== undefined && <details class="desk-facts-asked"><summary>The facts it was asked on</summary><code class="desk-hash">{law.facts}</code><p class="muted">SHA-256 <code class="desk-hash">{law.facts_sha256}</code>. Asked again with these facts, the law gives the same answer.</p></details>}
    </>
  );
}

// Everything a thing said before, newest first, and who changed it.
export function Versions({ id, revision }: { id: string; revision: number | undefined }): JSX.Element {
  const [list, set_list] = useState<readonly DeskVersion[] | null>(null);
  const [problem, set_problem] = useState("");
  const load = (): void => { fetchVersions(id).then((found) => { set_list([...found].reverse()); set_problem(""); }, (error: unknown) => { set_problem(words_of(error)); }); };
  return (
    <>
      <button type="button" class="link-button" onClick={load}>versions{revision === undefined ? "" : ` ${revision}`}<span class="off-screen"> of {id}</span></button>
      {problem !== "" && <span class="form-problem" role="alert">{f.capital(problem)}</span>}
      <Dialog name={`${id}: versions`} open={list !== null} wide on_close={() => { set_list(null); }}>
        <ol class="desk-versions">{list?.map((version, index) => (
          <li key={version.revision}><p><b>{version.revision}</b> {moment(version.at)} ({f.format_clock(Date.parse(version.at))}) by {version.by}</p>
            <ul>{differences(version.value, list[index + 1]?.value).map(([name, text]) => <li key={name}><span class="muted">{f.underscores_to_words(name)}</span> {text}</li>)}</ul></li>
        ))}</ol>
      </Dialog>
    </>
  );
}
export function differences(value: Readonly<Record<string, unknown>>, before: Readonly<Record<string, unknown>> | undefined): [string, string][] {
  const say = (one: unknown): string => (one === undefined ? "nothing any more" : typeof one === "string" ? one : JSON.stringify(one).replace(/["{}[\]]/g, "").replace(/,/g, ", ").replace(/:/g, ": ").replace(/(\d): (\d\d): (\d\d)/g, "$1:$2:$3"));
  const names = [...new Set([...Object.keys(value), ...Object.keys(before ?? {})])];
  return names.filter((name) => JSON.stringify(value[name]) !== JSON.stringify(before?.[name])).map((name) => [name, say(value[name]).slice(0, 400)]);
}
