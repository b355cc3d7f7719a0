// SPDX-License-Identifier: Apache-2.0
// The drawer of the Sharing screen: the chosen cell, row, column, stop or agreement.
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { desk, target_words, would_cover } from "../../desk";
import * as f from "../../format";
import { people } from "../../people";
import { session } from "../../session";
import { who_may } from "../../state/people_state";
import { covered, order_of, type Cell, type Matrix, type StopTarget } from "../../state/sharing_matrix";
import { is_standing, type SharingFocus } from "../../state/sharing_state";
import { use_part } from "../../state/store";
import { HoldButton } from "../hold_button";
import { Icon } from "../icons";
import { StopOutcome } from "../stop_outcome";
import { use_tick } from "../use_tick";
import { AgreementDetail } from "./agreement_detail";
import { StopDetail } from "./stop_detail";

export function SharingDrawer({ focus, matrix }: { focus: NonNullable<SharingFocus>; matrix: Matrix | null }): JSX.Element {
  use_tick(1000);
  const box = useRef<HTMLElement>(null);
  const key = JSON.stringify(focus);
  // Focus goes to what was opened, and back to what opened it.
  useLayoutEffect(() => {
    const before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    box.current?.focus({ preventScroll: true });
    return () => { if (before?.isConnected === true && (document.activeElement === document.body || box.current?.contains(document.activeElement) === true)) before.focus(); };
  }, [key]);
  return (
    <aside ref={box} class="sharing-drawer" aria-label="Chosen" tabIndex={-1}>
      {focus.kind === "stop" ? <StopDetail key={key} epoch={focus.epoch} />
        : focus.kind === "agreement" ? <AgreementDetail key={key} id={focus.id} version={focus.version} />
          : <TargetDetail key={key} target={focus} matrix={matrix} />}
    </aside>
  );
}

export function DrawerHead({ title, children }: { title: string; children?: ComponentChildren }): JSX.Element {
  return (
    <header class="drawer-head">
      <div class="detail-title"><h2>{title}</h2>{children}</div>
      <button type="button" class="icon-button" aria-label="Close the drawer" title="Close (Esc)" onClick={() => { desk.focus(null); }}><Icon name="close" /></button>
    </header>
  );
}

export const Part = ({ name, children }: { name: string; children: ComponentChildren }): JSX.Element => <section class="part"><h3>{name}</h3>{children}</section>;

function TargetDetail({ target, matrix }: { target: StopTarget; matrix: Matrix | null }): JSX.Element {
  const own_stops = use_part((state) => state.sharing.own_stops);
  const cells = matrix ? covered(matrix, target) : [];
  const order = JSON.stringify(order_of(target));
  const own = own_stops.filter((item) => JSON.stringify(item.order) === order);
  const now = use_part((state) => state.sharing.now);
  const newest = own.find((item) => is_standing(item, now));
  const shut = cells.length > 0 && cells.every((cell) => cell.state === "stopped");
  const allowed = people.may("stop");
  return (
    <>
      <DrawerHead title={f.capital(target_words(target))}>
        <p class="muted">{target.kind === "cell" ? "one partner, one purpose" : target.kind === "row" ? "one partner, every purpose" : "every partner, one purpose"}</p>
      </DrawerHead>
      <div class="detail-body">
        <div class="part-stop">
          {newest && newest.state !== "ordered" && <StopOutcome key={newest.key} own={newest} />}
          {!shut && <>
            <HoldButton what={target_words(target)} class="hold-wide" disabled={!allowed || cells.length === 0} busy={newest?.state === "ordered"} on_held={() => { void desk.stop(target); }}>{`Stop ${target_words(target)}`}</HoldButton>
            <p class="muted">{allowed ? would_cover(target) : `Your seat cannot stop. Call a ${f.list_words(who_may("stop").map(f.role_words))}.`}</p>
          </>}
          {shut && !newest && <p>Stopped. <Epochs epochs={cells.flatMap((cell) => cell.stopped_by)} /></p>}
        </div>
        {cells.map((cell) => <CellDetail key={`${cell.agency} ${cell.purpose}`} cell={cell} name={target.kind === "cell" ? "Now" : f.capital(target.kind === "row" ? f.purpose_words(cell.purpose) : f.agency_words(cell.agency))} />)}
        {cells.length === 0 && <p class="empty">Nothing is agreed here, so nothing can leave.</p>}
      </div>
    </>
  );
}

function Epochs({ epochs }: { epochs: readonly number[] }): JSX.Element {
  return <>{[...new Set(epochs)].map((epoch) => <button key={epoch} type="button" class="link-button" onClick={() => { desk.focus({ kind: "stop", epoch }); }}>Stop {epoch}</button>)}</>;
}

function CellDetail({ cell, name }: { cell: Cell; name: string }): JSX.Element {
  return (
    <Part name={name}>
      <p class="cell-state"><span class={`mark mark-${cell.state}`} aria-hidden="true" />{f.cell_words(cell.state)}{cell.survives && <span class="muted"> · agreed to survive a stop</span>}</p>
      {cell.stopped_by.length > 0 && <p>Covered by <Epochs epochs={cell.stopped_by} /></p>}
      {cell.part_stopped_by.length > 0 && <p>Part of it is stopped, by area or kind: <Epochs epochs={cell.part_stopped_by} /></p>}
      {cell.because.length > 0 && <p>Nothing leaves: {f.list_words(cell.because.map((lapse) => lapse.text))}.</p>}
      {cell.feeds.map((feed) => {
        const last = f.parse_instant(feed.last_release_at);
        const rows: [string, string | null][] = [
          ["Tracks held", feed.view_tracks === undefined ? null : f.format_count(feed.view_tracks)],
          ["Last release", last === null ? null : `${f.format_age(session.live_wall() - last)} ago`],
          ["Handed over", feed.handed_over === undefined ? null : f.count(feed.handed_over, "delivery", "deliveries")],
          ["Unacknowledged", feed.unacknowledged === undefined ? null : f.format_count(feed.unacknowledged)],
          ["Waiting", (feed.waiting ?? 0) === 0 ? null : f.count(feed.waiting ?? 0, "delivery", "deliveries")],
          ["Connection", feed.connected ? `${feed.channel ?? "connected"}${feed.account === undefined ? "" : `, ${feed.account}`}` : "nobody connected"],
          ["Release", feed.last_release ?? null],
        ];
        return <dl key={feed.id} class="facts">{rows.map(([term, text]) => text !== null && <div key={term}><dt>{term}</dt><dd>{text}</dd></div>)}</dl>;
      })}
      {cell.feeds.length === 0 && cell.tracks !== null && <p class="muted">{f.count(cell.tracks, "track", "tracks")} would leave; nobody is connected.</p>}
    </Part>
  );
}
