// SPDX-License-Identifier: Apache-2.0
// One form of the desk. Nothing typed is lost: it is kept until it is sent or thrown away, and a refusal stands beside the
// field it is about. Ctrl+Enter sends.
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { RequestFailed } from "../../api/client";
import type { DeskDone } from "../../api/casework_types";
import { casework, keep_form, kept_form } from "../../casework";
import { words_of } from "../../desk";
import { plain_words, sentence } from "../../format/desk_words";
import { session } from "../../session";
import { compose, faults_of, pointers_of, type FieldSpec, type Values } from "../../state/forms";
import { store } from "../../state/store";
import { FieldView } from "./fields";

export interface ActSpec {
  act: string;
  title: string;
  submit: string;
  fields: readonly FieldSpec[];
  note?: string;
  // What is sent beside what is typed, and what becomes of the body before it goes.
  fixed?: Readonly<Record<string, unknown>>;
  finish?: (body: Record<string, unknown>) => Record<string, unknown>;
}

interface FormProps {
  spec: ActSpec;
  // Under which the draft is kept: one form about one thing.
  about: string;
  initial?: Values;
  children?: ComponentChildren;
  compact?: boolean;
  on_done: (done: DeskDone) => void;
  on_leave: () => void;
  // What is said when it went through, where the act's own words would be wrong.
  said?: (done: DeskDone) => string | null;
  // Instead of the act, as where a file goes first.
  send?: (body: { act: string } & Record<string, unknown>) => Promise<DeskDone>;
}

export function ActForm({ spec, about, initial, children, compact, on_done, on_leave, send, said }: FormProps): JSX.Element {
  const key = `${spec.act} ${about}`;
  const [kept] = useState(() => kept_form(key));
  const [values, set_values] = useState<Values>(() => kept ?? initial ?? {});
  const [faults, set_faults] = useState<ReadonlyMap<string, string>>(new Map());
  const [busy, set_busy] = useState(false);
  // The revision that the person had before them, not the one of a later reading.
  const [fixed] = useState(spec.fixed);
  const box = useRef<HTMLFormElement>(null);
  const id = useMemo(() => `form-${Math.random().toString(36).slice(2, 8)}`, []);
  // With the layout: focus that came later would take keys from where the person went meanwhile.
  useLayoutEffect(() => { if (compact !== true) box.current?.querySelector<HTMLElement>("input, select, textarea")?.focus({ preventScroll: true }); }, []);
  useLayoutEffect(() => { box.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(); }, [faults]);
  const change = (next: Values): void => { set_values(next); keep_form(key, next); };
  const throw_away = (): void => { keep_form(key, null); on_leave(); };
  const submit = (): void => {
    if (busy) return;
    const made = compose(spec.fields, values, session.live_wall());
    if (made.faults.size > 0) { set_faults(made.faults); return; }
    const body = { ...(spec.finish ? spec.finish(made.body) : made.body), ...fixed, act: spec.act };
    set_busy(true);
    set_faults(new Map());
    (send ?? ((sent) => casework.act(sent)))(body).then(
      (done) => {
        keep_form(key, null);
        set_busy(false);
        store.dispatch({ type: "notice", text: said?.(done) ?? done_words(spec, done) });
        on_done(done);
      },
      (error: unknown) => {
        set_busy(false);
        set_faults(faults_of(error instanceof RequestFailed ? error.problem : null, words_of(error), pointers_of(spec.fields, values)));
      },
    );
  };
  const own = [...faults].filter(([pointer]) => pointer !== "");
  const general = faults.get("");
  return (
    <form ref={box} class={`desk-form${compact === true ? " desk-form-compact" : ""}`} aria-label={spec.title} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}
      onKeyDown={(event) => { if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); submit(); } }}>
      {compact !== true && <h2>{spec.title}</h2>}
      {spec.note !== undefined && <p class="muted">{spec.note}</p>}
      {kept !== null && <p class="muted desk-kept">Not sent yet: what was typed before is here again.</p>}
      {children}
      <div class="desk-fields">{spec.fields.filter((field) => field.shown?.(values) !== false).map((field) => (
        <FieldView key={field.path} id={id} field={field} pointer="" values={values} faults={faults} on_change={change} />
      ))}</div>
      <div role="alert">{faults.size > 0 && <p class="form-problem">{general === undefined ? "" : `${sentence(plain_words(general))} `}{own.length > 0 ? `${own.length === 1 ? "One field needs" : `${own.length} fields need`} a look. ` : ""}Nothing was sent, and nothing is lost.</p>}</div>
      <div class="row deeds">
        <button type="submit" class="button button-strong" disabled={busy}>{spec.submit} <kbd>Ctrl Enter</kbd></button>
        <button type="button" class="button" onClick={on_leave}>Close, keep it</button>
        <button type="button" class="link-button" onClick={throw_away}>Throw away</button>
      </div>
    </form>
  );
}

function done_words(spec: ActSpec, done: DeskDone): string {
  const made = done.made.filter((one) => one.noun !== "custody").map((one) => one.id);
  const proposed = done.proposes_stop.length > 0 ? `. A stop is proposed: ${done.proposes_stop.join(", ")}` : "";
  return `${spec.submit}: ${made.length > 0 ? made.join(", ") : done.changed.join(", ") || "done"}${proposed}`;
}
