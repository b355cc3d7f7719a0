import { open_browser } from "./browser.mjs"; import { start_mock } from "./mock-server.mjs";
const mock = await start_mock({ tracks: 400 }); const b = await open_browser(); const p = await b.newPage({viewport:{width:1280,height:800}});
p.on("console",m=>console.log("console",m.type(),m.text())); p.on("pageerror",e=>console.log("pageerror",e.stack));
await p.goto(mock.url+"/?probe"); await p.waitForTimeout(3000);
console.log(await p.evaluate(()=>{const s=window.fairlead.session; const n=s.live_now(); return [new Date(n).toISOString(), JSON.stringify(s.range()), window.fairlead.store.current.clock.mode]}));
await p.evaluate(()=>window.fairlead.session.go_to(window.fairlead.session.live_now()-3600000)); await p.waitForTimeout(1500);
console.log(await p.evaluate(()=>[JSON.stringify(window.fairlead.store.current.playback), document.querySelector('.frame').className, window.fairlead.store.current.screen]));
await b.close(); await mock.stop();
