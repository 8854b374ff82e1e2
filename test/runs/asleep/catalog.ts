// Programs in which at some time every thread waits: for ever, or because somebody who is no waiting thread will wake one of them.
import { defineRecipe } from '../../../recipes/recipe.js';
import { Barrier, Condition, Event, PollableQueue, ProcessPoolExecutor, Queue, Semaphore, Thread, ThreadPoolExecutor, print, sleep, task } from '../../../recipes/threading/index.js';

export const sections = { '0': 'Asleep' };

/** So long a healthy program keeps everybody waiting: many samples. */
const long = 400;

const program = (title: string, main: (parameters: object) => void | Promise<void>) => async () => ({
  recipe: defineRecipe({ section: '0', title, story: title, doc: title, parameters: {}, expects: 'completes', transcript: { parameters: {}, lines: {} }, main }),
});

const signalEarly = task(import.meta.url, function signalEarly(changed: Condition) {
  using _held = changed.hold();
  changed.notifyAll();
});
const consume = task(import.meta.url, function consume(orders: Queue<number>) {
  for (;;) orders.get();
});
const produce = task(import.meta.url, function produce(orders: Queue<number>) {
  for (let n = 0; n < 3; n++) orders.put(n);
});
const waitOn = task(import.meta.url, function waitOn(changed: Condition) {
  using _held = changed.hold();
  changed.wait();
});
const waitFor = task(import.meta.url, function waitFor(event: Event) {
  event.wait();
});
const meet = task(import.meta.url, function meet(barrier: Barrier) {
  barrier.wait();
});
const takeAndEnd = task(import.meta.url, function takeAndEnd(permits: Semaphore) {
  permits.acquire();
});
const nothing = task(import.meta.url, function nothing() {});
const setLater = task(import.meta.url, function setLater(event: Event) {
  sleep(long);
  event.set();
});
const setFromLoop = task(import.meta.url, async function setFromLoop(event: Event) {
  await new Promise((resolve) => setTimeout(resolve, long));
  event.set();
});
const setAfterTimedWait = task(import.meta.url, function setAfterTimedWait(event: Event) {
  new Event({ name: 'never' }).wait(long);
  event.set();
});
const computeElsewhere = task(import.meta.url, function computeElsewhere() {
  const until = Date.now() + long;
  while (Date.now() < until);
  return 6 * 7;
});
const passOn = task(import.meta.url, function passOn(changed: Condition, turns: Queue<number>, mine: Semaphore, next: Semaphore, times: number) {
  for (let n = 0; n < times; n++) {
    mine.acquire();
    {
      using _held = changed.hold();
      changed.notifyAll();
    }
    turns.put(n);
    turns.get();
    next.release();
  }
});
const wakeEachOther = task(import.meta.url, function wakeEachOther(changed: Condition, counter: Queue<number>, times: number) {
  for (let n = 0; n < times; n++) {
    using _held = changed.hold();
    counter.put(n);
    changed.notify();
    if (counter.size < 4) changed.wait(50);
  }
});

