// SPDX-License-Identifier: Apache-2.0
// Designations, evidence, statements and the law on an ask, on the real program, through the page:
//   node e2e/paper_checks.mjs PROGRAM
// A list with a broken row is tried, then loaded; a vessel of the picture is a candidate, decided, and the match taken back;
// a film with its words, a redaction of it and their time stamps by a local authority; a template, a draft, an approval by
// another; the rules and facts under an ask; assessment and error report are reached and refuse what is missing.
import { resolve } from "node:path";
import { open_browser } from "./browser.mjs";
import { must, tally, tools_of, until } from "./harness.mjs";
import { kPassword, start_centre } from "./real_centre.mjs";
import { start_stamps } from "./stamp_authority.mjs";

const stamps = await start_stamps();
const centre = await start_centre(resolve(process.argv[2] ?? "fairlead"), stamps ? { settings: stamps.settings } : {});
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
  const faults = async () => (await page.locator(".desk-fault, .form-problem").allInnerTexts()).join(" | ");
  // Sends the form that is open, and waits until it is gone or refused.
  const send = async () => {
    await page.locator(".desk-side .desk-form button[type=submit]").first().click();
    await until("answered", async () => (await page.locator(".desk-side .desk-form").count()) === 0 || (await page.locator(".desk-fault, .desk-side .form-problem, .desk-side [aria-label=Tried]").count()) > 0);
  };
  const sent = async () => { await send(); must((await page.locator(".desk-side .desk-form").count()) === 0, `refused: ${await faults()}`); };
  const screen = async (key, title) => {
    if (await page.locator(".desk-side").count()) await page.locator(".desk-close").click();
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await page.keyboard.press(key);
    await until(title, async () => (await page.locator(".desk-title").count()) > 0 && (await page.locator(".desk-title").innerText()) === title);
  };
  return { page, side, field, faults, send, sent, screen, ...tools_of(page) };
}
const okoro = await sit("j.okoro"), reyes = await sit("a.reyes");
const as = (name) => centre.seats[name];

const vessel = (await as("j.okoro").call("GET", "/tracks?limit=200")).tracks.find((one) => one.imo !== undefined && one.name !== undefined && one.mmsi !== undefined);
const list = [
  JSON.stringify({ id: "v1", schema: "Vessel", properties: { name: ["HERON OF NOWHERE"], previousName: [vessel.name], imoNumber: [String(vessel.imo)], mmsi: ["999000001"], flag: ["pa"], topics: ["sanction"] } }),
  "this is no row", JSON.stringify({ id: "v2", schema: "Vessel", properties: { name: ["ANOTHER"], imoNumber: ["9074729"] } }),
].join("\n");

