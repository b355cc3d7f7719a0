// SPDX-License-Identifier: Apache-2.0
// What is known of the selected track, in the order in which a watch officer asks.
import type { ComponentChildren, JSX } from "preact";
import type { Track } from "../api/types";
import * as f from "../format";
import { session } from "../session";
import { looked_in_vain } from "../state/coverage";
import { kHistoryHours, type Selection } from "../state/app_state";
import { store, use_part } from "../state/store";
import { hollow_after_s, kGlideLimitS } from "../state/track_table";
import { FindingsPart } from "./alerts/findings_part";
import { Icon } from "./icons";
import { vessel_of } from "./desk/acts_leads";
import { LeadPart } from "./desk/lead_part";
import { TrackListed } from "./desk/listed";
import { LawPart } from "./law/law_part";
import { SharedPart } from "./shared_part";
import { Symbol } from "./symbol";
import { use_tick } from "./use_tick";
import { ZonePart } from "./zone_part";

export function Drawer({ selection }: { selection: Selection }): JSX.Element {
  use_tick(1000);
  const { track } = selection;
  return (
    <section class="detail" aria-label="Selected track">
      <header class="drawer-head">
        {track && <Symbol kind={track.kind} state={track.state} course={track.heading_deg ?? track.course_deg} />}
        <div class="detail-title">
          <h2>{track ? f.track_title(track) : selection.id}</h2>
          <p class="muted">{track ? f.type_words(track) : selection.gone ? "no longer known" : "loading"}{track?.flag ? ` · ${f.country_words(track.flag)}` : ""}</p>
        </div>
        <button type="button" class="icon-button" aria-label="Clear the selection" title="Clear the selection (Esc)" onClick={() => { store.dispatch({ type: "deselect" }); }}><Icon name="close" /></button>
      </header>
      {selection.gone && <p class="empty">This track was dropped: nothing was heard for longer than its class may be silent. What is stored of it stays in the history.</p>}
      {!track && <div class="detail-body"><FindingsPart id={selection.id} /></div>}
      {track && <Details track={track} selection={selection} />}
    </section>
  );
}

function Details({ track, selection }: { track: Track; selection: Selection }): JSX.Element {
  return (
    <div class="detail-body">
      <Report track={track} />
      <NotSeen track={track} />
      <FindingsPart id={track.id} />
      <TrackListed vessel={vessel_of(track)} />
      {track.position && <Positions track={track} />}
      {(track.flags?.length ?? 0) > 0 && (
        <Part name="To look at">
          <ul class="flags">{track.flags?.map((flag) => <li key={flag}>{f.flag_words(flag)}</li>)}</ul>
        </Part>
      )}
      {track.position && <ZonePart at={track.position} />}
      <LawPart id={track.id} />
      <SharedPart id={track.id} />
      <LeadPart track={track} />
      <Identity track={track} />
      <Part name="Past track">
        <div class="row" role="group" aria-label="Length of the past track">
          {kHistoryHours.map((hours) => (
            <button key={hours} type="button" class="chip" aria-pressed={selection.history_hours === hours} onClick={() => { session.history_hours(hours); }}>{hours} h</button>
          ))}
          <span class="muted history-words">{history_words(selection)}</span>
        </div>
      </Part>
      <Fused track={track} />
      <Heard track={track} />
    </div>
  );
}

// `reckoned`: whether the chart carries the symbol on after the last report.
export function Report({ track, reckoned = true }: { track: Track; reckoned?: boolean }): JSX.Element {
  const seen = f.parse_instant(track.observed_at);
  const age_ms = seen === null ? null : session.now() - seen;
  const predicted = age_ms !== null && track.state !== "lost" && age_ms / 1000 > hollow_after_s(track.kind, track.speed_mps ?? 0);
  const words = track.state === "lost" ? "lost" : predicted ? (age_ms / 1000 > kGlideLimitS ? "late" : "reckoned") : "";
  return (
    <div class="report">
      <dl class="motion">
        <div><dt>Course</dt><dd>{track.course_deg === undefined ? "–" : f.format_angle(track.course_deg)}</dd></div>
        <div><dt>Speed</dt><dd>{track.speed_mps === undefined ? "–" : f.format_speed(track.speed_mps)}</dd></div>
        <div><dt>Heading</dt><dd>{track.heading_deg === undefined ? "–" : f.format_angle(track.heading_deg)}</dd></div>
        <div><dt>Age</dt><dd class={track.state === "lost" || predicted ? "age-late" : ""}>{age_ms === null ? "–" : f.format_age(age_ms)}</dd></div>
      </dl>
      {seen !== null && (
        <p class="muted seen">Reported {f.format_dtg(seen)} ({f.format_clock(seen)}){words === "lost" ? ". Lost: shown where it was last heard" : !reckoned ? "" : words === "late" ? ". Nothing since; its place on the chart is a guess" : words === "reckoned" ? ". Its place on the chart is reckoned" : ""}</p>
      )}
    </div>
  );
}

// Not seeing is information: who looked since where it should have been.
function NotSeen({ track }: { track: Track }): JSX.Element | null {
  const coverage = use_part((state) => (state.playback === null ? state.coverage.now : null));
  if (coverage === null) return null;
  const now = session.live_now();
  const looks = looked_in_vain(track, coverage, now).slice(0, 3);
  if (looks.length === 0) return null;
  const words = looks.map((look) => `${look.source} ${f.format_age(now - look.at_ms)} ago (sees ${f.format_probability(look.chance)} of small craft there)`);
  return <p class="seen not-seen">Looked at since, and nothing taken for it: {words.join(", ")}.</p>;
}

