// SPDX-License-Identifier: Apache-2.0
// Says, as long as it is so, that the chart shows a partner's picture and not home's.
import type { JSX } from "preact";
import * as f from "../../format";
import { picture_words } from "../../state/views";
import { use_part } from "../../state/store";
import { views } from "../../views";

export function ViewBanner(): JSX.Element | null {
  const state = use_part((whole) => whole.views);
  const { open, picture, error } = state;
  if (open === null) return null;
  const seen = picture === null ? null : f.parse_instant(picture.as_of);
  return (
    <div class="view-banner" role="status">
      <span>As {open.agency} sees it, for {f.purpose_words(open.purpose)}: {picture_words(state, f.count)}</span>
      {error !== null && <span>{seen === null ? "" : `As of ${f.format_clock(seen)}, not updated since: `}{error}</span>}
      <button type="button" class="button" aria-keyshortcuts="Escape" title="Back to home's picture (Esc)" onClick={() => { views.go(null); }}>Home</button>
    </div>
  );
}
