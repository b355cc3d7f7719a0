// SPDX-License-Identifier: Apache-2.0
// Judges receipts of an exported ledger with @sigstore/verify.
//
// usage: node judge.js DIR VERIFIER-KEY
// Checks each DIR/proofs/INDEX.tlog-proof against the entry in its bundle, then the same with one bit changed in the
// entry, in a hash of the proof, and in the checkpoint: those must be refused. Exit code 0 means that all of it held.
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');

const modules = path.join(__dirname, 'node_modules', '@sigstore', 'verify', 'dist', 'tlog');
const { verifyCheckpoint } = require(path.join(modules, 'checkpoint.js'));
const { verifyMerkleInclusion } = require(path.join(modules, 'merkle.js'));

const [dir, vkey] = process.argv.slice(2);
const [name, id, data] = vkey.split(/\+(.*?)\+(.*)/s);
const publicKey = crypto.createPublicKey({
  key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(data, 'base64').subarray(1)]),
  format: 'der',
  type: 'spki',
});
const logs = [{ logID: Buffer.from(id, 'hex'), baseURL: name, publicKey }];

function bundlePath(n, width) {
  let text = String(n % 1000).padStart(3, '0');
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    text = `x${String(rest % 1000).padStart(3, '0')}/${text}`;
  }
  return path.join(dir, 'tile', 'entries', width < 256 ? `${text}.p/${width}` : text);
}

function entryAt(index, size) {
  const n = Math.floor(index / 256);
  const bytes = fs.readFileSync(bundlePath(n, Math.min(256, size - n * 256)));
  let at = 0;
  for (let i = n * 256; i < index; i++) at += 2 + bytes.readUInt16BE(at);
  return Buffer.from(bytes.subarray(at + 2, at + 2 + bytes.readUInt16BE(at)));
}

function judge(entry, index, hashes, envelope) {
  const checkpoint = verifyCheckpoint({ inclusionProof: { checkpoint: { envelope } } }, logs);
  verifyMerkleInclusion({ inclusionProof: { logIndex: String(index), hashes }, canonicalizedBody: entry }, checkpoint);
}

function refuses(what, ...args) {
  try {
    judge(...args);
  } catch {
    return;
  }
  console.log(`accepted with ${what} changed`);
  process.exit(1);
}

let proofs = 0;
for (const file of fs.readdirSync(path.join(dir, 'proofs'))) {
  const text = fs.readFileSync(path.join(dir, 'proofs', file), 'utf8');
  const split = text.indexOf('\n\n');
  const lines = text.slice(0, split).split('\n').slice(1).filter((line) => !line.startsWith('extra '));
  const envelope = text.slice(split + 2);
  const index = Number(lines[0].slice('index '.length));
  const hashes = lines.slice(1).map((line) => Buffer.from(line, 'base64'));
  const entry = entryAt(index, Number(envelope.split('\n')[1]));
  judge(entry, index, hashes, envelope);
  const flip = (buffer) => {
    const copy = Buffer.from(buffer);
    copy[proofs % copy.length] ^= 1 << proofs % 8;
    return copy;
  };
  refuses('the entry', flip(entry), index, hashes, envelope);
  refuses('the proof', entry, index, [flip(hashes[0]), ...hashes.slice(1)], envelope);
  refuses('the checkpoint', entry, index, hashes, envelope.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`));
  proofs++;
}
console.log(`proofs ${proofs}, each refused with entry, proof or checkpoint changed`);
process.exit(proofs > 0 ? 0 : 1);
