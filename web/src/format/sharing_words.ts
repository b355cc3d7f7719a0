// SPDX-License-Identifier: Apache-2.0
// Says in words what is shared, stopped and recalled. The words of a stop are exact: cut, recall sent, recall confirmed by
// the partner, already read. Nothing here says that something was deleted elsewhere, for that cannot be known.
import type { AgreementState, Held, Reach, Recall, Stop } from "../api/sharing_types";
import type { CellState } from "../state/sharing_matrix";
import { format_count, format_bytes } from "./units";
import { underscores_to_words } from "./words";

const kPurposes: Record<string, string> = {
  law_enforcement_interdiction: "law-enforcement interdiction",
};
export const purpose_words = (purpose: string): string => kPurposes[purpose] ?? underscores_to_words(purpose);

const kShortPurposes: Record<string, string> = {
  search_and_rescue: "Rescue", law_enforcement_interdiction: "Interdiction", prosecution: "Prosecution",
  safety_of_navigation: "Navigation", fisheries: "Fisheries", environmental_response: "Environment", general_awareness: "Awareness",
};
export const short_purpose = (purpose: string): string => kShortPurposes[purpose] ?? capital(purpose_words(purpose));

export const role_words = (role: string): string => underscores_to_words(role);
const kFields: Record<string, string> = { mmsi: "MMSI", imo: "IMO", eta: "ETA", ais: "AIS" };
export const field_words = (field: string): string => kFields[field] ?? underscores_to_words(field);
const kFieldsCount = 23;
export const is_every_field = (fields: readonly string[]): boolean => fields.length >= kFieldsCount || fields.includes("all");
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

// `XAA/coast_guard` is `XAA coast guard`.
export function agency_words(agency: string): string {
  const [state = "", name] = agency.split("/");
  return name === undefined ? state : `${state} ${underscores_to_words(name)}`;
}

const kCells: Record<CellState, string> = { live: "live", waiting: "ready", withheld: "withheld", stopped: "stopped", none: "" };
export const cell_words = (state: CellState): string => kCells[state];

const kAgreementStates: Record<AgreementState, string> = { draft: "draft", in_force: "in force", withdrawn: "withdrawn", expired: "expired", not_yet: "not yet valid" };
export const agreement_state_words = (state: AgreementState): string => kAgreementStates[state] ?? underscores_to_words(state);

const kHeld: Record<Held, string> = { in_force: "in force", lapsed: "lapsed", breached: "breached", missing: "not given" };
export const held_words = (state: Held): string => kHeld[state] ?? underscores_to_words(state);

const kOutcomes: Record<string, string> = {
  permit: "released", permit_reduced: "released, reduced", refer: "referred", withhold: "withheld", refuse: "refused",
  suspended: "stopped", indeterminate: "undecided, so withheld",
};
export const outcome_words = (outcome: string): string => kOutcomes[outcome] ?? underscores_to_words(outcome);
export const is_released = (outcome: string): boolean => outcome === "permit" || outcome === "permit_reduced";

const kAnswers: Record<Recall["answer"], string> = {
  sent: "recall sent", seen: "recall sent, seen by the partner", confirmed: "recall confirmed by the partner",
  silent: "recall sent, no answer", refused: "recall sent, the partner refuses",
};
export const recall_words = (answer: Recall["answer"]): string => kAnswers[answer] ?? "recall sent";

export interface Reached { cut: number; recalls: number; confirmed: number; already_read: number }
export function reached(recalls: readonly Recall[] | undefined, covers: number): Reached {
  const list = recalls ?? [];
  return {
    cut: covers,
    recalls: list.length,
    confirmed: list.filter((recall) => recall.answer === "confirmed").length,
    already_read: list.reduce((total, recall) => total + (recall.releases_total ?? 0), 0),
  };
}

export function reach_words(reach: Reach | undefined): string[] {
  if (!reach) return [];
  return [
    `${count(reach.deliveries_dropped, "delivery", "deliveries")} dropped unsent`,
    `${format_bytes(reach.kernel_bytes)} were in the kernel's buffers`,
    `${count(reach.connections_closed, "connection", "connections")} closed`,
  ];
}

export const count = (number: number, one: string, many: string): string => `${format_count(number)} ${number === 1 ? one : many}`;

export function grid_words(grid_m: number): string {
  return grid_m >= 1000 && grid_m % 1000 === 0 ? `${grid_m / 1000} km grid` : `${format_count(grid_m)} m grid`;
}

export function list_words(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1] ?? ""}`;
}

// What a stop covers: `XAA coast guard, every purpose`.
export function stop_words(stop: Pick<Stop, "agency" | "partner" | "purpose" | "type" | "area" | "text">): string {
  const whole = stop.agency === undefined && stop.partner === undefined;
  const who = stop.agency !== undefined ? agency_words(stop.agency) : stop.partner !== undefined ? `${stop.partner}, every agency` : "Every partner";
  const what = stop.purpose === undefined ? "every purpose" : purpose_words(stop.purpose);
  const type = stop.type === undefined ? "" : `, ${underscores_to_words(stop.type)} only`;
  const area = stop.area === undefined ? "" : stop.area.name === undefined ? ", in one area" : `, in ${stop.area.name}`;
  return whole && stop.purpose === undefined && type === "" && area === "" && stop.text !== "" && !/^every partner/i.test(stop.text) ? stop.text : `${who}, ${what}${type}${area}`;
}
