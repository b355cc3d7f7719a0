// SPDX-License-Identifier: Apache-2.0
// The contract's people and sharing over made-up partners, for the stand-in server. XAA to XZZ are no States.
import { iso } from "./mock_sea.mjs";

export const kPassword = "an otter below the pier";
const kAll = ["read_picture", "read_sharing", "stop", "propose_resume", "approve_resume", "draft_agreement", "adopt_agreement", "assess", "hold_assurances", "record_consent", "read_ledger", "read_metrics", "own_account"];
const kOfficer = kAll.filter((name) => name !== "assess");
const kRoles = {
  watch_officer: ["read_picture", "read_sharing", "stop", "own_account"],
  release_officer: kOfficer,
  legal_adviser: kAll,
  overseer: ["read_picture", "read_sharing", "read_ledger", "own_account"],
  administrator: ["read_picture", "read_sharing", "stop", "read_metrics", "own_account"],
};
const kPeople = {
  "j.okoro": { display_name: "J. Okoro", role: "watch_officer" },
  "a.reyes": { display_name: "A. Reyes", role: "release_officer" },
  "m.lind": { display_name: "M. Lind", role: "legal_adviser" },
  "o.ferro": { display_name: "O. Ferro", role: "overseer" },
};
const kFresh = 300_000;

const days = (count) => iso(Date.now() + count * 86_400_000);
const problem = (status, code, detail, more = {}) => ({ status, body: { type: "about:blank", title: code.replace(/_/g, " "), status, detail, code, ...more } });

const kToml = `[agreement]\nid = "xaa-coast-guard"\nversion = 2\ntitle = "Maritime information for the coast guard of XAA"\nparties = ["XAA/coast_guard"]\nlegal_basis = "Memorandum of 2025-11-30, articles 3 to 7"\nvalid_from = 2026-01-01T00:00:00Z\nvalid_until = 2028-01-01T00:00:00Z\nreply = "silent"\n\n[[clause]]\nid = "rescue"\neffect = "permit"\npurposes = ["search_and_rescue"]\ntypes = ["observation", "track"]\nacts = ["push", "pull", "subscribe"]\neverywhere = true\nlevel = "restricted"\nfields = ["position", "speed", "course", "mmsi", "name"]\nobligations = ["acknowledge"]\nsurvives_stop = true\nbasis = "article 3"\n`;

