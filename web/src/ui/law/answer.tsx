// SPDX-License-Identifier: Apache-2.0
// One answer of the law: outcome, reasons in plain sentences, what is missing, both views of what is contested, sources.
import type { JSX } from "preact";
import type { AuthorityAnswer, ContestedPoint } from "../../api/schema";
import * as w from "../../format/law_words";

export function Outcome({ outcome }: { outcome: string }): JSX.Element {
  return <span class={`outcome outcome-${outcome}`}><span class="outcome-mark" aria-hidden="true" />{outcome}</span>;
}

export function AnswerBody({ answer }: { answer: AuthorityAnswer }): JSX.Element {
  const ids = [...new Set((answer.trace ?? []).map((step) => String(step["rule"] ?? step["id"] ?? "")).filter((id) => id !== ""))];
  return (
    <div class="law-answer">
      <p>{answer.reason}</p>
      {answer.missing.length > 0 && (
        <div><h4>Still missing</h4><ul class="law-missing">{answer.missing.map((code) => <li key={code} title={code}>{w.missing_words(code)}</li>)}</ul></div>
      )}
      {answer.contested.map((point) => <Views key={point.id} point={point} />)}
      {answer.noted.length > 0 && <p class="muted">Noted: {answer.noted.map((point) => `${point.id}, ${point.point}`).join("; ")}</p>}
      <p class="law-cites muted">{answer.because.join(" · ")}</p>
      {ids.length > 0 && <p class="law-cites muted">Rules {ids.join(", ")}</p>}
    </div>
  );
}

export function Views({ point }: { point: ContestedPoint }): JSX.Element {
  return (
    <div class="law-views">
      <p class="law-point"><b>{point.id}</b> {point.point}</p>
      <div class="law-two">
        <div><h4>One view</h4><p>{point.view_1}</p>{point.held_by_1 !== "" && <p class="muted">{point.held_by_1}</p>}</div>
        <div><h4>The other</h4><p>{point.view_2}</p>{point.held_by_2 !== "" && <p class="muted">{point.held_by_2}</p>}</div>
      </div>
    </div>
  );
}
