// SPDX-License-Identifier: Apache-2.0
// Signing in and out, and the password once more where the server asks for it.
// A page whose person changed is loaded anew, so that nothing of the one before stays in memory; its address is kept.
import { RequestFailed, set_guard } from "./api/client";
import { acceptInvitation, confirmSession, fetchSession, makeFirstAccount, signIn, signOut, type FirstAccount } from "./api/sharing";
import type { SessionState } from "./api/sharing_types";
import { may } from "./state/people_state";
import { store } from "./state/store";

const kRetryMs = 3000;
const kRefreshMs = 60_000;

class People {
  private waiting: ((confirmed: boolean) => void)[] = [];
  private on_in: () => void = () => undefined;
  private started = false;

  // `on_in` runs once, when it is known that the screens may be shown.
  start(on_in: () => void): void {
    this.on_in = on_in;
    set_guard({
      csrf: () => store.current.people.session?.csrf ?? null,
      signed_out: () => { this.ended(); },
      confirm: () => this.confirm(),
    });
    void this.ask();
    window.setInterval(() => { if (store.current.people.phase === "in") void this.refresh(); }, kRefreshMs);
  }

  may(permission: string): boolean { return may(store.current.people, permission); }

  private async ask(): Promise<void> {
    try {
      this.know(await fetchSession());
    } catch (error) {
      // A server from before sign-in has no such page: its picture is open.
      if (error instanceof RequestFailed && error.status === 404) { this.know({ signed_in: false, demo: true }); return; }
      store.dispatch({ type: "session_unreachable" });
      window.setTimeout(() => { void this.ask(); }, kRetryMs);
    }
  }

  private async refresh(): Promise<void> {
    try {
      const session = await fetchSession();
      if (!session.signed_in && !session.demo) this.ended();
      else store.dispatch({ type: "session", session });
    } catch { /* The stream says whether the server is there. */ }
  }

  private know(session: SessionState): void {
    store.dispatch({ type: "session", session });
    if (store.current.people.phase === "in" && !this.started) {
      this.started = true;
      this.on_in();
    }
  }

  private ended(): void {
    this.answer(false);
    store.dispatch({ type: "session_ended" });
  }

  // Throws what the page should say.
  async sign_in(account: string, password: string): Promise<void> { this.entered(await signIn(account, password)); }

  async first_account(body: FirstAccount): Promise<void> {
    const session = await makeFirstAccount(body);
    leave_code();
    this.entered(session);
  }

  async accept_invitation(code: string, password: string): Promise<void> {
    const session = await acceptInvitation(code, password);
    leave_code();
    this.entered(session);
  }

  private entered(session: SessionState): void {
    if (this.started) location.reload();
    else this.know(session);
  }

  async sign_out(): Promise<void> {
    await signOut();
    location.reload();
  }

  // --- the password once more ---------------------------------------------------------------------------------

  private confirm(): Promise<boolean> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      store.dispatch({ type: "confirming", open: true });
    });
  }

  async give_password(password: string): Promise<void> {
    store.dispatch({ type: "session", session: await confirmSession(password) });
    this.answer(true);
  }

  answer(confirmed: boolean): void {
    const waiting = this.waiting;
    this.waiting = [];
    store.dispatch({ type: "confirming", open: false });
    for (const resolve of waiting) resolve(confirmed);
  }
}

// The code works once; it need not stay in the address and the history of the browser.
function leave_code(): void { window.history.replaceState(null, "", `${location.pathname}${location.search}#picture`); }

export interface Door { kind: "first" | "invitation"; code: string }
export function read_door(hash: string): Door | null {
  const found = /^#\/?(first|invitation)(?:\?(.*))?$/.exec(hash);
  if (!found) return null;
  return { kind: found[1] as Door["kind"], code: new URLSearchParams(found[2] ?? "").get("code") ?? "" };
}

export const people = new People();
