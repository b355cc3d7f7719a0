// SPDX-License-Identifier: Apache-2.0
// The way in: sign in, make the first account, accept an invitation. Says nothing about who has an account.
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { RequestFailed } from "../api/client";
import { kOidcStart } from "../api/sharing";
import { people, type Door } from "../people";
import { store, use_part } from "../state/store";

export function Waiting(): JSX.Element {
  const unreachable = use_part((state) => state.people.unreachable);
  return (
    <main class="door" aria-busy={!unreachable}>
      <h1 class="off-screen">Fairlead</h1>
      {unreachable && <p class="door-words">The server cannot be reached. This page tries again by itself.</p>}
    </main>
  );
}

function DoorFrame({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  useEffect(() => { document.title = `${title} · Fairlead`; }, [title]);
  return (
    <main class="door">
      <div class="door-box">
        <p class="door-mark" aria-hidden="true">F</p>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}

function use_submit(send: () => Promise<void>): { busy: boolean; problem: string | null; submit: (event: Event) => void } {
  const [busy, set_busy] = useState(false);
  const [problem, set_problem] = useState<string | null>(null);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (busy) return;
    set_busy(true);
    set_problem(null);
    send().then(() => { set_busy(false); }, (error: unknown) => { set_busy(false); set_problem(door_words(error)); });
  };
  return { busy, problem, submit };
}

export function door_words(error: unknown): string {
  if (!(error instanceof RequestFailed)) return "The server did not answer. Try again.";
  switch (error.code) {
    case "sign_in_failed": return "That did not work. Check the account and the password.";
    case "too_many_attempts": return "Too many attempts. Wait a minute, then try again.";
    case "already_started": return "There are accounts already. Sign in, or ask an administrator for an invitation.";
    default: return `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`;
  }
}

function Problem({ text }: { text: string | null }): JSX.Element {
  return <p class="door-problem" id="door-problem" role="alert">{text ?? ""}</p>;
}

export function SignInPage(): JSX.Element {
  const session = use_part((state) => state.people.session);
  const ended = use_part((state) => state.people.ended);
  const [account, set_account] = useState("");
  const [password, set_password] = useState("");
  const failed = new URLSearchParams(location.search).get("sign_in") === "failed";
  const { busy, problem, submit } = use_submit(async () => {
    try { await people.sign_in(account.trim(), password); } finally { set_password(""); }
  });
  const oidc = session?.oidc !== undefined || session?.ways?.includes("oidc") === true;
  return (
    <DoorFrame title="Sign in">
      {ended && <p class="door-words">Your session has ended. Sign in, and this page goes on where it was.</p>}
      {session?.first_account === true && <p class="door-words">Nobody has an account yet. Open the one-time link that the server printed when it started.</p>}
      <form onSubmit={submit}>
        <label for="account">Account</label>
        <input id="account" class="field" name="username" autocomplete="username" autocapitalize="none" spellcheck={false} autofocus required value={account}
          aria-describedby="door-problem" onInput={(event) => { set_account(event.currentTarget.value); }} />
        <label for="password">Password</label>
        <input id="password" class="field" type="password" name="password" autocomplete="current-password" required value={password}
          aria-describedby="door-problem" onInput={(event) => { set_password(event.currentTarget.value); }} />
        <Problem text={problem ?? (failed ? "The other service did not sign you in. Try again, or use a password." : null)} />
        <button type="submit" class="button button-strong" disabled={busy || account.trim() === "" || password === ""}>{busy ? "Signing in" : "Sign in"}</button>
      </form>
      {session?.demo === true && <button type="button" class="link-button" onClick={() => { store.dispatch({ type: "session_wanted", wanted: false }); }}>Back to the demonstration</button>}
      {oidc && <a class="button door-oidc" href={kOidcStart}>Sign in with {session?.oidc?.name ?? "single sign-on"}</a>}
    </DoorFrame>
  );
}

// The first administrator, or whoever was invited, chooses a password.
export function InvitationPage({ door }: { door: Door }): JSX.Element {
  const first = door.kind === "first";
  const [code, set_code] = useState(door.code);
  const [name, set_name] = useState("");
  const [display_name, set_display_name] = useState("");
  const [password, set_password] = useState("");
  const [again, set_again] = useState("");
  const differs = again !== "" && again !== password;
  const short = password !== "" && new TextEncoder().encode(password).length < 12;
  const { busy, problem, submit } = use_submit(async () => {
    const shown = display_name.trim();
    if (first) await people.first_account({ code: code.trim(), name: name.trim(), password, ...(shown === "" ? {} : { display_name: shown }) });
    else await people.accept_invitation(code.trim(), password);
  });
  const ready = code.trim() !== "" && (!first || name.trim() !== "") && password !== "" && !short && again === password;
  return (
    <DoorFrame title={first ? "First account" : "Choose a password"}>
      <p class="door-words">{first ? "This account administers the centre: it makes the other accounts. The link works once." : "The invitation works once. Afterwards you sign in with this password."}</p>
      <form onSubmit={submit}>
        {door.code === "" && <>
          <label for="code">Code of the link</label>
          <input id="code" class="field" autocomplete="off" spellcheck={false} required value={code} onInput={(event) => { set_code(event.currentTarget.value); }} />
        </>}
        {first && <>
          <label for="name">Account name</label>
          <input id="name" class="field" name="username" autocomplete="username" autocapitalize="none" spellcheck={false} autofocus required pattern="[a-z0-9][a-z0-9._@\-]{0,63}" aria-describedby="name-hint" value={name}
            onInput={(event) => { set_name(event.currentTarget.value); }} />
          <p id="name-hint" class="door-hint">Small letters, digits and . _ - @</p>
          <label for="display-name">Your name, as others see it</label>
          <input id="display-name" class="field" autocomplete="name" value={display_name} onInput={(event) => { set_display_name(event.currentTarget.value); }} />
        </>}
        <label for="new-password">Password</label>
        <input id="new-password" class="field" type="password" name="password" autocomplete="new-password" required value={password} aria-describedby="password-hint" aria-invalid={short}
          onInput={(event) => { set_password(event.currentTarget.value); }} />
        <p id="password-hint" class={short ? "door-hint door-hint-bad" : "door-hint"}>At least 12 characters. Longer is better than cleverer.</p>
        <label for="again">The same again</label>
        <input id="again" class="field" type="password" autocomplete="new-password" required value={again} aria-describedby="again-hint" aria-invalid={differs} onInput={(event) => { set_again(event.currentTarget.value); }} />
        <p id="again-hint" class="door-hint door-hint-bad">{differs ? "The two differ." : ""}</p>
        <Problem text={problem} />
        <button type="submit" class="button button-strong" disabled={busy || !ready}>{first ? "Make the account" : "Set the password"}</button>
      </form>
    </DoorFrame>
  );
}
