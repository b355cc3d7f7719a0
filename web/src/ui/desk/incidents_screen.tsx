// SPDX-License-Identifier: Apache-2.0
// Incidents & evidence: what is reported to have happened, proposals to stop, the register of evidence.
import type { JSX } from "preact";
import type { CaseworkNow, Incident } from "../../api/casework_types";
import { casework, use_casework, use_thing } from "../../casework";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { people } from "../../people";
import { values_of, type Values } from "../../state/forms";
import { when_words, where_words, add_claim_form, amend_form, assess_incident_form, correct_claim_form, custody_form, decline_form, describe_form, duplicate_form, grade_claim_form, group_form, handling_form, kOpenIncident, propose_form, provenance_form } from "./acts_incidents";
import { reason_form } from "./acts_leads";
import { EvidenceDetail, EvidenceForm } from "./evidence_detail";
import { RenditionForm } from "./renditions";
import { ActForm, type ActSpec } from "./form";
import { IncidentDetail } from "./incident_detail";
import { Head, Missing } from "./lead_detail";
import { Age, DeskFrame, Empty, State, use_past } from "./parts";
import { ProposalCard } from "./proposal";

const kKeys = {
  n: (): void => { if (people.may("operate")) casework.form(4, "open_incident"); },
  e: (): void => { if (people.may("operate")) casework.form(4, "add_evidence"); },
  a: (): void => { const focus = casework.current.focus[4]; if (people.may("operate") && focus?.kind === "thing" && focus.id.startsWith("FL-")) casework.form(4, "add_claim", focus.id); },
};

export function IncidentsScreen(): JSX.Element {
  const book = use_casework((state) => state.book);
  const past = use_past();
  const may = people.may("operate") && !past;
  return (
    <DeskFrame screen={4} name="Incidents & evidence" keys={kKeys} side={<Side />} head={<>
      <dl class="figures"><div><dt>Incidents</dt><dd>{book?.incidents.length ?? "–"}</dd></div><div><dt>Evidence</dt><dd>{book?.evidence.length ?? "–"}</dd></div>{(book?.proposals.some((one) => one.state === "open") ?? false) && <div><dt>Stops proposed</dt><dd>{book?.proposals.filter((one) => one.state === "open").length}</dd></div>}</dl>
      {may && <><button type="button" class="button button-strong" onClick={kKeys.n}>New incident <kbd>N</kbd></button><button type="button" class="button" onClick={kKeys.e}>Add evidence <kbd>E</kbd></button><button type="button" class="button" onClick={() => { casework.form(4, "propose_stop"); }}>Propose a stop</button></>}
    </>}>
      {book && <><Proposals book={book} /><Incidents book={book} /><Register book={book} /></>}
    </DeskFrame>
  );
}

function Proposals({ book }: { book: CaseworkNow }): JSX.Element | null {
  const open = book.proposals.filter((one) => one.state === "open");
  const answered = book.proposals.filter((one) => one.state !== "open").reverse();
  if (book.proposals.length === 0) return null;
  return (
    <section class="sharing-part" aria-labelledby="proposals-title"><h2 id="proposals-title" class="part-title">Stops proposed</h2>
      {open.map((one) => <ProposalCard key={one.id} proposal={one} />)}
      {answered.length > 0 && <ul class="desk-lines">{answered.slice(0, 10).map((one) => <li key={one.id}><button type="button" class="link-button desk-ref" onClick={() => { casework.open(one.id); }}>{one.id}</button> {one.state} by {one.answered_by} <span class="muted">{one.answered_at === undefined ? "" : f.format_dtg(Date.parse(one.answered_at))}{one.answer === undefined || one.answer === "" ? "" : `: ${one.answer}`}</span></li>)}</ul>}
    </section>
  );
}

const opened = (id: string): boolean => { const focus = casework.current.focus[4]; return focus?.kind === "thing" && focus.id === id; };

