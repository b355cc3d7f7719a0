// SPDX-License-Identifier: Apache-2.0
// The frame of every screen: rail, top bar, content.
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { session } from "../session";
import type { Screen } from "../state/app_state";
import { store, use_part } from "../state/store";
import { Icon } from "./icons";
import { watch_keys } from "./keys";
import { GotoDialog, HelpDialog } from "./dialogs";
import { Notice } from "./notice";
import { Picture } from "./picture";
import { TopBar } from "./top_bar";

interface ScreenEntry { screen: Screen; name: string; icon: string; teaches: string }
export const kScreens: readonly ScreenEntry[] = [
  { screen: 1, name: "Picture", icon: "picture", teaches: "" },
  { screen: 2, name: "Leads & cases", icon: "leads", teaches: "No leads yet. A lead is a finding that someone decided to follow: its evidence, its checklist and its log will be here." },
  { screen: 3, name: "Sharing", icon: "sharing", teaches: "No live shares. Nothing leaves this centre until an agreement exists and a release officer approves an ask; both will be here, with Stop." },
  { screen: 4, name: "Incidents & evidence", icon: "incidents", teaches: "No incidents. What was reported about uses of our information, and which of our releases could have contributed, will be here." },
  { screen: 5, name: "Oversight", icon: "oversight", teaches: "No entries yet. Every release, refusal and stop will be listed here with a proof that an overseer can verify alone." },
];

export function Frame(): JSX.Element {
  const screen = use_part((state) => state.screen);
  const past = use_part((state) => state.playback !== null);
  const side = use_part((state) => state.list_open || state.selection !== null);
  useEffect(watch_keys, []);
  const entry = kScreens.find((candidate) => candidate.screen === screen);
  useEffect(() => { document.title = `${entry?.name ?? "Picture"} · Fairlead`; }, [entry]);
  return (
    <div class={`frame${past && screen === 1 ? " frame-past" : ""}`}>
      {screen === 1 && side && <a class="skip" href="#side" onClick={(event) => { event.preventDefault(); document.getElementById("side")?.focus(); }}>Skip to the tracks</a>}
      <nav class="rail" aria-label="Screens">
        <span class="rail-mark" aria-hidden="true">F</span>
        {kScreens.map((item) => (
          <button key={item.screen} type="button" class="rail-item" data-key={item.screen} aria-current={item.screen === screen ? "page" : undefined}
            title={`${item.name} (${item.screen})`} aria-label={item.name} aria-keyshortcuts={String(item.screen)}
            onClick={() => { store.dispatch({ type: "screen", screen: item.screen }); }}>
            <Icon name={item.icon} size={20} />
          </button>
        ))}
        <span class="rail-fill" />
        <button type="button" class="rail-item" title="Keys and symbols (?)" aria-label="Keys and symbols" aria-keyshortcuts="?" onClick={() => { store.dispatch({ type: "panel", panel: "help" }); }}>
          <Icon name="help" size={20} />
        </button>
      </nav>
      <TopBar />
      <main class="content">
        <Picture hidden={screen !== 1} />
        {entry && screen !== 1 && (
          <section class="lesson" aria-label={entry.name}>
            <Icon name={entry.icon} size={40} />
            <h1>{entry.name}</h1>
            <p>{entry.teaches}</p>
            <button type="button" class="button" onClick={() => { store.dispatch({ type: "screen", screen: 1 }); }}>Back to the picture <kbd>1</kbd></button>
          </section>
        )}
      </main>
      <HelpDialog />
      <GotoDialog />
      <Notice />
    </div>
  );
}

export const switch_palette = (): void => { session.cycle_palette(); };
