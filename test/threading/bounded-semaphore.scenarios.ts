// What people rely on in a BoundedSemaphore.
import assert from 'node:assert/strict';
import { BoundedSemaphore, LimitError, task, Thread } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const takeAndGive = task(import.meta.url, function takeAndGive(semaphore: BoundedSemaphore, times: number) {
  for (let n = 0; n < times; n++) {
    semaphore.acquire();
    semaphore.release();
  }
});

export const scenarios: Scenarios = {
  'refuses more permits than it began with'() {
    const semaphore = new BoundedSemaphore(2, { name: 'two' });
    assert.throws(() => semaphore.release(), (error) => error instanceof LimitError && /two/.test(error.message));
    semaphore.acquire();
    semaphore.release();
    assert.throws(() => semaphore.release(), LimitError);
    semaphore.acquire();
    assert.throws(() => semaphore.release(2), LimitError);
    assert.equal(semaphore.value, 1);
  },
  'keeps its number through the work of three threads, and its class in each of them'() {
    const semaphore = new BoundedSemaphore(2);
    const threads = [1, 2, 3].map(() => new Thread(takeAndGive, { args: [semaphore, 20_000] }).start());
    for (const thread of threads) thread.join(undefined, { rethrow: true });
    assert.equal(semaphore.value, 2);
    assert.throws(() => semaphore.release(), LimitError);
  },
};
