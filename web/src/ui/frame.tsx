// SPDX-License-Identifier: Apache-2.0
// The frame of every screen: rail, top bar, content.
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { store, use_part } from "../state/store";
import { Icon } from "./icons";
import { watch_keys } from "./keys";
import { GotoDialog, HelpDialog } from "./dialogs";
import { Notice } from "./notice";
import { Picture } from "./picture";
import { IncidentsScreen } from "./desk/incidents_screen";
import { LeadsScreen } from "./desk/leads_screen";
import { OversightScreen } from "./desk/oversight_screen";
import { LawScreen } from "./law/law_screen";
import { kScreens } from "./screens";
import { SharingScreen } from "./sharing/sharing_screen";
import { StoryStrip } from "./story/story_strip";
import { TopBar } from "./top_bar";

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
          <button key={item.screen} type="button" class="rail-item" data-key={item.key} aria-current={item.screen === screen ? "page" : undefined} aria-disabled={!item.ready}
            title={item.ready ? `${item.name} (${item.key})` : `${item.name}: later`} aria-label={item.ready ? item.name : `${item.name}, later`} aria-keyshortcuts={item.ready ? item.key : undefined}
            onClick={() => { if (item.ready) store.dispatch({ type: "screen", screen: item.screen }); }}>
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
        {screen === 2 && <LeadsScreen />}
        {screen === 3 && <SharingScreen />}
        {screen === 4 && <IncidentsScreen />}
        {screen === 5 && <OversightScreen />}
        {screen === 6 && <LawScreen />}
      </main>
      <HelpDialog />
      <GotoDialog />
      <Notice />
      <StoryStrip />
    </div>
  );
}
