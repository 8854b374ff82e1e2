// What people rely on in a SimpleQueue.
import assert from 'node:assert/strict';
import { QueueEmpty, SimpleQueue, task, Thread } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const echo = task(import.meta.url, function echo(from: SimpleQueue<unknown>, to: SimpleQueue<unknown>, count: number) {
  if (!(from instanceof SimpleQueue)) throw new Error('it lost its class on the way');
  for (let n = 0; n < count; n++) to.put(from.get());
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
};
