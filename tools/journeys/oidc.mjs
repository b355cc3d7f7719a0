// SPDX-License-Identifier: Apache-2.0
// People sign in to the program through an identity provider of other people (oidc-provider from npm): authorization code
// with PKCE, groups to roles, and everything that must not let anybody in.     node oidc.mjs PROGRAM
// The provider, the program and a browser as small as it can be; nothing leaves this machine. Exit 77: not installed.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const provider_folder = resolve(dirname(fileURLToPath(import.meta.url)), "../../src/oidc/tests/provider");
if (!existsSync(join(provider_folder, "node_modules/oidc-provider")) || Number(process.versions.node.split(".")[0]) < 20) {
  console.log("skipped: oidc-provider is not installed, or Node is older than 20; say `npm ci` in src/oidc/tests/provider");
  process.exit(77);
}
const program = resolve(process.argv[2] ?? "fairlead");
const folder = mkdtempSync(join(tmpdir(), "fairlead-oidc-"));
const children = [];
process.on("exit", () => { for (const child of children) child.kill("SIGKILL"); rmSync(folder, { recursive: true, force: true }); });

const must = (holds, what) => { if (!holds) throw new Error(what); };
let failed = 0, passed = 0;
async function check(name, run) {
  try { await run(); passed += 1; console.log(`ok      ${name}`); }
  catch (error) { failed += 1; console.log(`FAILED  ${name}\n        ${error.message}`); }
}
async function free_port() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

// ---- the two programs ----

const home = `http://127.0.0.1:${await free_port()}`;
const callback = `${home}/api/v1/oidc/return`;
const provider = spawn("node", [join(provider_folder, "provider.mjs"), callback], { stdio: ["pipe", "pipe", "ignore"] });
children.push(provider);
const lines = createInterface({ input: provider.stdout })[Symbol.asyncIterator]();
const said = async () => JSON.parse((await lines.next()).value);
const ask_provider = async (question) => { provider.stdin.write(`${JSON.stringify(question)}\n`); return said(); };
const { issuer } = await said();

const config = (issuer_now) => `
[oidc]
issuer = "${issuer_now}"
client_id = "by-rs256"
client_secret_file = "${join(folder, "secret")}"
redirect_url = "${callback}"
scopes = "openid profile groups"

[[oidc_group]]
group = "law"
role = "legal_adviser"
[[oidc_group]]
group = "watch"
role = "watch_officer"
`;
writeFileSync(join(folder, "secret"), "a secret: with + and % and / and = in it\n", { mode: 0o600 });
writeFileSync(join(folder, "fairlead.toml"), config(issuer));
let log = "";
const server = spawn(program, ["serve", "--config", join(folder, "fairlead.toml"), "--data", join(folder, "data"), "--listen", new URL(home).host], { stdio: ["ignore", "ignore", "pipe"] });
children.push(server);
server.stderr.on("data", (part) => { log += part; });
for (let i = 0; i < 300 && !log.includes("first?code="); i += 1) await new Promise((done) => setTimeout(done, 100));
const code = /first\?code=(\S+)/.exec(log)?.[1];
if (!code) { console.log(`the server did not start: ${log}`); process.exit(1); }

// ---- a browser ----

