// What people rely on in an RLock.
import assert from 'node:assert/strict';
import { Event, NotOwner, Queue, RLock, task, Thread } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const tryIt = task(import.meta.url, function tryIt(lock: RLock, answers: Queue<boolean>) {
  answers.put(lock.acquire(0));
});

export const addNested = task(import.meta.url, function addNested(lock: RLock, counter: Int32Array, times: number) {
  for (let n = 0; n < times; n++) {
    using outer = lock.hold();
    using inner = lock.hold();
    void [outer, inner];
    counter[0]!++;
  }
});

export const releaseIt = task(import.meta.url, function releaseIt(lock: RLock, answers: Queue<boolean>) {
  answers.put(lock.owned());
  lock.release();
});

export const takeInTurn = task(import.meta.url, function takeInTurn(lock: RLock, ready: Event, told: Queue<string>, timeout?: number) {
  ready.set();
  told.put(lock.acquire(timeout) ? 'taken' : 'gave up');
  if (lock.owned()) lock.release();
});

export const tellLocked = task(import.meta.url, function tellLocked(lock: RLock, answers: Queue<boolean>) {
  answers.put(lock.locked());
});

export const scenarios: Scenarios = {
  'its owner may take it again; it is free after as many releases'() {
    const lock = new RLock();
    const answers = new Queue<boolean>();
    for (let n = 0; n < 3; n++) assert.equal(lock.acquire(), true);
    for (let n = 0; n < 3; n++) {
      new Thread(tryIt, { args: [lock, answers] }).start().join();
      assert.equal(answers.get(5000), false, `after ${n} releases`);
      lock.release();
    }
    assert.equal(lock.locked(), false);
    new Thread(tryIt, { args: [lock, answers] }).start().join();
    assert.equal(answers.get(5000), true);
  },
  'releasing what is not held throws NotOwner'() {
    const lock = new RLock();
    assert.throws(() => lock.release(), NotOwner);
    lock.acquire();
    lock.release();
    assert.throws(() => lock.release(), NotOwner);
  },
  'excludes, also when taken twice'() {
    const lock = new RLock();
    const counter = new Int32Array(new SharedArrayBuffer(4));
    const threads = [1, 2, 3].map(() => new Thread(addNested, { args: [lock, counter, 20_000] }).start());
    for (const thread of threads) thread.join();
    assert.equal(counter[0], 60_000);
  },
  async 'can be awaited by its owner at once'() {
    const lock = new RLock();
    lock.acquire();
    assert.equal(await lock.acquireAsync(0), true);
    lock.release();
    assert.equal(lock.owned(), true);
    lock.release();
    assert.equal(lock.owned(), false);
  },
  'only the owner owns it and may release it'() {
    const lock = new RLock();
    const answers = new Queue<boolean>();
    lock.acquire();
    assert.equal(lock.owned(), true);
    const thread = new Thread(releaseIt, { args: [lock, answers] }).start();
    thread.join();
    assert.equal(answers.get(0), false);
    assert.ok(thread.exception instanceof NotOwner);
    assert.equal(lock.owned(), true);
    lock.release();
  },
  'is locked for every thread to see, until its last release'() {
    const lock = new RLock();
    const answers = new Queue<boolean>();
    const seenByOther = (): boolean => {
      new Thread(tellLocked, { args: [lock, answers] }).start().join();
      return answers.get(0);
    };
    const seen: [boolean, boolean][] = [];
    for (const change of ['acquire', 'acquire', 'release', 'release'] as const) {
      lock[change]();
      seen.push([lock.locked(), seenByOther()]);
    }
    assert.deepEqual(seen, [[true, true], [true, true], [true, true], [false, false]]);
  },
  'all who wait get it in the end, or give up when their time is over'() {
    const lock = new RLock();
    const told = new Queue<string>();
    lock.acquire();
    const start = (timeout?: number): Thread => {
      const ready = new Event();
      const thread = new Thread(takeInTurn, { args: timeout === undefined ? [lock, ready, told] : [lock, ready, told, timeout] }).start();
      assert.equal(ready.wait(5000), true);
      return thread;
    };
    const threads = [start(), start(), start()];
    threads.push(start(20));
    assert.equal(told.get(5000), 'gave up');
    lock.release();
    assert.deepEqual([told.get(5000), told.get(5000), told.get(5000)], ['taken', 'taken', 'taken']);
    for (const thread of threads) thread.join();
  },
  'hold releases at the end of the block, also when it throws'() {
    const lock = new RLock();
    assert.throws(() => {
      using held = lock.hold();
      void held;
      throw new TypeError('out');
    }, TypeError);
    assert.equal(lock.locked(), false);
  },
};
