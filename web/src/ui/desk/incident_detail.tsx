// SPDX-License-Identifier: Apache-2.0
// One incident: its claims side by side, never merged; bands from lowest to highest with who says which end; what had been
// released before; its evidence.
import type { JSX } from "preact";
import type { Band, Claim, Incident, Said } from "../../api/casework_types";
import { casework, use_casework, use_thing } from "../../casework";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { people } from "../../people";
import { groups_of, kSaid, proposals_for, scale_of, ticks_of } from "../../state/casework_rules";
import { store } from "../../state/store";
import { when_words, where_words } from "./acts_incidents";
import { Head, Missing } from "./lead_detail";
import { Facts, moment, paragraphs, Part, Ref, Refs, use_past, Versions } from "./parts";
import { ProposalCard } from "./proposal";
import { trace_of_incident } from "./trace_values";

export function IncidentDetail({ id }: { id: string }): JSX.Element {
  const { thing: incident, problem } = use_thing<Incident>(id);
  const book = use_casework((state) => state.book);
  const past = use_past();
  if (!incident) return <Missing id={id} problem={problem} />;
  const may = people.may("operate") && !past;
  const claims = incident.claims ?? [];
  const summary = incident.summary;
  const form = (name: string) => (): void => { casework.form(4, name, id); };
  const evidence = (book?.evidence ?? []).filter((one) => one.links?.some((link) => link.to === id || link.to.startsWith(`${id}/`)) === true || claims.some((claim) => claim.evidence?.includes(one.id) === true));
  return (
    <>
      <Head id={id} title={incident.title}><>{w.desk_words(incident.kind)} · <b class="desk-grade">{w.desk_words(incident.grade ?? incident.assessment?.grade ?? "unassessed")}</b>{incident.assessment?.by !== undefined && incident.assessment.by !== "" ? ` · ${w.desk_words(incident.event_status)}` : ""}</></Head>
      <div class="detail-body">
        {book && proposals_for(book, incident).filter((one) => one.state === "open").map((one) => <section key={one.id} class="part desk-warning" aria-label="A stop is proposed"><ProposalCard proposal={one} /></section>)}
        <Part name="Reported">
          <Facts rows={[["When", when_words(incident)], ["Where", where_words(incident)], ["Located by", incident.place?.located_by], ["Said to have acted", incident.actor === undefined ? "nobody named" : f.agency_words(incident.actor)],
            ["Vessels", (incident.vessels?.length ?? 0) > 0 ? incident.vessels?.map((link) => `${w.vessel_words(link.vessel)}${link.confidence === undefined ? "" : `, ${link.confidence} confidence`}${link.reason === undefined ? "" : `: ${link.reason}`}`).join("; ") : "unnamed"],
            ["Graded", incident.assessment?.by === undefined || incident.assessment.by === "" ? "nobody has assessed it yet" : `${incident.assessment.by}, ${moment(incident.assessment.at)}: ${incident.assessment.rule ?? ""}${incident.assessment.dissent === undefined ? "" : `. Dissent: ${incident.assessment.dissent}`}`], ["Last reviewed", moment(incident.last_reviewed_at)], ["About", (incident.about?.length ?? 0) > 0 && <Refs ids={incident.about} />]]} />
          <div class="row deeds"><button type="button" class="button button-strong" disabled={!may} onClick={form("add_claim")}>Add a claim <kbd>A</kbd></button><button type="button" class="button" disabled={!may} onClick={form("assess_incident")}>Grade</button><button type="button" class="button" disabled={!may} onClick={form("amend_incident")}>Amend</button>
            <button type="button" class="button" disabled={!people.may("read_sharing")} onClick={() => { store.dispatch({ type: "screen", screen: 5 }); casework.form(5, "trace", id, trace_of_incident(incident)); }}>What had we shared?</button><Versions id={id} revision={incident.revision} /></div>
          {!may && <p class="muted">{past ? "Nothing can be changed in the past." : "Watch officers and release officers keep incidents."}</p>}
        </Part>
        {summary && claims.length > 0 && (
          <Part name="What they say together">
            {summary.conflict && <p class="lapsed"><span class="link-mark" aria-hidden="true">W</span>&nbsp;Sources conflict.</p>}
            {kSaid.map((said) => <BandView key={said} claims={claims} said={said} band={summary[said]} />)}
            <p class="muted">{f.count(summary.active_claims, "active claim", "active claims")} of {f.count(summary.independent_groups, "independent source", "independent sources")}, {summary.graded_claims} graded. {f.capital(summary.method)}. Missing is never added to killed.</p>
          </Part>
        )}
        <Part name="Claims">
          {claims.length === 0 ? <p class="muted">No claim yet. The incident says nothing until somebody does.</p>
            : <div class="desk-claims">{groups_of(claims).map(({ group, claims: members }) => (
              <div key={members[0]?.id} class={group === "" ? "" : "desk-group"}>{group !== "" && <p class="muted">Independence group “{group}”: one source</p>}{members.map((claim) => <ClaimCard key={claim.id} claim={claim} may={may} />)}</div>
            ))}</div>}
        </Part>
        <Part name="Evidence">{evidence.length === 0 ? <p class="muted">None is linked.</p> : <ul class="desk-lines">{evidence.map((one) => <li key={one.id}><Ref id={one.id} /> {one.title} <span class="muted">{one.media_type}</span></li>)}</ul>}
          <button type="button" class="button" disabled={!may} onClick={() => { casework.form(4, "add_evidence", id, { links: [{ to: id }] }); }}>Add evidence</button></Part>
      </div>
    </>
  );
}

