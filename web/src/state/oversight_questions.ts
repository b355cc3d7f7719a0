// SPDX-License-Identifier: Apache-2.0
// Ready questions of an overseer, each answered by the numbers of the records behind it. Pure.
import type { Ask, CaseworkNow } from "../api/casework_types";

const names = (party: string | undefined, agency: string): boolean => party !== undefined && (party === agency || party === agency.slice(0, 3));
const same_hands = (ask: Ask): boolean => ask.approvals?.some((one) => one.account === ask.asked_by || ask.hands?.includes(one.account) === true) === true;

export function ready_questions(book: CaseworkNow): { words: string; ids: string[] }[] {
  const contested = book.incidents.filter((one) => one.assessment?.grade === undefined || /^(unassessed|contested|single_source)$/.test(one.assessment.grade));
  return [
    { words: "Leads live at a partner that an open or contested incident names", ids: book.asks.filter((ask) => ask.state === "live" && contested.some((one) => names(one.actor, ask.agency))).map((ask) => ask.id) },
    { words: "Leads approved by a person who asked, or changed them since", ids: book.asks.filter(same_hands).map((ask) => ask.id) },
    { words: "Proposals to stop that nobody has answered", ids: book.proposals.filter((one) => one.state === "open").map((one) => one.id) },
    { words: "Proposals to stop that were declined", ids: book.proposals.filter((one) => one.state === "declined").map((one) => one.id) },
    { words: "Use reports that are overdue", ids: book.asks.filter((ask) => ask.report === "overdue").map((ask) => ask.id) },
    { words: "Uses against a condition", ids: book.use_reports.filter((one) => (one.breaches?.length ?? 0) > 0).map((one) => one.id) },
    { words: "Requests refused because an unlawful use was declared", ids: book.requests.filter((one) => one.state === "refused" && (one.refused_because?.length ?? 0) > 0 && (one.events?.length ?? 0) === 0).map((one) => one.id) },
    { words: "Evidence whose bytes are no longer what was taken in", ids: book.evidence.filter((one) => one.altered === true).map((one) => one.id) },
    { words: "Error reports that nobody has acknowledged", ids: book.error_reports.filter((one) => one.state === "filed").map((one) => one.id) },
  ];
}
