// SPDX-License-Identifier: Apache-2.0
// The time of the picture. A live feed runs on the server's clock; a replay runs on the time of its data, which may
// pass faster than ours. Pure: local time is an argument, the answer is a new value.

export interface ClockSample { local_ms: number; data_ms: number }

export interface Clock {
  mode: "live" | "replay";
  // Server time minus local time.
  server_offset_ms: number;
  // The data clock: what it showed at `anchor.local_ms`, and how fast it runs.
  anchor: ClockSample | null;
  rate: number;
  samples: readonly ClockSample[];
}

export const kClockStart: Clock = { mode: "live", server_offset_ms: 0, anchor: null, rate: 1, samples: [] };

const kWindowMs = 12_000;
const kLongestGuessMs = 8_000;
const kReplayGapMs = 600_000;

// `replay_known`: the server says so, or every source is a file.
export function observe_server_time(clock: Clock, now_ms: number, local_ms: number, replay_known: boolean): Clock {
  const next = { ...clock, server_offset_ms: now_ms - local_ms };
  return { ...next, mode: mode_of(next, local_ms, replay_known) };
}

// The sources became known: if all of them are files, old data is a replay.
export function know_replay(clock: Clock, replay_known: boolean): Clock {
  const newest = clock.samples[clock.samples.length - 1];
  return newest && replay_known ? { ...clock, mode: mode_of(clock, newest.local_ms, true) } : clock;
}

export function observe_data_time(clock: Clock, data_ms: number, local_ms: number): Clock {
  const last = clock.samples[clock.samples.length - 1];
  if (last && data_ms <= last.data_ms && last.data_ms - data_ms < 60_000) return clock;
  const shown = clock.anchor ? replay_now(clock, local_ms) : data_ms;
  const jumped = !last || data_ms < last.data_ms || Math.abs(data_ms - shown) > 120_000 + 20_000 * clock.rate;
  if (jumped) {
    const sample = { local_ms, data_ms };
    return { ...clock, anchor: sample, rate: 1, samples: [sample], mode: mode_of({ ...clock, anchor: sample, samples: [sample] }, local_ms, false) };
  }
  const samples = [...clock.samples.filter((sample) => local_ms - sample.local_ms < kWindowMs), { local_ms, data_ms }];
  const first = samples[0] ?? last;
  const span = local_ms - first.local_ms;
  const rate = span > 1500 ? Math.max(0, Math.min(500, (data_ms - first.data_ms) / span)) : clock.rate;
  // Steer towards the newest time instead of jumping, so that symbols do not jerk.
  const anchor = { local_ms, data_ms: shown + (data_ms - shown) * 0.35 };
  const next = { ...clock, anchor, rate, samples };
  return { ...next, mode: mode_of(next, local_ms, false) };
}

function mode_of(clock: Clock, local_ms: number, replay_known: boolean): "live" | "replay" {
  const newest = clock.samples[clock.samples.length - 1];
  if (!newest) return clock.mode;
  const gap = Math.abs(newest.local_ms + clock.server_offset_ms - newest.data_ms);
  if (gap < 120_000) return "live";
  const moving = clock.samples.length >= 3 && local_ms - newest.local_ms < 10_000;
  if (gap > kReplayGapMs && (replay_known || moving)) return "replay";
  return clock.mode;
}

function replay_now(clock: Clock, local_ms: number): number {
  if (!clock.anchor) return local_ms + clock.server_offset_ms;
  const passed = Math.max(0, Math.min(kLongestGuessMs, local_ms - clock.anchor.local_ms));
  return clock.anchor.data_ms + passed * clock.rate;
}

export const server_now = (clock: Clock, local_ms: number): number => local_ms + clock.server_offset_ms;

export const picture_now = (clock: Clock, local_ms: number): number =>
  clock.mode === "replay" ? replay_now(clock, local_ms) : server_now(clock, local_ms);

export const picture_rate = (clock: Clock): number => (clock.mode === "replay" ? clock.rate : 1);
