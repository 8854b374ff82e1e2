// What others see when a thread is killed while it waits, holds, or is in the middle of something.
import assert from 'node:assert/strict';
import { Abandoned, Barrier, BrokenBarrier, Condition, Event, Lock, observe, Queue, RLock, Semaphore, sleep, task, Thread } from '../../recipes/threading/index.js';
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

export const waitAtBarrier = task(import.meta.url, function waitAtBarrier(barrier: Barrier) {
  barrier.wait();
});

export const putAlways = task(import.meta.url, function putAlways(queue: Queue<unknown>) {
  for (let n = 0; ; n++) queue.put({ n, text: 'x'.repeat(n % 50) });
});

export const getAlways = task(import.meta.url, function getAlways(queue: Queue<unknown>) {
  for (;;) queue.get();
});

export const waitForever = task(import.meta.url, function waitForever(object: Semaphore | Queue<unknown>) {
  if (object instanceof Semaphore) object.acquire();
  else object.get();
});

export const printAlways = task(import.meta.url, function printAlways() {
  for (let n = 0; ; n++) process.stdout.write('');
});

function killed(thread: Thread): void {
  thread.kill();
  assert.equal(thread.join(10_000), true);
  assert.deepEqual(thread.ending, { how: 'killed' });
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
  'a killed party breaks the barrier'() {
    const barrier = new Barrier(2);
    const party = new Thread(waitAtBarrier, { args: [barrier] }).start();
    waits(party);
    killed(party);
    assert.throws(() => barrier.wait(5000), BrokenBarrier);
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
