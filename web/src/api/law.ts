// SPDX-License-Identifier: Apache-2.0
// The calls about what the law lets a State do, hot pursuits, and uses of what was shared.
import { call } from "./client";
import type { AgreementAuthority, LawVersion, PartyTable, Pursuit, PursuitNote, PursuitStart, RuleBook, TrackAuthority } from "./schema";

const at = (id: string): string => encodeURIComponent(id);

export const fetchTrackAuthority = (id: string, facts: Record<string, unknown> | null, signal?: AbortSignal): Promise<TrackAuthority> =>
  facts === null ? call(`/api/v1/tracks/${at(id)}/authority`, { signal })
    : call(`/api/v1/tracks/${at(id)}/authority`, { method: "POST", body: { facts }, signal });
export const startPursuit = (id: string, body: PursuitStart): Promise<Pursuit> => call(`/api/v1/tracks/${at(id)}/pursuit`, { method: "POST", body });
export const notePursuit = (id: string, body: PursuitNote): Promise<Pursuit> => call(`/api/v1/tracks/${at(id)}/pursuit/events`, { method: "POST", body });
export const fetchRules = (): Promise<RuleBook> => call("/api/v1/authority/rules");
export const fetchParties = (): Promise<PartyTable> => call("/api/v1/authority/parties");
export const fetchLawVersion = (): Promise<LawVersion> => call("/api/v1/authority/version");
export const fetchAgreementAuthority = (id: string, version: number, signal?: AbortSignal): Promise<AgreementAuthority> =>
  call(`/api/v1/agreements/${at(id)}/authority?version=${version}`, { signal });
