// SPDX-License-Identifier: Apache-2.0
// The keyboard. Single letters act only outside text fields, and can be switched off in the help (WCAG 2.1.4).
import * as f from "../format";
import { findings } from "../findings";
import { read_setting, session, write_setting } from "../session";
import { escape_action } from "../state/app_state";
import { store } from "../state/store";
import { kScreens } from "./screens";

export const kKeys: readonly (readonly [keys: string, what: string])[] = [
  ["/", "Search a name, MMSI, IMO, call sign or position"],
  ["C", "Copy the position of the selected track"],
  ["G", "Go to a time: 0300, 220300Z, -30m"],
  ["N", "Back to now"],
  ["J  K", "Next and previous alert: chart, reasons"],
  ["A", "Acknowledge the alert that is looked at"],
  ["Space", "Play or pause the past"],
  ["1 – 6", "Screens, in the order of the rail"],
  ["L", "Picture: draft a lead from the selected track"],
  ["N, A, E", "Desk: new lead or incident, claim, evidence"],
  ["J, K", "Desk: next and previous row"],
  ["Ctrl + Enter", "Desk: send the form"],
  ["Ctrl + .", "Live shares and Stop; then hold Enter, or a partner's number"],
  ["+  −", "Zoom the chart"],
  ["← ↑ ↓ →", "Move the chart"],
  ["Shift + drag", "List the tracks in a box"],
  ["F5", "Palette: day, dusk, night"],
  ["Esc", "Close the topmost thing, clear the selection, leave a partner's picture"],
  ["?", "This help"],
];

let single_keys = read_setting("single_keys") !== "off";
export const single_keys_on = (): boolean => single_keys;
export function set_single_keys(on: boolean): void {
  single_keys = on;
  write_setting("single_keys", on ? "on" : "off");
}

const typing_in = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const in_widget = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest(".drawer, [role=listbox], [role=slider], [role=dialog], dialog") !== null;

export function watch_keys(): () => void {
  window.addEventListener("keydown", on_key);
  return () => { window.removeEventListener("keydown", on_key); };
}

// The palette can be changed on every page, also before signing in.
export function watch_palette_key(): () => void {
  const on_f5 = (event: KeyboardEvent): void => {
    if (event.key !== "F5" || event.ctrlKey || event.shiftKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    session.cycle_palette();
  };
  window.addEventListener("keydown", on_f5);
  return () => { window.removeEventListener("keydown", on_f5); };
}

function on_key(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === "." && event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    store.dispatch({ type: "stop_panel", open: !store.current.sharing.panel_open });
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    // A dialog that is no panel closes itself, and only itself.
    if (store.current.panel === null && document.querySelector("dialog[open]")) return;
    const action = escape_action(store.current);
    if (!action) return;
    event.preventDefault();
    if (action.type === "now") session.now_button();
    else store.dispatch(action);
    return;
  }
  if (typing_in(event.target) || document.querySelector("dialog[open]")) return;
  if (move_chart(event) || !single_keys) return;
  if (single_key(event)) event.preventDefault();
}

function move_chart(event: KeyboardEvent): boolean {
  if (store.current.screen !== 1 || in_widget(event.target)) return false;
  const steps: Record<string, [number, number]> = { ArrowLeft: [-120, 0], ArrowRight: [120, 0], ArrowUp: [0, -120], ArrowDown: [0, 120] };
  const step = steps[event.key];
  if (!step) return false;
  event.preventDefault();
  session.pan(step[0], step[1]);
  return true;
}

function single_key(event: KeyboardEvent): boolean {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const screen = kScreens.find((entry) => entry.key === key);
  if (screen) {
    if (screen.ready) store.dispatch({ type: "screen", screen: screen.screen });
    return true;
  }
  if (key === "?") {
    store.dispatch({ type: "panel", panel: "help" });
    return true;
  }
  if (store.current.screen !== 1) return false;
  switch (key) {
    case "/":
      document.getElementById("search")?.focus();
      return true;
    case "c":
      return copy_selected();
    case "g":
      store.dispatch({ type: "panel", panel: "goto" });
      return true;
    case "n":
      session.now_button();
      return true;
    case "j":
      findings.next(1);
      return true;
    case "k":
      findings.next(-1);
      return true;
    case "a":
      return acknowledge();
    case "+":
    case "=":
      session.zoom(1);
      return true;
    case "-":
    case "_":
      session.zoom(-1);
      return true;
    case " ":
      if (event.target instanceof HTMLElement && event.target.closest("button, a, summary")) return false;
      return play_or_pause();
    default:
      return false;
  }
}

function copy_selected(): boolean {
  const at = store.current.views.selected?.track.position ?? store.current.selection?.track?.position;
  if (at) session.copy(f.format_dmm(at));
  else session.notice("Select a track first, then C copies its position");
  return true;
}

function acknowledge(): boolean {
  const found = findings.focused();
  if (!found) session.notice("Look at an alert first (J), then A acknowledges it");
  else if (!findings.may()) session.notice("Only a watch officer acknowledges alerts");
  else findings.acknowledge(found);
  return true;
}

function play_or_pause(): boolean {
  const { playback } = store.current;
  if (!playback) return false;
  session.set_playing(!playback.playing);
  return true;
}
