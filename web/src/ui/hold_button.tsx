// SPDX-License-Identifier: Apache-2.0
// A button that acts when it was held for a second: with the pointer, or with Enter or the space bar.
// A short press only arms it; a second press within a few seconds then acts. So do screen readers, which cannot hold.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { store } from "../state/store";

export const kHoldMs = 1000;
const kArmedMs = 6000;
const kApartMs = 500;

interface HoldProps {
  // What is stopped, for screen readers and the record of the alarm region.
  what: string;
  children: string;
  disabled?: boolean;
  busy?: boolean;
  hot_key?: string;
  class?: string;
  on_held: () => void;
}

export function HoldButton(props: HoldProps): JSX.Element {
  const { what, children, disabled = false, busy = false } = props;
  const names_it = children.toLowerCase().includes(what.toLowerCase());
  const [phase, set_phase] = useState<"idle" | "held" | "armed">("idle");
  const timer = useRef(0);
  const armed_at = useRef(0);
  const pressed = useRef(false);
  const pressed_at = useRef(0);
  useEffect(() => () => { window.clearTimeout(timer.current); }, []);

  const act = (): void => {
    window.clearTimeout(timer.current);
    pressed.current = false;
    armed_at.current = 0;
    set_phase("idle");
    props.on_held();
  };
  const begin = (event: Event): void => {
    if (disabled || busy || pressed.current) return;
    pressed.current = true;
    pressed_at.current = event.timeStamp;
    set_phase("held");
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(act, kHoldMs);
  };
  const cancel = (): void => {
    if (!pressed.current) return;
    pressed.current = false;
    window.clearTimeout(timer.current);
    set_phase("idle");
  };
  // The end of a press. A busy page may hear of it before its own timer: what counts is when the hand did it.
  const ended = (event: Event): void => {
    if (!pressed.current) return;
    if (event.timeStamp - pressed_at.current >= kHoldMs) act();
    else short_press();
  };
  // A press that was too short to be held.
  const short_press = (): void => {
    window.clearTimeout(timer.current);
    pressed.current = false;
    if (disabled || busy) return;
    const now = performance.now();
    if (armed_at.current !== 0 && now - armed_at.current > kApartMs) { act(); return; }
    if (armed_at.current === 0) {
      armed_at.current = now;
      store.dispatch({ type: "alarm", text: `Press once more to stop ${what}` });
    }
    set_phase("armed");
    timer.current = window.setTimeout(() => { armed_at.current = 0; set_phase("idle"); }, kArmedMs);
  };
  const is_hold_key = (event: KeyboardEvent): boolean => event.key === "Enter" || event.key === " ";
  return (
    <button type="button" class={`hold-button hold-${phase}${props.class === undefined ? "" : ` ${props.class}`}`} disabled={disabled} aria-disabled={busy}
      onPointerDown={(event) => { if (event.button === 0) begin(event); }}
      onPointerUp={ended}
      onPointerLeave={cancel} onPointerCancel={cancel} onBlur={cancel} onContextMenu={(event) => { event.preventDefault(); }}
      onKeyDown={(event) => { if (is_hold_key(event)) { event.preventDefault(); if (!event.repeat) begin(event); } else if (event.key === "Escape") cancel(); }}
      onKeyUp={(event) => { if (is_hold_key(event)) { event.preventDefault(); ended(event); } }}
      onClick={(event) => { if (event.detail === 0) short_press(); }}>
      <span class="hold-fill" aria-hidden="true" />
      <span class="hold-words">{busy ? "Stopping" : phase === "armed" ? "Press again" : children}</span>
      {!names_it && <span class="off-screen"> {phase === "armed" ? "to stop " : ""}{what},</span>}
      {phase !== "armed" && !busy && <span class="hold-hint">{phase === "held" ? "keep on" : "hold 1 s"}</span>}
      <span class="off-screen"> or press twice</span>
      {props.hot_key !== undefined && <kbd aria-hidden="true">{props.hot_key}</kbd>}
    </button>
  );
}
