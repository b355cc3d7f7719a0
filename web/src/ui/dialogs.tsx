// SPDX-License-Identifier: Apache-2.0
// Keys and symbols, and "go to time". Both are native modal dialogs, so focus stays inside and Escape closes them.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import * as f from "../format";
import { session } from "../session";
import { store, use_part } from "../state/store";
import { Dialog } from "./dialog";
import { kKeys, set_single_keys, single_keys_on } from "./keys";
import { Symbol } from "./symbol";

const close = (): void => { store.dispatch({ type: "panel", panel: null }); };

export function HelpDialog(): JSX.Element {
  const open = use_part((state) => state.panel === "help");
  const [single, set_single] = useState(single_keys_on());
  return (
    <Dialog name="Keys and symbols" open={open} on_close={close}>
      <div class="help">
        <dl class="help-keys">
          {kKeys.map(([keys, what]) => <div key={keys}><dt><kbd>{keys}</kbd></dt><dd>{what}</dd></div>)}
        </dl>
        <div>
          <ul class="help-symbols">
            <li><Symbol kind="ship" state="live" course={40} /> ship with AIS; smaller: class B</li>
            <li><Symbol kind="own_ship" state="live" course={40} /> own unit</li>
            <li><Symbol kind="contact" state="live" /> contact without identity</li>
            <li><Symbol kind="ship" state="lost" course={40} /> lost: nothing heard, last known place</li>
            <li><Symbol kind="aid_to_navigation" state="live" /> aid to navigation</li>
            <li><Symbol kind="base_station" state="live" /> base station</li>
            <li><Symbol kind="sar_aircraft" state="live" course={40} /> SAR aircraft</li>
            <li><Symbol kind="distress" state="live" /> distress beacon</li>
          </ul>
          <p class="muted">A hollow symbol stands where we reckon the vessel to be since its last report, for three minutes at most. The dashed line is where it will be in 6 minutes. A name with <b>?</b> is disputed.</p>
          <p class="muted">Symbols follow IMO SN.1/Circ.243. Fairlead is not an ECDIS: not for navigation.</p>
          <label class="check"><input type="checkbox" checked={single} onChange={(event) => { set_single(event.currentTarget.checked); set_single_keys(event.currentTarget.checked); }} /> Single-letter keys</label>
        </div>
      </div>
    </Dialog>
  );
}

export function GotoDialog(): JSX.Element {
  const open = use_part((state) => state.panel === "goto");
  return <Dialog name="Go to a time" open={open} on_close={close}><GotoForm /></Dialog>;
}

// Mounted anew each time the dialog opens, so the field starts empty without clearing what was typed meanwhile.
function GotoForm(): JSX.Element {
  const [text, set_text] = useState("");
  const at_ms = f.parse_goto_time(text, session.live_now());
  const range = session.range();
  const problem = text.trim() === "" ? "" : at_ms === null ? "Not a time that we can read" :
    range && at_ms < range.from_ms ? `Stored history begins at ${f.format_dtg(range.from_ms)}` : "";
  const submit = (event: Event): void => {
    event.preventDefault();
    if (at_ms === null) return;
    store.dispatch({ type: "panel", panel: null });
    session.go_to(at_ms);
  };
  return (
    <form class="goto" onSubmit={submit}>
      <label for="goto-time">UTC, as 0300, 220300Z, 2026-11-22 03:00 or -30m</label>
      <input id="goto-time" class="field" value={text} autocomplete="off" spellcheck={false} autofocus aria-describedby="goto-answer"
        onInput={(event) => { set_text(event.currentTarget.value); }} />
      <p id="goto-answer" class={problem ? "goto-problem" : "muted"}>
        {problem || (at_ms !== null ? `${f.format_dtg(at_ms)}, ${f.format_age(session.live_now() - at_ms)} ago` : range ? `Stored from ${f.format_dtg(range.from_ms)}` : "Nothing is stored yet")}
      </p>
      <div class="row"><button type="submit" class="button button-strong" disabled={at_ms === null}>Show <kbd>Enter</kbd></button></div>
    </form>
  );
}