function Incidents({ book }: { book: CaseworkNow }): JSX.Element {
  return (
    <section class="sharing-part" aria-labelledby="incidents-title"><h2 id="incidents-title" class="part-title">Incidents</h2>
      {book.incidents.length === 0 ? <Empty>Nothing is reported. An incident holds claims, each with its source, side by side; it never becomes one number.</Empty> : (
        <ul class="desk-rows">{[...book.incidents].reverse().map((one) => (
          <li key={one.incident_ref}><button type="button" class="desk-row" data-row aria-pressed={opened(one.incident_ref)} onClick={() => { casework.open(one.incident_ref); }}>
            <span class="desk-row-main"><b>{one.incident_ref}</b> {one.title}<span class="muted">{w.desk_words(one.kind)} · {when_words(one)} · {where_words(one)}{one.actor === undefined ? "" : ` · said of ${f.agency_words(one.actor)}`}</span></span>
            <span class="desk-grade">{w.desk_words(one.assessment?.grade ?? "unassessed")}</span><span class="number">{f.count(one.claims_total, "claim", "claims")}</span><Age since={one.opened_at} />
          </button></li>
        ))}</ul>
      )}
    </section>
  );
}

function Register({ book }: { book: CaseworkNow }): JSX.Element {
  return (
    <section class="sharing-part" aria-labelledby="register-title"><h2 id="register-title" class="part-title">Register of evidence</h2>
      {book.evidence.length === 0 ? <Empty>No evidence is kept. A file is kept bit for bit under its SHA-256; each hand it passes through is written down.</Empty> : (
        <div class="scroller"><table class="plain"><thead><tr><th scope="col">Evidence</th><th scope="col">File</th><th scope="col">Handling</th><th scope="col">SHA-256</th><th scope="col">Taken in</th></tr></thead>
          <tbody>{[...book.evidence].reverse().map((one) => (
            <tr key={one.id}><th scope="row"><button type="button" class="matrix-head agreement-name" data-row aria-pressed={opened(one.id)} onClick={() => { casework.open(one.id); }}>{one.id} {one.title}<span class="cell-detail muted">{one.credit === undefined ? "" : `credit: ${one.credit}`}</span></button></th>
              <td>{one.media_type}<span class="cell-detail muted">{f.format_bytes(one.size)}</span></td>
              <td>{handling_short(one.handling)}{one.altered === true && <State state="refused" />}{one.altered === true && " altered"}{one.destroyed === true && "destroyed by order"}</td>
              <td title={one.sha256}>{one.sha256.slice(0, 8)}…{one.sha256.slice(-4)}</td><td>{f.format_dtg(Date.parse(one.added_at))}<span class="cell-detail muted">{one.added_by}</span></td></tr>
          ))}</tbody></table></div>
      )}
    </section>
  );
}
export function handling_short(handling: { distressing?: boolean; no_publish?: boolean; minors_visible?: boolean; protect_source?: boolean; legal_hold?: boolean; only_for?: string[] } | undefined): string {
  const list = [handling?.no_publish === true ? "not to be published" : "", handling?.minors_visible === true ? "minors visible" : "", handling?.protect_source === true ? "source protected" : "", handling?.distressing === true ? "distressing" : "", handling?.legal_hold === true ? "legal hold" : "", (handling?.only_for?.length ?? 0) > 0 ? `only for ${handling?.only_for?.join(", ") ?? ""}` : ""];
  return list.filter((part) => part !== "").join(", ") || "no limits";
}

function Side(): JSX.Element | null {
  const focus = use_casework((state) => state.focus[4]);
  if (focus === null) return null;
  if (focus.kind === "form") return <IncidentForm key={focus.form + focus.about} form={focus.form} about={focus.about} initial={focus.initial} />;
  if (focus.id.startsWith("FL-")) return <IncidentDetail key={focus.id} id={focus.id} />;
  if (focus.id.startsWith("P-")) return <ProposalPage key={focus.id} id={focus.id} />;
  return <EvidenceDetail key={focus.id} id={focus.id} />;
}

function ProposalPage({ id }: { id: string }): JSX.Element {
  const proposal = use_casework((state) => state.book?.proposals.find((one) => one.id === id));
  return proposal ? <><Head id={id} title="A stop is proposed"><State state={proposal.state} /></Head><div class="detail-body"><div class="part"><ProposalCard proposal={proposal} whole /></div></div></> : <Missing id={id} problem="No such proposal is known." />;
}

