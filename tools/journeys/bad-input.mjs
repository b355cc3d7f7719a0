// SPDX-License-Identifier: Apache-2.0
// Every form of the desk with bad input, on the real program:   node bad-input.mjs PROGRAM
// Each is refused with the place and the cure in words, and leaves everything as it was: every object with its versions,
// the ledger, the bytes of evidence. Then the next good input goes through.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, closeSync, existsSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

if (Number(process.versions.node.split(".")[0]) < 18) { console.log("skipped: Node is older than 18"); process.exit(77); }
const program = resolve(process.argv[2] ?? "fairlead");
const folder = mkdtempSync(join(tmpdir(), "fairlead-bad-"));
const data = join(folder, "data");
const kPassword = "an otter below the pier";
const must = (holds, what) => { if (!holds) throw new Error(what); };
const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });
const from_now = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString().replace(/\.\d+/, "");
let passed = 0, failed = 0;
async function check(name, run) {
  try { await run(); passed += 1; console.log(`ok      ${name}`); }
  catch (error) { failed += 1; console.log(`FAILED  ${name}\n        ${error.message.slice(0, 1200)}`); }
}

// ---- the centre ----
writeFileSync(join(folder, "home.toml"), '[centre]\nname = "Home"\nstate = "GB"\noriginators = "GBR"\n[partners]\nlisten = "127.0.0.1:0"\n');
let log = "";
const server = spawn(program, ["serve", "--config", join(folder, "home.toml"), "--data", data, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "ignore", "pipe"] });
server.stderr.on("data", (part) => { log += part; });
process.on("exit", () => { server.kill("SIGKILL"); if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true }); });
const found = (pattern) => pattern.exec(log)?.[1];
for (let i = 0; i < 300 && !(found(/serving on (\S+)/) && found(/first\?code=(\S+)/)); i += 1) await sleep(100);
const home = found(/serving on (\S+)/), door = found(/partners at (\S+)/), code = found(/first\?code=(\S+)/);
if (!home || !code) { console.log(`the server did not start: ${log}`); process.exit(1); }

class Person {
  cookie = ""; csrf = "";
  // The answer as it is: { status, body }.
  async ask(method, path, body, type = "application/json") {
    const answer = await fetch(home + path, { method, headers: { ...(body === undefined ? {} : { "content-type": type }), cookie: this.cookie, "x-fairlead-csrf": this.csrf }, ...(body === undefined ? {} : { body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body) }) });
    const set = answer.headers.getSetCookie?.() ?? [];
    if (set.length > 0) this.cookie = set[0].split(";")[0];
    const text = await answer.text();
    let value = text;
    try { value = JSON.parse(text); } catch { /* a page or a file */ }
    return { status: answer.status, body: value, text };
  }
  async must(method, path, body, type) {
    const answer = await this.ask(method, path, body, type);
    must(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }
  act(body) { return this.ask("POST", "/api/v1/casework", body); }
  async done(body) {
    const made = await this.must("POST", "/api/v1/casework", body);
    return made.made[0]?.id ?? made.changed[0];
  }
}
const people = {};
const admin = new Person();
admin.csrf = (await admin.must("POST", "/api/v1/first-account", { code: decodeURIComponent(code), name: "admin", password: kPassword })).csrf;
for (const [name, role] of [["okoro", "watch_officer"], ["haas", "watch_officer"], ["reyes", "release_officer"], ["lind", "legal_adviser"], ["berg", "overseer"]]) {
  await admin.must("POST", "/api/v1/accounts", { name, role, password: kPassword });
  people[name] = new Person();
  people[name].csrf = (await people[name].must("POST", "/api/v1/session", { account: name, password: kPassword })).csrf;
}
const { okoro, reyes, lind, berg } = people;
await admin.must("POST", "/api/v1/accounts", { name: "guard", role: "partner", agency: "XAA/coast_guard" });
const guard = (await admin.must("POST", "/api/v1/accounts/guard/tokens", { label: "feed", scopes: ["follow_feed", "acknowledge"], expires_at: from_now(200) })).token;
await reyes.must("POST", "/api/v1/agreements", { toml: `[agreement]
id = "guard"
version = 1
title = "Interdiction"
parties = ["XAA/coast_guard"]
legal_basis = "Memorandum, article 3"
valid_from = 2020-01-01T00:00:00Z
valid_until = 2046-01-01T00:00:00Z
reply = "silent"
[assessment]
scheme = "OSJA"
risk = "low"
approver = "legal_adviser"
expires = 2046-01-01T00:00:00Z
[[clause]]
id = "leads"
effect = "permit"
purposes = ["law_enforcement_interdiction"]
types = ["lead", "request", "track"]
acts = ["push", "pull", "subscribe"]
everywhere = true
level = "restricted"
fields = ["all"]
obligations = ["report_use", "no_onward", "no_lethal_use"]
basis = "article 3"
` });
await lind.must("POST", "/api/v1/agreements/guard/adopt", { version: 1 });

