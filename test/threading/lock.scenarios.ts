// What people rely on in a Lock.
import assert from 'node:assert/strict';
import { Event, Lock, NotOwner, Queue, sleep, task, Thread, TimeoutError } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const takeAndTell = task(import.meta.url, function takeAndTell(lock: Lock, told: Queue<string>, letGo: Event) {
  lock.acquire();
  told.put('taken');
  letGo.wait();
  lock.release();
  told.put('released');
});

export const tryIt = task(import.meta.url, function tryIt(lock: Lock, answers: Queue<boolean>) {
  answers.put(lock.acquire(0));
});

export const addUnder = task(import.meta.url, function addUnder(lock: Lock, counter: Int32Array, times: number) {
  for (let n = 0; n < times; n++) {
    lock.acquire();
    counter[0]!++;
    lock.release();
  }
});

export const releaseIt = task(import.meta.url, function releaseIt(lock: Lock) {
  lock.release();
});

export const addUnderAsync = task(import.meta.url, async function addUnderAsync(lock: Lock, counter: Int32Array, times: number) {
  for (let n = 0; n < times; n++) {
    using held = await lock.holdAsync();
    void held;
    counter[0]!++;
  }
});

export const takeInTurn = task(import.meta.url, function takeInTurn(lock: Lock, ready: Queue<number>, told: Queue<number>, n: number) {
  ready.put(n);
  lock.acquire();
  told.put(n);
  lock.release();
});