export const catalog = {
  'lost-wake-up': program('a lost wake-up', () => {
    const changed = new Condition({ name: 'changed' });
    const early = new Thread(signalEarly, { args: [changed], name: 'producer' });
    early.start();
    early.join();
    new Thread(waitOn, { args: [changed], name: 'consumer' }).start();
  }),
  'unfed-queue': program('a queue that nobody fills', () => {
    const orders = new Queue<number>(0, { name: 'orders' });
    const producer = new Thread(produce, { args: [orders], name: 'producer' });
    const consumers = [1, 2].map((n) => new Thread(consume, { args: [orders], name: `consumer-${n}` }));
    for (const thread of [producer, ...consumers]) thread.start();
    for (const thread of [producer, ...consumers]) thread.join();
  }),
  'all-on-a-condition': program('all on a condition', () => {
    const changed = new Condition({ name: 'changed' });
    const waiters = [1, 2, 3].map((n) => new Thread(waitOn, { args: [changed], name: `waiter-${n}` }));
    for (const thread of waiters) thread.start();
    for (const thread of waiters) thread.join();
  }),
  'short-barrier': program('a barrier for which one is missing', () => {
    const barrier = new Barrier(3, { name: 'meeting' });
    const comers = [1, 2].map((n) => new Thread(meet, { args: [barrier], name: `comer-${n}` }));
    for (const thread of comers) thread.start();
    for (const thread of comers) thread.join();
  }),
  'lost-permit': program('a permit that went with its thread', () => {
    const permits = new Semaphore(1, { name: 'permits' });
    const careless = new Thread(takeAndEnd, { args: [permits], name: 'careless' });
    careless.start();
    careless.join();
    permits.acquire();
  }),
  'task-done-missing': program('a queue whose tasks are never done', () => {
    const orders = new Queue<number>(0, { name: 'orders' });
    orders.put(1);
    orders.get();
    orders.join();
  }),
  'idle-pool-beside': program('a pool without work beside a thread that nobody wakes', () => {
    const pool = new ThreadPoolExecutor(2, { name: 'crew' });
    pool.submit(nothing).result();
    new Event({ name: 'never' }).wait();
  }),
  'task-without-end': program('a task that nobody wakes', () => {
    const pool = new ThreadPoolExecutor(2, { name: 'crew' });
    pool.submit(waitFor, new Event({ name: 'never' })).result();
  }),

  'sleeper': program('one sleeps and then wakes the others', () => {
    const event = new Event({ name: 'later' });
    const setter = new Thread(setLater, { args: [event], name: 'setter' });
    setter.start();
    event.wait();
    setter.join();
  }),
  'time-limit': program('one waits with a time limit', () => {
    const event = new Event({ name: 'later' });
    const setter = new Thread(setAfterTimedWait, { args: [event], name: 'setter' });
    setter.start();
    event.wait();
    setter.join();
  }),
  'event-loop': program('one waits in its event loop', () => {
    const event = new Event({ name: 'later' });
    const setter = new Thread(setFromLoop, { args: [event], name: 'setter' });
    setter.start();
    event.wait();
    setter.join();
  }),
  'idle-pool': program('a pool without work, whose maker sleeps', () => {
    using pool = new ThreadPoolExecutor(2, { name: 'crew' });
    pool.submit(nothing).result();
    sleep(long);
  }),
  'pool-left': program('a pool without work, whose maker has ended', () => {
    const pool = new ThreadPoolExecutor(2, { name: 'crew' });
    pool.submit(nothing).result();
  }),
  'process-pool': program('a process computes', () => {
    using pool = new ProcessPoolExecutor(1, { name: 'elsewhere' });
    print(String(pool.submit(computeElsewhere).result()));
  }),
  'ring': program('eight pass a turn round', () => {
    const changed = new Condition({ name: 'changed' });
    const turns = new Queue<number>(0, { name: 'turns' });
    const places = Array.from({ length: 8 }, (_, n) => new Semaphore(n === 0 ? 1 : 0, { name: `place-${n}` }));
    const threads = places.map((mine, n) => new Thread(passOn, { args: [changed, turns, mine, places[(n + 1) % places.length]!, 400], name: `passer-${n}` }));
    for (const thread of threads) thread.start();
    for (const thread of threads) thread.join();
  }),
  'wake-each-other': program('four wake each other', () => {
    const changed = new Condition({ name: 'changed' });
    const counter = new Queue<number>(0, { name: 'counter' });
    const threads = [1, 2, 3, 4].map((n) => new Thread(wakeEachOther, { args: [changed, counter, 300], name: `waker-${n}` }));
    for (const thread of threads) thread.start();
    for (const thread of threads) thread.join();
  }),
  'input': async () => ({
    recipe: defineRecipe({
      section: '0', title: 'waits for what the user types', story: '', doc: '', parameters: {}, expects: 'completes', transcript: { parameters: {}, lines: {} },
      main: (_parameters: object, input: PollableQueue<string>) => print(input.get()),
    }),
  }),
};