// ---- what there is, and that it stays so ----
// Every object with its versions, the lists, the sizes of all ledgers, and each file of evidence by its hash.
async function everything() {
  const now = await okoro.must("GET", "/api/v1/casework");
  const whole = [JSON.stringify(now)];
  for (const table of ["leads", "asks", "requests", "cases", "incidents", "evidence"]) {
    for (const { id, incident_ref } of now[table]) whole.push((await okoro.ask("GET", `/api/v1/casework/${id ?? incident_ref}`)).text.replace(/"now":"[^"]*"|"owed_ms":\d+/g, ""));
  }
  whole.push((await okoro.ask("GET", "/api/v1/designations")).text);
  const files = existsSync(join(data, "vault")) ? readdirSync(join(data, "vault"), { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => join(one.parentPath ?? one.path, one.name)).sort() : [];
  for (const file of files) if (statSync(file).size < 1 << 24) whole.push(`${file} ${createHash("sha256").update(readFileSync(file)).digest("hex")}`);
  // Reading leaves an entry, too; those aside, the ledger is as long as it was.
  const entries = [];
  for (let size = 1; entries.length < size;) {
    const page = await berg.must("GET", `/api/v1/ledger/entries?from=${entries.length}&limit=1000`);
    entries.push(...page.entries);
    size = page.size;
  }
  return { whole: whole.join("\n"), revision: now.revision, entries: entries.filter((one) => one.kind !== "overseer_read").map((one) => `${one.index} ${JSON.stringify(one.record)}`) };
}
async function unchanged(run) {
  const before = await everything();
  await run();
  const after = await everything();
  const line = before.whole.split("\n").findIndex((one, at) => one !== after.whole.split("\n")[at]);
  must(line === -1 && before.whole === after.whole, `it changed something: ${after.whole.split("\n")[line]?.slice(0, 300)}`);
  must(after.revision === before.revision, "the revision rose");
  must(after.entries.length === before.entries.length, `the ledger grew: ${after.entries.slice(before.entries.length).join(" | ")}`);
}

// A refusal: its status, where it points (`/basis`; "" for none in particular) and words that its detail has.
function is_refusal(answer, status, pointers, words) {
  must(answer.status === status, `answered ${answer.status}, not ${status}: ${answer.text}`);
  must(typeof answer.body === "object" && answer.body.status === status && /^[a-z_]+$/.test(answer.body.code ?? ""), `no problem document: ${answer.text}`);
  const told = (answer.body.errors ?? []).map((one) => one.pointer.replace(/^#/, ""));
  for (const pointer of pointers) must(told.includes(pointer), `nothing is said of ${pointer}: ${answer.text}`);
  must(words.test(`${answer.body.detail} ${(answer.body.errors ?? []).map((one) => one.detail).join(" ")}`), `it does not say ${words}: ${answer.text}`);
  must(!/\bstd::|nullptr|\.cpp|exception|\/tmp\//.test(answer.text), `words of the program's inside: ${answer.text}`);
}
// [what, who, body, status, pointers, words]
const refuse_all = (name, tries) => check(name, () => unchanged(async () => {
  for (const [what, who, body, status, pointers, words] of tries) {
    try { is_refusal(await who.act(body), status, pointers, words); }
    catch (error) { throw new Error(`${what}: ${error.message}`); }
  }
}));
// ---- the way in ----
await check("a body that is no JSON, no object, empty, doubled, too deep, of another type or too large", () => unchanged(async () => {
  is_refusal(await okoro.act('{"act":"draft_lead",'), 400, [], /JSON/);
  is_refusal(await okoro.act("[1,2]"), 400, [], /object/);
  is_refusal(await okoro.act(" "), 400, [], /JSON|body|object/);
  is_refusal(await okoro.act('{"act":"add_log_line","text":"a","text":"b"}'), 400, [], /`text`.*twice|twice/);
  is_refusal(await okoro.act(`{"act":"add_log_line","text":${"[".repeat(200)}${"]".repeat(200)}}`), 400, [], /JSON|deep|nest/);
  is_refusal(await okoro.act(Buffer.from('{"act":"add_log_line","text":"\xff\xfe"}', "latin1")), 400, [], /UTF-8|JSON|text/);
  is_refusal(await okoro.ask("POST", "/api/v1/casework", '{"act":"add_log_line","text":"a"}', "text/plain"), 415, [], /application\/json/);
  is_refusal(await okoro.act({ act: "add_log_line", text: "a".repeat(1_100_000) }), 413, [], /at most|larger|too large|limit/);
}));
const label = { policy: "national", level: "restricted", releasable_to: ["XAA"], caveats: [], purposes: ["law_enforcement_interdiction"], originators: ["GBR"], personal_data: false };
const draft = (more = {}) => ({ act: "draft_lead", title: "Go-fast, likely drugs", statement: "Heading for the bank at 24 kn", confidence: "moderate", vessel: { mmsi: 232000001, type: "go-fast" }, position: { lat: 15.25, lon: -73.1 }, expires_at: from_now(24), label, ...more });
await refuse_all("an unknown act, an unknown member, and what only Fairlead itself may say", [
  ["no act", okoro, { title: "x" }, 400, ["/act"], /`act` is missing/],
  ["unknown act", okoro, { act: "draft_leed" }, 400, ["/act"], /did you mean `draft_lead`/],
  ["an act for nobody", okoro, { act: "note_release", ask: "A-0001", release: "r-1" }, 400, ["/act"], /unknown act/],
  ["unknown member", okoro, draft({ titel: "x" }), 400, ["/titel"], /unknown member `titel`; did you mean `title`/],
  ["attached member", okoro, { act: "ask_to_share", lead: "L-0001", agency: "XAA/coast_guard", purpose: "search_and_rescue", decision: {} }, 400, ["/decision"], /unknown member `decision`/],
]);
await check("all faults of a form are told at once, each at its place", () => unchanged(async () => {
  const many = await okoro.act({ act: "draft_lead", titel: "x", statement: "<script>alert(1)</script>", confidence: "surely", vessel: { mmsi: 0, flag: "PANAMA", imo: 12345678 }, position: { lat: 95, lon: 0 }, observed_at: "yesterday", expires_at: 7, label: { level: "cosmic" } });
  is_refusal(many, 400, ["/titel", "/title", "/statement", "/confidence", "/vessel/mmsi", "/vessel/flag", "/vessel/imo", "/position", "/observed_at", "/expires_at", "/label"], /and \d+ more in `errors`/);
  must(new Set(many.body.errors.map((one) => one.pointer)).size === many.body.errors.length, `a member is told twice: ${many.body.errors.map((one) => `${one.pointer} ${one.detail}`).join("\n        ")}`);
  const step = await okoro.act({ act: "record_step", case: "C-0001", kind: "seize", began_at: from_now(-1), ended_at: from_now(-2), goods: [{ reference: "G1", kind: "cocaine", quantity: 1.2 }, { reference: "" }] });
  is_refusal(step, 400, ["/consent", "/force_used", "/ended_at", "/goods/0/unit", "/goods/1/reference", "/goods/1/kind"], /./);
}));

// ---- leads and asks ----
await refuse_all("a lead: nothing to be about, no text, markup, times that are over, an empty or wrong audience", [
  ["about nothing", okoro, draft({ vessel: undefined, position: undefined }), 400, ["/vessel"], /give a `vessel`, a track, or a `position`/],
  ["no statement", okoro, draft({ statement: "  " }), 400, ["/statement"], /missing/],
  ["a script", okoro, draft({ title: "<img src=x onerror=alert(1)>" }), 400, ["/title"], /markup|</],
  ["too long", okoro, draft({ title: "a".repeat(201) }), 400, ["/title"], /200/],
  ["over already", okoro, draft({ expires_at: "2020-01-01T00:00:00Z" }), 400, ["/expires_at"], /over already/],
  ["no calendar", okoro, draft({ expires_at: "2026-02-30T00:00:00Z" }), 400, ["/expires_at"], /RFC 3339/],
  ["no position", okoro, draft({ position: { lat: 15, lon: 181 } }), 400, ["/position"], /-?180|position/],
  ["audience", okoro, draft({ label: { ...label, releasable_to: [""] } }), 400, ["/label"], /./],
  ["unknown level", okoro, draft({ label: { ...label, level: "cosmic" } }), 400, ["/label"], /level/],
]);
const lead = await okoro.done(draft());
const ask_for = (more = {}) => ({ act: "ask_to_share", lead, agency: "XAA/coast_guard", purpose: "law_enforcement_interdiction", acts: ["observe"], ...more });
await refuse_all("an ask: of no lead, to nobody, for no purpose, for an unlawful act, beyond the end of its lead", [
  ["a lead that is not there", okoro, ask_for({ lead: "L-0999" }), 404, ["/lead"], /there is no lead `L-0999`/],
  ["not a lead's number", okoro, ask_for({ lead: "213" }), 400, ["/lead"], /such as `L-/],
  ["an empty audience", okoro, ask_for({ agency: "" }), 400, ["/agency"], /missing/],
  ["no agency", okoro, ask_for({ agency: "the coast guard" }), 400, ["/agency"], /XAA\/coast_guard/],
  ["lethal", okoro, ask_for({ purpose: "lethal_strike" }), 400, ["/purpose"], /unknown word/],
  ["a lethal act", okoro, ask_for({ acts: ["lethal_strike"] }), 400, ["/acts/0"], /act/],
  ["too late", okoro, ask_for({ expires_at: from_now(48) }), 400, ["/expires_at"], /after the end of the lead/],
  ["twice", okoro, ask_for({ conditions: ["no_onward", "no_onward"] }), 400, ["/conditions"], /twice/],
  ["no right", berg, ask_for(), 403, [], /./],
]);
const asked = await okoro.done(ask_for());
await refuse_all("an approval: by the asker, by nobody who may, wider than asked, of an ask that is not there", [
  ["the asker", okoro, { act: "approve_ask", ask: asked }, 403, [], /./],
  ["the watch", people.haas, { act: "approve_ask", ask: asked }, 403, [], /./],
  ["wider", reyes, { act: "approve_ask", ask: asked, expires_at: from_now(30) }, 400, ["/expires_at"], /only narrows/],
  ["another ask", reyes, { act: "approve_ask", ask: "A-0999" }, 404, ["/ask"], /there is no ask `A-0999`/],
  ["a revision that is past", reyes, { act: "approve_ask", ask: asked, seen: 77 }, 409, [], /./],
  ["refused without a reason", reyes, { act: "refuse_ask", ask: asked }, 400, ["/reason"], /missing/],
  ["asked for twice", okoro, ask_for(), 409, [], /asks for the same already/],
]);
await check("who may approve does not approve what they asked for or changed themselves", async () => {
  const own = await reyes.done(draft({ title: "Seen from the bridge", vessel: { mmsi: 232000002 } }));
  const its = await reyes.done(ask_for({ lead: own }));
  await unchanged(async () => is_refusal(await reyes.act({ act: "approve_ask", ask: its }), 403, [], /`reyes`.*another person|`reyes`/));
});
await check("the next good input: it is approved, once; a second answer is told what stands", async () => {
  await reyes.done({ act: "approve_ask", ask: asked });
  if ((await okoro.must("GET", `/api/v1/casework/${asked}`)).state !== "live") await lind.done({ act: "approve_ask", ask: asked });
  must((await okoro.must("GET", `/api/v1/casework/${asked}`)).state === "live", "it is not live");
  await unchanged(async () => {
    is_refusal(await lind.act({ act: "approve_ask", ask: asked }), 409, ["/ask"], /is live already/);
    is_refusal(await reyes.act({ act: "refuse_ask", ask: asked, reason: "second thoughts" }), 409, ["/ask"], /is live already/);
  });
});

// ---- requests and use reports ----
const request = (more = {}) => ({ act: "file_request", kind: "interception", direction: "incoming", agency: "XAA/coast_guard", text: "Please stop it", purpose: "law_enforcement_interdiction", acts: ["board"], ...more });
await refuse_all("requests: without purpose, acts, grounds; answered out of order, with no reason, by nobody's number", [
  ["no purpose", okoro, request({ purpose: "" }), 400, ["/purpose"], /what it is for/],
  ["no acts", okoro, request({ acts: [] }), 400, ["/acts"], /what is intended/],
  ["a flag without a vessel", okoro, request({ kind: "flag_confirmation" }), 400, ["/flag_state", "/regime", "/vessel", "/grounds"], /./],
  ["not there", reyes, { act: "answer_request", request: "Q-0099", step: "provide", text: "x" }, 404, ["/request"], /there is no request/],
]);
const filed = await okoro.done(request({ kind: "information", acts: [] }));
await refuse_all("answers to a request", [
  ["no reason", reyes, { act: "answer_request", request: filed, step: "refuse" }, 400, ["/text"], /`text` is missing/],
  ["a step of another kind", reyes, { act: "answer_request", request: filed, step: "authorise", scope: ["board"] }, 409, [], /cannot follow/],
  ["a scope that is none", reyes, { act: "answer_request", request: filed, step: "provide", text: "x", scope: ["board"] }, 400, ["/scope"], /authorisation/],
  ["no step", reyes, { act: "answer_request", request: filed, step: "shrug" }, 400, ["/step"], /unknown word `shrug`/],
]);
await check("one answer goes through, the second is told that it cannot follow", async () => {
  await reyes.done({ act: "answer_request", request: filed, step: "provide", text: "A fishing boat by day" });
  await unchanged(async () => is_refusal(await reyes.act({ act: "answer_request", request: filed, step: "refuse", text: "no" }), 409, [], /`provide`|provided.*cannot follow/));
});
await refuse_all("use reports: of nothing released, of nothing done, with force and no account of it", [
  ["not there", okoro, { act: "file_use_report", ask: "A-0900", did: ["boarded"], force: "none" }, 404, ["/ask"], /there is no ask/],
  ["nothing done", okoro, { act: "file_use_report", ask: asked, did: [], force: "none" }, 400, ["/did"], /missing/],
  ["both", okoro, { act: "file_use_report", ask: asked, did: ["not_acted_on", "boarded"], force: "none" }, 400, ["/did"], /stands alone/],
  ["force", okoro, { act: "file_use_report", ask: asked, did: ["boarded"], force: "lethal" }, 400, ["/force_account"], /say what happened/],
  ["counts", okoro, { act: "file_use_report", ask: asked, did: ["boarded"], force: "none", killed: { min: 3, max: 1 } }, 400, ["/killed/max"], /less than/],
  ["evidence", okoro, { act: "file_use_report", ask: asked, did: ["boarded"], force: "none", evidence: ["E-0099"] }, 404, ["/evidence"], /E-0099/],
]);
await check("the partner's door says as much to the partner", () => unchanged(async () => {
  const tell = async (body) => { const answer = await fetch(`${door}/partner/v1/requests`, { method: "POST", headers: { authorization: `Bearer ${guard}`, "content-type": "application/json" }, body }); return { status: answer.status, text: await answer.text() }; };
  const many = await tell('{"kind":"interception","text":"","acts":["board"],"agency":"XBB/navy"}');
  must(many.status === 400 && /\/text/.test(many.text) && /\/purpose/.test(many.text) && /\/agency/.test(many.text), `${many.status} ${many.text}`);
  must(!/Q-\d/.test(many.text), "home's numbers are told");
  must((await tell("{")).status === 400, "no JSON is taken");
  must((await tell(`{"kind":"information","purpose":"x","text":"${"a".repeat(40_000)}"}`)).status === 413, "a body over the limit is taken");
}));

// ---- cases ----
const in_case = await okoro.done({ act: "open_case", kind: "drug_interdiction", title: "The go-fast", lead });
const step = (kind, more = {}) => ({ act: "record_step", case: in_case, kind, began_at: from_now(-1), basis: "Agreement B, article 4", ...(kind === "track" || kind === "close" ? {} : { consent: { state: "granted", flag_state: "PA", regime: "bilateral" }, force_used: false }), ...more });
await refuse_all("a case and its steps: no legal basis, no consent, no force note, no rights, the wrong order, a case that is not there", [
  ["a case of nothing", okoro, { act: "open_case", kind: "other", title: "x" }, 400, ["/vessel"], /what the case is about/],
  ["a second case", okoro, { act: "open_case", kind: "other", title: "x", lead }, 409, ["/lead"], /has a case already/],
  ["no basis", okoro, step("board", { basis: undefined }), 400, ["/basis"], /`basis` is missing: on what legal basis was `board` done\?/],
  ["blanks are no basis", okoro, step("board", { basis: "   " }), 400, ["/basis"], /`basis` is missing/],
  ["no consent", okoro, step("board", { consent: undefined }), 400, ["/consent"], /flag State's consent/],
  ["force", okoro, step("board", { force_used: true }), 400, ["/force"], /force note/],
  ["a force note that explains nothing", okoro, step("board", { force_used: true, force: { used: "disabling" } }), 400, ["/force/why_unavoidable", "/force/why_proportionate"], /missing/],
  ["too early", okoro, step("seize", { goods: [{ reference: "G1", kind: "cocaine" }] }), 409, ["/kind"], /`seize` comes after `board`/],
  ["no rights", okoro, step("detain", { persons: [{ reference: "P1", detained_at: from_now(-1) }] }), 400, ["/persons/0/rights_given_at"], /told their rights/],
  ["a quantity of nothing", okoro, step("seize", { goods: [{ reference: "G1", kind: "cocaine", quantity: 1.2 }] }), 400, ["/goods/0/unit"], /such as `kg`/],
  ["not there", okoro, step("track", { case: "C-0777" }), 404, ["/case"], /there is no case `C-0777`/],
  ["ended before it began", okoro, step("track", { ended_at: from_now(-5) }), 400, ["/ended_at"], /before/],
  ["a correction of nothing", okoro, step("track", { corrects: "S9", reason: "x" }), 404, ["/corrects"], /there is no step/],
  ["evidence that is not there", okoro, step("board", { evidence: ["E-0042"] }), 404, ["/evidence"], /E-0042/],
]);
await check("the next good step is recorded, with what the law said of it: outcome, rules, and the facts by their hash", async () => {
  await okoro.done(step("board"));
  const [boarded] = (await okoro.must("GET", `/api/v1/casework/${in_case}`)).step_forms;
  must(boarded.authority?.action === "board" && /^[a-z]+$/.test(boarded.authority.outcome), JSON.stringify(boarded));
  must(boarded.law.rules.length > 0 && boarded.law.facts_sha256 === createHash("sha256").update(boarded.law.facts).digest("hex"), JSON.stringify(boarded.law));
  const again = await okoro.must("POST", "/api/v1/authority", { action: "board", facts: JSON.parse(boarded.law.facts) });
  must(again.answer.outcome === boarded.authority.outcome, `asked again it is ${again.answer.outcome}, not ${boarded.authority.outcome}`);
  await unchanged(async () => is_refusal(await okoro.act(step("close")), 400, ["/outcome"], /how it ended/));
});

// ---- incidents and claims ----
const incident = (more = {}) => ({ act: "open_incident", kind: "reported_strike", title: "Reported strike", actor: "XAA/coast_guard", occurred: { earliest: from_now(-2), latest: from_now(-1) }, ...more });
await refuse_all("an incident: no title, a script, times and places that are none", [
  ["no title", okoro, incident({ title: "" }), 400, ["/title"], /missing/],
  ["a script", okoro, incident({ title: "<script>alert(1)</script>" }), 400, ["/title"], /./],
  ["latest before earliest", okoro, incident({ occurred: { earliest: from_now(-1), latest: from_now(-2) } }), 400, ["/occurred/latest"], /./],
  ["no place", okoro, incident({ place: { point: [200, 10] } }), 400, ["/place/point"], /./],
  ["precision", okoro, incident({ place: { geo_precision: 9 } }), 400, ["/place/geo_precision"], /1 to 3/],
]);
const strike = await okoro.done(incident());
const claim = (more = {}) => ({ act: "add_claim", incident: strike, source: "Outlet B", source_type: "media", says: { killed: { min: 3, max: 4 } }, ...more });
await refuse_all("a claim: without source, of an incident that is not there, with numbers that are none", [
  ["no source", okoro, claim({ source: undefined }), 400, ["/source"], /`source` is missing/],
  ["an empty source", okoro, claim({ source: " " }), 400, ["/source"], /`source` is missing/],
  ["not there", okoro, claim({ incident: "FL-2026-0999" }), 404, ["/incident"], /there is no incident/],
  ["numbers", okoro, claim({ says: { killed: { min: 5, max: 4 } } }), 400, ["/says/killed/max"], /less than/],
  ["a negative number", okoro, claim({ says: { killed: { min: -1 } } }), 400, ["/says/killed/min"], /whole number/],
  ["a grade", okoro, claim({ reliability: "G" }), 400, ["/reliability"], /unknown word/],
  ["a script for an address", okoro, claim({ url: "javascript:alert(1)" }), 400, ["/url"], /script/],
  ["of itself", okoro, { act: "mark_duplicate", incident: strike, claim: "C1", of: "C1", reason: "x" }, 400, [], /no duplicate of itself/],
  ["a claim that is not there", okoro, { act: "retract_claim", incident: strike, claim: "C9", reason: "x" }, 404, ["/claim"], /there is no claim/],
  ["graded too high", okoro, { act: "assess_incident", incident: strike, grade: "corroborated", event_status: "likely" }, 409, [], /two independent sources/],
]);
await check("a claim with its source stays, once retracted it is not retracted again", async () => {
  await okoro.done(claim());
  await okoro.done({ act: "retract_claim", incident: strike, claim: "C1", reason: "the outlet took it back" });
  await unchanged(async () => is_refusal(await okoro.act({ act: "retract_claim", incident: strike, claim: "C1", reason: "again" }), 409, ["/claim"], /is retracted already/));
});
await check("a proposal to stop is answered once, and says which stop it led to", async () => {
  const open = { id: await okoro.done({ act: "propose_stop", cells: [{ agency: "XAA/coast_guard" }], because_of: strike, reason: "what was reported" }) };
  await unchanged(async () => {
    is_refusal(await reyes.act({ act: "answer_proposal", proposal: open.id, taken: false }), 400, ["/reason"], /why nothing is stopped/);
    is_refusal(await reyes.act({ act: "answer_proposal", proposal: "P-0999", taken: true }), 404, ["/proposal"], /there is no/);
    is_refusal(await reyes.act({ act: "answer_proposal", proposal: open.id, taken: "yes" }), 400, ["/taken"], /true or false/);
  });
  const { epoch } = await okoro.must("POST", "/api/v1/stops", { agency: "XAA/coast_guard" });
  await reyes.done({ act: "answer_proposal", proposal: open.id, taken: true });
  const taken = (await okoro.must("GET", "/api/v1/casework")).proposals.find((one) => one.id === open.id);
  must(taken.state === "taken" && taken.stop_epoch === epoch, `it says stop ${taken.stop_epoch}, not ${epoch}`);
  await unchanged(async () => is_refusal(await reyes.act({ act: "answer_proposal", proposal: open.id, taken: false, reason: "no" }), 409, ["/proposal"], /is taken already/));
});

// ---- evidence ----
const send = (bytes, digest = "") => okoro.ask("POST", `/api/v1/evidence/bytes${digest}`, bytes, "application/octet-stream");
const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(300_000, 7)]);
const sum = createHash("sha256").update(photo).digest("hex");
await check("bytes: none, others than announced, a hash that is none; nothing of them is kept", () => unchanged(async () => {
  is_refusal(await send(new Uint8Array(0)), 400, [], /empty|missing/);
  is_refusal(await send(photo, `?sha256=${"0".repeat(64)}`), 400, [], /nothing was kept, send it again/);
  is_refusal(await send(photo, "?sha256=abc"), 400, ["/query/sha256"], /64 hexadecimal digits/);
}));
const piece = (more = {}) => ({ act: "add_evidence", title: "A photograph", sha256: sum, size: photo.length, media_type: "image/jpeg", intake: { how: "handed in" }, links: [{ to: strike }], ...more });
await refuse_all("evidence that names bytes which are not there", [["no bytes", okoro, piece(), 409, [], /upload them first/]]);
await okoro.must("POST", "/api/v1/evidence/bytes", photo, "application/octet-stream");
await refuse_all("evidence: a script in its caption, another size, no type, no hash, a hold that is none", [
  ["a script in the caption", okoro, piece({ caption: "A boat<script>alert(1)</script>" }), 400, ["/caption"], /</],
  ["a handler in the credit", okoro, piece({ credit: '<b onclick="x()">Agency</b>' }), 400, ["/credit"], /</],
  ["another size", okoro, piece({ size: 12 }), 400, ["/size"], /size/],
  ["no type", okoro, piece({ media_type: "text" }), 400, ["/media_type"], /image\/jpeg/],
  ["no hash", okoro, piece({ sha256: undefined }), 400, ["/sha256"], /missing/],
  ["not a hash", okoro, piece({ sha256: "xyz" }), 400, ["/sha256"], /64 hexadecimal/],
  ["a path for a name", okoro, piece({ received_as: "a\nb.jpg" }), 400, ["/received_as"], /./],
  ["a use that is none", okoro, piece({ handling: { only_for: ["blackmail"] } }), 400, ["/handling/only_for/0"], /unknown word/],
]);
const evidence = await okoro.done(piece({ caption: "A boat, stopped" }));
await refuse_all("evidence that is kept: the same again, a caption with a script, a custody event of nothing, no reason", [
  ["the same bytes", okoro, piece(), 409, [], new RegExp(evidence)],
  ["a script in the caption", okoro, { act: "describe_evidence", evidence, title: "x", caption: "<svg/onload=alert(1)>" }, 400, ["/caption"], /</],
  ["not there", okoro, { act: "custody_event", evidence: "E-0999", kind: "copied", person: "x" }, 404, ["/evidence"], /there is no/],
  ["no reason", okoro, { act: "change_handling", evidence, handling: { no_publish: true } }, 400, ["/reason"], /missing/],
]);
await check("2 GB of video is refused before it is sent, and sent without a length after its first gigabyte; memory does not grow", async () => {
  const video = join(folder, "film.mp4");
  const file = openSync(video, "w");
  ftruncateSync(file, 2 * 1024 ** 3 + 17);
  closeSync(file);
  const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1] ?? 0);
  const before = peak();
  const curl = (...more) => {
    const ran = spawnSync("curl", ["-s", "-o", join(folder, "curl.out"), "-w", "%{http_code} %{size_upload}", "-H", `Cookie: ${okoro.cookie}`, "-H", `X-Fairlead-Csrf: ${okoro.csrf}`, "-H", "Content-Type: video/mp4", "-X", "POST", ...more, `${home}/api/v1/evidence/bytes`], { encoding: "utf8" });
    must(ran.status === 0, `curl ended with ${ran.status}: ${ran.stdout}`);
    const out = ran.stdout;
    const text = readFileSync(join(folder, "curl.out"), "utf8");
    return { status: Number(out.split(" ")[0]), sent: Number(out.split(" ")[1]), body: JSON.parse(text), text };
  };
  await unchanged(async () => {
    const refused = curl("-T", video);
    is_refusal(refused, 413, [], /the file has 2\.1 GB, more than the 1\.1 GB .*`evidence\.file_size_max`/);
    must(refused.sent < 64 * 1024 ** 2, `${refused.sent} bytes were sent first`);
    // Nobody knows how long it will be until it is too long.
    is_refusal(curl("-T", video, "-H", "Transfer-Encoding: chunked"), 413, [], /the file is larger than 1\.1 GB.*nothing of it was kept/);
    must(readdirSync(join(data, "vault/arriving")).length === 0, "the beginning of it lies in the data folder");
  });
  must(peak() - before < 64 * 1024, `memory grew by ${peak() - before} kB`);
  console.log(`        VmHWM ${before} kB before, ${peak()} kB after`);
  rmSync(video);
});

await check("evidence altered on disk: reading says so, custody and report name it, no bundle has it, other evidence goes on", async () => {
  const other_bytes = Buffer.from("A second file, whole.\n");
  await okoro.must("POST", "/api/v1/evidence/bytes", other_bytes, "application/octet-stream");
  const other = await okoro.done(piece({ title: "A note", sha256: createHash("sha256").update(other_bytes).digest("hex"), size: other_bytes.length, media_type: "text/plain" }));
  must((await okoro.ask("GET", `/api/v1/evidence/${evidence}/bytes`)).status === 200, "it cannot be read before");
  const path = readdirSync(join(data, "vault"), { recursive: true }).map(String).map((name) => join(data, "vault", name)).find((name) => name.includes(sum.slice(2)) && statSync(name).isFile());
  must(path, "the file is not where the documents say");
  chmodSync(path, 0o600);
  const file = openSync(path, "r+");
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, 200_000);
  byte[0] ^= 1;
  writeSync(file, byte, 0, 1, 200_000);
  closeSync(file);
  is_refusal(await okoro.ask("GET", `/api/v1/evidence/${evidence}/bytes`), 410, [], /not those that were taken in/);
  let known;
  for (let i = 0; i < 50 && !known?.altered; i += 1) { await sleep(100); known = await okoro.must("GET", `/api/v1/casework/${evidence}`); }
  must(known.altered === true, "the desk does not say so");
  must(JSON.stringify(known).includes("not what was taken in"), "custody does not say so");
  const report = await okoro.must("POST", "/api/v1/reports", { kind: "court", subject: evidence });
  const page = await okoro.ask("GET", `/api/v1/reports/${report.number ?? report.id}`);
  must(page.status === 200 && /altered/i.test(page.text), `the report does not name it: ${page.text.slice(0, 300)}`);
  const zip = join(folder, "bundle.zip");
  const bundle = await fetch(`${home}/api/v1/casework/${strike}/bundle?use=court`, { headers: { cookie: okoro.cookie } });
  must(bundle.status === 200, `no bundle of the rest: ${bundle.status}`);
  writeFileSync(zip, Buffer.from(await bundle.arrayBuffer()));
  const unpacked = join(folder, "bundle");
  mkdirSync(unpacked);
  execFileSync("python3", ["-c", "import sys,zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])", zip, unpacked]);
  must(spawnSync("sha256sum", ["-c", "--quiet", "SHA256SUMS"], { cwd: unpacked }).status === 0, "the bundle does not verify");
  must(!readFileSync(join(unpacked, "SHA256SUMS"), "utf8").includes(sum), "the altered file is in the bundle");
  const manifest = JSON.parse(readFileSync(join(unpacked, "manifest.json"), "utf8"));
  must(manifest.left_out.some((one) => JSON.stringify(one).includes(evidence)), `it is not said what was left out: ${JSON.stringify(manifest.left_out)}`);
  must((await okoro.ask("GET", `/api/v1/evidence/${other}/bytes`)).text === other_bytes.toString(), "other evidence does not go on");
  const verified = await okoro.must("POST", `/api/v1/evidence/${other}/verify`);
  must(verified.holds === true, "other evidence does not verify");
});

// ---- designations ----
const load = (text, query = "list=test&publisher=P&licence=L&format=opensanctions-csv") => okoro.ask("POST", `/api/v1/designations?${query}`, text, "text/csv");
const head = "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset,first_seen,last_seen,last_change";
await check("a list without publisher, of a kind that cannot be seen, without its columns, without a row: nothing is loaded or kept", () => unchanged(async () => {
  is_refusal(await load(`${head}\n`, "list=test"), 400, ["/query/publisher", "/query/licence"], /missing/);
  is_refusal(await load("what is this\n", "list=test&publisher=P&licence=L"), 400, [], /give `format`/);
  is_refusal(await load("a,b\n1,2\n"), 400, [], /column|`id`/);
  is_refusal(await load("No;SHIP\n1;X\n", "list=test&publisher=P&licence=L&format=csv"), 400, [], /mapping/);
  is_refusal(await okoro.act({ act: "load_designation_list", list: "test", publisher: "P", licence: "L" }), 400, [], /.*/);
}));
await check("a broken row is told with its line and cure; the rest is taken, and found", async () => {
  const broken = `${head}\nNK-1,Vessel,ORION STAR,,,pa,,IMO9074729,,,,ds,2020,2020,2020\nNK-2,Vessel\n,Vessel,NO ID,,,pa,,,,,,ds,2020,2020,2020\nNK-3,Vessel,SECOND SHIP,,,pa,,,,,,ds,2020,2020,2020\n`;
  await unchanged(async () => { const dry = await load(broken, "list=test&publisher=P&licence=L&format=opensanctions-csv&dry_run=true"); must(dry.status < 300, dry.text); });
  const answer = await load(broken);
  must(answer.status === 201 || answer.status === 200, `${answer.status} ${answer.text}`);
  must(/line 3: 2 columns.*quote values/.test(answer.text) && /line 4: no `id`; give the row an `id`/.test(answer.text), `the lines are not named: ${answer.text}`);
  const match = await okoro.ask("GET", "/api/v1/designations/match?name=ORION%20STAR&imo=9074729");
  must(match.text.includes("NK-1"), match.text);
});
await refuse_all("a match: on no list, of nothing, a verdict that is none", [
  ["no list", okoro, { act: "decide_match", subject: { name: "ORION STAR" }, list: "nowhere", entity: "NK-1", entity_digest: "a".repeat(64), verdict: "same", reason: "x" }, 404, ["/list"], /there is no list/],
  ["of nothing", okoro, { act: "decide_match", subject: {}, list: "test", entity: "NK-1", entity_digest: "a".repeat(64), verdict: "same", reason: "x" }, 400, ["/subject"], /name, call sign, MMSI or IMO/],
  ["no verdict", okoro, { act: "decide_match", subject: { name: "ORION STAR" }, list: "test", entity: "NK-1", entity_digest: "a".repeat(64), verdict: "perhaps", reason: "x" }, 400, ["/verdict"], /unknown word/],
  ["no reason", okoro, { act: "decide_match", subject: { name: "ORION STAR" }, list: "test", entity: "NK-1", entity_digest: "a".repeat(64), verdict: "same" }, 400, ["/reason"], /missing/],
]);

// ---- the log, assessments, error reports, statements ----
await refuse_all("the log, assessments, error reports, templates and statements", [
  ["an empty line", okoro, { act: "add_log_line", text: "" }, 400, ["/text"], /missing/],
  ["a position", okoro, { act: "add_log_line", text: "x", position: "somewhere" }, 400, ["/position"], /./],
  ["an empty assessment", lind, { act: "write_assessment" }, 400, [], /missing/],
  ["approves nothing", lind, { act: "approve_assessment", assessment: "AS-0099", approver: "x", rank: "minister" }, 404, ["/assessment"], /there is no/],
  ["an empty error report", okoro, { act: "file_error_report" }, 400, [], /missing/],
  ["acknowledges nothing", berg, { act: "acknowledge_error_report", report: "ER-0099" }, 404, ["/report"], /there is no/],
  ["a brace alone", okoro, { act: "register_template", name: "plain", title: "x", text: "on {date" }, 400, ["/text"], /brace/],
  ["a template of the house", okoro, { act: "register_template", name: "neither_confirm_nor_deny", title: "x", text: "x" }, 409, ["/name"], /built in/],
  ["no question", okoro, { act: "draft_statement", question: "", template: "neither_confirm_nor_deny" }, 400, ["/question"], /missing/],
  ["no template", okoro, { act: "draft_statement", question: "Did you?", template: "yes_we_did" }, 404, ["/template"], /template/],
  ["a proposal of nothing", okoro, { act: "propose_stop", cells: [], reason: "x" }, 400, ["/cells"], /missing/],
]);
const statement = await okoro.done({ act: "draft_statement", question: "Did you share it?", template: "neither_confirm_nor_deny" });
await check("a statement: not approved by who drafted it; approved once", async () => {
  const own = await reyes.done({ act: "draft_statement", question: "Is it so?", template: "neither_confirm_nor_deny" });
  await unchanged(async () => is_refusal(await reyes.act({ act: "approve_statement", statement: own }), 403, [], /reyes/));
  await reyes.done({ act: "approve_statement", statement });
  await unchanged(async () => is_refusal(await reyes.act({ act: "refuse_statement", statement, reason: "no" }), 409, ["/statement"], /is approved already/));
});

// ---- the same from the command line ----
writeFileSync(join(folder, "password"), `${kPassword}\n`, { mode: 0o600 });
const run = (args, input = "") => spawnSync(program, [...args, "--server", home], { encoding: "utf8", input, env: { ...process.env, XDG_STATE_HOME: folder, HOME: folder } });
const said_by = (one) => `${one.stdout}${one.stderr}`;
await check("the command line prints every fault at its place and ends with an error", async () => {
  const signed = run(["sign-in", "haas", "--password-file", join(folder, "password")]);
  must(signed.status === 0, said_by(signed));
  await sleep(500); // its entry is in the ledger
  await unchanged(async () => {
    const many = run(["desk", "act", "-"], JSON.stringify(draft({ title: "", expires_at: "soon", vessel: { flag: "PANAMA" } })));
    must(many.status !== 0 && ["/title", "/expires_at", "/vessel/flag"].every((place) => said_by(many).includes(place)), said_by(many));
    const garbled = run(["desk", "act", "-"], "{");
    must(garbled.status !== 0 && /JSON/.test(said_by(garbled)), said_by(garbled));
    const gone = run(["evidence", "add", join(folder, "not-there.mp4")]);
    must(gone.status !== 0 && /cannot read `.*not-there\.mp4`; check the path/.test(said_by(gone)), said_by(gone));
    writeFileSync(join(folder, "nothing.jpg"), "");
    const nothing = run(["evidence", "add", join(folder, "nothing.jpg")]);
    must(nothing.status !== 0 && /empty/.test(said_by(nothing)), said_by(nothing));
    const nobody = run(["case", "bundle", "FL-2026-0999", "--out", join(folder, "no-bundle")]);
    must(nobody.status !== 0 && !existsSync(join(folder, "no-bundle")), said_by(nobody));
    writeFileSync(join(folder, "list.csv"), "what,is,this\n1,2,3\n");
    const list = run(["list", "import", join(folder, "list.csv"), "--publisher", "P", "--licence", "L"]);
    must(list.status !== 0 && /format/.test(said_by(list)), said_by(list));
  });
});
await check("the next good input from the command line goes through; altered evidence ends with an error of its own", async () => {
  const good = run(["desk", "act", "-"], JSON.stringify({ act: "add_log_line", text: "All quiet" }));
  must(good.status === 0 && /made N-/.test(good.stdout), said_by(good));
  const altered = run(["evidence", "verify", evidence]);
  must(altered.status !== 0 && /ALTERED/.test(altered.stdout), `${altered.status} ${said_by(altered)}`);
});
await check("after a restart everything is as it was", async () => {
  const before = (await okoro.must("GET", "/api/v1/casework"));
  server.kill("SIGTERM");
  await new Promise((done) => server.once("exit", done));
  const again = spawn(program, ["serve", "--config", join(folder, "home.toml"), "--data", data, "--listen", new URL(home).host], { stdio: ["ignore", "ignore", "pipe"] });
  process.on("exit", () => again.kill("SIGKILL"));
  let told = "";
  again.stderr.on("data", (part) => { told += part; });
  for (let i = 0; i < 200 && !/serving on/.test(told); i += 1) await sleep(100);
  const after = await okoro.must("GET", "/api/v1/casework");
  must(JSON.stringify(after) === JSON.stringify(before), "the desk is another");
});

console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) console.log(log.split("\n").slice(-8).join("\n"));
process.exit(failed === 0 ? 0 : 1);
