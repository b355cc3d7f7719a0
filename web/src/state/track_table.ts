// SPDX-License-Identifier: Apache-2.0
// The tracks of one picture as columns, so that 20,000 of them cost no object per frame.
//
// Invariants
// 1. A row belongs to one track until the track is closed; a freed row is marked dead before it is reused.
// 2. `gpu` holds one instance of kRowFloats per row, always in step with the columns; `take_dirty` says what to upload.
// 3. No clock is read: the time of the picture is an argument.
// Messages in, table out; the columns are changed in place, which is the one exception to "reducers are pure".
import type { DeltaMessage, LatLon, MovedRow, Track, TrackKind } from "../api/types";
import { kEarthCircumference, lat_of, lon_of, mercator_x, mercator_y } from "./mercator";

export const kRowFloats = 12;
export const kUnknownAngle = -10;
export const kGlideLimitS = 180;
const kDead = -1;
const rad = Math.PI / 180;

export const enum Shape { Triangle = 0, Circle = 1, Diamond = 2, Square = 3, Aircraft = 4, Distress = 5, SmallTriangle = 6 }
export const enum Tone { Routine = 0, Interest = 1, Caution = 2, Warning = 3, Alarm = 4, Own = 5, Fixed = 6 }
export const kLostBit = 64;

const kShapes: Record<TrackKind, Shape> = {
  ship: Shape.Triangle,
  class_b: Shape.SmallTriangle,
  small_craft: Shape.SmallTriangle,
  sar_aircraft: Shape.Aircraft,
  base_station: Shape.Square,
  aid_to_navigation: Shape.Diamond,
  distress: Shape.Distress,
  own_ship: Shape.Triangle,
  contact: Shape.Circle,
};

const kDisputes = new Set(["mmsi_shared", "mmsi_malformed"]);
export const is_disputed = (track: Track): boolean => track.flags?.some((flag) => kDisputes.has(flag)) ?? false;

function tone_of(track: Track): Tone {
  if (track.kind === "distress") return Tone.Alarm;
  if (track.kind === "own_ship") return Tone.Own;
  if (track.kind === "base_station" || track.kind === "aid_to_navigation") return Tone.Fixed;
  if (track.kind === "sar_aircraft") return Tone.Interest;
  return is_disputed(track) ? Tone.Caution : Tone.Routine;
}

// How long a fix is shown as fact before the symbol turns hollow: twice the longest interval at which such a
// station reports when all is well (M.1371: moored class A every 3 min, slow class B every 3 min, moving ones faster).
export function hollow_after_s(kind: TrackKind, speed_mps: number): number {
  if (kind === "aid_to_navigation" || kind === "base_station") return 1e6;
  const still = !(speed_mps > 1);
  if (still) return 400;
  return kind === "ship" || kind === "own_ship" || kind === "sar_aircraft" ? 60 : 90;
}

export class TrackTable {
  private capacity = 1024;
  private rows = 0;
  private readonly free: number[] = [];
  private readonly index = new Map<string, number>();
  private base_ms = 0;
  private dirty_from = Infinity;
  private dirty_to = 0;
  ids: string[] = [];
  details: (Track | null)[] = [];
  lat = new Float64Array(this.capacity);
  lon = new Float64Array(this.capacity);
  t_ms = new Float64Array(this.capacity);
  speed = new Float32Array(this.capacity);
  course = new Float32Array(this.capacity);
  heading = new Float32Array(this.capacity);
  style = new Int16Array(this.capacity);
  gpu = new Float32Array(this.capacity * kRowFloats);
  // Counts every change; whoever caches something from the table compares it.
  revision = 0;
  speed_max = 0;

  get count(): number { return this.index.size; }
  // Rows in use or dead; instances to draw.
  get row_count(): number { return this.rows; }
  get time_base_ms(): number { return this.base_ms; }
  row_of(id: string): number | undefined { return this.index.get(id); }
  alive(row: number): boolean { return row < this.rows && (this.style[row] ?? kDead) !== kDead; }
  lost(row: number): boolean { return ((this.style[row] ?? 0) & kLostBit) !== 0; }

