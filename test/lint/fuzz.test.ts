// A short run of what test/lint/fuzz.mjs does for long; docs/lint/fuzz.md has the long run's record.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readGrammars } from '../../server/grammars.js';
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
});
