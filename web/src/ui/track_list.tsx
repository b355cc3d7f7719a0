// SPDX-License-Identifier: Apache-2.0
// The tracks on the chart as a list that keyboard and screen reader can walk. Loud ones first, then nearest to the centre.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Track } from "../api/types";
import * as f from "../format";
import { session } from "../session";
import { store, use_part } from "../state/store";
import { has_name, kNameless } from "../state/views";
import { is_disputed } from "../state/track_table";
import { views } from "../views";
import { Icon } from "./icons";
import { Symbol } from "./symbol";

const kRowsMax = 100;
const kRefreshMs = 2000;

interface Listing { total: number; tracks: Track[]; boxed: boolean }

function list_now(): Listing {
  const { table } = session;
  const { box } = store.current;
  const rows = box ? box.map((id) => table.row_of(id)).filter((row) => row !== undefined) : session.visible.filter((row) => table.alive(row));
  const centre = session.scale_view ?? { lat: 0, lon: 0 };
  const narrow = Math.cos((centre.lat * Math.PI) / 180);
  const keys = new Map<number, number>();
  for (const row of rows) {
    const east = ((((table.lon[row] ?? 0) - centre.lon + 540) % 360) - 180) * narrow;
    keys.set(row, loudness(table.details[row]) + Math.hypot(east, (table.lat[row] ?? 0) - centre.lat));
  }
  const order = [...rows].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
  const tracks = order.slice(0, kRowsMax).flatMap((row) => table.track_at(row) ?? []);
  return { total: rows.length, tracks, boxed: box !== null };
}

function loudness(track: Track | null | undefined): number {
  if (!track) return 0;
  if (track.kind === "distress") return -1e9;
  if (track.kind === "own_ship") return -5e8;
  if (is_disputed(track)) return -2e8;
  return track.kind === "base_station" || track.kind === "aid_to_navigation" ? 1e8 : 0;
}

export function TrackList(): JSX.Element {
  const box = use_part((state) => state.box);
  const partner = use_part((state) => state.views.open);
  const loaded = use_part((state) => state.views.picture !== null || state.views.error !== null);
  const selected = use_part((state) => state.views.selected?.key ?? state.selection?.id ?? null);
  const past = use_part((state) => state.playback !== null);
  const [listing, set_listing] = useState<Listing>(list_now);
  useEffect(() => {
    let last = 0;
    let timer = 0;
    let empty = true;
    const refresh = (): void => { last = performance.now(); timer = 0; const next = list_now(); empty = next.total === 0; set_listing(next); };
    // Follows the chart, but not at its pace: rows that jump cannot be read.
    const soon = (): void => { if (timer === 0) timer = window.setTimeout(refresh, empty ? 50 : Math.max(0, kRefreshMs - (performance.now() - last))); };
    refresh();
    const stop = session.watch(soon);
    return () => { stop(); window.clearTimeout(timer); };
  }, [box, past, partner]);
  const walk = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const here = (event.target as HTMLElement).closest("li");
    const next = event.key === "ArrowDown" ? here?.nextElementSibling : here?.previousElementSibling;
    next?.querySelector<HTMLElement>("button")?.focus();
  };
  const { total, tracks, boxed } = listing;
  return (
    <section class="list" aria-label={boxed ? "Tracks in the box" : "Tracks in view"}>
      <header class="drawer-head">
        <div>
          <h2>{boxed ? "Tracks in the box" : "Tracks in view"}</h2>
          <p class="muted">{f.format_count(total)} {total === 1 ? "track" : "tracks"}{total > kRowsMax ? `, the first ${kRowsMax} shown` : ", disputed first, then nearest"}</p>
        </div>
        {boxed
          ? <button type="button" class="icon-button" aria-label="Leave the box" title="Leave the box (Esc)" onClick={() => { store.dispatch({ type: "box", ids: null }); }}><Icon name="close" /></button>
          : <button type="button" class="icon-button" aria-label="Hide the list" title="Hide the list" onClick={() => { store.dispatch({ type: "list_open", open: false }); }}><Icon name="forward" /></button>}
      </header>
      {tracks.length === 0 && <p class="empty">{boxed ? "Nothing was in that box." : partner ? (loaded ? `Nothing that ${f.agency_words(partner.agency)} is given for ${f.purpose_words(partner.purpose)} is drawn here.` : "Loading") : past ? "Nothing stored of this time and place." : "No vessel is known here. Zoom out, or move the chart to where your receivers hear."}</p>}
      {tracks.length === 0 && !boxed && !past && !partner && <button type="button" class="button empty-button" onClick={() => { session.show_everything(); }}>Show where vessels are</button>}
      <ul class="rows" onKeyDown={walk}>
        {tracks.map((track) => (
          <li key={track.id}>
            <button type="button" class="track-row" aria-pressed={track.id === selected} onClick={() => { if (partner) views.select(track.id); else session.select(track.id, { reveal: true }); }}>
              <Symbol kind={track.kind} state={track.state} course={track.heading_deg ?? track.course_deg} />
              <span class="row-name">{has_name(track) ? f.track_title(track) : kNameless}{is_disputed(track) ? " ?" : ""}</span>
              <span class="row-motion">{motion_words(track)}</span>
              <span class="row-type">{f.type_words(track)}{track.flag ? ` · ${track.flag}` : ""}</span>
              <span class="row-age">{age_words(track)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function motion_words(track: Track): string {
  if (track.speed_mps === undefined) return "";
  const speed = f.format_speed(track.speed_mps);
  return track.course_deg === undefined || track.speed_mps < 0.25 ? speed : `${f.format_angle(track.course_deg)} ${speed}`;
}

function age_words(track: Track): string {
  const seen = f.parse_instant(track.observed_at);
  const age = seen === null ? "" : f.format_age(session.now() - seen);
  return track.state === "lost" ? `lost ${age}` : age;
}
