// What people rely on in a ThreadLocal.
import assert from 'node:assert/strict';
import { CannotTravel, Queue, task, Thread, ThreadLocal } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

const local = new ThreadLocal(() => ({ count: 0 }));

export const countUp = task(import.meta.url, function countUp(answers: Queue<number>, times: number) {
  for (let n = 0; n < times; n++) local.get().count++;
  answers.put(local.get().count);
});

export const scenarios: Scenarios = {
  'each thread has its own value, made when it first asks'() {
    const answers = new Queue<number>();
    local.get().count = 100;
    const threads = [1, 2, 3].map((times) => new Thread(countUp, { args: [answers, times] }).start());
    for (const thread of threads) thread.join();
    assert.deepEqual([answers.get(), answers.get(), answers.get()].sort(), [1, 2, 3]);
    assert.equal(local.get().count, 100);
  },
  'it does not travel, and says so by name'() {
    const queue = new Queue<unknown>();
    assert.throws(() => queue.put({ here: [local] }), (error) => error instanceof CannotTravel && /a ThreadLocal at \.here\[0\]\. .*constant of a module/.test(error.message));
    assert.throws(() => new Thread(countUp, { args: [local as never, 1] }), CannotTravel);
  },
  'a new thread in the same worker begins anew'() {
    const answers = new Queue<number>();
    for (let n = 0; n < 5; n++) {
      new Thread(countUp, { args: [answers, 1] }).start().join();
      assert.equal(answers.get(), 1);
    }
  },
  'set and delete'() {
    local.set({ count: 5 });
    assert.equal(local.get().count, 5);
    local.delete();
    assert.equal(local.get().count, 0);
  },
  async 'one that is gone takes its value with it'() {
    let collected = false;
    const watch = new FinalizationRegistry(() => (collected = true));
    (() => {
      const value = {};
      watch.register(value, 0);
      new ThreadLocal(() => value).get();
    })();
    for (let tries = 0; tries < 50 && !collected; tries++) {
      (globalThis as { gc?: () => void }).gc!();
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(collected, true);
  },
};
