// What people rely on in a Condition.
import assert from 'node:assert/strict';
import { Condition, Event, Lock, NotOwner, Queue, RLock, task, Thread } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

/** Waits once and tells its number and the answer; `ready` counts those that hold the lock and are about to wait. */
export const waitOnce = task(import.meta.url, function waitOnce(condition: Condition, ready: Queue<number>, woken: Queue<[number, boolean]>, n: number, timeout?: number) {
  condition.acquire();
  ready.put(n);
  const answer = condition.wait(timeout);
  woken.put([n, answer]);
  condition.release();
});

export const pingPong = task(import.meta.url, function pingPong(condition: Condition, turn: Int32Array, mine: number, times: number) {
  for (let n = 0; n < times; n++) {
    condition.acquire();
    condition.waitFor(() => turn[0] === mine);
    turn[0] = 1 - mine;
    condition.notify();
    condition.release();
  }
});

export const waitAsyncOnce = task(import.meta.url, async function waitAsyncOnce(condition: Condition, ready: Event, answers: Queue<boolean>) {
  await condition.acquireAsync();
  ready.set();
  answers.put(await condition.waitAsync());
  condition.release();
});

/** `count` threads that wait; each holds the lock until it waits, so that taking the lock afterwards proves that all wait. */
function waiters(condition: Condition, count: number, timeout?: number): { threads: Thread[]; woken: Queue<[number, boolean]> } {
  const ready = new Queue<number>();
  const woken = new Queue<[number, boolean]>();
  const threads: Thread[] = [];
  for (let n = 0; n < count; n++) {
    threads.push(new Thread(waitOnce, { args: timeout === undefined ? [condition, ready, woken, n] : [condition, ready, woken, n, timeout] }).start());
    assert.equal(ready.get(5000), n);
    condition.acquire();
    condition.release();
  }
  return { threads, woken };
}

export const raise = task(import.meta.url, function raise(condition: Condition, state: Int32Array, times: number) {
  for (let n = 0; n < times; n++) {
    using held = condition.hold();
    void held;
    state[0]!++;
    condition.notify();
  }
});

export const scenarios: Scenarios = {
  'wait and notify need the lock'() {
    const condition = new Condition();
    assert.throws(() => condition.wait(10), NotOwner);
    assert.throws(() => condition.notify(), NotOwner);
    assert.throws(() => condition.notifyAll(), NotOwner);
  },
  'notify wakes as many as it says, the longest waiting first'() {
    for (const lock of [undefined, new Lock(), new RLock()]) {
      const condition = new Condition(lock);
      const { threads, woken } = waiters(condition, 5);
      const notify = (count: number): void => {
        using held = condition.hold();
        void held;
        condition.notify(count);
      };
      notify(1);
      assert.deepEqual(woken.get(5000), [0, true]);
      assert.throws(() => woken.get(30), /empty/);
      notify(2);
      assert.deepEqual([woken.get(5000)[0], woken.get(5000)[0]].sort(), [1, 2]);
      assert.throws(() => woken.get(30), /empty/);
      condition.acquire();
      condition.notifyAll();
      condition.release();
      assert.deepEqual([woken.get(5000)[0], woken.get(5000)[0]].sort(), [3, 4]);
      for (const thread of threads) assert.equal(thread.join(5000), true);
    }
  },
  'a notify without a waiter is not remembered'() {
    const condition = new Condition();
    condition.acquire();
    condition.notify();
    assert.equal(condition.wait(20), false);
    condition.release();
  },
  'a wait ends by its timeout and holds the lock again'() {
    const condition = new Condition(new Lock());
    condition.acquire();
    const begin = performance.now();
    assert.equal(condition.wait(50), false);
    assert.ok(performance.now() - begin >= 45);
    assert.equal(condition.lock.owned(), true);
    condition.release();
  },
  'a waiter that gave up does not swallow a later notify'() {
    const condition = new Condition();
    const { threads, woken } = waiters(condition, 1, 20);
    assert.deepEqual(woken.get(5000), [0, false]);
    const second = waiters(condition, 1);
    condition.acquire();
    condition.notify();
    condition.release();
    assert.deepEqual(second.woken.get(5000), [0, true]);
    for (const thread of [...threads, ...second.threads]) thread.join();
  },
  'wait gives an RLock back whatever its depth, and takes it as often again'() {
    const condition = new Condition(new RLock());
    const { threads, woken } = waiters(condition, 1);
    condition.acquire();
    condition.acquire();
    condition.notify();
    assert.throws(() => woken.get(20), /empty/);
    assert.equal(condition.wait(5000) || true, true);
    condition.release();
    assert.equal(condition.lock.owned(), true);
    condition.release();
    assert.equal(condition.lock.owned(), false);
    threads[0]!.join();
  },
  'waitFor gives up when its time is over, however often it is notified'() {
    const condition = new Condition();
    condition.acquire();
    const begin = performance.now();
    assert.equal(condition.waitFor(() => false, 40), false);
    assert.ok(performance.now() - begin >= 35);
    assert.equal(condition.waitFor(() => true, 0), true);
    condition.release();
  },
  'two threads hand a turn back and forth'() {
    const condition = new Condition(new Lock());
    const turn = new Int32Array(new SharedArrayBuffer(4));
    const threads = [0, 1].map((mine) => new Thread(pingPong, { args: [condition, turn, mine, 5_000] }).start());
    for (const thread of threads) assert.equal(thread.join(15_000), true);
    assert.deepEqual(threads.map((thread) => thread.ending), [{ how: 'returned' }, { how: 'returned' }]);
  },
  async 'can be awaited'() {
    const condition = new Condition();
    const ready = new Event();
    const answers = new Queue<boolean>();
    const thread = new Thread(waitAsyncOnce, { args: [condition, ready, answers] }).start();
    await ready.waitAsync(5000);
    {
      using held = await condition.holdAsync();
      void held;
      condition.notify();
    }
    assert.equal(await answers.getAsync(5000), true);
    await thread.joinAsync();
    await condition.acquireAsync();
    assert.equal(await condition.waitForAsync(() => false, 20), false);
    condition.release();
  },
  'taking it is taking its lock'() {
    const lock = new Lock();
    const condition = new Condition(lock);
    condition.acquire();
    assert.equal(lock.acquire(0), false);
    condition.release();
    assert.equal(lock.acquire(0), true);
    assert.equal(condition.acquire(0), false);
    lock.release();
    const own = new Condition();
    own.acquire();
    assert.equal(own.acquire(0), true);
    own.release();
    own.release();
    assert.equal(own.lock.locked(), false);
  },
  'waitFor goes on waiting when it is notified too early'() {
    const condition = new Condition();
    const state = new Int32Array(new SharedArrayBuffer(4));
    condition.acquire();
    const thread = new Thread(raise, { args: [condition, state, 4] }).start();
    assert.equal(condition.waitFor(() => state[0] === 4, 5000), true);
    assert.equal(state[0], 4);
    condition.release();
    thread.join(undefined, { rethrow: true });
    // Never reached, in spite of the notifies.
    condition.acquire();
    const late = new Thread(raise, { args: [condition, state, 3] }).start();
    assert.equal(condition.waitFor(() => state[0] === 100, 60), false);
    condition.release();
    late.join(undefined, { rethrow: true });
    assert.equal(state[0], 7);
  },
};