await okoro.check("a list: what is missing is refused at its field; a try keeps nothing and tells the broken row; then it is loaded", async () => {
  await okoro.screen("5", "Oversight");
  await until("the empty part teaches", async () => /No list is loaded/.test(await okoro.page.locator(".sharing-main").innerText()));
  await okoro.page.getByRole("button", { name: "Load a list" }).click();
  await okoro.send();
  must((await okoro.page.locator(".desk-field-wrong").count()) === 3, `name, publisher and licence are not asked for: ${await okoro.faults()}`);
  await okoro.field("Short name").fill("made-up");
  await okoro.field("Publisher").fill("Ministry of Nowhere");
  await okoro.field("Licence").fill("CC0");
  await okoro.field("Format").selectOption("csv");
  await okoro.field("Mapping").fill("{");
  await okoro.side.locator("#list-file").setInputFiles({ name: "list.json", mimeType: "application/json", buffer: Buffer.from(list) });
  await okoro.send();
  must(/mapping/i.test(await okoro.faults()), `a broken mapping: ${await okoro.faults()}`);
  await okoro.field("Format").selectOption("");
  await okoro.side.getByLabel("Only try it").check();
  await okoro.page.locator(".desk-side .desk-form button[type=submit]").click();
  await until("tried", () => okoro.side.locator("[aria-label=Tried]").count());
  must(/1 row was left out/.test(await okoro.side.innerText()) && /2/.test(await okoro.side.locator("[aria-label='Broken rows']").innerText()), "the broken row is not told");
  await okoro.axe("a list tried");
  await okoro.shot("paper-list-tried");
  must((await as("j.okoro").call("GET", "/designations")).lists.length === 0, "a try keeps a list");
  await okoro.side.getByLabel("Only try it").uncheck();
  await okoro.sent();
  await until("D-0001", async () => /D-0001/.test(await okoro.side.innerText()) && /1 row was left out/.test(await okoro.side.innerText()));
  must(/does not authorise boarding/.test(await okoro.side.innerText()), "no caution");
  await okoro.shot("paper-list");
});
await okoro.check("in the track's drawer the vessel is a candidate with what is equal and what differs, a caution and nothing more", async () => {
  await okoro.page.keyboard.press("1");
  await okoro.page.evaluate((id) => { location.hash = ""; window.fairlead.session.select(id, { reveal: true }); }, vessel.id);
  await until("candidate", () => okoro.page.locator(".detail .desk-candidate").count());
  const text = await okoro.page.locator(".detail .desk-candidate").innerText();
  must(/It may be HERON OF NOWHERE/.test(text) && /Nobody has decided/.test(text), text);
  must(text.indexOf("IMO") < text.indexOf("previous name") && /MMSI differs/.test(text), `the kinds are not in order: ${text}`);
  must(/does not authorise boarding/.test(await okoro.page.locator(".detail .desk-caution").innerText()), "no checklist");
  await okoro.page.locator(".detail .desk-candidate").scrollIntoViewIfNeeded();
  await okoro.axe("candidate in the drawer");
  await okoro.shot("paper-drawer");
});
await okoro.check("a named person decides with a reason; the word is remembered, also on the lead; a match taken back stays readable", async () => {
  const lead = (await as("j.okoro").act({ act: "draft_lead", title: "Heading out", statement: "Seen leaving", confidence: "moderate", expires_at: new Date(Date.now() + 86_400_000).toISOString(), vessel: { track: vessel.id, name: vessel.name, imo: vessel.imo, mmsi: vessel.mmsi, ...(vessel.flag ? { flag: vessel.flag } : {}), ...(vessel.call_sign ? { call_sign: vessel.call_sign } : {}) },
    label: { policy: "TEST", level: "restricted", releasable_to: ["XAA"], caveats: [], purposes: ["law_enforcement_interdiction"], originators: [], personal_data: false } })).made[0].id;
  await okoro.screen("2", "Leads & cases");
  await until("card", () => okoro.page.locator("[data-row]", { hasText: lead }).count());
  await okoro.page.locator("[data-row]", { hasText: lead }).click();
  await until("candidate", () => okoro.side.locator(".desk-candidate").count());
  const decide = async (verdict, reason) => {
    await okoro.side.getByRole("button", { name: /^Decide/ }).click();
    await okoro.page.locator(".desk-candidate .desk-form button[type=submit]").click();
    await until("refused", async () => (await okoro.page.locator(".desk-field-wrong").count()) === 2);
    await okoro.field("They are").selectOption(verdict);
    await okoro.side.locator(".desk-candidate").getByLabel("Reason").fill(reason);
    await okoro.page.locator(".desk-candidate .desk-form button[type=submit]").click();
    await until("kept", async () => (await okoro.page.locator(".desk-candidate .desk-form").count()) === 0);
  };
  await decide("same", "number and old name agree");
  await until("same", async () => /It is HERON[^]*The same, said j\.okoro/.test(await okoro.side.locator(".desk-candidate").innerText()));
  await okoro.shot("paper-lead-same");
  await decide("not_the_same", "the hull was seen: another ship with a borrowed number");
  await until("put away", async () => /1 candidate was found not to be the same/.test(await okoro.side.innerText()));
  await okoro.screen("5", "Oversight");
  await until("match", async () => /taken back/.test(await okoro.page.locator("section[aria-labelledby=designations-title]").innerText()));
  await okoro.page.locator("[data-row]", { hasText: "M-0001" }).click();
  await until("detail", async () => /A match was taken back/.test(await okoro.side.innerText()) && (await okoro.side.locator("del").count()) > 0);
  await until("both", () => okoro.side.locator(".desk-candidate").count());
  await okoro.in_palettes("paper-match");
});
await okoro.check("evidence: blurred until asked, words beside a film, a redaction by reference to its original, time stamps with their state", async () => {
  await okoro.screen("4", "Incidents & evidence");
  await okoro.page.keyboard.press("e");
  await okoro.field("Title").fill("Film of the boat");
  await okoro.field("Caption").fill("A boat, stopped");
  await okoro.field("Credit").fill("Coast guard of Nowhere");
  await okoro.side.getByLabel("Distressing").check();
  await okoro.side.locator("#evidence-file").setInputFiles({ name: "film.webm", mimeType: "video/webm", buffer: Buffer.concat([Buffer.from("1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701", "hex"), Buffer.alloc(4000, 7)]) });
  await okoro.sent();
  await until("E-0001", async () => /E-0001/.test(await okoro.side.innerText()));
  must(/Nobody has put it in words/.test(await okoro.side.innerText()), "a film without words does not ask for them");
  await okoro.side.getByRole("button", { name: "put it in words" }).click();
  await okoro.field("In words").fill("For forty seconds a grey boat lies still.");
  await okoro.sent();
  await until("words", async () => /grey boat lies still/.test(await okoro.side.locator(".desk-in-words").innerText()));
  await okoro.side.getByRole("button", { name: "Show it, blurred" }).click();
  await until("blurred or words", async () => (await okoro.side.locator(".desk-blurred").count()) > 0 || /cannot be shown here/.test(await okoro.side.innerText()));
  await okoro.side.getByRole("button", { name: "Add a rendition" }).click();
  await okoro.send();
  must(/needed|choose the file/i.test(await okoro.faults()), "a rendition of nothing is taken");
  await okoro.field("What was done").selectOption("redaction");
  await okoro.side.locator("#rendition-file").setInputFiles({ name: "still.png", mimeType: "image/png", buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64") });
  await okoro.send();
  must(/reason/i.test(await okoro.faults()), `a redaction without a reason: ${await okoro.faults()}`);
  await okoro.field("Why").fill("faces made unreadable");
  await okoro.sent();
  await until("rendition", async () => /Redaction of the original[^]*made from/.test(await okoro.side.locator("section[aria-label=Renditions]").innerText()));
  if (stamps) {
    await okoro.side.getByRole("button", { name: "Ask for time stamps" }).click();
    await until("verified", async () => ((await okoro.side.locator("section[aria-label^='Time stamps']").innerText()).match(/verified/g) ?? []).length === 2);
  }
  await okoro.side.getByLabel("Which file").selectOption({ index: 1 });
  await okoro.side.getByRole("button", { name: "Show it, blurred" }).click();
  await until("blurred", () => okoro.side.locator(".desk-blurred img").count());
  must(/redaction of the original/.test(await okoro.side.locator("figcaption").innerText()) && /Credit: Coast guard of Nowhere/.test(await okoro.side.locator("figcaption").innerText()), "no caption and credit");
  await okoro.axe("evidence");
  await okoro.shot("paper-evidence");
  await okoro.side.locator("section[aria-label=Renditions]").scrollIntoViewIfNeeded();
  await okoro.shot("paper-evidence-below");
});
await okoro.check("the register of templates: the standing rule first; a template is registered, fills in what it leaves open, and names nothing of ours", async () => {
  await okoro.screen("5", "Oversight");
  const register = okoro.page.locator("section[aria-labelledby=templates-title]");
  await until("standing rule", async () => /Neither confirm nor deny\s+the standing rule/i.test(await register.locator("li").first().innerText()));
  await okoro.page.getByRole("button", { name: "Register a template" }).click();
  await okoro.field("Name").fill("passed_on");
  await okoro.field("Title").fill("Passed on");
  await okoro.side.getByLabel("Text").fill("Your question of {date was passed on.");
  await okoro.send();
  must(/brace/.test(await okoro.faults()), `a brace alone: ${await okoro.faults()}`);
  await okoro.side.getByLabel("Text").fill("Your question of {date} was passed on.");
  await okoro.sent();
  await until("registered", async () => /Passed on[^]*registered by j\.okoro/.test(await register.innerText()));
  await register.locator("li", { hasText: "registered by" }).getByRole("button", { name: "answer with it" }).click();
  await okoro.field("The question").fill("Did you share it?");
  await okoro.send();
  must((await okoro.page.locator(".desk-field-wrong").count()) === 1, `what the template leaves open is not asked for: ${await okoro.faults()}`);
  await okoro.field("date, in the answer").fill("A-0001");
  await okoro.send();
  must(/names something of ours/.test(await okoro.page.locator(".desk-field-wrong").allInnerTexts().then((all) => all.join(" "))), await okoro.faults());
  await okoro.axe("draft of a statement");
  await okoro.shot("paper-statement");
  await okoro.field("date, in the answer").fill("3 November");
  await okoro.sent();
  await until("draft", async () => /Your question of 3 November was passed on/.test(await okoro.side.innerText()));
  must(await okoro.side.getByRole("button", { name: "Approve" }).isDisabled(), "the drafter may approve");
});
await reyes.check("another person approves the statement; the release officer reads decision, answer, rules and facts on the ask", async () => {
  await reyes.screen("5", "Oversight");
  await reyes.page.locator("[data-row]", { hasText: "ST-0001" }).click();
  await reyes.side.getByRole("button", { name: "Approve" }).click();
  await until("approved", async () => /approved/.test(await reyes.side.innerText()));
  await as("j.okoro").act({ act: "ask_to_share", lead: "L-0001", agency: "XAA/coast_guard", purpose: "law_enforcement_interdiction", acts: ["board"] });
  await reyes.blur();
  await reyes.page.keyboard.press("3");
  await until("ask", () => reyes.page.locator(".desk-ask-body").count());
  must(/may be released/.test(await reyes.page.locator(".desk-ask-body").innerText()) && /By the rules\s+[A-Z]+-/.test(await reyes.page.locator(".desk-ask-body").innerText()), `not on the form: ${await reyes.page.locator(".desk-ask-body").innerText()}`);
  await reyes.page.getByRole("button", { name: /All of A-0001/ }).click();
  await until("ask", async () => /Answers of the law/.test(await reyes.side.innerText()));
  for (const line of await reyes.side.locator(".law-line[aria-expanded=false]").all()) await line.click();
  await reyes.side.locator(".desk-facts-asked summary").last().click();
  must(/"sharing":\{/.test(await reyes.side.locator(".desk-facts-asked").last().innerText()), "the facts are not there");
  await reyes.axe("law of an ask");
  await reyes.shot("paper-ask-law");
});
await okoro.check("an error report and an assessment are reached, and refuse what is missing", async () => {
  await okoro.screen("5", "Oversight");
  await okoro.page.getByRole("button", { name: "File an error report" }).click();
  await okoro.send();
  must((await okoro.page.locator(".desk-field-wrong").count()) === 2, await okoro.faults());
  await okoro.field("What happened").fill("It went out too wide.");
  await okoro.field("Outside which basis").fill("Article 5");
  await okoro.sent();
  await until("ER-0001", async () => /ER-0001/.test(await okoro.page.locator(".sharing-main").innerText()));
  must(await okoro.page.getByRole("button", { name: "Write an assessment" }).isDisabled(), "a watch officer assesses");
  await okoro.page.locator(".desk-close").click();
  await okoro.in_palettes("paper-oversight");
});

await browser.close();
await centre.stop();
stamps?.stop();
if (tally.failed > 0) for (const line of centre.log.slice(-8)) console.log(`        server: ${line}`);
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);
