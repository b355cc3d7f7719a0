// SPDX-License-Identifier: Apache-2.0
// One lead: what is known of its vessel first, then the statement with its provenance, then what was asked with it.
import type { JSX } from "preact";
import type { Lead } from "../../api/casework_types";
import { casework, use_thing } from "../../casework";
import * as f from "../../format";
import * as w from "../../format/desk_words";
import { people } from "../../people";
import { ListedPart } from "./listed";
import { Ends, Facts, History, label_words, moment, paragraphs, Part, place, Ref, Refs, State, use_past, Versions } from "./parts";

export function Head({ id, title, children }: { id: string; title: string; children?: JSX.Element | string | null }): JSX.Element {
  return <header class="drawer-head desk-head"><div class="detail-title"><h2>{title}</h2><p class="muted">{id}{children !== undefined && children !== null && <> · {children}</>}</p></div></header>;
}
export const Missing = ({ id, problem }: { id: string; problem: string }): JSX.Element => <><Head id={id} title={id} /><p class="empty">{problem === "" ? "Loading" : problem}</p></>;

export function LeadDetail({ id }: { id: string }): JSX.Element {
  const { thing: lead, problem } = use_thing<Lead>(id);
  const past = use_past();
  if (!lead) return <Missing id={id} problem={problem} />;
  const may = people.may("ask_release") && !past && lead.state === "open";
  const form = (name: string) => (): void => { casework.form(2, name, lead.id); };
  const in_case = lead.in_case ?? lead.case;
  return (
    <>
      <Head id={lead.id} title={lead.title}><State state={lead.state} /></Head>
      <div class="detail-body">
        <History list={lead.history} />
        <ListedPart vessel={lead.vessel} />
        <Part name="Statement">
          {paragraphs(lead.statement)}
          <Facts rows={[
            ["Vessel", lead.vessel?.track === undefined ? w.vessel_words(lead.vessel) : <>{w.vessel_words({ ...lead.vessel, track: "" })} <Ref id={lead.vessel.track} /></>], ["Confidence", w.desk_words(lead.confidence)], ["Position", place(lead.position)], ["Observed", moment(lead.observed_at)],
            ["Rests on", (lead.because?.length ?? 0) > 0 && <Refs ids={lead.because} />], ["Reasoning", lead.reasoning], ["Label", label_words(lead.label)], ["Tear line", lead.tear_line ?? "none: whoever may not have all gets nothing"],
            ["For", lead.suggested_purpose === undefined ? undefined : f.purpose_words(lead.suggested_purpose)], ["Ends", <Ends at={lead.expires_at} state={lead.state} />], ["Drafted", `${lead.drafted_by}, ${moment(lead.drafted_at)}`],
            ["Changed", lead.text_version > 1 ? `${lead.changed_by ?? ""}, text version ${lead.text_version}` : undefined], ["Ended", lead.ended_because], ["From", lead.origin && `${lead.origin.originator ?? ""} through ${lead.origin.source}, as ${lead.origin.reference}: it goes on with their consent alone`], ["Case", in_case !== undefined && <Ref id={in_case} />],
          ]} />
          <Versions id={lead.id} revision={lead.revision} />
        </Part>
        <Part name="Asked for">
          {(lead.asks?.length ?? 0) === 0 ? <p class="muted">Nobody has asked to share it. It has not left.</p> : (
            <ul class="desk-lines">{lead.asks?.map((ask) => <li key={ask.id}><Ref id={ask.id} /> {f.agency_words(ask.agency)}, {f.purpose_words(ask.purpose)}: <State state={ask.state} />{ask.missing_approvals !== undefined && ask.missing_approvals !== "" && <span class="muted desk-under">{w.plain_words(ask.missing_approvals)}</span>}</li>)}</ul>
          )}
          <div class="row deeds">
            <button type="button" class="button button-strong" disabled={!may} onClick={form("ask_to_share")}>Ask for release</button>
            <button type="button" class="button" disabled={!people.may("operate") || past || in_case !== undefined} onClick={form("case_of_lead")}>Open a case</button>
            <button type="button" class="button" disabled={!may} onClick={form("change_lead")}>Change</button>
            <button type="button" class="link-button" disabled={!may} onClick={form("withdraw_lead")}>Withdraw</button>
          </div>
          {!may && <p class="muted">{past ? "Nothing can be changed in the past." : lead.state !== "open" ? `It is ${lead.state}: draft a new lead.` : "Watch officers and release officers ask for release."}</p>}
        </Part>
      </div>
    </>
  );
}
