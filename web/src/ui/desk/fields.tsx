// SPDX-License-Identifier: Apache-2.0
// The fields of a form: label, what is typed, how it was read, and what is wrong with it, side by side.
import type { JSX } from "preact";
import * as f from "../../format";
import { plain_words } from "../../format/desk_words";
import { session } from "../../session";
import { list_in, parse_moment, text_in, words_in, type Faults, type FieldSpec, type Values } from "../../state/forms";

interface FieldProps { id: string; field: FieldSpec; pointer: string; values: Values; faults: Faults; on_change: (values: Values) => void }

const kWide = new Set(["text", "many", "words", "list", "flag"]);
export const plain_id = (id: string, pointer: string): string => `${id}${pointer.replace(/[^a-z0-9]+/gi, "-")}`;

export function FieldView({ id, field, pointer, values, faults, on_change }: FieldProps): JSX.Element {
  const there = `${pointer}/${field.path}`;
  const own = plain_id(id, there);
  const fault = faults.get(there);
  const told = `${own}-told`;
  const set = (value: Values[string]): void => { on_change({ ...values, [field.path]: value }); };
  const read = how_read(field, text_in(values, field.path));
  const hint = field.told?.(values) ?? field.hint ?? "";
  const common = { id: own, "aria-describedby": told, ...(fault === undefined ? {} : { "aria-invalid": true as const }), ...(field.needed === true ? { "aria-required": true as const } : {}) };
  return (
    <>
      {field.head !== undefined && <h3 class="desk-form-head">{field.head}</h3>}
      <div class={`desk-field${kWide.has(field.kind) || (field.max ?? 0) > 150 ? " desk-field-wide" : ""}${fault === undefined ? "" : " desk-field-wrong"}`}>
        {field.kind === "flag" ? (
          <label class="check" for={own}><input {...common} type="checkbox" checked={values[field.path] === true} onChange={(event) => { set(event.currentTarget.checked); }} />{field.label}</label>
        ) : field.kind === "many" ? (
          <fieldset class="desk-many" aria-describedby={told}><legend>{field.label}{field.needed === true && <Needed />}</legend>
            <div class="row">{field.options?.map(([value, words]) => {
              const chosen = words_in(values, field.path);
              const on = chosen.includes(value);
              return <button key={value} type="button" class="chip chip-line" aria-pressed={on} onClick={() => { set(on ? chosen.filter((one) => one !== value) : [...chosen, value]); }}>{words}</button>;
            })}</div>
          </fieldset>
        ) : field.kind === "list" ? (
          <ListField id={id} field={field} pointer={there} values={values} faults={faults} on_change={on_change} />
        ) : (
          <>
            <label for={own}>{field.label}{field.needed === true && <Needed />}</label>
            {field.kind === "text" ? <textarea {...common} class="field desk-text" rows={3} maxLength={field.max ?? 4000} value={text_in(values, field.path)} onInput={(event) => { set(event.currentTarget.value); }} />
              : field.kind === "choice" || field.kind === "yes_no" ? (
                <select {...common} class="field" value={text_in(values, field.path)} onChange={(event) => { set(event.currentTarget.value); }}>
                  <option value="">{field.needed === true ? "choose" : field.kind === "yes_no" ? "not said" : "–"}</option>
                  {(field.kind === "yes_no" ? [["yes", "yes"], ["no", "no"]] as const : field.options ?? []).map(([value, words]) => <option key={value} value={value}>{words}</option>)}
                </select>
              ) : <input {...common} class="field" type="text" autocomplete="off" spellcheck={field.kind === "line"} inputMode={field.kind === "number" ? "decimal" : "text"} maxLength={field.max ?? 500} placeholder={placeholder(field)} value={text_in(values, field.path)} onInput={(event) => { set(event.currentTarget.value); }} />}
          </>
        )}
        <p id={told} class="desk-told">{fault !== undefined ? <span class="desk-fault">{f.capital(plain_words(fault))}</span> : read !== "" ? read : hint}</p>
      </div>
    </>
  );
}

const Needed = (): JSX.Element => <span class="desk-needed" aria-hidden="true"> needed</span>;

const placeholder = (field: FieldSpec): string =>
  field.kind === "moment" ? "now, -30m, 220300Z" : field.kind === "ahead" ? "+24h, 301200Z, 2026-12-01" : field.kind === "place" || field.kind === "point" ? "15°15.0'N 073°06.0'W" : "";

// A time as it was understood, so that a wrong day is seen before it is sent.
function how_read(field: FieldSpec, text: string): string {
  if ((field.kind !== "moment" && field.kind !== "ahead") || text.trim() === "") return "";
  const at = parse_moment(text, session.live_wall(), field.kind === "ahead");
  return at === null ? "" : `${f.format_dtg(at)}, ${at > session.live_wall() ? f.format_until(at - session.live_wall() + 999) : `${f.format_age(session.live_wall() - at)} ago`}`;
}

function ListField({ id, field, pointer, values, faults, on_change }: FieldProps): JSX.Element {
  const items = list_in(values, field.path);
  const set = (next: readonly Values[]): void => { on_change({ ...values, [field.path]: next }); };
  return (
    <fieldset class="desk-list"><legend>{field.label}{field.needed === true && <Needed />}</legend>
      {items.map((item, index) => (
        <div key={index} class="desk-item">
          <div class="desk-item-head"><span>{field.item_name ?? "item"} {index + 1}</span><button type="button" class="link-button" onClick={() => { set(items.filter((_, at) => at !== index)); }}>take out<span class="off-screen"> {field.item_name} {index + 1}</span></button></div>
          <div class="desk-fields">{(field.item ?? []).filter((one) => one.shown?.(item) !== false).map((one) => (
            <FieldView key={one.path} id={id} field={one} pointer={`${pointer}/${index}`} values={item} faults={faults} on_change={(changed) => { set(items.map((old, at) => (at === index ? changed : old))); }} />
          ))}</div>
        </div>
      ))}
      <button type="button" class="button" onClick={() => { set([...items, field.fresh?.(items.length) ?? {}]); }}>Add {field.item_name ?? "item"}</button>
    </fieldset>
  );
}