function agreements_at_start() {
  const clause = (id, purposes, more = {}) => ({ id, effect: "permit", purposes, types: ["observation", "track"], acts: ["push", "pull", "subscribe"], areas: [], everywhere: true, level: "restricted", caveats: [], fields: ["position", "speed", "course", "mmsi", "name"], grid_m: 0, delay_s: 0, obligations: ["acknowledge"], survives_stop: false, basis: "article 5", line: 30, ...more });
  return [
    { id: "xaa-coast-guard", version: 2, title: "Maritime information for the coast guard of XAA", parties: ["XAA/coast_guard"], purposes: ["search_and_rescue", "law_enforcement_interdiction", "fisheries"], legal_basis: "Memorandum of 2025-11-30, articles 3 to 7", valid_from: days(-320), valid_until: days(400), reply: "silent",
      assessment: { scheme: "OSJA", risk: "medium", approver: "legal_adviser", expires_at: days(9), in_force: true },
      assurances: [{ id: "no-lethal-use", text: "Nothing shared is used for lethal action against persons or vessels.", expires_at: days(370), held: [{ agency: "XAA/coast_guard", until: days(200), state: "in_force" }] }],
      clauses: [clause("rescue", ["search_and_rescue"], { survives_stop: true, basis: "article 3" }), clause("interdiction", ["law_enforcement_interdiction"], { everywhere: false, areas: ["basin"], level: "confidential", caveats: ["LES"], fields: ["all"], obligations: ["acknowledge", "no_onward", "delete_on_recall", "report_use", "no_lethal_use"], assurances: ["no-lethal-use"] }), clause("fisheries", ["fisheries"], { everywhere: false, areas: ["open-sea"], grid_m: 1000, delay_s: 900 }), { id: "no-evidence", effect: "deny", purposes: [], types: ["evidence"], line: 71 }],
      state: "in_force", drafted_by: "a.reyes", drafted_at: days(-322), adopted_by: "m.lind", adopted_at: days(-321), digest: "9f2c", toml: kToml },
    { id: "xbb-navy", version: 1, title: "White picture for the navy of XBB", parties: ["XBB/navy"], purposes: ["general_awareness", "safety_of_navigation"], legal_basis: "Exchange of letters of 2026-02-02", valid_from: days(-200), valid_until: days(380), reply: "overt",
      assessment: { scheme: "Principles", risk: "low", approver: "legal_adviser", expires_at: days(300), in_force: true }, assurances: [],
      clauses: [clause("picture", ["general_awareness", "safety_of_navigation"], { types: ["ais"], grid_m: 5000, delay_s: 1800, level: "unclassified" })],
      state: "in_force", drafted_by: "a.reyes", drafted_at: days(-202), adopted_by: "m.lind", adopted_at: days(-201), digest: "77aa", toml: kToml },
    { id: "xcc-fisheries", version: 1, title: "Fisheries control with the ministry of XCC", parties: ["XCC/fisheries_ministry"], purposes: ["fisheries"], legal_basis: "Treaty of 2019, annex II", valid_from: days(-400), valid_until: days(120), reply: "silent",
      assessment: { scheme: "Principles", risk: "low", approver: "legal_adviser", expires_at: days(60), in_force: true },
      assurances: [{ id: "courts-only", text: "Shared with courts and inspectors only.", held: [{ agency: "XCC/fisheries_ministry", until: days(-2), state: "lapsed" }] }],
      clauses: [clause("control", ["fisheries"], { assurances: ["courts-only"] })],
      state: "in_force", drafted_by: "a.reyes", drafted_at: days(-410), adopted_by: "m.lind", adopted_at: days(-409), digest: "1b0c", toml: kToml },
    { id: "xbb-navy", version: 2, title: "White picture for the navy of XBB, with rescue", parties: ["XBB/navy"], purposes: ["general_awareness", "safety_of_navigation", "search_and_rescue"], legal_basis: "Exchange of letters of 2026-11-12", valid_from: days(1), valid_until: days(380), reply: "overt",
      assessment: { scheme: "Principles", risk: "low", approver: "legal_adviser", expires_at: days(300), in_force: true }, assurances: [],
      clauses: [clause("picture", ["general_awareness", "safety_of_navigation", "search_and_rescue"], { types: ["ais"] })],
      state: "draft", drafted_by: "a.reyes", drafted_at: days(-1), toml: kToml },
    { id: "xaa-coast-guard", version: 1, title: "Maritime information for the coast guard of XAA", parties: ["XAA/coast_guard"], purposes: ["search_and_rescue"], valid_from: days(-700), valid_until: days(-330), reply: "silent", assurances: [], clauses: [], state: "withdrawn", drafted_by: "a.reyes", toml: kToml },
  ];
}

const feed = (id, purpose, tracks, more = {}) => ({ id, purpose, view_tracks: tracks, connected: true, account: "feed", channel: "stream", sequence: 88, handed_over: 88, waiting: 0, objects: 4411, last_release: `r-${id.toLowerCase()}9f2c41aa`, last_release_at: iso(Date.now()), unacknowledged: 0, stopped_by: [], survives_stop: false, ...more });

