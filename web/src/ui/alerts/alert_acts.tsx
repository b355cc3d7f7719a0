// SPDX-License-Identifier: Apache-2.0
// What a person may do to one alert: acknowledge, silence, mute a behaviour, judge, take over.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Found } from "../../api/findings";
import { findings } from "../../findings";
import { kMuteHours, kNoiseReasons, kUsefulReasons } from "../../format/finding_words";
import { is_over } from "../../state/findings_state";
import { use_part } from "../../state/store";

type Asking = "mute" | "useful" | "noise" | null;

export function AlertActs({ found }: { found: Found }): JSX.Element | null {
  const may = use_part((state) => state.people.session?.permissions?.includes("operate") === true);
  const busy = use_part((state) => state.findings.busy.includes(found.alert.number));
  const me = use_part((state) => state.people.session?.account ?? null);
  const [asking, set_asking] = useState<Asking>(null);
  if (!may) return <p class="muted alert-note">Only a watch officer answers alerts.</p>;
  const { alert } = found;
  const waits = alert.state === "unacknowledged" || alert.state === "rectified_unacknowledged";
  const judged = alert.judgement;
  const ask = (what: Asking): void => { set_asking(asking === what ? null : what); };
  return (
    <div class="alert-acts" aria-busy={busy}>
      <div class="row">
        {waits && alert.priority !== "caution" && <button type="button" class="button button-strong" disabled={busy} onClick={() => { findings.acknowledge(found); }}>Acknowledge <kbd>A</kbd></button>}
        {alert.wants_attention && <button type="button" class="button" disabled={busy} title="The sound, for 30 s; it returns by itself" onClick={() => { findings.silence(found); }}>Silence 30 s</button>}
        {alert.priority !== "emergency" && !is_over(found) && (alert.muted
          ? <button type="button" class="button" disabled={busy} onClick={() => { findings.unmute(found); }}>No longer mute</button>
          : <button type="button" class="button" aria-expanded={asking === "mute"} disabled={busy} title="This behaviour of this vessel stays quiet for a time" onClick={() => { ask("mute"); }}>Mute <kbd>M</kbd></button>)}
        {me !== null && alert.responsible !== me && <button type="button" class="button" disabled={busy} onClick={() => { findings.take_over(found); }}>Take over</button>}
      </div>
      <div class="row" role="group" aria-label="Was it of use?">
        <button type="button" class="chip" aria-pressed={judged?.useful === true} aria-expanded={asking === "useful"} disabled={busy} onClick={() => { ask("useful"); }}>Useful</button>
        <button type="button" class="chip" aria-pressed={judged !== undefined && !judged.useful} aria-expanded={asking === "noise"} disabled={busy} onClick={() => { ask("noise"); }}>Noise</button>
        {judged && <span class="muted alert-note">{judged.useful ? "useful" : "noise"}{judged.reason === "" ? "" : `: ${judged.reason}`}, says {judged.by}</span>}
      </div>
      {asking === "mute" && (
        <div class="row alert-choices" role="group" aria-label="Mute for, in the behaviour's time">
          {kMuteHours.map((hours) => <button key={hours} type="button" class="chip" onClick={() => { set_asking(null); findings.mute(found, hours); }}>{hours} h</button>)}
          <span class="muted alert-note">of the behaviour's own time, for all seats</span>
        </div>
      )}
      {(asking === "useful" || asking === "noise") && (
        <div class="row alert-choices" role="group" aria-label="Reason">
          {(asking === "useful" ? kUsefulReasons : kNoiseReasons).map((reason) => <button key={reason} type="button" class="chip" onClick={() => { set_asking(null); findings.judge(found, asking === "useful", reason); }}>{reason}</button>)}
        </div>
      )}
    </div>
  );
}
