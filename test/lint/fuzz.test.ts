// A short run of what test/lint/fuzz.mjs does for long; docs/lint/fuzz.md has the long run's record.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { extractFacts, languageOf } from '../../server/lint/extract.js';
import { readGrammars } from '../../server/project/grammars.js';
import { createLanguages } from '../../server/lint/languages/index.js';
import { fuzz, mutants, shapes } from './fuzzing.js';

/** Milliseconds: beside other tests on a busy machine everything takes longer. */
const unhurried = 20_000;

describe('the lint and input that nobody means', () => {
  it('neither fails nor hangs, and every place is in a file', async function () {
    this.timeout(60_000);
    const languages = await createLanguages(await readGrammars(join('dist', 'grammars')));
    const { problems, findings } = fuzz(languages, mutants(1, 400), unhurried);
    assert.deepEqual(problems, []);
    assert.ok(findings > 50, 'too little is left of the fixtures');
    assert.deepEqual(fuzz(languages, shapes(500, 50_000), unhurried).problems, []);
  });

  for (const [name, path, text] of [
    ['a name that is none, after an error', 'a.ts', 'export function f(a) {\n  if (a) g();\n  if (a) g();\n  using second \\= ledger.hold();\n}\n'],
    ['an argument that is missing', 'a.js', 'report(, function f() {});\n'],
  ] as const) {
    it(`understands what can be understood: ${name}`, async () => {
      const languages = await createLanguages(await readGrammars(join('dist', 'grammars')));
      assert.deepEqual(fuzz(languages, [{ name, path, text }], unhurried).problems, []);
    });
  }

  it('leaves out what is too long for somebody who types, and says so', async () => {
    const languages = await createLanguages(await readGrammars(join('dist', 'grammars')));
    const python = languageOf(languages, 'a.py');
    assert.ok(python);
    const text = 'def f():\n    pass\n'.repeat(40_000);
    const { leftOut, functions } = extractFacts(python, 'a.py', text);
    assert.deepEqual([leftOut, functions.length], ['too-large', 1]);
    assert.equal(extractFacts(python, 'a.py', text.slice(0, 1000)).leftOut, undefined);
  });
});
