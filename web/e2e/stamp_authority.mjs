// SPDX-License-Identifier: Apache-2.0
// A time-stamp authority (RFC 3161) for browser checks, made of the openssl command: its address and certificate, as settings
// of a centre. Null where there is no openssl.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

export async function start_stamps() {
  if (spawnSync("openssl", ["version"]).status !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), "fairlead-stamps-"));
  const run = (...words) => { const done = spawnSync("openssl", words, { cwd: folder }); if (done.status !== 0) throw new Error(`openssl ${words.join(" ")}: ${done.stderr}`); };
  writeFileSync(join(folder, "ts.cnf"), `[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=Test Authority\n[ca]\nbasicConstraints=critical,CA:true\n[tsa]\nextendedKeyUsage=critical,timeStamping\nbasicConstraints=CA:false\n[ts]\nserial=${folder}/serial\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\naccuracy=secs:1\ness_cert_id_alg=sha256\n`);
  writeFileSync(join(folder, "serial"), "0A\n");
  run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-config", "ts.cnf", "-extensions", "ca", "-subj", "/CN=Test Root");
  run("req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-config", "ts.cnf");
  run("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "ts.cnf", "-extensions", "tsa", "-out", "tsa.pem");
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => { parts.push(part); });
    request.on("end", () => {
      writeFileSync(join(folder, "q.tsq"), Buffer.concat(parts));
      run("ts", "-reply", "-config", "ts.cnf", "-section", "ts", "-queryfile", "q.tsq", "-signer", "tsa.pem", "-inkey", "tsa.key", "-chain", "ca.pem", "-out", "r.tsr");
      response.writeHead(200, { "content-type": "application/timestamp-reply" }).end(readFileSync(join(folder, "r.tsr")));
    });
  });
  await new Promise((ready) => { server.listen(0, "127.0.0.1", ready); });
  return {
    settings: `\n[evidence]\ntimestamp_url = "http://127.0.0.1:${server.address().port}/"\ntimestamp_ca = "${join(folder, "ca.pem")}"\n`,
    stop: () => { server.close(); rmSync(folder, { recursive: true, force: true }); },
  };
}