export class MockSharing {
  constructor({ people = false, first = false, empty = false, oidc = true } = {}) {
    this.needs_people = people || first;
    this.accounts = first ? {} : { ...kPeople };
    this.oidc = oidc;
    this.sessions = new Map();
    this.epoch = 30;
    this.log = [];
    this.agreements = empty ? [] : agreements_at_start();
    this.partners = empty ? [] : [
      { agency: "XAA/coast_guard", state: "XAA", agreements: ["xaa-coast-guard"], feeds: [feed("F-3", "search_and_rescue", 212, { survives_stop: true }), feed("F-4", "law_enforcement_interdiction", 37, { unacknowledged: 2 }), feed("F-5", "fisheries", 120, { connected: false, last_release_at: iso(Date.now() - 7_200_000) })], views: [] },
      { agency: "XBB/navy", state: "XBB", agreements: ["xbb-navy"], feeds: [feed("F-7", "general_awareness", 301)], views: [{ purpose: "safety_of_navigation", tracks: 301, stopped_by: [], connected: false }] },
      { agency: "XCC/fisheries_ministry", state: "XCC", agreements: ["xcc-fisheries"], feeds: [], views: [{ purpose: "fisheries", tracks: 0, stopped_by: [], connected: false }] },
    ];
    this.stops = empty ? [] : [
      { epoch: 28, agency: "XBB/navy", purpose: "safety_of_navigation", text: "XBB/navy, safety_of_navigation", by: "a.reyes", ordered_at: iso(Date.now() - 9 * 86_400_000), reason: "Exercise", needs_assessment: false, recall: false, open: false, ledger_index: 20_411, reach: { deliveries_dropped: 0, kernel_bytes: 0, connections_closed: 1 }, agreed: [{ person: "a.reyes", role: "release_officer" }, { person: "m.lind", role: "legal_adviser" }], lifted_at: iso(Date.now() - 8.8 * 86_400_000), recalls: [], covers: [{ agency: "XBB/navy", purpose: "safety_of_navigation" }] },
    ];
    this.delay_ms = 12;
    this.fail_stops = false;
  }

  tick() {
    for (const partner of this.partners) for (const item of partner.feeds) if (item.connected && item.stopped_by.length === 0) { item.sequence += 1; item.handed_over += 1; item.last_release_at = iso(Date.now()); }
  }

  // What answers to a request of the contract, or null for another path.
  answer(method, path, query, body, cookie, headers) {
    const session = this.sessions.get(cookie ?? "");
    if (path === "/session" && method === "GET") return { status: 200, body: this.session_body(session) };
    if (path === "/session" && method === "POST") return this.sign_in(body);
    if (path === "/first-account") return this.first_account(body);
    if (path.startsWith("/oidc/")) return { status: 303, location: "/?sign_in=failed" };
    const actor = session ?? (this.needs_people ? null : { account: "demo", role: "administrator", permissions: kAll, confirmed_at: Date.now() });
    if (!actor) return problem(401, "sign_in_required", "sign in first");
    if (method !== "GET" && session && headers["x-fairlead-csrf"] !== session.csrf) return problem(403, "not_permitted", "the request does not carry the session's `csrf`");
    if (path === "/session" && method === "DELETE") { this.sessions.delete(cookie); return { status: 204, cookie: "" }; }
    if (path === "/session/confirm") {
      if (body?.password !== kPassword) return problem(401, "sign_in_failed", "the account, password or code is not right");
      session.confirmed_at = Date.now();
      return { status: 200, body: this.session_body(session) };
    }
    const fresh = () => (Date.now() - actor.confirmed_at < kFresh ? null : problem(403, "confirm_required", "this needs a sign-in within the last five minutes"));
    const need = (permission) => (actor.permissions.includes(permission) ? null : problem(403, "not_permitted", `this needs the permission \`${permission}\``));
    if (path === "/sharing") return need("read_sharing") ?? { status: 200, body: this.now() };
    if (path === "/stops" && method === "GET") return { status: 200, body: { stops: [...this.stops].sort((a, b) => b.epoch - a.epoch) } };
    if (path === "/stops") return need("stop") ?? this.stop(body, actor);
    let found = /^\/stops\/(\d+)(\/resume)?$/.exec(path);
    if (found) {
      const stop = this.stops.find((item) => item.epoch === Number(found[1]));
      if (!stop) return problem(404, "not_found", `no stop ${found[1]}`);
      if (!found[2]) { stop.reason = body.reason; return { status: 200, body: stop }; }
      return need("approve_resume") ?? fresh() ?? this.resume(stop, actor, body);
    }
    found = /^\/agreements(?:\/([^/]+)(?:\/(adopt|withdraw))?)?$/.exec(path);
    if (found) return this.agreement(method, found[1], found[2], query, body, actor, need, fresh);
    if (path === "/assurances") return need("hold_assurances") ?? this.assurance(body);
    if (path === "/assessments") return need("assess") ?? fresh() ?? this.assessment(body);
    found = /^\/tracks\/([^/]+)\/sharing$/.exec(path);
    if (found) return { status: 200, body: { track: decodeURIComponent(found[1]), views: this.track_views() } };
    return null;
  }

