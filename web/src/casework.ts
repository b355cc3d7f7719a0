// SPDX-License-Identifier: Apache-2.0
// Keeps the things of the desk up to date, now or as they were known at a moment, and carries out acts on them.
// Drafts of forms stay in the tab's own storage until they are sent or thrown away.
import { useEffect, useState } from "preact/hooks";
import { act, fetchCasework, fetchDeskObject } from "./api/casework";
import type { CaseworkNow, DeskDone, Proposal } from "./api/casework_types";
import { orderStop } from "./api/sharing";
import { desk, words_of } from "./desk";
import * as f from "./format";
import { people } from "./people";
import { orders_of, screen_of, type Seat } from "./state/casework_rules";
import type { Values } from "./state/forms";
import { store } from "./state/store";

const kOpenMs = 2500;
const kElsewhereMs = 20_000;
const kKept = "fairlead-form ";
export type DeskScreen = 2 | 4 | 5;
const kLinks: Readonly<Record<DeskScreen, string>> = { 2: "leads", 4: "incidents", 5: "oversight" };

// What is looked at: a thing by its number, or a form about to be filled in.
export type Focus = { kind: "thing"; id: string } | { kind: "form"; form: string; about: string; initial: Values } | null;

export interface Casework {
  book: CaseworkNow | null;
  error: string | null;
  // The moment as of which everything is shown; null is now.
  at: string | null;
  focus: Readonly<Record<DeskScreen, Focus>>;
}

class Cases {
  private state: Casework = { book: null, error: null, at: null, focus: { 2: null, 4: null, 5: null } };
  private readonly listeners = new Set<() => void>();
  private asking: AbortController | null = null;

  get current(): Casework { return this.state; }
  subscribe(listener: () => void): () => void { this.listeners.add(listener); return () => { this.listeners.delete(listener); }; }
  private change(part: Partial<Casework>): void {
    this.state = { ...this.state, ...part };
    for (const listener of [...this.listeners]) listener();
  }

  start(): void {
    if (!people.may("read_picture")) return;
    void this.refresh();
    let waited = 0;
    window.setInterval(() => {
      waited += kOpenMs;
      if (store.current.screen === 1 && waited < kElsewhereMs) return;
      waited = 0;
      // What was known at a moment does not change.
      if (this.state.at === null || this.state.book === null) void this.refresh();
    }, kOpenMs);
    let screen = store.current.screen;
    store.subscribe(() => {
      if (store.current.screen === screen) return;
      screen = store.current.screen;
      if (screen !== 1 && screen !== 6) void this.refresh();
      this.write_link();
    });
    this.open_link();
    window.addEventListener("hashchange", () => { this.open_link(); });
  }

  // Everything has an address: `#leads?open=L-0213`, also as it was known: `&known=2026-11-22T12:00:00.000Z`.
  private open_link(): void {
    const found = /^#\/?(leads|incidents|oversight)(?:\?(.*))?$/.exec(location.hash);
    if (!found) return;
    const query = new URLSearchParams(found[2] ?? "");
    const known = query.get("known");
    if (known !== null && known !== this.state.at && Number.isFinite(Date.parse(known))) this.known_at(known);
    const id = query.get("open");
    const screen = ([2, 4, 5] as const).find((one) => kLinks[one] === found[1]) ?? 2;
    if (id !== null && screen_of(id) !== null) this.open(id);
    else if (store.current.screen !== screen) store.dispatch({ type: "screen", screen });
  }
  private write_link(): void {
    const { screen } = store.current;
    if (screen !== 2 && screen !== 4 && screen !== 5) return;
    const focus = this.state.focus[screen];
    // A form about a thing comes back to the thing; what was typed is kept.
    const open = focus === null ? "" : focus.kind === "thing" ? focus.id : focus.about.split(" ")[0] ?? "";
    const parts = [...(screen_of(open) === screen ? [`open=${open}`] : []), ...(this.state.at === null ? [] : [`known=${this.state.at}`])];
    window.history.replaceState(null, "", `${location.pathname}${location.search}#${kLinks[screen]}${parts.length > 0 ? `?${parts.join("&")}` : ""}`);
  }

