// SPDX-License-Identifier: Apache-2.0
// The one live region that interrupts: stops, and what must be pressed once more to stop. Seen by screen readers only;
// what it says also stands on the screen.
import type { JSX } from "preact";
import { use_part } from "../state/store";

export function Alarm(): JSX.Element {
  const alarm = use_part((state) => state.sharing.alarm);
  return <div class="off-screen alarm" role="alert">{alarm ? <span key={alarm.serial}>{alarm.text}</span> : null}</div>;
}
