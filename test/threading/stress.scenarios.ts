// A million operations by at least four threads on each primitive, and what must be true at the end.
import assert from 'node:assert/strict';
import { Barrier, BoundedSemaphore, Condition, Event, LifoQueue, Lock, PollableQueue, PriorityQueue, Queue, RLock, Semaphore, SimpleQueue, task, Thread, ThreadPoolExecutor } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

const THREADS = 4;
const MILLION = 1_000_000;
const EACH = MILLION / THREADS;

export const addLocked = task(import.meta.url, function addLocked(lock: Lock | RLock, sum: Int32Array, times: number) {
  for (let n = 0; n < times; n++) {
    lock.acquire();
    sum[0]!++;
    lock.release();
  }
});

export const pass = task(import.meta.url, function pass(semaphore: Semaphore, inside: Int32Array, times: number, permits: number) {
  for (let n = 0; n < times; n++) {
    semaphore.acquire();
    if (Atomics.add(inside, 0, 1) >= permits) Atomics.add(inside, 1, 1);
    Atomics.sub(inside, 0, 1);
    semaphore.release();
  }
});

export const handRound = task(import.meta.url, function handRound(condition: Condition, turn: Int32Array, mine: number, times: number) {
  for (let n = 0; n < times; n++) {
    condition.acquire();
    condition.waitFor(() => turn[0]! % 4 === mine);
    turn[0]!++;
    condition.notifyAll();
    condition.release();
  }
});

/** A queue made by hand: `held` is how many items it has, of at most a hundred. */
export const produce = task(import.meta.url, function produce(condition: Condition, held: Int32Array, change: 1 | -1, times: number) {
  for (let n = 0; n < times; n++) {
    condition.acquire();
    condition.waitFor(() => (change === 1 ? held[0]! < 100 : held[0]! > 0));
    held[0]! += change;
    held[1]! += change;
    if (held[0]! < 0 || held[0]! > 100) throw new Error(`there are ${held[0]}`);
    condition.notifyAll();
    condition.release();
  }
});

export const putMany = task(import.meta.url, function putMany(queue: Queue<number> | LifoQueue<number>, from: number, times: number) {
  for (let n = 0; n < times; n++) queue.put(from + n);
});

export const putPriorities = task(import.meta.url, function putPriorities(queue: PriorityQueue<number>, from: number, times: number) {
  for (let n = 0; n < times; n++) queue.put(from + n, n % 100);
});

export const getMany = task(import.meta.url, function getMany(queue: Queue<number>, sums: Float64Array, mine: number, times: number) {
  let sum = 0;
  for (let n = 0; n < times; n++) sum += queue.get(60_000);
  sums[mine] = sum;
});

export const meet = task(import.meta.url, function meet(barrier: Barrier, counter: Int32Array, times: number) {
  for (let n = 1; n <= times; n++) {
    Atomics.add(counter, 0, 1);
    barrier.wait();
    if (Atomics.load(counter, 0) < n * 4) throw new Error('somebody passed too early');
  }
});

export const flip = task(import.meta.url, function flip(there: Event, back: Event, times: number, first: boolean) {
  for (let n = 0; n < times; n++) {
    if (first) {
      there.set();
      back.wait();
      back.clear();
    } else {
      there.wait();
      there.clear();
      back.set();
    }
  }
});

export const square = task(import.meta.url, function square(n: number) {
  return n * n;
});

function all(threads: Thread[]): void {
  for (const thread of threads) thread.join(80_000, { rethrow: true });
  for (const thread of threads) assert.equal(thread.isAlive(), false);
}

function queueScenario(queue: Queue<number> | LifoQueue<number> | PriorityQueue<number> | SimpleQueue<number> | PollableQueue<number>): void {
  const sums = new Float64Array(new SharedArrayBuffer(16));
  const half = MILLION / 4;
  all([
    ...[0, 1].map((n) => new Thread((queue instanceof PriorityQueue ? putPriorities : putMany) as typeof putMany, { args: [queue as never, n * half, half] }).start()),
    ...[0, 1].map((n) => new Thread(getMany, { args: [queue as never, sums, n, half] }).start()),
  ]);
  const count = half * 2;
  assert.equal(sums[0]! + sums[1]!, ((count - 1) * count) / 2);
  assert.equal(queue.size, 0);
}

