// SPDX-License-Identifier: Apache-2.0
// Writing an agreement: the text, and beside it what is wrong with it, what to think of, and what it would change.
// The text outlives a reload and a session that ended, until it was saved or thrown away.
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { checkAgreement } from "../../api/sharing";
import type { DraftCheck, Mistake } from "../../api/sharing_types";
import { desk, words_of } from "../../desk";
import * as f from "../../format";
import { store } from "../../state/store";

const kKept = "fairlead.draft";
const kCheckMs = 400;

const kSkeleton = `[agreement]
id = "xaa-coast-guard"
version = 1
title = "Maritime information for the coast guard of XAA"
parties = ["XAA/coast_guard"]
legal_basis = "Memorandum of 2026-11-22, article 3"
valid_from = 2026-12-01T00:00:00Z
valid_until = 2027-12-01T00:00:00Z
reply = "silent"

[assessment]
scheme = "OSJA"
risk = "low"
approver = "legal_adviser"
expires = 2027-06-01T00:00:00Z

[[clause]]
id = "rescue"
effect = "permit"
purposes = ["search_and_rescue"]
types = ["track"]
acts = ["subscribe", "pull"]
everywhere = true
level = "restricted"
fields = ["position", "speed", "course", "mmsi", "name"]
obligations = ["acknowledge"]
`;

export function edit_text(text: string): void {
  try { sessionStorage.setItem(kKept, text); } catch { /* It lives as long as the editor. */ }
}
function kept_text(): string {
  try { return sessionStorage.getItem(kKept) ?? kSkeleton; } catch { return kSkeleton; }
}

export function DraftEditor(): JSX.Element {
  const [text, set_text] = useState(kept_text);
  const [check, set_check] = useState<DraftCheck | null>(null);
  const [stale, set_stale] = useState(true);
  const [problem, set_problem] = useState<string | null>(null);
  const [busy, set_busy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => { area.current?.focus(); area.current?.setSelectionRange(0, 0); }, []);
  useEffect(() => {
    const abort = new AbortController();
    set_stale(true);
    const timer = window.setTimeout(() => {
      checkAgreement(text, abort.signal).then(
        (found) => { set_check(found); set_stale(false); set_problem(null); },
        (error: unknown) => { if (!abort.signal.aborted) set_problem(words_of(error)); },
      );
    }, kCheckMs);
    return () => { window.clearTimeout(timer); abort.abort(); };
  }, [text]);
  const change = (next: string): void => { set_text(next); edit_text(next); };
  const leave = (): void => { store.dispatch({ type: "editing", open: false }); };
  const discard = (): void => { try { sessionStorage.removeItem(kKept); } catch { /* Nothing was kept. */ } leave(); };
  const save = (): void => {
    set_busy(true);
    set_problem(null);
    desk.draft(text).then(
      (made) => { discard(); desk.focus({ kind: "agreement", id: made.id, version: made.version }); },
      (error: unknown) => { set_busy(false); set_problem(words_of(error)); },
    );
  };
  const go_to = (mistake: Mistake): void => {
    const box = area.current;
    if (!box) return;
    const lines = text.split("\n");
    const before = lines.slice(0, mistake.line - 1).reduce((total, line) => total + line.length + 1, 0);
    const at = before + Math.max(0, mistake.column - 1);
    box.focus();
    box.setSelectionRange(at, Math.min(text.length, before + (lines[mistake.line - 1]?.length ?? 0)));
    box.scrollTop = Math.max(0, (mistake.line - 6) * 20);
  };
  const count = text.split("\n").length;
  const marked = new Set((check?.mistakes ?? []).map((mistake) => mistake.line));
  const ready = check !== null && !stale && check.mistakes.length === 0;
  return (
    <div class="editor">
      <div class="sharing-head">
        <h2>Draft of an agreement</h2>
        <span class="top-fill" />
        <button type="button" class="link-button" onClick={discard}>Throw away</button>
        <button type="button" class="button" onClick={leave}>Close, keep the text</button>
        <button type="button" class="button button-strong" disabled={!ready || busy} onClick={save}>Save as draft</button>
      </div>
      <div class="editor-body">
        <div class="editor-text">
          <pre ref={numbers} class="editor-numbers" aria-hidden="true">{Array.from({ length: count }, (_, index) => <span key={index} class={marked.has(index + 1) ? "editor-bad" : ""}>{index + 1}{"\n"}</span>)}</pre>
          <textarea ref={area} class="editor-area" aria-label="Text of the agreement, TOML" aria-describedby="draft-state" spellcheck={false} wrap="off" value={text}
            onInput={(event) => { change(event.currentTarget.value); }} onScroll={(event) => { if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop; }} />
        </div>
        <div class="editor-findings">
          <p id="draft-state" class="editor-state">{problem ? <span class="lapsed">{f.capital(problem)}</span> : state_words(check, stale)}</p>
          {check && check.mistakes.length > 0 && (
            <section><h3>Mistakes</h3><ul class="findings">{check.mistakes.map((mistake) => (
              <li key={`${mistake.line} ${mistake.column} ${mistake.message}`}><button type="button" class="finding" onClick={() => { go_to(mistake); }}><span class="finding-place">{mistake.line}:{mistake.column}</span><span>{mistake.message}</span></button></li>
            ))}</ul></section>
          )}
          {check && check.warnings.length > 0 && (
            <section><h3>To think of</h3><ul class="findings">{check.warnings.map((warning) => {
              const found = read_warning(warning);
              return <li key={found.message + String(found.line)}><button type="button" class="finding" onClick={() => { go_to(found); }}><span class="finding-place">{found.line > 0 ? `${found.line}:${found.column}` : ""}</span><span>{found.message}</span></button></li>;
            })}</ul></section>
          )}
          {check && check.mistakes.length === 0 && (
            <section><h3>What adopting it would change</h3>
              {check.changes.length === 0 ? <p class="muted">Nothing: no cell of partner, purpose, type and level would change.</p>
                : <ul class="changes">{check.changes.map((line, index) => { const change = read_change(line); return <li key={index} class={`change-${change.kind}`}><span class="off-screen">{change.kind}: </span>{change.text}</li>; })}</ul>}
            </section>
          )}
        </div>
      </div>
    </div>
  );
}

function state_words(check: DraftCheck | null, stale: boolean): string {
  if (!check) return "Checking";
  const count = check.mistakes.length;
  const words = count === 0 ? "No mistakes. A second person adopts it." : `${f.count(count, "mistake", "mistakes")}: it cannot be saved yet`;
  return stale ? `${words} (checking again)` : words;
}

// Warnings come as `file:line:column: text`.
export function read_warning(warning: string | Mistake): Mistake {
  if (typeof warning !== "string") return warning;
  const found = /^(?:[^:]*:)?(\d+):(\d+):\s*(?:warning:\s*)?(.*)$/s.exec(warning);
  return found ? { line: Number(found[1]), column: Number(found[2]), message: found[3] ?? "" } : { line: 0, column: 0, message: warning };
}

// Changes come as `widened: agency | purpose | ... | before -> after`. What widens stands first, and looks different.
export interface Change { kind: "widened" | "mixed" | "narrowed" | "other"; text: string }
export function read_change(line: string): Change {
  const found = /^\s*(widened|mixed|narrowed):\s*(.*)$/s.exec(line);
  const text = (found?.[2] ?? line).trim().replace(/\s*\|\s*/g, " · ").replace(/ -> /g, " → ").replace(/,(?=\S)/g, ", ").replace(/_/g, " ");
  return { kind: (found?.[1] as Change["kind"] | undefined) ?? "other", text };
}
