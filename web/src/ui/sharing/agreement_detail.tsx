// SPDX-License-Identifier: Apache-2.0
// One agreement: who, what, on which conditions, until when; adopting it, and keeping its assurances and assessment.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Agreement, Clause } from "../../api/sharing_types";
import { desk, words_of } from "../../desk";
import * as f from "../../format";
import { people } from "../../people";
import { session } from "../../session";
import { store, use_part } from "../../state/store";
import { Dialog } from "../dialog";
import { AgreementState } from "./agreements";
import { AssessmentFields, kNewAssessment, ready_assessment } from "./assessment_fields";
import { Assurances } from "./assurances";
import { edit_text } from "./draft_editor";
import { DrawerHead, Part } from "./sharing_drawer";

export function AgreementDetail({ id, version }: { id: string; version: number }): JSX.Element {
  const agreements = use_part((state) => state.sharing.agreements);
  const agreement = agreements?.find((item) => item.id === id && item.version === version);
  if (!agreement) return <><DrawerHead title={id} /><p class="empty">{agreements === null ? "Loading" : "No such agreement is known."}</p></>;
  const day = (text: string | undefined): string => { const t = f.parse_instant(text); return t === null ? "–" : f.format_day(t); };
  return (
    <>
      <DrawerHead title={agreement.title}><p class="muted">{agreement.id}, version {agreement.version}</p></DrawerHead>
      <div class="detail-body">
        <section class="part">
          <p><AgreementState agreement={agreement} /></p>
          <dl class="facts">
            <div><dt>Parties</dt><dd>{agreement.parties.map(f.agency_words).join(", ")}</dd></div>
            <div><dt>Purposes</dt><dd>{agreement.purposes.map(f.purpose_words).join(", ")}</dd></div>
            {agreement.legal_basis !== undefined && <div><dt>Basis</dt><dd>{agreement.legal_basis}</dd></div>}
            <div><dt>Valid</dt><dd>{day(agreement.valid_from)} to {day(agreement.valid_until)}</dd></div>
            {agreement.drafted_by !== undefined && <div><dt>Drafted</dt><dd>{agreement.drafted_by}{agreement.drafted_at === undefined ? "" : `, ${day(agreement.drafted_at)}`}</dd></div>}
            {agreement.adopted_by !== undefined && <div><dt>Adopted</dt><dd>{agreement.adopted_by}{agreement.adopted_at === undefined ? "" : `, ${day(agreement.adopted_at)}`}</dd></div>}
            {agreement.reply !== undefined && <div><dt>Withheld</dt><dd>{agreement.reply === "overt" ? "refused in the open" : "silent: as if it did not exist"}</dd></div>}
          </dl>
          <Deeds agreement={agreement} />
        </section>
        <AssessmentPart agreement={agreement} />
        <Assurances agreement={agreement} />
        <Part name="Clauses">
          <ul class="clauses">{agreement.clauses.map((clause) => <ClauseView key={clause.id} clause={clause} />)}</ul>
        </Part>
      </div>
    </>
  );
}

function Deeds({ agreement }: { agreement: Agreement }): JSX.Element {
  const account = use_part((state) => state.people.session?.account);
  const [problem, set_problem] = useState<string | null>(null);
  const [busy, set_busy] = useState(false);
  const [text, set_text] = useState<string | null>(null);
  const [asking, set_asking] = useState(false);
  const own = agreement.drafted_by === account;
  // What is in force ends by whoever may stop; a draft is dropped by whoever may draft.
  const may_withdraw = agreement.state === "draft" ? people.may("draft_agreement") : (agreement.state === "in_force" || agreement.state === "not_yet") && people.may("stop");
  const run = (deed: () => Promise<void>): void => {
    set_busy(true);
    set_problem(null);
    set_asking(false);
    deed().then(() => { set_busy(false); }, (error: unknown) => { set_busy(false); set_problem(words_of(error)); });
  };
  return (
    <>
      <div class="row deeds">
        {agreement.state === "draft" && people.may("adopt_agreement") && !own && <button type="button" class="button button-strong" disabled={busy} onClick={() => { run(() => desk.adopt(agreement)); }}>Adopt</button>}
        <button type="button" class="button" disabled={busy} onClick={() => { run(async () => { set_text(await desk.load_text(agreement)); }); }}>View the text</button>
        {people.may("draft_agreement") && <button type="button" class="button" disabled={busy} onClick={() => { run(async () => { edit_text(await desk.load_text(agreement)); store.dispatch({ type: "editing", open: true }); }); }}>New version</button>}
        {may_withdraw && !asking && <button type="button" class="button" disabled={busy} onClick={() => { set_asking(true); }}>Withdraw</button>}
      </div>
      {asking && <div class="asking">
        <p>{agreement.state === "draft" ? "The draft goes." : "What it allows ends at once. To share again, a new version must be adopted by two people."}</p>
        <div class="row"><button type="button" class="button" onClick={() => { run(() => desk.withdraw(agreement)); }}>Withdraw version {agreement.version}</button><button type="button" class="link-button" onClick={() => { set_asking(false); }}>Keep it</button></div>
      </div>}
      {agreement.state === "draft" && own && <p class="muted">You drafted it; somebody else adopts it.</p>}
      {problem && <p class="form-problem" role="alert">{f.capital(problem)}. Nothing has changed.</p>}
      <Dialog name={`${agreement.id}, version ${agreement.version}`} open={text !== null} wide on_close={() => { set_text(null); }}><pre class="agreement-text" tabIndex={0}>{text}</pre></Dialog>
    </>
  );
}

