// SPDX-License-Identifier: Apache-2.0
// Drives the page in a browser and says what holds: load, search, select, playback, palettes, keyboard, network off.
//   FAIRLEAD_URL=http://127.0.0.1:8480   a running server; without it the mock server and web/dist are used
//   FAIRLEAD_SHOTS=DIR                   screenshots go there
import { existsSync } from "node:fs";
import { open_browser } from "./browser.mjs";
import { must, tally, tools_of, until, wanted_part } from "./harness.mjs";
import { start_mock } from "./mock-server.mjs";
import { people_checks } from "./people_checks.mjs";
import { sharing_checks } from "./sharing_checks.mjs";

const mock = process.env.FAIRLEAD_URL ? null : await start_mock({ tracks: 400 });
const url = (process.env.FAIRLEAD_URL ?? mock.url).replace(/\/$/, "");

if (mock && !existsSync(new URL("../dist/index.html", import.meta.url))) {
  console.error("web/dist is missing; run `npm run build` first");
  process.exit(2);
}

const browser = await open_browser();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions: ["clipboard-read", "clipboard-write"] });
const page = await context.newPage();
page.setDefaultTimeout(20_000);
const complaints = [];
let offline = false;
page.on("console", (message) => { if (message.type() === "error" && !offline) complaints.push(message.text()); });
page.on("pageerror", (error) => complaints.push(error.message));
const outside = [];
page.on("request", (request) => { if (/^(https?|wss?):/.test(request.url()) && !request.url().startsWith(url)) outside.push(request.url()); });
const { check, shot, text_of, blur, axe } = tools_of(page, "picture");
const escape_all = async () => { await blur(); for (let i = 0; i < 5; i += 1) await page.keyboard.press("Escape"); };
const api = async (path) => (await fetch(`${url}/api/v1${path}`)).json();
// Reads colours off the chart: how much of it is land, and how many different colours there are.
const chart_colours = () => page.evaluate(async () => {
  const { chart } = window.fairlead;
  return new Promise((resolve) => {
    chart.map.once("render", () => {
      const gl = chart.map.painter.context.gl;
      const { drawingBufferWidth: w, drawingBufferHeight: h } = gl;
      const data = new Uint8Array(w * h * 4);
      gl.readPixels(0, 0, w, h, gl.RGBA, gl.UNSIGNED_BYTE, data);
      const counts = new Map();
      for (let i = 0; i < data.length; i += 4) { const key = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2]; counts.set(key, (counts.get(key) ?? 0) + 1); }
      resolve([...counts].sort((a, b) => b[1] - a[1]).slice(0, 6).map(([key, count]) => [`#${key.toString(16).padStart(6, "0")}`, count / (w * h)]));
    });
    chart.map.triggerRepaint();
  });
});
// The share of land and of sea on the chart, in whatever palette is shown.
const land_and_sea = async () => {
  const colours = Object.fromEntries(await chart_colours());
  const [land, sea] = await page.evaluate(() => [["land-fine", "fill-color"], ["sea", "background-color"]].map(([layer, name]) => window.fairlead.chart.map.getPaintProperty(layer, name).toLowerCase()));
  return { land: colours[land] ?? 0, sea: colours[sea] ?? 0 };
};
const { tracks } = await api("/tracks?limit=1000");
const spots = tracks.filter((track) => track.position);
must(spots.length > 0, `no track at ${url}; give the server some input first`);
const named = spots.find((track) => track.name && track.name.length >= 5 && track.kind === "ship" && track.state === "live") ?? spots.find((track) => track.name) ?? spots[0];
const title = named.name ?? `MMSI ${named.mmsi}`;
const query = named.name ?? String(named.mmsi);

