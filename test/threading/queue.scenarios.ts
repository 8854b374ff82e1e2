// What people rely on in a Queue.
import assert from 'node:assert/strict';
import { LifoQueue, LimitError, PriorityQueue, Queue, QueueEmpty, QueueFull, QueueShutDown, task, Thread } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const produce = task(import.meta.url, function produce(queue: Queue<[number, number]>, producer: number, count: number) {
  for (let n = 0; n < count; n++) queue.put([producer, n]);
});

export const consume = task(import.meta.url, function consume(queue: Queue<[number, number]>, taken: Queue<[number, number][]>) {
  const mine: [number, number][] = [];
  for (const item of queue) {
    mine.push(item);
    queue.taskDone();
  }
  taken.put(mine);
});

export const consumeAsync = task(import.meta.url, async function consumeAsync(queue: Queue<[number, number]>, taken: Queue<[number, number][]>) {
  const mine: [number, number][] = [];
  for await (const item of queue) {
    mine.push(item);
    queue.taskDone();
  }
  taken.put(mine);
});

export const getOne = task(import.meta.url, function getOne(queue: Queue<number>, told: Queue<string>, timeout?: number) {
  try {
    told.put(`got ${queue.get(timeout)}`);
  } catch (error) {
    told.put((error as Error).name);
  }
});

export const putOne = task(import.meta.url, function putOne(queue: Queue<number>, told: Queue<string>, item: number) {
  try {
    queue.put(item);
    told.put(`put ${item}`);
  } catch (error) {
    told.put((error as Error).name);
  }
});

function everyItemOnce(all: [number, number][][], producers: number, each: number): void {
  const flat = all.flat();
  assert.equal(flat.length, producers * each);
  assert.equal(new Set(flat.map(([producer, n]) => producer * each + n)).size, producers * each);
  // What one producer put arrives at one consumer in the order of putting.
  for (const items of all) {
    const last = new Map<number, number>();
    for (const [producer, n] of items) {
      assert.ok((last.get(producer) ?? -1) < n, 'out of order');
      last.set(producer, n);
    }
  }
}

type AnyQueue = Queue<number> | LifoQueue<number> | PriorityQueue<number>;

function putInto(queue: AnyQueue, item: number, timeout?: number): void {
  if (queue instanceof PriorityQueue) queue.put(item, item, timeout);
  else queue.put(item, timeout);
}

export const putAny = task(import.meta.url, function putAny(queue: AnyQueue, told: Queue<string>, item: number) {
  putInto(queue, item);
  told.put(`put ${item}`);
});

export const joinIt = task(import.meta.url, function joinIt(queue: Queue<number>, ready: Queue<boolean>, told: Queue<string>) {
  ready.put(true);
  told.put(`joined ${queue.join(10_000)}`);
});

export const putUntilShutDown = task(import.meta.url, function putUntilShutDown(queue: Queue<number>, told: Queue<string>) {
  try {
    for (let n = 0; ; n++) queue.put(n);
  } catch (error) {
    told.put((error as Error).name);
  }
});

export const getUntilShutDown = task(import.meta.url, function getUntilShutDown(queue: Queue<number>, told: Queue<string>) {
  try {
    for (;;) {
      queue.get();
      queue.taskDone();
    }
  } catch (error) {
    told.put((error as Error).name);
  }
});

