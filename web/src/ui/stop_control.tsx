// SPDX-License-Identifier: Apache-2.0
// The stop control of the top bar: how much is live, and from any screen two actions to stop one partner:
// open (a click, or Ctrl and full stop), then hold Stop for a second (or hold the partner's number).
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Partner, SharingNow } from "../api/sharing_types";
import { desk } from "../desk";
import * as f from "../format";
import { people } from "../people";
import { session } from "../session";
import { who_may } from "../state/people_state";
import { is_standing } from "../state/sharing_state";
import { store, use_part } from "../state/store";
import { HoldButton, kHoldMs } from "./hold_button";
import { Icon } from "./icons";
import { StopOutcome } from "./stop_outcome";
import { use_tick } from "./use_tick";

export function StopControl(): JSX.Element | null {
  const readable = use_part((state) => state.people.session?.permissions?.includes("read_sharing") === true);
  const now = use_part((state) => state.sharing.now);
  const open = use_part((state) => state.sharing.panel_open);
  const error = use_part((state) => state.sharing.error);
  const button = useRef<HTMLButtonElement>(null);
  const was_open = useRef(false);
  useLayoutEffect(() => {
    if (was_open.current && !open) button.current?.focus();
    was_open.current = open;
  }, [open]);
  if (!readable) return null;
  const stopped = now?.stops.length ?? 0;
  const live = now?.live;
  return (
    <div class="stop-control">
      <button ref={button} type="button" class="stop-open" aria-expanded={open} aria-controls="stop-panel" aria-keyshortcuts="Control+." title="Live shares, and Stop (Ctrl + .)"
        onClick={() => { store.dispatch({ type: "stop_panel", open: !open }); }}>
        <span class={live !== undefined && live > 0 ? "mark mark-live" : "mark mark-waiting"} aria-hidden="true" />
        <span><b>{live === undefined ? "–" : f.format_count(live)}</b> live<span class="off-screen"> {live === 1 ? "share" : "shares"}{stopped > 0 ? "," : ""} </span></span>
        {stopped > 0 && <span class="stop-count"><span class="mark mark-stopped" aria-hidden="true" />{stopped} stopped</span>}
        <span class="off-screen">. Open the stop control</span>
        <span class={open ? "caret caret-open" : "caret"} aria-hidden="true" />
      </button>
      {open && <StopPanel now={now} error={error} />}
    </div>
  );
}

function StopPanel({ now, error }: { now: SharingNow | null; error: string | null }): JSX.Element {
  use_tick(1000);
  const box = useRef<HTMLElement>(null);
  const own_stops = use_part((state) => state.sharing.own_stops);
  const [held, set_held] = useState<number | null>(null);
  const hold = useRef<{ key: string; began: number; timer: number; act: (() => void) | null } | null>(null);
  const partners = [...(now?.partners ?? [])].sort((a, b) => a.agency.localeCompare(b.agency));
  // Focus is on the first Stop at once: with one partner, the second action is to hold the key.
  useLayoutEffect(() => { (box.current?.querySelector<HTMLElement>(".hold-button:not(:disabled)") ?? box.current)?.focus(); }, []);
  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && !box.current?.parentElement?.contains(event.target)) store.dispatch({ type: "stop_panel", open: false });
    };
    window.addEventListener("pointerdown", outside);
    return () => { window.removeEventListener("pointerdown", outside); window.clearTimeout(hold.current?.timer); };
  }, []);
  const narrow = new Set((now?.stops ?? []).filter((stop) => stop.area !== undefined || stop.type !== undefined).map((stop) => stop.epoch));
  const allowed = people.may("stop");
  // A number held for a second stops that partner. The key may have gone down before this panel stood, so its
  // repetitions count as well, and it is listened to wherever the focus is.
  const hold_number = (event: KeyboardEvent): void => {
    const typing = event.target instanceof HTMLInputElement;
    if (typing || event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const index = Number(event.key) - 1;
    const partner = partners[index];
    // A new press of the same key: its release was never heard of.
    if (hold.current?.key === event.key && !event.repeat) let_go();
    if (hold.current !== null || !partner || !allowed || partner.stopped === "all") return;
    const act = (): void => {
      if (hold.current) { window.clearTimeout(hold.current.timer); hold.current.act = null; }
      set_held(null);
      void desk.stop({ kind: "row", agency: partner.agency });
    };
    hold.current = { key: event.key, began: event.timeStamp, timer: window.setTimeout(act, kHoldMs), act };
    set_held(index);
  };
  // The window lost the keys: nobody knows how long the hand stays.
  const let_go = (): void => {
    if (hold.current) window.clearTimeout(hold.current.timer);
    hold.current = null;
    set_held(null);
  };
  const release = (event: KeyboardEvent): void => {
    const held_now = hold.current;
    if (held_now === null || event.key !== held_now.key) return;
    if (held_now.act && event.timeStamp - held_now.began >= kHoldMs) held_now.act();
    let_go();
  };
  useLayoutEffect(() => {
    window.addEventListener("keydown", hold_number, true);
    window.addEventListener("keyup", release, true);
    window.addEventListener("blur", let_go);
    return () => { window.removeEventListener("keydown", hold_number, true); window.removeEventListener("keyup", release, true); window.removeEventListener("blur", let_go); };
  });
  const on_key = (event: KeyboardEvent): void => {
    const typing = event.target instanceof HTMLInputElement;
    if (!typing && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const buttons = [...(box.current?.querySelectorAll<HTMLElement>(".hold-button:not(:disabled)") ?? [])];
      const at = buttons.indexOf(document.activeElement as HTMLElement);
      buttons[(at + (event.key === "ArrowDown" ? 1 : buttons.length - 1)) % buttons.length]?.focus();
    }
  };
  return (
    <section ref={box} id="stop-panel" class="stop-panel" role="dialog" aria-label="Live shares and Stop" tabIndex={-1} onKeyDown={on_key}>
      <div class="dialog-head">
        <h2>Live shares</h2>
        <button type="button" class="icon-button" aria-label="Close" title="Close (Esc)" onClick={() => { store.dispatch({ type: "stop_panel", open: false }); }}><Icon name="close" /></button>
      </div>
      {error !== null && <p class="form-problem">What is live now cannot be read: {error}. {now ? "Below is what was last known. " : ""}Stop can still be tried.</p>}
      {now && partners.length === 0 && <p class="muted stop-empty">No live shares. Nothing can leave until an agreement is adopted and a partner connects.</p>}
      <ul class="stop-partners">
        {partners.map((partner, index) => (
          <PartnerRow key={partner.agency} partner={partner} narrow={narrow} index={index} held={held === index} allowed={allowed} busy={own_stops.some((own) => own.state === "ordered" && own.order.agency === partner.agency)} />
        ))}
      </ul>
      {!allowed && <p class="muted">Your seat cannot stop. Call a {f.list_words(who_may("stop").map(f.role_words))}.</p>}
      {own_stops.filter((own) => is_standing(own, now)).slice(0, 3).map((own) => <StopOutcome key={own.key} own={own} />)}
      <div class="stop-foot">
        <span class="muted">{partners.length > 1 ? <>Hold Stop, or hold <kbd>1</kbd>–<kbd>{Math.min(9, partners.length)}</kbd></> : "Hold Stop for one second"}. No reason is needed.</span>
        <button type="button" class="link-button" onClick={() => { store.dispatch({ type: "screen", screen: 3 }); }}>Open Sharing</button>
      </div>
    </section>
  );
}

