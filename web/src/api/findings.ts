// SPDX-License-Identifier: Apache-2.0
// The calls about findings and their alerts, and about what a partner sees.
import { call } from "./client";
import type { AlertAct, FindingRules, Findings, Found } from "./schema";

export type { Alert, AlertAct, Finding, FindingRules, Findings, Found } from "./schema";
export type Priority = Found["alert"]["priority"];
export type RuleRow = FindingRules["rules"][number];

export const fetchFindings = (signal?: AbortSignal): Promise<Findings> => call("/api/v1/findings?ended=true", { signal });
export const fetchFindingRules = async (): Promise<RuleRow[]> => (await call<FindingRules>("/api/v1/findings/rules")).rules;
export const tendAlert = (number: number, act: AlertAct): Promise<Found | undefined> => call(`/api/v1/findings/${number}/alert`, { method: "POST", body: act });
export const handOverWatch = (to: string): Promise<{ alerts: number }> => call("/api/v1/watch/hand-over", { method: "POST", body: { to } });
