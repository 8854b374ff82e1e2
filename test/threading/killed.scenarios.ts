// What others see when a thread is killed while it waits, holds, or is in the middle of something.
import assert from 'node:assert/strict';
import {
  Abandoned, Barrier, BrokenBarrier, Condition, Event, Future, LifoQueue, Lock, observe, PollableQueue, PriorityQueue, Queue, RLock, select, Semaphore, SimpleQueue, sleep, task, Thread,
  ThreadPoolExecutor, WorkerDied,
} from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const holdAndWait = task(import.meta.url, function holdAndWait(lock: Lock | RLock, ready: Event) {
  lock.acquire();
  ready.set();
  new Event().wait();
});

export const holdAndReturn = task(import.meta.url, function holdAndReturn(lock: Lock) {
  lock.acquire();
});

export const takeIt = task(import.meta.url, function takeIt(lock: Lock, told: Queue<string>) {
  try {
    lock.acquire();
    told.put('taken');
    lock.release();
  } catch (error) {
    told.put(`${(error as Error).name}: ${(error as Error).message}`);
  }
});

export const waitOn = task(import.meta.url, function waitOn(condition: Condition, told: Queue<string>) {
  condition.acquire();
  told.put('waits');
  told.put(String(condition.wait()));
  condition.release();
});

export const waitForEvent = task(import.meta.url, function waitForEvent(event: Event) {
  event.wait();
});

export const waitAtBarrier = task(import.meta.url, function waitAtBarrier(barrier: Barrier) {
  barrier.wait();
});

type AnyQueue = Queue<unknown> | LifoQueue<unknown> | PriorityQueue<unknown> | SimpleQueue<unknown>;

function putOne(queue: AnyQueue, item: unknown, priority: number): void {
  if (queue instanceof PriorityQueue) queue.put(item, priority);
  else queue.put(item);
}

export const putAlways = task(import.meta.url, function putAlways(queue: AnyQueue) {
  for (let n = 0; ; n++) putOne(queue, { n, text: 'x'.repeat(n % 50) }, n % 7);
});

export const getAlways = task(import.meta.url, function getAlways(queue: Queue<unknown>) {
  for (;;) queue.get();
});

export const waitForever = task(import.meta.url, function waitForever(object: Semaphore | Queue<unknown>) {
  if (object instanceof Semaphore) object.acquire();
  else object.get();
});

export const neverEnds = task(import.meta.url, function neverEnds() {
  for (;;) sleep(1000);
});

type Waited = 'event' | 'result' | 'put' | 'join' | 'select' | 'barrier' | 'shutdown';

/** Waits in one of the ways there are, and tells what became of it. */
export const waitSomehow = task(import.meta.url, function waitSomehow(how: Waited, what: { event: Event; future: Future<number>; queue: Queue<number>; polled: PollableQueue<number>; barrier: Barrier; pool: ThreadPoolExecutor }, told: Queue<string>) {
  try {
    if (how === 'event') what.event.wait();
    else if (how === 'result') what.future.result();
    else if (how === 'put') what.queue.put(2);
    else if (how === 'join') what.queue.join();
    else if (how === 'select') select([what.polled]);
    else if (how === 'shutdown') what.pool.shutdown();
    else what.barrier.wait();
    told.put('went on');
  } catch (error) {
    told.put((error as Error).name);
  }
});

export const printAlways = task(import.meta.url, function printAlways() {
  for (let n = 0; ; n++) process.stdout.write('');
});

function killed(thread: Thread): void {
  thread.kill();
  assert.equal(thread.join(10_000), true);
  assert.deepEqual(thread.ending, { how: 'killed' });
}

/** As `killed`; the kill of another one may have damaged the order of a PriorityQueue before, which ends whoever uses it. */
function killedOrTold(thread: Thread, queue: AnyQueue | PollableQueue<unknown>): void {
  thread.kill();
  assert.equal(thread.join(10_000), true);
  const { ending } = thread;
  assert.ok(ending?.how === 'killed' || (queue instanceof PriorityQueue && ending?.how === 'raised' && /^Abandoned: .* is damaged/.test(ending.message)), JSON.stringify(ending));
}

function waits(thread: Thread): void {
  const limit = performance.now() + 10_000;
  while (observe().threads.find((one) => one.id === thread.ident)?.state.kind !== 'waiting') {
    assert.ok(performance.now() < limit, 'it never waited');
    sleep(2);
  }
}

