// What people rely on in wait.
import assert from 'node:assert/strict';
import { Event, Future, observe, sleep, task, Thread, ThreadPoolExecutor, wait, waitAsync } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const hold = task(import.meta.url, function hold(event: Event, n: number) {
  event.wait();
  if (n < 0) throw new RangeError(`${n}`);
  return n;
});

export const waitForAll = task(import.meta.url, function waitForAll(futures: Future<number>[]) {
  wait(futures);
});

/** The future that a thread is shown to wait for, once it is one of another kind than `before`. */
function waitsFor(thread: Thread, before = 0): { id: number; status: string } {
  const limit = performance.now() + 10_000;
  for (;;) {
    const { threads, resources } = observe();
    const state = threads.find(({ id }) => id === thread.ident)?.state;
    const found = state?.kind === 'waiting' ? resources.find(({ id }) => id === state.resource) : undefined;
    if (found?.kind === 'Future' && found.id !== before && found.status === 'running') return found;
    if (performance.now() > limit) throw new Error(`never seen: ${JSON.stringify(state)}`);
    sleep(5);
  }
}

export const scenarios: Scenarios = {
  'who waits for all is shown to wait for the first that runs, one after the other'() {
    using pool = new ThreadPoolExecutor(1);
    const events = [new Event(), new Event(), new Event()] as const;
    const futures = events.map((event, n) => pool.submit(hold, event, n));
    const waiter = new Thread(waitForAll, { args: [futures] }).start();
    const first = waitsFor(waiter);
    events[0].set();
    const second = waitsFor(waiter, first.id);
    events[1].set();
    waitsFor(waiter, second.id);
    assert.equal(waiter.isAlive(), true);
    events[2].set();
    assert.equal(waiter.join(10_000), true);
  },
  'until all, until the first, until the first failure'() {
    using pool = new ThreadPoolExecutor(3);
    const events = [new Event(), new Event(), new Event()] as const;
    const futures = [pool.submit(hold, events[0], 1), pool.submit(hold, events[1], -2), pool.submit(hold, events[2], 3)] as const;
    assert.equal(wait(futures, { timeout: 20 }).done.size, 0);
    events[0].set();
    const first = wait(futures, { until: 'first-completed' });
    assert.deepEqual([[...first.done], [...first.notDone]], [[futures[0]], [futures[1], futures[2]]]);
    events[1].set();
    const failed = wait(futures, { until: 'first-exception' });
    assert.equal(failed.done.has(futures[1]), true);
    assert.equal(failed.notDone.has(futures[2]), true);
    events[2].set();
    assert.equal(wait(futures).done.size, 3);
    assert.equal(wait([]).done.size, 0);
  },
  'sees a future that is cancelled while it waits'() {
    const pool = new ThreadPoolExecutor(1);
    const event = new Event();
    const running = pool.submit(hold, event, 1);
    const waiting = pool.submit(hold, event, 2);
    waiting.cancel();
    assert.deepEqual([...wait([running, waiting], { until: 'first-completed' }).done], [waiting]);
    event.set();
    pool.shutdown();
  },
  async 'can be awaited'() {
    await using pool = new ThreadPoolExecutor(2);
    const event = new Event();
    const futures = [pool.submit(hold, event, 1), pool.submit(hold, event, 2)];
    assert.equal((await waitAsync(futures, { timeout: 10 })).notDone.size, 2);
    setTimeout(() => event.set(), 10);
    assert.equal((await waitAsync(futures)).done.size, 2);
  },
  'a future that is there twice counts once'() {
    using pool = new ThreadPoolExecutor(1);
    const event = new Event();
    const future = pool.submit(hold, event, 1);
    event.set();
    const { done, notDone } = wait([future, future]);
    assert.deepEqual([[...done], [...notDone]], [[future], []]);
  },
  'returns at once where what it waits for has happened already, with all that is done'() {
    const failed = Future.open<number>();
    failed.setException(new RangeError('no'));
    const finished = Future.open<number>();
    finished.setResult(1);
    const cancelled = Future.open<number>();
    cancelled.cancel();
    const pending = Future.open<number>();
    const all = [failed, finished, cancelled, pending];
    for (const until of ['first-completed', 'first-exception'] as const) {
      const { done, notDone } = wait(all, { until, timeout: 5000 });
      assert.deepEqual([[...done], [...notDone]], [[failed, finished, cancelled], [pending]]);
    }
    assert.deepEqual([...wait(all, { timeout: 10 }).notDone], [pending]);
    assert.equal(wait([finished, cancelled, pending], { until: 'first-exception', timeout: 10 }).done.size, 2);
  },
  'a hundred futures that end at the same time'() {
    using pool = new ThreadPoolExecutor(4);
    const event = new Event();
    const futures = Array.from({ length: 100 }, (_, n) => pool.submit(hold, event, n));
    event.set();
    assert.equal(wait(futures, { timeout: 10_000 }).done.size, 100);
  },
};