  // Replaces the whole picture. Tracks that stay keep their row.
  reset(tracks: readonly Track[]): void {
    const wanted = new Set<string>();
    for (const track of tracks) wanted.add(track.id);
    for (const id of [...this.index.keys()]) if (!wanted.has(id)) this.close(id);
    for (const track of tracks) this.put(track);
    this.revision += 1;
  }

  apply(delta: Partial<Pick<DeltaMessage, "moved" | "tracks" | "closed">>): void {
    if (delta.closed) for (const id of delta.closed) this.close(id);
    if (delta.tracks) for (const track of delta.tracks) this.put(track);
    if (delta.moved) for (const row of delta.moved) this.move(row);
    this.revision += 1;
  }

  // The full track of a row with the latest motion written over it.
  track_at(row: number): Track | null {
    const detail = this.details[row];
    if (!detail || !this.alive(row)) return null;
    const track: Track = {
      ...detail,
      state: this.lost(row) ? "lost" : "live",
      position: { lat: this.lat[row] ?? 0, lon: this.lon[row] ?? 0 },
      observed_at: new Date(this.t_ms[row] ?? 0).toISOString(),
    };
    set_or_drop(track, "speed_mps", this.speed[row]);
    set_or_drop(track, "course_deg", this.course[row]);
    set_or_drop(track, "heading_deg", this.heading[row]);
    return track;
  }

  track(id: string): Track | null {
    const row = this.index.get(id);
    return row === undefined ? null : this.track_at(row);
  }

  // Where the symbol of a row stands at `now_ms`: dead reckoning up to the limit, never for a lost track.
  predicted(row: number, now_ms: number, glide: boolean): LatLon {
    const at = row * kRowFloats;
    const seconds = glide && !this.lost(row) ? glide_seconds(now_ms - (this.t_ms[row] ?? 0)) : 0;
    const vx = this.gpu[at + 4] ?? 0;
    const vy = this.gpu[at + 5] ?? 0;
    const lat = this.lat[row] ?? 0;
    const lon = this.lon[row] ?? 0;
    if (seconds === 0 || (vx === 0 && vy === 0)) return { lat, lon };
    return { lat: lat_of(mercator_y(lat) + vy * seconds), lon: lon_of(mercator_x(lon) + vx * seconds) };
  }

  // The changed rows since the last call, as [first, end), or null.
  take_dirty(): [number, number] | null {
    if (this.dirty_from >= this.dirty_to) return null;
    const range: [number, number] = [this.dirty_from, this.dirty_to];
    this.dirty_from = Infinity;
    this.dirty_to = 0;
    return range;
  }

  mark_all_dirty(): void { this.touch(0); if (this.rows > 0) this.touch(this.rows - 1); }

  private put(track: Track): void {
    if (!track.position) { this.close(track.id); return; }
    let row = this.index.get(track.id);
    if (row === undefined) {
      row = this.free.pop() ?? this.rows;
      if (row === this.rows) this.rows += 1;
      if (row >= this.capacity) this.grow();
      this.index.set(track.id, row);
      this.ids[row] = track.id;
    }
    this.details[row] = track;
    const style = kShapes[track.kind] + 8 * tone_of(track) + (track.state === "lost" ? kLostBit : 0);
    const observed = track.observed_at === undefined ? 0 : Date.parse(track.observed_at);
    this.write(row, style, Number.isFinite(observed) ? observed : 0, track.position.lat, track.position.lon,
      track.speed_mps ?? NaN, track.course_deg ?? NaN, track.heading_deg ?? NaN);
  }

  private move(moved: MovedRow): void {
    const row = this.index.get(moved[0]);
    if (row === undefined) return;
    const style = ((this.style[row] ?? 0) & ~kLostBit) | (moved[7] === "lost" ? kLostBit : 0);
    this.write(row, style, moved[1], moved[2], moved[3], moved[4] ?? NaN, moved[5] ?? NaN, moved[6] ?? NaN);
  }

