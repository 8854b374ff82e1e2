// What is parsed after an edit must be what is parsed from the whole text, broken text included.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readGrammars } from '../../server/project/grammars.js';
import { createPython } from '../../server/lint/languages/python.js';
import { editBetween } from '../../server/lint/languages/text-edit.js';
import { fixtureRoot } from './fixtures.js';

/** Numbers that look random and are the same in every run: a linear congruence. */
function numbers(seed: number): (below: number) => number {
  return (below) => Math.floor(((seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) / 4_294_967_296) * below);
}

const pieces = ['', '\n', ' ', '    ', '(', ')', ':', '"""', '\\\n', '#', 'x', 'self.lock', 'with a:\n', '\tif x:\n', 'else:\n', '@property\n', 'def f():\n  return 1\n', 'ä', '𝕏', '\r\n', "f'{", ', '];

describe('text after edits', () => {
  it('finds the shortest edit and keeps pairs of surrogates together', () => {
    assert.deepEqual(editBetween('a\nbc\nd', 'a\nbxxc\nd'), { start: 3, oldEnd: 3, newEnd: 5, startPosition: { row: 1, column: 1 }, oldEndPosition: { row: 1, column: 1 }, newEndPosition: { row: 1, column: 3 } });
    assert.deepEqual(editBetween('aaa', 'aa'), { start: 2, oldEnd: 3, newEnd: 2, startPosition: { row: 0, column: 2 }, oldEndPosition: { row: 0, column: 3 }, newEndPosition: { row: 0, column: 2 } });
    const { start, oldEnd, newEnd } = editBetween('x𝕏y', 'x𝕐y');
    assert.deepEqual([start, oldEnd, newEnd], [1, 3, 3]);
  });

  it('finds the edit in long texts, also where it lies at the border of what is compared at once', () => {
    for (const at of [0, 1, 1023, 1024, 1025, 2048, 4999, 5000]) {
      const before = Array.from({ length: 5000 }, (_, index) => String.fromCharCode(97 + ((index * 7919) % 26))).join('');
      const now = `${before.slice(0, at)}!${before.slice(at + 1)}`;
      const { start, oldEnd, newEnd } = editBetween(before, now);
      assert.deepEqual([start, oldEnd, newEnd], [at, Math.min(at + 1, 5000), at + 1]);
      const added = editBetween(before, `${before.slice(0, at)}!!${before.slice(at)}`);
      assert.deepEqual([added.start, added.oldEnd, added.newEnd], [at, at, at + 2]);
    }
  });

  it('is understood as if it had been read whole', async function () {
    this.timeout(60_000);
    const grammars = await readGrammars(join('dist', 'grammars'));
    const [edited, typed, fresh] = [await createPython(grammars), await createPython(grammars), await createPython(grammars)];
    const texts = readdirSync(fixtureRoot).filter((name) => !name.includes('.')).flatMap((rule) => readdirSync(join(fixtureRoot, rule)).filter((name) => name.endsWith('.py')).map((name) => readFileSync(join(fixtureRoot, rule, name), 'utf8')));
    let broken = 0;
    for (const [seed, original] of texts.entries()) {
      const random = numbers(seed + 1);
      let text = original;
      edited.extract('a.py', text);
      for (let step = 0; step < 40; step++) {
        const from = random(text.length + 1);
        const to = Math.min(text.length, from + (random(3) === 0 ? random(30) : 0));
        text = text.slice(0, from) + pieces[random(pieces.length)] + text.slice(to);
        if (step % 10 === 9) text = original;
        const whole = fresh.extract(`${step}.py`, text);
        if (whole.errors.length > 0) broken++;
        assert.deepEqual({ ...edited.extract('a.py', text), path: '' }, { ...whole, path: '' }, `seed ${seed}, step ${step}`);
        const good = typed.extractWhole('a.py', text);
        assert.deepEqual(good && { ...good, path: '' }, whole.errors.length > 0 ? undefined : { ...whole, path: '' }, `as somebody types: seed ${seed}, step ${step}`);
      }
    }
    assert.ok(broken > 100, `${broken} broken texts`);
  });
});
