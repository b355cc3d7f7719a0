// SPDX-License-Identifier: Apache-2.0
// People, an agreement, two partners and a stop on the real program, through the page:   node e2e/real.mjs PROGRAM
// The first account comes from the printed link; two people draft and adopt; two partners follow; a watch officer stops one
// of them from the Picture in two actions; two people lift the stop.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { open_browser } from "./browser.mjs";
import { must, tally, tools_of, until } from "./harness.mjs";
import { start_partner_view } from "./partner_view.mjs";
import { hands_of } from "./sharing_checks.mjs";

const program = resolve(process.argv[2] ?? "fairlead");
const folder = mkdtempSync(join(tmpdir(), "fairlead-real-"));
const children = [];
const start = (args, on_line) => {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream.on("data", (part) => { const lines = (rest + part).split("\n"); rest = lines.pop(); for (const line of lines) on_line(line); });
  }
  return child;
};
process.on("exit", () => { for (const child of children) child.kill("SIGKILL"); });
const kPassword = "an otter below the pier";

spawnSync(program, ["-q", "simulate", "coast", "--vessels", "120", "--hours", "1", "--seed", "7", "--out", join(folder, "coast.nmea")]);
writeFileSync(join(folder, "fairlead.toml"), `[[source]]
name = "coast"
url = "file:${join(folder, "coast.nmea")}?speed=10&loop=1&retime=now"

[source.label]
policy = "TEST"
level = "restricted"
releasable_to = ["XAA", "XBB"]
purposes = ["search_and_rescue", "fisheries", "general_awareness"]
`);
const log = [];
let home = null, door = null, link = null;
start(["serve", "--config", join(folder, "fairlead.toml"), "--data", join(folder, "data"), "--listen", "127.0.0.1:0", "--partners", "127.0.0.1:0", "--own-name", "Test centre", ...(process.env.FAIRLEAD_WEB ? ["--web", process.env.FAIRLEAD_WEB] : [])], (line) => {
  log.push(line);
  home ??= /serving on (\S+)/.exec(line)?.[1] ?? null;
  door ??= /partners at (\S+)/.exec(line)?.[1] ?? null;
  link ??= /^\s*(https?:\S*#\/first\?code=\S+)/.exec(line)?.[1] ?? null;
});

const browser = await open_browser();
const people = {};
async function seat(name) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  people[name] = { page, ...tools_of(page) };
  return people[name];
}
// A call of the contract with the session of a page.
const ask = (page, method, path, body) => page.evaluate(async ([verb, where, sent]) => {
  const { csrf } = window.fairlead.store.current.people.session;
  const response = await fetch(`/api/v1${where}`, { method: verb, headers: { "content-type": "application/json", "x-fairlead-csrf": csrf ?? "" }, ...(sent === null ? {} : { body: JSON.stringify(sent) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${verb} ${where}: ${response.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}, [method, path, body ?? null]);
async function sign_in(name) {
  const who = await seat(name);
  await who.page.goto(`${home}/?probe`, { waitUntil: "load" });
  await who.page.locator("#account").fill(name);
  await who.page.locator("#password").fill(kPassword);
  await who.page.keyboard.press("Enter");
  await until("seat", () => who.page.locator(".seat-open").count());
  return who;
}
const tokens = {};
const follow = (partner, purpose) => {
  const seen = { partner, purpose, payloads: 0, tracks: new Map() };
  const file = join(folder, `${partner}.token`);
  writeFileSync(file, tokens[partner], { mode: 0o600 });
  start(["subscribe", door, "--purpose", purpose, "--token-file", file, "--json", "--ack"], (line) => {
    if (!line.startsWith("{")) { log.push(line); return; }
    const payload = JSON.parse(line);
    if (!payload.release) return;
    if (payload.reset) seen.tracks.clear();
    for (const track of payload.tracks) seen.tracks.set(track.id, { ...seen.tracks.get(track.id), ...track });
    for (const id of payload.closed ?? []) seen.tracks.delete(id);
    seen.payloads += 1;
  });
  return seen;
};
// The picture that a partner gets when it asks now.
const pulled = async (partner, purpose) => {
  const response = await fetch(`${door}/partner/v1/tracks?purpose=${purpose}`, { headers: { authorization: `Bearer ${tokens[partner]}` } });
  return response.ok ? (await response.json()).tracks : [];
};

const agreement = ({ id, agency, title, purposes, area, fields, grid, survives }) => `[agreement]
id = "${id}"
version = 1
title = "${title}"
parties = ["${agency}"]
legal_basis = "Exchange of letters of 2026-01-05"
valid_from = 2026-01-01T00:00:00Z
valid_until = 2030-01-01T00:00:00Z
reply = "silent"

[assessment]
scheme = "OSJA"
risk = "low"
approver = "legal_adviser"
expires = 2029-06-01T00:00:00Z
${area ? `
[[area]]
name = "waters"
polygon = ${JSON.stringify(area)}
` : ""}${purposes.map((purpose) => `
[[clause]]
id = "${purpose.replace(/_/g, "-")}"
effect = "permit"
purposes = ["${purpose}"]
types = ["ais", "track"]
acts = ["push", "pull", "subscribe"]
${area ? 'areas = ["waters"]' : "everywhere = true"}
level = "restricted"
fields = ${JSON.stringify(fields)}
${grid ? `grid_m = ${grid}\n` : ""}obligations = ["acknowledge"${survives ? ', "delete_on_recall"' : ""}]
${survives === purpose ? "survives_stop = true\n" : ""}basis = "article 3"
`).join("")}`;

const { check: begin } = tools_of(null);
await begin("the program starts, with a door for partners and a one-time link", async () => {
  await until("addresses", () => home && door && link, 30_000).catch((error) => { throw new Error(`${error.message}; it said ${log.slice(-5).join(" | ")}`); });
});
const admin = await seat("admin");
await admin.check("the one-time link makes the first administrator", async () => {
  await admin.page.goto(link.replace("/#", "/?probe#"), { waitUntil: "load" });
  await admin.page.locator("#name").fill("admin");
  await admin.page.locator("#new-password").fill(kPassword);
  await admin.page.locator("#again").fill(kPassword);
  await admin.shot("real-first-account");
  await admin.page.keyboard.press("Enter");
  await until("seat", () => admin.page.locator(".seat-open").count());
  must((await admin.page.locator(".demo-badge").count()) === 0, "it says demo");
});
await admin.check("the administrator makes three seats and two partners with tokens", async () => {
  for (const [name, display_name, role] of [["j.okoro", "J. Okoro", "watch_officer"], ["a.reyes", "A. Reyes", "release_officer"], ["m.lind", "M. Lind", "legal_adviser"]]) {
    await ask(admin.page, "POST", "/accounts", { name, display_name, role, password: kPassword });
  }
  for (const [name, agency] of [["guard", "XAA/coast_guard"], ["navy", "XBB/navy"]]) {
    await ask(admin.page, "POST", "/accounts", { name, role: "partner", agency });
    const issued = await ask(admin.page, "POST", `/accounts/${name}/tokens`, { label: "feed", scopes: ["follow_feed", "acknowledge"], expires_at: new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, "") });
    tokens[name] = issued.token;
  }
});
await admin.page.close();
const reyes = await sign_in("a.reyes"), lind = await sign_in("m.lind"), okoro = await sign_in("j.okoro");
const lons = (await ask(okoro.page, "GET", "/tracks?limit=500")).tracks.filter((track) => track.position).map((track) => [track.position.lon, track.position.lat]);
await until("tracks", async () => { lons.splice(0, lons.length, ...(await ask(okoro.page, "GET", "/tracks?limit=500")).tracks.filter((track) => track.position).map((track) => [track.position.lon, track.position.lat])); return lons.length > 80; }, 40_000);
const sorted = (index) => lons.map((at) => at[index]).sort((a, b) => a - b);
const box = [sorted(0)[0] - 0.1, sorted(1)[0] - 0.1, sorted(0).at(-1) + 0.1, sorted(1).at(-1) + 0.1];
const middle = sorted(0)[Math.floor(lons.length / 2)];
const texts = [
  agreement({ id: "xaa-coast-guard", agency: "XAA/coast_guard", title: "Maritime information for the coast guard of XAA", purposes: ["search_and_rescue", "fisheries"], fields: ["position", "speed", "course", "mmsi", "name"], survives: "search_and_rescue" }),
  agreement({ id: "xbb-navy", agency: "XBB/navy", title: "White picture of western waters for the navy of XBB", purposes: ["general_awareness"], fields: ["position", "course"], grid: 2000, area: [[box[1], box[0]], [box[1], middle], [box[3], middle], [box[3], box[0]]] }),
];
await reyes.check("the release officer writes two drafts in the page; the check finds no mistakes", async () => {
  await reyes.page.keyboard.press("3");
  for (const text of texts) {
    await reyes.page.getByRole("button", { name: "New draft" }).click();
    await reyes.page.locator(".editor-area").fill(text);
    await until("checked", async () => (await reyes.page.locator(".editor-state").innerText()).startsWith("No mistakes") && !(await reyes.page.locator(".editor-state").innerText()).includes("again"));
    await until("changes", async () => (await reyes.page.locator(".changes li").count()) > 0);
    await reyes.shot("real-draft");
    await reyes.axe("draft");
    await reyes.page.getByRole("button", { name: "Save as draft" }).click();
    await until("drafted", async () => (await reyes.page.locator(".sharing-drawer").count()) > 0 && (await reyes.page.locator(".sharing-drawer").innerText()).includes("You drafted it"));
  }
});
await reyes.check("a text with mistakes is told them with line and column", async () => {
  await reyes.page.getByRole("button", { name: "New draft" }).click();
  await reyes.page.locator(".editor-area").fill(texts[0].replace('["fisheries"]', '["strike"]'));
  await until("mistake", () => reyes.page.locator(".finding").count());
  await reyes.shot("real-draft-mistakes");
  await reyes.page.getByRole("button", { name: "Throw away" }).click();
});
await lind.check("the legal adviser adopts both", async () => {
  await lind.page.keyboard.press("3");
  for (const name of ["xaa-coast-guard", "xbb-navy"]) {
    await until("row", () => lind.page.locator(".agreement-name").filter({ hasText: name }).count());
    await lind.page.locator(".agreement-name").filter({ hasText: name }).click();
    await lind.page.getByRole("button", { name: "Adopt" }).click();
    await until("in force", async () => /in force/.test(await lind.page.locator(".sharing-drawer .state").first().innerText()));
  }
  await lind.shot("real-adopted");
});
const rescue = follow("guard", "search_and_rescue"), fish = follow("guard", "fisheries"), white = follow("navy", "general_awareness");
const view = await start_partner_view({ box, partners: [
  { name: "XAA coast guard", purpose: "fisheries", note: "fields: position, speed, course, MMSI and name, everywhere", tracks: () => pulled("guard", "fisheries") },
  { name: "XBB navy", purpose: "general awareness", note: "fields: position on a 2 km grid and course, western waters alone", tracks: () => pulled("navy", "general_awareness") },
] });
const partners = await seat("partners");
await partners.check("two partners follow, and each sees its own picture", async () => {
  await until("payloads", () => rescue.tracks.size > 20 && fish.tracks.size > 20 && white.tracks.size > 5, 40_000).catch((error) => { throw new Error(`${error.message}: rescue ${rescue.tracks.size}, fisheries ${fish.tracks.size}, awareness ${white.tracks.size}; ${log.filter((line) => !line.includes('"info"')).slice(-4).join(" | ")}`); });
  must(white.tracks.size < fish.tracks.size, "the navy sees as much as the coast guard");
  must([...white.tracks.values()].every((track) => track.name === undefined && track.mmsi === undefined), "the navy is told names");
  must([...white.tracks.keys()].every((id) => !fish.tracks.has(id)), "the two can compare identifiers");
  await partners.page.goto(view.url);
  await partners.shot("real-partners-side-by-side");
});
await okoro.check("the page shows three live shares, and why a track is shared", async () => {
  await until("3 live", async () => /3 live/.test(await okoro.page.locator(".stop-open").innerText()));
  await okoro.page.locator(".track-row").first().click();
  await until("shared", async () => (await okoro.page.locator(".shared > li").count()) >= 3);
  await okoro.page.getByRole("button", { name: /^explain/ }).first().click();
  await okoro.page.locator(".shared").scrollIntoViewIfNeeded();
  await okoro.axe("shared");
  await okoro.shot("real-track-shared");
});
await okoro.check("home looks at the picture as each partner has it, track by track what a pull gives, and returns with Escape", async () => {
  const { page } = okoro;
  await page.keyboard.press("Escape");
  const banner = page.locator(".view-banner");
  for (const [partner, agency, purpose, words] of [["guard", "XAA/coast_guard", "fisheries", "fisheries"], ["navy", "XBB/navy", "general_awareness", "general awareness"]]) {
    await page.locator(".view-switch > button").click();
    await page.locator("#view-menu li button").filter({ hasText: words }).click();
    await until("banner", async () => new RegExp(`As ${agency} sees it, for ${words}: \\d+ tracks`).test(await banner.innerText()));
    const members = (track) => { const { id, key, ...rest } = track; return JSON.stringify(rest); };
    // The sea moves while it is asked: what is pulled is, track by track, as home saw it before the pull or after it.
    const looked = async () => (await ask(page, "GET", `/views/tracks?agency=${agency}&purpose=${purpose}`)).tracks.map(members);
    await until("the same as a pull", async () => {
      const before = await looked();
      const given = (await pulled(partner, purpose)).map(members);
      const after = await looked();
      return given.length > 0 && before.length === given.length && after.length === given.length && given.every((track, index) => track === before[index] || track === after[index]);
    }, 30_000);
    await page.locator(".track-row").first().click();
    await until("drawer", () => page.locator(".detail").count());
    const detail = await page.locator(".detail").innerText();
    if (partner === "navy") must(!/MMSI \d|\d kn/.test(detail), `the navy's picture tells more than it may: ${detail}`);
    must(!/Shared|Findings/.test(detail), "the drawer tells what home knows");
    await okoro.axe(`view-${partner}`);
    await okoro.shot(`real-view-${partner}`);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await until("home", async () => (await banner.count()) === 0);
  }
});
await lind.check("the Sharing screen shows it, and passes axe-core", async () => {
  await lind.page.keyboard.press("Escape");
  await until("live", async () => (await lind.page.locator(".cell-live").count()) === 3);
  await lind.in_palettes("real-sharing");
});
await okoro.check("from the Picture, two actions stop the coast guard; rescue and the navy go on", async () => {
  const hands = hands_of(okoro.page);
  await okoro.blur();
  await hands.press("Control+.");
  await hands.hold_key("1");
  await until("acknowledged", async () => (await okoro.page.locator("#stop-panel").innerText()).includes("acknowledged after"));
  must(hands.count() === 2, `${hands.count()} actions`);
  console.log(`        ${hands.count()} actions; ${(await okoro.page.locator(".outcome").innerText()).split("\n").slice(1, 6).join("; ")}`);
  await okoro.axe("stopped");
  await okoro.shot("real-stopped");
  // What was handed over before the stop may still be on its way through the other process.
  await okoro.page.waitForTimeout(300);
  const before = { fish: fish.payloads, rescue: rescue.payloads, white: white.payloads };
  await okoro.page.waitForTimeout(3000);
  must(fish.payloads === before.fish, `the fisheries feed had ${fish.payloads - before.fish} payloads after the stop`);
  must(rescue.payloads > before.rescue, "rescue does not go on");
  must(white.payloads > before.white, "the navy does not go on");
  must((await pulled("guard", "fisheries")).length === 0, "it can still be pulled");
  await partners.page.goto(view.url);
  await partners.shot("real-partners-stopped");
});
await okoro.check("the recall is sent; the screen says so, and says when the partner confirms it, and no more", async () => {
  const call = async (path, body) => fetch(`${door}/partner/v1/${path}`, { method: body ? "POST" : "GET", headers: { authorization: `Bearer ${tokens.guard}`, "content-type": "application/json" }, ...(body ? { body: JSON.stringify(body) } : {}) });
  await okoro.page.keyboard.press("Escape");
  await okoro.blur();
  await okoro.page.keyboard.press("3");
  await until("recall sent", async () => (await okoro.page.locator(".reach").first().innerText()).includes("recall sent"));
  const { recalls } = await (await call("recalls")).json();
  must(recalls.length > 0, "the partner sees no recall");
  await call("acks", { recall: recalls[0].id, answer: "confirmed" });
  await okoro.page.locator(".stop-row").first().click();
  await until("confirmed", async () => (await okoro.page.locator(".sharing-drawer").innerText()).includes("recall confirmed by the partner"));
  const text = await okoro.page.locator(".sharing").innerText();
  must(text.includes("already read") && !/deleted/i.test(text), "the words are not exact");
  await okoro.axe("recall");
  await okoro.shot("real-recall");
});
await okoro.check("the reason is given afterwards", async () => {
  await okoro.page.locator(".sharing-drawer .chip").filter({ hasText: "Legal review" }).click();
  await until("kept", async () => (await ask(okoro.page, "GET", "/stops")).stops[0].reason === "Legal review");
});
await reyes.check("two people lift it, each from their own seat", async () => {
  for (const who of [reyes, lind]) {
    await who.page.bringToFront();
    if (await who.page.locator("dialog[open]").count()) await who.page.keyboard.press("Escape");
    await until("stop", () => who.page.locator(".stop-row").count());
    await who.page.locator(".stop-row").first().click();
    await who.page.getByRole("button", { name: /^Agree to lift/ }).click();
    await until("answer", async () => (await who.page.locator("dialog[open]").count()) > 0 || /You have agreed|Lifted/.test(await who.page.locator(".sharing-drawer").innerText()));
    if (await who.page.locator("dialog[open]").count()) { await who.page.locator("#confirm-password").fill(kPassword); await who.page.keyboard.press("Enter"); }
    await who.page.waitForTimeout(800);
    await who.shot(who === reyes ? "real-lift-first" : "real-lift-second");
  }
  await until("lifted", async () => !(await ask(lind.page, "GET", "/stops")).stops[0].open);
  const before = fish.payloads;
  await until("the fisheries feed goes on", () => fish.payloads > before, 15_000);
});

await view.stop();
await browser.close();
for (const child of children.reverse()) child.kill("SIGTERM");
await new Promise((resolve_) => setTimeout(resolve_, 500));
if (tally.failed > 0) for (const line of log.slice(-15)) console.log(`        server: ${line}`);
rmSync(folder, { recursive: true, force: true });
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);
