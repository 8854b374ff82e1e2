// The child process of scenarios.ts: runs the named scenarios of a module one after the other and says how each went.
import { writeSync } from 'node:fs';
import { MARK, type Scenarios, type Verdict } from './scenarios.js';

const [, , module, ...names] = process.argv as [string, string, string, ...string[]];
const { scenarios } = (await import(module)) as { scenarios: Scenarios };

for (const name of names) {
  const verdict: Verdict = { name };
  try {
    await scenarios[name]!();
  } catch (error) {
    verdict.error = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  writeSync(1, `\n${MARK}${JSON.stringify(verdict)}\n`);
}
process.exit(0);
