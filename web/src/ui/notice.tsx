// SPDX-License-Identifier: Apache-2.0
// One line that says what just happened, and leaves by itself.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { use_part } from "../state/store";

export function Notice(): JSX.Element {
  const notice = use_part((state) => state.notice);
  const [shown, set_shown] = useState(false);
  useEffect(() => {
    if (!notice) return undefined;
    set_shown(true);
    const timer = window.setTimeout(() => { set_shown(false); }, 4000);
    return () => { window.clearTimeout(timer); };
  }, [notice]);
  return <div class={`notice${shown ? " notice-shown" : ""}`} role="status">{shown && notice ? notice.text : ""}</div>;
}
