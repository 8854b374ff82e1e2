// What threads and pools give back: the records that they referred to and their share of the heap, also where they were killed or forgotten.
import assert from 'node:assert/strict';
import { fifoGet } from '../../recipes/threading/fifo.js';
import { enter, leave } from '../../recipes/threading/guard.js';
import { i32 } from '../../recipes/threading/heap.js';
import { self } from '../../recipes/threading/identity.js';
import {
  BUMP, E_WAITERS, Q_GET_WAITERS, Q_GETS, Q_HEAD, Q_HEAD_GUARD, Q_JOINERS, Q_PUT_WAITERS, R_ID, R_KIND, R_REFS, RESOURCE_WORDS, RESOURCES_HIGH, RESOURCES_START, S_WAITERS, THREADS_HIGH, X_WORKERS,
} from '../../recipes/threading/layout.js';
import { Event, Future, Lock, observe, ProcessPoolExecutor, Queue, Semaphore, sleep, task, Thread, ThreadPoolExecutor, WorkerDied } from '../../recipes/threading/index.js';
import { DONE } from '../../recipes/threading/queue-base.js';
import { kinds } from '../../recipes/threading/resource.js';
import { feederWords } from '../../recipes/threading/process-feeder.js';
import type { Scenarios } from './scenarios.js';

/** Four threads are killed in a round; a round is about a quarter of a second. For thousands: `KILLED_THREADS=3000`. */
const ROUNDS = Number(process.env['KILLED_THREADS'] ?? 40) / 4;

export const nothing = task(import.meta.url, function nothing(_lock: Lock) {});

export const square = task(import.meta.url, function square(n: number) {
  return n * n;
});

/** Comes to know all kinds of things, frees and keeps blocks of the heap, and waits for ever. */
export const knowMuch = task(import.meta.url, function knowMuch(lock: Lock, items: Queue<object>, pool: ThreadPoolExecutor, ready: Semaphore) {
  const kept: unknown[] = [new Lock(), new Event(), new Queue(), new Thread(nothing, { args: [lock] }), Thread.current(), Future.open()];
  for (let n = 0; n < 8; n++) {
    kept.push(pool.submit(square, n));
    items.put({ text: 'x'.repeat(100 + n * 50) });
  }
  for (let n = 0; n < 8; n++) items.get();
  ready.release();
  // Shown as a wait for a future, which has a record of its own for as long as that lasts.
  (kept[5] as Future).result();
});

/** In a worker of a pool: takes the next task as the worker does, and computes for ever before it can note that. */
export const takeNext = task(import.meta.url, function takeNext(pool: number, ready: Semaphore) {
  i32[i32[pool + X_WORKERS]! + 1] = -self.item;
  while (fifoGet(pool, 2) !== DONE);
  ready.release();
  for (;;);
});

export const waitFor = task(import.meta.url, function waitFor(what: string, event: Event, semaphore: Semaphore, queue: Queue<number>) {
  if (what === 'event') event.wait();
  else if (what === 'semaphore') semaphore.acquire();
  else if (what === 'get') queue.get();
  else if (what === 'join') queue.join();
  else queue.put(2);
});

/** Keeps what it takes, says so, and waits for ever. */
export const keepBuffers = task(import.meta.url, function keepBuffers(buffers: Queue<SharedArrayBuffer>, count: number, ready: Semaphore) {
  const kept = Array.from({ length: count }, () => buffers.get());
  ready.release();
  new Semaphore(kept.length - count).acquire();
});

export const touch = task(import.meta.url, function touch(view: Uint8Array) {
  view.fill(1);
  return view;
});

function waits(thread: Thread): void {
  const limit = performance.now() + 10_000;
  while (observe().threads.find((one) => one.id === thread.ident)?.state.kind !== 'waiting') {
    assert.ok(performance.now() < limit, 'it never waited');
    sleep(1);
  }
  // The state is told before the thread sleeps.
  sleep(5);
}

function kill(thread: Thread): void {
  thread.kill();
  assert.equal(thread.join(10_000), true);
}

/** Collects garbage and lets finalizers run. */
async function collect(): Promise<void> {
  (globalThis as { gc?: () => void }).gc!();
  await new Promise((resolve) => setTimeout(resolve, 5));
}

/** The same until it is so. */
async function collectUntil(done: () => boolean, what: string): Promise<void> {
  const limit = performance.now() + 10_000;
  while (!done()) {
    assert.ok(performance.now() < limit, what);
    await collect();
  }
}

/** Buffers of the program's own that the supervisor keeps. */
/** Those younger than the resource with the id `since`. */
function buffersKept(since = 0): number {
  let count = 0;
  for (let n = 0; n < i32[RESOURCES_HIGH]!; n++) {
    const at = RESOURCES_START + n * RESOURCE_WORDS;
    if (i32[at + R_KIND] === kinds.indexOf('SharedArrayBuffer') && i32[at + R_ID]! > since) count++;
  }
  return count;
}

