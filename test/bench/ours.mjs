// The runtime's own numbers: `node ours.mjs <row> [off]` prints one number. It runs as in a recipe: a supervisor samples every 20 ms; `off` switches
// telemetry off; with `unwatched` nobody samples.
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import {
  Barrier, Condition, Event, Lock, PollableQueue, ProcessPoolExecutor, Queue, select, startSupervisor, task, Thread, ThreadPoolExecutor, print, wait,
} from '../../dist/recipes/threading/index.js';

const here = import.meta.url;
const seconds = (begin) => (performance.now() - begin) / 1000;
const cores = Number(process.env.BENCH_CORES ?? 2);

export const nothing = task(here, function nothing() {});
export const add = task(here, function add(a) {
  return a + 1;
});
export const spinFor = task(here, function spinFor(milliseconds) {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
});
export const lockMany = task(here, function lockMany(lock, times) {
  for (let n = 0; n < times; n++) {
    lock.acquire();
    lock.release();
  }
});
export const pong = task(here, function pong(condition, turn, times) {
  for (let n = 0; n < times; n++) {
    condition.acquire();
    while (turn[0] !== 1) condition.wait();
    turn[0] = 0;
    condition.notify();
    condition.release();
  }
});
export const produce = task(here, function produce(queue, kind, times, gate) {
  gate?.wait();
  if (kind === 'integers') for (let n = 0; n < times; n++) queue.put(n);
  else if (kind === 'strings') for (let n = 0; n < times; n++) queue.put('item number ' + n);
  else for (let n = 0; n < times; n++) queue.put({ id: n, name: 'item', value: 1.5 });
});
export const consume = task(here, function consume(queue, times, gate) {
  gate?.wait();
  for (let n = 0; n < times; n++) queue.get();
});

function queueRate(kind, size, times, producers = 1, consumers = 1) {
  const queue = new Queue(size);
  // Threads start in tens of milliseconds: what is measured begins when all are there.
  const gate = new Barrier(producers + consumers + 1);
  const all = [];
  for (let n = 0; n < producers; n++) all.push(new Thread(produce, { args: [queue, kind, times / producers, gate] }));
  for (let n = 0; n < consumers; n++) all.push(new Thread(consume, { args: [queue, times / consumers, gate] }));
  for (const thread of all) thread.start();
  gate.wait();
  const begin = performance.now();
  for (const thread of all) thread.join();
  return times / seconds(begin);
}

function processMap(chunkSize, times) {
  const pool = new ProcessPoolExecutor(cores);
  const run = (count) => {
    let results = 0;
    for (const _ of pool.map(add, numbers(count), { chunkSize })) results++;
    return results;
  };
  // Until the processes are up and the code is warm.
  run(times / 4);
  const begin = performance.now();
  const rate = run(times) / seconds(begin);
  pool.shutdown();
  return rate;
}

function* numbers(count) {
  for (let n = 0; n < count; n++) yield n;
}

