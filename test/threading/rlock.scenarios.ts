// What people rely on in an RLock.
import assert from 'node:assert/strict';
import { NotOwner, Queue, RLock, task, Thread } from '../../recipes/threading/index.js';
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
};