export function Positions({ track }: { track: Track }): JSX.Element | null {
  const at = track.position;
  if (!at) return null;
  return (
    <Part name="Position as reported">
      <dl class="positions">
        {(["DMM", "DD", "DMS"] as const).map((format) => {
          const text = format === "DMM" ? f.format_dmm(at) : format === "DD" ? f.format_dd(at) : f.format_dms(at);
          return (
            <div key={format} class={format === "DMM" ? "position position-main" : "position"}>
              <dt>{format}</dt>
              <dd><span>{text}</span><button type="button" class="icon-button" aria-label={`Copy ${format}`} title={format === "DMM" ? "Copy (C)" : "Copy"} aria-keyshortcuts={format === "DMM" ? "c" : undefined} onClick={() => { session.copy(text); }}><Icon name="copy" size={16} /></button></dd>
            </div>
          );
        })}
      </dl>
      {track.error ? <p class="muted">{f.error_words(track.error)}; the ellipse on the chart holds 95 %</p> : track.position_sigma_m !== undefined && <p class="muted">within about {f.format_metres(Math.round(track.position_sigma_m))} (one sigma); the circle on the chart holds 95 %</p>}
    </Part>
  );
}

export function Identity({ track }: { track: Track }): JSX.Element {
  const static_at = f.parse_instant(track.static_at);
  const rows: [string, string | null][] = [
    ["MMSI", track.mmsi === undefined ? null : String(track.mmsi).padStart(9, "0")],
    ["IMO", track.imo === undefined ? null : String(track.imo)],
    ["Call sign", track.call_sign ?? null],
    ["Flag", track.flag === undefined ? null : f.country_words(track.flag)],
    ["Type", track.ship_type_text === undefined ? null : `${track.ship_type_text}${track.ship_type === undefined ? "" : ` (${track.ship_type})`}`],
    ["Size", f.format_dimensions(track.length_m, track.beam_m)],
    ["Draught", track.draught_m === undefined ? null : f.format_metres(track.draught_m)],
    ["Height", track.altitude_m === undefined ? null : f.format_metres(track.altitude_m)],
    ["Aid", track.aid_is_virtual === true ? "virtual, nothing floats there" : null],
    ["Off position", track.aid_is_off_position === true ? "yes, it drifts from its place" : null],
    ["Seen as", track.seen_as ?? null],
    ["Mother ship", track.mothership_mmsi === undefined ? null : `MMSI ${String(track.mothership_mmsi).padStart(9, "0")}`],
    ["Status", track.nav_status_text ?? null],
    ["Turning", track.turn_deg_min === undefined ? null : f.format_turn(track.turn_deg_min)],
    ["Destination", track.destination ?? null],
    ["ETA", track.eta === undefined ? null : f.format_eta(track.eta)],
    ["Static data", static_at === null ? null : `${f.format_age(session.now() - static_at)} old`],
  ];
  const known = rows.filter((row): row is [string, string] => row[1] !== null);
  return (
    <Part name="Identity, as the vessel says">
      {known.length === 0 ? <p class="muted">None claimed</p> : <dl class="facts">{known.map(([name, text]) => <div key={name}><dt>{name}</dt><dd>{text}</dd></div>)}</dl>}
    </Part>
  );
}

// How several sensors made it: when each saw it last, how sure it is that something is there, and why what was joined is one.
export function Fused({ track }: { track: Track }): JSX.Element | null {
  const seen = track.seen_by ?? [];
  const reasons = track.fusion_reasons ?? [];
  if (track.existence === undefined && seen.length === 0 && reasons.length === 0) return null;
  return (
    <Part name="Seen by">
      <dl class="facts">
        {track.existence !== undefined && <div><dt>Existence</dt><dd>{f.format_probability(track.existence)} that there is a vessel</dd></div>}
        {seen.map((one) => {
          const at = f.parse_instant(one.at);
          return <div key={one.source}><dt>{one.source}</dt><dd>{at === null ? "" : `${f.format_age(session.now() - at)} ago, `}{f.count(one.observations, "report", "reports")}</dd></div>;
        })}
      </dl>
      {reasons.length > 0 && <ul class="flags fusion-reasons">{reasons.map((reason) => <li key={reason}>{f.capital(reason)}</li>)}</ul>}
    </Part>
  );
}

// `id`: how the track is called; null where that means nothing to the reader.
export function Heard({ track, id = track.id }: { track: Track; id?: string | null }): JSX.Element {
  return (
    <Part name="Heard by">
      <dl class="facts">
        {(track.sources?.length ?? 0) > 0 && <div><dt>Sources</dt><dd>{track.sources?.join(", ")}</dd></div>}
        {(track.hearers?.length ?? 0) > 0 && <div><dt>Stations</dt><dd>{track.hearers?.join(", ")}</dd></div>}
        {track.observations !== undefined && <div><dt>Reports</dt><dd>{f.format_count(track.observations)}</dd></div>}
        {track.first_at !== undefined && <div><dt>First</dt><dd>{f.format_dtg(Date.parse(track.first_at))}</dd></div>}
        {id !== null && <div><dt>Track</dt><dd>{id}</dd></div>}
      </dl>
    </Part>
  );
}

function Part({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return <section class="part"><h3>{name}</h3>{children}</section>;
}

function history_words(selection: Selection): string {
  if (selection.history_error) return selection.history_error;
  if (selection.history === null) return "";
  const first = selection.history[0];
  if (!first) return "nothing stored";
  return `${f.format_count(selection.history.length)} ${selection.history.length === 1 ? "fix" : "fixes"} since ${f.format_hour(first[0], session.now())}`;
}
