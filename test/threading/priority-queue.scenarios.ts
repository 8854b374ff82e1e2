// What people rely on in a PriorityQueue.
import assert from 'node:assert/strict';
import { Abandoned, PriorityQueue, QueueFull, QueueShutDown, task, Thread } from '../../recipes/threading/index.js';
import { i32 } from '../../recipes/threading/heap.js';
import { Q_TAIL_GUARD } from '../../recipes/threading/layout.js';
import { sweepDamaged } from '../../recipes/threading/queue-base.js';
import type { Scenarios } from './scenarios.js';

export const putMany = task(import.meta.url, function putMany(queue: PriorityQueue<[number, number]>, who: number, count: number) {
  let seed = who + 1;
  for (let n = 0; n < count; n++) {
    seed = (seed * 48271) % 2147483647;
    queue.put([who, n], seed % 10);
  }
});

export const scenarios: Scenarios = {
  'the lowest number comes first'() {
    const queue = new PriorityQueue<string>();
    queue.put('last', 10);
    queue.put('first', -1.5);
    queue.put('middle', 3);
    assert.deepEqual([queue.get(), queue.get(), queue.get()], ['first', 'middle', 'last']);
  },
  'is stable: among equal numbers the first that came'() {
    const queue = new PriorityQueue<number>();
    for (let n = 0; n < 500; n++) queue.put(n, n % 7);
    const got: number[] = [];
    while (!queue.empty()) got.push(queue.get());
    const expected = Array.from({ length: 500 }, (_, n) => n).sort((a, b) => (a % 7) - (b % 7) || a - b);
    assert.deepEqual(got, expected);
  },
  'infinite priorities have their places, and what is no number is refused'() {
    const queue = new PriorityQueue<string>();
    queue.put('b', Infinity);
    queue.put('c', Infinity);
    queue.put('a', -Infinity);
    assert.deepEqual([queue.get(), queue.get(), queue.get()], ['a', 'b', 'c']);
    assert.throws(() => queue.put('x', Number.NaN), TypeError);
  },
  'keeps the order of each producer and the order of numbers'() {
    const queue = new PriorityQueue<[number, number]>();
    const threads = [0, 1, 2].map((who) => new Thread(putMany, { args: [queue, who, 3000] }).start());
    for (const thread of threads) thread.join(undefined, { rethrow: true });
    assert.equal(queue.size, 9000);
    const got: [number, number][] = [];
    while (!queue.empty()) got.push(queue.get());
    assert.equal(new Set(got.map(([who, n]) => who * 3000 + n)).size, 9000);
  },
  'has a bound and can be shut down'() {
    const queue = new PriorityQueue<string>(1);
    queue.put('x', 1);
    assert.throws(() => queue.put('y', 0, 0), QueueFull);
    queue.shutdown();
    assert.equal(queue.get(), 'x');
    assert.throws(() => queue.get(), QueueShutDown);
  },
  'one that was damaged stays so when it is shut down'() {
    for (const immediate of [false, true]) {
      const queue = new PriorityQueue<number>();
      queue.put(1, 1);
      // As the supervisor does after a thread that was killed between two stores.
      const killed = 4242;
      i32[queue.at + Q_TAIL_GUARD] = killed;
      sweepDamaged(queue.at, killed, 0);
      assert.throws(() => queue.get(0), Abandoned);
      queue.shutdown(immediate);
      assert.throws(() => queue.get(0), Abandoned);
      assert.throws(() => queue.put(2, 2), Abandoned);
    }
  },
};