// A band with every claim as a mark; never one number. A table behind it says the same.
function BandView({ claims, said, band }: { claims: readonly Claim[]; said: Said; band: Band | undefined }): JSX.Element | null {
  const { ticks, top } = ticks_of(claims, said);
  if (ticks.length === 0 && (band?.without_number ?? 0) === 0) return null;
  const x = (value: number): number => 8 + (value / top) * 284;
  const height = 22 + ticks.length * 16;
  const words = `${f.capital(said)}: ${w.band_words(band)}`;
  return (
    <figure class="desk-band">
      <figcaption><b>{f.capital(said)} {w.band_words(band)}</b>{band?.conflict === true && <span class="lapsed"> no number fits all</span>}
        <span class="muted"> {[(band?.min_by?.length ?? 0) > 0 ? `lowest: ${band?.min_by?.join(", ") ?? ""}` : "", (band?.max_by?.length ?? 0) > 0 ? `highest: ${band?.max_by?.join(", ") ?? ""}` : "", (band?.open_ended?.length ?? 0) > 0 ? `“at least”: ${band?.open_ended?.join(", ") ?? ""}` : "", (band?.without_number ?? 0) > 0 ? `in words only: ${band?.without_number ?? 0}` : ""].filter((part) => part !== "").join(" · ")}</span></figcaption>
      {ticks.length > 0 && (
        <svg viewBox={`0 0 340 ${height}`} width="100%" role="img" aria-label={`${words}. ${ticks.map((tick) => `${tick.id}: ${tick.from === tick.to ? tick.from : `${tick.from} to ${tick.to}`}${tick.open ? " or more" : ""}${tick.active ? "" : ", no longer active"}`).join("; ")}`}>
          {scale_of(top).map((value) => <g key={value}><line x1={x(value)} x2={x(value)} y1="14" y2={height} class="desk-band-grid" /><text x={x(value)} y="10" text-anchor="middle" class="desk-band-number">{value}</text></g>)}
          {ticks.map((tick, index) => {
            const y = 24 + index * 16;
            return (
              <g key={tick.id} class={tick.active ? "desk-band-tick" : "desk-band-tick desk-band-gone"}>
                {tick.to > tick.from && <line x1={x(tick.from)} x2={x(tick.to)} y1={y} y2={y} />}
                <circle cx={x(tick.from)} cy={y} r="4" />{tick.to > tick.from && <circle cx={x(tick.to)} cy={y} r="4" />}
                {tick.open && <path d={`M${x(tick.from) + 6} ${y}h14m-5 -4l5 4l-5 4`} />}
                <text x={Math.min(x(tick.to) + (tick.open ? 24 : 8), 316)} y={y + 4}>{tick.id}</text>
              </g>
            );
          })}
        </svg>
      )}
    </figure>
  );
}

