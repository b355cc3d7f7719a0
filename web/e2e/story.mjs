// SPDX-License-Identifier: Apache-2.0
// The story in the browser, step by step:   node e2e/story.mjs PROGRAM [STORY.toml]
// Follows `fairlead demo` as somebody who watches it: each step is told, held in every check, and its screen shown.
//   FAIRLEAD_SHOTS=DIR   a screenshot of each step goes there
//   FAIRLEAD_PACE=own    at the pace of the story, instead of going on as soon as a step has been seen
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { open_browser } from "./browser.mjs";
import { must, tally, tools_of, until } from "./harness.mjs";

const folder = mkdtempSync(join(tmpdir(), "fairlead-story-"));
const own_pace = process.env.FAIRLEAD_PACE === "own";
const web = process.env.FAIRLEAD_WEB;
const child = spawn(resolve(process.argv[2] ?? "fairlead"), ["demo", ...(process.argv[3] ? [resolve(process.argv[3])] : []), "--listen", "127.0.0.1:0", "--data", join(folder, "data"), ...(web ? ["--web", web] : [])], { stdio: ["ignore", "pipe", "pipe"] });
process.on("exit", () => { child.kill("SIGKILL"); });
let said = "", url = null;
for (const stream of [child.stdout, child.stderr]) {
  stream.on("data", (part) => { said += part; url ??= /(http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1] ?? null; });
}
let ended = null;
child.on("exit", (code, signal) => { ended = code ?? signal; });

await until("the page's address", () => url, 60_000);
const browser = await open_browser();
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
page.setDefaultTimeout(20_000);
const complaints = [];
page.on("console", (message) => { if (message.type() === "error") complaints.push(`${message.text()} ${message.location().url}`); });
page.on("pageerror", (error) => complaints.push(error.message));
const { check, shot, axe } = tools_of(page);
const steer = async (order) => { await fetch(`${url}/api/v1/story`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(order) }); };
const story = async () => (await fetch(`${url}/api/v1/story`)).json();
const status = async () => (await fetch(`${url}/api/v1/status`)).json();
let slowest_ms = 0;
const pulse = setInterval(async () => {
  const began = Date.now();
  await status().catch(() => undefined);
  slowest_ms = Math.max(slowest_ms, Date.now() - began);
}, 500);

await page.goto(`${url}/?probe`, { waitUntil: "load" });
await until("strip", () => page.locator(".story").count(), 60_000);
const { steps, title } = await story();
if (!own_pace) await steer({ paused: true });
console.log(`        ${title}: ${steps.length} steps`);
for (let at = 0; at < steps.length; at += 1) {
  await check(`${at + 1}. ${steps[at].title}`, async () => {
    await until("held", async () => {
      must(ended === null, `the program ended with ${ended}: ${said.slice(-400)}`);
      const step = (await story()).steps[at];
      const wrong = step.checks.find((one) => one.state === "failed");
      must(wrong === undefined, `${wrong?.text}: ${wrong?.note}`);
      return step.checks.length > 0 && step.checks.every((one) => one.state === "held" || one.state === "skipped");
    }, 180_000);
    await until("told on the page", async () => (await page.locator(".story header b").innerText()) === steps[at].title, 10_000);
    const show = page.locator(".story").getByRole("button", { name: "Show" });
    if (await show.count()) await show.click();
    await page.waitForTimeout(1500);
    await shot(`story-${String(at + 1).padStart(2, "0")}`);
    await axe(`step ${at + 1}`);
    if (!own_pace) await steer({ go_on: true });
  });
}
await check("the page had no error, and the server answered all the while", async () => {
  must(complaints.length === 0, complaints.join(" | "));
  must(slowest_ms < 3000, `one answer took ${slowest_ms} ms`);
});
console.log(`        the slowest answer took ${slowest_ms} ms`);
clearInterval(pulse);
await browser.close();
child.kill("SIGTERM");
await until("end", () => ended !== null, 20_000);
rmSync(folder, { recursive: true, force: true });
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);
