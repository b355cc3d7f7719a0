// SPDX-License-Identifier: Apache-2.0
// Whose picture is shown: home's, or one partner's. Only for those who may read what is shared.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import * as f from "../../format";
import { same_view } from "../../state/views";
import { use_part } from "../../state/store";
import { views } from "../../views";

export function ViewSwitch(): JSX.Element | null {
  const may = use_part((state) => state.people.session?.permissions?.includes("read_sharing") === true);
  const screen = use_part((state) => state.screen);
  const open = use_part((state) => state.views.menu);
  const shown = use_part((state) => state.views.open);
  const list = use_part((state) => state.views.list);
  const error = use_part((state) => state.views.list_error);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) views.menu(false);
    };
    window.addEventListener("pointerdown", outside);
    return () => { window.removeEventListener("pointerdown", outside); };
  }, [open]);
  if (!may || screen !== 1) return null;
  return (
    <div class="view-switch" ref={box}>
      <button type="button" class="seat-open" aria-expanded={open} aria-controls="view-menu" title="Whose picture is shown" onClick={() => { views.menu(!open); }}>
        <span class="muted">As seen by</span>
        <span class="seat-name">{shown === null ? "home" : f.agency_words(shown.agency)}</span>
        <span class={open ? "caret caret-open" : "caret"} aria-hidden="true" />
      </button>
      {open && (
        <section id="view-menu" class="view-menu" aria-label="Whose picture is shown">
          {error !== null && <p class="form-problem">The partners cannot be listed now: {error}.</p>}
          {error === null && list === null && <p class="muted">Loading</p>}
          {list !== null && list.length === 0 && <p class="muted">No agreement in force lets a partner see anything.</p>}
          <ul>
            <li><button type="button" aria-pressed={shown === null} onClick={() => { views.go(null); }}>Home</button></li>
            {(list ?? []).map((view) => (
              <li key={`${view.agency} ${view.purpose}`}>
                <button type="button" aria-pressed={same_view(view, shown)} onClick={() => { views.go({ agency: view.agency, purpose: view.purpose }); }}>
                  {f.agency_words(view.agency)} <span class="muted">for {f.purpose_words(view.purpose)}{view.stopped ? ", stopped" : ""}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
