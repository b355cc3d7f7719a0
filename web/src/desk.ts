// SPDX-License-Identifier: Apache-2.0
// Keeps what is shared up to date and does what the Sharing screen and the stop control ask for.
// A stop is sent at once and needs no answer from anybody; everything else may wait.
import { RequestFailed } from "./api/client";
import * as api from "./api/sharing";
import type { Agreement, Assessment, AssuranceUpdate, ResumeAnswer, Stop, StopOrder } from "./api/sharing_types";
import * as f from "./format";
import { people } from "./people";
import { covered, key_of, matrix_of, order_of, type StopTarget } from "./state/sharing_matrix";
import type { SharingFocus } from "./state/sharing_state";
import { store } from "./state/store";

const kSharingMs = 2000;
const kSlowMs = 15_000;
const kTrackMs = 5000;

class Desk {
  private known_stops: ReadonlySet<number> | null = null;
  private own_epochs = new Set<number>();
  private track_abort: AbortController | null = null;
  private asking = false;
  private open_stops_text = "";

  start(): void {
    if (!people.may("read_sharing")) return;
    void this.refresh();
    void this.refresh_slow();
    window.setInterval(() => { void this.refresh(); }, kSharingMs);
    window.setInterval(() => { if (store.current.screen === 3) void this.refresh_slow(); }, kSlowMs);
    window.setInterval(() => { this.refresh_track(); }, kTrackMs);
    let before = store.current;
    store.subscribe(() => {
      const now = store.current;
      if (now.selection?.id !== before.selection?.id) this.refresh_track();
      if (now.screen === 3 && before.screen !== 3) { void this.refresh(); void this.refresh_slow(); }
      before = now;
    });
    this.refresh_track();
  }

  async refresh(): Promise<void> {
    if (this.asking || store.current.people.phase !== "in") return;
    this.asking = true;
    try {
      const now = await api.fetchSharing();
      this.notice_stops(now.stops.map((stop) => stop.epoch), (epoch) => now.stops.find((stop) => stop.epoch === epoch));
      store.dispatch({ type: "sharing_now", now });
      // A stop that went or came changes the history, too.
      const text = now.stops.map((stop) => `${stop.epoch}:${stop.reason}:${stop.agreed.length}`).join(" ");
      if (text !== this.open_stops_text) { this.open_stops_text = text; void this.refresh_stops(); }
    } catch (error) {
      store.dispatch({ type: "sharing_failed", error: words_of(error) });
    } finally {
      this.asking = false;
    }
  }

  private async refresh_stops(): Promise<void> {
    try { store.dispatch({ type: "stops", stops: merge_reach(await api.fetchStops()) }); } catch { /* Asked again later. */ }
  }

  private async refresh_slow(): Promise<void> {
    if (store.current.people.phase !== "in") return;
    void this.refresh_stops();
    try {
      store.dispatch({ type: "agreements", agreements: await api.fetchAgreements() });
    } catch (error) {
      store.dispatch({ type: "sharing_failed", error: words_of(error) });
    }
  }

  // Says aloud what somebody else stopped.
  private notice_stops(epochs: readonly number[], find: (epoch: number) => Stop | undefined): void {
    const known = this.known_stops;
    this.known_stops = new Set([...(known ?? []), ...epochs]);
    if (known === null) return;
    for (const epoch of epochs) {
      if (known.has(epoch) || this.own_epochs.has(epoch) || store.current.sharing.own_stops.some((own) => own.state === "ordered")) continue;
      const stop = find(epoch);
      if (stop) store.dispatch({ type: "alarm", text: `Stop ${epoch} by ${stop.by}: ${f.stop_words(stop)}` });
    }
  }

  // --- the stop -----------------------------------------------------------------------------------------------

  async stop(target: StopTarget): Promise<void> {
    const order: StopOrder = order_of(target);
    const key = `${key_of(target)}|${performance.now()}`;
    const words = target_words(target);
    store.dispatch({ type: "stop_ordered", key, order, words });
    const began = performance.now();
    try {
      const stop = await api.orderStop(order);
      this.own_epochs.add(stop.epoch);
      store.dispatch({ type: "stop_shut", key, stop, answered_ms: performance.now() - began });
      store.dispatch({ type: "alarm", text: `Stopped: ${words}` });
    } catch (error) {
      const text = words_of(error);
      store.dispatch({ type: "stop_failed", key, error: text });
      store.dispatch({ type: "alarm", text: `Not stopped: ${words}. ${text}` });
    }
    void this.refresh();
  }