export const scenarios: Scenarios = {
  'gives items back in the order in which they came'() {
    const queue = new Queue<number>();
    for (let n = 0; n < 1000; n++) queue.put(n);
    assert.equal(queue.size, 1000);
    for (let n = 0; n < 1000; n++) assert.equal(queue.get(), n);
    assert.equal(queue.empty(), true);
  },
  'is empty or full, at once or after a timeout, with errors of their own'() {
    const queue = new Queue<number>(2, { name: 'small' });
    assert.throws(() => queue.get(0), QueueEmpty);
    queue.put(1);
    assert.equal(queue.full(), false);
    queue.put(2);
    assert.equal(queue.full(), true);
    assert.throws(() => queue.put(3, 0), (error) => error instanceof QueueFull && /small/.test(error.message));
    const begin = performance.now();
    assert.throws(() => queue.put(3, 30), QueueFull);
    assert.ok(performance.now() - begin >= 25);
    assert.deepEqual([queue.get(), queue.get()], [1, 2]);
    assert.throws(() => queue.get(30), (error) => error instanceof QueueEmpty && /30 ms/.test(error.message));
    assert.throws(() => new Queue(-1), RangeError);
  },
  'a get waits for a put, a put waits for room'() {
    const queue = new Queue<number>(1);
    const told = new Queue<string>();
    const getter = new Thread(getOne, { args: [queue, told] }).start();
    assert.throws(() => told.get(30), QueueEmpty);
    queue.put(7);
    assert.equal(told.get(5000), 'got 7');
    queue.put(8);
    const putter = new Thread(putOne, { args: [queue, told, 9] }).start();
    assert.throws(() => told.get(30), QueueEmpty);
    assert.equal(queue.get(), 8);
    assert.equal(told.get(5000), 'put 9');
    assert.equal(queue.get(), 9);
    getter.join();
    putter.join();
  },
  'many producers and consumers: each item arrives once, in order'() {
    for (const size of [0, 3]) {
      const queue = new Queue<[number, number]>(size);
      const taken = new Queue<[number, number][]>();
      const consumers = [1, 2].map(() => new Thread(consume, { args: [queue, taken] }).start());
      const producers = [0, 1, 2].map((n) => new Thread(produce, { args: [queue, n, 3000] }).start());
      for (const thread of producers) thread.join(undefined, { rethrow: true });
      assert.equal(queue.join(10_000), true);
      queue.shutdown();
      everyItemOnce(consumers.map(() => taken.get(10_000)), 3, 3000);
      for (const thread of consumers) thread.join(undefined, { rethrow: true });
    }
  },
  'join waits until every item is marked done'() {
    const queue = new Queue<number>();
    assert.equal(queue.join(0), true);
    queue.put(1);
    queue.put(2);
    queue.get();
    queue.taskDone();
    assert.equal(queue.unfinished, 1);
    assert.equal(queue.join(20), false);
    queue.get();
    queue.taskDone();
    assert.equal(queue.join(), true);
    assert.throws(() => queue.taskDone(), LimitError);
  },
  'shutdown: no more puts, gets until it is empty'() {
    const queue = new Queue<number>();
    queue.put(1);
    queue.shutdown();
    assert.throws(() => queue.put(2), QueueShutDown);
    assert.equal(queue.get(), 1);
    assert.throws(() => queue.get(), QueueShutDown);
    assert.throws(() => queue.get(0), QueueShutDown);
  },
  'shutdown wakes all who wait'() {
    const empty = new Queue<number>();
    const full = new Queue<number>(1);
    full.put(1);
    const told = new Queue<string>();
    const threads = [new Thread(getOne, { args: [empty, told] }).start(), new Thread(getOne, { args: [empty, told] }).start(), new Thread(putOne, { args: [full, told, 2] }).start()];
    assert.throws(() => told.get(30), QueueEmpty);
    empty.shutdown();
    full.shutdown();
    assert.deepEqual([told.get(5000), told.get(5000), told.get(5000)], ['QueueShutDown', 'QueueShutDown', 'QueueShutDown']);
    for (const thread of threads) thread.join();
  },
  'a shutdown at any moment is noticed by every consumer'() {
    for (let round = 0; round < 300; round++) {
      const queue = new Queue<number>();
      const told = new Queue<string>();
      const threads = [1, 2].map(() => new Thread(getOne, { args: [queue, told] }).start());
      const until = performance.now() + (round % 50) / 25;
      while (performance.now() < until);
      queue.shutdown();
      for (const thread of threads) if (!thread.join(5000)) assert.fail(`round ${round}: a consumer slept through the shutdown`);
    }
  },
  'shutdown at once throws the items away and ends join'() {
    const queue = new Queue<number>();
    for (let n = 0; n < 300; n++) queue.put(n);
    queue.shutdown(true);
    assert.throws(() => queue.get(), QueueShutDown);
    assert.equal(queue.join(0), true);
    assert.equal(queue.size, 0);
  },
  'a queue in a queue, and in a plain object'() {
    const outer = new Queue<{ reply: Queue<string>; deep: [Queue<string>] }>();
    const inner = new Queue<string>();
    outer.put({ reply: inner, deep: [inner] });
    const got = outer.get();
    assert.equal(got.reply, inner);
    assert.equal(got.deep[0], inner);
  },
  async 'can be awaited on both sides'() {
    const queue = new Queue<number>(1);
    setTimeout(() => queue.put(5), 10);
    assert.equal(await queue.getAsync(5000), 5);
    await queue.putAsync(6);
    setTimeout(() => queue.get(), 10);
    await queue.putAsync(7, 5000);
    await assert.rejects(queue.putAsync(8, 10), QueueFull);
    assert.equal(await queue.getAsync(), 7);
    await assert.rejects(queue.getAsync(10), QueueEmpty);
    queue.put(1);
    setTimeout(() => {
      queue.get();
      queue.taskDone();
      queue.taskDone();
      queue.taskDone();
      queue.taskDone();
    }, 10);
    assert.equal(await queue.joinAsync(5000), true);
    setTimeout(() => queue.shutdown(), 10);
    await assert.rejects(queue.getAsync(5000), QueueShutDown);
  },
  async 'blocking producers and awaiting consumers'() {
    const queue = new Queue<[number, number]>(5);
    const taken = new Queue<[number, number][]>();
    const consumers = [1, 2].map(() => new Thread(consumeAsync, { args: [queue, taken] }).start());
    const producers = [0, 1].map((n) => new Thread(produce, { args: [queue, n, 2000] }).start());
    for (const thread of producers) await thread.joinAsync();
    assert.equal(await queue.joinAsync(10_000), true);
    queue.shutdown();
    everyItemOnce([await taken.getAsync(10_000), await taken.getAsync(10_000)], 2, 2000);
    for (const thread of consumers) await thread.joinAsync();
  },
  'refuses what is not a time, where it would have to wait'() {
    const queue = new Queue<number>(1);
    assert.throws(() => queue.get(-1), RangeError);
    queue.put(1);
    assert.throws(() => queue.put(2, -1), RangeError);
    assert.equal(queue.get(), 1);
    assert.equal(queue.size, 0);
  },
  'the other kinds wait for an item and for room in the same way'() {
    for (const queue of [new LifoQueue<number>(1), new PriorityQueue<number>(1)]) {
      const told = new Queue<string>();
      assert.throws(() => queue.get(10), QueueEmpty);
      const getter = new Thread(getOne, { args: [queue as never, told] }).start();
      assert.throws(() => told.get(20), QueueEmpty);
      putInto(queue, 7);
      assert.equal(told.get(5000), 'got 7');
      putInto(queue, 8);
      assert.equal(queue.full(), true);
      assert.throws(() => putInto(queue, 9, 10), QueueFull);
      const putter = new Thread(putAny, { args: [queue, told, 9] }).start();
      assert.throws(() => told.get(20), QueueEmpty);
      assert.equal(queue.get(), 8);
      assert.equal(told.get(5000), 'put 9');
      assert.equal(queue.get(), 9);
      for (let n = 0; n < 3; n++) queue.taskDone();
      assert.throws(() => queue.taskDone(), LimitError);
      assert.equal(queue.join(0), true);
      const waiter = new Thread(getOne, { args: [queue as never, told] }).start();
      queue.shutdown();
      assert.equal(told.get(5000), 'QueueShutDown');
      assert.throws(() => putInto(queue, 1), QueueShutDown);
      for (const thread of [getter, putter, waiter]) thread.join();
    }
  },
  'join in other threads ends when the last item is done, also after a shutdown'() {
    for (const immediate of [false, true]) {
      const queue = new Queue<number>();
      const [ready, told] = [new Queue<boolean>(), new Queue<string>()];
      queue.put(1);
      const threads = [1, 2].map(() => new Thread(joinIt, { args: [queue, ready, told] }).start());
      for (const thread of threads) assert.ok(ready.get(5000), `${thread}`);
      queue.shutdown(immediate);
      if (!immediate) {
        assert.throws(() => told.get(20), QueueEmpty);
        queue.get();
        queue.taskDone();
      }
      assert.deepEqual([told.get(5000), told.get(5000)], ['joined true', 'joined true']);
      for (const thread of threads) thread.join();
    }
  },
  'shutdown may be repeated, and made immediate'() {
    const queue = new Queue<number>();
    queue.put(1);
    queue.put(2);
    queue.shutdown();
    queue.shutdown();
    assert.equal(queue.get(), 1);
    queue.taskDone();
    queue.shutdown(true);
    queue.shutdown();
    assert.throws(() => queue.get(0), QueueShutDown);
    assert.throws(() => queue.put(3), QueueShutDown);
    assert.throws(() => queue.taskDone(), LimitError);
    assert.equal(queue.join(0), true);
  },
  'a shutdown amid producers, consumers and joiners ends all of them'() {
    for (const immediate of [false, true]) {
      const queue = new Queue<number>(100);
      const [ready, told] = [new Queue<boolean>(), new Queue<string>()];
      const joiner = immediate ? [new Thread(joinIt, { args: [queue, ready, told] })] : [];
      const threads = [putUntilShutDown, putUntilShutDown, getUntilShutDown, getUntilShutDown].map((target) => new Thread(target, { args: [queue, told] }));
      for (const thread of [...threads, ...joiner]) thread.start();
      // All are at work: far more went through than fits.
      for (let taken = 0; taken < 500; taken++) {
        queue.get(5000);
        queue.taskDone();
      }
      queue.shutdown(immediate);
      for (const thread of [...threads, ...joiner]) assert.equal(thread.join(10_000), true, `${thread} did not end`);
      const answers = [...threads, ...joiner].map(() => told.get(0));
      assert.equal(answers.filter((answer) => answer === 'QueueShutDown').length, 4);
      assert.deepEqual([queue.size, queue.unfinished], [0, 0]);
    }
  },
};
