// SPDX-License-Identifier: Apache-2.0
// Asks what sensors looked at while somebody wants to know: the layer is shown, or a track is selected that is not seen
// any more. Only home's picture of now has it: a partner's, and the past, are shown without.
import { call } from "./api/client";
import type { Coverage } from "./api/schema";
import { read_setting, session, write_setting } from "./session";
import type { AppState } from "./state/app_state";
import { asks_who_looked } from "./state/coverage";
import { store } from "./state/store";

const kPollMs = 3000;

const at_home = (state: AppState): boolean => state.people.phase === "in" && state.screen === 1 && state.views.open === null && state.playback === null;
const drawn = (state: AppState): boolean => state.coverage.shown && at_home(state);
const wanted = (state: AppState): boolean =>
  drawn(state) || (at_home(state) && state.selection?.track != null && asks_who_looked(state.selection.track, session.live_now()));

class CoverageLayer {
  private started = false;
  private abort: AbortController | null = null;

  start(): void {
    if (this.started) return;
    this.started = true;
    window.setInterval(() => { void this.refresh(); }, kPollMs);
    let before = store.current;
    store.subscribe(() => {
      const then = before;
      const now = store.current;
      before = now;
      if (now.coverage.now !== then.coverage.now || drawn(now) !== drawn(then)) this.draw();
      if (wanted(now) && (!wanted(then) || now.selection?.id !== then.selection?.id)) void this.refresh();
      // Nothing of home's is asked for, or waited for, behind another picture.
      if (!at_home(now) && at_home(then)) this.abort?.abort();
    });
    if (read_setting("coverage") === "shown") this.show(true);
  }

  show(shown: boolean): void {
    store.dispatch({ type: "coverage_shown", shown });
    write_setting("coverage", shown ? "shown" : "hidden");
  }

  draw(): void {
    const state = store.current;
    session.draw_coverage(drawn(state) ? (state.coverage.now?.looks ?? []) : null);
  }

  private async refresh(): Promise<void> {
    if (this.abort !== null || !wanted(store.current)) return;
    const abort = new AbortController();
    this.abort = abort;
    try {
      const now = await call<Coverage>("/api/v1/coverage", { signal: abort.signal });
      if (!abort.signal.aborted) store.dispatch({ type: "coverage_now", now });
    } catch (error) {
      if (!abort.signal.aborted) store.dispatch({ type: "coverage_failed", error: error instanceof Error ? error.message : "no answer" });
    } finally {
      if (this.abort === abort) this.abort = null;
    }
  }
}

export const coverage = new CoverageLayer();
