// SPDX-License-Identifier: Apache-2.0
// What is live: partners by purposes. Each cell, row and column can be looked at, and stopped from the drawer.
// Arrow keys walk; Enter looks.
import type { JSX } from "preact";
import { desk } from "../../desk";
import * as f from "../../format";
import { session } from "../../session";
import type { Cell, Matrix, Row } from "../../state/sharing_matrix";
import type { SharingFocus } from "../../state/sharing_state";
import { use_tick } from "../use_tick";

export function MatrixSection({ matrix, focus }: { matrix: Matrix; focus: SharingFocus }): JSX.Element {
  use_tick(1000);
  return (
    <section class="sharing-part" aria-labelledby="live-title">
      <h2 id="live-title" class="part-title">Partners and purposes</h2>
      {matrix.rows.length === 0
        ? <p class="muted sharing-empty">No partner yet. A partner stands here once an agreement that names its agency is adopted.</p>
        : (
          <div class="scroller">
            <table class="matrix" onKeyDown={walk}>
              <thead>
                <tr>
                  <th scope="col"><span class="off-screen">Partner</span></th>
                  {matrix.purposes.map((purpose) => (
                    <th key={purpose} scope="col">
                      <button type="button" class="matrix-head" aria-pressed={focus?.kind === "column" && focus.purpose === purpose} title={`${f.capital(f.purpose_words(purpose))}: every partner`}
                        onClick={() => { desk.focus({ kind: "column", purpose }); }}>{f.short_purpose(purpose)}<span class="off-screen">, every partner</span></button>
                    </th>
                  ))}
                  <th scope="col" class="matrix-plain number">Expires</th>
                  <th scope="col" class="matrix-plain number">Last release</th>
                </tr>
              </thead>
              <tbody>{matrix.rows.map((row) => <PartnerRow key={row.partner.agency} row={row} focus={focus} />)}</tbody>
            </table>
          </div>
        )}
    </section>
  );
}

function PartnerRow({ row, focus }: { row: Row; focus: SharingFocus }): JSX.Element {
  const { partner, expires } = row;
  const now = session.live_wall();
  const left = expires === null ? null : Date.parse(expires.at) - now;
  const last = f.parse_instant(row.last_release_at ?? undefined);
  return (
    <tr>
      <th scope="row">
        <button type="button" class="matrix-head matrix-partner" aria-pressed={focus?.kind === "row" && focus.agency === partner.agency} onClick={() => { desk.focus({ kind: "row", agency: partner.agency }); }}>
          {f.agency_words(partner.agency)}<span class="off-screen">, every purpose</span>
        </button>
      </th>
      {row.cells.map((cell) => <CellView key={cell.purpose} cell={cell} chosen={focus?.kind === "cell" && focus.agency === cell.agency && focus.purpose === cell.purpose} />)}
      <td class={`matrix-plain number${left !== null && left < 3 * f.kDay ? " soon" : ""}`}>{left === null ? "–" : <>{left <= 0 ? "expired" : f.format_until(left)}<span class="cell-detail">{expires?.what}</span></>}</td>
      <td class="matrix-plain number">{last === null ? <span class="muted">none</span> : `${f.format_brief_age(session.live_wall() - last)} ago`}</td>
    </tr>
  );
}

function CellView({ cell, chosen }: { cell: Cell; chosen: boolean }): JSX.Element {
  if (cell.state === "none") return <td class="cell-none"><span aria-hidden="true">–</span><span class="off-screen">not agreed</span></td>;
  const tracks = cell.tracks === null ? "" : f.count(cell.tracks, "track", "tracks");
  return (
    <td>
      <button type="button" class={`cell cell-${cell.state}`} aria-pressed={chosen} onClick={() => { desk.focus({ kind: "cell", agency: cell.agency, purpose: cell.purpose }); }}>
        <span class="off-screen">{f.agency_words(cell.agency)}, {f.purpose_words(cell.purpose)}: </span>
        <span class="cell-state"><span class={`mark mark-${cell.state}`} aria-hidden="true" />{f.cell_words(cell.state)}</span>
        <span class="cell-detail">{cell.state === "withheld" ? cell.because[0]?.what ?? "" : cell.state === "stopped" ? `by stop ${cell.stopped_by.join(", ")}` : tracks}</span>
        {cell.part_stopped_by.length > 0 && cell.state !== "stopped" && <span class="cell-detail cell-late">part stopped</span>}
        {cell.unacknowledged > 0 && cell.state !== "stopped" && <span class="cell-detail cell-late">{cell.unacknowledged} unacked</span>}
      </button>
    </td>
  );
}

const kSteps: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function walk(event: KeyboardEvent): void {
  const step = kSteps[event.key];
  const here = event.target instanceof HTMLElement ? event.target.closest<HTMLTableCellElement>("td, th") : null;
  const table = here?.closest("table");
  if (!step || !here || !table) return;
  event.preventDefault();
  let column = here.cellIndex;
  let row = (here.parentElement as HTMLTableRowElement).rowIndex;
  for (;;) {
    column += step[0];
    row += step[1];
    const cell = table.rows[row]?.cells[column];
    if (!cell) return;
    const button = cell.querySelector("button");
    if (button) { button.focus(); return; }
  }
}
