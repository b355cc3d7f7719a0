// SPDX-License-Identifier: Apache-2.0
// The forms that open beside the Leads & cases screen.
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { casework, use_casework, use_thing } from "../../casework";
import type { Ask, DeskRequest, DeskVessel, Lead } from "../../api/casework_types";
import * as f from "../../format";
import { history_of, screen_of } from "../../state/casework_rules";
import { values_of, type Option, type Values } from "../../state/forms";
import { use_part } from "../../state/store";
import { case_values, kOpenCase } from "./acts_cases";
import { answer_form, ask_form, change_lead, kDraftLead, kFileRequest, reason_form, use_report_form } from "./acts_leads";
import { kLogLine } from "./acts_oversight";
import { ActForm, type ActSpec } from "./form";
import { History } from "./parts";

interface Props { form: string; about: string; initial: Values }

export function LeadsForm({ form, about, initial }: Props): JSX.Element {
  const back = (): void => { casework.focus(2, about !== "" && /^[A-Z]+-\d/.test(about) ? { kind: "thing", id: about.split(" ")[0] ?? about } : null); };
  const show = (id: string | undefined): void => { if (id === undefined) back(); else casework.open(id); };
  const plain = (spec: ActSpec, start: Values = initial): JSX.Element =>
    <ActForm spec={spec} about={about} initial={start} on_done={(done) => { show(done.made.find((one) => screen_of(one.id) === 2)?.id ?? (about === "" ? done.changed[0] : about.split(" ")[0])); }} on_leave={back} />;
  switch (form) {
    case "draft_lead": return <><Before initial={initial} />{plain(kDraftLead)}</>;
    case "open_case": return plain(kOpenCase);
    case "file_request": return plain(kFileRequest);
    case "add_log_line": return plain(kLogLine);
    case "change_lead": return <WithLead id={about} show={(lead) => plain(change_lead(lead), values_of(change_lead(lead).fields, { ...lead }, (at) => f.format_dmm({ lat: at.lat, lon: at.lon }, 4)))} />;
    case "ask_to_share": return <WithLead id={about} show={(lead) => <AskForm lead={lead} plain={plain} />} />;
    case "case_of_lead": return <WithLead id={about} show={(lead) => <><History list={lead.history} />{plain(kOpenCase, case_values(lead))}</>} />;
    case "withdraw_lead": return plain(reason_form("withdraw_lead", `Withdraw ${about}`, "Withdraw the lead", { lead: about }, "reason", "With all its asks, waiting and live. What partners have read stays read; a recall is asked for."));
    case "withdraw_ask": return plain(reason_form("withdraw_ask", `Withdraw ${about}`, "Withdraw the ask", { ask: about }));
    case "refuse_ask": return plain(reason_form("refuse_ask", `Refuse ${about}`, "Refuse", { ask: about }));
    case "file_use_report": return <WithAsk id={about} show={(ask) => plain(use_report_form(ask))} />;
    default: return <WithRequest id={about} show={(request) => plain(answer_form(request, form))} />;
  }
}

function WithLead({ id, show }: { id: string; show: (lead: Lead) => JSX.Element }): JSX.Element {
  const { thing, problem } = use_thing<Lead>(id);
  return thing ? show(thing) : <p class="empty">{problem === "" ? "Loading" : problem}</p>;
}
function WithAsk({ id, show }: { id: string; show: (ask: Ask) => JSX.Element }): JSX.Element {
  const { thing, problem } = use_thing<Ask>(id);
  return thing ? show(thing) : <p class="empty">{problem === "" ? "Loading" : problem}</p>;
}
function WithRequest({ id, show }: { id: string; show: (request: DeskRequest) => JSX.Element }): JSX.Element {
  const { thing, problem } = use_thing<DeskRequest>(id);
  return thing ? show(thing) : <p class="empty">{problem === "" ? "Loading" : problem}</p>;
}

function AskForm({ lead, plain }: { lead: Lead; plain: (spec: ActSpec, start?: Values) => JSX.Element }): JSX.Element {
  const now = use_part((state) => state.sharing.now);
  const agencies = useMemo<Option[]>(() => (now?.partners ?? []).map((partner) => [partner.agency, f.agency_words(partner.agency)] as const), [now === null]);
  const start: Values = { ...(lead.suggested_purpose === undefined ? {} : { purpose: lead.suggested_purpose }), ...(agencies.length === 1 ? { agency: agencies[0]?.[0] ?? "" } : {}) };
  return plain(ask_form(lead, agencies), start);
}

// What is known of the vessel stands before the form: repeat history before tasking.
function Before({ initial }: { initial: Values }): JSX.Element | null {
  const book = use_casework((state) => state.book);
  const vessel: DeskVessel = {};
  for (const name of ["track", "name", "call_sign"] as const) { const value = initial[`vessel/${name}`]; if (typeof value === "string") vessel[name] = value; }
  for (const name of ["imo", "mmsi"] as const) { const value = initial[`vessel/${name}`]; if (typeof value === "string") vessel[name] = Number(value); }
  return book && Object.keys(vessel).length > 0 ? <History list={history_of(book, vessel)} /> : null;
}
