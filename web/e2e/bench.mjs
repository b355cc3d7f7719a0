// SPDX-License-Identifier: Apache-2.0
// Measures the page with many moving tracks: what an update and a frame cost on the main thread, and frames a second.
//   node e2e/bench.mjs [--tracks 20000] [--seconds 15]     against the mock server; without a GPU, frames are drawn in
// software, so frames a second say little here; milliseconds on the main thread carry over to a real machine.
import { open_browser } from "./browser.mjs";
import { start_mock } from "./mock-server.mjs";

const option = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at < 0 ? fallback : Number(process.argv[at + 1]); };
const tracks = option("tracks", 20_000), seconds = option("seconds", 15);
const mock = process.env.FAIRLEAD_URL ? null : await start_mock({ tracks });
const url = process.env.FAIRLEAD_URL ?? mock.url;
const browser = await open_browser();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const cdp = await page.context().newCDPSession(page);
await cdp.send("Performance.enable");
await page.goto(`${url}/?probe#picture?at=50.0,-1.5,6.4`, { waitUntil: "load" });
await page.waitForFunction(() => window.fairlead?.session.live.count > 0, null, { timeout: 60_000 });
await page.waitForFunction(() => window.fairlead.chart.map.loaded(), null, { timeout: 60_000 });
await page.waitForTimeout(3000);

const metrics = async () => Object.fromEntries((await cdp.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value]));
async function measure(name, length_s, act) {
  const before = await metrics();
  const from = await page.evaluate(() => {
    const { chart, session } = window.fairlead;
    window.probe = { frames: 0, long: 0, longest: 0, stop: false };
    const count = () => { window.probe.frames += 1; if (!window.probe.stop) requestAnimationFrame(count); };
    requestAnimationFrame(count);
    window.probe.observer = new PerformanceObserver((list) => { for (const entry of list.getEntries()) { window.probe.long += 1; window.probe.longest = Math.max(window.probe.longest, entry.duration); } });
    window.probe.observer.observe({ type: "longtask" });
    session.stream.costs.ms_max = 0;
    return { stream: { ...session.stream.costs }, chart: { ...chart.costs }, upload: chart.layer.upload_bytes, at: performance.now() };
  });
  await act(length_s);
  const to = await page.evaluate(() => {
    const { chart, session } = window.fairlead;
    window.probe.stop = true;
    window.probe.observer.disconnect();
    return { stream: { ...session.stream.costs }, chart: { ...chart.costs }, upload: chart.layer.upload_bytes, at: performance.now(), frames: window.probe.frames, long: window.probe.long, longest: window.probe.longest, rows: session.live.count };
  });
  const after = await metrics();
  const span = (to.at - from.at) / 1000, updates = Math.max(1, to.stream.messages - from.stream.messages), drawn = Math.max(1, to.chart.frames - from.chart.frames);
  console.log(JSON.stringify({
    what: name, tracks: to.rows, seconds: +span.toFixed(1), updates_per_s: +(updates / span).toFixed(2),
    kb_per_update: +((to.stream.characters - from.stream.characters) / updates / 1000).toFixed(1),
    update_ms: +((to.stream.ms - from.stream.ms) / updates).toFixed(2), update_ms_max: +to.stream.ms_max.toFixed(1),
    frames_per_s: +(to.frames / span).toFixed(1), repaints_per_s: +(drawn / span).toFixed(1),
    label_ms_per_repaint: +((to.chart.label_ms - from.chart.label_ms) / drawn).toFixed(2),
    script_ms_per_repaint: +(((after.ScriptDuration - before.ScriptDuration) * 1000) / drawn).toFixed(2),
    main_thread_share: +((after.TaskDuration - before.TaskDuration) / span).toFixed(2),
    upload_kb_per_repaint: +((to.upload - from.upload) / drawn / 1000).toFixed(0),
    long_tasks: to.long, longest_ms: +to.longest.toFixed(0),
  }));
}
await measure("live, chart at rest", seconds, (s) => page.waitForTimeout(s * 1000));
await measure("live, chart panned every frame", seconds, (s) => page.evaluate((ms) => new Promise((resolve) => {
  const { chart } = window.fairlead, end = performance.now() + ms;
  const step = (t) => { if (t > end) return resolve(); chart.map.panBy([Math.sin(t / 900) * 6, Math.cos(t / 700) * 3], { duration: 0 }); requestAnimationFrame(step); };
  requestAnimationFrame(step);
}), s * 1000));
const search = await page.evaluate(async () => {
  const times = [];
  for (const text of ["ATL", "ATLANTIC SP", "2351", "GOLDEN", "STAR"]) { const began = performance.now(); await (await fetch(`/api/v1/vessels?q=${encodeURIComponent(text)}&limit=20`)).json(); times.push(performance.now() - began); }
  return times.map((ms) => +ms.toFixed(1));
});
console.log(JSON.stringify({ what: "search, ms", search }));
await browser.close();
await mock?.stop();
