// SPDX-License-Identifier: Apache-2.0
// The Picture: chart, search, drawer, playback. The chart lives as long as the page.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import * as f from "../format";
import { coverage } from "../coverage";
import { Chart } from "../map/chart";
import { session } from "../session";
import { bearing_deg, distance_m } from "../state/mercator";
import { has_name, kNameless } from "../state/views";
import { store, use_part } from "../state/store";
import { picture_rate } from "../state/clock";
import { AlertStrip } from "./alerts/alert_strip";
import { CoverageKey, LookedHere } from "./coverage_key";
import { Drawer } from "./drawer";
import { Icon } from "./icons";
import { PlaybackBar } from "./playback_bar";
import { SearchBox } from "./search_box";
import { TrackList } from "./track_list";
import { views } from "../views";
import { ViewBanner } from "./views/view_banner";
import { ViewDrawer } from "./views/view_drawer";
import { use_chart_watch, use_tick } from "./use_tick";

interface Hover { id: string; x: number; y: number }

export function Picture({ hidden }: { hidden: boolean }): JSX.Element {
  const holder = useRef<HTMLDivElement>(null);
  const [hover, set_hover] = useState<Hover | null>(null);
  const [failure, set_failure] = useState<string | null>(null);
  const selection = use_part((state) => state.selection);
  const list_open = use_part((state) => state.list_open);
  const past = use_part((state) => state.playback !== null);
  const partner = use_part((state) => state.views.open !== null);
  const seen = use_part((state) => state.views.selected);
  useEffect(() => {
    if (!holder.current) return undefined;
    let chart: Chart;
    try {
      chart = new Chart(holder.current, session.start_view, store.current.palette, session.live, () => session.live_now(), () => picture_rate(store.current.clock), {
        select: (id) => { if (store.current.views.open !== null) views.select(id); else if (id === null) store.dispatch({ type: "deselect" }); else session.select(id); },
        box: (ids) => { store.dispatch({ type: "box", ids }); },
        view: () => { session.viewed(); },
        cursor: (at) => { session.point(at); },
        hover: (id, x, y) => { set_hover(id === null ? null : { id, x, y }); },
        visible: (rows) => { session.shown(rows); },
        problem: (text) => { session.notice(text); },
      });
    } catch (error) {
      set_failure(error instanceof Error ? error.message : "the chart could not be drawn");
      return undefined;
    }
    session.attach(chart);
    if (import.meta.env.MODE !== "production" || new URLSearchParams(location.search).has("probe")) {
      (window as unknown as { fairlead: unknown }).fairlead = { chart, session, store };
    }
    return () => { session.detach(); chart.destroy(); };
  }, []);
  const drawer = selection !== null || seen !== null || list_open;
  return (
    <div class={`picture${drawer ? "" : " picture-wide"}`} hidden={hidden}>
      <h1 class="off-screen">Picture</h1>
      <div class={partner ? "chart-frame chart-frame-view" : "chart-frame"}>
        <div class="chart" ref={holder} role="region" aria-label="Chart" />
        {failure && <p class="failure" role="alert">The chart cannot be drawn: {failure}. The list and the search still work. A browser with WebGL 2 draws it.</p>}
        {partner ? <ViewBanner /> : <SearchBox />}
        <Link />
        {past && <div class="past-mark"><PastWords /></div>}
        <ChartTools />
        <div class="chart-keys"><CoverageKey /><ZoneKey /></div>
        <ScaleLine />
        {hover && <HoverLabel hover={hover} />}
      </div>
      {drawer && <aside class="drawer" id="side" tabIndex={-1} aria-label="Tracks">{seen ? <ViewDrawer selected={seen} /> : selection ? <Drawer selection={selection} /> : <TrackList />}</aside>}
      <div class="picture-foot">
        <AlertStrip />
        {!partner && <PlaybackBar />}
      </div>
    </div>
  );
}

// Says that the connection is lost, and how old the picture is. Silent while all is well.
function Link(): JSX.Element {
  use_tick(1000);
  const connection = use_part((state) => state.connection);
  const { phase, last_picture_ms, retry_at_local_ms } = connection;
  const lost = phase === "lost";
  const wait_s = retry_at_local_ms === null ? 0 : Math.max(0, Math.ceil((retry_at_local_ms - Date.now()) / 1000));
  return (
    <div class="link" role="status">
      {lost && (
        <div class="link-lost">
          <span class="link-mark" aria-hidden="true">W</span>
          <span>{last_picture_ms === null ? "No connection to the server, no picture yet." : `Connection lost, last picture from ${f.format_clock(last_picture_ms)}.`}</span>
          <span class="muted" aria-live="off">{wait_s > 0 ? `Trying again in ${wait_s} s` : "Trying now"}</span>
          <button type="button" class="chip" onClick={() => { session.retry(); }}>Try now</button>
        </div>
      )}
    </div>
  );
}