function AssessmentPart({ agreement }: { agreement: Agreement }): JSX.Element {
  const { assessment } = agreement;
  const [open, set_open] = useState(false);
  const [text, set_text] = useState(kNewAssessment);
  const [problem, set_problem] = useState<string | null>(null);
  const made = ready_assessment(text);
  const left = assessment ? Date.parse(assessment.expires_at) - session.live_wall() : 0;
  const send = (withdrawn: boolean): void => {
    const value = withdrawn && assessment ? { scheme: assessment.scheme, risk: assessment.risk, approver: assessment.approver, expires_at: assessment.expires_at } : made;
    if (!value) return;
    set_problem(null);
    desk.assessment(agreement.id, value, withdrawn).then(() => { set_open(false); }, (error: unknown) => { set_problem(words_of(error)); });
  };
  return (
    <Part name="Assessment">
      {assessment ? (
        <>
          <p class="cell-state"><span class={`mark mark-${assessment.in_force ? "live" : "withheld"}`} aria-hidden="true" />{assessment.in_force ? `in force, ends ${f.format_until(left)}` : left <= 0 ? "expired: nothing leaves under this agreement" : "not in force: nothing leaves under this agreement"}</p>
          <p class="muted">{assessment.scheme}, {assessment.risk} risk, approved by a {f.role_words(assessment.approver)}, to {f.format_day(Date.parse(assessment.expires_at))}</p>
        </>
      ) : <p class="muted">None is needed.</p>}
      {assessment && people.may("assess") && !open && <div class="row deeds"><button type="button" class="button" onClick={() => { set_open(true); }}>New assessment</button>{assessment.in_force && <button type="button" class="link-button" onClick={() => { send(true); }}>withdraw it</button>}</div>}
      {open && (
        <form class="form" onSubmit={(event) => { event.preventDefault(); send(false); }}>
          <AssessmentFields text={text} on_change={set_text} id="assess" />
          <div class="row"><button type="submit" class="button button-strong" disabled={!made}>Put in force</button><button type="button" class="button" onClick={() => { set_open(false); }}>Not now</button></div>
        </form>
      )}
      {problem && <p class="form-problem" role="alert">{f.capital(problem)}. The assessment is as it was.</p>}
    </Part>
  );
}

function ClauseView({ clause }: { clause: Clause }): JSX.Element {
  const effect = clause.effect === "permit" ? "may go" : clause.effect === "refer" ? "to be asked" : "never";
  const rows: [string, string][] = [
    ["For", words(clause.purposes, f.purpose_words) || "every purpose"],
    ["What", words(clause.types, f.field_words)],
    ["Where", clause.everywhere === true ? "everywhere" : words(clause.areas, (name) => name)],
    ["Fields", clause.effect !== "permit" ? "" : f.is_every_field(clause.fields) ? "all" : words(clause.fields, f.field_words)],
    ["Reduced", [clause.grid_m !== undefined && clause.grid_m > 0 ? f.grid_words(clause.grid_m) : "", clause.delay_s !== undefined && clause.delay_s > 0 ? `${f.format_age(clause.delay_s * 1000)} late` : ""].filter((part) => part !== "").join(", ")],
    ["Up to", [clause.level ?? "", ...(clause.caveats ?? [])].filter((part) => part !== "").join(", ")],
    ["Conditions", words(clause.obligations, f.underscores_to_words)],
    ["Needs", words(clause.assurances, (name) => name)],
    ["Basis", clause.basis ?? ""],
  ];
  return (
    <li>
      <p class="clause-head"><b>{clause.id}</b> <span class="muted">{effect}{clause.survives_stop === true ? " · survives a stop" : ""}</span></p>
      <dl class="facts">{rows.map(([name, text]) => text !== "" && <div key={name}><dt>{name}</dt><dd>{text}</dd></div>)}</dl>
    </li>
  );
}

const words = (list: readonly string[] | undefined, say: (word: string) => string): string => (list ?? []).map(say).join(", ");
