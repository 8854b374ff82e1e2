// What a snapshot shows.
import assert from 'node:assert/strict';
import { Condition, Event, LifoQueue, Lock, observe, Queue, RLock, Semaphore, sleep, task, Thread, ThreadPoolExecutor, type ResourceSnapshot, type Snapshot, type ThreadState } from '../../recipes/threading/index.js';
import { i32 } from '../../recipes/threading/heap.js';
import { Q_DONE, Q_GETS, Q_PUTS } from '../../recipes/threading/layout.js';
import type { Scenarios } from './scenarios.js';

export const doIt = task(import.meta.url, function doIt(what: string, object: unknown, extra?: unknown) {
  switch (what) {
    case 'acquire':
      (object as Lock).acquire();
      break;
    case 'get':
      (object as Queue).get(60_000);
      break;
    case 'put':
      (object as Queue).put(1);
      break;
    case 'join':
      (object as Queue).join();
      break;
    case 'condition':
      (object as Condition).acquire();
      (object as Condition).wait();
      break;
    case 'event':
      (object as Event).wait();
      break;
    case 'semaphore':
      (object as Semaphore).acquire();
      break;
    case 'thread':
      (object as Thread).join();
      break;
    case 'sleep':
      sleep(60_000);
      break;
    case 'loop':
      return new Promise(() => {});
    case 'opposite':
      (object as Lock).acquire();
      (extra as Lock).acquire(60_000);
      break;
    default:
      throw new Error(what);
  }
  return undefined;
});

/** Takes the lock again and again until it is told to stop. */
export const contend = task(import.meta.url, function contend(lock: Lock, stop: Int32Array) {
  while (Atomics.load(stop, 0) === 0) {
    lock.acquire();
    sleep(3); // Long enough for the others to fall asleep, and for a wait to be older than what the clocks differ by.
    lock.release();
  }
});

export const hang = task(import.meta.url, function hang(event: Event) {
  event.wait();
});

export const askPool = task(import.meta.url, function askPool(pool: ThreadPoolExecutor, event: Event) {
  pool.submit(hang, event).result();
});

function until<T>(look: (snapshot: Snapshot) => T | undefined): T {
  const limit = performance.now() + 10_000;
  for (;;) {
    const found = look(observe());
    if (found !== undefined) return found;
    if (performance.now() > limit) throw new Error(`never seen: ${JSON.stringify(observe(), null, 1)}`);
    sleep(5);
  }
}

/** The thread's state once its place is known too. */
function stateOf(thread: Thread, kind: ThreadState['kind']): ThreadState {
  return until((snapshot) => {
    const state = snapshot.threads.find((one) => one.id === thread.ident)?.state;
    return state?.kind === kind && (!('stack' in state) || state.stack.length > 0) ? state : undefined;
  });
}

function resource<K extends ResourceSnapshot['kind']>(id: number, kind: K): Extract<ResourceSnapshot, { kind: K }> {
  const found = observe().resources.find((one) => one.id === id);
  assert.equal(found?.kind, kind);
  return found as Extract<ResourceSnapshot, { kind: K }>;
}

