// What people rely on in acquire(...).
import assert from 'node:assert/strict';
import { acquire, acquireAsync, Lock, LockOrderError, RLock, Semaphore, task, Thread, TimeoutError } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const transfer = task(import.meta.url, function transfer(first: Lock, second: Lock, sums: Int32Array, times: number) {
  for (let n = 0; n < times; n++) {
    using held = acquire(first, second);
    void held;
    sums[0]!--;
    sums[1]!++;
  }
});

export const hold = task(import.meta.url, function hold(lock: Lock) {
  lock.acquire();
  new Promise(() => {});
  lock.acquire(300);
  lock.release();
});

export const scenarios: Scenarios = {
  'threads that name the locks in opposite orders do not deadlock'() {
    const [a, b] = [new Lock({ name: 'a' }), new Lock({ name: 'b' })];
    const sums = new Int32Array(new SharedArrayBuffer(8));
    const threads = [new Thread(transfer, { args: [a, b, sums, 20_000] }).start(), new Thread(transfer, { args: [b, a, sums, 20_000] }).start()];
    for (const thread of threads) thread.join(15_000, { rethrow: true });
    assert.deepEqual([...sums], [-40_000, 40_000]);
  },
  'releases all at the end of the block'() {
    const locks = [new Lock(), new RLock(), new Semaphore(1)] as const;
    {
      using held = acquire(...locks);
      void held;
      assert.deepEqual([locks[0].owned(), locks[1].owned(), locks[2].value], [true, true, 0]);
    }
    assert.deepEqual([locks[0].locked(), locks[1].locked(), locks[2].value], [false, false, 1]);
  },
  'refuses a nested acquire against the order, and says where the first was taken'() {
    const first = new Lock({ name: 'first' });
    const second = new Lock({ name: 'second' });
    {
      using held = acquire(second);
      void held;
      assert.throws(() => acquire(first), (error) => error instanceof LockOrderError && /"first".*"second".*acquire\.scenarios\.js:\d+:\d+/.test(error.message));
      assert.equal(first.locked(), false);
    }
    using outer = acquire(first);
    using inner = acquire(second);
    void [outer, inner];
  },
  'lets an RLock be taken again'() {
    const lock = new RLock();
    const later = new Lock();
    using outer = acquire(lock, later);
    using inner = acquire(lock);
    void [outer, inner];
    assert.throws(() => acquire(later), LockOrderError);
  },
  'gives everything back when one is not to be had in time'() {
    const [a, b] = [new Lock({ name: 'a' }), new Lock({ name: 'b' })];
    const thread = new Thread(hold, { args: [b] }).start();
    while (!b.locked());
    assert.throws(() => acquire(a, b, { timeout: 30 }), (error) => error instanceof TimeoutError && /"b".*30 ms/.test(error.message));
    assert.equal(a.locked(), false);
    thread.join();
    using held = acquire(a, b, { timeout: 1000 });
    void held;
  },
  async 'can be awaited'() {
    const [a, b] = [new Lock(), new Lock()];
    b.acquire();
    setTimeout(() => b.release(), 10);
    using held = await acquireAsync(b, a);
    void held;
    assert.deepEqual([a.owned(), b.owned()], [true, true]);
  },
  'needs a lock'() {
    assert.throws(() => acquire(...([] as unknown as [Lock])), TypeError);
  },
};
