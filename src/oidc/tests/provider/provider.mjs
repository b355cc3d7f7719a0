// SPDX-License-Identifier: Apache-2.0
// A provider of other people on loopback, with one person of each kind and a browser that signs in and consents.
// `node provider.mjs [REDIRECT]`; the browser stops before it would go to REDIRECT.
// Speaks lines of JSON. First it says where it is: {"issuer", "discovery", "jwks"}. Then it is asked, one line each:
//   {"browse": URL, "login": name}           follows redirects through sign-in and consent -> {"callback": URL}
//   {"request": {method, url, headers, body}} makes it -> {"status", "body"}
//   {"shift_s": seconds}                      sets its clock so much ahead of ours; {"person", "groups"} changes groups
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { generateKeyPairSync } from "node:crypto";
import Provider from "oidc-provider";

// The package warns of what is meant here: plain HTTP on loopback, keys in memory, quick sign-in pages.
console.warn = console.info = () => {};

let shift_ms = 0;
const true_now = Date.now;
Date.now = () => true_now() + shift_ms;

const key = (type, options, alg, kid) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: "jwk" }), alg, kid, use: "sig",
});
const people = {
  ines: { name: "Inês Duarte", groups: ["watch", "everyone"] },
  omar: { name: "Omar B.", groups: ["everyone", "law"] },
  eve: { name: "Eve", groups: ["everyone"] },
};

const server = createServer();
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const redirect = process.argv[2] ?? "http://127.0.0.1:9/auth/callback";
const client = (id, alg, auth) => ({
  client_id: id,
  ...(auth === "none" ? {} : { client_secret: "a secret: with + and % and / and = in it" }),
  redirect_uris: [redirect],
  response_types: ["code"],
  grant_types: ["authorization_code"],
  token_endpoint_auth_method: auth,
  id_token_signed_response_alg: alg,
});
const provider = new Provider(issuer, {
  clients: [
    client("by-rs256", "RS256", "client_secret_basic"),
    client("by-ps256", "PS256", "client_secret_post"),
    client("by-es256", "ES256", "none"),
    client("by-eddsa", "EdDSA", "client_secret_basic"),
    client("by-hs256", "HS256", "client_secret_basic"),
  ],
  enabledJWA: { idTokenSigningAlgValues: ["RS256", "PS256", "ES256", "EdDSA", "HS256"] },
  jwks: {
    keys: [
      key("rsa", { modulusLength: 2048 }, "RS256", "rsa-1"),
      key("rsa", { modulusLength: 2048 }, "PS256", "rsa-2"),
      key("ec", { namedCurve: "P-256" }, "ES256", "ec-1"),
      key("ed25519", {}, "EdDSA", "ed-1"),
    ],
  },
  claims: { openid: ["sub"], profile: ["name", "preferred_username"], groups: ["groups"] },
  scopes: ["openid", "profile", "groups"],
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  cookies: { keys: ["only for tests"] },
  findAccount: (_context, id) => people[id] && { accountId: id, claims: () => ({ sub: id, preferred_username: id, ...people[id] }) },
});
server.on("request", provider.callback());

// A browser as small as it can be: cookies, redirects, and the two forms of the provider.
async function browse(url, login) {
  const cookies = new Map();
  const fetch_once = async (address, form) => {
    const answer = await fetch(address, {
      method: form ? "POST" : "GET",
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(";");
      const at = pair.indexOf("=");
      if (/expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  };
  let address = url;
  let answer = await fetch_once(address);
  for (let steps = 0; steps < 20; ++steps) {
    const location = answer.headers.get("location");
    if (location) {
      address = new URL(location, address).href;
      if (address.startsWith(redirect)) return { callback: address };
      answer = await fetch_once(address);
      continue;
    }
    const page = await answer.text();
    const action = page.match(/<form[^>]* action="([^"]+)" method="post"/)?.[1];
    const prompt = page.match(/name="prompt" value="(\w+)"/)?.[1];
    if (!action || !prompt) return { error: `${answer.status}: ${page.slice(0, 400)}` };
    answer = await fetch_once(new URL(action, address).href, prompt === "login" ? { prompt, login, password: "x" } : { prompt });
  }
  return { error: "too many redirects" };
}

async function request({ method, url, headers, body }) {
  const answer = await fetch(url, { method, headers, ...(body ? { body } : {}) });
  return { status: answer.status, body: await answer.text() };
}

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const text = async (address) => (await fetch(address)).text();
const discovery = await text(`${issuer}/.well-known/openid-configuration`);
say({ issuer, discovery, jwks: await text(JSON.parse(discovery).jwks_uri) });
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  try {
    if (asked.shift_s !== undefined) shift_ms = asked.shift_s * 1000;
    if (asked.person) people[asked.person].groups = asked.groups;
    if (asked.shift_s !== undefined || asked.person) say({});
    else say(asked.browse ? await browse(asked.browse, asked.login) : await request(asked.request));
  } catch (error) {
    say({ error: String(error) });
  }
}
process.exit(0);
