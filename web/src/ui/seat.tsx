// SPDX-License-Identifier: Apache-2.0
// Who sits here, in which role, and the way out.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import * as f from "../format";
import { people } from "../people";
import { seat_name } from "../state/people_state";
import { store, use_part } from "../state/store";
import { words_of } from "../desk";

export function Seat(): JSX.Element | null {
  const session = use_part((state) => state.people.session);
  const open = use_part((state) => state.panel === "seat");
  const [problem, set_problem] = useState<string | null>(null);
  if (!session) return null;
  if (!session.signed_in) return session.demo ? <DemoBadge open={open} /> : null;
  const role = session.role === undefined ? "" : f.role_words(session.role);
  return (
    <div class="seat">
      <button type="button" class="seat-open" aria-expanded={open} aria-controls="seat-panel" title="Your seat" onClick={() => { store.dispatch({ type: "panel", panel: open ? null : "seat" }); }}>
        <span class="seat-name">{seat_name(session)}</span>
        <span class="seat-role">{role}</span>
        {session.demo && <span class="demo-badge">demo</span>}
        <span class={open ? "caret caret-open" : "caret"} aria-hidden="true" />
      </button>
      {open && (
        <section id="seat-panel" class="seat-panel" aria-label="Your seat">
          <dl class="facts">
            <div><dt>Account</dt><dd>{session.account ?? "–"}</dd></div>
            <div><dt>Role</dt><dd>{role || "–"}</dd></div>
            {session.method !== undefined && <div><dt>Signed in</dt><dd>{method_words(session.method)}</dd></div>}
            {session.expires_at !== undefined && <div><dt>Until</dt><dd>{f.format_dtg(Date.parse(session.expires_at))}</dd></div>}
          </dl>
          <button type="button" class="button" onClick={() => { people.sign_out().catch((error: unknown) => { set_problem(words_of(error)); }); }}>Sign out</button>
          {problem && <p class="form-problem">Not signed out: {problem}. Close the browser if you leave this seat.</p>}
        </section>
      )}
    </div>
  );
}

function DemoBadge({ open }: { open: boolean }): JSX.Element {
  return (
    <div class="seat">
      <button type="button" class="seat-open" aria-expanded={open} aria-controls="seat-panel" onClick={() => { store.dispatch({ type: "panel", panel: open ? null : "seat" }); }}>
        <span class="demo-badge">demo</span>
      </button>
      {open && (
        <section id="seat-panel" class="seat-panel" aria-label="Demonstration">
          <p class="muted">A demonstration: whoever opens this page has an administrator's seat, without signing in. Never for real traffic.</p>
          <button type="button" class="button" onClick={() => { store.dispatch({ type: "panel", panel: null }); store.dispatch({ type: "session_wanted", wanted: true }); }}>Sign in as somebody</button>
        </section>
      )}
    </div>
  );
}

const kMethods: Record<string, string> = { password: "with a password", oidc: "through the other service", token: "with a token", certificate: "with a certificate", first_start: "with the link of the first start", one_time_code: "with an invitation" };
const method_words = (method: string): string => kMethods[method] ?? f.underscores_to_words(method);
