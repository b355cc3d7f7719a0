// SPDX-License-Identifier: Apache-2.0
// The agreements: state, parties, what they need and until when.
import type { JSX } from "preact";
import type { Agreement } from "../../api/sharing_types";
import { desk } from "../../desk";
import * as f from "../../format";
import { people } from "../../people";
import { session } from "../../session";
import { store, use_part } from "../../state/store";

export function AgreementsSection(): JSX.Element {
  const agreements = use_part((state) => state.sharing.agreements);
  const focus = use_part((state) => state.sharing.focus);
  const may_draft = people.may("draft_agreement");
  return (
    <section class="sharing-part" aria-labelledby="agreements-title">
      <div class="part-head">
        <h2 id="agreements-title" class="part-title">Agreements</h2>
        {may_draft && <button type="button" class="button" onClick={() => { store.dispatch({ type: "editing", open: true }); }}>New draft</button>}
      </div>
      {agreements !== null && agreements.length === 0 && <p class="muted sharing-empty">No agreements. Write a draft, or check in a file with <code>fairlead agreement</code>; a second person adopts it. Until then nothing leaves this centre.</p>}
      {agreements !== null && agreements.length > 0 && (
        <div class="scroller">
          <table class="plain agreements">
            <thead><tr><th scope="col">Agreement</th><th scope="col">State</th><th scope="col">Parties</th><th scope="col">Assessment</th><th scope="col">Assurances</th><th scope="col" class="number">Valid until</th></tr></thead>
            <tbody>
              {agreements.map((agreement) => <AgreementRow key={`${agreement.id} ${agreement.version}`} agreement={agreement}
                chosen={focus?.kind === "agreement" && focus.id === agreement.id && focus.version === agreement.version} />)}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function AgreementRow({ agreement, chosen }: { agreement: Agreement; chosen: boolean }): JSX.Element {
  const quiet = agreement.state === "withdrawn" || agreement.state === "expired";
  const until = f.parse_instant(agreement.valid_until);
  return (
    <tr class={quiet ? "quiet" : ""}>
      <th scope="row">
        <button type="button" class="matrix-head agreement-name" aria-pressed={chosen} onClick={() => { desk.focus({ kind: "agreement", id: agreement.id, version: agreement.version }); }}>
          <span>{agreement.title}</span>
          <span class="cell-detail">{agreement.id}, version {agreement.version}</span>
        </button>
      </th>
      <td><AgreementState agreement={agreement} /></td>
      <td>{agreement.parties.map(f.agency_words).join(", ")}</td>
      <td><AssessmentWords agreement={agreement} /></td>
      <td><AssuranceWords agreement={agreement} /></td>
      <td class="number">{until === null ? "–" : f.format_day(until)}</td>
    </tr>
  );
}

export function AgreementState({ agreement }: { agreement: Agreement }): JSX.Element {
  const mark = agreement.state === "in_force" ? "live" : agreement.state === "draft" || agreement.state === "not_yet" ? "waiting" : "none";
  return <span class="state"><span class={`mark mark-${mark}`} aria-hidden="true" />{f.agreement_state_words(agreement.state)}</span>;
}

function AssessmentWords({ agreement }: { agreement: Agreement }): JSX.Element {
  const { assessment } = agreement;
  if (!assessment) return <span class="muted">none</span>;
  const left = Date.parse(assessment.expires_at) - session.live_wall();
  if (!assessment.in_force) return <span class="lapsed"><span class="mark mark-withheld" aria-hidden="true" />{left <= 0 ? "expired" : "not in force"}</span>;
  const soon = left < 14 * f.kDay;
  return <span>{assessment.risk} risk<span class={soon ? "cell-detail soon" : "cell-detail"}>{soon ? `ends ${f.format_until(left)}` : `to ${f.format_day(Date.parse(assessment.expires_at))}`}</span></span>;
}

function AssuranceWords({ agreement }: { agreement: Agreement }): JSX.Element {
  const held = agreement.assurances.flatMap((assurance) => assurance.held);
  if (held.length === 0) return <span class="muted">{agreement.assurances.length === 0 ? "none needed" : "–"}</span>;
  const bad = held.filter((item) => item.state !== "in_force");
  if (bad.length === 0) return <span>{f.format_count(held.length)} in force</span>;
  const words = [...new Set(bad.map((item) => item.state))].map((state) => `${bad.filter((item) => item.state === state).length} ${f.held_words(state)}`);
  return <span class="lapsed"><span class="mark mark-withheld" aria-hidden="true" />{words.join(", ")}</span>;
}
