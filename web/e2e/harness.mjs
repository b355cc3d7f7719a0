// SPDX-License-Identifier: Apache-2.0
// What all browser checks share: counting, waiting, screenshots, axe-core.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env.FAIRLEAD_SHOTS ?? null;
if (shots) mkdirSync(shots, { recursive: true });

export const tally = { passed: 0, failed: 0 };
// FAIRLEAD_PART runs only `picture`, `sharing` or `people`.
const part = process.env.FAIRLEAD_PART ?? null;
export const wanted_part = (name) => part === null || part === name;

export function must(condition, text) { if (!condition) throw new Error(text); }

export async function until(text, probe, limit_ms = 20_000) {
  const end = Date.now() + limit_ms;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${limit_ms} ms in vain: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

// The tools of one page.
export function tools_of(page, name) {
  const shot = async (name) => { if (shots && page) await page.screenshot({ path: join(shots, `${name}.png`), timeout: 60_000 }); };
  async function check(text, body) {
    if (!wanted_part(name)) return;
    const began = Date.now();
    try {
      await body();
      tally.passed += 1;
      console.log(`ok      ${text} (${Date.now() - began} ms)`);
    } catch (error) {
      tally.failed += 1;
      console.log(`FAILED  ${text}\n        ${String(error.message ?? error).split("\n").slice(0, 6).join("\n        ")}`);
      await shot(`failed-${tally.failed}`).catch(() => undefined);
    }
  }
  const text_of = (selector) => page.locator(selector).first().innerText();
  const blur = () => page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  async function axe(what) {
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe_source);
    // What is fading in or out is looked at when it has done so.
    await page.evaluate(() => new Promise((resolve) => {
      const settled = () => Promise.allSettled(document.getAnimations().filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime)).map((one) => one.finished));
      setTimeout(() => { void Promise.race([settled(), new Promise((over) => setTimeout(over, 3000))]).then(resolve); }, 200);
    }));
    const result = await page.evaluate(async () => {
      const found = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
      return found.violations.map((item) => `${item.id}: ${item.nodes.length} × ${item.nodes[0].html.slice(0, 160)} ${item.nodes[0].failureSummary.split("\n")[1] ?? ""}`);
    });
    must(result.length === 0, `${what}: ${result.join(" | ")}`);
  }
  // Looks at a state of the page in all three palettes, and comes back to dusk.
  async function in_palettes(what, body = async () => undefined) {
    for (const palette of ["night", "day", "dusk"]) {
      for (let i = 0; i < 3 && (await page.evaluate(() => document.documentElement.dataset.palette)) !== palette; i += 1) await page.keyboard.press("F5");
      await until(palette, () => page.evaluate((wanted) => document.documentElement.dataset.palette === wanted, palette), 3000);
      await body(palette);
      await page.waitForTimeout(250);
      await axe(`${what}, ${palette}`);
      await shot(`${what}-${palette}`);
    }
  }
  return { check, shot, text_of, blur, axe, in_palettes };
}
