// SPDX-License-Identifier: Apache-2.0
// Counts the positions of ships that lie on land (Natural Earth 1:10 million, the package `world-atlas` of web/).
//
//   fairlead simulate coast --vessels 500 --hours 6 --seed 1 --out coast.nmea
//   fairlead decode --json coast.nmea | node src/testing/coast-on-water.mjs
//
// Reads JSON lines from standard input; looks at messages 1, 2, 3, 18 and 19. Exits with 1 when a ship is on land.
import fs from "node:fs";
import { createRequire } from "node:module";
import readline from "node:readline";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { feature } = require("topojson-client");
const topology = JSON.parse(fs.readFileSync(require.resolve("world-atlas/land-10m.json")));

// Edges of all rings by bands of latitude, so that a point meets few of them.
const SOUTH = 46;
const BANDS = 4000;
const band = (lat) => Math.floor(((lat - SOUTH) / 8) * BANDS);
const bands = Array.from({ length: BANDS }, () => []);
const land = feature(topology, topology.objects.land);
for (const { geometry } of land.features ?? [land]) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  for (const ring of polygons.flat()) {
    for (let i = 1; i < ring.length; ++i) {
      const [x1, y1] = ring[i - 1];
      const [x2, y2] = ring[i];
      const first = Math.max(0, band(Math.min(y1, y2)));
      const last = Math.min(BANDS - 1, band(Math.max(y1, y2)));
      for (let b = first; b <= last; ++b) bands[b].push([x1, y1, x2, y2]);
    }
  }
}

function onLand(lon, lat) {
  let inside = false;
  for (const [x1, y1, x2, y2] of bands[band(lat)] ?? []) {
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

let positions = 0;
const ashore = new Map();
for await (const line of readline.createInterface({ input: process.stdin })) {
  const { type, mmsi, lon, lat } = JSON.parse(line);
  if (![1, 2, 3, 18, 19].includes(type) || lon === undefined || lat === undefined) continue;
  ++positions;
  if (onLand(lon, lat)) ashore.set(mmsi, [lon, lat]);
}
console.log(`positions ${positions}, ships on land ${ashore.size}`);
for (const [mmsi, [lon, lat]] of [...ashore].slice(0, 20)) console.log(`${mmsi} at ${lat} ${lon}`);
process.exit(ashore.size > 0 ? 1 : 0);
