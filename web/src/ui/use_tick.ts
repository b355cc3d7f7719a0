// SPDX-License-Identifier: Apache-2.0
// Re-renders a component with time, or when the pointer or the frame of the chart changed.
import { useEffect, useState } from "preact/hooks";
import { session } from "../session";

export function use_tick(every_ms: number): void {
  const [, set_count] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => { set_count((count) => count + 1); }, every_ms);
    return () => { window.clearInterval(timer); };
  }, [every_ms]);
}

export function use_chart_watch(): void {
  const [, set_count] = useState(0);
  useEffect(() => session.watch(() => { set_count((count) => count + 1); }), []);
}
