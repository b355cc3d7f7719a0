// SPDX-License-Identifier: Apache-2.0
// Lists of designated vessels, which of their rows could be a vessel, and what people decided about it; the register of
// statement templates; time stamps as checked now. Types beyond the contract's as docs/reference/desk.md tells them.
import { call, send_file } from "./client";
import type { DeskDone, DeskVessel } from "./casework_types";
import type { Problem } from "./types";
import type { StatementTemplate, TimeStamps } from "./schema";
import { RequestFailed } from "./client";

export type Verdict = "same" | "not_the_same" | "cannot_tell";
export interface ImportReport { rows: number; entities: number; vessels: number; broken: number; dropped: number; added: number; changed: number; removed: number; faults?: string[] }
export interface ListSnapshot {
  id: string; list: string; title?: string; publisher: string; licence: string; from?: string; format: string; sha256: string; size: number; published_at?: string;
  report: ImportReport; before?: string; loaded_by: string; loaded_at: string;
}
export interface Said { verdict: Verdict; reason: string; by: string; at: string }
// The word that stands; `earlier` is what was said before, oldest first.
export interface MatchSaid extends Said { id: string; subject: DeskVessel; list: string; entity: string; caption?: string; entity_digest: string; evidence?: string[]; earlier?: Said[] }
// In the words of FollowTheMoney.
export interface Entity {
  id: string; schema?: string; caption: string; name?: string[]; alias?: string[]; previousName?: string[]; flag?: string[]; pastFlags?: string[]; type?: string[];
  topics?: string[]; programId?: string[]; sanctions?: string[]; owner?: string[]; sourceUrl?: string; first_seen?: string; last_seen?: string;
}
export interface Compared { feature: string; agrees: boolean; words: string; query: string; candidate: string }
export interface Candidate { entity: Entity; ground: string; compared: Compared[]; digest: string; decided?: MatchSaid; said_before?: MatchSaid }
export interface Caution { does: string[]; does_not: string[] }
export interface Listed { vessel: DeskVessel; lists: { list: string; snapshot: string; loaded_at: string; candidates: Candidate[] }[]; caution: Caution }
export interface DesignationsNow { lists: ListSnapshot[]; matches: MatchSaid[]; caution: Caution }
export interface ListTried { loaded: boolean; done: DeskDone; list: ListSnapshot }

const query = (values: Readonly<Record<string, string | null | undefined>>): string => {
  const parts = Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== "").map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return parts.length > 0 ? `?${parts.join("&")}` : "";
};
const text = (value: number | undefined, digits: number): string | undefined => (value === undefined ? undefined : String(value).padStart(digits, "0"));

export const fetchDesignations = (at: string | null, signal?: AbortSignal): Promise<DesignationsNow> => call(`/api/v1/designations${query({ at })}`, { signal });
// What identifies a vessel, as the lists are asked about it; null where there is nothing to compare.
export function listed_question(vessel: DeskVessel | undefined): Record<string, string | undefined> | null {
  const asked = { name: vessel?.name, call_sign: vessel?.call_sign, flag: vessel?.flag, mmsi: text(vessel?.mmsi, 9), imo: text(vessel?.imo, 7), type: vessel?.type };
  return (asked.name ?? asked.call_sign ?? asked.mmsi ?? asked.imo ?? "") === "" ? null : asked;
}
export const fetchListed = (asked: Record<string, string | undefined>, at: string | null, signal?: AbortSignal): Promise<Listed> => call(`/api/v1/designations/match${query({ ...asked, at })}`, { signal });
// A refused parameter stands at its field: `#/query/publisher` is the form's `/publisher`.
export async function loadList(asked: Readonly<Record<string, string | undefined>>, file: Blob, progress: (share: number) => void, signal: AbortSignal): Promise<ListTried> {
  try {
    return await send_file<ListTried>(`/api/v1/designations${query(asked)}`, file, progress, signal);
  } catch (error) {
    if (!(error instanceof RequestFailed) || error.problem?.errors === undefined) throw error;
    const problem: Problem = { ...error.problem, errors: error.problem.errors.map((one) => ({ ...one, pointer: one.pointer.replace(/^#\/query/, "#") })) };
    throw new RequestFailed(error.status, problem, error.message);
  }
}
export const fetchTemplates = async (at: string | null, signal?: AbortSignal): Promise<StatementTemplate[]> => (await call<{ templates: StatementTemplate[] }>(`/api/v1/statements/templates${query({ at })}`, { signal })).templates;
export const fetchTimeStamps = async (id: string, signal?: AbortSignal): Promise<TimeStamps["time_stamps"]> => (await call<TimeStamps>(`/api/v1/evidence/${encodeURIComponent(id)}/time-stamps`, { signal })).time_stamps;