const poolsAlive = (): number => observe().resources.filter((one) => one.kind === 'ThreadPoolExecutor').length;
const workersAlive = (): number => Thread.enumerate().filter((thread) => thread.name.startsWith('dropped')).length;

function usePool(): Future<number>[] {
  const pool = new ThreadPoolExecutor(3, { name: 'dropped' });
  return Array.from({ length: 40 }, (_, n) => pool.submit(square, n));
}

export const scenarios: Scenarios = {
  'an argument is given back when its thread has ended, or was never started'() {
    const lock = new Lock();
    for (let n = 0; n < 30; n++) new Thread(nothing, { args: [lock] }).start().join();
    // This thread's reference, and one of each worker that has met the lock and sleeps.
    assert.ok(i32[lock.at + R_REFS]! <= 4, `${i32[lock.at + R_REFS]} references`);
  },
  async 'nor does a thread that was never started keep its arguments'() {
    const lock = new Lock();
    for (let n = 0; n < 30; n++) new Thread(nothing, { args: [lock] });
    assert.ok(i32[lock.at + R_REFS]! > 1);
    await collectUntil(() => i32[lock.at + R_REFS] === 1, 'the arguments stay');
  },
  async 'killed threads leave nothing behind'() {
    const items = new Queue<object>();
    const pool = new ThreadPoolExecutor(1);
    const ready = new Semaphore(0);
    const round = async (): Promise<void> => {
      const lock = new Lock();
      const threads = Array.from({ length: 4 }, () => new Thread(knowMuch, { args: [lock, items, pool, ready] }).start());
      for (const _ of threads) ready.acquire();
      for (const thread of threads) kill(thread);
      assert.equal(i32[lock.at + R_REFS], 1, 'killed threads still refer to the lock');
    };
    for (let n = 0; n < 5; n++) await round().then(collect);
    await collectUntil(() => observe().resources.length < 20, 'locks of the first threads stay');
    const before = { resources: i32[RESOURCES_HIGH]!, threads: i32[THREADS_HIGH]!, heap: i32[BUMP]! };
    for (let n = 0; n < ROUNDS; n++) await round().then(collect);
    await collectUntil(() => observe().resources.length < 20, 'locks of killed threads stay');
    assert.ok(i32[RESOURCES_HIGH]! <= before.resources + 100, `${i32[RESOURCES_HIGH]! - before.resources} more records of resources`);
    assert.ok(i32[THREADS_HIGH]! <= before.threads + 100, `${i32[THREADS_HIGH]! - before.threads} more records of threads`);
    assert.ok((i32[BUMP]! - before.heap) * 16 < 300_000, `${(i32[BUMP]! - before.heap) * 16} more bytes of the heap`);
    pool.shutdown();
  },
  'a killed sleeper is no longer counted among those who wait'() {
    const event = new Event();
    const semaphore = new Semaphore(0);
    const queue = new Queue<number>(1);
    const full = new Queue<number>(1);
    full.put(1);
    const counts: [string, Queue<number>, number][] = [
      ['event', queue, event.at + E_WAITERS], ['semaphore', queue, semaphore.at + S_WAITERS], ['get', queue, queue.at + Q_GET_WAITERS], ['put', full, full.at + Q_PUT_WAITERS],
      ['join', full, full.at + Q_JOINERS],
    ];
    for (const [what, on, word] of counts) {
      const thread = new Thread(waitFor, { args: [what, event, semaphore, on] }).start();
      waits(thread);
      assert.equal(i32[word], 1, what);
      kill(thread);
      assert.equal(i32[word], 0, what);
    }
  },
  async 'a pool that nobody refers to runs what was submitted, and its workers go'() {
    const futures = usePool();
    await collectUntil(() => workersAlive() === 0 && poolsAlive() === 0, 'its workers stay');
    assert.deepEqual(futures.map((future) => future.result(0)), Array.from({ length: 40 }, (_, n) => n * n));
  },
  async 'a pool that a queue or a thread refers to goes on'() {
    const queue = new Queue<ThreadPoolExecutor>();
    const fill = (): void => {
      const pool = new ThreadPoolExecutor(2, { name: 'dropped' });
      assert.equal(pool.submit(square, 3).result(), 9);
      queue.put(pool);
    };
    fill();
    for (let n = 0; n < 20; n++) await collect();
    const use = (): void => assert.equal(queue.get().submit(square, 4).result(5000), 16);
    use();
    await collectUntil(() => workersAlive() === 0 && poolsAlive() === 0, 'its workers stay');
  },
  async 'a SharedArrayBuffer that nobody refers to any more is let go of, also by a pool that goes on'() {
    using pool = new ThreadPoolExecutor(1);
    const before = process.memoryUsage.rss();
    let most = 0;
    // Two gigabytes, there and back.
    for (let n = 0; n < 512; n++) {
      const view = await pool.submit(touch, new Uint8Array(new SharedArrayBuffer(4 << 20)));
      assert.equal(view[view.length - 1], 1);
      most = Math.max(most, buffersKept());
    }
    const grown = (process.memoryUsage.rss() - before) / 2 ** 20;
    // Each of three engines collects in its own time.
    assert.ok(most < 256 && grown < 1024, `${most} buffers at a time, ${grown} MB more`);
  },
  async 'also one that lies in a queue that is dropped, and one that a killed thread knew'() {
    // Workers of earlier tests may let go of theirs at any time.
    const since = new Lock().id;
    const fill = (): void => {
      for (let n = 0; n < 20; n++) new Queue<SharedArrayBuffer>().put(new SharedArrayBuffer(1024));
    };
    fill();
    assert.equal(buffersKept(since), 20);
    await collectUntil(() => buffersKept(since) === 0, 'buffers in queues stay');
    const ready = new Semaphore(0);
    const buffers = new Queue<SharedArrayBuffer>();
    const thread = new Thread(keepBuffers, { args: [buffers, 20, ready] }).start();
    const send = (): void => {
      for (let n = 0; n < 20; n++) buffers.put(new SharedArrayBuffer(1024));
    };
    send();
    ready.acquire();
    for (let n = 0; n < 10; n++) await collect();
    assert.equal(buffersKept(since), 20, 'a thread knows them');
    kill(thread);
    await collectUntil(() => buffersKept(since) === 0, 'buffers of a killed thread stay');
  },
  async 'of several objects for one lock, all dead before the first finalizer, only one gives the reference back'() {
    const queue = new Queue<Lock>();
    const make = (): number => {
      const lock = new Lock();
      for (let n = 0; n < 4; n++) queue.put(lock);
      return lock.at;
    };
    const at = make();
    const id = i32[at + R_ID];
    // What a turn of the loop has seen is collected after it; finalizers run later than the next tick.
    const nextTick = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
    const takeOne = (): void => void queue.get();
    for (let n = 0; n < 3; n++) {
      await nextTick();
      (globalThis as { gc?: () => void }).gc!();
      takeOne();
    }
    await nextTick();
    for (let n = 0; n < 5; n++) await collect();
    assert.equal(i32[at + R_REFS], 1, 'the one in the queue');
    const last = queue.get();
    assert.equal(last.id, id);
    assert.equal(last.acquire(0), true);
    last.release();
  },
  'a worker that is killed between taking a task and noting which tells its future'() {
    const pool = new ThreadPoolExecutor(1, { name: 'between' });
    const ready = new Semaphore(0);
    pool.submit(takeNext, pool.at, ready);
    const future = pool.submit(square, 5);
    ready.acquire();
    for (const thread of Thread.enumerate()) if (thread.name.startsWith('between')) kill(thread);
    assert.throws(() => future.result(10_000), (error) => error instanceof WorkerDied && error.message.includes('before it could begin the task'));
    assert.equal(pool.submit(square, 6).result(10_000), 36);
    pool.shutdown();
  },
  'the feeder of a process pool that is killed between taking a task and noting which tells its future'() {
    const pool = new ProcessPoolExecutor(1, { name: 'fed' });
    assert.equal(pool.submit(square, 4).result(10_000), 16);
    const table = i32[pool.at + X_WORKERS]!;
    enter(pool.at + Q_HEAD_GUARD);
    const future = pool.submit(square, 5);
    // The feeder has announced that it takes something, and waits for the guard.
    let announced = 0;
    while (announced === 0) announced = -Math.min(0, ...i32.subarray(table, table + feederWords(1)));
    // What it would do next, up to where it is killed.
    const gets = i32[pool.at + Q_GETS]!;
    const segment = i32[pool.at + Q_HEAD]!;
    i32[announced + 1] = i32[segment + 2 + (gets - i32[segment + 1]!) * 4 + 1]!;
    Atomics.store(i32, pool.at + Q_GETS, gets + 1);
    for (const thread of Thread.enumerate()) if (thread.name.startsWith('fed')) kill(thread);
    leave(pool.at + Q_HEAD_GUARD);
    assert.throws(() => future.result(10_000), (error) => error instanceof WorkerDied && error.message.includes('was killed'));
    pool.shutdown();
  },
  'a worker that is killed before it has begun is not waited for'() {
    for (let n = 0; n < 10; n++) {
      const pool = new ThreadPoolExecutor(1, { name: 'dropped' });
      const future = pool.submit(square, 5);
      for (const thread of Thread.enumerate()) if (thread.name.startsWith('dropped')) kill(thread);
      // Another one took the task, unless it had begun.
      try {
        assert.equal(future.result(10_000), 25);
      } catch (error) {
        assert.ok(error instanceof WorkerDied, String(error));
      }
      pool.shutdown();
    }
  },
};
