// What people rely on in asCompleted.
import assert from 'node:assert/strict';
import { asCompleted, Event, Future, task, ThreadPoolExecutor, TimeoutError } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const after = task(import.meta.url, function after(mine: Event, next: Event | null, n: number) {
  mine.wait();
  next?.set();
  return n;
});

export const scenarios: Scenarios = {
  'gives each once, those that have ended first'() {
    using pool = new ThreadPoolExecutor(3);
    const events = [new Event(), new Event(), new Event()] as const;
    const futures = [pool.submit(after, events[0], null, 0), pool.submit(after, events[1], null, 1), pool.submit(after, events[2], null, 2)];
    const order: number[] = [];
    const release = [2, 0, 1];
    events[release[0]!]!.set();
    for (const future of asCompleted([...futures, futures[0]!])) {
      order.push(future.result(0));
      const next = release[order.length];
      if (next !== undefined) events[next]!.set();
    }
    assert.deepEqual(order, release);
  },
  'throws when the time is over'() {
    const pool = new ThreadPoolExecutor(1);
    const event = new Event();
    const futures = [pool.submit(after, event, null, 1)];
    assert.throws(() => [...asCompleted(futures, 20)], (error) => error instanceof TimeoutError && /1 of 1/.test(error.message));
    event.set();
    pool.shutdown();
  },
  async 'can be awaited'() {
    await using pool = new ThreadPoolExecutor(2);
    const [first, second] = [new Event(), new Event()];
    const futures = [pool.submit(after, first, null, 1), pool.submit(after, second, first, 2)];
    second.set();
    const got = new Set<number>();
    for await (const future of asCompleted(futures)) got.add(await future);
    assert.deepEqual([...got].sort(), [1, 2]);
  },
  'gives what has ended, whatever way, before its time is over'() {
    for (const timeout of [0, 30]) {
      const [finished, failed, cancelled, pending] = [Future.open<number>(), Future.open<number>(), Future.open<number>(), Future.open<number>()] as const;
      finished.setResult(1);
      failed.setException(new RangeError('no'));
      cancelled.cancel();
      const given = new Set<Future<number>>();
      assert.throws(() => {
        for (const future of asCompleted([finished, failed, pending, cancelled], timeout)) given.add(future);
      }, (error) => error instanceof TimeoutError && /1 of 4/.test(error.message));
      assert.deepEqual(given, new Set([finished, failed, cancelled]));
    }
  },
  async 'keeps no future that it has given'() {
    const given: WeakRef<Future<number>>[] = [];
    const steps = (() => {
      const futures = Array.from({ length: 8 }, () => Future.open<number>());
      for (const future of futures) future.setResult(1);
      given.push(...futures.map((future) => new WeakRef(future)));
      return asCompleted(futures)[Symbol.asyncIterator]();
    })();
    for (let n = 0; n < 4; n++) await steps.next();
    const left = (): number => given.filter((future) => future.deref() !== undefined).length;
    for (let n = 0; n < 50 && left() > 5; n++) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      (globalThis as { gc?: () => void }).gc!();
    }
    // The last one that was given may still lie in a register.
    assert.ok(left() >= 4 && left() <= 5, `${left()} of 8 are left after 4`);
    await steps.next();
  },
};
