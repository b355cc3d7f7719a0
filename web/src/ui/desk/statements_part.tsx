// SPDX-License-Identifier: Apache-2.0
// Statements on the Oversight screen: the register of templates with the standing rule first, the answers drafted from it,
// and the form of a draft. Another person approves.
import type { JSX } from "preact";
import { fetchTemplates } from "../../api/designations";
import type { DeskDone } from "../../api/casework_types";
import type { StatementTemplate } from "../../api/schema";
import { casework } from "../../casework";
import { people } from "../../people";
import type { Values } from "../../state/forms";
import { draft_statement_form, kRegisterTemplate } from "./acts_oversight";
import { ActForm } from "./form";
import { Missing } from "./lead_detail";
import { Empty, moment, use_past } from "./parts";
import { use_read } from "./use_read";

const use_templates = (): { value: StatementTemplate[] | null; problem: string } => use_read<StatementTemplate[]>("templates", fetchTemplates);

export function TemplateRegister(): JSX.Element {
  const { value, problem } = use_templates();
  const past = use_past();
  const may = people.may("operate") && !past;
  return (
    <section class="sharing-part" aria-labelledby="templates-title">
      <div class="part-head"><h2 id="templates-title" class="part-title">Register of templates</h2><button type="button" class="button" disabled={!may} onClick={() => { casework.form(5, "register_template"); }}>Register a template</button></div>
      {problem !== "" && <p class="form-problem" role="alert">The register cannot be read: {problem}.</p>}
      <ul class="desk-templates">{value?.map((one) => (
        <li key={one.name}>
          <p><b>{one.title}</b> {one.standing_rule && <span class="tag desk-tag">the standing rule</span>} <span class="muted">{one.neutral ? "neutral: takes no number or agency of ours" : "not neutral: it may say what was shared"}{one.built_in ? "" : `, registered by ${one.registered_by ?? ""}, ${moment(one.registered_at)}${one.version > 1 ? `, version ${one.version}` : ""}`}</span></p>
          <blockquote>{one.text}</blockquote>
          <p>{one.standing_rule && <span class="muted">What the system itself answers to anyone without a release. </span>}<button type="button" class="link-button" disabled={!may} onClick={() => { casework.form(5, "statement", "", { template: one.name }); }}>answer with it<span class="off-screen">: {one.title}</span></button></p>
        </li>
      ))}</ul>
      {value?.length === 0 && <Empty>The register is empty.</Empty>}
    </section>
  );
}

export function StatementForm({ initial, on_done, on_leave }: { initial: Values; on_done: (done: DeskDone) => void; on_leave: () => void }): JSX.Element {
  const { value, problem } = use_templates();
  if (value === null) return <Missing id="Statement" problem={problem} />;
  return <ActForm spec={draft_statement_form(value)} about={typeof initial["template"] === "string" ? initial["template"] : ""} initial={{ template: value.find((one) => one.standing_rule)?.name ?? "", ...initial }} on_done={on_done} on_leave={on_leave} />;
}
export const TemplateForm = ({ on_done, on_leave }: { on_done: (done: DeskDone) => void; on_leave: () => void }): JSX.Element => <ActForm spec={kRegisterTemplate} about="" initial={{ neutral: true }} on_done={on_done} on_leave={on_leave} />;
