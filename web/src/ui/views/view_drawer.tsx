// SPDX-License-Identifier: Apache-2.0
// A track as a partner has it: the members that leave, and nothing that home knows besides.
import type { JSX } from "preact";
import * as f from "../../format";
import { has_name, kNameless, same_view, type Views } from "../../state/views";
import { use_part } from "../../state/store";
import { views } from "../../views";
import { Heard, Identity, Positions, Report, Fused } from "../drawer";
import { Icon } from "../icons";
import { Symbol } from "../symbol";
import { use_tick } from "../use_tick";

export function ViewDrawer({ selected }: { selected: NonNullable<Views["selected"]> }): JSX.Element {
  use_tick(1000);
  const open = use_part((state) => state.views.open);
  const stopped = use_part((state) => state.views.list?.find((view) => same_view(view, state.views.open))?.stopped === true || state.views.picture?.stopped === true);
  const { track, home, gone } = selected;
  return (
    <section class="detail" aria-label="Selected track">
      <header class="drawer-head">
        <Symbol kind={track.kind} state={track.state} course={track.heading_deg ?? track.course_deg} />
        <div class="detail-title">
          <h2>{has_name(track) ? f.track_title(track) : kNameless}</h2>
          <p class="muted">{f.type_words(track)}{track.flag ? ` · ${f.country_words(track.flag)}` : ""}</p>
        </div>
        <button type="button" class="icon-button" aria-label="Clear the selection" title="Clear the selection (Esc)" onClick={() => { views.select(null); }}><Icon name="close" /></button>
      </header>
      {gone && <p class="empty">{open === null ? "The partner" : f.agency_words(open.agency)} is not given this track any more{stopped ? ": a stop covers it" : ""}. Below is what was given last.</p>}
      <div class="detail-body">
        <Report track={track} reckoned={false} />
        {track.position && <Positions track={track} />}
        {(track.flags?.length ?? 0) > 0 && <section class="part"><h3>To look at</h3><ul class="flags">{track.flags?.map((flag) => <li key={flag}>{f.flag_words(flag)}</li>)}</ul></section>}
        <Identity track={track} />
        <Fused track={track} />
        <Heard track={track} id={null} />
        <section class="part" aria-label="At home">
          <h3>At home</h3>
          {home === null
            ? <p class="muted">Which of home's tracks this is cannot be told.</p>
            : <button type="button" class="link-button" onClick={() => { views.at_home(home); }}>{home}, with all that home knows</button>}
        </section>
      </div>
    </section>
  );
}
