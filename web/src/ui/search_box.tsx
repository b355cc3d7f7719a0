// SPDX-License-Identifier: Apache-2.0
// One box for names, numbers and positions.
import type { JSX } from "preact";
import * as f from "../format";
import { session } from "../session";
import type { SearchHit } from "../state/app_state";
import { store, use_part } from "../state/store";
import { Icon } from "./icons";
import { Symbol } from "./symbol";

export function SearchBox(): JSX.Element {
  const search = use_part((state) => state.search);
  const { hits, open } = search;
  const on_key = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) store.dispatch({ type: "search_open", open: true });
      else store.dispatch({ type: "search_active", active: search.active + (event.key === "ArrowDown" ? 1 : -1) });
    } else if (event.key === "Enter") {
      event.preventDefault();
      const hit = hits[search.active];
      if (open && hit) take(hit);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (open) store.dispatch({ type: "search_open", open: false });
      else if (search.text !== "") session.search("");
      else (event.currentTarget as HTMLElement).blur();
    }
  };
  const take = (hit: SearchHit): void => {
    session.take_hit(hit);
    document.getElementById("search")?.blur();
  };
  const listed = open && hits.length > 0;
  return (
    <div class="search" role="search">
      <Icon name="search" />
      <input id="search" class="search-field" type="text" role="combobox" aria-label="Search name, MMSI, IMO, call sign or position" aria-expanded={listed} aria-controls="search-hits"
        aria-activedescendant={listed ? `hit-${search.active}` : undefined} aria-autocomplete="list" aria-keyshortcuts="/" autocomplete="off" spellcheck={false}
        placeholder="Name, MMSI, IMO, call sign or position" value={search.text}
        onInput={(event) => { session.search(event.currentTarget.value); }} onKeyDown={on_key}
        onFocus={(event) => { event.currentTarget.select(); store.dispatch({ type: "search_open", open: true }); }}
        onBlur={() => { store.dispatch({ type: "search_open", open: false }); }} />
      {search.text === "" ? <kbd aria-hidden="true">/</kbd>
        : <button type="button" class="icon-button" aria-label="Clear the search" onClick={() => { session.search(""); document.getElementById("search")?.focus(); }}><Icon name="close" size={16} /></button>}
      <ul id="search-hits" class="hits" role="listbox" aria-label="Found" hidden={!listed}>
        {hits.map((hit, index) => (
          <li key={index} id={`hit-${index}`} role="option" aria-selected={index === search.active} class="hit"
            onPointerDown={(event) => { event.preventDefault(); }} onClick={() => { take(hit); }}
            onPointerMove={() => { if (index !== search.active) store.dispatch({ type: "search_active", active: index }); }}>
            <Hit hit={hit} />
          </li>
        ))}
      </ul>
      {open && hits.length === 0 && !search.busy && (
        <p class="hits hits-empty">{search.error ? `The search failed: ${search.error}` : "Nobody by that name or number is known here, and it is not a position."}</p>
      )}
    </div>
  );
}

function Hit({ hit }: { hit: SearchHit }): JSX.Element {
  if (hit.kind === "position") {
    return <><span class="hit-mark" aria-hidden="true">⌖</span><span class="hit-name">Go to {f.format_dmm(hit.at)}</span><span class="hit-detail">{f.format_dd(hit.at, 4)}</span></>;
  }
  const { vessel } = hit;
  const numbers = [
    vessel.mmsi === undefined ? null : `MMSI ${vessel.mmsi}`,
    vessel.matched === "imo" && vessel.imo !== undefined ? `IMO ${vessel.imo}` : null,
    vessel.call_sign === undefined ? null : vessel.call_sign,
    vessel.flag ?? null,
  ].filter((part) => part !== null);
  const seen = f.parse_instant(vessel.observed_at);
  return (
    <>
      <Symbol kind={vessel.kind} state={vessel.state} />
      <span class="hit-name">{f.track_title({ id: vessel.track_id, kind: vessel.kind, ...(vessel.name === undefined ? {} : { name: vessel.name }), ...(vessel.mmsi === undefined ? {} : { mmsi: vessel.mmsi }) })}</span>
      <span class="hit-detail">{numbers.join(" · ")}{seen !== null && ` · ${f.format_age(session.live_now() - seen)}`}{vessel.state === "lost" && " · lost"}</span>
    </>
  );
}