export const scenarios: Scenarios = {
  'is free at first, taken after acquire, free after release'() {
    const lock = new Lock();
    assert.equal(lock.locked(), false);
    assert.equal(lock.acquire(), true);
    assert.equal(lock.locked(), true);
    assert.equal(lock.owned(), true);
    lock.release();
    assert.equal(lock.locked(), false);
  },
  'can be taken again and again'() {
    const lock = new Lock();
    for (let n = 0; n < 1000; n++) {
      lock.acquire();
      lock.release();
    }
  },
  'a try fails while another thread holds it'() {
    const lock = new Lock();
    const answers = new Queue<boolean>();
    lock.acquire();
    new Thread(tryIt, { args: [lock, answers] }).start().join();
    assert.equal(answers.get(5000), false);
    lock.release();
    new Thread(tryIt, { args: [lock, answers] }).start().join();
    assert.equal(answers.get(5000), true);
  },
  'is not re-entrant: a second acquire in the same thread waits until its timeout'() {
    const lock = new Lock();
    lock.acquire();
    const begin = performance.now();
    assert.equal(lock.acquire(60), false);
    assert.ok(performance.now() - begin >= 55, 'waited for its timeout');
    assert.equal(lock.acquire(0), false);
    lock.release();
  },
  'a waiter goes on when the holder releases'() {
    const lock = new Lock();
    const told = new Queue<string>();
    const letGo = new Event();
    const thread = new Thread(takeAndTell, { args: [lock, told, letGo] }).start();
    assert.equal(told.get(5000), 'taken');
    assert.equal(lock.acquire(20), false);
    letGo.set();
    assert.equal(lock.acquire(5000), true);
    lock.release();
    assert.equal(told.get(5000), 'released');
    thread.join();
  },
  'excludes: no addition is lost between four threads'() {
    const lock = new Lock();
    const counter = new Int32Array(new SharedArrayBuffer(4));
    const threads = [1, 2, 3, 4].map(() => new Thread(addUnder, { args: [lock, counter, 50_000] }).start());
    for (const thread of threads) thread.join();
    assert.equal(counter[0], 200_000);
  },
  'only the owner may release'() {
    const lock = new Lock({ name: 'mine' });
    assert.throws(() => lock.release(), NotOwner);
    lock.acquire();
    const thread = new Thread(releaseIt, { args: [lock] }).start();
    thread.join();
    assert.ok(thread.exception instanceof NotOwner);
    assert.match(thread.exception.message, /"mine".*MainThread/);
    assert.equal(lock.locked(), true);
    lock.release();
  },
  'hold releases at the end of the block, also when it throws'() {
    const lock = new Lock();
    assert.throws(() => {
      using held = lock.hold();
      void held;
      assert.equal(lock.owned(), true);
      throw new Error('out');
    }, /out/);
    assert.equal(lock.locked(), false);
  },
  'hold with a timeout throws TimeoutError'() {
    const lock = new Lock({ name: 'busy' });
    lock.acquire();
    assert.throws(() => lock.hold(10), (error) => error instanceof TimeoutError && /busy.*10 ms/.test(error.message));
  },
  'refuses what is not a time'() {
    const lock = new Lock();
    lock.acquire();
    assert.throws(() => lock.acquire(-1), RangeError);
    assert.throws(() => lock.acquire(Number.NaN), RangeError);
  },
  async 'can be awaited while a thread holds it, and the event loop goes on'() {
    const lock = new Lock();
    const told = new Queue<string>();
    const letGo = new Event();
    const thread = new Thread(takeAndTell, { args: [lock, told, letGo] }).start();
    assert.equal(told.get(5000), 'taken');
    assert.equal(await lock.acquireAsync(10), false);
    let turns = 0;
    const timer = setInterval(() => ++turns === 3 && letGo.set(), 5);
    assert.equal(await lock.acquireAsync(5000), true);
    clearInterval(timer);
    assert.ok(turns >= 3);
    lock.release();
    await thread.joinAsync();
  },
  async 'two asynchronous functions of one thread exclude each other'() {
    const lock = new Lock();
    const order: string[] = [];
    const part = async (name: string): Promise<void> => {
      using held = await lock.holdAsync(5000);
      void held;
      order.push(`${name} in`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push(`${name} out`);
    };
    await Promise.all([part('a'), part('b')]);
    assert.deepEqual(order, ['a in', 'a out', 'b in', 'b out']);
  },
  async 'blocking and awaiting threads exclude each other'() {
    const lock = new Lock();
    const counter = new Int32Array(new SharedArrayBuffer(4));
    const threads = [
      new Thread(addUnder, { args: [lock, counter, 5_000] }).start(),
      new Thread(addUnderAsync, { args: [lock, counter, 5_000] }).start(),
      new Thread(addUnderAsync, { args: [lock, counter, 5_000] }).start(),
    ];
    for (const thread of threads) await thread.joinAsync();
    assert.deepEqual(threads.map((thread) => thread.ending?.how), ['returned', 'returned', 'returned']);
    assert.equal(counter[0], 15_000);
  },
  'has the name it was given, or its kind and a number'() {
    assert.equal(new Lock({ name: 'till' }).name, 'till');
    assert.match(new Lock().name, /^Lock-\d+$/);
    sleep(0);
  },
  'all who wait get it in the end'() {
    const lock = new Lock();
    const [ready, told] = [new Queue<number>(), new Queue<number>()];
    lock.acquire();
    const threads = [1, 2, 3, 4, 5].map((n) => new Thread(takeInTurn, { args: [lock, ready, told, n] }).start());
    for (const thread of threads) assert.ok(ready.get(5000) > 0, `${thread}`);
    assert.throws(() => told.get(20), /empty/);
    lock.release();
    assert.deepEqual(threads.map(() => told.get(5000)).sort(), [1, 2, 3, 4, 5]);
    for (const thread of threads) thread.join();
    assert.equal(lock.locked(), false);
  },
  'is in order after an acquire that ran out of time'() {
    const lock = new Lock();
    lock.acquire();
    assert.equal(lock.acquire(10), false);
    lock.release();
    assert.equal(lock.locked(), false);
    assert.equal(lock.acquire(0), true);
    lock.release();
  },
  'a timeout has no upper limit, and a free lock is taken at once'() {
    const lock = new Lock();
    for (const timeout of [5000, 1e100, Infinity]) {
      const begin = performance.now();
      assert.equal(lock.acquire(timeout), true);
      assert.ok(performance.now() - begin < 4000);
      lock.release();
    }
  },
  async 'one that is held may be forgotten'() {
    const gc = (globalThis as { gc?: () => void }).gc!;
    for (let round = 0; round < 20; round++) {
      for (let n = 0; n < 100; n++) new Lock().acquire();
      gc();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    // Their records are used again, and the new locks know nothing of the old holders.
    const locks = Array.from({ length: 2000 }, () => new Lock());
    assert.equal(locks.some((lock) => lock.locked()), false);
    for (const lock of locks) {
      assert.equal(lock.acquire(0), true);
      lock.release();
    }
  },
};
