// SPDX-License-Identifier: Apache-2.0
// The calls about the desk: its things, acts on them, and which releases could have fed something.
import { call, send_file } from "./client";
import type { CaseworkNow, DeskDone, DeskVersion, TraceAnswer, TraceQuestion } from "./casework_types";

const query = (values: Record<string, string | null>): string => {
  const parts = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return parts.length > 0 ? `?${parts.join("&")}` : "";
};
const one = (id: string): string => `/api/v1/casework/${encodeURIComponent(id)}`;

// `at`: as it was known then.
export const fetchCasework = (at: string | null, signal?: AbortSignal): Promise<CaseworkNow> => call(`/api/v1/casework${query({ at })}`, { signal });
export const fetchDeskObject = <T>(id: string, at: string | null, signal?: AbortSignal): Promise<T> => call(`${one(id)}${query({ at })}`, { signal });
export const fetchVersions = async (id: string): Promise<DeskVersion[]> => (await call<{ versions: DeskVersion[] }>(`${one(id)}?versions=true`)).versions;
export const act = (body: { act: string } & Record<string, unknown>): Promise<DeskDone> => call("/api/v1/casework", { method: "POST", body });
export const traceReleases = (question: TraceQuestion): Promise<TraceAnswer> => call("/api/v1/trace", { method: "POST", body: question });

// --- the bytes of evidence ------------------------------------------------------------------------------------------

export interface KeptBytes { sha256: string; sha512?: string; size: number; media_type: string; known_as?: string }
export interface Verified { id: string; holds: boolean; files: { what: string; sha256: string; holds: boolean; found?: string }[]; custody_unbroken: boolean; custody_events: number; time_stamps: { over: string; at: string; authority?: string; holds?: boolean; checked?: string; because?: string }[] }
const evidence = (id: string): string => `/api/v1/evidence/${encodeURIComponent(id)}`;
export const bytes_address = (id: string, file?: string): string => `${evidence(id)}/bytes${file === undefined ? "" : `?file=${file}`}`;
export const bundle_address = (id: string, use: string): string => `${one(id)}/bundle${query({ use })}`;
export const verifyEvidence = (id: string): Promise<Verified> => call(`${evidence(id)}/verify`, { method: "POST" });
export const stampEvidence = (id: string): Promise<{ added: { over: string; at: string; authority?: string }[] }> => call(`${evidence(id)}/time-stamps`, { method: "POST" });
export const keepBytes = (file: Blob, progress: (share: number) => void, signal: AbortSignal): Promise<KeptBytes> => send_file("/api/v1/evidence/bytes", file, progress, signal);
