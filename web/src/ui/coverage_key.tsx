// SPDX-License-Identifier: Apache-2.0
// What the layer "Coverage" shows, in words: each sensor with the age of its newest look, and who looked at the place under
// the cursor.
import type { JSX } from "preact";
import type { LatLon } from "../api/types";
import * as f from "../format";
import { session } from "../session";
import { looked_at, newest_looks } from "../state/coverage";
import { use_part } from "../state/store";
import { use_tick } from "./use_tick";

const kNamed = 6;

const ago = (at_ms: number): string => `${f.format_age(session.live_now() - at_ms)} ago`;

export function CoverageKey(): JSX.Element | null {
  use_tick(1000);
  const part = use_part((state) => state.coverage);
  const elsewhere = use_part((state) => state.views.open !== null || state.playback !== null);
  if (!part.shown || elsewhere) return null;
  const newest = part.now === null ? [] : newest_looks(part.now);
  return (
    <ul class="zone-key coverage-key" aria-label="Coverage of sensors">
      <li class="coverage-words">{part.now === null ? (part.error ?? "Coverage: loading") : newest.length === 0 ? "No sensor said in the last 30 min what it looked at" : "Looked at by"}</li>
      {newest.slice(0, kNamed).map((look) => <li key={look.source}><i class="coverage-mark" aria-hidden="true" />{look.source}, {ago(look.at_ms)}</li>)}
      {newest.length > kNamed && <li>and {f.format_count(newest.length - kNamed)} more</li>}
      {part.now !== null && part.error !== null && <li class="coverage-stale" title={part.error}>not up to date</li>}
    </ul>
  );
}

// Who looked at the place under the cursor last; says so, too, when nobody did.
export function LookedHere({ at }: { at: LatLon }): JSX.Element | null {
  const part = use_part((state) => state.coverage);
  const elsewhere = use_part((state) => state.views.open !== null || state.playback !== null);
  if (!part.shown || elsewhere || part.now === null) return null;
  const last = looked_at(part.now, [at])[0];
  return <span class="cursor-looked">{last === undefined ? "not looked at" : `${last.source} ${ago(last.at_ms)}, sees ${f.format_probability(last.chance)}`}</span>;
}