  private close(id: string): void {
    const row = this.index.get(id);
    if (row === undefined) return;
    this.index.delete(id);
    this.free.push(row);
    this.details[row] = null;
    this.ids[row] = "";
    this.style[row] = kDead;
    this.gpu[row * kRowFloats + 10] = kDead;
    this.touch(row);
  }

  private write(row: number, style: number, t: number, lat: number, lon: number, speed: number, course: number, heading: number): void {
    // Float32 seconds stay exact to 16 ms within two days of the base; only a newer day moves it, so that one old
    // track among new ones does not make every row be written again.
    if (this.base_ms === 0 || t - this.base_ms > 2 * 86_400_000) this.rebase(t);
    this.style[row] = style;
    this.t_ms[row] = t;
    this.lat[row] = lat;
    this.lon[row] = lon;
    this.speed[row] = speed;
    this.course[row] = course;
    this.heading[row] = heading;
    const x = mercator_x(lon);
    const y = mercator_y(lat);
    const at = row * kRowFloats;
    const gpu = this.gpu;
    const x_high = Math.fround(x);
    const y_high = Math.fround(y);
    gpu[at] = x_high;
    gpu[at + 1] = y_high;
    gpu[at + 2] = x - x_high;
    gpu[at + 3] = y - y_high;
    const moving = speed > 0.25 && course === course;
    const scale = moving ? speed / (kEarthCircumference * Math.cos(Math.min(85, Math.abs(lat)) * rad)) : 0;
    gpu[at + 4] = moving ? scale * Math.sin(course * rad) : 0;
    gpu[at + 5] = moving ? -scale * Math.cos(course * rad) : 0;
    gpu[at + 6] = (t - this.base_ms) / 1000;
    gpu[at + 7] = course === course ? course * rad : kUnknownAngle;
    gpu[at + 8] = heading === heading ? heading * rad : kUnknownAngle;
    gpu[at + 9] = speed === speed ? speed : -1;
    gpu[at + 10] = style;
    gpu[at + 11] = hollow_after_s(this.details[row]?.kind ?? "ship", speed);
    if (speed > this.speed_max && speed < 100) this.speed_max = speed;
    this.touch(row);
  }

  private rebase(base_ms: number): void {
    this.base_ms = base_ms;
    for (let row = 0; row < this.rows; row += 1) {
      this.gpu[row * kRowFloats + 6] = ((this.t_ms[row] ?? 0) - base_ms) / 1000;
    }
    this.mark_all_dirty();
  }

  private touch(row: number): void {
    if (row < this.dirty_from) this.dirty_from = row;
    if (row + 1 > this.dirty_to) this.dirty_to = row + 1;
  }

  private grow(): void {
    this.capacity *= 2;
    const widen = <T extends Float64Array | Float32Array | Int16Array>(from: T, to: T): T => { to.set(from as never); return to; };
    this.lat = widen(this.lat, new Float64Array(this.capacity));
    this.lon = widen(this.lon, new Float64Array(this.capacity));
    this.t_ms = widen(this.t_ms, new Float64Array(this.capacity));
    this.speed = widen(this.speed, new Float32Array(this.capacity));
    this.course = widen(this.course, new Float32Array(this.capacity));
    this.heading = widen(this.heading, new Float32Array(this.capacity));
    this.style = widen(this.style, new Int16Array(this.capacity));
    this.gpu = widen(this.gpu, new Float32Array(this.capacity * kRowFloats));
  }
}

export const glide_seconds = (age_ms: number): number => Math.max(0, Math.min(kGlideLimitS, age_ms / 1000));

function set_or_drop(track: Track, key: "speed_mps" | "course_deg" | "heading_deg", value: number | undefined): void {
  if (value === undefined || Number.isNaN(value)) delete track[key];
  else track[key] = Math.round(value * 1000) / 1000;
}
