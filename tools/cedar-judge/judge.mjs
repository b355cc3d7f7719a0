// SPDX-License-Identifier: Apache-2.0
// Compares decisions with Cedar's. usage: node judge.mjs POLICIES REQUESTS
// POLICIES is what `fairlead agreement export --cedar` prints, REQUESTS what it prints with --requests: a line each, with
// the decision that Fairlead made. Prints one line and ends with 1 at the first difference.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const cedar = createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs');
const [policiesFile, requestsFile] = process.argv.slice(2);
if (!requestsFile) {
  console.error('usage: node judge.mjs POLICIES REQUESTS');
  process.exit(2);
}
const policies = { staticPolicies: readFileSync(policiesFile, 'utf8') };
const parsed = cedar.preparsePolicySet('agreements', policies);
if (parsed.type !== 'success') {
  console.error(`cedar-judge: the policies do not parse: ${JSON.stringify(parsed.errors)}`);
  process.exit(1);
}
let allowed = 0;
let count = 0;
const started = performance.now();
for (const line of readFileSync(requestsFile, 'utf8').split('\n')) {
  if (line === '') continue;
  const request = JSON.parse(line);
  const answer = cedar.statefulIsAuthorized({
    principal: { type: 'Agency', id: request.principal },
    action: { type: 'Action', id: request.action },
    resource: { type: 'Object', id: 'object' },
    context: request.context,
    preparsedPolicySetId: 'agreements',
    entities: [],
    validateRequest: false,
  });
  if (answer.type !== 'success' || answer.response.diagnostics.errors.length !== 0) {
    console.error(`cedar-judge: request ${count + 1} failed: ${JSON.stringify(answer)}`);
    process.exit(1);
  }
  const allow = answer.response.decision === 'allow';
  if (allow !== request.allow) {
    console.error(`cedar-judge: request ${count + 1}: Cedar says ${allow}, Fairlead ${request.allow}: ${line}`);
    process.exit(1);
  }
  allowed += allow;
  count += 1;
}
const seconds = (performance.now() - started) / 1000;
console.log(`cedar-judge: ${count} requests, ${allowed} allowed, 0 differences, ${Math.round(count / seconds)}/s`);
process.exit(count === 0 ? 1 : 0);