  session_body(session) {
    if (session) return { signed_in: true, demo: false, account: session.account, display_name: session.display_name, role: session.role, method: "password", permissions: session.permissions, csrf: session.csrf, confirmed_until: iso(session.confirmed_at + kFresh), expires_at: iso(Date.now() + 8 * 3_600_000) };
    if (!this.needs_people) return { signed_in: false, demo: true, account: "demo", role: "administrator", method: "demo", permissions: kAll };
    return { signed_in: false, demo: false, first_account: Object.keys(this.accounts).length === 0, ways: this.oidc ? ["password", "oidc"] : ["password"] };
  }

  open_session(account) {
    const cookie = `s${this.sessions.size + 1}x${Math.random().toString(36).slice(2)}`;
    const session = { account, ...this.accounts[account], permissions: kRoles[this.accounts[account].role], csrf: `c-${cookie}`, confirmed_at: Date.now() };
    this.sessions.set(cookie, session);
    return { status: 200, body: this.session_body(session), cookie };
  }
  sign_in(body) {
    if (!this.accounts[body?.account] || body.password !== kPassword) return problem(401, "sign_in_failed", "the account, password or code is not right");
    return this.open_session(body.account);
  }
  first_account(body) {
    if (Object.keys(this.accounts).length > 0) return problem(409, "already_started", "there are accounts already");
    if (body.code !== "one-time-code") return problem(401, "sign_in_failed", "the account, password or code is not right");
    this.accounts[body.name] = { display_name: body.display_name ?? body.name, role: "administrator" };
    return { ...this.open_session(body.name), status: 201 };
  }

  now() {
    const open = this.stops.filter((stop) => stop.open);
    const partners = this.partners.map((partner) => {
      const cells = [...partner.feeds, ...partner.views];
      const stopped = cells.filter((cell) => cell.stopped_by.length > 0).length;
      return { ...partner, stopped: stopped === 0 ? "no" : stopped === cells.length ? "all" : "part" };
    });
    const live = this.partners.flatMap((partner) => partner.feeds).filter((item) => item.connected && item.stopped_by.length === 0).length;
    return { as_of: iso(Date.now()), slot: 1, epoch: this.epoch, partners, stops: open, live, ledger: { origin: "centre.example/log", size: 20_500, root: "3q2+7w==" } };
  }

  stop(order, actor) {
    if (this.fail_stops) return problem(503, "unavailable", "the journal cannot be written");
    if (["partner", "agency", "all"].filter((key) => order[key] !== undefined).length !== 1) return problem(400, "bad_request", "name exactly one of `partner`, `agency` and `all`");
    this.epoch += 1;
    const covers = [], recalls = [];
    for (const partner of this.partners) {
      if (order.agency && partner.agency !== order.agency || order.partner && partner.state !== order.partner) continue;
      for (const cell of [...partner.feeds, ...partner.views]) {
        if (order.purpose && cell.purpose !== order.purpose || cell.survives_stop) continue;
        if (!this.agreements.some((item) => item.state === "in_force" && item.parties.includes(partner.agency))) continue;
        cell.stopped_by = [...cell.stopped_by, this.epoch];
        covers.push({ agency: partner.agency, purpose: cell.purpose });
        if (cell.handed_over) recalls.push({ id: `c-${this.epoch}-${recalls.length}`, agency: partner.agency, purpose: cell.purpose, answer: recalls.length === 0 ? "confirmed" : "sent", asked_at: iso(Date.now()), ...(recalls.length === 0 ? { answered_at: iso(Date.now()), answered_by: "duty" } : {}), releases_total: cell.handed_over });
      }
    }
    const who = order.all ? "every partner" : order.agency ?? order.partner;
    const stop = { epoch: this.epoch, ...order, text: `${who}, ${order.purpose ?? "every purpose"}`, by: actor.account, ordered_at: iso(Date.now()), reason: order.reason ?? "", needs_assessment: order.needs_assessment ?? false, recall: true, open: true, ledger_index: 20_500 + this.epoch, reach: { deliveries_dropped: covers.length * 2, kernel_bytes: covers.length * 1460, connections_closed: covers.length }, agreed: [], recalls, covers };
    this.stops.push(stop);
    this.log.push({ what: "stop", order });
    return { status: 201, body: stop };
  }

