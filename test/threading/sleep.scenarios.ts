// What people rely on in sleep, and in output that must not be lost.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sleep, sleepAsync } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

const printer = fileURLToPath(new URL('./printing-program.js', import.meta.url));

function runPrinter(what: string): { status: number | null; stdout: string } {
  const { status, stdout } = spawnSync(process.execPath, ['--no-warnings', printer, what], { encoding: 'utf8', timeout: 15_000, maxBuffer: 1 << 28 });
  return { status, stdout };
}

export const scenarios: Scenarios = {
  'sleep lasts as long as it says'() {
    for (const time of [0, 1, 40]) {
      const begin = performance.now();
      sleep(time);
      const slept = performance.now() - begin;
      assert.ok(slept >= time - 0.5 && slept < time + 500, `${slept} instead of ${time}`);
    }
    assert.throws(() => sleep(-1), RangeError);
  },
  async 'sleepAsync lets the event loop go on'() {
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    await sleepAsync(50);
    clearInterval(timer);
    assert.ok(turns >= 3);
  },
  'nothing that a blocked thread prints is lost, whichever way it prints'() {
    const { status, stdout } = runPrinter('blocked');
    assert.equal(status, 0);
    assert.deepEqual(stdout.split('\n').filter(Boolean).sort(), ['console.error 3', 'console.log { two: 2 }', 'print 1 one', 'process.stdout 4', 'äöü 🎈']);
  },
  'threads that print at the same time do not tear each other\'s lines, and the order of each is kept'() {
    const { status, stdout } = runPrinter('many');
    assert.equal(status, 0);
    const next = [0, 0, 0];
    for (const line of stdout.split('\n').filter(Boolean)) {
      const match = /^thread (\d) line (\d+) (x+)$/.exec(line);
      assert.ok(match, `torn: ${line.slice(0, 100)}`);
      assert.equal(Number(match[2]), next[Number(match[1])]!++);
      assert.equal(match[3]!.length, (Number(match[2]) * 37) % 500 + 1);
    }
    assert.deepEqual(next, [5000, 5000, 5000]);
  },
  'a text larger than the ring comes through whole'() {
    const { status, stdout } = runPrinter('large');
    assert.equal(status, 0);
    const lines = stdout.split('\n');
    assert.equal(lines[0]!.length, 5_500_000);
    assert.match(lines[0]!, /^(0123456789é)+$/);
    assert.equal(lines[1], 'end');
  },
};
