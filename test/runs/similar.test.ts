import assert from 'node:assert/strict';
import { similarNames, slipsBetween } from '../../server/runs/similar.js';
import { threadbook } from '../command-line.js';

describe('a mistyped name', () => {
  for (const [a, b, slips] of [['', '', 0], ['ab', 'ab', 0], ['', 'abc', 3], ['countdwon', 'countdown', 1], ['actr', 'actor', 1], ['aactor', 'actor', 1], ['octor', 'actor', 1], ['ca', 'abc', 3], ['kitten', 'sitting', 3]] as const) {
    it(`“${a}” is ${slips} slips from “${b}”`, () => assert.deepEqual([slipsBetween(a, b), slipsBetween(b, a)], [slips, slips]));
  }

  it('is told from others, the nearest first, whatever its capitals', () => {
    assert.deepEqual(similarNames('Timr', ['sometimes', 'time', 'timer', 'tim']), ['time', 'timer', 'tim']);
    assert.deepEqual(similarNames('watchodgs', ['watched', 'watchdog']), ['watchdog']);
    assert.deepEqual(similarNames('xyz', ['abc', 'x']), []);
  });

  it('of a recipe or of a parameter brings up the right one on the command line', async () => {
    assert.equal((await threadbook('run', 'countdwon')).stderr.trim(), 'There is no recipe “countdwon”. Did you mean countdown?');
    assert.match((await threadbook('run', 'countdown', '--set', 'form=3')).stderr, /There is no parameter “form”\. Did you mean from\?/);
    assert.match((await threadbook('run', 'philosophers')).stderr, /Did you mean dining-philosophers, dining-philosophers-deadlock\?/);
  });
});
