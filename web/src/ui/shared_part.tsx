// SPDX-License-Identifier: Apache-2.0
// The track drawer's "Shared": for each partner and purpose whether the track leaves, by which clause, what of it, and
// if not, why and what would be needed.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { TrackView } from "../api/sharing_types";
import * as f from "../format";
import { session } from "../session";
import { use_part } from "../state/store";

export function SharedPart({ id }: { id: string }): JSX.Element | null {
  const readable = use_part((state) => state.people.session?.permissions?.includes("read_sharing") === true);
  const sharing = use_part((state) => state.sharing.track);
  const error = use_part((state) => state.sharing.track_error);
  const past = use_part((state) => state.playback !== null);
  if (!readable) return null;
  const known = sharing?.track === id ? sharing : null;
  const views = [...(known?.views ?? [])].sort((a, b) => Number(f.is_released(b.outcome)) - Number(f.is_released(a.outcome)) || a.agency.localeCompare(b.agency) || a.purpose.localeCompare(b.purpose));
  return (
    <section class="part" aria-label="Shared">
      <h3>Shared{past ? ", now" : ""}</h3>
      {error !== null && !known && <p class="form-problem">It cannot be read now: {error}.</p>}
      {known && views.length === 0 && <p class="muted">Not shared. No agreement in force names a partner.</p>}
      <ul class="shared">{views.map((view) => <ViewRow key={`${view.agency} ${view.purpose}`} view={view} />)}</ul>
    </section>
  );
}

function ViewRow({ view }: { view: TrackView }): JSX.Element {
  const [open, set_open] = useState(false);
  const released = f.is_released(view.outcome);
  const stopped = view.outcome === "suspended" || view.reasons?.some((reason) => reason.part === "stop") === true;
  const delivered = f.parse_instant(view.delivered?.at);
  const reasons = view.reasons ?? [];
  return (
    <li>
      <p class="shared-head">
        <span class={`mark mark-${released ? (view.delivered ? "live" : "waiting") : stopped ? "stopped" : "withheld"}`} aria-hidden="true" />
        <span class="shared-who">{f.agency_words(view.agency)}, {f.purpose_words(view.purpose)}</span>
        <span class="muted">{stopped ? "stopped" : f.outcome_words(view.outcome)}</span>
      </p>
      {released && <p class="shared-words">{leaving_words(view)}</p>}
      {released && <p class="shared-words muted">{delivered !== null ? `last delivered ${f.format_age(session.live_wall() - delivered)} ago` : view.delivered ? "delivered" : "not delivered yet"}{clause_words(view)}</p>}
      {!released && reasons.length > 0 && <p class="shared-words">{stopped ? "" : "withheld because "}{f.list_words(reasons.map((reason) => reason.meaning))}</p>}
      {open && !released && reasons.some((reason) => reason.cure !== undefined && reason.cure !== "") && (
        <p class="shared-words muted">would need: {reasons.map((reason) => reason.cure).filter((cure) => cure !== undefined && cure !== "").join("; ")}</p>
      )}
      {open && !released && view.clause !== undefined && <p class="shared-words muted">nearest{clause_words(view)}</p>}
      {open && view.explanation !== undefined && <Explanation text={view.explanation} />}
      <button type="button" class="link-button" aria-expanded={open} onClick={() => { set_open(!open); }}>{open ? "less" : "explain"}<span class="off-screen"> {f.agency_words(view.agency)}, {f.purpose_words(view.purpose)}</span></button>
    </li>
  );
}

// The server explains in lines of `  key   text`.
function Explanation({ text }: { text: string }): JSX.Element {
  const [first = "", ...rest] = text.trimEnd().split("\n");
  return (
    <div class="explanation">
      <p>{first}</p>
      <dl class="facts">{rest.map((line, index) => {
        const found = /^\s*(\S+(?: \S+)*?)\s{2,}(.*)$/.exec(line) ?? [line, "", line.trim()];
        return <div key={index}><dt>{found[1]}</dt><dd>{/^[0-9a-f]{40,}$/.test(found[2] ?? "") ? <span title={found[2]}>{found[2]?.slice(0, 16)}…</span> : found[2]}</dd></div>;
      })}</dl>
    </div>
  );
}

function leaving_words(view: TrackView): string {
  const fields = view.fields ?? [];
  const what = fields.length === 0 || f.is_every_field(fields) ? "all fields" : f.list_words(fields.map(f.field_words));
  const grid = view.grid_m !== undefined && view.grid_m > 0 ? `, ${f.grid_words(view.grid_m)}` : "";
  const due = f.parse_instant(view.due_at);
  const late = due !== null && due > session.live_wall() ? `, not before ${f.format_hour(due, session.live_wall())}` : "";
  return `${what}${grid}${late}`;
}

const clause_words = (view: TrackView): string =>
  view.agreement === undefined ? "" : ` · ${view.agreement}${view.clause === undefined ? "" : `, clause ${view.clause}`}${view.basis === undefined ? "" : ` (${view.basis})`}`;
