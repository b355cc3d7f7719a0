// SPDX-License-Identifier: Apache-2.0
// Sharing: asks waiting, what is live by partner and purpose, stops with their reach, agreements. One thing is looked at
// in the drawer; Stop stands there for whatever that is.
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Agreement, SharingNow } from "../../api/sharing_types";
import { desk } from "../../desk";
import * as f from "../../format";
import { people } from "../../people";
import { covered, matrix_of, type Matrix } from "../../state/sharing_matrix";
import { is_standing } from "../../state/sharing_state";
import { use_part } from "../../state/store";
import { HoldButton } from "../hold_button";
import { StopOutcome } from "../stop_outcome";
import { AsksPart, use_asks_count } from "../desk/asks_part";
import { AgreementsSection } from "./agreements";
import { DraftEditor } from "./draft_editor";
import { MatrixSection } from "./matrix";
import { SharingDrawer } from "./sharing_drawer";
import { StopsSection } from "./stops";

const kNoAgreements: readonly Agreement[] = [];

export function use_matrix(): Matrix | null {
  const now = use_part((state) => state.sharing.now);
  const agreements = use_part((state) => state.sharing.agreements) ?? kNoAgreements;
  return useMemo(() => (now ? matrix_of(now, agreements) : null), [now, agreements]);
}

export function SharingScreen(): JSX.Element {
  const readable = use_part((state) => state.people.session?.permissions?.includes("read_sharing") === true);
  const now = use_part((state) => state.sharing.now);
  const error = use_part((state) => state.sharing.error);
  const focus = use_part((state) => state.sharing.focus);
  const editing = use_part((state) => state.sharing.editing);
  const matrix = use_matrix();
  if (!readable) {
    return <section class="sharing sharing-closed" aria-label="Sharing"><h1>Sharing</h1><p class="muted">Your seat does not see what is shared. An administrator gives seats their roles.</p></section>;
  }
  return (
    <section class={`sharing${focus !== null && !editing ? " sharing-split" : ""}`} aria-label="Sharing">
      <h1 class="off-screen">Sharing</h1>
      {editing ? <DraftEditor /> : (
        <div class="sharing-main">
          <Heading now={now} matrix={matrix} />
          {error !== null && <p class="sharing-error"><span class="link-mark" aria-hidden="true">W</span>What is shared now cannot be read: {error}. {now ? `Below is what was known at ${f.format_clock(Date.parse(now.as_of))}.` : "This page tries again by itself."}</p>}
          <OwnAllStops />
          <AsksPart />
          {now && matrix && <MatrixSection matrix={matrix} focus={focus} />}
          <StopsSection />
          <AgreementsSection />
        </div>
      )}
      {focus !== null && !editing && <SharingDrawer focus={focus} matrix={matrix} />}
    </section>
  );
}

function Heading({ now, matrix }: { now: SharingNow | null; matrix: Matrix | null }): JSX.Element {
  const cells = matrix?.rows.flatMap((row) => row.cells) ?? [];
  const withheld = cells.filter((cell) => cell.state === "withheld").length;
  const busy = use_part((state) => state.sharing.own_stops.some((own) => own.state === "ordered" && own.order.all === true && own.order.purpose === undefined));
  const can_stop = matrix !== null && covered(matrix, { kind: "all" }).some((cell) => cell.state !== "stopped");
  return (
    <div class="sharing-head">
      <dl class="figures">
        <Figure name="Asks" value={use_asks_count()} />
        <Figure name="Live" value={now ? f.format_count(now.live) : "–"} />
        <Figure name="Stopped" value={now ? f.format_count(now.stops.length) : "–"} />
        {withheld > 0 && <Figure name="Withheld" value={f.format_count(withheld)} />}
        <Figure name="Partners" value={now ? f.format_count(now.partners.length) : "–"} />
      </dl>
      <span class="top-fill" />
      <HoldButton what="all sharing" class="hold-all" busy={busy} disabled={!people.may("stop") || !can_stop} on_held={() => { void desk.stop({ kind: "all" }); }}>STOP ALL SHARING</HoldButton>
    </div>
  );
}

const Figure = ({ name, value }: { name: string; value: string }): JSX.Element => <div><dt>{name}</dt><dd>{value}</dd></div>;

// A stop of everything has no place in the matrix; what became of it stands at the top.
function OwnAllStops(): JSX.Element {
  const own_stops = use_part((state) => state.sharing.own_stops);
  const now = use_part((state) => state.sharing.now);
  const shown = own_stops.filter((own) => own.order.all === true && own.order.purpose === undefined && is_standing(own, now)).slice(0, 1);
  return <>{shown.map((own) => <div key={own.key} class="sharing-part sharing-outcome"><StopOutcome own={own} /></div>)}</>;
}
