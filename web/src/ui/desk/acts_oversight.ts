// SPDX-License-Identifier: Apache-2.0
// The forms of assessments, error reports, statements and log lines.
import type { Assessment, ErrorReport } from "../../api/casework_types";
import * as w from "../../format/desk_words";
import { reason_form } from "./acts_leads";
import type { ActSpec } from "./form";

export const kWriteAssessment: ActSpec = {
  act: "write_assessment", title: "Assessment", submit: "Keep the draft", note: "Four stages, as the Overseas Security and Justice Assistance guidance has them. Another person of sufficient rank approves it.",
  fields: [
    { path: "agreement", label: "Agreement", kind: "line", needed: true, max: 100 }, { path: "agency", label: "Agency or State", kind: "line", needed: true, hint: "XAA/coast_guard, or XAA" },
    { path: "scheme", label: "Scheme", kind: "choice", options: w.kSchemes, needed: true }, { path: "expires_at", label: "Ends", kind: "ahead", needed: true }, { path: "review_at", label: "Review", kind: "ahead" },
    { path: "situation", label: "1. The situation in the country", kind: "text", needed: true, max: 8000, head: "Stages" },
    { path: "risks", label: "2. Risks of this assistance: human rights, law of armed conflict", kind: "text", needed: true, max: 8000 },
    { path: "risk_before", label: "Risk before mitigation", kind: "choice", options: w.kRisks, needed: true },
    { path: "mitigations", label: "3. Mitigations", kind: "list", item_name: "mitigation", item: [{ path: "measure", label: "Measure", kind: "line", needed: true, max: 1000 }, { path: "who", label: "Who", kind: "line" }, { path: "verified_how", label: "Verified how", kind: "line", max: 1000 }] },
    { path: "risk_after", label: "Risk after mitigation", kind: "choice", options: w.kRisks, needed: true },
    { path: "judgement", label: "4. Is there a serious risk of contributing to a violation?", kind: "text", needed: true, max: 8000 },
    { path: "conclusion", label: "Conclusion", kind: "choice", options: w.kConclusions, needed: true },
  ],
};
export const rewrite_form = (one: Assessment): ActSpec => ({ ...kWriteAssessment, title: `Rewrite ${one.id}`, fixed: { assessment: one.id } });
export const approve_assessment_form = (one: Assessment): ActSpec => ({
  act: "approve_assessment", title: `Approve ${one.id}`, submit: "Put in force", fixed: { assessment: one.id }, note: `A ${one.risk_after} risk is approved by a ${one.risk_after === "serious" ? "minister" : one.risk_after === "medium" ? "senior official" : "official"} at least.`,
  fields: [{ path: "approver", label: "Approver", kind: "line", needed: true, hint: "Whose name stands under it" }, { path: "rank", label: "Rank", kind: "choice", options: w.kRanks, needed: true }, { path: "document", label: "Document", kind: "line", hint: "Reference of the signed paper" }],
});
export const withdraw_assessment_form = (one: Assessment): ActSpec => reason_form("withdraw_assessment", `Withdraw ${one.id}`, "Withdraw", { assessment: one.id }, "reason", "What rests on it stops leaving at once.");

export const kErrorReport: ActSpec = {
  act: "file_error_report", title: "Error report to the overseer", submit: "File the report",
  fields: [
    { path: "what", label: "What happened", kind: "text", needed: true }, { path: "basis", label: "Outside which basis", kind: "text", needed: true, max: 1000 },
    { path: "releases", label: "Releases", kind: "words", hint: "Their numbers, with commas" }, { path: "about", label: "About", kind: "words", hint: "Cases, incidents, agreements" }, { path: "ledger_entries", label: "Ledger entries", kind: "words" },
    { path: "cause", label: "Cause", kind: "text" }, { path: "consequences", label: "Consequences", kind: "text" }, { path: "done", label: "Done to put it right", kind: "text" },
    { path: "discovered_at", label: "Discovered", kind: "moment" }, { path: "discovered_by", label: "By", kind: "line" },
  ],
};
export const acknowledge_form = (one: ErrorReport): ActSpec => ({ act: "acknowledge_error_report", title: `Acknowledge ${one.id}`, submit: "Acknowledge", fixed: { report: one.id }, fields: [{ path: "answer", label: "Answer", kind: "text" }] });

export const kDraftStatement: ActSpec = {
  act: "draft_statement", title: "Answer to a question from outside", submit: "Draft the statement", note: "From the register of templates. The standing rule is neither to confirm nor to deny; a neutral answer takes no number or agency of ours. Another person approves it.",
  fields: [
    { path: "question", label: "The question, as it was put", kind: "text", needed: true, max: 4000 }, { path: "asked_by", label: "Asked by", kind: "line" },
    { path: "template", label: "Template", kind: "choice", options: w.kTemplates, needed: true },
    { path: "fillings", label: "To fill in", kind: "list", item_name: "filling", item: [{ path: "name", label: "Name in the template", kind: "line", needed: true, hint: "Such as date" }, { path: "value", label: "Text", kind: "line", needed: true, max: 300 }] },
  ],
};
export const kLogLine: ActSpec = { act: "add_log_line", title: "Log line", submit: "Log it", fields: [{ path: "text", label: "Line", kind: "text", needed: true, max: 2000 }, { path: "about", label: "About", kind: "words", hint: "Numbers, with commas" }] };
