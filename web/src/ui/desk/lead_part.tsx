// SPDX-License-Identifier: Apache-2.0
// The track drawer's "Leads & cases": what the desk knows of this track, and drafting a lead from it.
import type { JSX } from "preact";
import { useLayoutEffect, useMemo } from "preact/hooks";
import { call } from "../../api/client";
import type { Finding, Findings } from "../../api/schema";
import type { Track } from "../../api/types";
import { casework, use_casework } from "../../casework";
import { people } from "../../people";
import { session } from "../../session";
import { history_of } from "../../state/casework_rules";
import { store, use_part } from "../../state/store";
import { single_keys_on } from "../keys";
import { lead_values, vessel_of } from "./acts_leads";
import { moment, Ref } from "./parts";

// With the findings of the track, where they can be read.
async function draft_from(track: Track): Promise<void> {
  const findings = await call<Findings>("/api/v1/findings").then((found) => found.open.map((one) => one.finding).filter((one) => one.tracks.includes(track.id)), () => [] as Finding[]);
  casework.form(2, "draft_lead", track.id, lead_values(track, findings, session.live_wall()));
}

export function LeadPart({ track }: { track: Track }): JSX.Element | null {
  const readable = use_part((state) => state.people.session?.permissions?.includes("read_picture") === true);
  const past = use_part((state) => state.playback !== null);
  const book = use_casework((state) => state.book);
  const may = people.may("ask_release") && !past;
  const known = useMemo(() => (book ? history_of(book, vessel_of(track)) : []), [book, track.id, track.name, track.mmsi, track.imo]);
  // With the layout: whoever sees the key named can press it.
  useLayoutEffect(() => {
    if (!may) return undefined;
    const on_key = (event: KeyboardEvent): void => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.key.toLowerCase() !== "l" || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || !single_keys_on() || store.current.screen !== 1 || (target !== null && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      void draft_from(track);
    };
    window.addEventListener("keydown", on_key);
    return () => { window.removeEventListener("keydown", on_key); };
  }, [may, track]);
  if (!readable) return null;
  return (
    <section class="part" aria-label="Leads and cases">
      <h3>Leads and cases</h3>
      {known.length === 0 ? <p class="muted">Nothing on the desk names this vessel.</p> : <ul class="desk-lines">{known.slice(0, 5).map((one) => <li key={one.id}><Ref id={one.id} /> {one.what} <span class="muted">{one.how}, {moment(one.at)}</span></li>)}</ul>}
      <div class="row deeds"><button type="button" class="button" disabled={!may} aria-keyshortcuts="l" onClick={() => { void draft_from(track); }}>Draft a lead <kbd>L</kbd></button></div>
      {!may && <p class="muted">{past ? "In the past nothing can be drafted." : "Watch officers and release officers draft leads."}</p>}
    </section>
  );
}
