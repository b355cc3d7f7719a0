// SPDX-License-Identifier: Apache-2.0
// What became of a stop that was ordered here: when, how fast, what it reached; and then the reason, which nobody waited for.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { SharingNow, Stop } from "../api/sharing_types";
import { desk, words_of } from "../desk";
import * as f from "../format";
import type { OwnStop } from "../state/sharing_state";
import { store, use_part } from "../state/store";

export function StopOutcome({ own }: { own: OwnStop }): JSX.Element {
  const { stop } = own;
  const now = use_part((state) => state.sharing.now);
  const handed = stop && now ? handed_over(stop, now) : null;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => { box.current?.scrollIntoView({ block: "nearest" }); }, [own.state]);
  if (own.state === "ordered") return <div ref={box} class="outcome"><p><b>Stopping {own.words}</b></p><p class="muted">ordered, not yet acknowledged</p></div>;
  if (own.state === "failed" || !stop) {
    return (
      <div ref={box} class="outcome outcome-failed">
        <p><b>Not stopped: {own.words}</b></p>
        <p>{f.capital(own.error ?? "the server did not answer")}. What was shared before is still shared. Hold Stop again, or stop on the server itself: <code>fairlead stop</code>.</p>
      </div>
    );
  }
  const ordered = f.parse_instant(stop.ordered_at);
  return (
    <div ref={box} class="outcome" data-epoch={stop.epoch}>
      <p><b>Stopped: {own.words}</b> <span class="muted">stop {stop.epoch}</span></p>
      <p>ordered {ordered === null ? "–" : f.format_exact(ordered)}, acknowledged {own.answered_ms === null ? "" : `after ${f.format_took(own.answered_ms)}`}</p>
      <ul class="outcome-facts">
        {f.reach_words(stop.reach).map((text) => <li key={text}>{text}</li>)}
        <li>already handed over, and not to be called back by us: {handed === null ? "unknown" : f.count(handed, "delivery", "deliveries")}</li>
      </ul>
      <ReasonForm stop={stop} />
    </div>
  );
}

// What the feeds that the stop cut had been handed before it.
function handed_over(stop: Stop, now: SharingNow): number {
  const cut = new Set(stop.covers.map((cell) => `${cell.agency} ${cell.purpose}`));
  return now.partners.flatMap((partner) => partner.feeds.filter((feed) => cut.has(`${partner.agency} ${feed.purpose}`))).reduce((total, feed) => total + feed.handed_over, 0);
}

const kReasons = ["Legal review", "Use not as agreed", "Wrong recipient", "Exercise"];

export function ReasonForm({ stop }: { stop: Stop }): JSX.Element {
  const [text, set_text] = useState("");
  const [state, set_state] = useState<"open" | "busy" | "saved">(stop.reason === "" ? "open" : "saved");
  const [problem, set_problem] = useState<string | null>(null);
  if (state === "saved" && stop.reason !== "") return <p class="outcome-reason"><span class="muted">Reason</span> {stop.reason} <button type="button" class="link-button" onClick={() => { set_text(stop.reason); set_state("open"); }}>change</button></p>;
  const save = (reason: string): void => {
    if (reason.trim() === "") return;
    set_state("busy");
    set_problem(null);
    desk.reason(stop.epoch, reason.trim()).then(() => { set_state("saved"); }, (error: unknown) => { set_state("open"); set_problem(words_of(error)); });
  };
  const id = `reason-${stop.epoch}`;
  return (
    <form class="reason" onSubmit={(event) => { event.preventDefault(); save(text); }}>
      <label for={id}>Why? It can wait, and the stop does not.</label>
      <div class="row">{kReasons.map((reason) => <button key={reason} type="button" class="chip chip-line" disabled={state === "busy"} onClick={() => { save(reason); }}>{reason}</button>)}</div>
      <div class="reason-line">
        <input id={id} class="field" value={text} maxLength={500} autocomplete="off" placeholder="In your own words" onInput={(event) => { set_text(event.currentTarget.value); }} />
        <button type="submit" class="button" disabled={state === "busy" || text.trim() === ""}>Save</button>
      </div>
      {problem && <p class="form-problem">{f.capital(problem)}. The stop stands.</p>}
    </form>
  );
}

export const show_stop = (epoch: number): void => {
  store.dispatch({ type: "screen", screen: 3 });
  desk.focus({ kind: "stop", epoch });
};
