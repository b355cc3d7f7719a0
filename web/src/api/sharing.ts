// SPDX-License-Identifier: Apache-2.0
// The calls about people, agreements, stops and what is shared.
import { call } from "./client";
import type { Agreement, Assessment, AssuranceUpdate, DraftCheck, ResumeAnswer, SessionState, SharingNow, Stop, StopOrder, TrackSharing } from "./sharing_types";

const at = (id: string): string => encodeURIComponent(id);

export const fetchSession = (): Promise<SessionState> => call("/api/v1/session");
export const signIn = (account: string, password: string): Promise<SessionState> => call("/api/v1/session", { method: "POST", body: { account, password } });
export const signOut = (): Promise<void> => call("/api/v1/session", { method: "DELETE" });
export const confirmSession = (password: string): Promise<SessionState> => call("/api/v1/session/confirm", { method: "POST", body: { password } });
export interface FirstAccount { code: string; name: string; display_name?: string; password: string }
export const makeFirstAccount = (body: FirstAccount): Promise<SessionState> => call("/api/v1/first-account", { method: "POST", body });
export const acceptInvitation = (code: string, password: string): Promise<SessionState> => call("/api/v1/invitation", { method: "POST", body: { code, password } });
export const kOidcStart = "/api/v1/oidc/start";

export const fetchSharing = (signal?: AbortSignal): Promise<SharingNow> => call("/api/v1/sharing", { signal });
export const fetchStops = async (): Promise<Stop[]> => (await call<{ stops: Stop[] }>("/api/v1/stops")).stops;
export const orderStop = (order: StopOrder): Promise<Stop> => call("/api/v1/stops", { method: "POST", body: order });
export const giveReason = (epoch: number, reason: string): Promise<Stop> => call(`/api/v1/stops/${epoch}`, { method: "PATCH", body: { reason } });
export const agreeToResume = (epoch: number, body: { reason?: string; assessment?: Assessment }): Promise<ResumeAnswer> =>
  call(`/api/v1/stops/${epoch}/resume`, { method: "POST", body });

export const fetchAgreements = async (): Promise<Agreement[]> => (await call<{ agreements: Agreement[] }>("/api/v1/agreements")).agreements;
export const fetchAgreement = (id: string, version?: number): Promise<Agreement> => call(`/api/v1/agreements/${at(id)}${version === undefined ? "" : `?version=${version}`}`);
export const draftAgreement = (toml: string): Promise<{ id: string; version: number; warnings: string[] }> => call("/api/v1/agreements", { method: "POST", body: { toml } });
export const checkAgreement = (toml: string, signal?: AbortSignal): Promise<DraftCheck> => call("/api/v1/agreements/check", { method: "POST", body: { toml }, signal });
export const adoptAgreement = (id: string, version: number): Promise<Agreement> => call(`/api/v1/agreements/${at(id)}/adopt`, { method: "POST", body: { version } });
export const withdrawAgreement = (id: string, version: number): Promise<Agreement> => call(`/api/v1/agreements/${at(id)}/withdraw`, { method: "POST", body: { version } });

export const putAssurance = (body: AssuranceUpdate): Promise<{ state: string }> => call("/api/v1/assurances", { method: "PUT", body });
export const putAssessment = (body: Assessment & { agreement: string; withdrawn?: boolean }): Promise<unknown> => call("/api/v1/assessments", { method: "PUT", body });

export const fetchTrackSharing = (id: string, signal?: AbortSignal): Promise<TrackSharing> => call(`/api/v1/tracks/${at(id)}/sharing`, { signal });