export const scenarios: Scenarios = {
  Lock() {
    const lock = new Lock();
    const sum = new Int32Array(new SharedArrayBuffer(4));
    all(Array.from({ length: THREADS }, () => new Thread(addLocked, { args: [lock, sum, EACH] }).start()));
    assert.equal(sum[0], MILLION);
    assert.equal(lock.locked(), false);
  },
  RLock() {
    const lock = new RLock();
    const sum = new Int32Array(new SharedArrayBuffer(4));
    all(Array.from({ length: THREADS }, () => new Thread(addLocked, { args: [lock, sum, EACH] }).start()));
    assert.equal(sum[0], MILLION);
  },
  'Semaphore and BoundedSemaphore'() {
    for (const semaphore of [new Semaphore(2), new BoundedSemaphore(3)] as const) {
      const inside = new Int32Array(new SharedArrayBuffer(8));
      const permits = semaphore.value;
      all(Array.from({ length: THREADS }, () => new Thread(pass, { args: [semaphore, inside, EACH, permits] }).start()));
      assert.deepEqual([inside[0], inside[1], semaphore.value], [0, 0, permits]);
    }
  },
  Condition() {
    const condition = new Condition(new Lock());
    const turn = new Int32Array(new SharedArrayBuffer(4));
    // Each turn is four waits and a notifyAll, and three of four threads wake in vain.
    const times = 4000;
    all(Array.from({ length: THREADS }, (_, n) => new Thread(handRound, { args: [condition, turn, n, times] }).start()));
    assert.equal(turn[0], THREADS * times);
  },
  'Condition: a million puts and gets of a queue made by hand'() {
    const condition = new Condition(new Lock());
    const held = new Int32Array(new SharedArrayBuffer(8));
    all([1, -1, 1, -1].map((change) => new Thread(produce, { args: [condition, held, change as 1 | -1, EACH] }).start()));
    assert.deepEqual([...held], [0, 0]);
    assert.equal(condition.lock.locked(), false);
  },
  Queue() {
    queueScenario(new Queue<number>());
    queueScenario(new Queue<number>(64));
  },
  LifoQueue() {
    queueScenario(new LifoQueue<number>(1000));
  },
  SimpleQueue() {
    queueScenario(new SimpleQueue<number>());
  },
  PollableQueue() {
    queueScenario(new PollableQueue<number>(1000));
  },
  PriorityQueue() {
    queueScenario(new PriorityQueue<number>(1000));
  },
  Barrier() {
    const barrier = new Barrier(THREADS);
    const counter = new Int32Array(new SharedArrayBuffer(4));
    // Each round puts threads to sleep and wakes them: a million waits take a minute. A tenth of it, unless `STRESS=all`.
    const times = process.env['STRESS'] === 'all' ? EACH : EACH / 10;
    all(Array.from({ length: THREADS }, () => new Thread(meet, { args: [barrier, counter, times] }).start()));
    assert.equal(counter[0], THREADS * times);
  },
  Event() {
    const pairs = [1, 2].map(() => [new Event(), new Event()] as const);
    all(pairs.flatMap(([there, back]) => [true, false].map((first) => new Thread(flip, { args: [there, back, MILLION / 12, first] }).start())));
  },
  'ThreadPoolExecutor and Future'() {
    using pool = new ThreadPoolExecutor(THREADS);
    let sum = 0;
    // Each is submitted, run, completed and asked for.
    for (let round = 0; round < 25; round++) {
      const futures = Array.from({ length: 10_000 }, (_, n) => pool.submit(square, n % 100));
      for (const future of futures) sum += future.result(60_000);
    }
    assert.equal(sum, 25 * 100 * 328_350);
  },
};
