// SPDX-License-Identifier: Apache-2.0
// The story that a demonstration plays: which step is on, what it says, what was checked; hold, go on, show its screen.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "../../api/client";
import type { SteerStory, Story } from "../../api/schema";
import type { Screen } from "../../state/app_state";
import { casework } from "../../casework";
import { session } from "../../session";
import { store, use_part } from "../../state/store";
import { trace_of_incident } from "../desk/trace_values";

const kEveryMs = 1000;
const kScreen: Record<string, Screen> = { picture: 1, leads: 2, sharing: 3, incidents: 4, oversight: 5, law: 6 };
const kMark = { waiting: "·", running: "…", held: "✓", failed: "✗", skipped: "–" } as const;

// Leads to the screen of a step, and there to what it is about.
function show(screen: Screen, open: string | undefined): void {
  if (store.current.screen !== screen) store.dispatch({ type: "screen", screen });
  if (open === undefined) return;
  if (screen === 1) { session.select(open, { reveal: true }); return; }
  const incident = casework.current.book?.incidents.find((one) => one.incident_ref === open);
  if (screen === 5 && incident) casework.form(5, "trace", open, trace_of_incident(incident));
  else casework.open(open);
}

export function StoryStrip(): JSX.Element | null {
  const plays = use_part((state) => state.status?.story === true);
  const screen = use_part((state) => state.screen);
  const [story, set_story] = useState<Story | null>(null);
  const [open, set_open] = useState(true);
  useEffect(() => {
    if (!plays) return undefined;
    const stop = new AbortController();
    const read = (): void => { call<Story>("/api/v1/story", { signal: stop.signal }).then(set_story, () => undefined); };
    read();
    const timer = window.setInterval(read, kEveryMs);
    return () => { stop.abort(); window.clearInterval(timer); };
  }, [plays]);
  if (!plays || story === null) return null;
  const running = story.steps.findIndex((step) => step.state === "running");
  const failed = story.steps.findIndex((step) => step.state === "failed");
  const done = story.steps.filter((step) => step.state === "held").length;
  const at = failed >= 0 ? failed : running >= 0 ? running : Math.max(0, done - 1);
  const step = story.steps[at];
  if (step === undefined) return null;
  const steer = (order: SteerStory): void => { call<Story>("/api/v1/story", { method: "POST", body: order }).then(set_story, () => undefined); };
  const target = step.screen === undefined ? undefined : kScreen[step.screen];
  return (
    <section class={`story${open ? "" : " story-folded"}`} aria-label="The story that is played">
      <header>
        <span class="story-count">{story.over && failed < 0 ? "The story is over" : `Step ${at + 1} of ${story.steps.length}`}</span>
        <b>{step.title}</b>
        <span class="story-acts">
          {target !== undefined && (target !== screen || step.open !== undefined) && (
            <button type="button" onClick={() => { show(target, step.open); }}>Show</button>
          )}
          {!story.over && <button type="button" aria-pressed={story.paused} onClick={() => { steer({ paused: !story.paused }); }}>{story.paused ? "Go on" : "Hold"}</button>}
          {!story.over && <button type="button" onClick={() => { steer({ go_on: true }); }}>Next</button>}
          <button type="button" aria-expanded={open} onClick={() => { set_open(!open); }}>{open ? "Fold" : "Unfold"}</button>
        </span>
      </header>
      {open && (
        <>
          <p>{step.say}</p>
          <ul aria-live="polite">
            {step.checks.map((check) => (
              <li key={check.text} class={`story-${check.state}`}>
                <span aria-hidden="true">{kMark[check.state]}</span>{check.text}{check.note !== undefined && check.state !== "held" ? ` (${check.note})` : ""}
                <span class="off-screen"> {check.state}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
