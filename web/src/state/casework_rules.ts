// SPDX-License-Identifier: Apache-2.0
// What follows from the things on the desk, for the screens: who may approve and why not, which step comes next, what was
// known of a vessel before, which stops a proposal asks for. The server decides; this says beforehand what it will say. Pure.
import type { Ask, Case, CaseworkNow, Claim, Count, DeskRequest, DeskVessel, Earlier, Incident, Lead, Proposal, Said } from "../api/casework_types";
import type { StopOrder } from "../api/sharing_types";

export interface Seat { account: string; role: string; permissions: readonly string[] }

// Why the button "Approve" is off; null when it is on.
export function why_not_approve(ask: Ask, seat: Seat): string | null {
  if (ask.state !== "asked") return `It is ${ask.state} already.`;
  if (ask.hands?.includes(seat.account) === true || ask.asked_by === seat.account) {
    return ask.asked_by === seat.account ? "You asked for it: another person approves." : "You changed the lead after it was asked for: another person approves.";
  }
  if (ask.approvals?.some((approval) => approval.account === seat.account) === true) return "You have approved it. Another person is needed.";
  if (seat.role !== "release_officer" && seat.role !== "legal_adviser") return `A release officer approves${ask.needs_legal_adviser ? ", and a legal adviser" : ""}.`;
  if (seat.role === "legal_adviser" && !ask.needs_legal_adviser) return "A release officer approves. No legal adviser is needed.";
  if ((ask.bars?.length ?? 0) > 0) return `It cannot be approved as it stands: ${ask.bars?.join("; ") ?? ""}.`;
  return null;
}
export const may_refuse = (ask: Ask, seat: Seat): boolean => ask.state === "asked" && (seat.permissions.includes("approve_release") || seat.role === "legal_adviser");

// Those that wait for the person who sits here come first.
export function asks_waiting(asks: readonly Ask[], seat: Seat): { ask: Ask; mine: boolean }[] {
  return asks.filter((ask) => ask.state === "asked")
    .map((ask) => ({ ask, mine: waits_for(ask, seat) }))
    .sort((a, b) => Number(b.mine) - Number(a.mine) || a.ask.asked_at.localeCompare(b.ask.asked_at));
}
export function waits_for(ask: Ask, seat: Seat): boolean {
  if (ask.state !== "asked" || ask.hands?.includes(seat.account) === true || ask.approvals?.some((approval) => approval.account === seat.account || approval.role === seat.role) === true) return false;
  return seat.role === "release_officer" || (seat.role === "legal_adviser" && ask.needs_legal_adviser);
}

// --- columns of leads and cases -------------------------------------------------------------------------------------

export const kColumns = ["Leads", "Intercept", "Boarded", "Seized", "Closed"] as const;
export type Column = (typeof kColumns)[number];
export function column_of_case(one: Pick<Case, "state" | "stage">): Column {
  if (one.state === "closed") return "Closed";
  switch (one.stage) {
    case "board": case "search": return "Boarded";
    case "seize": case "detain": case "hand_over": return "Seized";
    default: return "Intercept";
  }
}
export const is_working = (lead: Lead): boolean => lead.state === "open" && lead.in_case === undefined;

// Which steps may be recorded now; the first that is usual and missing is proposed.
const kNeeds: Record<string, readonly string[]> = { search: ["board"], seize: ["board"], detain: ["board"], hand_over: ["board", "seize", "detain", "assist"] };
export function steps_open(usual: readonly string[], recorded: readonly string[]): { kind: string; why: string | null }[] {
  return usual.map((kind) => {
    const needed = kNeeds[kind];
    return { kind, why: needed && !needed.some((one) => recorded.includes(one)) ? `comes after ${needed.map((one) => one.replace("_", " ")).join(" or ")}` : null };
  });
}
export const next_step = (usual: readonly string[], recorded: readonly string[]): string | null =>
  steps_open(usual, recorded).find((step) => step.why === null && !recorded.includes(step.kind))?.kind ?? null;
export const act_of_step = (kind: string): string | null =>
  ({ track: "observe", intercept: "approach", board: "board", search: "search", seize: "seize_goods", detain: "arrest_persons", assist: "render_assistance" })[kind] ?? null;

// --- a vessel's history ---------------------------------------------------------------------------------------------

const same = (a: string | undefined, b: string | undefined): boolean => a !== undefined && b !== undefined && a.trim() !== "" && a.trim().toUpperCase() === b.trim().toUpperCase();
export function history_of(book: CaseworkNow, vessel: DeskVessel, without = ""): Earlier[] {
  const found: (Earlier & { strength: number })[] = [];
  const consider = (other: DeskVessel | undefined, id: string, what: string, at: string): void => {
    if (!other || id === without || found.some((one) => one.id === id)) return;
    const name = same(vessel.name, other.name);
    const how: [number, string] = vessel.imo !== undefined && vessel.imo === other.imo ? [6, "same IMO number"] : same(vessel.track, other.track) ? [5, "same track"]
      : vessel.mmsi !== undefined && vessel.mmsi === other.mmsi ? [name ? 4 : 3, name ? "same MMSI and name" : "same MMSI"]
        : same(vessel.call_sign, other.call_sign) ? [2, "same call sign"] : name ? [1, "same name"] : [0, ""];
    if (how[0] > 0) found.push({ id, what, how: how[1], at, strength: how[0] });
  };
  for (const one of book.cases) consider(one.vessel, one.id, one.title, one.opened_at);
  for (const one of book.leads) consider(one.vessel, one.id, one.title, one.drafted_at);
  for (const one of book.incidents) for (const link of one.vessels ?? []) consider(link.vessel, one.incident_ref, one.title, one.opened_at);
  return found.sort((a, b) => b.strength - a.strength || b.at.localeCompare(a.at)).map(({ strength: _, ...one }) => one);
}

