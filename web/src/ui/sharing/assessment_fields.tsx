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
  // Some browsers take 30 February for 2 March.
  if (!Number.isFinite(t_ms) || !to_rfc3339(t_ms).startsWith(text)) return null;
  return to_rfc3339(t_ms).replace(".000Z", "Z");
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
      <DayField id={`${id}-until`} value={text.until} on_change={(until) => { change({ until }); }} />
    </div>
  );
}

// A day, typed the same way in every browser and language: one that shows day and month as its owner's country does is
// read wrongly by the next.
export function DayField({ id, value, on_change }: { id: string; value: string; on_change: (text: string) => void }): JSX.Element {
  const wrong = value.length === 10 && end_of_day(value) === null;
  return (
    <input id={id} class="field day-field" required placeholder="2027-06-30" pattern="\d{4}-\d{2}-\d{2}" title="Year, month and day, as 2027-06-30" maxLength={10} autocomplete="off" aria-invalid={wrong}
      value={value} onInput={(event) => { on_change(event.currentTarget.value.trim()); }} />
  );
}