function IncidentForm({ form, about, initial }: { form: string; about: string; initial: Values }): JSX.Element {
  const [of = "", claim_id = ""] = about.split(" ");
  const back = (): void => { casework.focus(4, of === "" ? null : { kind: "thing", id: of }); };
  const plain = (spec: ActSpec, start: Values = initial): JSX.Element => <ActForm spec={spec} about={about} initial={start} on_done={(done) => {
    const made = done.made.find((one) => one.noun === "incident" || one.noun === "stop_proposal")?.id;
    if (of === "" && made !== undefined) casework.open(made); else back();
  }} on_leave={back} />;
  if (form === "open_incident") return plain(kOpenIncident);
  if (form === "add_evidence") return <EvidenceForm about={about} initial={initial} on_leave={back} />;
  if (form === "propose_stop") return plain(propose_form(about), { cells: [{}] });
  if (form === "add_rendition") return <RenditionForm id={of} on_leave={back} />;
  if (of.startsWith("P-")) return <OfProposal id={of} plain={plain} />;
  if (of.startsWith("E-")) return <OfEvidence id={of} form={form} plain={plain} />;
  return <OfIncident id={of} claim_id={claim_id} form={form} plain={plain} />;
}

type Plain = (spec: ActSpec, start?: Values) => JSX.Element;
function OfProposal({ id, plain }: { id: string; plain: Plain }): JSX.Element {
  const proposal = use_casework((state) => state.book?.proposals.find((one) => one.id === id));
  return proposal ? plain(decline_form(proposal)) : <Missing id={id} problem="" />;
}
function OfEvidence({ id, form, plain }: { id: string; form: string; plain: Plain }): JSX.Element {
  const evidence = use_casework((state) => state.book?.evidence.find((one) => one.id === id));
  if (!evidence) return <Missing id={id} problem="" />;
  const handling = handling_form(evidence), described = describe_form(evidence);
  if (form === "describe_evidence") return plain(described, values_of(described.fields, { ...evidence }, (at) => f.format_dmm(at, 4)));
  if (form === "note_provenance") return plain(provenance_form(evidence));
  return form === "custody_event" ? plain(custody_form(evidence)) : plain(handling, values_of(handling.fields, { ...evidence }, (at) => f.format_dmm(at, 4)));
}
function OfIncident({ id, claim_id, form, plain }: { id: string; claim_id: string; form: string; plain: Plain }): JSX.Element {
  const { thing: incident, problem } = use_thing<Incident>(id);
  if (!incident) return <Missing id={id} problem={problem} />;
  const claim = incident.claims?.find((one) => one.id === claim_id);
  const start = (spec: ActSpec, body: object): JSX.Element => plain(spec, values_of(spec.fields, { ...body } as Record<string, unknown>, (at) => f.format_dmm(at, 4)));
  switch (form) {
    case "add_claim": return plain(add_claim_form(id));
    case "amend_incident": return start(amend_form(incident), incident);
    case "assess_incident": return plain(assess_incident_form(incident));
    default:
  }
  if (!claim) return <Missing id={id} problem={`There is no claim ${claim_id}.`} />;
  const of = { incident: id, claim: claim.id };
  switch (form) {
    case "correct_claim": return start(correct_claim_form(claim), claim);
    case "grade_claim": return start(grade_claim_form(claim), { reliability: claim.reliability, credibility: claim.credibility });
    case "mark_duplicate": return plain(duplicate_form(claim, incident.claims ?? []));
    case "join_independence_group": return plain(group_form(claim), { group: claim.independence_group ?? "" });
    case "retract_claim": return plain(reason_form("retract_claim", `Retract ${claim.id}`, "Mark as retracted", of, "reason", "The claim stays, marked. Say who retracted it, and why."));
    default: return plain(reason_form("reinstate_claim", `Reinstate ${claim.id}`, "Reinstate", of));
  }
}