export const scenarios: Scenarios = {
  'a lock whose holder was killed says so, and can be recovered'() {
    for (const lock of [new Lock({ name: 'vault' }), new RLock({ name: 'vault' })]) {
      const ready = new Event();
      const holder = new Thread(holdAndWait, { args: [lock, ready], name: 'robber' }).start();
      ready.wait();
      killed(holder);
      assert.throws(() => lock.acquire(), (error) => error instanceof Abandoned && /"vault".*recover/.test(error.message));
      assert.throws(() => lock.acquire(0), Abandoned);
      assert.equal(lock.recover(), true);
      assert.equal(lock.recover(), false);
      lock.release();
      assert.equal(lock.acquire(0), true);
      lock.release();
    }
  },
  'who waits for it wakes with the same error'() {
    const lock = new Lock({ name: 'vault' });
    const ready = new Event();
    const told = new Queue<string>();
    const holder = new Thread(holdAndWait, { args: [lock, ready], name: 'robber' }).start();
    ready.wait();
    const waiter = new Thread(takeIt, { args: [lock, told] }).start();
    waits(waiter);
    killed(holder);
    assert.match(told.get(5000), /^Abandoned: "vault"/);
    waiter.join();
  },
  'a thread that returns without releasing leaves the same'() {
    const lock = new Lock({ name: 'forgotten' });
    new Thread(holdAndReturn, { args: [lock] }).start().join();
    assert.throws(() => lock.acquire(), Abandoned);
  },
  'a killed waiter of a lock, a semaphore, a queue does not take the others\' turn'() {
    const lock = new Lock();
    const told = new Queue<string>();
    lock.acquire();
    const [first, second] = [1, 2].map(() => new Thread(takeIt, { args: [lock, told] }).start()) as [Thread, Thread];
    waits(first);
    waits(second);
    killed(first);
    lock.release();
    assert.equal(told.get(5000), 'taken');
    second.join();
    const semaphore = new Semaphore(0);
    const queue = new Queue<unknown>();
    for (const object of [semaphore, queue]) {
      const [dead, alive] = [1, 2].map(() => new Thread(waitForever, { args: [object] }).start()) as [Thread, Thread];
      waits(dead);
      waits(alive);
      killed(dead);
      if (object === semaphore) semaphore.release();
      else queue.put(1);
      assert.equal(alive.join(5000), true);
    }
  },
  'a killed waiter of a condition is passed over'() {
    const condition = new Condition();
    const told = new Queue<string>();
    const dead = new Thread(waitOn, { args: [condition, told] }).start();
    assert.equal(told.get(5000), 'waits');
    const alive = new Thread(waitOn, { args: [condition, told] }).start();
    assert.equal(told.get(5000), 'waits');
    waits(dead);
    waits(alive);
    killed(dead);
    condition.acquire();
    condition.notify();
    condition.release();
    assert.equal(told.get(5000), 'true');
    alive.join();
  },
  'of two that wait for the same, one is killed and the other goes on: event, future, full queue, join, select, shutdown'() {
    const running = new Event();
    const pool = new ThreadPoolExecutor(1);
    pool.submit(waitForEvent, running);
    const what = { event: new Event(), future: Future.open<number>(), queue: new Queue<number>(1), polled: new PollableQueue<number>(), barrier: new Barrier(3), pool };
    what.queue.put(1);
    const told = new Queue<string>();
    const release: Record<Exclude<Waited, 'barrier'>, () => void> = {
      event: () => what.event.set(),
      result: () => what.future.setResult(1),
      put: () => what.queue.get(),
      join: () => (what.queue.get(), what.queue.taskDone(), what.queue.taskDone()),
      select: () => what.polled.put(1),
      shutdown: () => running.set(),
    };
    for (const how of Object.keys(release) as (keyof typeof release)[]) {
      const [dead, alive] = [1, 2].map(() => new Thread(waitSomehow, { args: [how, what, told] }).start()) as [Thread, Thread];
      waits(dead);
      waits(alive);
      killed(dead);
      release[how]();
      assert.equal(told.get(5000), 'went on', how);
      alive.join();
    }
  },
  'of three at a barrier one is killed, and the others are told'() {
    const what = { event: new Event(), future: Future.open<number>(), queue: new Queue<number>(), polled: new PollableQueue<number>(), barrier: new Barrier(3), pool: new ThreadPoolExecutor(1) };
    const told = new Queue<string>();
    const [dead, alive] = [1, 2].map(() => new Thread(waitSomehow, { args: ['barrier', what, told] }).start()) as [Thread, Thread];
    waits(dead);
    waits(alive);
    killed(dead);
    assert.equal(told.get(5000), 'BrokenBarrier');
    alive.join();
  },
  'the last one at a barrier is killed while it runs the action: the others are told'() {
    const barrier = new Barrier(2, { action: neverEnds as never });
    const told = new Queue<string>();
    const what = { event: new Event(), future: Future.open<number>(), queue: new Queue<number>(), polled: new PollableQueue<number>(), barrier, pool: new ThreadPoolExecutor(1) };
    const first = new Thread(waitSomehow, { args: ['barrier', what, told] }).start();
    waits(first);
    const last = new Thread(waitAtBarrier, { args: [barrier] }).start();
    while (observe().threads.find((one) => one.id === last.ident)?.state.kind !== 'sleeping') sleep(2);
    killed(last);
    assert.equal(told.get(5000), 'BrokenBarrier');
    first.join();
    assert.throws(() => barrier.wait(1000), BrokenBarrier);
  },
  'who waits to be notified, while the notifier is killed with the lock held, is told'() {
    const condition = new Condition(new Lock({ name: 'vault' }));
    const told = new Queue<string>();
    const waiter = new Thread(waitOn, { args: [condition, told] }).start();
    assert.equal(told.get(5000), 'waits');
    waits(waiter);
    const ready = new Event();
    const holder = new Thread(holdAndWait, { args: [condition.lock, ready] }).start();
    ready.wait();
    killed(holder);
    assert.throws(() => condition.acquire(), Abandoned);
    assert.equal(condition.lock.recover(), true);
    condition.notify();
    condition.release();
    assert.equal(told.get(5000), 'true');
    waiter.join();
  },
  'the future of a task whose worker is killed fails, and the pool goes on'() {
    using pool = new ThreadPoolExecutor(1, { name: 'crew' });
    const future = pool.submit(neverEnds);
    while (future.status !== 'running') sleep(2);
    killed(Thread.enumerate().find((thread) => thread.name.startsWith('crew'))!);
    assert.throws(() => future.result(5000), WorkerDied);
    const set = new Event();
    set.set();
    assert.equal(pool.submit(waitForEvent, set).result(5000), undefined);
  },
  'a killed party breaks the barrier'() {
    const barrier = new Barrier(2);
    const party = new Thread(waitAtBarrier, { args: [barrier] }).start();
    waits(party);
    killed(party);
    assert.throws(() => barrier.wait(5000), BrokenBarrier);
  },
  'so do the other kinds; a damaged order of items says so'() {
    for (let round = 0; round < 4; round++) {
      for (const queue of [new LifoQueue<unknown>(100), new PriorityQueue<unknown>(100), new SimpleQueue<unknown>(), new PollableQueue<unknown>(100)]) {
        const threads = [putAlways, putAlways, getAlways].map((target) => new Thread(target, { args: [queue as never] }).start());
        // Until they are at it.
        while (!(queue instanceof SimpleQueue) && queue.empty()) sleep(1);
        sleep(3 + round);
        for (const thread of threads) killedOrTold(thread, queue);
        try {
          while (!queue.empty()) queue.get(1000);
          for (let n = 0; n < 100; n++) {
            putOne(queue, n, n);
            assert.equal(queue.get(1000), n);
          }
        } catch (error) {
          assert.ok(error instanceof Abandoned && queue instanceof PriorityQueue, String(error));
        }
      }
    }
  },
  'a queue goes on after producers and consumers were killed in the middle of their work'() {
    for (let round = 0; round < 12; round++) {
      const queue = new Queue<unknown>(100);
      const threads = [putAlways, putAlways, getAlways].map((target) => new Thread(target, { args: [queue] }).start());
      sleep(60 + round * 3);
      for (const thread of threads) killed(thread);
      // Whatever is in it can be taken, and it still works.
      while (!queue.empty()) queue.get(1000);
      for (let n = 0; n < 300; n++) {
        queue.put(n);
        assert.equal(queue.get(1000), n);
      }
    }
  },
};
