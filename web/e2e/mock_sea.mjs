// SPDX-License-Identifier: Apache-2.0
// A simulated sea for the mock server: ships that stay on the water of the English Channel, with names, gaps and a past.
// Deterministic for one seed. Time is simulated milliseconds, speeds are metres per second.
import { createRequire } from "node:module";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
const kWest = -6.4, kEast = 3.4, kSouth = 48.4, kNorth = 51.7;
const kCell = 0.01;
const kColumns = Math.round((kEast - kWest) / kCell), kRows = Math.round((kNorth - kSouth) / kCell);
export const kPastMs = 12 * 3_600_000;

export function random_of(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// One bit a cell: land or water, widened by a cell so that ships keep off the beach.
function land_mask() {
  const topology = require("world-atlas/land-10m.json");
  const shape = feature(topology, topology.objects.land);
  const mask = new Uint8Array(kColumns * kRows);
  const polygons = shape.features.flatMap((part) => (part.geometry.type === "Polygon" ? [part.geometry.coordinates] : part.geometry.coordinates));
  for (const rings of polygons) {
    const [outer] = rings;
    if (!outer.some(([lon, lat]) => lon > kWest - 1 && lon < kEast + 1 && lat > kSouth - 1 && lat < kNorth + 1)) continue;
    for (let row = 0; row < kRows; row += 1) {
      const lat = kSouth + (row + 0.5) * kCell;
      const cuts = [];
      for (const ring of rings) {
        for (let i = 1; i < ring.length; i += 1) {
          const [x0, y0] = ring[i - 1], [x1, y1] = ring[i];
          if ((y0 <= lat) !== (y1 <= lat)) cuts.push(x0 + ((lat - y0) / (y1 - y0)) * (x1 - x0));
        }
      }
      cuts.sort((a, b) => a - b);
      for (let i = 0; i + 1 < cuts.length; i += 2) {
        const from = Math.max(0, Math.floor((cuts[i] - kWest) / kCell)), to = Math.min(kColumns - 1, Math.ceil((cuts[i + 1] - kWest) / kCell));
        for (let column = from; column <= to; column += 1) mask[row * kColumns + column] = 1;
      }
    }
  }
  const wide = new Uint8Array(mask);
  for (let row = 1; row < kRows - 1; row += 1) {
    for (let column = 1; column < kColumns - 1; column += 1) {
      const at = row * kColumns + column;
      if (mask[at]) wide[at - 1] = wide[at + 1] = wide[at - kColumns] = wide[at + kColumns] = 1;
    }
  }
  return wide;
}

const kLanes = [
  [[-6.2, 49.2], [-4.5, 49.35], [-2.9, 49.72], [-1.4, 50.0], [0.2, 50.32], [1.05, 50.62], [1.48, 50.93], [1.85, 51.25], [2.4, 51.6]],
  [[2.6, 51.45], [1.95, 51.12], [1.62, 50.88], [1.2, 50.55], [0.3, 50.18], [-1.4, 49.84], [-2.95, 49.5], [-4.5, 49.1], [-6.2, 48.9]],
  [[-1.1, 50.6], [-0.6, 50.2], [0.0, 49.6]], [[-4.15, 50.25], [-4.0, 49.5], [-3.95, 48.85]], [[1.42, 51.08], [1.78, 50.98]], [[-1.95, 50.6], [-1.7, 49.75]],
  [[-6.2, 49.8], [-5.0, 49.9], [-3.5, 50.1], [-2.4, 50.35], [-1.2, 50.5], [0.0, 50.6], [0.9, 50.8]],
];
const kFirst = ["NORTHERN", "ATLANTIC", "GOLDEN", "STELLA", "BALTIC", "CAPE", "OCEAN", "PRIDE OF", "EVER", "SEA", "NORDIC", "CELTIC", "ARCTIC", "GRAND", "SILVER", "STAR", "MAJESTIC", "BLUE", "CORAL", "HARBOUR"];
const kSecond = ["TRADER", "SPIRIT", "EXPRESS", "VOYAGER", "MERCHANT", "HORIZON", "BREEZE", "PIONEER", "LEGEND", "DAWN", "PEARL", "GULL", "WAVE", "RANGER", "CREST", "HERALD", "COURIER", "ARROW", "TIDE", "MERIDIAN"];
const kTypes = [[70, "cargo", 9], [80, "tanker", 5], [60, "passenger", 2], [30, "fishing", 3], [52, "tug", 1], [36, "sailing", 1]];
const kFlagMid = [["GB", 235], ["FR", 227], ["NL", 244], ["DE", 211], ["PA", 371], ["LR", 636], ["MT", 248], ["NO", 257], ["DK", 219], ["CY", 209]];
const kPorts = ["ROTTERDAM", "LE HAVRE", "SOUTHAMPTON", "ANTWERPEN", "HAMBURG", "DOVER", "CALAIS", "BREST", "NEW YORK", "FELIXSTOWE"];

export class Sea {
  constructor({ tracks, seed = 7, start_ms }) {
    this.random = random_of(seed);
    this.mask = land_mask();
    this.count = tracks;
    this.lat = new Float64Array(tracks);
    this.lon = new Float64Array(tracks);
    this.speed = new Float64Array(tracks);
    this.course = new Float64Array(tracks);
    this.leg = new Int16Array(tracks);
    this.lane = new Int16Array(tracks);
    this.period = new Float64Array(tracks);
    this.heard = new Float64Array(tracks);
    this.state = new Array(tracks).fill("live");
    this.identity = [];
    this.changed = new Set();
    this.past = [];
    for (let i = 0; i < tracks; i += 1) this.launch(i);
    this.now_ms = start_ms - kPastMs;
    const step = tracks > 5000 ? 300_000 : 60_000;
    for (let t = start_ms - kPastMs; t <= start_ms; t += step) { this.move(step / 1000); this.now_ms = t; this.remember(); }
    this.heard.fill(start_ms);
    for (let i = 0; i < tracks; i += 1) this.heard[i] = start_ms - this.random() * this.period[i] * 1000;
    for (let i = 17; i < tracks; i += 41) { this.state[i] = "lost"; this.heard[i] = start_ms - 600_000 - this.random() * 6e6; }
    this.changed.clear();
  }

  water(lat, lon) {
    const column = Math.floor((lon - kWest) / kCell), row = Math.floor((lat - kSouth) / kCell);
    return column > 1 && row > 1 && column < kColumns - 2 && row < kRows - 2 && !this.mask[row * kColumns + column];
  }

  pick(list) { return list[Math.floor(this.random() * list.length)]; }

  launch(i) {
    const dice = this.random();
    const kind = i === 0 ? "own_ship" : dice < 0.68 ? "ship" : dice < 0.84 ? "class_b" : dice < 0.9 ? "contact" : dice < 0.94 ? "aid_to_navigation" : dice < 0.955 ? "base_station" : dice < 0.96 ? "sar_aircraft" : "small_craft";
    const still = kind === "aid_to_navigation" || kind === "base_station" || (kind !== "own_ship" && kind !== "sar_aircraft" && this.random() < 0.12);
    this.lane[i] = kind === "ship" && !still ? Math.floor(this.random() ** 1.6 * kLanes.length) : -1;
    do {
      if (this.lane[i] >= 0) {
        const lane = kLanes[this.lane[i]];
        this.leg[i] = 1 + Math.floor(this.random() * (lane.length - 1));
        const [x0, y0] = lane[this.leg[i] - 1], [x1, y1] = lane[this.leg[i]], part = this.random();
        this.lon[i] = x0 + (x1 - x0) * part + (this.random() - 0.5) * 0.16;
        this.lat[i] = y0 + (y1 - y0) * part + (this.random() - 0.5) * 0.1;
      } else {
        this.lon[i] = kWest + this.random() * (kEast - kWest);
        this.lat[i] = kSouth + this.random() * (kNorth - kSouth);
      }
    } while (!this.water(this.lat[i], this.lon[i]));
    this.course[i] = this.random() * 360;
    this.speed[i] = still ? 0 : kind === "sar_aircraft" ? 55 : kind === "ship" || kind === "own_ship" ? 4 + this.random() * 6 : 1 + this.random() * 6;
    this.period[i] = still ? 180 : kind === "ship" || kind === "own_ship" ? 6 + this.random() * 6 : 20 + this.random() * 20;
    this.identity.push(this.describe(i, kind, still));
  }

  describe(i, kind, still) {
    const id = `T-${(0xa000 + i * 7).toString(16).padStart(8, "0")}`;
    const track = { id, kind, sources: kind === "contact" ? ["radar-dover"] : [this.random() < 0.7 ? "channel-west" : "channel-east"], observations: 1 + Math.floor(this.random() * 4000) };
    if (kind === "contact") {
      const sigma = 80 + Math.round(this.random() * 200), at = new Date(Date.now() - 4000).toISOString();
      return { ...track, position_sigma_m: sigma, existence: 0.97, error: { major_m: sigma, minor_m: 40, orientation_deg: 35 }, seen_as: "go-fast",
        seen_by: [{ source: "radar-dover", at, observations: 41 }, { source: "aircraft-2", at, observations: 1 }], fusion_reasons: ["the sighting of aircraft-2 lies within its error, at the same speed"] };
    }
    const [flag, mid] = this.pick(kFlagMid);
    const serial = String(100000 + ((i * 37) % 899999)).padStart(6, "0");
    track.mmsi = Number(kind === "base_station" ? `00${mid}${serial.slice(2)}` : kind === "aid_to_navigation" ? `99${mid}${serial.slice(2)}` : kind === "sar_aircraft" ? `111${mid}${serial.slice(3)}` : `${mid}${serial}`);
    track.flag = flag;
    track.hearers = [`00${mid}3${(i * 13) % 1000}`.slice(0, 9)];
    track.position_sigma_m = 10;
    if (kind === "base_station") return track;
    track.name = kind === "aid_to_navigation" ? `${this.pick(["E", "W", "N", "S"])} ${this.pick(["BASSURELLE", "GREENWICH", "VERGOYER", "SANDETTIE", "OWERS", "CASQUETS"])} ${i % 9}` : i === 0 ? "CUTTER ARGUS" : `${this.pick(kFirst)} ${this.pick(kSecond)}${this.count > 400 && this.random() < 0.5 ? ` ${1 + (i % 60)}` : ""}`;
    if (kind === "aid_to_navigation" || kind === "sar_aircraft") return track;
    const weights = kTypes.flatMap(([code, text, weight]) => Array(weight).fill([code, text]));
    const [code, text] = kind === "ship" ? this.pick(weights) : kind === "own_ship" ? [55, "law enforcement"] : [37, "pleasure craft"];
    const length = kind === "ship" ? 40 + Math.round(this.random() * 320) : 8 + Math.round(this.random() * 14);
    Object.assign(track, { call_sign: `${"MGDPVL"[i % 6]}${String.fromCharCode(65 + (i % 26))}${String.fromCharCode(65 + ((i * 7) % 26))}${i % 10}`, ship_type: code, ship_type_text: text, length_m: length, beam_m: Math.max(3, Math.round(length / 6.5)), static_at: null });
    if (kind === "class_b") return track;
    Object.assign(track, { imo: imo_of(900000 + ((i * 131) % 99999)), destination: this.pick(kPorts), eta: `11-${String(23 + (i % 6)).padStart(2, "0")} ${String(i % 24).padStart(2, "0")}:30`, draught_m: Math.round(30 + this.random() * 110) / 10, nav_status: still ? 1 : 0, nav_status_text: still ? "at anchor" : "under way using engine", to_bow_m: Math.round(length * 0.8), to_stern_m: length - Math.round(length * 0.8) });
    if (i % 97 === 5) track.flags = ["mmsi_shared"];
    if (i % 97 === 6) track.flags = ["imo_invalid"];
    return track;
  }

  // Advances every vessel; near land it turns away.
  move(seconds) {
    for (let i = 0; i < this.count; i += 1) {
      if (this.speed[i] === 0) continue;
      let target = this.course[i];
      if (this.lane[i] >= 0) {
        const lane = kLanes[this.lane[i]], [x, y] = lane[this.leg[i]];
        const dx = (x - this.lon[i]) * Math.cos(this.lat[i] * 0.01745), dy = y - this.lat[i];
        if (dx * dx + dy * dy < 0.006) { this.leg[i] += 1; if (this.leg[i] >= lane.length) { this.restart(i); continue; } }
        target = (Math.atan2(dx, dy) * 57.29578 + 360) % 360;
      } else target += (((i * 7919 + Math.floor(this.now_ms / 60000)) % 11) - 5) * 0.15 * Math.min(10, seconds);
      const metres = this.speed[i] * seconds;
      for (const turn of [0, 25, -25, 60, -60, 110, -110, 180]) {
        const course = (target + turn + 360) % 360, sin = Math.sin(course * 0.0174533), cos = Math.cos(course * 0.0174533);
        const scale = Math.cos(this.lat[i] * 0.0174533) * 111_320;
        const ahead = Math.max(metres, 1500);
        if (!this.water(this.lat[i] + (cos * ahead) / 111_320, this.lon[i] + (sin * ahead) / scale) && turn !== 180) continue;
        const lat = this.lat[i] + (cos * metres) / 111_320, lon = this.lon[i] + (sin * metres) / scale;
        if (this.water(lat, lon)) { this.lat[i] = lat; this.lon[i] = lon; }
        this.course[i] = course;
        break;
      }
    }
  }

  restart(i) {
    // At the end of the lane the ship becomes a wanderer; nobody leaps back to the start.
    this.lane[i] = -1;
    this.course[i] = (this.course[i] + 180) % 360;
  }

  remember() {
    this.past.push({ t: this.now_ms, lat: Float64Array.from(this.lat), lon: Float64Array.from(this.lon), course: Float32Array.from(this.course) });
    while (this.past.length > 1 && this.past[0].t < this.now_ms - kPastMs) this.past.shift();
  }

  // One tick: everybody moves, some are heard. Answers the rows heard.
  tick(now_ms) {
    this.move((now_ms - this.now_ms) / 1000);
    this.now_ms = now_ms;
    const heard = [];
    for (let i = 0; i < this.count; i += 1) {
      if (this.state[i] === "lost" || now_ms - this.heard[i] < this.period[i] * 1000) continue;
      this.heard[i] = now_ms;
      heard.push(i);
    }
    const last = this.past[this.past.length - 1];
    if (now_ms - last.t > (this.count > 5000 ? 300_000 : 60_000)) this.remember();
    return heard;
  }

  track(i) {
    const track = { ...this.identity[i], state: this.state[i], position: { lat: round(this.lat[i], 6), lon: round(this.lon[i], 6) }, observed_at: iso(this.heard[i]), received_at: iso(this.heard[i] + 400) };
    if (track.static_at === null) track.static_at = iso(this.heard[i] - 90_000);
    if (track.kind === "aid_to_navigation" || track.kind === "base_station") return track;
    Object.assign(track, { speed_mps: round(this.speed[i], 3), speed_kn: round(this.speed[i] * 1.943844, 1), course_deg: round(this.course[i], 1) });
    if (track.kind === "ship" || track.kind === "own_ship") track.heading_deg = Math.round(this.course[i]) % 360;
    return track;
  }

  moved(i) {
    const has_motion = this.identity[i].kind !== "aid_to_navigation" && this.identity[i].kind !== "base_station";
    const heading = this.identity[i].kind === "ship" || this.identity[i].kind === "own_ship" ? Math.round(this.course[i]) % 360 : null;
    return [this.identity[i].id, Math.round(this.heard[i]), round(this.lat[i], 6), round(this.lon[i], 6), has_motion ? round(this.speed[i], 3) : null, has_motion ? round(this.course[i], 1) : null, heading, this.state[i]];
  }

  at(i, t_ms) {
    let low = 0, high = this.past.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (this.past[middle].t <= t_ms) low = middle; else high = middle - 1; }
    const shot = this.past[low];
    return { t: shot.t, lat: shot.lat[i], lon: shot.lon[i], course: shot.course[i] };
  }

  history(i, from_ms, to_ms) {
    return this.past.filter((shot) => shot.t >= from_ms && shot.t <= to_ms).map((shot) => [shot.t, round(shot.lat[i], 6), round(shot.lon[i], 6), round(this.speed[i], 2), round(shot.course[i], 1), null]);
  }
}

export const iso = (t_ms) => new Date(Math.round(t_ms)).toISOString();
const round = (value, digits) => Math.round(value * 10 ** digits) / 10 ** digits;
function imo_of(stem) {
  const digits = String(stem).padStart(6, "0");
  const check = [...digits].reduce((sum, digit, index) => sum + Number(digit) * (7 - index), 0) % 10;
  return Number(`${digits}${check}`);
}