export const scenarios: Scenarios = {
  'no thread is seen to wait for the lock that it has just taken: that would be a deadlock with itself'() {
    const lock = new Lock({ name: 'busy' });
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const threads = [1, 2, 3].map(() => new Thread(contend, { args: [lock, stop] }).start());
    for (const thread of threads) stateOf(thread, 'waiting');
    let waits = 0;
    for (const end = performance.now() + 3_000; performance.now() < end; ) {
      const { at, threads: seen, resources } = observe();
      const owner = resources.flatMap((each) => (each.id === lock.id && 'owner' in each ? [each.owner] : []))[0];
      for (const { id, state } of seen) {
        if (state.kind !== 'waiting' || state.resource !== lock.id) continue;
        waits++;
        // The threads' clocks differ by some microseconds: who has just begun to wait may have held the lock when the sample began.
        if (id === owner && state.since < at - 1) {
          Atomics.store(stop, 0, 1);
          assert.fail(`after ${waits} waits a thread was seen to wait for what it holds, since ${at - state.since} ms`);
        }
      }
    }
    Atomics.store(stop, 0, 1);
    for (const thread of threads) thread.join();
    assert.ok(waits > 100, `${waits} waits were seen`);
  },

  'who waits, for what, since when, where'() {
    const lock = new Lock({ name: 'held' });
    lock.acquire();
    const full = new Queue<number>(1);
    full.put(0);
    const empty = new Queue<number>();
    const condition = new Condition();
    const event = new Event();
    const semaphore = new Semaphore(0);
    const before = Date.now();
    const cases: [string, unknown, number, string][] = [
      ['acquire', lock, lock.id, 'acquire'], ['get', empty, empty.id, 'get'], ['put', full, full.id, 'put'], ['join', full, full.id, 'join'],
      ['condition', condition, condition.id, 'wait'], ['event', event, event.id, 'wait'], ['semaphore', semaphore, semaphore.id, 'acquire'],
    ];
    const threads = cases.map(([what, object]) => new Thread(doIt, { args: [what, object] as never, daemon: true }).start());
    for (const [n, [what, , id, operation]] of cases.entries()) {
      const state = stateOf(threads[n]!, 'waiting');
      assert.ok(state.kind === 'waiting');
      assert.equal(state.resource, id, what);
      assert.equal(state.operation, operation);
      assert.ok(state.since >= before - 1 && state.since <= Date.now() + 1, `since ${state.since}`);
      assert.match(state.stack[0]!.file, /observe\.scenarios\.js$/);
      assert.match(state.stack[0]!.function!, /^doIt/);
      if (what === 'get') assert.ok(Math.abs(state.until! - state.since - 60_000) < 5);
      else assert.equal(state.until, undefined);
    }
    // Different lines for different calls.
    const lines = threads.map((thread) => (stateOf(thread, 'waiting') as { stack: { line: number }[] }).stack[0]!.line);
    assert.equal(new Set(lines).size, lines.length);
  },
  'who joins, sleeps, or waits in its event loop'() {
    const sleeper = new Thread(doIt, { args: ['sleep', null] as never, daemon: true }).start();
    const state = stateOf(sleeper, 'sleeping');
    assert.ok(state.kind === 'sleeping' && Math.abs(state.until - state.since - 60_000) < 5);
    const joiner = new Thread(doIt, { args: ['thread', sleeper] as never, daemon: true }).start();
    const joining = stateOf(joiner, 'joining');
    assert.ok(joining.kind === 'joining' && joining.thread === sleeper.ident);
    const loops = new Thread(doIt, { args: ['loop', null] as never, daemon: true }).start();
    assert.equal(stateOf(loops, 'in-event-loop').kind, 'in-event-loop');
  },
  'who holds a lock, where it was taken, how often'() {
    const lock = new Lock({ name: 'till' });
    observe();
    lock.acquire();
    lock.release();
    lock.acquire();
    const seen = resource(lock.id, 'Lock');
    assert.equal(seen.name, 'till');
    assert.equal(seen.owner, Thread.current().ident);
    assert.equal(seen.acquisitions, 2);
    assert.equal(seen.contended, 0);
    assert.match(seen.taken[0]!.file, /observe\.scenarios\.js$/);
    assert.match(seen.created[0]!.file, /observe\.scenarios\.js$/);
    assert.ok(seen.taken[0]!.line > seen.created[0]!.line);
    lock.release();
    assert.equal(resource(lock.id, 'Lock').owner, undefined);
    const nested = new RLock();
    nested.acquire();
    nested.acquire();
    assert.equal(resource(nested.id, 'RLock').depth, 2);
    nested.release();
    nested.release();
    assert.equal(resource(nested.id, 'RLock').depth, 0);
  },
  'never a stale place: where acquisitions are too many to note, none is shown'() {
    const lock = new Lock();
    observe();
    for (let n = 0; n < 1000; n++) {
      lock.acquire();
      lock.release();
    }
    lock.acquire();
    assert.deepEqual(resource(lock.id, 'Lock').taken, []);
    lock.release();
    observe();
    lock.acquire();
    assert.equal(resource(lock.id, 'Lock').taken.length > 0, true);
    lock.release();
  },
  'a deadlock of two threads is there to be read'() {
    const [a, b] = [new Lock({ name: 'a' }), new Lock({ name: 'b' })];
    const saver = new Thread(doIt, { args: ['opposite', a, b] as never, daemon: true }).start();
    until((snapshot) => snapshot.resources.find((one) => one.id === a.id && 'owner' in one && one.owner === saver.ident));
    const spender = new Thread(doIt, { args: ['acquire', b, null] as never, daemon: true }).start();
    void spender;
    // The saver gets b or the spender does; a third one, which takes b first, makes the cycle sure.
    const state = until((snapshot) => {
      const owner = snapshot.resources.find((one) => one.id === b.id);
      return owner !== undefined && 'owner' in owner && owner.owner !== undefined ? owner.owner : undefined;
    });
    assert.ok(state === saver.ident || state === spender.ident);
  },
  'queues show size, capacity, unfinished, puts and gets'() {
    const queue = new Queue<number>(5, { name: 'orders' });
    for (let n = 0; n < 4; n++) queue.put(n);
    queue.get();
    queue.taskDone();
    const seen = resource(queue.id, 'Queue');
    assert.deepEqual({ ...(seen as object), created: null }, { id: queue.id, name: 'orders', created: null, kind: 'Queue', size: 3, capacity: 5, unfinished: 3, puts: 4, gets: 1 });
  },
  'a wait for a future leads to the thread that runs it'() {
    const pool = new ThreadPoolExecutor(1, { name: 'crew' });
    const event = new Event();
    const asker = new Thread(askPool, { args: [pool, event] }).start();
    const state = stateOf(asker, 'waiting');
    assert.ok(state.kind === 'waiting' && state.operation === 'result');
    const future = until((snapshot) => {
      const found = snapshot.resources.find((one) => one.id === state.resource);
      return found?.kind === 'Future' && found.status === 'running' ? found : undefined;
    });
    const runner = until((snapshot) => snapshot.threads.find((thread) => thread.id === future.runner && thread.state.kind === 'waiting'));
    assert.equal(runner.name, 'crew_0');
    assert.ok(runner.state.kind === 'waiting' && runner.state.resource === event.id);
    const executor = resource(pool.id, 'ThreadPoolExecutor');
    assert.deepEqual([executor.workers, executor.idle, executor.pending], [1, 0, 0]);
    event.set();
    asker.join();
    pool.shutdown();
    assert.equal(observe().resources.some((one) => one.id === state.resource), false);
  },
  async 'what is no longer used leaves the table'() {
    const count = (): number => observe().resources.length;
    const before = count();
    for (let round = 0; round < 50; round++) {
      for (let n = 0; n < 100; n++) new Lock();
      (globalThis as { gc?: () => void }).gc!();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assert.ok(count() < before + 2500, `${count()} of 5,000 are still there`);
  },
  'a resource that has not changed is the same object as before'() {
    const lock = new Lock();
    const first = observe().resources.find((one) => one.id === lock.id);
    assert.equal(observe().resources.find((one) => one.id === lock.id), first);
    lock.acquire();
    assert.notEqual(observe().resources.find((one) => one.id === lock.id), first);
    lock.release();
  },
  'the puts and gets of a queue go on beyond 2^32'() {
    const queue = new LifoQueue<number>();
    for (const word of [Q_PUTS, Q_GETS, Q_DONE]) i32[queue.at + word] = -3;
    const look = () => observe().resources.find((one) => one.id === queue.id) as Extract<ResourceSnapshot, { puts: number }>;
    assert.equal(look().puts, 2 ** 32 - 3);
    for (let n = 0; n < 10; n++) queue.put(n);
    for (let n = 0; n < 5; n++) queue.get();
    const { puts, gets, size, unfinished } = look();
    assert.deepEqual({ puts, gets, size, unfinished }, { puts: 2 ** 32 + 7, gets: 2 ** 32 + 2, size: 5, unfinished: 10 });
  },
};
