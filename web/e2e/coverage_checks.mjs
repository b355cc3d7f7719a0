// SPDX-License-Identifier: Apache-2.0
// What sensors looked at, on the real program and a simulated sea:   node e2e/coverage_checks.mjs PROGRAM
// Two island radars and an aircraft. The layer shows what they looked at; a past picture and a partner's have none of it, and
// nothing is asked for there; home's alerts stay below a partner's picture, and say whose they are.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { open_browser } from "./browser.mjs";
import { must, tally, tools_of, until } from "./harness.mjs";

const program = resolve(process.argv[2] ?? "fairlead");
const folder = mkdtempSync(join(tmpdir(), "fairlead-coverage-"));
spawnSync(program, ["-q", "simulate", "caribbean", "--seed", "1", "--out", folder]);
const config = join(folder, "fairlead.toml");
// The aircraft takes off after 25 minutes.
writeFileSync(config, readFileSync(config, "utf8").replaceAll("speed=60", "speed=150"));
const web = process.env.FAIRLEAD_WEB;
const child = spawn(program, ["serve", "--demo", "--config", config, "--data", join(folder, "data"), "--listen", "127.0.0.1:0", ...(web ? ["--web", web] : [])], { stdio: ["ignore", "pipe", "pipe"] });
process.on("exit", () => { child.kill("SIGKILL"); });
let said = "", home = null;
for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => { said += part; home ??= /serving on (\S+)/.exec(said)?.[1] ?? null; });
await until("the page's address", () => home, 60_000);

const browser = await open_browser();
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
page.setDefaultTimeout(20_000);
let asked = 0;
page.on("request", (request) => { if (new URL(request.url()).pathname === "/api/v1/coverage") asked += 1; });
const complaints = [];
page.on("pageerror", (error) => complaints.push(error.message));
const { check, shot, axe, in_palettes, text_of } = tools_of(page);
const coverage = async () => (await fetch(`${home}/api/v1/coverage`)).json();
const button = page.getByRole("button", { name: "Coverage of sensors" });
const drawn = () => page.evaluate(() => window.fairlead.chart.map.queryRenderedFeatures({ layers: ["coverage-fill"] }).map((feature) => feature.properties));
const dispatch = (action) => page.evaluate((what) => { window.fairlead.store.dispatch(what); }, action);

await page.goto(`${home}/?probe#picture?at=12.4,-69.8,7.6`, { waitUntil: "load" });
await until("the chart", () => page.evaluate(() => window.fairlead?.chart?.map?.loaded() === true), 60_000);

await check("the layer is off at first, and nothing is asked for", async () => {
  await until("the button", () => button.count());
  must(await button.getAttribute("aria-pressed") === "false", "it is on");
  must(asked === 0, `${asked} questions`);
  must((await page.locator(".coverage-key").count()) === 0, "a key of nothing");
});

await check("it shows what the radars look at, and says who and when", async () => {
  await until("scans", async () => (await coverage()).looks.length >= 2);
  await button.click();
  await until("the key", async () => /aruba, \d+ (s|min) ago/.test(await text_of(".coverage-key").catch(() => "")));
  await until("sectors on the chart", async () => new Set((await drawn()).map((one) => one.source)).size >= 2);
  await axe("coverage");
});

await check("an aircraft leaves a trail that fades", async () => {
  await until("the aircraft", async () => (await coverage()).looks.filter((look) => look.source === "air1").length >= 6, 60_000);
  const looks = (await coverage()).looks.filter((look) => look.source === "air1");
  must(looks.length <= 64 && looks.every((look, i) => i === 0 || look.at <= looks[i - 1].at), "in another order");
  must(looks.every((look) => look.age_s <= 1800), "older than half an hour");
  const trail = await until("a trail", async () => { const all = (await drawn()).filter((one) => one.source === "air1"); return all.some((one) => one.trail === 1) && all.some((one) => one.trail === 0) && all; });
  must(Math.max(...trail.filter((one) => one.trail === 1).map((one) => one.line)) < Math.min(...trail.filter((one) => one.trail === 0).map((one) => one.line)), "the trail is as strong as the newest");
  await in_palettes("coverage");
});

await check("under the cursor it tells who looked there last", async () => {
  const box = await page.locator(".chart").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await until("words", async () => /^\S+ \d+ (s|min) ago, sees \d+ %$/.test(await text_of(".cursor-looked").catch(() => "")));
});

await check("of a contact that is lost the drawer says who looked there since", async () => {
  const now = Date.parse((await coverage()).as_of);
  const tracks = (await (await fetch(`${home}/api/v1/tracks?limit=2000`)).json()).tracks;
  const lost = tracks.filter((track) => track.kind === "contact" && track.state === "lost" && now - Date.parse(track.observed_at) > 120_000);
  must(lost.length > 0, "no contact is lost");
  let words = "";
  for (const track of lost.slice(0, 12)) {
    await page.evaluate((id) => { window.fairlead.session.select(id); }, track.id);
    await until("the drawer", async () => (await text_of(".detail h2").catch(() => "")).includes(track.id));
    words = await text_of(".not-seen").catch(() => "");
    if (words !== "") break;
  }
  must(/^Looked at since, and nothing taken for it: \S+ \d+ (s|min) ago \(sees \d+ % of small craft there\)/.test(words), `it says: ${words}`);
  await shot("coverage-lost");
  await axe("a lost contact");
  await dispatch({ type: "deselect" });
});

await check("it is remembered", async () => {
  await page.reload({ waitUntil: "load" });
  await until("the key", async () => /aruba/.test(await text_of(".coverage-key").catch(() => "")), 30_000);
  await until("sectors", async () => (await drawn()).length > 0, 30_000);
});

await check("a partner's picture has none of it, and home's alerts say whose they are", async () => {
  await dispatch({ type: "views_open", view: { agency: "XAA/coast_guard", purpose: "fisheries" } });
  await until("off the chart", async () => (await drawn()).length === 0);
  must((await page.locator(".coverage-key").count()) === 0 && (await button.count()) === 0, "it is offered");
  await page.waitForTimeout(300);
  const before = asked;
  await page.waitForTimeout(4000);
  must(asked === before, "home's coverage was asked for behind a partner's picture");
  await until("the strip", async () => /Home's/.test(await text_of(".alerts-head")));
  must(await page.getByRole("region", { name: "Home's alerts" }).count() === 1, "the strip has another name");
  await shot("coverage-partner");
  await axe("a partner's picture");
  await dispatch({ type: "views_open", view: null });
  await until("back", async () => (await drawn()).length > 0);
  must(!/Home's/.test(await text_of(".alerts-head")), "the strip still says whose");
});

await check("the past has none of it", async () => {
  await page.evaluate(() => { const { session } = window.fairlead; session.go_to(session.live_now() - 600_000); });
  await until("off the chart", async () => (await drawn()).length === 0);
  await page.evaluate(() => { window.fairlead.session.now_button(); });
  await until("back", async () => (await drawn()).length > 0);
});

await check("it goes off when it is switched off", async () => {
  await button.click();
  await until("off", async () => (await drawn()).length === 0);
  must((await page.locator(".coverage-key").count()) === 0, "the key stays");
  must(complaints.length === 0, complaints.join(" | "));
});

console.log(`${tally.passed} passed, ${tally.failed} failed`);
await browser.close();
child.kill("SIGTERM");
await new Promise((over) => { child.on("exit", over); setTimeout(over, 5000); });
rmSync(folder, { recursive: true, force: true });
process.exit(tally.failed > 0 ? 1 : 0);