function PastWords(): JSX.Element {
  use_tick(500);
  return <>Past: {f.format_dtg(session.past_now())}, {f.format_age(session.live_now() - session.past_now())} ago</>;
}

function ChartTools(): JSX.Element {
  const list_open = use_part((state) => state.list_open);
  const selection = use_part((state) => state.selection !== null);
  const zones = use_part((state) => state.zones_shown);
  const looked = use_part((state) => state.coverage.shown);
  // Known of home's picture of now only.
  const elsewhere = use_part((state) => state.views.open !== null || state.playback !== null);
  return (
    <div class="chart-tools" role="group" aria-label="Chart tools">
      <button type="button" class="icon-button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => { session.zoom(1); }}><Icon name="plus" /></button>
      <button type="button" class="icon-button" aria-label="Zoom out" title="Zoom out (−)" onClick={() => { session.zoom(-1); }}><Icon name="minus" /></button>
      <button type="button" class="icon-button" aria-label="Show where vessels are" title="Show where vessels are" onClick={() => { session.show_everything(); }}><Icon name="everything" /></button>
      <button type="button" class="icon-button" aria-pressed={zones} aria-label="Limits of maritime zones" title={zones ? "Hide the limits of maritime zones" : "Show the limits of maritime zones"} onClick={() => { session.show_zones(!zones); }}><Icon name="zones" /></button>
      {!elsewhere && <button type="button" class="icon-button" aria-pressed={looked} aria-label="Coverage of sensors" title={looked ? "Hide what sensors looked at" : "Show what sensors looked at"} onClick={() => { coverage.show(!looked); }}><Icon name="coverage" /></button>}
      {!list_open && !selection && <button type="button" class="icon-button" aria-label="Show the list" title="Show the list" onClick={() => { store.dispatch({ type: "list_open", open: true }); }}><Icon name="list" /></button>}
    </div>
  );
}

// Which line is which, while they are shown.
function ZoneKey(): JSX.Element | null {
  const shown = use_part((state) => state.zones_shown);
  if (!shown) return null;
  return (
    <ul class="zone-key" aria-label="Lines of the chart">
      {([["Territorial sea", undefined], ["Contiguous zone", "4 2.5"], ["EEZ", "8 3 1.5 3"], ["Claims and treaties", "1 3"]] as const).map(([words, dash]) => (
        <li key={words}><svg width="28" height="6" viewBox="0 0 28 6" aria-hidden="true"><path d="M0 3h28" fill="none" stroke="currentColor" stroke-width="1.4" stroke-dasharray={dash} /></svg>{words}</li>
      ))}
    </ul>
  );
}

const kScaleSteps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];

// Scale, place under the cursor, and from the selected track to there.
function ScaleLine(): JSX.Element {
  use_chart_watch();
  const selected = use_part((state) => state.selection?.track?.position ?? null);
  const view = session.scale_view;
  const { cursor } = session;
  const metres_per_pixel = view ? (40_075_016 / (512 * 2 ** view.zoom)) * Math.cos((view.lat * Math.PI) / 180) : 1;
  const miles = kScaleSteps.find((step) => (step * f.kMetresPerNm) / metres_per_pixel >= 70) ?? 2000;
  const width = (miles * f.kMetresPerNm) / metres_per_pixel;
  return (
    <div class="scale-line">
      {cursor && <span class="cursor-position">{f.format_dmm(cursor)}</span>}
      {cursor && <LookedHere at={cursor} />}
      {cursor && selected && <span class="cursor-range">{f.format_angle(bearing_deg(selected, cursor))} {f.format_distance(distance_m(selected, cursor))}</span>}
      <span class="scale" role="img" aria-label={`Scale bar, ${miles} nautical miles`}>
        <span class="scale-words">{miles} nm</span>
        <span class="scale-bar" ref={(bar) => { if (bar) bar.style.width = `${width}px`; }} />
      </span>
    </div>
  );
}

function HoverLabel({ hover }: { hover: Hover }): JSX.Element | null {
  const track = session.table.track(hover.id);
  if (!track) return null;
  const seen = f.parse_instant(track.observed_at);
  return (
    <div class="hover" aria-hidden="true" ref={(label) => { if (label) { label.style.left = `${hover.x + 14}px`; label.style.top = `${hover.y + 12}px`; } }}>
      <b>{has_name(track) ? f.track_title(track) : kNameless}</b>
      <span>{f.type_words(track)}{track.flag ? ` · ${track.flag}` : ""}</span>
      <span>{track.course_deg === undefined ? "" : `${f.format_angle(track.course_deg)} `}{track.speed_mps === undefined ? "" : `${f.format_speed(track.speed_mps)} · `}{seen === null ? "" : f.format_age(session.now() - seen)}{track.state === "lost" ? ", lost" : ""}</span>
    </div>
  );
}
