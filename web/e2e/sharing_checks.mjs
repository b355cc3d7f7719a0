// SPDX-License-Identifier: Apache-2.0
// The stop control and the Sharing screen over the stand-in server.
import { must, tools_of, until } from "./harness.mjs";
import { start_mock } from "./mock-server.mjs";

const kHold = 1150;

// Presses that a person makes, counted: a hold is one.
export function hands_of(page) {
  let actions = 0;
  return {
    count: () => actions,
    reset: () => { actions = 0; },
    press: async (keys) => { actions += 1; await page.keyboard.press(keys); },
    hold_key: async (key, ms = kHold) => { actions += 1; await page.keyboard.down(key); await page.waitForTimeout(ms); await page.keyboard.up(key); },
    click: async (locator) => { actions += 1; await locator.click(); },
    hold: async (locator, ms = kHold) => {
      actions += 1;
      const box = await locator.boundingBox();
      await page.mouse.move(box.x + 20, box.y + box.height / 2);
      await page.mouse.down();
      await page.waitForTimeout(ms);
      await page.mouse.up();
    },
  };
}

export async function sharing_checks(browser, mock) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = [];
  page.on("console", (message) => { if (message.type() === "error" && !/50[0-9]|40[0-9]/.test(message.text())) complaints.push(message.text()); });
  page.on("pageerror", (error) => complaints.push(error.message));
  const { check: plain_check, shot, text_of, blur, axe, in_palettes } = tools_of(page, "sharing");
  const hands = hands_of(page);
  const { sharing } = mock;
  const open = async (path = "") => { await page.goto(`${mock.url}/?probe${path}`, { waitUntil: "load" }); await until("live shares", async () => /\d/.test(await text_of(".stop-open"))); };
  const resume_all = () => { for (const stop of sharing.stops) if (stop.open) { stop.agreed = [{ person: "x", role: "release_officer" }, { person: "y", role: "legal_adviser" }]; sharing.resume(stop, { account: "x", role: "release_officer" }, { assessment: {} }); } };
  const stopped = (agency) => sharing.partners.find((partner) => partner.agency === agency).feeds.every((feed) => feed.survives_stop || feed.stopped_by.length > 0);

  // Each check begins with nothing stopped, nothing open.
  const check = async (name, body) => plain_check(name, async () => {
    sharing.fail_stops = false;
    if (await page.locator("#stop-panel").count()) { await blur(); await page.keyboard.press("Escape"); }
    await body();
  });
  await check("the top bar says how many shares are live, and that this is a demonstration", async () => {
    await open();
    must(/3 live/.test(await text_of(".stop-open")), await text_of(".stop-open"));
    must((await text_of(".demo-badge")) === "demo", "no badge");
  });
  await check("the stop control lists partners and their feeds, in all palettes", async () => {
    await blur();
    await page.keyboard.press("Control+.");
    await until("panel", () => page.locator("#stop-panel").count());
    const text = await text_of("#stop-panel");
    for (const word of ["XAA coast guard", "XBB navy", "Law-enforcement interdiction", "survives a stop", "hold 1 s"]) must(text.includes(word), `no ${word}`);
    await in_palettes("stop-panel");
    await page.keyboard.press("Escape");
    await until("closed", async () => (await page.locator("#stop-panel").count()) === 0);
    must(await page.evaluate(() => document.activeElement?.classList.contains("stop-open")), "focus did not come back");
  });
  for (const screen of ["1", "3"]) {
    await check(`with the keyboard, one partner is stopped in two actions from screen ${screen}`, async () => {
      await blur();
      await page.keyboard.press(screen);
      hands.reset();
      const began = Date.now();
      await hands.press("Control+.");
      await hands.hold_key("2");
      await until("stopped", () => stopped("XBB/navy"), 3000);
      must(hands.count() === 2, `${hands.count()} actions`);
      must(!stopped("XAA/coast_guard"), "another partner was stopped, too");
      console.log(`        ${hands.count()} actions, ${Date.now() - began} ms`);
      await until("outcome", async () => (await text_of("#stop-panel")).includes("Stopped: XBB navy"));
      const text = await text_of("#stop-panel");
      for (const word of ["ordered ", "acknowledged after", "dropped unsent", "kernel", "already handed over", "Why?"]) must(text.includes(word), `no ${word} in ${text}`);
      must((await page.locator(".alarm").innerText()).includes("Stopped: XBB navy"), "the alarm region is silent");
      if (screen === "1") await in_palettes("stopped");
      await page.keyboard.press("Escape");
      resume_all();
      await until("live again", async () => /3 live/.test(await text_of(".stop-open")));
    });
  }
  await check("with one key held on the first Stop, and with the pointer, it is two actions as well", async () => {
    await page.keyboard.press("1");
    hands.reset();
    await hands.press("Control+.");
    await hands.hold_key("Enter");
    await until("stopped", () => stopped("XAA/coast_guard"), 3000);
    must(hands.count() === 2, "not two actions");
    const rescue = sharing.partners[0].feeds[0];
    must(rescue.stopped_by.length === 0, "rescue did not survive");
    await page.keyboard.press("Escape");
    resume_all();
    await until("live again", async () => /3 live/.test(await text_of(".stop-open")));
    hands.reset();
    await hands.click(page.locator(".stop-open"));
    await hands.hold(page.locator("#stop-panel .hold-button").nth(1));
    await until("stopped", () => stopped("XBB/navy"), 3000);
    must(hands.count() === 2, "not two actions");
  });
  await check("the reason comes afterwards, in one press", async () => {
    sharing.stops.at(-1).open || must(false, "nothing is stopped");
    await page.keyboard.press("Control+.");
    await page.locator("#stop-panel .chip").filter({ hasText: "Legal review" }).click();
    await until("reason kept", () => sharing.stops.at(-1).reason === "Legal review");
    await until("shown", async () => (await text_of("#stop-panel")).includes("Legal review"));
    await page.keyboard.press("Escape");
    resume_all();
    await until("live again", async () => /3 live/.test(await text_of(".stop-open")));
  });
  await check("a short press stops nothing; a second press, as screen readers make it, does", async () => {
    await page.keyboard.press("Control+.");
    const button = page.locator("#stop-panel .hold-button").nth(1);
    await hands.hold(button, 200);
    await page.waitForTimeout(600);
    must(!stopped("XBB/navy"), "a short press has stopped");
    must((await page.locator(".alarm").innerText()).includes("Press once more to stop XBB navy"), "it does not say what to do");
    await shot("stop-armed");
    await axe("armed");
    await button.evaluate((element) => { element.click(); });
    await until("stopped", () => stopped("XBB/navy"), 3000);
    await page.keyboard.press("Escape");
    resume_all();
    await until("live again", async () => /3 live/.test(await text_of(".stop-open")));
  });
  await check("a stop that fails says so, says what is still shared, and what to do", async () => {
    sharing.fail_stops = true;
    await page.keyboard.press("Control+.");
    await hands.hold_key("2");
    await until("failure", async () => (await text_of("#stop-panel")).includes("Not stopped: XBB navy"));
    must(/still shared/.test(await text_of(".outcome-failed")), "it does not say what is safe");
    await in_palettes("stop-failed");
    sharing.fail_stops = false;
    await page.keyboard.press("Escape");
  });
  await check("the drawer of a track says to whom it goes, why, and why not", async () => {
    await page.keyboard.press("1");
    await page.locator(".track-row").first().click();
    await until("shared", () => page.locator(".shared > li").count());
    const text = await text_of(".detail");
    for (const word of ["Shared", "XAA coast guard, search and rescue", "last delivered", "5 km grid", "MMSI", "withheld because an assurance is missing", "clause rescue"]) must(text.includes(word), `no ${word}`);
    await page.getByRole("button", { name: "explain XCC fisheries ministry, fisheries" }).click();
    await until("cure", async () => (await text_of(".detail")).includes("would need: obtain the assurance again"));
    await page.locator(".shared").scrollIntoViewIfNeeded();
    await in_palettes("track-shared");
    await blur();
    await page.keyboard.press("Escape");
  });
  await check("the Sharing screen shows partners by purposes, stops and agreements, in all palettes", async () => {
    await blur();
    await page.keyboard.press("3");
    await until("matrix", () => page.locator(".matrix").count());
    await until("agreements", () => page.locator(".agreements tbody tr").count());
    const text = await text_of(".sharing");
    for (const word of ["live", "ready", "withheld", "212 tracks", "2 unac", "assessment", "in 8 d", "draft", "1 lapsed", "Asks waiting"]) must(text.includes(word), `no ${word}`);
    await until("address", () => page.evaluate(() => location.hash.startsWith("#sharing")), 3000);
    await in_palettes("sharing");
  });
  await check("the matrix is walked with the arrow keys, and a cell is stopped from the drawer", async () => {
    await page.locator(".matrix-partner").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    must((await page.evaluate(() => document.activeElement.textContent)).includes("law-enforcement interdiction: live"), "the arrows do not walk");
    await page.keyboard.press("Enter");
    await until("drawer", () => page.locator(".sharing-drawer .hold-wide").count());
    await in_palettes("sharing-cell");
    await hands.hold(page.locator(".sharing-drawer .hold-wide"));
    await until("cell stopped", async () => (await page.locator(".cell-stopped").count()) === 1);
    await until("outcome", async () => (await text_of(".sharing-drawer")).includes("Stopped: XAA coast guard, law-enforcement interdiction"));
    must(sharing.partners[0].feeds[2].stopped_by.length === 0 && sharing.partners[1].feeds[0].stopped_by.length === 0, "more was stopped than the cell");
    await page.waitForTimeout(300);
    await in_palettes("sharing-cell-stopped");
  });
  await check("a row and a column can be stopped as well", async () => {
    resume_all();
    await page.locator(".matrix-partner").first().click();
    await hands.hold(page.locator(".sharing-drawer .hold-wide"));
    await until("row", () => sharing.log.at(-1).order.agency === "XAA/coast_guard" && sharing.log.at(-1).order.purpose === undefined);
    await page.locator(".matrix thead .matrix-head").filter({ hasText: "Awareness" }).click();
    await until("column drawer", async () => (await text_of(".sharing-drawer h2")).includes("general awareness"));
    await hands.hold(page.locator(".sharing-drawer .hold-wide"));
    await until("column", () => sharing.log.at(-1).order.all === true && sharing.log.at(-1).order.purpose === "general_awareness");
  });
  await check("the stop ledger tells reach in exact words, and what is missing to lift a stop", async () => {
    await page.locator(".stop-row").first().focus();
    await page.locator(".stop-row").nth(1).click();
    await until("stop", async () => (await text_of(".sharing-drawer h2")).startsWith("Stop "));
    const text = `${await text_of(".stops")} ${await text_of(".sharing-drawer")}`;
    for (const word of ["cut", "recall sent", "recall confirmed by the partner", "already read", "a release officer is missing", "a legal adviser is missing"]) must(text.includes(word), `no ${word}`);
    must(!/deleted/i.test(text), "it claims that something was deleted");
    await until("address", () => page.evaluate(() => /stop=\d+/.test(location.hash)), 3000);
    await in_palettes("sharing-stop");
    await page.getByRole("button", { name: /^Agree to lift/ }).click();
    await until("missing", async () => (await text_of(".sharing-drawer")).includes("a legal adviser has not agreed yet") || (await text_of(".sharing-drawer")).includes("You have agreed"));
  });
  await check("an agreement shows its state, clauses and needs; its text can be read", async () => {
    await page.locator(".agreement-name").filter({ hasText: "fisheries" }).first().click();
    await until("agreement", async () => (await text_of(".sharing-drawer")).includes("courts-only"));
    await in_palettes("sharing-agreement");
    await page.getByRole("button", { name: "View the text" }).click();
    await until("text", () => page.locator("dialog[open] .agreement-text").count());
    await in_palettes("agreement-text");
    await page.keyboard.press("Escape");
    await until("closed", async () => (await page.locator("dialog[open]").count()) === 0);
  });
  await check("an assurance that lapsed is recorded again, and its cell opens", async () => {
    await page.getByRole("button", { name: /^update courts-only/ }).click();
    await page.locator(".assurances .day-field").fill("2027-06-30");
    await axe("assurance form");
    await shot("sharing-assurance");
    await page.getByRole("button", { name: "Record the assurance" }).click();
    await until("in force", async () => (await text_of(".assurances")).includes("in force to 30 JUN 27"));
    await until("cell", async () => (await page.locator(".cell-withheld").count()) === 0);
    await page.getByRole("button", { name: "New assessment" }).click();
    await page.locator("#assess-until").fill("2027-09-30");
    await axe("assessment form");
    await shot("sharing-assessment");
    await page.getByRole("button", { name: "Put in force" }).click();
    await until("assessed", async () => (await text_of(".sharing-drawer")).includes("to 30 SEP 27"));
  });
  await check("a draft is written with its mistakes at line and column, saved, and adopted by somebody else", async () => {
    await page.getByRole("button", { name: "New draft" }).click();
    const area = page.locator(".editor-area");
    await area.fill((await area.inputValue()).replace('["search_and_rescue"]', '["strike"]'));
    await until("mistake", () => page.locator(".finding").count());
    must(/is no purpose/.test(await text_of(".editor-findings")), "no mistake");
    must(await page.getByRole("button", { name: "Save as draft" }).isDisabled(), "a draft with mistakes can be saved");
    await in_palettes("draft-mistakes");
    await page.locator(".finding").first().click();
    must((await page.evaluate(() => { const box = document.querySelector(".editor-area"); return box.value.slice(box.selectionStart, box.selectionEnd); })).startsWith('"strike"'), "the mistake is not found in the text");
    await area.fill((await area.inputValue()).replace('["strike"]', '["search_and_rescue"]'));
    await until("no mistakes", async () => (await text_of(".editor-findings")).includes("No mistakes"));
    must((await page.locator(".change-widened").count()) === 1, "what widens is not told apart");
    await in_palettes("draft");
    await page.getByRole("button", { name: "Save as draft" }).click();
    await until("saved", async () => (await text_of(".sharing-drawer")).includes("You drafted it"));
    await page.locator(".agreement-name").filter({ hasText: "with rescue" }).click();
    await page.getByRole("button", { name: "Adopt" }).click();
    await until("adopted", () => sharing.agreements.find((item) => item.id === "xbb-navy" && item.version === 2).state === "in_force");
  });
  await check("STOP ALL SHARING wants to be held, and stops all that may be stopped", async () => {
    resume_all();
    await page.keyboard.press("Escape");
    await until("head", () => page.locator(".hold-all:not(:disabled)").count());
    await hands.hold(page.locator(".hold-all"), 300);
    must(sharing.log.at(-1).order.all !== true || sharing.log.at(-1).order.purpose !== undefined, "a short press stopped everything");
    await page.waitForTimeout(700);
    await hands.hold(page.locator(".hold-all"));
    await until("all stopped", () => sharing.log.at(-1).order.all === true && sharing.log.at(-1).order.purpose === undefined, 4000);
    await until("said", async () => (await text_of(".sharing-outcome")).includes("Stopped: all sharing"));
    await in_palettes("sharing-stopped");
  });
  await check("what somebody else stops is said aloud", async () => {
    resume_all();
    await page.waitForTimeout(2500);
    sharing.stop({ agency: "XBB/navy" }, { account: "a.reyes" });
    await until("alarm", async () => (await page.locator(".alarm").innerText()).includes("by a.reyes: XBB navy"));
    resume_all();
  });
  await check("the Sharing screen works at 200 % zoom, and wide", async () => {
    await page.setViewportSize({ width: 640, height: 400 });
    await page.waitForTimeout(400);
    must(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "the page is wider than the window");
    for (const selector of [".stop-open", ".hold-all", ".clock-main"]) must(await page.locator(selector).first().isVisible(), `${selector} is hidden`);
    await shot("sharing-zoom-200");
    await axe("zoomed");
    await page.keyboard.press("Control+.");
    await until("panel", () => page.locator("#stop-panel").count());
    await shot("stop-panel-zoom-200");
    await axe("zoomed, panel");
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(400);
    await shot("sharing-1920");
    await page.setViewportSize({ width: 1280, height: 800 });
  });
  await check("with nothing shared, the screen teaches", async () => {
    const bare = await start_mock({ tracks: 40, empty: true });
    await page.goto(`${bare.url}/?probe#sharing`, { waitUntil: "load" });
    await until("lesson", async () => (await page.locator(".sharing-empty").count()) >= 3);
    must((await text_of(".sharing")).includes("No live shares. Nothing can leave until"), "it does not teach");
    await in_palettes("sharing-empty");
    await bare.stop();
  });
  await check("the Sharing screen put no error on the console", async () => { must(complaints.length === 0, complaints.slice(0, 5).join(" | ")); });
  await context.close();
}
