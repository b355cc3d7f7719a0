// SPDX-License-Identifier: Apache-2.0
// The track drawer's "Zone": where the vessel lies in law, how sure that is, and every other reading worth telling.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { fetchZone } from "../api/client";
import type { LatLon, ZoneReport } from "../api/types";
import * as f from "../format";

// Closer than this the answer is the same for a person's purposes: about half a kilometre.
const kStep = 0.005;
const rounded = (degrees: number): number => Math.round(degrees / kStep) * kStep;

export function ZonePart({ at }: { at: LatLon }): JSX.Element | null {
  const [report, set_report] = useState<ZoneReport | null>(null);
  const [problem, set_problem] = useState<string | null>(null);
  const [open, set_open] = useState(false);
  const lat = rounded(at.lat);
  const lon = rounded(at.lon);
  useEffect(() => {
    const abort = new AbortController();
    fetchZone({ lat: Math.max(-90, Math.min(90, lat)), lon: Math.max(-180, Math.min(180, lon)) }, abort.signal).then(
      (answer) => { set_report(answer); set_problem(null); },
      (error: unknown) => { if (!abort.signal.aborted) set_problem(error instanceof Error ? error.message : "it cannot be read"); },
    );
    return () => { abort.abort(); };
  }, [lat, lon]);
  if (!report) return problem === null ? null : <section class="part"><h3>Zone</h3><p class="muted">Not known now: {problem}</p></section>;
  const others = report.readings.slice(1);
  const flags = report.flags.filter((flag) => flag !== "derived");
  return (
    <section class="part" aria-label="Zone">
      <h3>Zone</h3>
      <p class="zone-line">{report.headline}</p>
      {report.flags.includes("disputed") && <p class="zone-note">States disagree here: readings of all of them are given.</p>}
      {open && (
        <>
          <dl class="facts zone-readings">
            {report.readings.map((reading) => (
              <div key={`${reading.kind} ${reading.states.join()} ${reading.basis}`}>
                <dt>{f.format_probability(reading.confidence)}</dt>
                <dd>{f.zone_words(reading.kind)}{reading.states.length > 0 ? `, ${f.list_words(reading.states.map(f.state_words))}` : ""} <span class="muted">{f.basis_words(reading.basis)}</span></dd>
              </div>
            ))}
          </dl>
          {report.limits.length > 0 && (
            <dl class="facts">
              {report.limits.map((limit) => (
                <div key={`${limit.limit} ${limit.state}`}><dt>{f.limit_words(limit.limit)}</dt><dd>{Math.abs(limit.distance_nm).toFixed(1)} nm {limit.distance_nm < 0 ? "inside" : "beyond"}, {f.state_words(limit.state)}</dd></div>
              ))}
            </dl>
          )}
          {flags.length > 0 && <ul class="flags zone-flags">{flags.map((flag) => <li key={flag}>{f.zone_flag_words(flag)}</li>)}</ul>}
          {report.areas.map((area) => <p key={area.id} class="muted">{area.name}{area.note ? `: ${area.note}` : ""} ({area.source})</p>)}
          <p class="muted">Derived limits are an aid to decision, not evidence.</p>
        </>
      )}
      <button type="button" class="link-button" aria-expanded={open} onClick={() => { set_open(!open); }}>{open ? "less" : others.length > 0 ? `${f.count(others.length, "other reading", "other readings")}, limits and reasons` : "limits and reasons"}</button>
    </section>
  );
}