interface RowProps { partner: Partner; narrow: ReadonlySet<number>; index: number; held: boolean; allowed: boolean; busy: boolean }

function PartnerRow({ partner, narrow, index, held, allowed, busy }: RowProps): JSX.Element {
  const name = f.agency_words(partner.agency);
  const connected = partner.feeds.filter((feed) => feed.connected).length;
  const gone = partner.stopped === "all";
  return (
    <li class={`stop-partner${held ? " stop-partner-held" : ""}`}>
      <div class="stop-partner-head">
        <div>
          <h3>{name}</h3>
          <p class="muted">{gone ? "stopped" : partner.stopped === "part" ? `${f.format_count(connected)} connected, part stopped` : connected === 0 ? "nobody connected" : `${f.format_count(connected)} connected`}</p>
        </div>
        <HoldButton what={name} disabled={!allowed || gone} busy={busy} {...(index < 9 ? { hot_key: String(index + 1) } : {})} class={held ? "hold-held" : ""}
          on_held={() => { void desk.stop({ kind: "row", agency: partner.agency }); }}>Stop</HoldButton>
      </div>
      <ul class="stop-feeds">
        {partner.feeds.map((feed) => {
          const stopped = feed.stopped_by.some((epoch) => !narrow.has(epoch)) && !feed.survives_stop;
          const last = f.parse_instant(feed.last_release_at);
          return (
            <li key={feed.id}>
              <span class={`mark mark-${stopped ? "stopped" : feed.connected ? "live" : "waiting"}`} aria-hidden="true" />
              <span class="stop-feed-name">{f.capital(f.purpose_words(feed.purpose))}{feed.survives_stop === true ? <span class="muted"> · survives a stop</span> : null}</span>
              <span class="muted">{stopped ? "stopped" : feed.connected ? "live" : "not connected"}</span>
              <span class="number">{feed.view_tracks === undefined ? "" : f.count(feed.view_tracks, "track", "tracks")}</span>
              <span class="number muted">{last === null ? "" : `${f.format_brief_age(session.live_wall() - last)} ago`}</span>
            </li>
          );
        })}
        {partner.views.filter((view) => !partner.feeds.some((feed) => feed.purpose === view.purpose)).map((view) => {
          const stopped = view.stopped_by.some((epoch) => !narrow.has(epoch)) && !view.survives_stop;
          return (
            <li key={view.purpose}>
              <span class={`mark mark-${stopped ? "stopped" : "waiting"}`} aria-hidden="true" />
              <span class="stop-feed-name">{f.capital(f.purpose_words(view.purpose))}</span>
              <span class="muted">{stopped ? "stopped" : "not connected"}</span>
              <span class="number">{view.tracks === undefined ? "" : f.count(view.tracks, "track", "tracks")}</span>
              <span />
            </li>
          );
        })}
        {partner.feeds.length + partner.views.length === 0 && <li class="muted">agreed, not connected</li>}
      </ul>
    </li>
  );
}