function ClaimCard({ claim, may }: { claim: Claim; may: boolean }): JSX.Element {
  const says = claim.says ?? {};
  const active = claim.status === "active";
  const form = (name: string) => (): void => { casework.form(4, name, `${claim.incident} ${claim.id}`); };
  const numbers = kSaid.map((said) => { const words = w.count_words(says[said]); return words === "" ? "" : `${words} ${said}`; }).filter((part) => part !== "");
  return (
    <article class={`desk-claim${active ? "" : " desk-claim-gone"}`} aria-label={`Claim ${claim.id}`}>
      <p class="desk-claim-head"><b>{claim.id}</b> <span class="desk-claim-source">{claim.source}</span><span class="muted">{w.desk_words(claim.source_type)}{claim.source_scale === undefined ? "" : `, ${claim.source_scale}`}</span><span class="desk-claim-grade" title="Reliability of the source, credibility of the statement">{claim.reliability ?? "–"}{claim.credibility ?? "–"}</span></p>
      {!active && <p class="lapsed"><span class="mark mark-withheld" aria-hidden="true" />{f.capital(claim.status)}{claim.corrected_by !== undefined ? ` by ${claim.corrected_by}` : ""}{claim.duplicate_of !== undefined ? ` of ${claim.duplicate_of}` : ""}, {claim.status_by}: {claim.status_because}</p>}
      {claim.corrects !== undefined && <p class="muted">Corrects {claim.corrects}.</p>}
      <p class="desk-claim-says">{numbers.join(" · ") || (claim.original_text === undefined ? "no number" : "")}</p>
      {(says.persons?.length ?? 0) > 0 && <p>{says.persons?.map((one) => `${one.n === undefined ? "" : `${one.n} `}“${one.described_as}”`).join(", ")} <span class="muted">as this source describes them</span></p>}
      <Facts rows={[["Actor", says.actor === undefined ? undefined : `${f.agency_words(says.actor)}, ${w.desk_words(says.actor_claim ?? "suspected")}`], ["Where", says.place], ["When", says.time], ["Vessel", says.vessel], ["Cause", says.cause], ["Legal basis claimed", says.legal_basis], ["Evidence", (claim.evidence?.length ?? 0) > 0 && <Refs ids={claim.evidence} />], ["Published", moment(claim.published_at)], ["Address", claim.url]]} />
      {claim.original_text !== undefined && <blockquote lang={claim.language}>{paragraphs(claim.original_text)}</blockquote>}
      {claim.translation !== undefined && <p class="desk-words"><span class="muted">Translated by {claim.translated_by}: </span>{claim.translation}</p>}
      <p class="muted">added by {claim.added_by}, {moment(claim.added_at)} <Versions id={`${claim.incident}/${claim.id}`} revision={claim.revision} /></p>
      {may && <div class="row">{active ? <><button type="button" class="link-button" onClick={form("grade_claim")}>grade</button><button type="button" class="link-button" onClick={form("join_independence_group")}>independence</button><button type="button" class="link-button" onClick={form("correct_claim")}>correct</button><button type="button" class="link-button" onClick={form("retract_claim")}>retracted</button><button type="button" class="link-button" onClick={form("mark_duplicate")}>duplicate</button></> : <button type="button" class="link-button" onClick={form("reinstate_claim")}>reinstate</button>}<span class="off-screen">{claim.id}</span></div>}
    </article>
  );
}
