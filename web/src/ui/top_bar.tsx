// SPDX-License-Identifier: Apache-2.0
// Clock, own seat, health of the sources, number of live tracks, live shares with Stop, palette. Nothing else is permanent.
import type { JSX } from "preact";
import type { Source } from "../api/types";
import * as f from "../format";
import { session } from "../session";
import { server_now } from "../state/clock";
import { store, use_part } from "../state/store";
import { AlertCounts } from "./alerts/alert_counts";
import { Icon } from "./icons";
import { Seat } from "./seat";
import { SourcesPanel } from "./sources_panel";
import { StopControl } from "./stop_control";
import { ViewSwitch } from "./views/view_switch";
import { use_tick } from "./use_tick";

const kShownSources = 4;
const kDiffersMs = 60_000;

export function TopBar(): JSX.Element {
  const status = use_part((state) => state.status);
  const palette = use_part((state) => state.palette);
  const count = status?.tracks_live;
  return (
    <header class="top-bar">
      <Clock />
      <span class="own-name">{status?.own_name ?? ""}</span>
      <span class="top-fill" />
      <ViewSwitch />
      <Health />
      <span class="live-count" title="Tracks live now, everywhere">
        <b>{count === undefined ? "–" : f.format_count(count)}</b> <span class="muted">tracks</span>
      </span>
      <AlertCounts />
      <Seat />
      <StopControl />
      <button type="button" class="icon-button" aria-label={`Palette: ${palette}. Change`} title={`Palette: ${palette} (F5)`} onClick={() => { session.cycle_palette(); }}>
        <Icon name={palette} />
      </button>
    </header>
  );
}

function Clock(): JSX.Element {
  use_tick(500);
  const playback = use_part((state) => state.playback);
  const clock = use_part((state) => state.clock);
  const known = use_part((state) => state.status !== null || state.connection.last_picture_ms !== null);
  if (!known) return <div class="clock"><span class="clock-main muted">Waiting for the first picture</span></div>;
  const live = session.live_now();
  const shown = playback ? session.past_now() : live;
  const wall = server_now(clock, Date.now());
  const replay = !playback && Math.abs(wall - live) > kDiffersMs;
  return (
    <div class={`clock${playback ? " clock-past" : ""}`} role="timer" aria-label="Clock, UTC">
      {playback && <span class="tag">Past</span>}
      {replay && <span class="tag">Replay</span>}
      <span class="clock-main">{f.format_dtg(shown)}</span>
      <span class="clock-seconds">{f.format_clock(shown)}</span>
      {(playback ?? replay) && <span class="clock-other">now {f.format_hour(playback ? live : wall, shown)}</span>}
    </div>
  );
}

// Five bars: how fresh a source is. None is filled when it is stale or gone.
export function bars_of(source: Source): number {
  if (source.state === "finished") return 5;
  if (source.state !== "live") return 0;
  const age = source.age_s ?? 0;
  return age < 10 ? 5 : age < 30 ? 4 : age < 60 ? 3 : age < 180 ? 2 : 1;
}

function Health(): JSX.Element {
  const sources = use_part((state) => state.sources);
  const open = use_part((state) => state.panel === "sources");
  // The sick ones first: those are what the officer must see.
  const order = [...sources].sort((a, b) => bars_of(a) - bars_of(b) || a.name.localeCompare(b.name)).slice(0, kShownSources);
  const rest = sources.length - order.length;
  return (
    <div class="health">
      <button type="button" class="health-button" aria-expanded={open} aria-controls="sources-panel" title="Sources"
        onClick={() => { store.dispatch({ type: "panel", panel: open ? null : "sources" }); }}>
        {sources.length === 0 && <span class="muted">No sources</span>}
        {order.map((source) => <Bars key={source.name} source={source} />)}
        {rest > 0 && <span class="muted">+{rest}</span>}
      </button>
      {open && <SourcesPanel sources={sources} />}
    </div>
  );
}

export function Bars({ source }: { source: Source }): JSX.Element {
  const filled = bars_of(source);
  const words = filled > 0 && source.state === "live" ? "live" : f.source_state_words(source.state);
  return (
    <span class={`bars-entry${filled === 0 ? " bars-hollow" : ""}`}>
      <span class="bars-name">{source.name}</span>
      <svg class="bars" width="29" height="14" viewBox="0 0 29 14" role="img" aria-label={`${words}, ${filled} of 5`}>
        {[0, 1, 2, 3, 4].map((n) => <rect key={n} class={n < filled ? "bar bar-full" : "bar"} x={n * 6 + 0.5} y="1.5" width="4" height="11" rx="1" />)}
      </svg>
      {filled === 0 && source.age_s !== undefined && <span class="bars-age">{f.format_age(source.age_s * 1000)}</span>}
    </span>
  );
}