  async refresh(): Promise<void> {
    if (store.current.people.phase !== "in") return;
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    try {
      const book = await fetchCasework(this.state.at, asking.signal);
      if (this.asking !== asking) return;
      if (this.state.error !== null || book.revision !== this.state.book?.revision || this.state.at !== null) this.change({ book, error: null });
    } catch (error) {
      if (!asking.signal.aborted) this.change({ error: words_of(error) });
    }
  }

  // As known at a moment, or now.
  known_at(at: string | null): void {
    this.change({ at, book: null });
    this.write_link();
    void this.refresh();
  }

  focus(screen: DeskScreen, focus: Focus): void {
    this.change({ focus: { ...this.state.focus, [screen]: focus } });
    this.write_link();
  }

  // Opens a thing on the screen where it is shown.
  open(id: string): void {
    const screen = screen_of(id);
    if (screen === null) return;
    const whole = id.split("/")[0] ?? id;
    if (store.current.screen !== screen) store.dispatch({ type: "screen", screen });
    this.focus(screen, { kind: "thing", id: whole });
  }

  form(screen: DeskScreen, form: string, about = "", initial: Values = {}): void {
    if (store.current.screen !== screen) store.dispatch({ type: "screen", screen });
    this.focus(screen, { kind: "form", form, about, initial });
  }

  async act(body: { act: string } & Record<string, unknown>): Promise<DeskDone> {
    const done = await act(body);
    await this.refresh();
    for (const id of done.proposes_stop) store.dispatch({ type: "alarm", text: `A stop is proposed: ${id}` });
    return done;
  }

  // The stop that a proposal asks for: each part is ordered at once, and the proposal is answered when all are shut.
  async take(proposal: Proposal): Promise<string> {
    const began = performance.now();
    const stops = await Promise.allSettled(orders_of(proposal).map((order) => orderStop(order)));
    void desk.refresh();
    const shut = stops.flatMap((one) => (one.status === "fulfilled" ? [one.value.epoch] : []));
    const failed = stops.find((one): one is PromiseRejectedResult => one.status === "rejected");
    if (failed) {
      const text = shut.length === 0 ? `Not stopped: ${words_of(failed.reason)}` : `Stopped in part (stop ${shut.join(", ")}); the rest is not: ${words_of(failed.reason)}`;
      store.dispatch({ type: "alarm", text });
      throw new Error(text);
    }
    const text = `Stopped: ${f.list_words(shut.map((epoch) => `stop ${epoch}`))}, acknowledged after ${f.format_took(performance.now() - began)}`;
    store.dispatch({ type: "alarm", text });
    await this.act({ act: "answer_proposal", proposal: proposal.id, taken: true });
    return text;
  }
}

export const casework = new Cases();

export function use_casework<T>(pick: (state: Casework) => T): T {
  const [part, set_part] = useState<T>(() => pick(casework.current));
  useEffect(() => {
    const update = (): void => { set_part(() => pick(casework.current)); };
    update();
    return casework.subscribe(update);
  }, []);
  return part;
}

// One thing with all that belongs to it, read again whenever the desk changes.
export function use_thing<T>(id: string): { thing: T | null; problem: string } {
  const revision = use_casework((state) => state.book?.revision);
  const at = use_casework((state) => state.at);
  const [thing, set_thing] = useState<{ id: string; value: T } | null>(null);
  const [problem, set_problem] = useState("");
  useEffect(() => {
    const abort = new AbortController();
    fetchDeskObject<T>(id, at, abort.signal).then(
      (value) => { set_thing({ id, value }); set_problem(""); },
      (error: unknown) => { if (!abort.signal.aborted) set_problem(words_of(error)); },
    );
    return () => { abort.abort(); };
  }, [id, at, revision]);
  return { thing: thing?.id === id ? thing.value : null, problem };
}

export function seat_now(): Seat {
  const session = store.current.people.session;
  return { account: session?.account ?? "", role: session?.role ?? "", permissions: session?.permissions ?? [] };
}

// --- drafts of forms ------------------------------------------------------------------------------------------------

export function kept_form(key: string): Values | null {
  try {
    const text = sessionStorage.getItem(kKept + key);
    return text === null ? null : (JSON.parse(text) as Values);
  } catch { return null; }
}
export function keep_form(key: string, values: Values | null): void {
  try {
    if (values === null) sessionStorage.removeItem(kKept + key);
    else sessionStorage.setItem(kKept + key, JSON.stringify(values));
  } catch { /* Storage is full or off: the form lives as long as the page. */ }
}
