// SPDX-License-Identifier: Apache-2.0
// Keeps findings up to date and does what people do to alerts. What one seat does holds for all: the server says so.
import * as api from "./api/findings";
import type { AlertAct, Found } from "./api/findings";
import * as f from "./format";
import { rule_words } from "./format/finding_words";
import { people } from "./people";
import { session } from "./session";
import { find, newly_wanting, waits } from "./state/findings_state";
import { store } from "./state/store";

const kPollMs = 2000;
const kRulesMs = 20_000;

class FindingsDesk {
  private asking = false;
  private started = false;

  start(): void {
    if (this.started || !people.may("read_picture")) return;
    this.started = true;
    void this.refresh();
    void this.refresh_rules();
    window.setInterval(() => { void this.refresh(); }, kPollMs);
    window.setInterval(() => { void this.refresh_rules(); }, kRulesMs);
  }

  async refresh(): Promise<void> {
    if (this.asking || store.current.people.phase !== "in") return;
    this.asking = true;
    try {
      const now = await api.fetchFindings();
      const fresh = newly_wanting(store.current.findings.now, now);
      store.dispatch({ type: "findings_now", now });
      const loudest = fresh[0];
      if (loudest) store.dispatch({ type: "alarm", text: `${f.capital(loudest.alert.priority)}: ${rule_words(loudest.finding.rule)}, ${this.who(loudest)}${fresh.length > 1 ? `, and ${fresh.length - 1} more` : ""}` });
    } catch (error) {
      store.dispatch({ type: "findings_failed", error: words(error) });
    } finally {
      this.asking = false;
    }
  }

  async refresh_rules(): Promise<void> {
    if (store.current.people.phase !== "in") return;
    try { store.dispatch({ type: "findings_rules", rules: await api.fetchFindingRules() }); } catch { /* Asked again later. */ }
  }

  // --- what people do -----------------------------------------------------------------------------------------

  may(): boolean { return people.may("operate"); }

  async act(number: number, act: AlertAct): Promise<boolean> {
    if (store.current.findings.busy.includes(number)) return false;
    store.dispatch({ type: "findings_busy", number, busy: true });
    try {
      const found = await api.tendAlert(number, act);
      store.dispatch({ type: "findings_tended", number, found: found ?? null });
      if (act.what === "judge") void this.refresh_rules();
      return true;
    } catch (error) {
      session.notice(`Not done: ${words(error)}`);
      return false;
    } finally {
      store.dispatch({ type: "findings_busy", number, busy: false });
    }
  }

  acknowledge(found: Found): void { void this.act(found.alert.number, { what: "acknowledge" }); }
  silence(found: Found): void { void this.act(found.alert.number, { what: "silence", seconds: 30 }); }
  judge(found: Found, useful: boolean, reason: string): void { void this.act(found.alert.number, { what: "judge", useful, reason }); }
  // Quiet by the behaviour's own time: whatever of it began before then stays quiet, whenever it is computed.
  mute(found: Found, hours: number): void {
    const picture = f.parse_instant(store.current.findings.now?.picture_time) ?? session.live_now();
    void this.act(found.alert.number, { what: "mute", until: f.to_rfc3339(picture + hours * f.kHour) });
  }
  unmute(found: Found): void { void this.act(found.alert.number, { what: "unmute" }); }
  take_over(found: Found): void { void this.act(found.alert.number, { what: "take_over" }); }

  async hand_over(to: string): Promise<number> {
    const done = await api.handOverWatch(to);
    void this.refresh();
    return done.alerts;
  }

  // --- looking ------------------------------------------------------------------------------------------------

  // The chart moves, the drawer opens, the reasons are shown.
  look(found: Found): void {
    store.dispatch({ type: "findings_focus", number: found.alert.number });
    if (store.current.screen !== 1) store.dispatch({ type: "screen", screen: 1 });
    const track = found.finding.tracks[0];
    const known = track === undefined ? undefined : session.live.track(track)?.position;
    const at = known ?? found.finding.position;
    if (track !== undefined) session.select(track, { reveal: true, at });
    else if (at) session.fly_to(at, 9);
  }

  // The next one that waits, after the one looked at; else the next at all.
  next(step: 1 | -1): void {
    const open = store.current.findings.now?.open.filter((found) => !found.alert.muted) ?? [];
    if (open.length === 0) { session.notice("No open alerts"); return; }
    const here = open.findIndex((found) => found.alert.number === store.current.findings.focus);
    const waiting = open.filter(waits);
    if (here < 0) { this.look(waiting[0] ?? open[0] as Found); return; }
    this.look(open[(here + step + open.length) % open.length] as Found);
  }

  focused(): Found | null { return find(store.current.findings, store.current.findings.focus); }

  who(found: Found): string {
    const names = found.finding.tracks.map((id) => { const track = session.live.track(id); return track ? f.track_title(track) : id; });
    return names.length > 2 ? `${names[0]} and ${names.length - 1} others` : names.join(" and ");
  }
}

const words = (error: unknown): string => (error instanceof Error ? error.message : "the server did not answer");

export const findings = new FindingsDesk();
