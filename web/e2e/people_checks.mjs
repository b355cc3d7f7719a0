// SPDX-License-Identifier: Apache-2.0
// Signing in, the first account, the password once more, and a session that ends.
import { must, tools_of, until } from "./harness.mjs";
import { kPassword } from "./mock_sharing.mjs";
import { start_mock } from "./mock-server.mjs";

export async function people_checks(browser) {
  const mock = await start_mock({ tracks: 60, people: true });
  const { sharing } = mock;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const { check, shot, text_of, blur, axe, in_palettes } = tools_of(page, "people");
  const sign_in = async (account, password = kPassword) => {
    await page.locator("#account").fill(account);
    await page.locator("#password").fill(password);
    await page.keyboard.press("Enter");
  };
  const seat = () => until("seat", () => page.locator(".seat-open").count());

  await check("without sign-in the page asks who is there, and asks for nothing else", async () => {
    await page.goto(`${mock.url}/?probe#sharing?agreement=xaa-coast-guard&version=2`, { waitUntil: "load" });
    await until("sign-in", () => page.locator("#account").count());
    must(asked.every((path) => !path.startsWith("/api/") || path === "/api/v1/session"), `asked for ${asked.filter((path) => path.startsWith("/api/"))}`);
    must((await page.getByRole("link", { name: /single sign-on/ }).getAttribute("href")) === "/api/v1/oidc/start", "no way over the other service");
    await in_palettes("sign-in");
  });
  await check("a wrong password is answered with one sentence, and the field is empty again", async () => {
    await sign_in("a.reyes", "not this one at all");
    await until("refused", async () => (await text_of(".door-problem")).includes("That did not work"));
    must((await page.locator("#password").inputValue()) === "", "the password stays");
    await axe("refused");
    await shot("sign-in-refused");
  });
  await check("signing in leads to the address that was asked for", async () => {
    await sign_in("a.reyes");
    await seat();
    must((await text_of(".seat-open")).includes("A. Reyes"), await text_of(".seat-open"));
    await until("agreement", async () => (await page.locator(".sharing-drawer").count()) === 1 && (await text_of(".sharing-drawer")).includes("Maritime information"));
    must((await page.locator(".stop-control .demo-badge").count()) === 0, "a demonstration?");
    await page.locator(".seat-open").click();
    await until("panel", () => page.locator("#seat-panel").count());
    await in_palettes("seat");
    await page.keyboard.press("Escape");
  });
  await check("what needs a fresh sign-in asks for the password once, and then goes on by itself", async () => {
    for (const session of sharing.sessions.values()) session.confirmed_at = 0;
    sharing.stop({ agency: "XBB/navy" }, { account: "j.okoro" });
    await until("stop", () => page.locator(".stop-row").filter({ hasText: "XBB navy, every purpose" }).count());
    await page.locator(".stop-row").filter({ hasText: "XBB navy, every purpose" }).first().click();
    await page.getByRole("button", { name: /^Agree to lift/ }).click();
    await until("dialog", () => page.locator("dialog[open] #confirm-password").count());
    await in_palettes("confirm");
    await page.keyboard.type("wrong password here");
    await page.keyboard.press("Enter");
    await until("refused", async () => (await text_of("#confirm-problem")).includes("That did not work"));
    await page.keyboard.type(kPassword);
    await page.keyboard.press("Enter");
    await until("agreed", () => sharing.stops.at(-1).agreed.some((item) => item.person === "a.reyes"));
    await until("missing in words", async () => (await text_of(".sharing-drawer")).includes("You have agreed"));
    must(/a legal adviser (is missing|has not agreed)/.test(await text_of(".sharing-drawer")), "it does not say who is missing");
    await shot("resume-one-of-two");
  });
  await check("giving up on the password changes nothing", async () => {
    for (const session of sharing.sessions.values()) session.confirmed_at = 0;
    await page.locator(".agreement-name").filter({ hasText: "xcc-fisheries" }).click();
    await page.getByRole("button", { name: "Withdraw", exact: true }).click();
    await page.getByRole("button", { name: "Withdraw version 1" }).click();
    await until("dialog", () => page.locator("dialog[open] #confirm-password").count());
    await page.keyboard.press("Escape");
    await until("said", async () => (await text_of(".sharing-drawer")).includes("Nothing has changed"));
    must(sharing.agreements.find((item) => item.id === "xcc-fisheries").state === "in_force", "it was withdrawn");
  });
  await check("the second person lifts the stop", async () => {
    await page.locator(".seat-open").click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await until("signed out", () => page.locator("#account").count());
    await sign_in("m.lind");
    await seat();
    await until("stop", () => page.locator(".stop-row").filter({ hasText: "XBB navy, every purpose" }).count());
    await page.locator(".stop-row").filter({ hasText: "XBB navy, every purpose" }).first().click();
    await page.getByRole("button", { name: /^Agree to lift/ }).click();
    await until("lifted", () => !sharing.stops.at(-1).open);
    await until("said", async () => (await text_of(".sharing-drawer")).includes("Lifted"));
  });
  await check("an overseer sees all of it and can change none of it", async () => {
    await page.locator(".seat-open").click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await until("signed out", () => page.locator("#account").count());
    await sign_in("o.ferro");
    await seat();
    await until("matrix", () => page.locator(".matrix").count());
    must(await page.locator(".hold-all").isDisabled(), "an overseer can stop everything");
    must((await page.getByRole("button", { name: "New draft" }).count()) === 0, "an overseer can draft");
    await blur();
    await page.keyboard.press("Control+.");
    await until("told", async () => (await text_of("#stop-panel")).includes("Your seat cannot stop"));
    await shot("stop-panel-overseer");
    await page.keyboard.press("Escape");
  });
  await check("a session that ends leads back to the sign-in, and from there to the same address", async () => {
    await page.locator(".agreement-name").filter({ hasText: "xbb-navy" }).first().click();
    await until("address", () => page.evaluate(() => location.hash.includes("agreement=xbb-navy")));
    const address = await page.evaluate(() => location.hash);
    sharing.sessions.clear();
    await until("sign-in", () => page.locator("#account").count());
    must((await text_of(".door")).includes("Your session has ended"), "it does not say why");
    must((await page.locator(".sharing").count()) === 0, "what was shown is still in the page");
    await shot("session-ended");
    await sign_in("j.okoro");
    await seat();
    must((await page.evaluate(() => location.hash)) === address, `${await page.evaluate(() => location.hash)} is not ${address}`);
    await until("drawer", () => page.locator(".sharing-drawer").count());
  });
  await context.close();
  await mock.stop();

  const fresh = await start_mock({ tracks: 20, first: true });
  const other = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const door = await other.newPage();
  const first = tools_of(door, "people");
  await first.check("before the first account, the sign-in says where its link is", async () => {
    await door.goto(fresh.url, { waitUntil: "load" });
    await until("words", async () => (await door.locator(".door-words").count()) > 0);
    must((await door.locator(".door").innerText()).includes("one-time link"), "it does not say");
  });
  await first.check("the one-time link makes the first account and signs in", async () => {
    await door.goto(`${fresh.url}/?probe#/first?code=one-time-code`, { waitUntil: "load" });
    await until("form", () => door.locator("#name").count());
    await door.locator("#name").fill("admin");
    await door.locator("#display-name").fill("R. Amos");
    await door.locator("#new-password").fill("too short");
    must(await door.getByRole("button", { name: "Make the account" }).isDisabled(), "a short password passes");
    await first.in_palettes("first-account");
    await door.locator("#new-password").fill(kPassword);
    await door.locator("#again").fill(kPassword);
    await door.keyboard.press("Enter");
    await until("in", async () => (await door.locator(".seat-open").count()) === 1);
    must(!(await door.evaluate(() => location.href)).includes("one-time-code"), "the code stays in the address");
  });
  await other.close();
  await fresh.stop();
}
