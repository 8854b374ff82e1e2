// What people rely on in a Semaphore.
import assert from 'node:assert/strict';
import { Queue, Semaphore, task, Thread, TimeoutError } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const passThrough = task(import.meta.url, function passThrough(semaphore: Semaphore, inside: Int32Array, most: Int32Array, times: number) {
  for (let n = 0; n < times; n++) {
    semaphore.acquire();
    const now = Atomics.add(inside, 0, 1) + 1;
    for (let seen = Atomics.load(most, 0); now > seen; seen = Atomics.load(most, 0)) Atomics.compareExchange(most, 0, seen, now);
    Atomics.sub(inside, 0, 1);
    semaphore.release();
  }
});

export const takeOne = task(import.meta.url, function takeOne(semaphore: Semaphore, told: Queue<number>, n: number) {
  semaphore.acquire();
  told.put(n);
});

export const tryTwice = task(import.meta.url, function tryTwice(semaphore: Semaphore, answers: Queue<boolean>) {
  answers.put(semaphore.acquire(0));
  answers.put(semaphore.acquire(0));
});

export const scenarios: Scenarios = {
  'gives as many permits as it has'() {
    const semaphore = new Semaphore(3);
    assert.deepEqual([0, 1, 2, 3].map(() => semaphore.acquire(0)), [true, true, true, false]);
    assert.equal(semaphore.value, 0);
    semaphore.release(2);
    assert.equal(semaphore.value, 2);
  },
  'starts with one permit, refuses nonsense'() {
    assert.equal(new Semaphore().value, 1);
    assert.throws(() => new Semaphore(-1), RangeError);
    assert.throws(() => new Semaphore(1.5), RangeError);
    assert.throws(() => new Semaphore(1).release(0), RangeError);
  },
  'a waiter gets a permit that any thread gives'() {
    const semaphore = new Semaphore(0);
    const told = new Queue<number>();
    const threads = [1, 2, 3].map((n) => new Thread(takeOne, { args: [semaphore, told, n] }).start());
    assert.throws(() => told.get(30), /empty/);
    semaphore.release();
    told.get(5000);
    assert.throws(() => told.get(30), /empty/);
    semaphore.release(2);
    told.get(5000);
    told.get(5000);
    for (const thread of threads) thread.join();
    assert.equal(semaphore.value, 0);
  },
  'waits no longer than its timeout'() {
    const semaphore = new Semaphore(0, { name: 'slots' });
    const begin = performance.now();
    assert.equal(semaphore.acquire(40), false);
    assert.ok(performance.now() - begin >= 35);
    assert.throws(() => semaphore.hold(10), (error) => error instanceof TimeoutError && /slots/.test(error.message));
  },
  'never lets more in than it has permits'() {
    const semaphore = new Semaphore(2);
    const inside = new Int32Array(new SharedArrayBuffer(4));
    const most = new Int32Array(new SharedArrayBuffer(4));
    const threads = [1, 2, 3, 4].map(() => new Thread(passThrough, { args: [semaphore, inside, most, 20_000] }).start());
    for (const thread of threads) thread.join();
    assert.ok(most[0]! <= 2 && most[0]! >= 1, `at most ${most[0]} were inside`);
    assert.equal(semaphore.value, 2);
  },
  async 'can be awaited'() {
    const semaphore = new Semaphore(0);
    assert.equal(await semaphore.acquireAsync(10), false);
    setTimeout(() => semaphore.release(), 10);
    assert.equal(await semaphore.acquireAsync(5000), true);
    setTimeout(() => semaphore.release(), 10);
    {
      using permit = await semaphore.holdAsync(5000);
      void permit;
    }
    assert.equal(semaphore.value, 1);
  },
  'several threads that try get as many permits as there are'() {
    const semaphore = new Semaphore(3);
    const answers = new Queue<boolean>();
    const threads = [1, 2, 3, 4, 5].map(() => new Thread(tryTwice, { args: [semaphore, answers] }).start());
    for (const thread of threads) thread.join(undefined, { rethrow: true });
    let permits = 0;
    while (!answers.empty()) if (answers.get()) permits++;
    assert.equal(permits, 3);
  },
  'hold gives the permit back, also when the block throws'() {
    const semaphore = new Semaphore(2);
    assert.throws(() => {
      using outer = semaphore.hold();
      using inner = semaphore.hold();
      void [outer, inner];
      assert.equal(semaphore.acquire(0), false);
      throw new TypeError('out');
    }, TypeError);
    assert.equal(semaphore.value, 2);
  },
  'may be released more often than it was taken'() {
    const semaphore = new Semaphore(1);
    semaphore.release();
    assert.deepEqual([semaphore.acquire(0), semaphore.acquire(0), semaphore.acquire(0)], [true, true, false]);
  },
};
