// What people rely on in a SimpleQueue.
import assert from 'node:assert/strict';
import { QueueEmpty, SimpleQueue, task, Thread } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const echo = task(import.meta.url, function echo(from: SimpleQueue<unknown>, to: SimpleQueue<unknown>, count: number) {
  if (!(from instanceof SimpleQueue)) throw new Error('it lost its class on the way');
  for (let n = 0; n < count; n++) to.put(from.get());
});

/** Puts its numbers and then one -1, the sign for one consumer to stop. */
export const feed = task(import.meta.url, function feed(queue: SimpleQueue<number>, from: number, count: number) {
  for (let n = 0; n < count; n++) queue.put(from + n);
  queue.put(-1);
});

export const drain = task(import.meta.url, function drain(queue: SimpleQueue<number>, got: SimpleQueue<number[]>, timeout: number | null) {
  const mine: number[] = [];
  for (;;) {
    try {
      const item = queue.get(timeout ?? undefined);
      if (item === -1) break;
      mine.push(item);
    } catch (error) {
      if (!(error instanceof QueueEmpty)) throw error;
    }
  }
  got.put(mine);
});

export const scenarios: Scenarios = {
  'first in, first out, never full'() {
    const queue = new SimpleQueue<number>({ name: 'plain' });
    assert.equal(queue.name, 'plain');
    for (let n = 0; n < 10_000; n++) queue.put(n);
    assert.equal(queue.full(), false);
    for (let n = 0; n < 10_000; n++) assert.equal(queue.get(), n);
    assert.throws(() => queue.get(0), QueueEmpty);
  },
  'carries items to a thread and back'() {
    const there = new SimpleQueue<unknown>();
    const back = new SimpleQueue<unknown>();
    const thread = new Thread(echo, { args: [there, back, 100] }).start();
    for (let n = 0; n < 100; n++) {
      there.put({ n });
      assert.deepEqual(back.get(5000), { n });
    }
    thread.join(undefined, { rethrow: true });
  },
  'many threads that block, try, or wait for a moment get each item once'() {
    for (const timeout of [null, 0, 0.01]) {
      const queue = new SimpleQueue<number>();
      const got = new SimpleQueue<number[]>();
      const threads = [0, 1, 2].flatMap((n) => [new Thread(drain, { args: [queue, got, timeout] }).start(), new Thread(feed, { args: [queue, n * 2000, 2000] }).start()]);
      for (const thread of threads) if (!thread.join(15_000, { rethrow: true })) assert.fail(`${thread} did not end with the timeout ${timeout}`);
      const all = [got.get(0), got.get(0), got.get(0)].flat().sort((a, b) => a - b);
      assert.deepEqual(all, Array.from({ length: 6000 }, (_, n) => n));
      assert.equal(queue.empty(), true);
    }
  },
  'refuses what is not a time, where it would have to wait'() {
    assert.throws(() => new SimpleQueue().get(-1), RangeError);
  },
};
