// SPDX-License-Identifier: Apache-2.0
// The desk on the real program, through the page:   node e2e/desk_checks.mjs PROGRAM
// A watch officer drafts a lead from a track and asks for release; the asker cannot approve, a release officer does; a
// case with its steps; a request that declares an unlawful act; an incident with claims that conflict, its proposal to
// stop and the order; the trace; "as known at"; and each form's bad input beside its field.
import { resolve } from "node:path";
import { open_browser } from "./browser.mjs";
import { must, tally, tools_of, until } from "./harness.mjs";
import { kPassword, start_centre } from "./real_centre.mjs";

const centre = await start_centre(resolve(process.argv[2] ?? "fairlead"));
const browser = await open_browser();
async function sit(name) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${centre.home}/?probe`, { waitUntil: "load" });
  await page.locator("#account").fill(name);
  await page.locator("#password").fill(kPassword);
  await page.keyboard.press("Enter");
  await until("seat", () => page.locator(".seat-open").count());
  const side = page.locator(".desk-side");
  const field = (label) => side.getByLabel(label, { exact: false }).first();
  // Sends the form that is open, and waits until it is gone or refused.
  const send = async () => {
    await page.locator(".desk-side .desk-form button[type=submit]").click();
    await until("answered", async () => (await page.locator(".desk-side .desk-form").count()) === 0 || (await page.locator(".desk-fault, .desk-side .form-problem").count()) > 0);
  };
  const sent = async () => { await send(); must((await page.locator(".desk-side .desk-form").count()) === 0, `refused: ${(await page.locator(".desk-fault, .desk-side .form-problem").allInnerTexts()).join(" | ")}`); };
  return { page, side, field, send, sent, ...tools_of(page) };
}
const okoro = await sit("j.okoro"), reyes = await sit("a.reyes"), berg = await sit("o.berg");
const book = () => centre.seats["j.okoro"].call("GET", "/casework");

await okoro.check("empty screens teach, and pass axe-core", async () => {
  for (const [key, name] of [["2", "desk-leads-empty"], ["4", "desk-incidents-empty"], ["5", "desk-oversight-empty"]]) {
    await okoro.page.keyboard.press(key);
    await until("screen", () => okoro.page.locator(".desk-title").count());
    await until("read", () => okoro.page.locator(".sharing-part").count());
    await okoro.axe(name);
    await okoro.shot(name);
  }
});
await okoro.check("a lead is drafted from the selected track, filled in, with the keyboard alone", async () => {
  await okoro.page.keyboard.press("1");
  await okoro.page.locator(".track-row").first().click();
  await until("drawer", () => okoro.page.locator("text=Draft a lead").count());
  await okoro.blur();
  await okoro.page.keyboard.press("l");
  await until("form", () => okoro.page.locator(".desk-side .desk-form").count());
  must(/^T-/.test(await okoro.field("Track").inputValue()), "no track");
  must((await okoro.field("Statement").inputValue()).length > 20, "no statement");
  await okoro.axe("draft of a lead");
  await okoro.field("Title").fill("");
  await okoro.send();
  must((await okoro.page.locator(".desk-field-wrong").count()) === 2, "the faults are not at title and confidence");
  await until("focus at the first fault", () => okoro.page.evaluate(() => document.activeElement?.getAttribute("aria-invalid") === "true"), 5000);
  await okoro.shot("desk-lead-faults");
  await okoro.field("Title").fill("Go-fast, likely drugs");
  await okoro.field("Confidence").selectOption("moderate");
  await okoro.field("Releasable to").fill("XAA");
  await okoro.side.locator(".desk-many").first().getByRole("button", { name: /interdiction/ }).click();
  await okoro.field("Suggested purpose").selectOption("law_enforcement_interdiction");
  await okoro.field("Tear line").fill("A fast boat was seen.");
  await okoro.field("Policy").fill("TEST");
  await okoro.page.keyboard.press("Control+Enter");
  const text = await until("L-0001", async () => { const now = await okoro.side.innerText(); return /L-0001[^]*Statement/.test(now) && now; });
  must(text.indexOf("Known before") < text.indexOf("Statement"), "the history does not come first");
});
await okoro.check("a refusal of the server stands beside its field; what was typed survives leaving the screen and loading anew", async () => {
  await okoro.page.getByRole("button", { name: "Ask for release" }).click();
  await until("form", () => okoro.page.locator(".desk-side .desk-form").count());
  await okoro.field("Agency").selectOption("XAA/coast_guard");
  await okoro.field("Ends").fill("+99d");
  await okoro.field("Why").fill("heading for our coast");
  await okoro.send();
  must(/after the end of the lead/.test(await okoro.page.locator(".desk-field-wrong").innerText()), "not beside `Ends`");
  await okoro.shot("desk-ask-refused");
  await okoro.page.reload({ waitUntil: "load" });
  await until("lead again", async () => (await okoro.page.locator(".desk-side").count()) > 0);
  await okoro.page.getByRole("button", { name: "Ask for release" }).click();
  await until("kept", async () => (await okoro.field("Why").inputValue()) === "heading for our coast");
  await okoro.field("Ends").fill("");
  await okoro.sent();
});
await okoro.check("the asker reads the decision and the law's answer, and why Approve is off", async () => {
  await until("ask", async () => (await okoro.side.innerText()).includes("A-0001"));
  await until("why", async () => /You asked for it: another person approves/.test(await okoro.side.innerText()));
  must(await okoro.side.getByRole("button", { name: "Approve" }).isDisabled(), "Approve is on");
  const text = await okoro.side.innerText();
  must(/may be released/.test(text) && /permitted/.test(text) && /no lethal action/.test(text), `not on the form: ${text}`);
  await okoro.axe("ask");
  await okoro.shot("desk-ask");
});
await reyes.check("the ask waits on the Sharing screen of the release officer, who narrows and approves", async () => {
  await reyes.page.keyboard.press("3");
  await until("ask", () => reyes.page.locator(".desk-ask-mine").count());
  await reyes.axe("asks");
  await reyes.shot("desk-sharing-asks");
  await reyes.page.locator(".desk-ask").getByRole("button", { name: "Approve", exact: true }).click();
  await reyes.page.locator(".desk-ask .desk-form").getByRole("button", { name: "report any use of force" }).click();
  await reyes.page.locator(".desk-ask .desk-form button[type=submit]").click();
  await until("answer", async () => (await reyes.page.locator("dialog[open]").count()) > 0 || (await reyes.page.locator(".desk-ask").count()) === 0);
  if (await reyes.page.locator("dialog[open]").count()) { await reyes.page.locator("#confirm-password").fill(kPassword); await reyes.page.keyboard.press("Enter"); }
  await until("live", async () => (await book()).asks[0].state === "live");
  must((await book()).asks[0].conditions.includes("report_incident"), "the condition was not added");
  await until("gone", async () => (await reyes.page.locator(".desk-ask").count()) === 0);
});
await okoro.check("a case: the vessel stays pinned, the law fills the basis, forms refuse what is missing, no seizing before boarding", async () => {
  await okoro.page.locator("[data-row]", { hasText: "L-0001" }).first().click();
  await okoro.page.getByRole("button", { name: "Open a case" }).click();
  await until("form", () => okoro.page.locator(".desk-side .desk-form").count());
  await okoro.field("Kind").selectOption("drug_interdiction");
  await okoro.sent();
  await until("case", async () => (await okoro.side.innerText()).includes("C-0001"));
  must(await okoro.side.getByRole("button", { name: "Seize" }).isDisabled(), "seizing comes before boarding");
  for (const [step, fill] of [["Track", async () => undefined], ["Board", async () => {
    await okoro.send();
    must((await okoro.page.locator(".desk-field-wrong").count()) === 2, "consent and force are not asked for");
    await okoro.field("Was any force used").selectOption("no");
    await okoro.field("Flag State's consent").selectOption("granted");
  }], ["Seize", async () => {
    await okoro.page.getByRole("button", { name: "Add goods" }).click();
    await okoro.side.locator(".desk-item").getByLabel("What").fill("cocaine");
    await okoro.side.locator(".desk-item").getByLabel("Quantity").fill("1.2");
    await okoro.field("Was any force used").selectOption("no");
    await okoro.send();
    must(/quantity needs a/i.test(await okoro.side.locator(".desk-item").innerText()), "a quantity without a unit is not refused at the unit");
    await okoro.side.locator(".desk-item").getByLabel("Unit").fill("t");
  }]]) {
    await okoro.side.getByRole("button", { name: step }).first().click();
    await until(step, () => okoro.page.locator(".desk-side .desk-form").count());
    must(/pinned/.test(await okoro.side.innerText()), "the vessel is not pinned");
    must((await okoro.field("Legal basis").inputValue()).length > 10, "no basis from the law");
    await fill();
    await okoro.sent();
  }
  await until("column", async () => /C-0001/.test(await okoro.page.locator(".desk-column", { hasText: "Seized" }).innerText()));
  await okoro.axe("case");
  await okoro.shot("desk-case");
});
await okoro.check("a use report; a request that declares an unlawful act is kept, refused, and proposes a stop", async () => {
  await okoro.page.locator("[data-row]", { hasText: "A-0001" }).first().click();
  await okoro.page.getByRole("button", { name: "File a use report" }).click();
  await okoro.side.getByRole("button", { name: "boarded", exact: true }).click();
  await okoro.side.getByRole("button", { name: "seized", exact: true }).click();
  await okoro.field("Force").selectOption("none");
  await okoro.field("Found").fill("1.2 t");
  await okoro.sent();
  await okoro.page.keyboard.press("Escape");
  await okoro.page.locator(".sharing-head").getByRole("button", { name: "Request", exact: true }).click();
  await okoro.field("Who asks").selectOption("incoming");
  await okoro.field("For").selectOption("interception");
  await okoro.field("The other side").fill("XAA/coast_guard");
  await okoro.field("What is asked").fill("The boat is to be struck.");
  await okoro.field("Declared purpose").fill("law_enforcement_interdiction");
  await okoro.field("Intended acts").fill("lethal_strike");
  await okoro.sent();
  await until("refused", async () => /refused/i.test(await okoro.side.innerText()) && /P-0001/.test(await okoro.side.innerText()));
  await okoro.axe("request");
});
await okoro.check("the coast guard takes its picture over the partners' door", async () => {
  const issued = await centre.admin.call("POST", "/accounts/guard/tokens", { label: "feed", scopes: ["follow_feed", "acknowledge"], expires_at: new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, "") });
  const pull = async () => (await fetch(`${centre.door}/partner/v1/tracks?purpose=law_enforcement_interdiction`, { headers: { authorization: `Bearer ${issued.token}` } })).json();
  await until("tracks", async () => ((await pull()).tracks ?? []).length > 10);
});
await okoro.check("an incident: claims side by side, a band and never one number, conflict said first, a retracted claim stays", async () => {
  await okoro.page.keyboard.press("Escape");
  await okoro.blur();
  await okoro.page.keyboard.press("4");
  await okoro.page.keyboard.press("n");
  await until("form", () => okoro.page.locator(".desk-side .desk-form").count());
  const at = (await centre.seats["j.okoro"].call("GET", "/tracks?limit=1")).tracks[0].position;
  await okoro.field("Kind").selectOption("reported_strike");
  await okoro.field("Title").fill("Reported strike <script>alert(1)</script>");
  await okoro.send();
  must((await okoro.page.locator(".desk-field-wrong").count()) === 1, "markup in a title is not refused");
  await okoro.field("Title").fill("Reported strike south of the bank");
  await okoro.field("Said to have acted").fill("XAA/coast_guard");
  await okoro.field("Earliest").fill("-30m");
  await okoro.field("Latest").fill("now");
  await okoro.field("Point").fill(`${at.lat}, ${at.lon}`);
  await okoro.field("Uncertain by").fill("9000");
  await okoro.sent();
  await until("incident", async () => /FL-\d{4}-0001/.test(await okoro.side.innerText()));
  for (const [source, kind, low, high, words, group] of [["", "party", "11", "11", "", ""], ["State A, statement", "party", "11", "11", "", ""], ["Outlet B", "media", "3", "4", "three or four", "wire"], ["Agency C", "media", "70", "", "", "wire"], ["Family of D", "family", "", "", "several <b>", ""]]) {
    await okoro.page.getByRole("button", { name: /^Add a claim/ }).click();
    await until("form", () => okoro.page.locator(".desk-side .desk-form").count());
    await okoro.field("Kind of source").selectOption(kind);
    if (source === "") {
      await okoro.send();
      must((await okoro.page.locator(".desk-field-wrong").count()) === 1, "a claim without source is not refused at the source");
      await okoro.side.getByRole("button", { name: "Throw away" }).click();
      continue;
    }
    await okoro.field("Source").fill(source);
    await okoro.field("Killed: lowest").fill(low);
    await okoro.field("highest").fill(high);
    await okoro.field("in their word").fill(words);
    await okoro.field("Independence group").fill(group);
    await okoro.sent();
  }
  await until("four", async () => (await okoro.page.locator(".desk-claim").count()) === 4);
  const text = await okoro.side.innerText();
  must(text.indexOf("Sources conflict") < text.indexOf("Killed 3 to 70 or more") && text.includes("Sources conflict"), "conflict is not said before the numbers");
  must(text.includes("“several <b>”"), "words are not shown as words");
  await okoro.page.locator(".desk-claim", { hasText: "Outlet B" }).getByRole("button", { name: "retracted" }).click();
  await okoro.field("Reason").fill("the outlet took it back");
  await okoro.sent();
  await until("retracted", async () => (await okoro.page.locator(".desk-claim-gone").count()) === 1 && /Killed 11 to 70 or more/.test(await okoro.side.innerText()));
  await okoro.in_palettes("desk-incident");
});
await reyes.check("the proposal to stop says what it covers; one hold orders it, and it is answered", async () => {
  await reyes.page.keyboard.press("4");
  await until("proposal", () => reyes.page.locator(".desk-proposal .hold-button").count());
  must(/would cover/.test(await reyes.page.locator(".desk-proposal").first().innerText()), "it does not say what it covers");
  await reyes.shot("desk-proposal");
  await reyes.page.locator(".desk-proposal .hold-button").first().focus();
  await reyes.page.keyboard.down("Enter");
  await reyes.page.waitForTimeout(1300);
  await reyes.page.keyboard.up("Enter");
  await until("taken", async () => (await book()).proposals[0].state === "taken", 10_000);
  must((await centre.seats["a.reyes"].call("GET", "/stops")).stops.some((stop) => stop.open && stop.agency === "XAA/coast_guard"), "nothing is stopped");
  await reyes.axe("stop taken");
});
await berg.check("the overseer asks what had been shared, and is told how complete the answer is", async () => {
  await berg.page.keyboard.press("5");
  await until("screen", () => berg.page.locator(".desk-pick").count());
  await berg.page.locator(".desk-pick").selectOption({ index: 1 });
  await until("answer", async () => (await berg.page.locator(".desk-answer").count()) > 0 || (await berg.page.locator(".desk-trace .form-problem").count()) > 0);
  must((await berg.page.locator(".desk-answer").count()) > 0, await berg.page.locator(".desk-trace").innerText());
  must(/entries of the ledger/.test(await berg.page.locator(".desk-complete").innerText()) && /Cannot be known/.test(await berg.page.locator(".desk-complete").innerText()), "no statement of completeness");
  must((await berg.page.locator(".desk-contributions tbody tr").count()) > 0 && /XAA coast guard/.test(await berg.page.locator(".desk-contributions").innerText()), "what the coast guard took is not found");
  must(/no lethal action/.test(await berg.page.locator(".desk-contributions").innerText()), "its conditions are not told");
  must(/read only/.test(await berg.page.locator(".sharing-head").innerText()), "it does not say read only");
  await berg.axe("trace");
  await berg.shot("desk-trace");
});
await okoro.check("an answer to a question from outside names nothing of ours, and another person approves it", async () => {
  await okoro.page.keyboard.press("Escape");
  await okoro.blur();
  await okoro.page.keyboard.press("5");
  await okoro.page.getByRole("button", { name: "Draft an answer" }).click();
  await okoro.field("The question").fill("Did you share it?");
  await okoro.sent();
  await until("draft", async () => /neither to confirm nor to deny/.test(await okoro.side.innerText()));
  must(await okoro.side.getByRole("button", { name: "Approve" }).isDisabled(), "the drafter may approve");
});
await okoro.check("as known at: a banner, nothing to change, and what came later is not there", async () => {
  await okoro.page.keyboard.press("Escape");
  await okoro.blur();
  await okoro.page.keyboard.press("4");
  await okoro.page.getByRole("button", { name: /^As known now/ }).click();
  await okoro.page.locator("#known-at").fill("-10h");
  await okoro.page.keyboard.press("Enter");
  await until("banner", () => okoro.page.locator(".desk-banner").count());
  await until("empty", async () => /Nothing is reported/.test(await okoro.page.locator(".sharing-main").innerText()));
  must((await okoro.page.getByRole("button", { name: /^New incident/ }).count()) === 0, "the past can be changed");
  await okoro.axe("past");
  await okoro.shot("desk-past");
  await okoro.page.getByRole("button", { name: "Back to now" }).click();
  await until("now", async () => /FL-\d{4}-0001/.test(await okoro.page.locator(".sharing-main").innerText()));
});

await browser.close();
await centre.stop();
if (tally.failed > 0) for (const line of centre.log.slice(-8)) console.log(`        server: ${line}`);
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);
