// SPDX-License-Identifier: Apache-2.0
// Looks at the picture as a partner has it: asks for it every two seconds while it is open, and gives it to the chart.
import { RequestFailed } from "./api/client";
import { fetchViews, fetchViewTracks, type SeenTrack } from "./api/views";
import { people } from "./people";
import { session } from "./session";
import { as_track, home_of, same_view, type ViewName } from "./state/views";
import { store } from "./state/store";
import { TrackTable } from "./state/track_table";

const kPollMs = 2000;

class PartnerViews {
  private started = false;
  private table = new TrackTable();
  private seen = new Map<string, SeenTrack>();
  private abort: AbortController | null = null;
  private asking = false;

  start(): void {
    if (this.started) return;
    this.started = true;
    window.setInterval(() => { void this.refresh(); }, kPollMs);
    let before = store.current;
    store.subscribe(() => {
      const now = store.current;
      // Whoever signs out, or may no longer look, is at home.
      if (now.views.open !== null && now.people.phase !== "in") { this.go(null); return; }
      // What this does to the store is heard here again, and must find it done.
      const moved = !same_view(before.views.open, now.views.open);
      before = now;
      if (moved) this.opened(now.views.open);
    });
  }

  may(): boolean { return people.may("read_sharing"); }

  menu(open: boolean): void {
    store.dispatch({ type: "views_menu", open });
    if (open) void this.list();
  }

  go(view: ViewName | null): void {
    if (view !== null) {
      session.now_button();
      store.dispatch({ type: "deselect" });
      store.dispatch({ type: "box", ids: null });
    }
    store.dispatch({ type: "views_open", view });
  }

  select(key: string | null): void {
    const seen = key === null ? undefined : this.seen.get(key);
    store.dispatch({ type: "views_select", selected: seen === undefined ? null : { key: seen.key, home: home_of(seen), track: as_track(seen) } });
  }

  // From a track of the partner to the same vessel as home has it.
  at_home(id: string): void {
    this.go(null);
    session.select(id, { reveal: true });
  }

  private async list(): Promise<void> {
    try {
      store.dispatch({ type: "views_list", list: await fetchViews(), error: null });
    } catch (error) {
      store.dispatch({ type: "views_list", list: null, error: words(error) });
    }
  }

  private opened(view: ViewName | null): void {
    this.abort?.abort();
    this.asking = false;
    this.table = new TrackTable();
    this.seen.clear();
    store.dispatch({ type: "box", ids: null });
    session.show_partner(view === null ? null : this.table);
    void this.refresh();
  }

  private async refresh(): Promise<void> {
    const { open } = store.current.views;
    if (open === null || this.asking || store.current.screen !== 1) return;
    this.asking = true;
    const abort = new AbortController();
    this.abort = abort;
    try {
      const picture = await fetchViewTracks(open, abort.signal);
      if (abort.signal.aborted) return;
      this.fill(picture.tracks);
      store.dispatch({ type: "views_picture", picture });
    } catch (error) {
      if (abort.signal.aborted) return;
      const gone = error instanceof RequestFailed && (error.status === 404 || error.status === 403);
      if (gone) this.fill([]);
      store.dispatch({ type: "views_failed", view: open, error: words(error), gone });
    } finally {
      if (this.abort === abort) this.asking = false;
    }
  }

  private fill(tracks: readonly SeenTrack[]): void {
    this.seen = new Map(tracks.map((track) => [track.key, track]));
    this.table.reset(tracks.map(as_track));
    session.partner_changed();
  }
}

const words = (error: unknown): string => (error instanceof Error ? error.message : "no answer");

export const views = new PartnerViews();
