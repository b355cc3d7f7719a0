// SPDX-License-Identifier: Apache-2.0
// Everything the screens show except the tracks themselves. Actions in, state out; nothing here reads a clock,
// touches the page or calls the server.
import type { HistoryPoint, LatLon, Source, Status, Track, Vessel } from "../api/types";
import { kCoverageStart, reduce_coverage, type CoverageAction, type CoveragePart } from "./coverage";
import { kFindingsStart, reduce_findings, type FindingsAction, type FindingsPart } from "./findings_state";
import { kPeopleStart, reduce_people, type People, type PeopleAction } from "./people_state";
import { kSharingStart, reduce_sharing, type Sharing, type SharingAction } from "./sharing_state";
import { kViewsStart, reduce_views, type Views, type ViewsAction } from "./views";
import { kClockStart, know_replay, observe_data_time, observe_server_time, type Clock } from "./clock";

export type Palette = "day" | "dusk" | "night";
export const kPalettes: readonly Palette[] = ["day", "dusk", "night"];
export type Screen = 1 | 2 | 3 | 4 | 5 | 6;
export type Transport = "websocket" | "sse";

export interface Connection {
  phase: "connecting" | "open" | "lost";
  transport: Transport;
  // The time of the last picture that arrived, on the clock of the picture.
  last_picture_ms: number | null;
  retry_at_local_ms: number | null;
}

export interface Selection {
  id: string;
  track: Track | null;
  gone: boolean;
  history: readonly HistoryPoint[] | null;
  history_hours: number;
  history_error: string | null;
}

export type SearchHit = { kind: "position"; at: LatLon } | { kind: "vessel"; vessel: Vessel };

export interface Search {
  text: string;
  hits: readonly SearchHit[];
  active: number;
  open: boolean;
  busy: boolean;
  error: string | null;
}

export interface Playback {
  at_ms: number;
  playing: boolean;
  speed: number;
  loading: boolean;
  error: string | null;
}

export type Panel = "sources" | "help" | "goto" | "seat" | null;

export interface AppState {
  screen: Screen;
  palette: Palette;
  connection: Connection;
  status: Status | null;
  sources: readonly Source[];
  clock: Clock;
  selection: Selection | null;
  box: readonly string[] | null;
  search: Search;
  playback: Playback | null;
  panel: Panel;
  list_open: boolean;
  zones_shown: boolean;
  notice: { text: string; serial: number } | null;
  people: People;
  sharing: Sharing;
  findings: FindingsPart;
  views: Views;
  coverage: CoveragePart;
}

export const kStart: AppState = {
  screen: 1,
  palette: "dusk",
  connection: { phase: "connecting", transport: "websocket", last_picture_ms: null, retry_at_local_ms: null },
  status: null,
  sources: [],
  clock: kClockStart,
  selection: null,
  box: null,
  search: { text: "", hits: [], active: 0, open: false, busy: false, error: null },
  playback: null,
  panel: null,
  list_open: true,
  zones_shown: false,
  notice: null,
  people: kPeopleStart,
  sharing: kSharingStart,
  findings: kFindingsStart,
  views: kViewsStart,
  coverage: kCoverageStart,
};

export type Action =
  | PeopleAction
  | SharingAction
  | FindingsAction
  | ViewsAction
  | CoverageAction
  | { type: "screen"; screen: Screen }
  | { type: "palette"; palette: Palette }
  | { type: "connection"; phase: Connection["phase"]; transport?: Transport; retry_at_local_ms?: number | null }
  | { type: "picture"; data_ms: number | null; local_ms: number }
  | { type: "status"; status: Status; local_ms: number }
  | { type: "sources"; sources: readonly Source[] }
  | { type: "select"; id: string; track: Track | null }
  | { type: "selected_track"; id: string; track: Track | null; gone: boolean }
  | { type: "history"; id: string; points: readonly HistoryPoint[] | null; error: string | null }
  | { type: "history_hours"; hours: number }
  | { type: "deselect" }
  | { type: "box"; ids: readonly string[] | null }
  | { type: "search_text"; text: string; hits: readonly SearchHit[]; busy: boolean }
  | { type: "search_hits"; text: string; hits: readonly SearchHit[]; error: string | null }
  | { type: "search_active"; active: number }
  | { type: "search_open"; open: boolean }
  | { type: "playback"; playback: Partial<Playback> & { at_ms: number } }
  | { type: "playback_loaded"; error: string | null }
  | { type: "now" }
  | { type: "panel"; panel: Panel }
  | { type: "list_open"; open: boolean }
  | { type: "zones_shown"; shown: boolean }
  | { type: "notice"; text: string };

export const kHistoryHours: readonly number[] = [1, 6, 24];

const is_people = (action: Action): action is PeopleAction => /^(session|session_unreachable|session_ended|session_wanted|confirming)$/.test(action.type);
const is_sharing = (action: Action): action is SharingAction =>
  /^(sharing_|stop_|stops$|agreement|editing$|track_sharing$|alarm$)/.test(action.type);

const is_findings = (action: Action): action is FindingsAction => action.type.startsWith("findings_");

const is_views = (action: Action): action is ViewsAction => action.type.startsWith("views_");

const is_coverage = (action: Action): action is CoverageAction => action.type.startsWith("coverage_");