  resume(stop, actor, body) {
    if (!stop.open) return problem(409, "conflict", "the stop is lifted already");
    if (!stop.agreed.some((item) => item.person === actor.account)) stop.agreed.push({ person: actor.account, role: actor.role });
    if (body?.assessment) stop.assessed = true;
    const roles = stop.agreed.map((item) => item.role);
    const missing = [!roles.includes("release_officer") && "a release officer has not agreed yet", !roles.includes("legal_adviser") && "a legal adviser has not agreed yet", stop.needs_assessment && !stop.assessed && "a new assessment is needed"].filter(Boolean);
    if (missing.length > 0) return { status: 200, body: { lifted: false, agreed: stop.agreed, missing: missing.join(", and ") } };
    stop.open = false;
    stop.lifted_at = iso(Date.now());
    for (const cell of this.partners.flatMap((partner) => [...partner.feeds, ...partner.views])) cell.stopped_by = cell.stopped_by.filter((epoch) => epoch !== stop.epoch);
    this.epoch += 1;
    return { status: 200, body: { lifted: true, epoch: this.epoch } };
  }

  agreement(method, id, deed, query, body, actor, need, fresh) {
    if (id === "check") return need("draft_agreement") ?? { status: 200, body: this.check(body.toml) };
    if (!id && method === "GET") return { status: 200, body: { agreements: this.agreements.map(({ toml, ...rest }) => rest) } };
    if (!id) {
      const refused = need("draft_agreement");
      if (refused) return refused;
      const { mistakes, warnings } = this.check(body.toml);
      if (mistakes.length > 0) return problem(400, "bad_agreement", `the agreement has ${mistakes.length} mistakes`, { errors: mistakes });
      const name = /^id = "([^"]+)"/m.exec(body.toml)[1], title = /^title = "([^"]+)"/m.exec(body.toml)?.[1] ?? name;
      const version = Math.max(0, ...this.agreements.filter((item) => item.id === name).map((item) => item.version)) + 1;
      this.agreements.push({ id: name, version, title, parties: JSON.parse(/^parties = (\[.*\])/m.exec(body.toml)?.[1] ?? "[]"), purposes: ["search_and_rescue"], valid_from: days(0), valid_until: days(365), reply: "silent", assurances: [], clauses: [], state: "draft", drafted_by: actor.account, drafted_at: days(0), toml: body.toml });
      return { status: 201, body: { id: name, version, warnings } };
    }
    const version = Number(query.get("version") ?? body?.version ?? 0);
    const item = this.agreements.filter((other) => other.id === id && (version === 0 || other.version === version)).sort((a, b) => b.version - a.version)[0];
    if (!item) return problem(404, "not_found", `no agreement \`${id}\``);
    if (!deed) return { status: 200, body: item };
    const refused = need("adopt_agreement") ?? fresh();
    if (refused) return refused;
    if (deed === "withdraw") item.state = "withdrawn";
    else {
      if (item.drafted_by === actor.account) return problem(409, "conflict", "who drafted an agreement does not adopt it");
      for (const other of this.agreements) if (other.id === id && other.state === "in_force") other.state = "withdrawn";
      Object.assign(item, { state: "in_force", adopted_by: actor.account, adopted_at: iso(Date.now()) });
    }
    return { status: 200, body: item };
  }