await check("the page loads and the link to the server opens", async () => {
  await page.goto(`${url}/?probe`, { waitUntil: "load" });
  await until("live tracks", () => page.evaluate(() => window.fairlead?.session.live.count > 0 || window.fairlead?.chart !== undefined));
  await until("open stream", () => page.evaluate(() => window.fairlead.store.current.connection.phase === "open"));
});
await check("land, coast and sea are drawn where the vessels are", async () => {
  await page.getByRole("button", { name: "Show where vessels are" }).first().click();
  await until("land in the picture", async () => {
    const { land, sea } = await land_and_sea();
    return land > 0.02 && sea > 0.02;
  }, 60_000);
  await until("fine land", () => page.evaluate(() => window.fairlead.chart.map.isSourceLoaded("land-fine") && window.fairlead.chart.map.areTilesLoaded()), 60_000);
  await shot("picture-dusk-1280");
});
await check("tracks are on the chart and in the list", async () => {
  await until("rows in the list", () => page.locator(".track-row").count());
  must(/track/.test(await text_of(".list .drawer-head p")), "the list does not count");
  must(Number((await text_of(".live-count b")).replace(/\D/g, "")) > 0, "no number of live tracks");
});
await check("the clock shows DTG and UTC", async () => {
  must(/^\d{6}Z [A-Z]{3} \d{2}$/.test(await text_of(".clock-main")), `clock says ${await text_of(".clock-main")}`);
  must(/^\d\d:\d\d:\d\dZ$/.test(await text_of(".clock-seconds")), "no seconds");
});
await check("search by name with the keyboard selects and shows the vessel", async () => {
  await blur();
  await page.keyboard.press("/");
  await page.keyboard.type(query.slice(0, 12));
  await until("hits", () => page.locator("[role=option]").count());
  for (let i = 0; i < 20 && !(await text_of("[role=option][aria-selected=true]")).includes(title); i += 1) await page.keyboard.press("ArrowDown");
  await shot("search");
  await page.keyboard.press("Enter");
  await until("drawer", async () => (await page.locator(".detail h2").count()) && (await text_of(".detail h2")) === title);
  await until("position", () => page.locator(".position-main dd span").count());
});
if (named.mmsi) await check("search by MMSI finds the same vessel", async () => {
  await escape_all();
  await page.keyboard.press("/");
  await page.keyboard.type(String(named.mmsi));
  await until("hit", async () => (await page.locator("[role=option]").count()) && (await text_of("[role=option]")).includes(title));
  await page.keyboard.press("Enter");
  await until("drawer", async () => (await page.locator(".detail h2").count()) && (await text_of(".detail h2")) === title);
});
await check("search answers in time", async () => {
  const began = performance.now();
  for (let i = 0; i < 5; i += 1) await api(`/vessels?q=${encodeURIComponent(query.slice(0, 3))}&limit=20`);
  const each = (performance.now() - began) / 5;
  must(each < 200, `${each.toFixed(0)} ms a search`);
});
await check("the drawer states age, course, speed and position in three forms", async () => {
  const text = await text_of(".detail");
  for (const word of ["Course", "Speed", "Heading", "Age", "DMM", "DD", "DMS", "Identity", "Heard by"]) must(text.includes(word), `no ${word}`);
  must(/\d\d°\d\d\.\d\d'[NS] \d{3}°\d\d\.\d\d'[EW]/.test(text), "no DMM");
  must(/\d\d°\d\d'\d\d\.\d"[NS]/.test(text), "no DMS");
});
await check("C copies the position as the radio wants it", async () => {
  await blur();
  const shown = await text_of(".position-main dd span");
  await page.keyboard.press("c");
  await until("notice", async () => (await text_of(".notice")).startsWith("Copied"));
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  must(/^\d\d°\d\d\.\d\d'[NS] \d{3}°\d\d\.\d\d'[EW]$/.test(copied), `copied ${copied}, shown ${shown}`);
});
await check("the past of the vessel is drawn", async () => {
  await until("history", () => page.evaluate(() => (window.fairlead.store.current.selection?.history?.length ?? 0) > 0));
  await until("history on the chart", () => page.evaluate(() => window.fairlead.chart.map.queryRenderedFeatures({ layers: ["history-line", "history-dots"] }).length > 0
    || (window.fairlead.store.current.selection.history.length < 2)));
  await shot("selected");
});
await check("a click on a symbol selects it, a click on the sea clears", async () => {
  await escape_all();
  const find_spot = () => page.evaluate(() => {
    const { chart, session } = window.fairlead;
    const box = chart.map.getContainer().getBoundingClientRect();
    for (const row of session.visible) {
      const at = session.live.predicted(row, session.live_now(), true);
      const point = chart.map.project([at.lon, at.lat]);
      if (point.x > 120 && point.y > 140 && point.x < box.width - 60 && point.y < box.height - 80 && chart.pick(point.x, point.y) === session.live.ids[row]) return { x: point.x + box.left, y: point.y + box.top, id: session.live.ids[row] };
    }
    return null;
  });
  // The vessel that was looked up may be alone in its corner: zoom out until a symbol stands free.
  let spot = await find_spot();
  for (let tries = 0; !spot && tries < 8; ++tries) {
    await blur();
    await page.keyboard.press("-");
    await page.waitForTimeout(1000);
    spot = await find_spot();
  }
  must(spot, "no symbol to click");
  await page.mouse.move(spot.x, spot.y);
  await page.mouse.click(spot.x, spot.y);
  await until("selection", () => page.evaluate((id) => window.fairlead.store.current.selection?.id === id, spot.id), 4000);
  const empty = await page.evaluate(() => {
    const { chart } = window.fairlead;
    const box = chart.map.getContainer().getBoundingClientRect();
    for (let y = 150; y < box.height - 80; y += 37) for (let x = 120; x < box.width - 80; x += 41) if (chart.pick(x, y) === null) return { x: x + box.left, y: y + box.top };
    return null;
  });
  if (empty) { await page.mouse.click(empty.x, empty.y); await until("cleared", () => page.evaluate(() => window.fairlead.store.current.selection === null), 4000); }
});
await check("a position in the search box moves the chart", async () => {
  await escape_all();
  await page.keyboard.press("/");
  await page.keyboard.type("50°30.0'N 001°15.0'W");
  await until("hit", async () => (await page.locator("[role=option]").count()) && (await text_of("[role=option]")).includes("Go to 50°30.00'N 001°15.00'W"));
  await page.keyboard.press("Enter");
  await until("moved", () => page.evaluate(() => Math.abs(window.fairlead.chart.view.lat - 50.5) < 0.01 && Math.abs(window.fairlead.chart.view.lon + 1.25) < 0.01));
  await page.getByRole("button", { name: "Show where vessels are" }).first().click();
  await page.keyboard.press("Escape");
});
await check("the list can be walked with the keyboard", async () => {
  await until("rows", async () => (await page.locator(".track-row").count()) > 1);
  await page.locator(".track-row").first().focus();
  await page.keyboard.press("ArrowDown");
  must(await page.evaluate(() => document.activeElement === document.querySelectorAll(".track-row")[1]), "arrow down does not move");
  await page.keyboard.press("Enter");
  await until("drawer", () => page.locator(".detail").count());
  await escape_all();
});
await check("shift and drag lists the tracks in a box", async () => {
  await page.keyboard.down("Shift");
  await page.mouse.move(200, 200);
  await page.mouse.down();
  await page.mouse.move(600, 500, { steps: 4 });
  await page.mouse.move(880, 690, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up("Shift");
  await until("box list", async () => (await text_of(".list h2")) === "Tracks in the box");
  must(await page.evaluate(() => window.fairlead.store.current.box.length > 0), "the box is empty");
  await shot("box");
  await page.keyboard.press("Escape");
  await until("left the box", async () => (await text_of(".list h2")) === "Tracks in view");
});
await check("keys zoom and move the chart", async () => {
  await blur();
  const before = await page.evaluate(() => window.fairlead.chart.view);
  await page.keyboard.press("+");
  await until("zoomed in", () => page.evaluate((zoom) => window.fairlead.chart.view.zoom > zoom + 0.9, before.zoom));
  await page.keyboard.press("ArrowRight");
  await until("moved east", () => page.evaluate((lon) => window.fairlead.chart.view.lon > lon, before.lon));
  await page.keyboard.press("-");
  await until("zoomed out", () => page.evaluate((zoom) => window.fairlead.chart.view.zoom < zoom + 0.1, before.zoom));
});
await check("the cursor's place is shown, with range and bearing from the selected track", async () => {
  await page.locator(".track-row").first().click();
  await page.mouse.move(500, 400);
  await page.mouse.move(510, 410);
  await until("cursor", async () => (await page.locator(".cursor-position").count()) === 1 && (await page.locator(".cursor-range").count()) === 1);
  must(/^\d{3}° [\d.\u202f]+ (nm|m)$/.test(await text_of(".cursor-range")), await text_of(".cursor-range"));
  await escape_all();
});
await check("the sources panel tells rates and rejects", async () => {
  await page.locator(".health-button").click();
  await until("panel", () => page.locator("#sources-panel").count());
  must((await page.locator(".sources tbody tr").count()) > 0, "no source is listed");
  await shot("sources");
  await axe("sources");
  await page.keyboard.press("Escape");
  await until("closed", async () => (await page.locator("#sources-panel").count()) === 0);
});
await check("playback: G goes to a time, the page says that it is the past, N returns", async () => {
  const status = await api("/status");
  must(status.history?.from, "the server stores no history");
  const from = Date.parse(status.history.from), to = Date.parse(status.data_time ?? status.now);
  const at = new Date(to - Math.min(3_600_000, (to - from) / 2));
  await blur();
  await page.keyboard.press("g");
  await until("dialog", () => page.locator("#goto-time").count());
  await page.keyboard.type(at.toISOString().slice(0, 19).replace("T", " "));
  await shot("goto");
  await page.keyboard.press("Enter");
  await until("past", () => page.locator(".frame-past").count());
  await until("past picture", () => page.evaluate(() => window.fairlead.session.table.count > 0 && !window.fairlead.store.current.playback.loading));
  must((await text_of(".past-mark")).startsWith("Past: "), "the frame does not say past");
  await page.waitForTimeout(600);
  await shot("playback");
  await axe("playback");
  const before = await page.evaluate(() => window.fairlead.store.current.playback.at_ms);
  await page.getByRole("button", { name: "×60" }).click();
  await until("time passes", () => page.evaluate((ms) => (window.fairlead.store.current.playback?.at_ms ?? Infinity) > ms + 20_000, before));
  await blur();
  await page.keyboard.press("n");
  await until("now", async () => (await page.locator(".frame-past").count()) === 0);
});
await check("the slider moves through stored time with the keyboard", async () => {
  await page.locator(".slider").focus();
  await page.keyboard.press("PageDown");
  await until("past", () => page.locator(".frame-past").count());
  await page.getByRole("button", { name: "NOW" }).click();
  await until("now", async () => (await page.locator(".frame-past").count()) === 0);
});
await check("each key of the rail leads to its screen, and 1 back to the Picture", async () => {
  await blur();
  for (const [key, name] of [["2", "Leads & cases"], ["4", "Incidents & evidence"], ["5", "Oversight"], ["6", "Law"]]) {
    await page.keyboard.press(key);
    await until(name, async () => (await page.locator("h1:visible").first().innerText()) === name);
  }
  await page.keyboard.press("1");
  must(await page.evaluate(() => window.fairlead.store.current.screen === 1), "1 does not lead back");
});
await check("? opens the help, Escape closes it", async () => {
  await page.keyboard.press("?");
  await until("help", () => page.locator("dialog[open] .help").count());
  await shot("help");
  await axe("help");
  await page.keyboard.press("Escape");
  await until("closed", async () => (await page.locator("dialog[open]").count()) === 0);
});
if (mock) await check("the drawer of a track that several sensors made says how it was made", async () => {
  const contact = (await api("/tracks?limit=1000")).tracks.find((track) => track.kind === "contact");
  await escape_all();
  await page.evaluate((id) => window.fairlead.session.select(id), contact.id);
  await until("drawer", async () => (await page.locator(".detail").count()) && (await text_of(".detail")).includes("Seen by"));
  const text = await text_of(".detail");
  for (const word of ["97 % that there is a vessel", "aircraft-2", "go-fast", "longest along 035°", "lies within its error"]) must(text.includes(word), `no ${word}`);
  await axe("fused");
  await shot("fused");
  await escape_all();
  await until("list", () => page.locator(".track-row").count());
});
for (const palette of ["night", "day", "dusk"]) {
  await check(`F5 changes to the ${palette} palette, which passes axe-core`, async () => {
    await page.keyboard.press("F5");
    await until(palette, () => page.evaluate((name) => document.documentElement.dataset.palette === name, palette));
    await page.locator(".track-row").first().click();
    await until("drawer", () => page.locator(".detail .facts").count());
    await axe(`${palette}, selected`);
    await shot(`selected-${palette}`);
    await escape_all();
    await until("list", () => page.locator(".track-row").count());
    await axe(`${palette}, list`);
    await shot(`picture-${palette}`);
  });
}
await check("the palette is remembered over a reload, and the page has an address", async () => {
  await page.keyboard.press("F5");
  await page.locator(".track-row").first().click();
  const id = await page.evaluate(() => window.fairlead.store.current.selection.id);
  await until("address", () => page.evaluate((wanted) => decodeURIComponent(location.hash).includes(wanted), id));
  await page.reload({ waitUntil: "load" });
  await until("night", () => page.evaluate(() => document.documentElement.dataset.palette === "night"));
  await until("same selection", () => page.evaluate((wanted) => window.fairlead?.store.current.selection?.id === wanted, id));
  await until("open stream", () => page.evaluate(() => window.fairlead.store.current.connection.phase === "open"));
  await until("land again", async () => (await land_and_sea()).land > 0.02, 60_000);
  await page.keyboard.press("F5");
  await page.keyboard.press("F5");
  await escape_all();
});
await check("with the network off the page keeps picture and land and says that the link is lost", async () => {
  // Somewhere with land: the vessel that was looked at may be far out.
  await page.getByRole("button", { name: "Show where vessels are" }).first().click();
  await until("land", async () => (await land_and_sea()).land > 0.1, 60_000);
  const count = await page.evaluate(() => window.fairlead.session.live.count);
  offline = true;
  await context.setOffline(true);
  await until("lost", async () => (await page.locator(".link-lost").count()) === 1, 30_000);
  must(/Connection lost, last picture from \d\d:\d\d:\d\dZ/.test(await text_of(".link-lost")), await text_of(".link-lost"));
  must((await page.evaluate(() => window.fairlead.session.live.count)) === count || count > 0, "the picture is gone");
  await page.keyboard.press("+");
  await page.waitForTimeout(800);
  await until("land and sea", async () => { const { land, sea } = await land_and_sea(); return land > 0.02 && land + sea > 0.5; });
  await shot("network-off");
  await context.setOffline(false);
  await until("link again", async () => (await page.locator(".link-lost").count()) === 0, 30_000);
  offline = false;
});
await check("at 200 % zoom nothing is lost", async () => {
  await page.setViewportSize({ width: 640, height: 400 });
  await page.waitForTimeout(500);
  for (const selector of [".search-field", ".chart canvas", ".now-button", ".clock-main", ".health-button"]) must(await page.locator(selector).first().isVisible(), `${selector} is hidden`);
  must(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "the page is wider than the window");
  await shot("zoom-200");
  await axe("zoomed");
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.waitForTimeout(1500);
  await shot("picture-dusk-1920");
});
if (mock) await check("where WebSockets do not open, server-sent events carry the picture", async () => {
  const plain = await start_mock({ tracks: 60, no_ws: true });
  const other = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await other.goto(`${plain.url}/?probe`, { waitUntil: "load" });
  await until("events", () => other.evaluate(() => window.fairlead?.store.current.connection.transport === "sse" && window.fairlead.store.current.connection.phase === "open"), 30_000);
  const before = await other.evaluate(() => window.fairlead.session.live.revision);
  await until("updates", () => other.evaluate((revision) => window.fairlead.session.live.count > 0 && window.fairlead.session.live.revision > revision + 2, before));
  await other.close();
  await plain.stop();
});
if (mock) {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.keyboard.press("1");
  if (wanted_part("sharing")) await sharing_checks(browser, mock);
  if (wanted_part("people")) await people_checks(browser);
}
await check("nothing was loaded from elsewhere", async () => { must(outside.length === 0, outside.join(" ")); });
await check("no error on the console", async () => { must(complaints.length === 0, complaints.slice(0, 5).join(" | ")); });

await browser.close();
await mock?.stop();
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);
