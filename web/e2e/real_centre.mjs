// SPDX-License-Identifier: Apache-2.0
// A centre on the real program for browser checks: simulated coast, five seats, two partners, two agreements in force
// under which leads may go. The page is signed in to by people; everything before that goes over the contract.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./harness.mjs";

export const kPassword = "an otter below the pier";
export const kSeats = [
  ["j.okoro", "J. Okoro", "watch_officer"], ["a.reyes", "A. Reyes", "release_officer"], ["b.haas", "B. Haas", "release_officer"],
  ["m.lind", "M. Lind", "legal_adviser"], ["o.berg", "O. Berg", "overseer"],
];

const agreement = (id, agency, title) => `[agreement]
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

[[assurance]]
id = "no-lethal-use"
text = "Nothing shared is used for lethal action against persons or vessels."
expires = 2029-06-01T00:00:00Z

[[clause]]
id = "interdiction"
effect = "permit"
purposes = ["law_enforcement_interdiction"]
types = ["ais", "track", "lead"]
acts = ["push", "pull", "subscribe"]
everywhere = true
level = "restricted"
fields = ["all"]
obligations = ["acknowledge", "no_onward", "delete_on_recall", "report_use", "no_lethal_use"]
assurances = ["no-lethal-use"]
onward = "none"
basis = "article 5"
`;

// Calls of the contract by one person, with cookie and CSRF word.
export class Caller {
  constructor(home) { this.home = home; this.cookie = ""; this.csrf = ""; }
  async call(method, path, body) {
    const response = await fetch(`${this.home}/api/v1${path}`, { method, headers: { "content-type": "application/json", cookie: this.cookie, "x-fairlead-csrf": this.csrf }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const set = response.headers.getSetCookie();
    if (set.length > 0) this.cookie = set[0].split(";")[0];
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }
  async sign_in(account) { this.csrf = (await this.call("POST", "/session", { account, password: kPassword })).csrf; return this; }
  act(body) { return this.call("POST", "/casework", body); }
}

// `listen`: an address. `settings`: more of the configuration. Answers where it serves, and what stops it.
export async function start_centre(program, { listen = "127.0.0.1:0", web = process.env.FAIRLEAD_WEB, settings = "" } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-desk-"));
  const log = [];
  const found = { home: null, door: null, link: null };
  spawnSync(program, ["-q", "simulate", "coast", "--vessels", "60", "--hours", "1", "--seed", "7", "--out", join(folder, "coast.nmea")]);
  writeFileSync(join(folder, "fairlead.toml"), `[centre]
name = "Test centre"
state = "GB"

[[source]]
name = "coast"
url = "file:${join(folder, "coast.nmea")}?speed=10&loop=1&retime=now"

[source.label]
policy = "TEST"
level = "restricted"
releasable_to = ["XAA", "XBB"]
purposes = ["law_enforcement_interdiction"]
${settings}`);
  const child = spawn(program, ["serve", "--config", join(folder, "fairlead.toml"), "--data", join(folder, "data"), "--listen", listen, "--partners", "127.0.0.1:0", ...(web ? ["--web", web] : [])], { stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream.on("data", (part) => {
      const lines = (rest + part).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        log.push(line);
        found.home ??= /serving on (\S+)/.exec(line)?.[1] ?? null;
        found.door ??= /partners at (\S+)/.exec(line)?.[1] ?? null;
        found.link ??= /#\/first\?code=(\S+)/.exec(line)?.[1] ?? null;
      }
    });
  }
  process.on("exit", () => { child.kill("SIGKILL"); });
  const stop = async () => {
    child.kill("SIGTERM");
    await new Promise((resolve) => { setTimeout(resolve, 400); });
    rmSync(folder, { recursive: true, force: true });
  };
  await until(`addresses; it said ${log.slice(-3).join(" | ")}`, () => found.home && found.link, 30_000);
  const admin = new Caller(found.home);
  admin.csrf = (await admin.call("POST", "/first-account", { code: decodeURIComponent(found.link), name: "admin", password: kPassword })).csrf;
  for (const [name, display_name, role] of kSeats) await admin.call("POST", "/accounts", { name, display_name, role, password: kPassword });
  for (const [name, agency] of [["guard", "XAA/coast_guard"], ["navy", "XBB/navy"]]) await admin.call("POST", "/accounts", { name, role: "partner", agency });
  const seats = {};
  for (const [name] of kSeats) seats[name] = await new Caller(found.home).sign_in(name);
  for (const [id, agency, title] of [["xaa-coast-guard", "XAA/coast_guard", "Interdiction with the coast guard of XAA"], ["xbb-navy", "XBB/navy", "Interdiction with the navy of XBB"]]) {
    await seats["a.reyes"].call("POST", "/agreements", { toml: agreement(id, agency, title) });
    await seats["m.lind"].call("POST", `/agreements/${id}/adopt`, { version: 1 });
    await seats["a.reyes"].call("PUT", "/assurances", { agency, agreement: id, assurance: "no-lethal-use", until: "2029-01-01T00:00:00Z", text: "letter of the liaison officer" });
  }
  await until("tracks", async () => (await seats["j.okoro"].call("GET", "/tracks?limit=100")).tracks.length > 20, 60_000);
  return { ...found, folder, log, admin, seats, stop };
}