const rows = {
  lock() {
    const lock = new Lock();
    lockMany(lock, 3_000_000);
    const begin = performance.now();
    lockMany(lock, 5_000_000);
    return (seconds(begin) * 1e9) / 5_000_000;
  },
  'lock by two'() {
    const lock = new Lock();
    const run = (times) => {
      const threads = [1, 2].map(() => new Thread(lockMany, { args: [lock, times] }).start());
      for (const thread of threads) thread.join();
    };
    run(500_000);
    const begin = performance.now();
    run(3_000_000);
    return (seconds(begin) * 1e9) / 6_000_000;
  },
  condition() {
    const times = 30_000;
    let best;
    for (let round = 0; round < 2; round++) {
      const condition = new Condition(new Lock());
      const turn = new Int32Array(new SharedArrayBuffer(4));
      const other = new Thread(pong, { args: [condition, turn, times] }).start();
      const begin = performance.now();
      for (let n = 0; n < times; n++) {
        condition.acquire();
        while (turn[0] !== 0) condition.wait();
        turn[0] = 1;
        condition.notify();
        condition.release();
      }
      other.join();
      best = (seconds(begin) * 1e6) / times / 2;
    }
    return best;
  },
  'queue integers': () => (queueRate('integers', 1024, 500_000), queueRate('integers', 1024, 4_000_000)),
  'queue strings': () => (queueRate('strings', 1024, 200_000), queueRate('strings', 1024, 1_000_000)),
  'queue objects': () => (queueRate('objects', 1024, 200_000), queueRate('objects', 1024, 1_000_000)),
  'pool one at a time'() {
    const pool = new ThreadPoolExecutor(1);
    for (let n = 0; n < 5000; n++) pool.submit(add, n).result();
    const times = 30_000;
    const begin = performance.now();
    for (let n = 0; n < times; n++) pool.submit(add, n).result();
    const rate = times / seconds(begin);
    pool.shutdown();
    return rate;
  },
  async 'pool batch'() {
    const pool = new ThreadPoolExecutor(cores);
    let rate = 0;
    for (let round = 0; round < 12; round++) {
      const begin = performance.now();
      const futures = [];
      for (let n = 0; n < 10_000; n++) futures.push(pool.submit(add, n));
      for (const future of futures) future.result();
      if (round >= 4) rate = Math.max(rate, 0) + 10_000 / seconds(begin) / 8;
      await new Promise(setImmediate);
    }
    pool.shutdown();
    return rate;
  },
  'pool 1 ms'() {
    const pool = new ThreadPoolExecutor(cores);
    // Until every worker is up: they start in tens of milliseconds.
    for (let round = 0; round < 5; round++) for (const future of Array.from({ length: cores * 20 }, () => pool.submit(spinFor, 1))) future.result();
    const times = 600;
    const begin = performance.now();
    // Who takes each result as it comes is woken a thousand times a second, and needs a core for that.
    wait(Array.from({ length: times }, () => pool.submit(spinFor, 1)));
    const share = times / cores / (seconds(begin) * 1000);
    pool.shutdown();
    return share;
  },
  'process map': () => processMap(1, 20_000),
  'process map 500': () => processMap(500, 1_000_000),
  /** As in the chapter: a thread puts, the other one selects and takes one item from each queue that has some. */
  'pollable queue'() {
    const run = (times) => {
      const queue = new PollableQueue();
      const producer = new Thread(produce, { args: [queue, 'integers', times] }).start();
      const begin = performance.now();
      for (let got = 0; got < times; ) {
        for (const ready of select([queue])) {
          ready.get();
          got++;
        }
      }
      const rate = times / seconds(begin);
      producer.join();
      return rate;
    };
    run(20_000);
    return run(500_000);
  },
  'thread start'() {
    // Until the code is compiled: the first thousands take 30 microseconds each.
    for (let n = 0; n < 15_000; n++) new Thread(nothing).start().join();
    const times = 15_000;
    const begin = performance.now();
    for (let n = 0; n < times; n++) new Thread(nothing).start().join();
    return (seconds(begin) * 1e6) / times;
  },
  'thread start cold'() {
    const begin = performance.now();
    const event = new Event();
    const threads = Array.from({ length: 8 }, () => new Thread(waitFor, { args: [event] }).start());
    event.set();
    for (const thread of threads) thread.join();
    return (seconds(begin) * 1000) / 8;
  },
  memory() {
    const event = new Event();
    const ready = new Queue();
    const before = process.memoryUsage.rss();
    const threads = Array.from({ length: 20 }, () => new Thread(waitReady, { args: [event, ready] }).start());
    for (const _ of threads) ready.get();
    const each = (process.memoryUsage.rss() - before) / 20 / 1024 / 1024;
    event.set();
    for (const thread of threads) thread.join();
    return each;
  },
  async 'idle cpu'() {
    const pool = new ThreadPoolExecutor(4);
    for (const future of Array.from({ length: 100 }, () => pool.submit(spinFor, 1))) future.result();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const { user, system } = process.cpuUsage(before);
    pool.shutdown();
    return (user + system) / 20_000;
  },
  ...Object.fromEntries([10, 1000, 1_000_000].map((size) => [`flat queued ${size}`, () => {
    const queue = new Queue();
    for (let n = 0; n < size; n++) queue.put(n);
    for (let n = 0; n < 300_000; n++) queue.put(queue.get());
    const times = 1_000_000;
    const begin = performance.now();
    for (let n = 0; n < times; n++) queue.put(queue.get());
    return times / seconds(begin);
  }])),
  ...Object.fromEntries([2, 8, 64].map((count) => [`flat threads ${count}`, () => (queueRate('integers', 1024, 300_000 * count, count / 2, count / 2), queueRate('integers', 1024, 19_200_000, count / 2, count / 2))])),
};

export const waitFor = task(here, function waitFor(event) {
  event.wait();
});
export const waitReady = task(here, function waitReady(event, ready) {
  ready.put(1);
  event.wait();
});
export const runRow = task(here, async function runRow(name) {
  print(await rows[name]());
});

/** Costs of the supervisor itself, measured where it lives. */
export const makeLocks = task(here, function makeLocks(count, ready, done) {
  const locks = Array.from({ length: count }, () => new Lock());
  ready.set();
  // One of a hundred is busy.
  while (!done.isSet()) for (let n = 0; n < count; n += 100) lockMany(locks[n], 1);
});

// A child process of a ProcessPoolExecutor loads this file too.
if (isMainThread && process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , row, off] = process.argv;
  const supervisor = startSupervisor({ telemetry: off !== 'off', spares: 64, onOutput: (_thread, text) => process.stdout.write(text) });
  const match = /^flat sampled (\d+)$/.exec(row);
  if (match) {
    const [ready, done] = [new Event(), new Event()];
    const { ended } = supervisor.start(makeLocks, { args: [Number(match[1]), ready, done] });
    while (!ready.isSet()) await new Promise((resolve) => setTimeout(resolve, 10));
    for (let n = 0; n < 20; n++) supervisor.sample();
    const begin = performance.now();
    for (let n = 0; n < 50; n++) supervisor.sample();
    console.log((performance.now() - begin) / 50);
    done.set();
    await ended;
  } else {
    // What a run tells, as in recipes/host/run-host.ts: so many events at once, and then so many a sample.
    let left = 20_000;
    if (off !== 'unwatched') setInterval(() => {
      supervisor.sample();
      left = Math.min(20_000, left - supervisor.drainHistory(left).events.length + 200);
    }, 20).unref();
    const ending = await supervisor.start(runRow, { args: [row], name: 'MainThread' }).ended;
    if (ending.how !== 'returned') process.exitCode = 1;
  }
  process.exit();
}
