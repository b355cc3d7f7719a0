// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { SeenPicture, SeenTrack } from "../api/views";
import { kStart, escape_action, reduce, type AppState } from "./app_state";
import { as_track, kViewsStart, picture_words, reduce_views, type Views } from "./views";

const kGuard = { agency: "XAA/coast_guard", purpose: "fisheries" } as const;
const kNavy = { agency: "XBB/navy", purpose: "general_awareness" } as const;
const seen = (key: string, more: Partial<SeenTrack> = {}): SeenTrack => ({ key, kind: "ship", state: "live", position: { lat: 50, lon: -1 }, ...more });
const picture = (tracks: SeenTrack[], more: Partial<SeenPicture> = {}): SeenPicture => ({ ...kGuard, as_of: "2026-03-14T20:00:00Z", stopped: false, tracks, ...more });
const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
const at_guard = (): Views => reduce_views(kViewsStart, { type: "views_open", view: kGuard });

describe("the picture as a partner sees it", () => {
  it("counts what the partner has, also what no chart can show", () => {
    const state = reduce_views(at_guard(), { type: "views_picture", picture: picture([seen("V-1"), seen("V-2", { position: undefined as never })]) });
    expect(picture_words(at_guard(), count)).toBe("loading");
    expect(state.picture?.tracks).toBe(2);
    expect(picture_words(reduce_views(at_guard(), { type: "views_picture", picture: picture([seen("V-1")]) }), count)).toBe("1 track");
  });

  it("says that it is stopped, and what goes on all the same", () => {
    const words = (tracks: SeenTrack[]): string => picture_words(reduce_views(at_guard(), { type: "views_picture", picture: picture(tracks, { stopped: true }) }), count);
    expect(words([])).toBe("nothing, it is stopped");
    expect(words([seen("V-1"), seen("V-2")])).toBe("2 tracks, which a stop lets through");
  });

  it("takes no answer about a view that was left", () => {
    const other = reduce_views(kViewsStart, { type: "views_open", view: kNavy });
    expect(reduce_views(other, { type: "views_picture", picture: picture([seen("V-1")]) })).toBe(other);
    expect(reduce_views(other, { type: "views_failed", view: kGuard, error: "no", gone: true })).toBe(other);
    expect(reduce_views(kViewsStart, { type: "views_picture", picture: picture([seen("V-1")]) })).toBe(kViewsStart);
  });

  it("keeps the last picture while the server does not answer, and drops it when the partner has none any more", () => {
    const shown = reduce_views(at_guard(), { type: "views_picture", picture: picture([seen("V-1")]) });
    const stale = reduce_views(shown, { type: "views_failed", view: kGuard, error: "the server cannot be reached", gone: false });
    expect([stale.picture?.tracks, stale.error]).toEqual([1, "the server cannot be reached"]);
    expect(reduce_views(stale, { type: "views_picture", picture: picture([]) }).error).toBeNull();
    expect(reduce_views(shown, { type: "views_failed", view: kGuard, error: "no agreement", gone: true }).picture).toBeNull();
  });

  it("follows the selected track, and says when it is given no more", () => {
    let state = reduce_views(at_guard(), { type: "views_picture", picture: picture([seen("V-1", { id: "T-00000001" })]) });
    state = reduce_views(state, { type: "views_select", selected: { key: "V-1", home: "T-00000001", track: as_track(seen("V-1")) } });
    state = reduce_views(state, { type: "views_picture", picture: picture([seen("V-1", { speed_mps: 4 })]) });
    expect([state.selected?.track.speed_mps, state.selected?.home, state.selected?.gone]).toEqual([4, null, false]);
    state = reduce_views(state, { type: "views_picture", picture: picture([]) });
    expect([state.selected?.gone, state.selected?.track.speed_mps]).toEqual([true, 4]);
    expect(reduce_views(state, { type: "views_open", view: null }).selected).toBeNull();
  });

  it("shows of a track what leaves, under the key of the view, never under home's id", () => {
    const track = as_track(seen("V-1", { id: "T-00000001", name: "PETREL" }));
    expect(track.id).toBe("V-1");
    expect(JSON.stringify(track)).not.toContain("T-00000001");
  });

  it("is left with Escape, after what lies over it", () => {
    let state: AppState = reduce(kStart, { type: "views_open", view: kGuard });
    state = reduce(state, { type: "views_select", selected: { key: "V-1", home: null, track: as_track(seen("V-1")) } });
    state = reduce(state, { type: "views_menu", open: true });
    const steps: string[] = [];
    for (let action = escape_action(state); action !== null; action = escape_action(state)) {
      steps.push(action.type);
      state = reduce(state, action);
    }
    expect(steps).toEqual(["views_menu", "views_select", "views_open"]);
    expect(state.views.open).toBeNull();
  });
});
