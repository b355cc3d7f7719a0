import { open_browser } from "/work/main/web/e2e/browser.mjs";
import { start_mock } from "/work/main/web/e2e/mock-server.mjs";
const out = process.argv[2] ?? "/tmp/shots"; import { mkdirSync } from "node:fs"; mkdirSync(out,{recursive:true});
const mock = await start_mock({ tracks: Number(process.argv[3] ?? 400) });
const b = await open_browser();
for (const [w,h] of [[1280,800],[1920,1080]]) {
 const p = await b.newPage({ viewport:{width:w,height:h} });
 p.on("console",m=>["error","warning"].includes(m.type())&&console.log("console",m.type(),m.text())); p.on("pageerror",e=>console.log("pageerror",e.stack));
 await p.goto(mock.url+"/?probe", {waitUntil:"load"});
 await p.waitForTimeout(6000);
 for (const pal of ["dusk","night","day"]) { await p.screenshot({path:`${out}/${w}-${pal}.png`}); await p.keyboard.press("F5"); await p.waitForTimeout(800);}
 await p.locator(".track-row").nth(3).click(); await p.waitForTimeout(1500); await p.screenshot({path:`${out}/${w}-selected.png`});
 await p.close();
}
await b.close(); await mock.stop();
