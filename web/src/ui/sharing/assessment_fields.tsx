// SPDX-License-Identifier: Apache-2.0
// The four facts of an assessment, as a part of forms.
import type { JSX } from "preact";
import type { Assessment } from "../../api/sharing_types";
import { to_rfc3339 } from "../../format";

export interface AssessmentText { scheme: string; risk: Assessment["risk"]; approver: Assessment["approver"]; until: string }
export const kNewAssessment: AssessmentText = { scheme: "OSJA", risk: "medium", approver: "legal_adviser", until: "" };

// A day typed as 2027-12-01, until its end; null when it is none.
export function end_of_day(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const t_ms = Date.parse(`${text}T23:59:59Z`);
  return Number.isFinite(t_ms) ? to_rfc3339(t_ms).replace(".000Z", "Z") : null;
}

export function ready_assessment(text: AssessmentText): Assessment | null {
  const expires_at = end_of_day(text.until);
  return expires_at === null || text.scheme.trim() === "" ? null : { scheme: text.scheme.trim(), risk: text.risk, approver: text.approver, expires_at };
}

interface FieldsProps { text: AssessmentText; on_change: (text: AssessmentText) => void; id: string }

export function AssessmentFields({ text, on_change, id }: FieldsProps): JSX.Element {
  const change = (part: Partial<AssessmentText>): void => { on_change({ ...text, ...part }); };
  return (
    <div class="form-grid">
      <label for={`${id}-scheme`}>Scheme</label>
      <input id={`${id}-scheme`} class="field" value={text.scheme} required onInput={(event) => { change({ scheme: event.currentTarget.value }); }} />
      <label for={`${id}-risk`}>Risk found</label>
      <select id={`${id}-risk`} class="field" value={text.risk} onChange={(event) => { change({ risk: event.currentTarget.value as AssessmentText["risk"] }); }}>
        <option value="low">low</option><option value="medium">medium</option><option value="high">high</option>
      </select>
      <label for={`${id}-approver`}>Approved by</label>
      <select id={`${id}-approver`} class="field" value={text.approver} onChange={(event) => { change({ approver: event.currentTarget.value as AssessmentText["approver"] }); }}>
        <option value="legal_adviser">legal adviser</option><option value="release_officer">release officer</option>
      </select>
      <label for={`${id}-until`}>In force until</label>
      <input id={`${id}-until`} class="field" type="date" required value={text.until} onInput={(event) => { change({ until: event.currentTarget.value }); }} />
    </div>
  );
}
