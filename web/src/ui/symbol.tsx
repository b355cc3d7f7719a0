// SPDX-License-Identifier: Apache-2.0
// The symbol of a track beside its name, the same shapes as on the chart.
import type { JSX } from "preact";
import type { TrackKind, TrackState } from "../api/types";

export function Symbol({ kind, state, course }: { kind: TrackKind; state: TrackState; course?: number | undefined }): JSX.Element {
  return (
    <svg class={`symbol tone-${tone(kind)}`} width="18" height="18" viewBox="-9 -9 18 18" fill="none" stroke="currentColor" stroke-width="1.4" aria-hidden="true" focusable="false">
      {shape(kind, course ?? 0)}
      {state === "lost" && <path d="M-6-6 6 6M6-6-6 6" />}
    </svg>
  );
}

function shape(kind: TrackKind, course: number): JSX.Element {
  if (kind === "contact") return <circle r="4.6" />;
  if (kind === "aid_to_navigation") return <path d="M0-5.6 5.6 0 0 5.6-5.6 0Z" />;
  if (kind === "base_station") return <path d="M-4-4h8v8h-8z" />;
  if (kind === "distress") return <path d="M6 0a6 6 0 1 1-12 0 6 6 0 0 1 12 0ZM-4-4 4 4M4-4-4 4" />;
  return <path d={kind === "sar_aircraft" ? "M0-7 3.9 5.6h-7.8ZM-7 .6h14" : "M0-7 3.9 5.6h-7.8Z"} transform={`rotate(${course})`} fill="currentColor" fill-opacity={0.35} stroke-linejoin="round" />;
}

const tone = (kind: TrackKind): string => (kind === "distress" ? "alarm" : kind === "own_ship" ? "own" : kind === "sar_aircraft" ? "interest" : "routine");