// --- requests -------------------------------------------------------------------------------------------------------

// Whether a request of ours waits to be sent, for the first time or after a stop.
const waits_to_be_sent = (request: Pick<DeskRequest, "agency" | "purpose" | "direction" | "sent_at" | "stopped_by">): boolean =>
  request.direction === "outgoing" && (request.sent_at === undefined || request.stopped_by !== undefined) && request.agency.includes("/") && request.purpose !== undefined;

// Which answers can follow.
export function steps_of_request(request: Pick<DeskRequest, "kind" | "state"> & Partial<DeskRequest>): string[] {
  const answers = answers_to(request);
  return answers.length > 0 && request.agency !== undefined && waits_to_be_sent({ ...request, agency: request.agency }) ? ["send", ...answers] : answers;
}
function answers_to({ kind, state }: Pick<DeskRequest, "kind" | "state">): string[] {
  if (kind !== "flag_confirmation") {
    if (state === "asked" || state === "acknowledged") return [...(state === "asked" ? ["acknowledge"] : []), kind === "information" ? "provide" : "agree", "refuse", "withdraw"];
    return state === "agreed" ? ["report_results", "withdraw"] : [];
  }
  switch (state) {
    case "asked": return ["acknowledge", "confirm_registry", "deny_registry", "cannot_confirm", "refuse", "withdraw"];
    case "acknowledged": case "cannot_confirm": return ["confirm_registry", "deny_registry", ...(state === "acknowledged" ? ["cannot_confirm"] : []), "refuse", "withdraw"];
    case "registry_confirmed": return ["ask_authorisation", "authorise", "deny_authorisation", "withdraw"];
    case "authorisation_asked": return ["authorise", "deny_authorisation", "withdraw"];
    case "authorised": return ["report_results", "withdraw"];
    default: return [];
  }
}
export const is_open_request = (request: DeskRequest): boolean => steps_of_request(request).length > 0;
// From when the clock of a request counts, until when.
export function waited_ms(request: DeskRequest, now_ms: number): { ms: number; running: boolean } {
  const asked = [...(request.events ?? [])].reverse().find((event) => event.step === "ask_authorisation");
  const begun = Date.parse(asked?.at ?? request.filed_at);
  const running = ["asked", "acknowledged", "authorisation_asked"].includes(request.state);
  const last = request.events?.[request.events.length - 1];
  return { ms: Math.max(0, (running ? now_ms : last ? Date.parse(last.at) : begun) - begun), running };
}

// --- claims ---------------------------------------------------------------------------------------------------------

export const kSaid: readonly Said[] = ["killed", "injured", "missing", "survivors", "detained"];
export interface Tick { id: string; source: string; from: number; to: number; open: boolean; active: boolean }
// One mark for each claim that gives a number, on one scale: never a sum, never a mean.
export function ticks_of(claims: readonly Claim[], said: Said): { ticks: Tick[]; top: number } {
  const ticks: Tick[] = [];
  for (const claim of claims) {
    const count: Count | undefined = claim.says?.[said];
    if (count?.min === undefined && count?.max === undefined) continue;
    const from = count.min ?? 0;
    ticks.push({ id: claim.id, source: claim.source, from, to: count.max ?? from, open: count.max === undefined, active: claim.status === "active" });
  }
  const highest = Math.max(1, ...ticks.map((tick) => tick.to));
  const step = highest <= 6 ? 1 : highest <= 12 ? 2 : highest <= 30 ? 5 : highest <= 60 ? 10 : highest <= 120 ? 20 : 10 ** Math.floor(Math.log10(highest));
  return { ticks, top: Math.ceil((highest + (ticks.some((tick) => tick.open) ? step / 2 : 0)) / step) * step };
}
export const scale_of = (top: number): number[] => { const step = top <= 6 ? 1 : top <= 12 ? 2 : top <= 30 ? 5 : top <= 60 ? 10 : top <= 150 ? 20 : top / 5; return Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => Math.round(index * step)); };
// Claims that count as one source stand together.
export function groups_of(claims: readonly Claim[]): { group: string; claims: Claim[] }[] {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    const key = claim.independence_group === undefined || claim.independence_group === "" ? ` ${claim.id}` : claim.independence_group;
    groups.set(key, [...(groups.get(key) ?? []), claim]);
  }
  return [...groups].map(([group, members]) => ({ group: group.startsWith(" ") ? "" : group, claims: members }));
}

// --- proposals to stop ----------------------------------------------------------------------------------------------

// An agency or a whole State; one purpose or all.
export const orders_of = (proposal: Pick<Proposal, "cells" | "id" | "because_of">): StopOrder[] => proposal.cells.map((cell) => ({
  ...(cell.agency.includes("/") ? { agency: cell.agency } : { partner: cell.agency }),
  ...(cell.purpose === undefined ? {} : { purpose: cell.purpose as NonNullable<StopOrder["purpose"]> }),
  reason: `${proposal.id}${proposal.because_of === undefined ? "" : `, because of ${proposal.because_of}`}`,
}));
export const proposals_for = (book: Pick<CaseworkNow, "proposals">, incident: Pick<Incident, "incident_ref">): Proposal[] => book.proposals.filter((one) => one.because_of === incident.incident_ref);

// --- where things stand ---------------------------------------------------------------------------------------------

// On which screen a thing is shown.
export function screen_of(id: string): 2 | 4 | 5 | null {
  if (/^(L|A|Q|U|C)-\d+$/.test(id)) return 2;
  if (/^(E|P)-\d+$/.test(id) || /^FL-\d{4}-\d+/.test(id)) return 4;
  return /^(AS|ER|ST|D|M)-\d+$/.test(id) ? 5 : null;
}
