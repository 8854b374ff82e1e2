// What people rely on in a Barrier.
import assert from 'node:assert/strict';
import { Barrier, BrokenBarrier, Queue, task, Thread } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const goRound = task(import.meta.url, function goRound(barrier: Barrier, counter: Int32Array, seen: Queue<number>, rounds: number) {
  for (let round = 0; round < rounds; round++) {
    Atomics.add(counter, 0, 1);
    barrier.wait();
    seen.put(Atomics.load(counter, 0));
    barrier.wait();
  }
});

export const waitOnce = task(import.meta.url, function waitOnce(barrier: Barrier, told: Queue<string>, timeout?: number) {
  try {
    told.put(`place ${barrier.wait(timeout)}`);
  } catch (error) {
    told.put(error instanceof BrokenBarrier ? 'broken' : String(error));
  }
});

export const mark = task(import.meta.url, function mark() {
  marks++;
});
export const fail = task(import.meta.url, function fail() {
  throw new Error('the action failed');
});
let marks = 0;

function untilWaiting(barrier: Barrier, count: number): void {
  const limit = performance.now() + 5000;
  while (barrier.waiting < count) assert.ok(performance.now() < limit, 'they never came');
}

let toldBefore: Queue<string> | undefined;
let passedBefore: number | undefined;
export const lookWhoPassed = task(import.meta.url, function lookWhoPassed() {
  passedBefore = toldBefore?.size;
});

let resetInAction: Barrier | undefined;
export const resetIt = task(import.meta.url, function resetIt() {
  resetInAction?.reset();
  resetInAction = undefined;
});

export const scenarios: Scenarios = {
  'nobody passes before all have come, round after round'() {
    const barrier = new Barrier(3);
    const counter = new Int32Array(new SharedArrayBuffer(4));
    const seen = new Queue<number>();
    const rounds = 300;
    const threads = [1, 2, 3].map(() => new Thread(goRound, { args: [barrier, counter, seen, rounds] }).start());
    for (const thread of threads) thread.join(undefined, { rethrow: true });
    const all: number[] = [];
    while (!seen.empty()) all.push(seen.get());
    assert.equal(all.length, 3 * rounds);
    assert.deepEqual(all.sort((a, b) => a - b), Array.from({ length: 3 * rounds }, (_, n) => 3 * (Math.floor(n / 3) + 1)));
  },
  'gives each party its own place'() {
    const barrier = new Barrier(3);
    const told = new Queue<string>();
    const threads = [1, 2].map(() => new Thread(waitOnce, { args: [barrier, told] }).start());
    untilWaiting(barrier, 2);
    assert.equal(barrier.wait(), 2);
    assert.deepEqual([told.get(5000), told.get(5000)].sort(), ['place 0', 'place 1']);
    for (const thread of threads) thread.join();
  },
  'runs its action once a round, before anybody goes on'() {
    marks = 0;
    const barrier = new Barrier(1, { action: mark });
    assert.equal(barrier.wait(), 0);
    assert.equal(barrier.wait(), 0);
    assert.equal(marks, 2);
  },
  'breaks when its action throws'() {
    const barrier = new Barrier(1, { action: fail });
    assert.throws(() => barrier.wait(), /the action failed/);
    assert.equal(barrier.broken, true);
    assert.throws(() => barrier.wait(), BrokenBarrier);
  },
  'breaks for all when one runs out of time'() {
    const barrier = new Barrier(3);
    const told = new Queue<string>();
    const thread = new Thread(waitOnce, { args: [barrier, told] }).start();
    untilWaiting(barrier, 1);
    assert.throws(() => barrier.wait(30), BrokenBarrier);
    assert.equal(told.get(5000), 'broken');
    assert.equal(barrier.broken, true);
    thread.join();
  },
  'abort breaks it, reset makes it as new'() {
    const barrier = new Barrier(2);
    const told = new Queue<string>();
    const first = new Thread(waitOnce, { args: [barrier, told] }).start();
    untilWaiting(barrier, 1);
    barrier.abort();
    assert.equal(told.get(5000), 'broken');
    assert.throws(() => barrier.wait(), BrokenBarrier);
    barrier.reset();
    const second = new Thread(waitOnce, { args: [barrier, told] }).start();
    untilWaiting(barrier, 1);
    barrier.reset();
    assert.equal(told.get(5000), 'broken');
    assert.equal(barrier.broken, false);
    const third = new Thread(waitOnce, { args: [barrier, told] }).start();
    untilWaiting(barrier, 1);
    assert.equal(barrier.wait(), 1);
    assert.equal(told.get(5000), 'place 0');
    for (const thread of [first, second, third]) thread.join();
  },
  async 'can be awaited'() {
    const barrier = new Barrier(2);
    const told = new Queue<string>();
    const thread = new Thread(waitOnce, { args: [barrier, told] }).start();
    const place = await barrier.waitAsync(5000);
    assert.equal(await told.getAsync(5000), `place ${1 - place}`);
    await thread.joinAsync();
    await assert.rejects(barrier.waitAsync(10), BrokenBarrier);
  },
  'a reset amid the action breaks the round for the last one as well, and does not disturb the next'() {
    const barrier = new Barrier(2, { action: resetIt });
    const told = new Queue<string>();
    const first = new Thread(waitOnce, { args: [barrier, told] }).start();
    untilWaiting(barrier, 1);
    resetInAction = barrier;
    assert.throws(() => barrier.wait(5000), BrokenBarrier);
    assert.equal(told.get(5000), 'broken');
    first.join();
    assert.deepEqual([barrier.broken, barrier.waiting], [false, 0]);
    const next = new Thread(waitOnce, { args: [barrier, told] }).start();
    untilWaiting(barrier, 1);
    assert.equal(barrier.wait(5000), 1);
    assert.equal(told.get(5000), 'place 0');
    next.join();
  },
  'refuses a number of parties that is none'() {
    for (const parties of [0, -1, 1.5, Number.NaN]) assert.throws(() => new Barrier(parties), RangeError);
  },
  'runs its action in the last that comes, before the others go on'() {
    const barrier = new Barrier(3, { action: lookWhoPassed });
    const told = new Queue<string>();
    toldBefore = told;
    passedBefore = undefined;
    const threads = [1, 2].map(() => new Thread(waitOnce, { args: [barrier, told] }).start());
    untilWaiting(barrier, 2);
    barrier.wait();
    assert.equal(passedBefore, 0);
    assert.deepEqual([told.get(5000), told.get(5000)].sort(), ['place 0', 'place 1']);
    for (const thread of threads) thread.join();
  },
};
