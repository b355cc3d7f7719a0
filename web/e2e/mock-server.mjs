// SPDX-License-Identifier: Apache-2.0
// Serves web/dist and the HTTP contract over a simulated sea, so that the screens can be built and tested alone.
//   node e2e/mock-server.mjs [--port 8480] [--tracks 400] [--speed 1] [--replay-days 0] [--no-ws] [--people] [--first]
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";
import { iso, kPastMs, Sea } from "./mock_sea.mjs";
import { MockSharing } from "./mock_sharing.mjs";

const kCsp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const kTypes = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml" };
const dist = fileURLToPath(new URL("../dist/", import.meta.url));

export async function start_mock({ port = 0, tracks = 400, speed = 1, replay_days = 0, no_ws = false, ...who } = {}) {
  const began = Date.now(), origin = began - replay_days * 86_400_000;
  const data_now = () => origin + (Date.now() - began) * speed;
  const sea = new Sea({ tracks, start_ms: origin });
  const row_of = new Map(sea.identity.map((track, row) => [track.id, row]));
  const clients = new Set();
  const sharing = new MockSharing(who);
  let slot = 1;

  const inside = (box, lat, lon) => !box || (lat >= box[1] && lat <= box[3] && (box[0] <= box[2] ? lon >= box[0] && lon <= box[2] : lon >= box[0] || lon <= box[2]));
  const rows_in = (box) => { const rows = []; for (let i = 0; i < sea.count; i += 1) if (inside(box, sea.lat[i], sea.lon[i])) rows.push(i); return rows; };
  const head = () => ({ slot, as_of: iso(Date.now()), data_time: iso(sea.now_ms) });
  const sources = () => ({ sources: [
    { name: "channel-west", url: "tcp://192.0.2.10:4001", originator: "home", state: "live", last_sentence_at: iso(Date.now() - 300), age_s: 0.3, sentences_per_s: 61.2, bytes_total: 88_123_456, sentences_total: 1_234_567, messages_total: 1_200_000, rejected: { bad_checksum: 41, truncated: 7 }, dropped_total: 0, reconnects_total: 1 },
    { name: "channel-east", url: "tcp://192.0.2.11:4001", originator: "home", state: "live", last_sentence_at: iso(Date.now() - 900), age_s: 0.9, sentences_per_s: 48.8, bytes_total: 66_000_000, sentences_total: 987_654, messages_total: 980_000, rejected: { bad_checksum: 12 }, dropped_total: 0, reconnects_total: 0 },
    { name: "radar-dover", url: "udp://0.0.0.0:4010", originator: "home", state: "stale", last_sentence_at: iso(Date.now() - 252_000), age_s: 252, sentences_per_s: 0, bytes_total: 5_000_000, sentences_total: 90_000, messages_total: 90_000, rejected: {}, dropped_total: 0, reconnects_total: 4, detail: "nothing heard for 252 s" },
  ] });

  function api(url) {
    const query = url.searchParams, path = url.pathname.slice("/api/v1".length);
    const box = query.get("bbox")?.split(",").map(Number) ?? null;
    if (path === "/status") return { version: "0.1.0-mock", commit: "mock", mode: "demo", own_name: "Channel Watch", started_at: iso(began), now: iso(Date.now()), data_time: iso(sea.now_ms), slot, tracks_live: sea.state.filter((state) => state === "live").length, history: { from: iso(sea.past[0].t), to: iso(sea.now_ms) }, store: { state: "ok" } };
    if (path === "/sources") return sources();
    if (path === "/coverage") return { slot, as_of: iso(sea.now_ms), looks: [] };
    if (path === "/tracks") {
      const at = query.get("at") ? Date.parse(query.get("at")) : null;
      if (at === null) return { ...head(), tracks: rows_in(box).map((i) => sea.track(i)) };
      const shown = [];
      for (let i = 0; i < sea.count; i += 1) {
        const then = sea.at(i, at);
        if (inside(box, then.lat, then.lon)) shown.push({ ...sea.track(i), state: "live", position: { lat: then.lat, lon: then.lon }, course_deg: then.course, observed_at: iso(then.t) });
      }
      return { ...head(), tracks: shown };
    }
    if (path === "/vessels") {
      const q = (query.get("q") ?? "").toUpperCase(), vessels = [];
      for (let i = 0; i < sea.count && vessels.length < 50; i += 1) {
        const t = sea.identity[i];
        const matched = t.name?.includes(q) ? "name" : String(t.mmsi ?? "").startsWith(q) ? "mmsi" : String(t.imo ?? "").startsWith(q) ? "imo" : t.call_sign?.startsWith(q) ? "call_sign" : null;
        if (q && matched) { const full = sea.track(i); vessels.push({ track_id: t.id, mmsi: t.mmsi, name: t.name, call_sign: t.call_sign, imo: t.imo, flag: t.flag, kind: t.kind, state: full.state, position: full.position, observed_at: full.observed_at, matched }); }
      }
      return { vessels: vessels.slice(0, Number(query.get("limit") ?? 50)) };
    }
    const found = /^\/tracks\/([^/]+)(\/history)?$/.exec(path), row = found && row_of.get(decodeURIComponent(found[1]));
    if (row === null || row === undefined) return null;
    if (!found[2]) return sea.track(row);
    const to = Date.parse(query.get("to") ?? iso(sea.now_ms)), from = Date.parse(query.get("from") ?? iso(to - 86_400_000));
    return { id: sea.identity[row].id, points: sea.history(row, from, to), from: iso(from), to: iso(to), truncated: false };
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://mock");
    const send = (status, body, type = "application/json") => { response.writeHead(status, { "content-type": type, "cache-control": "no-store" }); response.end(request.method === "HEAD" ? undefined : JSON.stringify(body)); };
    if (url.pathname === "/healthz") return send(200, { status: "ok" });
    if (url.pathname.startsWith("/api/v1/")) return answer(request, response, url, send);
    serve_file(request, response, url);
  });

  const cookie_of = (request) => /(?:^|; )fairlead_session=([^;]*)/.exec(request.headers.cookie ?? "")?.[1];
  const knows = (request) => !sharing.needs_people || sharing.sessions.has(cookie_of(request) ?? "");

  async function answer(request, response, url, send) {
    const path = url.pathname.slice("/api/v1".length);
    const parts = [];
    for await (const part of request) parts.push(part);
    const told = sharing.answer(request.method, path, url.searchParams, parts.length > 0 ? JSON.parse(Buffer.concat(parts).toString()) : null, cookie_of(request), request.headers);
    if (told) {
      if (request.method === "POST") await new Promise((resolve) => setTimeout(resolve, sharing.delay_ms));
      if (told.cookie !== undefined) response.setHeader("set-cookie", `fairlead_session=${told.cookie}; Path=/; HttpOnly; SameSite=Strict${told.cookie === "" ? "; Max-Age=0" : ""}`);
      if (told.location) { response.writeHead(told.status, { location: told.location }); return response.end(); }
      if (told.status === 204) { response.writeHead(204); return response.end(); }
      return send(told.status, told.body, told.status >= 400 ? "application/problem+json" : "application/json");
    }
    if (path === "/stream") return open_events(request, response, url);
    if (path === "/designations") return send(200, { lists: [], matches: [], caution: { does: [], does_not: [] } });
    if (path === "/designations/match") return send(200, { vessel: {}, lists: [], caution: { does: [], does_not: [] } });
    if (path === "/statements/templates") return send(200, { templates: [] });
    if (path === "/casework") return send(200, { revision: 0, leads: [], asks: [], requests: [], use_reports: [], cases: [], incidents: [], evidence: [], assessments: [], error_reports: [], statements: [], proposals: [], log: [] });
    {
      const body = api(url);
      return body ? send(200, body) : send(404, { type: "about:blank", title: "not found", status: 404, detail: `no such thing: \`${url.pathname}\``, code: "not_found" }, "application/problem+json");
    }
  }

  function serve_file(request, response, url) {
    const wanted = normalize(join(dist, decodeURIComponent(url.pathname)));
    const file = wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(dist, "index.html");
    response.writeHead(200, { "content-type": kTypes[extname(file)] ?? "application/octet-stream", "content-security-policy": kCsp, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": file.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache" });
    if (request.method === "HEAD") return response.end();
    createReadStream(file).pipe(response);
  }

  function open_events(request, response, url) {
    const box = url.searchParams.get("bbox")?.split(",").map(Number) ?? null;
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    const client = { box, known: null, send: (message) => { const { type, ...data } = message; response.write(`id: ${slot}\nevent: ${type === "delta" ? "tracks" : type}\ndata: ${JSON.stringify(data)}\n\n`); }, events: true };
    clients.add(client);
    response.on("close", () => clients.delete(client));
    reset(client);
  }

  function reset(client) {
    const rows = rows_in(client.box);
    client.known = new Set(rows);
    client.send({ type: "reset", ...head(), tracks: rows.map((i) => sea.track(i)) });
    client.send({ type: "sources", ...sources() });
  }

  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, first) => {
    if (no_ws || !knows(request) || !request.url.startsWith("/api/v1/stream")) return socket.destroy();
    sockets.handleUpgrade(request, socket, first, (ws) => {
      const client = { box: null, known: null, send: (message) => ws.readyState === 1 && ws.send(JSON.stringify(message)) };
      ws.on("message", (text) => { const message = JSON.parse(text); if (message.type === "subscribe") { client.box = message.bbox; clients.add(client); reset(client); } });
      ws.on("close", () => clients.delete(client));
    });
  });

  const beat = setInterval(() => {
    slot += 1;
    sharing.tick();
    const heard = sea.tick(data_now());
    for (const client of clients) {
      if (!client.known) continue;
      const moved = [], fresh = [], closed = [];
      for (const i of heard) {
        const now_inside = inside(client.box, sea.lat[i], sea.lon[i]);
        if (now_inside && !client.known.has(i)) { client.known.add(i); fresh.push(sea.track(i)); }
        else if (now_inside) { if (client.events) fresh.push(sea.track(i)); else moved.push(sea.moved(i)); }
        else if (client.known.delete(i)) closed.push(sea.identity[i].id);
      }
      client.send({ type: "delta", ...head(), ...(client.events ? {} : { moved }), tracks: fresh, closed });
    }
  }, 500);
  const health = setInterval(() => { for (const client of clients) client.send({ type: "sources", ...sources() }); }, 5000);

  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    sea,
    sharing,
    past_ms: kPastMs,
    stop: () => new Promise((resolve) => { clearInterval(beat); clearInterval(health); for (const ws of sockets.clients) ws.terminate(); server.closeAllConnections(); server.close(resolve); }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at < 0 ? fallback : Number(process.argv[at + 1]); };
  const mock = await start_mock({ port: option("port", 8480), tracks: option("tracks", 400), speed: option("speed", 1), replay_days: option("replay-days", 0), no_ws: process.argv.includes("--no-ws"), people: process.argv.includes("--people"), first: process.argv.includes("--first"), empty: process.argv.includes("--empty") });
  console.log(`mock server with ${mock.sea.count} tracks on ${mock.url}`);
}