export function reduce(state: AppState, action: Action): AppState {
  if (is_people(action)) return { ...state, people: reduce_people(state.people, action) };
  if (is_findings(action)) return { ...state, findings: reduce_findings(state.findings, action) };
  if (is_views(action)) return { ...state, views: reduce_views(state.views, action) };
  if (is_coverage(action)) return { ...state, coverage: reduce_coverage(state.coverage, action) };
  if (is_sharing(action)) {
    const sharing = reduce_sharing(state.sharing, action);
    // The stop control lies over everything else that is open.
    const panel = action.type === "stop_panel" && action.open ? null : state.panel;
    return { ...state, sharing, panel };
  }
  switch (action.type) {
    case "screen":
      return { ...state, screen: action.screen, panel: null, sharing: { ...state.sharing, panel_open: false } };
    case "palette":
      return { ...state, palette: action.palette };
    case "connection":
      return {
        ...state,
        connection: {
          ...state.connection,
          phase: action.phase,
          transport: action.transport ?? state.connection.transport,
          retry_at_local_ms: action.retry_at_local_ms ?? null,
        },
      };
    case "picture": {
      if (action.data_ms === null) return state;
      const clock = observe_data_time(state.clock, action.data_ms, action.local_ms);
      return { ...state, clock, connection: { ...state.connection, last_picture_ms: action.data_ms } };
    }
    case "status": {
      const now_ms = Date.parse(action.status.now);
      const replay = action.status.mode === "demo" || files_only(state.sources);
      const data_ms = action.status.data_time === undefined ? NaN : Date.parse(action.status.data_time);
      const seen = Number.isFinite(data_ms) && state.clock.samples.length === 0
        ? observe_data_time(state.clock, data_ms, action.local_ms) : state.clock;
      const clock = Number.isFinite(now_ms) ? observe_server_time(seen, now_ms, action.local_ms, replay) : seen;
      return { ...state, status: action.status, clock };
    }
    case "sources":
      return { ...state, sources: action.sources, clock: state.status === null ? state.clock : know_replay(state.clock, files_only(action.sources)) };
    case "select":
      return {
        ...state,
        selection: {
          id: action.id,
          track: action.track,
          gone: false,
          history: null,
          history_hours: state.selection?.history_hours ?? 6,
          history_error: null,
        },
      };
    case "selected_track":
      if (state.selection?.id !== action.id) return state;
      return { ...state, selection: { ...state.selection, track: action.track ?? state.selection.track, gone: action.gone } };
    case "history":
      if (state.selection?.id !== action.id) return state;
      return { ...state, selection: { ...state.selection, history: action.points ?? state.selection.history, history_error: action.error } };
    case "history_hours":
      return state.selection === null ? state
        : { ...state, selection: { ...state.selection, history_hours: action.hours, history: null, history_error: null } };
    case "deselect":
      return { ...state, selection: null };
    case "zones_shown":
      return { ...state, zones_shown: action.shown };
    case "box":
      return { ...state, box: action.ids, list_open: action.ids !== null ? true : state.list_open };
    case "search_text":
      return { ...state, search: { text: action.text, hits: action.hits, active: 0, open: action.text !== "", busy: action.busy, error: null } };
    case "search_hits":
      // An answer to what is no longer in the box is of no use.
      if (state.search.text !== action.text) return state;
      return { ...state, search: { ...state.search, hits: action.hits, active: 0, busy: false, error: action.error } };
    case "search_active": {
      const count = state.search.hits.length;
      return count === 0 ? state : { ...state, search: { ...state.search, active: (action.active + count) % count } };
    }
    case "search_open":
      return { ...state, search: { ...state.search, open: action.open && state.search.text !== "" } };
    case "playback": {
      const before = state.playback ?? { at_ms: 0, playing: false, speed: 1, loading: false, error: null };
      return { ...state, playback: { ...before, ...action.playback } };
    }
    case "playback_loaded":
      return state.playback === null ? state : { ...state, playback: { ...state.playback, loading: false, error: action.error } };
    case "now":
      return { ...state, playback: null };
    case "panel":
      return { ...state, panel: action.panel, sharing: action.panel === null ? state.sharing : { ...state.sharing, panel_open: false } };
    case "list_open":
      return { ...state, list_open: action.open };
    case "notice":
      return { ...state, notice: { text: action.text, serial: (state.notice?.serial ?? 0) + 1 } };
  }
}

const files_only = (sources: readonly Source[]): boolean =>
  sources.length > 0 && sources.every((source) => source.url.startsWith("file:"));

export const next_palette = (palette: Palette): Palette => kPalettes[(kPalettes.indexOf(palette) + 1) % kPalettes.length] ?? "dusk";

// Escape closes one thing at a time, the topmost first. Answers null when nothing is left to close.
export function escape_action(state: AppState): Action | null {
  if (state.panel !== null) return { type: "panel", panel: null };
  if (state.sharing.panel_open) return { type: "stop_panel", open: false };
  if (state.screen === 3) return state.sharing.focus === null ? null : { type: "sharing_focus", focus: null };
  if (state.screen === 1 && state.views.menu) return { type: "views_menu", open: false };
  if (state.screen === 1 && state.findings.open !== null) return { type: "findings_open", open: null };
  if (state.search.open) return { type: "search_open", open: false };
  if (state.selection !== null) return { type: "deselect" };
  if (state.screen === 1 && state.views.selected !== null) return { type: "views_select", selected: null };
  if (state.box !== null) return { type: "box", ids: null };
  if (state.screen === 1 && state.views.open !== null) return { type: "views_open", view: null };
  if (state.playback !== null) return { type: "now" };
  return null;
}
