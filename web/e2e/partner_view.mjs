// SPDX-License-Identifier: Apache-2.0
// A page with partners' sessions side by side, for looking at: each pane draws what that partner was given at the door for
// partners, and nothing else. The tokens stay in this process.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { feature } from "topojson-client";

const land = (() => {
  const topology = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("world-atlas/land-10m.json"), "utf8"));
  const shape = feature(topology, topology.objects.land);
  return (shape.features ?? [shape]).flatMap(({ geometry }) => (geometry.type === "MultiPolygon" ? geometry.coordinates.flat() : geometry.coordinates));
})();

// `partners`: [{ name, purpose, note, tracks }], `tracks` a function that answers with what the partner holds now.
// `box`: [west, south, east, north] of the panes.
export async function start_partner_view({ partners, box }) {
  const [west, south, east, north] = box;
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const width = 600, height = Math.round((width * (north - south)) / ((east - west) * narrow));
  const x = (lon) => (((lon - west) / (east - west)) * width).toFixed(1);
  const y = (lat) => (((north - lat) / (north - south)) * height).toFixed(1);
  const near = (ring) => ring.some(([lon, lat]) => lon > west - 1 && lon < east + 1 && lat > south - 1 && lat < north + 1);
  const coast = land.filter(near).map((ring) => `M${ring.map(([lon, lat]) => `${x(lon)} ${y(lat)}`).join("L")}Z`).join("");
  const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  // A name is written where there is room for it.
  const symbol = (taken) => (track) => {
    if (!track.position) return "";
    const left = Number(x(track.position.lon)) + 9, top = Number(y(track.position.lat)), right = left + (track.name?.length ?? 0) * 7.5;
    const free = track.name && right < width && !taken.some(([l, t, r]) => left < r + 4 && right > l - 16 && Math.abs(top - t) < 14);
    taken.push([left, top, free ? right : left]);
    const at = `translate(${x(track.position.lon)} ${y(track.position.lat)})`;
    return `<g transform="${at}"><path d="M0-7 4 6h-8Z" transform="rotate(${track.course_deg ?? 0})"/>${free ? `<text x="9" y="4">${escape(track.name)}</text>` : ""}</g>`;
  };
  const pane = (partner, tracks) => `<section><h2>${escape(partner.name)}</h2><p>${escape(partner.purpose)} · ${tracks.length} tracks${tracks.length === 0 ? " · nothing is given" : ""}</p>
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${tracks.length} tracks"><path class="land" d="${coast}"/>${tracks.map(symbol([])).join("")}</svg><p>${escape(partner.note)}</p></section>`;
  const style = "body{margin:0;background:#0f1c26;color:#dfe8ee;font:13px/1.4 Inter,sans-serif;font-variant-numeric:tabular-nums}main{display:grid;grid-template-columns:1fr 1fr;gap:1px;background:#263945;min-height:100vh}section{background:#14222d;padding:16px}h1{position:absolute;clip-path:inset(50%)}h2{margin:0;font-size:20px;font-weight:600}p{margin:4px 0 12px;color:#9aacb8}svg{display:block;width:100%;background:#0f1c26;border:1px solid #263945;border-radius:6px}.land{fill:#22303a;stroke:#64808f}main>section>p:last-child{margin-top:8px}g path{fill:#9fb4c1;fill-opacity:.4;stroke:#9fb4c1;stroke-width:1.3}text{fill:#c3d2dc;font-size:11px}";
  const server = createServer(async (request, response) => {
    const panes = await Promise.all(partners.map(async (partner) => pane(partner, await partner.tracks())));
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><html lang="en"><title>Partners</title><style>${style}</style><main><h1>Partners' sessions</h1>${panes.join("")}</main></html>`);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }) };
}
