// SPDX-License-Identifier: Apache-2.0
// The forms of assessments, error reports, statements and log lines.
import type { Assessment, ErrorReport } from "../../api/casework_types";
import type { StatementTemplate } from "../../api/schema";
import * as w from "../../format/desk_words";
import type { FieldSpec, Values } from "../../state/forms";
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

// What a template leaves open is asked for one by one; the words that leave stand under the choice.
export const draft_statement_form = (templates: readonly StatementTemplate[]): ActSpec => {
  const chosen = (values: Values): StatementTemplate | undefined => templates.find((one) => one.name === values["template"]);
  return {
    act: "draft_statement", title: "Answer to a question from outside", submit: "Draft the statement", note: "From the register of templates. The standing rule is neither to confirm nor to deny; a neutral answer takes no number or agency of ours. Another person approves it.",
    fields: [
      { path: "question", label: "The question, as it was put", kind: "text", needed: true, max: 4000 }, { path: "asked_by", label: "Asked by", kind: "line" },
      { path: "template", label: "Template", kind: "choice", options: templates.map((one) => [one.name, `${one.title}${one.standing_rule ? " (the standing rule)" : ""}`] as const), needed: true, told: (values) => { const one = chosen(values); return one === undefined ? "" : `“${one.text}”`; } },
      ...templates.flatMap((one) => one.fill_in.map((name, index): FieldSpec => ({ path: `fillings/${one.name}/${index}`, label: `${name}, in the answer`, kind: "line", needed: true, max: 300, hint: one.neutral ? "No number or agency of ours" : "", shown: (values) => values["template"] === one.name }))),
    ],
    finish: (body) => {
      const filled = ((body["fillings"] ?? {}) as Record<string, Record<string, string>>)[String(body["template"])];
      const names = templates.find((one) => one.name === body["template"])?.fill_in ?? [];
      const { fillings: _, ...rest } = body;
      return filled === undefined ? rest : { ...rest, fillings: names.map((name, index) => ({ name, value: filled[String(index)] ?? "" })) };
    },
  };
};
export const kRegisterTemplate: ActSpec = {
  act: "register_template", finish: (body) => ({ neutral: false, ...body }), title: "New template", submit: "Register it", note: "A template of the same name takes the place of the older one; the built-in ones stay as they are. What an answer says is approved each time, by another person than drafted it.",
  fields: [
    { path: "name", label: "Name", kind: "line", needed: true, max: 64, hint: "One word, such as passed_to_ministry" }, { path: "title", label: "Title", kind: "line", needed: true, max: 200 },
    { path: "text", label: "Text", kind: "text", needed: true, max: 4000, hint: "What is filled in stands in braces: {date}" },
    { path: "neutral", label: "Neutral: says nothing about whether anything was shared", kind: "flag" },
  ],
};
export const kLogLine: ActSpec = { act: "add_log_line", title: "Log line", submit: "Log it", fields: [{ path: "text", label: "Line", kind: "text", needed: true, max: 2000 }, { path: "about", label: "About", kind: "words", hint: "Numbers, with commas" }] };
