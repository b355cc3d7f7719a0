// SPDX-License-Identifier: Apache-2.0
// The past: a slider over what is stored, three speeds, and the way back to now.
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import * as f from "../format";
import { session } from "../session";
import { store, use_part } from "../state/store";
import { Icon } from "./icons";
import { use_tick } from "./use_tick";

const kSpeeds = [1, 10, 60] as const;
const kTickSteps = [5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080].map((minutes) => minutes * f.kMinute);

export function PlaybackBar(): JSX.Element {
  use_tick(1000);
  const playback = use_part((state) => state.playback);
  use_part((state) => state.status);
  const range = session.range();
  const pending = useRef(0);
  if (!range) {
    return <footer class="playback"><p class="muted">No stored history yet. What is received is kept; from the second minute on you can look back here.</p></footer>;
  }
  const { from_ms, to_ms } = range;
  const at_ms = playback ? Math.min(playback.at_ms, to_ms) : to_ms;
  const slide = (value: number): void => {
    window.clearTimeout(pending.current);
    const wanted = from_ms + value * 1000;
    pending.current = window.setTimeout(() => { session.go_to(wanted); }, 60);
  };
  const step = (by_ms: number): void => { session.go_to((playback ? session.past_now() : to_ms) + by_ms); };
  return (
    <footer class={`playback${playback ? " playback-past" : ""}`} aria-label="Playback">
      <div class="playback-buttons">
        <button type="button" class="icon-button" aria-label="Ten minutes back" title="Ten minutes back" onClick={() => { step(-10 * f.kMinute); }}><Icon name="back" /></button>
        <button type="button" class="icon-button" aria-label={playback?.playing ? "Pause" : "Play"} title={playback ? "Play or pause (Space)" : "Play the last hour"}
          onClick={() => { if (playback) session.set_playing(!playback.playing); else { session.go_to(Math.max(from_ms, to_ms - f.kHour)); session.set_playing(true, 10); } }}>
          <Icon name={playback?.playing ? "pause" : "play"} />
        </button>
        <button type="button" class="icon-button" aria-label="Ten minutes on" title="Ten minutes on" disabled={!playback} onClick={() => { step(10 * f.kMinute); }}><Icon name="forward" /></button>
        <span class="speeds" role="group" aria-label="Speed">
          {kSpeeds.map((speed) => (
            <button key={speed} type="button" class="chip" aria-pressed={playback?.speed === speed} disabled={!playback} onClick={() => { session.set_playing(true, speed); }}>×{speed}</button>
          ))}
        </span>
      </div>
      <div class="timeline">
        <input type="range" class="slider" aria-label="Time of the picture" aria-valuetext={playback ? f.format_dtg(at_ms) : "now"} min={0} max={Math.floor((to_ms - from_ms) / 1000)} step={1}
          value={Math.floor((at_ms - from_ms) / 1000)} onInput={(event) => { slide(Number(event.currentTarget.value)); }} />
        <Ticks from_ms={from_ms} to_ms={to_ms} />
      </div>
      <button type="button" class="chip goto-button" title="Go to a time (G)" aria-keyshortcuts="g" onClick={() => { store.dispatch({ type: "panel", panel: "goto" }); }}>{playback ? f.format_hour(at_ms, to_ms) : "Go to"}</button>
      <button type="button" class={`button now-button${playback ? " button-strong" : ""}`} disabled={!playback} title="Back to now (N)" onClick={() => { session.now_button(); }}>NOW</button>
      {playback?.error && <p class="playback-error" role="status">The past picture could not be read: {playback.error}. The live picture is not affected; NOW shows it.</p>}
    </footer>
  );
}

function Ticks({ from_ms, to_ms }: { from_ms: number; to_ms: number }): JSX.Element {
  const span = to_ms - from_ms;
  const step = kTickSteps.find((candidate) => span / candidate <= 8) ?? Math.ceil(span / 8 / f.kDay) * f.kDay;
  const ticks: number[] = [];
  for (let t = Math.ceil(from_ms / step) * step; t <= to_ms; t += step) ticks.push(t);
  return (
    <div class="ticks" aria-hidden="true">
      {ticks.map((t) => {
        const share = (t - from_ms) / span;
        if (share < 0.02 || share > 0.97) return null;
        const label = step >= f.kDay ? f.format_hour(t).slice(0, 6) : f.format_hour(t, t).slice(0, 5).replace(":", "");
        return <span key={t} class="tick" ref={(mark) => { if (mark) mark.style.left = `${share * 100}%`; }}>{label}</span>;
      })}
    </div>
  );
}
