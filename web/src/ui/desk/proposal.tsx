// SPDX-License-Identifier: Apache-2.0
// A proposal to stop: why, what it would cover, and the order, one hold away.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Proposal } from "../../api/casework_types";
import { casework } from "../../casework";
import { words_of } from "../../desk";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { people } from "../../people";
import { who_may } from "../../state/people_state";
import { HoldButton } from "../hold_button";
import { moment, Ref, use_past } from "./parts";

export function ProposalCard({ proposal, whole }: { proposal: Proposal; whole?: boolean }): JSX.Element {
  const past = use_past();
  const [busy, set_busy] = useState(false);
  const [told, set_told] = useState<{ text: string; failed: boolean } | null>(null);
  const cells = proposal.cells.map((cell) => `${cell.agency.includes("/") ? f.agency_words(cell.agency) : `${cell.agency}, every agency`}, ${cell.purpose === undefined ? "every purpose" : f.purpose_words(cell.purpose)}`);
  const covers = proposal.covers ?? [];
  const take = (): void => {
    set_busy(true);
    casework.take(proposal).then((text) => { set_busy(false); set_told({ text, failed: false }); }, (error: unknown) => { set_busy(false); set_told({ text: words_of(error), failed: true }); });
  };
  return (
    <article class="desk-proposal" aria-label={`Proposal ${proposal.id}`}>
      <p class="desk-row-main">{whole === true ? null : <Ref id={proposal.id} />} <b>Stop {f.list_words(cells)}</b><span class="muted">proposed {moment(proposal.proposed_at)}{proposal.because_of !== undefined && <>, because of <Ref id={proposal.because_of} /></>}</span></p>
      <ul class="desk-bullets">{proposal.reasons.map((reason) => <li key={reason}>{w.plain_words(reason)}</li>)}</ul>
      {covers.length === 0 ? <p class="muted">It covers no release that is known by number; what is live in these cells would be cut.</p> : (
        <details open={whole === true}><summary>would cover {f.count(covers.length, "release", "releases")}</summary>
          <ul class="desk-lines">{covers.slice(0, 200).map((one, index) => <li key={index}>{one.object !== undefined && <Ref id={one.object} />} {one.agency === undefined ? "" : f.agency_words(one.agency)}{one.purpose === undefined ? "" : `, ${f.purpose_words(one.purpose)}`} <span class="muted">{one.release ?? ""} {moment(one.at)}{one.conditions === undefined || one.conditions === "" ? "" : ` · ${one.conditions}`}</span></li>)}</ul></details>
      )}
      {proposal.state === "open" && !past && (
        <div class="row deeds">
          <HoldButton what={f.list_words(cells)} busy={busy} disabled={!people.may("stop")} on_held={take}>{`Stop ${f.list_words(cells)}`}</HoldButton>
          <button type="button" class="button" disabled={!people.may("stop")} onClick={() => { casework.form(4, "decline", proposal.id); }}>Decline, with a reason</button>
        </div>
      )}
      {proposal.state === "open" && !people.may("stop") && <p class="muted">Your seat cannot stop. Call a {f.list_words(who_may("stop").map(f.role_words))}.</p>}
      {proposal.state !== "open" && <p>{f.capital(proposal.state)} by {proposal.answered_by}, {moment(proposal.answered_at)}{proposal.answer === undefined || proposal.answer === "" ? "" : `: ${proposal.answer}`}</p>}
      {told && <p class={told.failed ? "form-problem" : ""} role="status">{told.text}.{told.failed ? "" : " Reach and recall stand on the Sharing screen."}</p>}
    </article>
  );
}