  async reason(epoch: number, text: string): Promise<void> {
    store.dispatch({ type: "stop_changed", stop: await api.giveReason(epoch, text) });
    void this.refresh_stops();
  }

  async resume(epoch: number, body: { reason?: string; assessment?: Assessment }): Promise<ResumeAnswer> {
    const answer = await api.agreeToResume(epoch, body);
    await this.refresh();
    await this.refresh_stops();
    return answer;
  }

  // --- agreements ---------------------------------------------------------------------------------------------

  async load_text(agreement: Agreement): Promise<string> {
    if (agreement.toml !== undefined) return agreement.toml;
    const full = await api.fetchAgreement(agreement.id, agreement.version);
    store.dispatch({ type: "agreement", agreement: full });
    return full.toml ?? "";
  }

  async adopt(agreement: Agreement): Promise<void> {
    store.dispatch({ type: "agreement", agreement: { ...agreement, ...(await api.adoptAgreement(agreement.id, agreement.version)) } });
    await this.refresh_slow();
    void this.refresh();
  }

  async withdraw(agreement: Agreement): Promise<void> {
    store.dispatch({ type: "agreement", agreement: { ...agreement, ...(await api.withdrawAgreement(agreement.id, agreement.version)) } });
    await this.refresh_slow();
    void this.refresh();
  }

  async draft(toml: string): Promise<{ id: string; version: number }> {
    const made = await api.draftAgreement(toml);
    await this.refresh_slow();
    return made;
  }

  async assurance(update: AssuranceUpdate): Promise<void> {
    await api.putAssurance(update);
    await this.refresh_slow();
    void this.refresh();
  }

  async assessment(agreement: string, assessment: Assessment, withdrawn: boolean): Promise<void> {
    await api.putAssessment({ agreement, ...assessment, ...(withdrawn ? { withdrawn: true } : {}) });
    await this.refresh_slow();
    void this.refresh();
  }

  focus(focus: SharingFocus): void {
    store.dispatch({ type: "sharing_focus", focus });
  }

  // --- one track ----------------------------------------------------------------------------------------------

  private refresh_track(): void {
    const { selection, playback, people: who } = store.current;
    this.track_abort?.abort();
    if (!selection || selection.gone || playback || who.phase !== "in") return;
    const abort = new AbortController();
    this.track_abort = abort;
    const { id } = selection;
    api.fetchTrackSharing(id, abort.signal).then(
      (sharing) => { store.dispatch({ type: "track_sharing", id, sharing, error: null }); },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const known = error instanceof RequestFailed && (error.status === 404 || error.status === 0);
        store.dispatch({ type: "track_sharing", id, sharing: known ? { track: id, views: [] } : null, error: known ? null : words_of(error) });
      },
    );
  }
}

function merge_reach<T extends { epoch: number; reach?: unknown }>(stops: T[]): T[] {
  const known = new Map(store.current.sharing.stops.map((stop) => [stop.epoch, stop.reach]));
  return stops.map((stop) => { const reach = stop.reach ?? known.get(stop.epoch); return reach === undefined ? stop : { ...stop, reach }; });
}

export function target_words(target: StopTarget): string {
  switch (target.kind) {
    case "cell": return `${f.agency_words(target.agency)}, ${f.purpose_words(target.purpose)}`;
    case "row": return f.agency_words(target.agency);
    case "column": return `every partner, ${f.purpose_words(target.purpose)}`;
    case "all": return "all sharing";
  }
}

export const words_of = (error: unknown): string => (error instanceof Error ? error.message : "the server did not answer");

// What a stop would cover now, for those who are about to order it.
export function would_cover(target: StopTarget): string {
  const { now, agreements } = store.current.sharing;
  if (!now) return "";
  const cells = covered(matrix_of(now, agreements ?? []), target);
  const going_on = cells.filter((cell) => cell.survives);
  const cut = cells.length - going_on.length;
  const live = cells.filter((cell) => cell.state === "live" && !cell.survives).length;
  const first = `Cuts ${f.count(cut, "purpose", "purposes")}, ${f.format_count(live)} of them live.`;
  return going_on.length === 0 ? first : `${first} ${f.capital(f.list_words([...new Set(going_on.map((cell) => f.purpose_words(cell.purpose)))]))} may go on: agreed to survive a stop.`;
}

export const desk = new Desk();
