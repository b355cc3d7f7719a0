// SPDX-License-Identifier: Apache-2.0
// What is shared, stopped and agreed, as the Sharing screen and the stop control show it. Pure.
import type { Agreement, Purpose, SharingNow, Stop, StopOrder, TrackSharing } from "../api/sharing_types";

// What is looked at on the Sharing screen: part of the matrix, a stop, an agreement, or the text of a draft.
export type SharingFocus =
  | { kind: "cell"; agency: string; purpose: Purpose }
  | { kind: "row"; agency: string }
  | { kind: "column"; purpose: Purpose }
  | { kind: "stop"; epoch: number }
  | { kind: "agreement"; id: string; version: number }
  | null;

// A stop ordered from this page: on its way, acknowledged, or not.
export interface OwnStop {
  key: string;
  order: StopOrder;
  words: string;
  state: "ordered" | "shut" | "failed";
  stop: Stop | null;
  answered_ms: number | null;
  error: string | null;
}

export interface Sharing {
  now: SharingNow | null;
  stops: readonly Stop[];
  agreements: readonly Agreement[] | null;
  error: string | null;
  panel_open: boolean;
  focus: SharingFocus;
  editing: boolean;
  own_stops: readonly OwnStop[];
  track: TrackSharing | null;
  track_error: string | null;
  alarm: { text: string; serial: number } | null;
}

export const kSharingStart: Sharing = {
  now: null, stops: [], agreements: null, error: null, panel_open: false, focus: null, editing: false,
  own_stops: [], track: null, track_error: null, alarm: null,
};

export type SharingAction =
  | { type: "sharing_now"; now: SharingNow }
  | { type: "sharing_failed"; error: string }
  | { type: "stops"; stops: readonly Stop[] }
  | { type: "agreements"; agreements: readonly Agreement[] }
  | { type: "agreement"; agreement: Agreement }
  | { type: "stop_panel"; open: boolean }
  | { type: "sharing_focus"; focus: SharingFocus }
  | { type: "editing"; open: boolean }
  | { type: "stop_ordered"; key: string; order: StopOrder; words: string }
  | { type: "stop_shut"; key: string; stop: Stop; answered_ms: number }
  | { type: "stop_failed"; key: string; error: string }
  | { type: "stop_changed"; stop: Stop }
  | { type: "track_sharing"; id: string; sharing: TrackSharing | null; error: string | null }
  | { type: "alarm"; text: string };

export function reduce_sharing(state: Sharing, action: SharingAction): Sharing {
  switch (action.type) {
    case "sharing_now":
      return { ...state, now: action.now, error: null, stops: with_open(state.stops, action.now.stops) };
    case "sharing_failed":
      return { ...state, error: action.error };
    case "stops":
      return { ...state, stops: newest_first(action.stops) };
    case "agreements":
      return { ...state, agreements: sorted_agreements(action.agreements) };
    case "agreement": {
      const others = (state.agreements ?? []).filter((item) => item.id !== action.agreement.id || item.version !== action.agreement.version);
      return { ...state, agreements: sorted_agreements([...others, action.agreement]) };
    }
    case "stop_panel":
      // Whoever closes the panel has read what failed.
      return { ...state, panel_open: action.open, own_stops: action.open ? state.own_stops : state.own_stops.filter((own) => own.state !== "failed") };
    case "sharing_focus":
      return { ...state, focus: action.focus };
    case "editing":
      return { ...state, editing: action.open };
    case "stop_ordered": {
      const own: OwnStop = { key: action.key, order: action.order, words: action.words, state: "ordered", stop: null, answered_ms: null, error: null };
      const same = JSON.stringify(action.order);
      return { ...state, own_stops: [own, ...state.own_stops.filter((other) => other.state !== "failed" || JSON.stringify(other.order) !== same)] };
    }
    case "stop_shut":
      return { ...state, stops: with_open(state.stops, [action.stop]), own_stops: change_own(state, action.key, { state: "shut", stop: action.stop, answered_ms: action.answered_ms, error: null }) };
    case "stop_failed":
      return { ...state, own_stops: change_own(state, action.key, { state: "failed", error: action.error }) };
    case "stop_changed":
      return {
        ...state,
        stops: with_open(state.stops, [action.stop]),
        own_stops: state.own_stops.map((own) => (own.stop?.epoch === action.stop.epoch ? { ...own, stop: merged(own.stop, action.stop) } : own)),
      };
    case "track_sharing":
      return { ...state, track: action.sharing ?? (state.track?.track === action.id ? state.track : null), track_error: action.error };
    case "alarm":
      return { ...state, alarm: { text: action.text, serial: (state.alarm?.serial ?? 0) + 1 } };
  }
}

const change_own = (state: Sharing, key: string, change: Partial<OwnStop>): readonly OwnStop[] =>
  state.own_stops.map((own) => (own.key === key ? { ...own, ...change } : own));

const newest_first = (stops: readonly Stop[]): Stop[] => [...stops].sort((a, b) => b.epoch - a.epoch);

// The list of open stops is polled more often than the whole history; a stop that left it was lifted elsewhere. What the
// short form does not repeat (reach is told once, at the stop) is kept.
function with_open(known: readonly Stop[], open: readonly Stop[]): readonly Stop[] {
  const stops = new Map(known.map((stop) => [stop.epoch, stop]));
  for (const stop of open) stops.set(stop.epoch, merged(stops.get(stop.epoch), stop));
  return newest_first([...stops.values()]);
}
const merged = (known: Stop | undefined, now: Stop): Stop => {
  const reach = now.reach ?? known?.reach;
  return { ...known, ...now, ...(reach ? { reach } : {}) };
};

const kStateOrder = ["draft", "in_force", "not_yet", "expired", "withdrawn"];
const sorted_agreements = (agreements: readonly Agreement[]): Agreement[] =>
  [...agreements].sort((a, b) => kStateOrder.indexOf(a.state) - kStateOrder.indexOf(b.state) || a.id.localeCompare(b.id) || b.version - a.version);

// Whether what became of an own stop is still worth showing: until it was lifted.
export const is_standing = (own: OwnStop, now: SharingNow | null): boolean =>
  own.stop === null || now === null || now.epoch < own.stop.epoch || now.stops.some((stop) => stop.epoch === own.stop?.epoch);

export const open_stops = (sharing: Sharing): readonly Stop[] => sharing.now?.stops ?? sharing.stops.filter((stop) => stop.open);
