// SPDX-License-Identifier: Apache-2.0
// Says codes of the contract in words.
import type { SourceState, Track, TrackKind } from "../api/types";

const kKinds: Record<TrackKind, string> = {
  ship: "ship",
  class_b: "class B vessel",
  small_craft: "small craft",
  sar_aircraft: "SAR aircraft",
  base_station: "base station",
  aid_to_navigation: "aid to navigation",
  distress: "distress beacon",
  own_ship: "own unit",
  contact: "contact without identity",
};

const kFlags: Record<string, string> = {
  jump: "A report lies farther away than the vessel could have moved; it was kept apart",
  mmsi_shared: "Two vessels send this MMSI at once; they are kept as two tracks",
  mmsi_malformed: "The MMSI is not of a form that a State gives out",
  imo_invalid: "The IMO number fails its check digit",
  position_stale: "It transmits, but its position is old",
  speed_implausible: "The reported speed is beyond what such a vessel can do",
  time_disputed: "Its reports carry times that do not fit each other",
};

const kSourceStates: Record<SourceState, string> = {
  connecting: "connecting",
  live: "live",
  stale: "stale, nothing new arrives",
  stopped: "stopped",
  failed: "failed",
  finished: "finished, all of it read",
};

const kRejects: Record<string, string> = {
  line_too_long: "line too long",
  no_checksum: "without checksum",
  bad_checksum: "bad checksum",
  bad_header: "not an AIS sentence",
  bad_fragment: "fragment numbers wrong",
  empty_payload: "empty payload",
  illegal_character: "illegal character in the payload",
  bad_fill: "fill bits wrong",
  message_too_long: "message too long",
  incomplete_group: "part of a message never came",
  unknown_type: "message type unknown",
  unknown_part: "message part unknown",
  too_short: "message too short",
};

export const underscores_to_words = (code: string): string => code.replace(/_/g, " ");

export const kind_words = (kind: TrackKind): string => kKinds[kind] ?? underscores_to_words(kind);
export const flag_words = (code: string): string => {
  const known = kFlags[code];
  if (known !== undefined) return known;
  const words = underscores_to_words(code);
  return words.charAt(0).toUpperCase() + words.slice(1);
};
export const source_state_words = (state: SourceState): string => kSourceStates[state] ?? underscores_to_words(state);
export const reject_words = (code: string): string => kRejects[code] ?? underscores_to_words(code);

let region_names: Intl.DisplayNames | null = null;

// `GB` is `United Kingdom`. The names come with the browser.
export function country_words(code: string): string {
  try {
    region_names ??= new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
    return region_names.of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}

// What a track is called where only one line fits.
export function track_title(track: Pick<Track, "id" | "name" | "mmsi" | "kind">): string {
  if (track.name !== undefined && track.name.trim() !== "") return track.name;
  if (track.mmsi !== undefined) return `MMSI ${String(track.mmsi).padStart(9, "0")}`;
  return track.kind === "contact" ? `Contact ${track.id}` : track.id;
}

export function type_words(track: Pick<Track, "kind" | "ship_type_text">): string {
  if (track.ship_type_text === undefined || track.ship_type_text === "") return kind_words(track.kind);
  return track.kind === "ship" ? track.ship_type_text : `${kind_words(track.kind)}, ${track.ship_type_text}`;
}