  check(toml) {
    const mistakes = [], lines = toml.split("\n");
    lines.forEach((line, index) => {
      const word = /"(strike|target|interdict)"/.exec(line);
      if (word) mistakes.push({ line: index + 1, column: word.index + 1, message: `\`${word[1]}\` is no purpose; the nearest is \`law_enforcement_interdiction\`` });
    });
    if (!/^\[agreement\]/m.test(toml)) mistakes.push({ line: 1, column: 1, message: "the table `agreement` is missing" });
    const everywhere = lines.findIndex((line) => line.startsWith("everywhere"));
    const warnings = everywhere < 0 ? [] : [`draft:${everywhere + 1}:1: the clause holds everywhere; name an area if it need not`];
    return { mistakes, warnings, changes: mistakes.length > 0 ? [] : ["widened: XAA/coast_guard | search_and_rescue | track | subscribe | everywhere | level restricted | caveats none | withheld -> fields position, speed, course, mmsi, name", "narrowed: XAA/coast_guard | fisheries | ais | subscribe | open-sea | level restricted | caveats none | all fields -> all fields, grid 1000 m"] };
  }

  assurance(body) {
    for (const agreement of this.agreements) for (const assurance of agreement.assurances) for (const held of assurance.held) {
      if (agreement.id === body.agreement && assurance.id === body.assurance && held.agency === body.agency) Object.assign(held, { until: body.until, state: body.breached ? "breached" : "in_force" });
    }
    return { status: 200, body: { state: body.breached ? "breached" : "in_force" } };
  }
  assessment(body) {
    for (const agreement of this.agreements) if (agreement.id === body.agreement && agreement.assessment) agreement.assessment = { scheme: body.scheme, risk: body.risk, approver: body.approver, expires_at: body.expires_at, in_force: body.withdrawn !== true };
    return { status: 200, body: {} };
  }

  track_views() {
    const views = [];
    for (const partner of this.partners) for (const cell of [...partner.feeds, ...partner.views]) {
      const base = { agency: partner.agency, purpose: cell.purpose, agreement: partner.agreements[0], stop_epoch: this.epoch };
      if (cell.stopped_by.length > 0) views.push({ ...base, outcome: "suspended", reasons: [{ part: "stop", meaning: "a stop covers it", cure: "lift the stop: two people, and a new assessment where it says so" }], explanation: "suspended: track to the partner\n  because      a stop covers it (stop)" });
      else if (cell.purpose === "fisheries" && partner.state === "XCC") views.push({ ...base, outcome: "withhold", clause: "control", reasons: [{ part: "assurance", meaning: "an assurance is missing, expired or breached", cure: "obtain the assurance again" }], explanation: "withhold: track to XCC/fisheries_ministry for fisheries\n  nearest      xcc-fisheries version 1, clause control\n  because      an assurance is missing, expired or breached (assurance)" });
      else if (cell.purpose === "law_enforcement_interdiction") views.push({ ...base, outcome: "withhold", clause: "interdiction", reasons: [{ part: "area", meaning: "the object is not known to be inside an area of the clause", cure: "add an area, or learn where the object is" }], explanation: "withhold: track to XAA/coast_guard for law_enforcement_interdiction\n  nearest      xaa-coast-guard version 2, clause interdiction\n  because      the object is not known to be inside an area of the clause (area)" });
      else if (cell.purpose === "search_and_rescue" || cell.purpose === "general_awareness") views.push({ ...base, outcome: cell.purpose === "general_awareness" ? "permit_reduced" : "permit", clause: cell.purpose === "general_awareness" ? "picture" : "rescue", basis: "article 3", fields: ["position", "speed", "course", "mmsi", "name"], grid_m: cell.purpose === "general_awareness" ? 5000 : 0, delivered: { release: cell.last_release, at: iso(Date.now() - 4000), sequence: cell.sequence }, explanation: "permit: track to XAA/coast_guard for search_and_rescue, by subscribe over stream\n  clause       xaa-coast-guard version 2, clause rescue\n  basis        article 3\n  fields       position, speed, course, mmsi, name\n  obligations  acknowledge\n  stop epoch   30" });
    }
    return views;
  }
}
