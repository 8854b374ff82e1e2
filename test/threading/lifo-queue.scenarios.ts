// What people rely on in a LifoQueue.
import assert from 'node:assert/strict';
import { LifoQueue, QueueEmpty, QueueFull, task, Thread } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const putAll = task(import.meta.url, function putAll(queue: LifoQueue<number>, from: number, count: number) {
  for (let n = 0; n < count; n++) queue.put(from + n);
});

export const scenarios: Scenarios = {
  'gives the last item back first'() {
    const queue = new LifoQueue<number | string>();
    for (const item of [1, 2, 'three']) queue.put(item);
    assert.deepEqual([queue.get(), queue.get(), queue.get()], ['three', 2, 1]);
    assert.throws(() => queue.get(0), QueueEmpty);
  },
  'has a bound, counts tasks, grows'() {
    const bounded = new LifoQueue<number>(1);
    bounded.put(1);
    assert.throws(() => bounded.put(2, 0), QueueFull);
    const queue = new LifoQueue<number>();
    for (let n = 0; n < 5000; n++) queue.put(n);
    for (let n = 4999; n >= 0; n--) assert.equal(queue.get(), n);
    assert.equal(queue.unfinished, 5000);
  },
  'takes from several threads without losing anything'() {
    const queue = new LifoQueue<number>();
    const threads = [0, 1, 2].map((n) => new Thread(putAll, { args: [queue, n * 10_000, 10_000] }).start());
    const got = new Set<number>();
    while (got.size < 30_000) got.add(queue.get(10_000));
    for (const thread of threads) thread.join(undefined, { rethrow: true });
    assert.equal(queue.size, 0);
  },
};
