// SPDX-License-Identifier: Apache-2.0
// Holds one state, passes actions through the reducer, tells listeners. The hook re-renders only on a changed part.
import { useEffect, useState } from "preact/hooks";
import { kStart, reduce, type Action, type AppState } from "./app_state";

export class Store {
  private state: AppState = kStart;
  private readonly listeners = new Set<() => void>();

  get current(): AppState { return this.state; }

  dispatch(action: Action): void {
    const next = reduce(this.state, action);
    if (next === this.state) return;
    this.state = next;
    for (const listener of [...this.listeners]) listener();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => { this.listeners.delete(listener); };
  }
}

export const store = new Store();

export function use_part<T>(pick: (state: AppState) => T): T {
  const [part, set_part] = useState<T>(() => pick(store.current));
  useEffect(() => {
    const update = (): void => { set_part(() => pick(store.current)); };
    update();
    return store.subscribe(update);
  }, []);
  return part;
}
