// SPDX-License-Identifier: Apache-2.0
// Each source: is it alive, how much arrives, what was rejected and why.
import type { JSX } from "preact";
import type { Source } from "../api/types";
import * as f from "../format";
import { store } from "../state/store";
import { Icon } from "./icons";
import { Bars } from "./top_bar";

export function SourcesPanel({ sources }: { sources: readonly Source[] }): JSX.Element {
  return (
    <section id="sources-panel" class="sources-panel" aria-label="Sources">
      <header class="dialog-head">
        <h2>Sources</h2>
        <button type="button" class="icon-button" aria-label="Close" title="Close (Esc)" onClick={() => { store.dispatch({ type: "panel", panel: null }); }}><Icon name="close" /></button>
      </header>
      {sources.length === 0 && <p class="muted">Nothing feeds this picture yet. Start the server with <code>--source tcp://HOST:PORT</code>, or name sources in its configuration.</p>}
      {sources.length > 0 && (
        <table class="sources">
          <thead><tr><th scope="col">Source</th><th scope="col">State</th><th scope="col" class="number">Age</th><th scope="col" class="number">Sentences</th><th scope="col" class="number">Messages</th><th scope="col">Rejected</th></tr></thead>
          <tbody>{sources.map((source) => <SourceRow key={source.name} source={source} />)}</tbody>
        </table>
      )}
    </section>
  );
}

function SourceRow({ source }: { source: Source }): JSX.Element {
  const rejects = Object.entries(source.rejected ?? {}).filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
  return (
    <tr>
      <th scope="row"><Bars source={{ ...source, age_s: source.age_s ?? 0 }} />{source.url && <span class="source-url">{source.url}</span>}</th>
      <td>
        {f.source_state_words(source.state)}
        {source.detail && <span class="source-detail">{source.detail}</span>}
        {(source.reconnects_total ?? 0) > 0 && <span class="source-detail">{f.format_count(source.reconnects_total ?? 0)} reconnects</span>}
      </td>
      <td class="number">{source.age_s === undefined ? "–" : f.format_age(source.age_s * 1000)}</td>
      <td class="number">{f.format_rate(source.sentences_per_s ?? 0)}<span class="source-detail">{f.format_count(source.sentences_total ?? 0)}</span></td>
      <td class="number">{f.format_count(source.messages_total ?? 0)}<span class="source-detail">{f.format_bytes(source.bytes_total ?? 0)}</span></td>
      <td>
        {rejects.length === 0 && <span class="muted">none</span>}
        {rejects.map(([reason, count]) => <span key={reason} class="reject">{f.format_count(count)} {f.reject_words(reason)}</span>)}
        {(source.dropped_total ?? 0) > 0 && <span class="reject">{f.format_count(source.dropped_total ?? 0)} dropped, queue full</span>}
      </td>
    </tr>
  );
}