class Browser {
  cookies = new Map();
  async go(path, { method = "GET", body } = {}) {
    const answer = await fetch(path.startsWith("http") ? path : home + path, {
      method, redirect: "manual",
      headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "), ...(body ? { "content-type": "application/json" } : {}), ...(this.csrf ? { "x-fairlead-csrf": this.csrf } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(";"), at = pair.indexOf("=");
      if (/max-age=0\b/i.test(line)) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
      this.last_cookie = line;
    }
    return answer;
  }
  async session() {
    const session = await (await this.go("/api/v1/session")).json();
    this.csrf = session.csrf;
    return session;
  }
  // To the provider, through its forms, and to the address that it sends the browser back to; not yet there.
  async way_back(login) {
    const start = await this.go("/api/v1/oidc/start");
    must(start.status === 303, `the start answers ${start.status}`);
    this.sent_to = new URL(start.headers.get("location"));
    const walked = await ask_provider({ browse: this.sent_to.href, login });
    must(walked.callback, `the provider says ${walked.error}`);
    return walked.callback;
  }
  async refused(address, what) {
    const answer = await this.go(address);
    must(answer.status === 303 && answer.headers.get("location") === "/?sign_in=failed", `${what}: ${answer.status} to ${answer.headers.get("location")}`);
    must(!this.cookies.has("fairlead_session"), `${what}: there is a session`);
    must((await this.session()).signed_in === false, `${what}: signed in`);
  }
}

const admin = new Browser();
await admin.go("/api/v1/first-account", { method: "POST", body: { code, name: "admin", password: "first of all the keys" } });
await admin.session();
const accounts = async () => (await (await admin.go("/api/v1/accounts")).json()).accounts.map((account) => account.name);

let used = null;
const ines = new Browser();
await check("code and PKCE S256 are asked for, with state and nonce", async () => {
  used = await ines.way_back("ines");
  const asked = ines.sent_to.searchParams;
  must(asked.get("response_type") === "code" && asked.get("code_challenge_method") === "S256", asked.toString());
  for (const name of ["state", "nonce", "code_challenge"]) must((asked.get(name) ?? "").length >= 43, `${name} is ${asked.get(name)}`);
  must(!asked.has("code_verifier"), "the verifier is told");
});
await check("a group makes a role: whoever is in `watch` is a watch officer", async () => {
  const answer = await ines.go(used);
  must(answer.status === 303 && answer.headers.get("location") === "/", `${answer.status} to ${answer.headers.get("location")}: ${log.slice(-600)}`);
  const session = await ines.session();
  must(session.signed_in && session.role === "watch_officer" && session.method === "oidc" && session.account === "ines", JSON.stringify(session));
  must((await ines.go("/api/v1/tracks")).status === 200, "the picture is not there");
  must((await ines.go("/api/v1/accounts")).status === 403, "a watch officer reads accounts");
});
await check("the first rule counts, not the order of the groups", async () => {
  const omar = new Browser();
  await omar.go(await omar.way_back("omar"));
  must((await omar.session()).role === "legal_adviser", JSON.stringify(await omar.session()));
});
await check("a person of no known group gets in nowhere, and leaves no account", async () => {
  const eve = new Browser();
  await eve.refused(await eve.way_back("eve"), "eve");
  must(!(await accounts()).includes("eve"), (await accounts()).join());
});
await check("a callback is good once", async () => {
  const again = new Browser();
  again.cookies.set("fairlead_oidc", new URL(used).searchParams.get("state"));
  await again.refused(used, "the same callback");
});
await check("an old code does not serve a new beginning", async () => {
  const again = new Browser();
  await again.go("/api/v1/oidc/start");
  const forged = new URL(used);
  forged.searchParams.set("state", again.cookies.get("fairlead_oidc"));
  await again.refused(forged.href, "a replayed code");
});
await check("a wrong state, and the state of another browser, are refused", async () => {
  const one = new Browser(), other = new Browser();
  const back = new URL(await one.way_back("ines"));
  await other.way_back("ines");
  await other.refused(back.href, "the callback of another browser");
  const nobody = new Browser();
  await nobody.refused(back.href, "a browser that began nothing");
  back.searchParams.set("state", "A".repeat(43));
  await one.refused(back.href, "a wrong state");
});
await check("an ID token that has expired is refused, and the log says why", async () => {
  await ask_provider({ shift_s: -7200 });
  const late = new Browser();
  try { await late.refused(await late.way_back("ines"), "an expired token"); }
  finally { await ask_provider({ shift_s: 0 }); }
  must(/the ID token expired at/.test(log), log.slice(-600));
});
await check("a token from a clock ahead of ours is refused, too", async () => {
  await ask_provider({ shift_s: 7200 });
  const early = new Browser();
  try { await early.refused(await early.way_back("ines"), "a token of the future"); }
  finally { await ask_provider({ shift_s: 0 }); }
});
await check("who left the group gets in no more; who changed it has the new role", async () => {
  await ask_provider({ person: "ines", groups: ["everyone"] });
  const out = new Browser();
  await out.refused(await out.way_back("ines"), "ines without her group");
  await ask_provider({ person: "ines", groups: ["everyone", "law"] });
  const moved = new Browser();
  await moved.go(await moved.way_back("ines"));
  must((await moved.session()).role === "legal_adviser", JSON.stringify(await moved.session()));
});
await check("a session ends where it is closed, and a disabled account does not come back", async () => {
  const omar = new Browser();
  await omar.go(await omar.way_back("omar"));
  await omar.session();
  const kept = omar.cookies.get("fairlead_session");
  must((await omar.go("/api/v1/session", { method: "DELETE" })).status === 204, "it cannot be closed");
  omar.cookies.set("fairlead_session", kept);
  must((await omar.go("/api/v1/tracks")).status === 401, "a closed session still works");
  const done = await admin.go("/api/v1/accounts/omar", { method: "PATCH", body: { disabled: true } });
  must(done.ok, `disabling answers ${done.status}: ${await done.text()}`);
  const back = new Browser();
  await back.refused(await back.way_back("omar"), "a disabled account");
});
await check("neither secret nor code nor token is in the log", async () => {
  for (const secret of ["a secret: with", new URL(used).searchParams.get("code"), "eyJ"]) must(!log.includes(secret), `the log has ${secret}`);
});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
