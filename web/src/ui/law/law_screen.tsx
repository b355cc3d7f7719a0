// SPDX-License-Identifier: Apache-2.0
// The Law page: the rules a lawyer reads, the contested points with both views, who is party to what, the cases the
// rules were just run on, and the version.
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { fetchLawVersion, fetchParties, fetchRules } from "../../api/law";
import type { LawVersion, PartyTable, RuleBook } from "../../api/schema";
import { Views } from "./answer";

type Tab = "rules" | "contested" | "parties" | "cases";
const kTabs: readonly [Tab, string][] = [["rules", "Rules"], ["contested", "Contested points"], ["parties", "Parties"], ["cases", "Cases and version"]];

export function LawScreen(): JSX.Element {
  const [tab, set_tab] = useState<Tab>("rules");
  const [find, set_find] = useState("");
  const [book, set_book] = useState<RuleBook | null>(null);
  const [parties, set_parties] = useState<PartyTable | null>(null);
  const [version, set_version] = useState<LawVersion | null>(null);
  const [problem, set_problem] = useState("");
  useEffect(() => {
    const failed = (error: unknown): void => { set_problem(error instanceof Error ? error.message : "it cannot be read now"); };
    fetchRules().then(set_book, failed);
    fetchParties().then(set_parties, failed);
    fetchLawVersion().then(set_version, failed);
  }, []);
  return (
    <section class="sharing law-screen" aria-label="Law">
      <div class="sharing-main">
        <header class="law-head">
          <h1>Law</h1>
          <p class="muted">{version ? `Version ${version.version}: ${version.rules} rules, ${version.sources} sources, ${version.states} States. ` : ""}{version?.note ?? book?.note ?? ""}</p>
        </header>
        {problem !== "" && <p class="form-problem">{problem}</p>}
        <div class="row law-tabs" role="group" aria-label="Parts of the law">
          {kTabs.map(([key, name]) => <button key={key} type="button" class="chip" aria-pressed={tab === key} onClick={() => { set_tab(key); }}>{name}</button>)}
          {(tab === "rules" || tab === "parties") && <input class="field law-find" type="search" placeholder={tab === "rules" ? "R-VIS-1, consent, UNCLOS 111" : "State"} aria-label="Find" value={find} onInput={(event) => { set_find(event.currentTarget.value); }} />}
        </div>
        {tab === "rules" && book && <Rules book={book} find={find} />}
        {tab === "contested" && book && <div class="law-contested">{book.contested.map((point) => <Views key={point.id} point={point} />)}</div>}
        {tab === "parties" && parties && <Parties table={parties} find={find} />}
        {tab === "cases" && version && <Cases version={version} book={book} />}
      </div>
    </section>
  );
}

function Rules({ book, find }: { book: RuleBook; find: string }): JSX.Element {
  const parts = useMemo(() => {
    const words = find.trim().toLowerCase();
    const found = book.rules.filter((rule) => words === "" || `${rule.id} ${rule.when} ${rule.result} ${rule.sources} ${rule.reason}`.toLowerCase().includes(words));
    const by_part = new Map<string, RuleBook["rules"]>();
    for (const rule of found) by_part.set(rule.part, [...(by_part.get(rule.part) ?? []), rule]);
    return [...by_part];
  }, [book, find]);
  if (parts.length === 0) return <p class="muted">No rule has these words.</p>;
  return (
    <>
      {parts.map(([part, rules]) => (
        <section key={part} class="law-rules">
          <h2>{part}</h2>
          <table class="law-table">
            <thead><tr><th scope="col">Rule</th><th scope="col">When</th><th scope="col">Then</th><th scope="col">Sources</th></tr></thead>
            <tbody>{rules.map((rule) => (
              <tr key={rule.id} id={rule.id}><th scope="row">{rule.id}</th><td>{rule.when}<p class="muted">{rule.reason}</p></td><td>{rule.result}</td><td class="muted">{rule.sources}</td></tr>
            ))}</tbody>
          </table>
        </section>
      ))}
      <section class="law-rules">
        <h2>Not modelled</h2>
        <dl class="facts">{book.not_modelled.map((item) => <div key={item.subject}><dt>{item.subject}</dt><dd>{item.what_happens}</dd></div>)}</dl>
      </section>
    </>
  );
}

const kParty: Record<string, string> = { party: "●", "not party": "–", "not verified": "?" };

function Parties({ table, find }: { table: PartyTable; find: string }): JSX.Element {
  const words = find.trim().toLowerCase();
  const states = table.states.filter((state) => words === "" || `${state.code} ${state.name}`.toLowerCase().includes(words));
  return (
    <>
      <p class="muted">On {table.as_of}. ● party, – not party, ? not verified and counted as not party. A matter can override single entries.</p>
      <div class="law-scroll">
        <table class="law-table law-parties">
          <thead><tr><th scope="col">State</th>{table.treaties.map((treaty) => <th key={treaty} scope="col">{treaty}</th>)}</tr></thead>
          <tbody>{states.map((state) => (
            <tr key={state.code}><th scope="row">{state.code} {state.name}{state.declaration !== undefined && <p class="muted">{state.declaration}</p>}</th>
              {table.treaties.map((treaty) => <td key={treaty} title={state.treaties[treaty]}><span aria-hidden="true">{kParty[state.treaties[treaty] ?? ""] ?? ""}</span><span class="off-screen">{state.treaties[treaty]}</span></td>)}</tr>
          ))}</tbody>
        </table>
      </div>
    </>
  );
}

function Cases({ version, book }: { version: LawVersion; book: RuleBook | null }): JSX.Element {
  return (
    <section class="law-rules">
      <dl class="facts law-version">
        <div><dt>Version</dt><dd>{version.version}</dd></div>
        <div><dt>Rules</dt><dd>{version.rules}, {version.contested} contested points, {version.sources} sources</dd></div>
        <div><dt>Parties</dt><dd>{version.states} States</dd></div>
        <div><dt>Own cases</dt><dd>{version.cases.passed} passed, {version.cases.failed} failed, run just now</dd></div>
        {version.zones !== undefined && <div><dt>Zones</dt><dd>{version.zones}</dd></div>}
        {book && <div><dt>Not modelled</dt><dd>{book.not_modelled.map((item) => item.subject).join("; ")}</dd></div>}
      </dl>
      {version.cases.mismatches.length > 0 && <ul class="flags">{version.cases.mismatches.map((line) => <li key={line}>{line}</li>)}</ul>}
      <p>{version.note}</p>
    </section>
  );
}
