// SPDX-License-Identifier: Apache-2.0
// Whose picture the chart shows: home's, or a partner's as home looks at it. Pure; the tracks themselves are in a table.
import type { SeenPicture, SeenTrack, SeenView } from "../api/views";
import type { Track } from "../api/types";

export type ViewName = Pick<SeenView, "agency" | "purpose">;

export interface Views {
  // What there is to choose from; null until it was asked for.
  list: readonly SeenView[] | null;
  list_error: string | null;
  menu: boolean;
  // Null: home.
  open: ViewName | null;
  // What is known of the open view; null until the first answer.
  picture: { as_of: string; stopped: boolean; tracks: number; placed: number } | null;
  error: string | null;
  selected: { key: string; home: string | null; track: Track; gone: boolean } | null;
}

export const kViewsStart: Views = { list: null, list_error: null, menu: false, open: null, picture: null, error: null, selected: null };

export type ViewsAction =
  | { type: "views_list"; list: readonly SeenView[] | null; error: string | null }
  | { type: "views_menu"; open: boolean }
  | { type: "views_open"; view: ViewName | null }
  | { type: "views_picture"; picture: SeenPicture }
  | { type: "views_failed"; view: ViewName; error: string; gone: boolean }
  | { type: "views_select"; selected: Pick<NonNullable<Views["selected"]>, "key" | "home" | "track"> | null };

export const same_view = (a: ViewName | null, b: ViewName | null): boolean => a?.agency === b?.agency && a?.purpose === b?.purpose;

export function reduce_views(state: Views, action: ViewsAction): Views {
  switch (action.type) {
    case "views_list":
      return { ...state, list: action.list ?? state.list, list_error: action.error };
    case "views_menu":
      return { ...state, menu: action.open };
    case "views_open":
      return { ...kViewsStart, list: state.list, list_error: state.list_error, open: action.view };
    case "views_picture": {
      // An answer about a view that was left meanwhile.
      if (!same_view(state.open, action.picture)) return state;
      const { as_of, stopped, tracks } = action.picture;
      const placed = tracks.filter((track) => track.position !== undefined).length;
      return { ...state, picture: { as_of, stopped, tracks: tracks.length, placed }, error: null, selected: again(state.selected, tracks) };
    }
    case "views_failed":
      if (!same_view(state.open, action.view)) return state;
      // What the partner has no longer is not shown; what cannot be asked for now stays, with its time.
      return { ...state, error: action.error, ...(action.gone ? { picture: null, selected: null } : {}) };
    case "views_select":
      return { ...state, selected: action.selected === null ? null : { ...action.selected, gone: false } };
  }
}

function again(selected: Views["selected"], tracks: readonly SeenTrack[]): Views["selected"] {
  if (selected === null) return null;
  const found = tracks.find((track) => track.key === selected.key);
  return found === undefined ? { ...selected, gone: true } : { key: found.key, home: found.id ?? null, track: as_track(found), gone: false };
}

// The table and the symbols know a track by its id: here it is the view's key, for home's id is not the partner's.
export function as_track(seen: SeenTrack): Track {
  const { key, id: _home, ...members } = seen;
  return { ...members, id: key };
}

// Keys of a view name nothing that anybody knows: they are not shown.
export const is_view_key = (id: string): boolean => id.startsWith("V-");
export const has_name = (track: Track): boolean => !is_view_key(track.id) || track.mmsi !== undefined || (track.name ?? "").trim() !== "";
export const kNameless = "No name given";

export const home_of = (seen: SeenTrack | undefined): string | null => seen?.id ?? null;

// What the banner says about the picture, behind its name.
export function picture_words(views: Views, count: (number: number, one: string, many: string) => string): string {
  const { picture } = views;
  if (picture === null) return views.error === null ? "loading" : "nothing";
  const unplaced = picture.tracks - picture.placed;
  const tracks = `${count(picture.tracks, "track", "tracks")}${unplaced > 0 ? `, ${count(unplaced, "is", "are")} without a position` : ""}`;
  if (!picture.stopped) return tracks;
  return picture.tracks === 0 ? "nothing, it is stopped" : `${tracks}, which a stop lets through`;
}
