// SPDX-License-Identifier: Apache-2.0
// The stop ledger: what was stopped, by whom, what it reached, and what is missing before it may be lifted.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Stop } from "../../api/sharing_types";
import { desk } from "../../desk";
import * as f from "../../format";
import { session } from "../../session";
import { use_part } from "../../state/store";

const kLiftedShown = 4;

export function StopsSection(): JSX.Element {
  const stops = use_part((state) => state.sharing.stops);
  const now = use_part((state) => state.sharing.now);
  const focus = use_part((state) => state.sharing.focus);
  const [all, set_all] = useState(false);
  const open_epochs = new Set((now?.stops ?? []).map((stop) => stop.epoch));
  const is_open = (stop: Stop): boolean => (now ? open_epochs.has(stop.epoch) : stop.open);
  const open = stops.filter(is_open);
  const lifted = stops.filter((stop) => !is_open(stop));
  const shown = all ? lifted : lifted.slice(0, kLiftedShown);
  return (
    <section class="sharing-part" aria-labelledby="stops-title">
      <h2 id="stops-title" class="part-title">Stops</h2>
      {stops.length === 0 && <p class="muted sharing-empty">Nothing was ever stopped. One person may stop, at once and without a form; two must agree before it is lifted.</p>}
      {stops.length > 0 && open.length === 0 && <p class="muted sharing-empty">No stop is in force.</p>}
      <ul class="stops">
        {open.map((stop) => <OpenStop key={stop.epoch} stop={stop} chosen={focus?.kind === "stop" && focus.epoch === stop.epoch} />)}
        {shown.map((stop) => <LiftedStop key={stop.epoch} stop={stop} chosen={focus?.kind === "stop" && focus.epoch === stop.epoch} />)}
      </ul>
      {lifted.length > shown.length && <button type="button" class="link-button" onClick={() => { set_all(true); }}>{f.count(lifted.length - shown.length, "more lifted stop", "more lifted stops")}</button>}
    </section>
  );
}

function OpenStop({ stop, chosen }: { stop: Stop; chosen: boolean }): JSX.Element {
  const ordered = f.parse_instant(stop.ordered_at);
  return (
    <li>
      <button type="button" class="stop-row" aria-pressed={chosen} onClick={() => { desk.focus({ kind: "stop", epoch: stop.epoch }); }}>
        <span class="stop-number"><span class="mark mark-stopped" aria-hidden="true" />Stop {stop.epoch}</span>
        <span class="stop-what">{f.stop_words(stop)}</span>
        <span class="stop-when">{ordered === null ? "" : `${f.format_hour(ordered, session.live_wall())} · ${f.format_brief_age(session.live_wall() - ordered)}`}</span>
        <span class="stop-by muted">{stop.by}{stop.reason === "" ? "" : `: ${stop.reason}`}{stop.reason === "" && <span class="stop-wants"> · reason not given yet</span>}</span>
        <span class="stop-missing">{lifting_words(stop)}</span>
        <Reach stop={stop} />
      </button>
    </li>
  );
}

function LiftedStop({ stop, chosen }: { stop: Stop; chosen: boolean }): JSX.Element {
  const lifted = f.parse_instant(stop.lifted_at);
  return (
    <li>
      <button type="button" class="stop-row stop-lifted" aria-pressed={chosen} onClick={() => { desk.focus({ kind: "stop", epoch: stop.epoch }); }}>
        <span class="stop-number muted">Stop {stop.epoch}</span>
        <span class="stop-what muted">{f.stop_words(stop)}</span>
        <span class="stop-when muted">lifted{lifted === null ? "" : ` ${f.format_hour(lifted, session.live_wall())}`}</span>
      </button>
    </li>
  );
}

// `cut`, `recall sent`, `recall confirmed by the partner`, `already read`: the words are exact.
export function Reach({ stop }: { stop: Stop }): JSX.Element {
  const reached = f.reached(stop.recalls, stop.covers?.length ?? 0);
  const share = reached.recalls === 0 ? 0 : reached.confirmed / reached.recalls;
  return (
    <span class="reach">
      <span><b>{f.format_count(reached.cut)}</b> cut</span>
      {reached.recalls > 0 && <span><b>{f.format_count(reached.recalls)}</b> recall sent</span>}
      {reached.recalls > 0 && (
        <span class="reach-confirmed">
          <span class="meter" aria-hidden="true"><span class="meter-fill" ref={(bar) => { if (bar) bar.style.width = `${share * 100}%`; }} /></span>
          <b>{f.format_count(reached.confirmed)}</b> recall confirmed by the partner
        </span>
      )}
      {reached.already_read > 0 && <span><b>{f.format_count(reached.already_read)}</b> already read</span>}
    </span>
  );
}

export function lifting_words(stop: Stop): string {
  const agreed = stop.agreed ?? [];
  if (agreed.length === 0) return "";
  return `${f.list_words(agreed.map((item) => item.person))} ${agreed.length === 1 ? "agrees" : "agree"} to lift it`;
}
