// SPDX-License-Identifier: Apache-2.0
// The password once more, before what needs a fresh sign-in. What was asked for goes on by itself afterwards.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { people } from "../people";
import { seat_name } from "../state/people_state";
import { use_part } from "../state/store";
import { Dialog } from "./dialog";
import { door_words } from "./sign_in";

export function ConfirmDialog(): JSX.Element {
  const open = use_part((state) => state.people.confirming);
  return <Dialog name="Your password, once more" open={open} on_close={() => { people.answer(false); }}><ConfirmForm /></Dialog>;
}

function ConfirmForm(): JSX.Element {
  const session = use_part((state) => state.people.session);
  const [password, set_password] = useState("");
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<string | null>(null);
  const submit = (event: Event): void => {
    event.preventDefault();
    set_busy(true);
    set_problem(null);
    people.give_password(password).catch((error: unknown) => { set_busy(false); set_password(""); set_problem(door_words(error)); });
  };
  return (
    <form class="form confirm" onSubmit={submit}>
      <p class="muted">This needs a fresh sign-in: it goes into the record under your name, {session ? seat_name(session) : ""}.</p>
      <input class="off-screen" tabIndex={-1} aria-hidden="true" autocomplete="username" readOnly value={session?.account ?? ""} />
      <label for="confirm-password">Password</label>
      <input id="confirm-password" class="field" type="password" autocomplete="current-password" autofocus required value={password} aria-describedby="confirm-problem"
        onInput={(event) => { set_password(event.currentTarget.value); }} />
      <p id="confirm-problem" class="door-problem" role="alert">{problem ?? ""}</p>
      <div class="row row-end">
        <button type="button" class="button" onClick={() => { people.answer(false); }}>Not now</button>
        <button type="submit" class="button button-strong" disabled={busy || password === ""}>Go on <kbd>Enter</kbd></button>
      </div>
    </form>
  );
}
