// What people rely on in a ThreadPoolExecutor.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Barrier, Event, ExecutorShutDown, Queue, task, Thread, ThreadPoolExecutor, TimeoutError, WorkerDied } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const square = task(import.meta.url, function square(n: number) {
  return n * n;
});
export const squareLater = task(import.meta.url, async function squareLater(n: number) {
  await new Promise((resolve) => setTimeout(resolve, 10 - n));
  return n * n;
});
export const meet = task(import.meta.url, function meet(barrier: Barrier) {
  barrier.wait(5000);
  return Thread.current().name;
});
export const hang = task(import.meta.url, function hang(event: Event, begun?: Event) {
  begun?.set();
  event.wait();
  return 'done';
});
export const die = task(import.meta.url, function die() {
  process.exit(1);
});
export const failAt = task(import.meta.url, function failAt(n: number) {
  if (n === 3) throw new RangeError('three');
  return n;
});
export const throwFalse = task(import.meta.url, function throwFalse(what: unknown, later: boolean) {
  if (later) return Promise.reject(what as Error);
  throw what;
});
let prepared = '';
export const prepare = task(import.meta.url, function prepare(text: string) {
  prepared = text;
});
export const tellPrepared = task(import.meta.url, function tellPrepared() {
  return prepared;
});
export const cannotPrepare = task(import.meta.url, function cannotPrepare() {
  throw new Error('no network');
});
export const submitFrom = task(import.meta.url, function submitFrom(pool: ThreadPoolExecutor, answers: Queue<number>) {
  answers.put(pool.submit(square, 12).result());
});
export const lots = task(import.meta.url, function lots(a: number, b: string, c: { d: number[] }) {
  return { a, b, c };
});

export const note = task(import.meta.url, function note(told: Queue<number>) {
  told.put(Thread.current().ident);
});

/** What a program prints that leaves its pool behind in some way, see leaving-program.ts. */
function runLeaver(how: string): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', fileURLToPath(new URL('./leaving-program.js', import.meta.url)), how], { encoding: 'utf8', timeout: 15_000 });
  return { status, stdout, stderr };
}

const alive = (pool: ThreadPoolExecutor): string[] => Thread.enumerate().map((thread) => thread.name).filter((name) => name.startsWith(`${pool.name}_`));

export const scenarios: Scenarios = {
  'runs tasks and gives their results'() {
    using pool = new ThreadPoolExecutor(2);
    assert.equal(pool.submit(square, 7).result(), 49);
    assert.equal(pool.submit(squareLater, 3).result(), 9);
    assert.deepEqual(pool.submit(lots, 1, 'two', { d: [3] }).result(), { a: 1, b: 'two', c: { d: [3] } });
    const futures = Array.from({ length: 1000 }, (_, n) => pool.submit(square, n));
    assert.deepEqual(futures.map((future) => future.result()), Array.from({ length: 1000 }, (_, n) => n * n));
  },
  'runs as many at the same time as it has workers'() {
    using pool = new ThreadPoolExecutor(3, { name: 'crew' });
    const barrier = new Barrier(3);
    const names = [1, 2, 3].map(() => pool.submit(meet, barrier)).map((future) => future.result(10_000));
    assert.deepEqual(names.sort(), ['crew_0', 'crew_1', 'crew_2']);
  },
  'map keeps the order, in chunks or not, blocking or not'() {
    using pool = new ThreadPoolExecutor(2);
    const items = Array.from({ length: 10 }, (_, n) => n);
    const squares = items.map((n) => n * n);
    assert.deepEqual([...pool.map(square, items)], squares);
    assert.deepEqual([...pool.map(squareLater, items)], squares);
    assert.deepEqual([...pool.map(square, items, { chunkSize: 3 })], squares);
    assert.deepEqual([...pool.map(squareLater, items, { chunkSize: 4 })], squares);
    assert.deepEqual([...pool.map(square, [])], []);
    assert.throws(() => pool.map(square, items, { chunkSize: 0 }), RangeError);
  },
  async 'map can be awaited'() {
    await using pool = new ThreadPoolExecutor(2);
    const got: number[] = [];
    for await (const value of pool.map(squareLater, [1, 2, 3])) got.push(value);
    assert.deepEqual(got, [1, 4, 9]);
  },
  'map throws the first failure when its turn comes'() {
    using pool = new ThreadPoolExecutor(2);
    const got: number[] = [];
    assert.throws(() => {
      for (const value of pool.map(failAt, [1, 2, 3, 4])) got.push(value);
    }, /three/);
    assert.deepEqual(got, [1, 2]);
  },
  'whatever is thrown fails its future, also what counts as false'() {
    using pool = new ThreadPoolExecutor(1);
    for (const what of [undefined, null, 0, '', false, NaN]) {
      for (const later of [false, true]) {
        const future = pool.submit(throwFalse, what, later);
        assert.throws(() => future.result(10_000), (error) => error instanceof Error && error.message.includes(`thrown: ${String(what)}`), String(what));
        assert.equal(future.status, 'raised');
      }
    }
  },
  'an idle worker takes the next task, and no other one is started for it'() {
    using pool = new ThreadPoolExecutor(4);
    for (let n = 0; n < 300; n++) assert.equal(pool.submit(square, n).result(), n * n);
    assert.equal(alive(pool).length, 1);
  },
  'what the idle ones cannot take starts more workers'() {
    using pool = new ThreadPoolExecutor(3);
    pool.submit(square, 1).result();
    const barrier = new Barrier(3);
    const futures = [1, 2, 3].map(() => pool.submit(meet, barrier));
    assert.equal(new Set(futures.map((future) => future.result(10_000))).size, 3);
  },
  'a map that runs out of time takes back what has not begun, also the one it waited for'() {
    using pool = new ThreadPoolExecutor(1);
    const [event, begun] = [new Event(), new Event()];
    const told = new Queue<number>();
    const first = pool.submit(hang, event, begun);
    begun.wait();
    assert.throws(() => [...pool.map(note, [told, told], { timeout: 10 })], TimeoutError);
    event.set();
    first.result();
    pool.shutdown();
    assert.equal(told.size, 0);
  },
  'map has one timeout for all'() {
    const event = new Event();
    const pool = new ThreadPoolExecutor(1);
    assert.throws(() => [...pool.map(hang, [event], { timeout: 30 })], TimeoutError);
    event.set();
    pool.shutdown();
  },
  'shutdown waits for what was submitted and then refuses'() {
    const pool = new ThreadPoolExecutor(2, { name: 'closed' });
    const futures = [1, 2, 3, 4].map((n) => pool.submit(squareLater, n));
    pool.shutdown();
    assert.deepEqual(futures.map((future) => [future.done(), future.result(0)]), [1, 4, 9, 16].map((n) => [true, n]));
    assert.throws(() => pool.submit(square, 1), (error) => error instanceof ExecutorShutDown && /closed/.test(error.message));
    pool.shutdown();
  },
  'shutdown can cancel what has not begun'() {
    const pool = new ThreadPoolExecutor(1);
    const event = new Event();
    const begun = new Event();
    const running = pool.submit(hang, event, begun);
    const waiting = [1, 2, 3].map((n) => pool.submit(square, n));
    begun.wait(5000);
    pool.shutdown({ wait: false, cancelPending: true });
    assert.deepEqual(waiting.map((future) => future.cancelled()), [true, true, true]);
    event.set();
    assert.equal(running.result(5000), 'done');
    pool.shutdown();
  },
  'a worker that dies fails its future, and another takes over'() {
    using pool = new ThreadPoolExecutor(1, { name: 'frail' });
    const dying = pool.submit(die);
    const after = pool.submit(square, 3);
    assert.throws(() => dying.result(10_000), (error) => error instanceof WorkerDied && /frail/.test(error.message));
    assert.equal(after.result(10_000), 9);
    assert.equal(pool.submit(square, 4).result(10_000), 16);
  },
  'an initializer runs in each worker before its tasks'() {
    using pool = new ThreadPoolExecutor(2, { initializer: prepare, initArgs: ['ready'] });
    assert.deepEqual([1, 2, 3, 4].map(() => pool.submit(tellPrepared)).map((future) => future.result()), ['ready', 'ready', 'ready', 'ready']);
  },
  'a failed initializer breaks the executor'() {
    const pool = new ThreadPoolExecutor(1, { initializer: cannotPrepare });
    assert.throws(() => pool.submit(square, 1).result(10_000), (error) => error instanceof ExecutorShutDown && /no network/.test(error.message));
    assert.throws(() => pool.submit(square, 1), (error) => error instanceof ExecutorShutDown && /initializer/.test(error.message));
    pool.shutdown();
  },
  'any thread may submit'() {
    using pool = new ThreadPoolExecutor(1);
    const answers = new Queue<number>();
    new Thread(submitFrom, { args: [pool, answers] }).start().join(undefined, { rethrow: true });
    assert.equal(answers.get(0), 144);
  },
  'an abort signal cancels what has not begun'() {
    using pool = new ThreadPoolExecutor(1);
    const event = new Event();
    const begun = new Event();
    const running = pool.submit(hang, event, begun);
    const abort = new AbortController();
    const waiting = pool.submitWith({ signal: abort.signal }, square, 2);
    begun.wait(5000);
    abort.abort();
    assert.equal(waiting.cancelled(), true);
    assert.equal(pool.submitWith({ signal: abort.signal }, square, 2).cancelled(), true);
    event.set();
    assert.equal(running.result(), 'done');
  },
  'an argument that cannot travel is refused by name'() {
    using pool = new ThreadPoolExecutor(1);
    assert.throws(() => pool.submit(lots, 1, 'x', { d: [(() => 1) as never] }), /function.*\[2\]\.d\[0\]/);
    assert.equal(pool.submit(square, 2).result(), 4);
  },
  'refuses a number of workers that is none'() {
    for (const workers of [0, -1, 1.5, Number.NaN, 1001]) assert.throws(() => new ThreadPoolExecutor(workers), RangeError);
  },
  'map runs without being asked for results'() {
    const told = new Queue<number>();
    const pool = new ThreadPoolExecutor(2);
    pool.map(note, Array.from({ length: 10 }, () => told));
    pool.shutdown();
    assert.equal(told.size, 10);
  },
  'map gives what came in time, and keeps what is behind it from running'() {
    const pool = new ThreadPoolExecutor(1);
    const [free, busy, behind] = [new Event(), new Event(), new Event()];
    free.set();
    const got: string[] = [];
    assert.throws(() => {
      for (const value of pool.map(hang as unknown as Parameters<typeof pool.map<Event, string>>[0], [free, busy, behind], { timeout: 1000 })) got.push(value);
    }, TimeoutError);
    assert.deepEqual(got, ['done']);
    busy.set();
    // It would wait for the last event for ever.
    pool.shutdown();
  },
  'never has more workers than it may, names them, and has none after shutdown'() {
    const pool = new ThreadPoolExecutor(3);
    const event = new Event();
    const futures = Array.from({ length: 45 }, () => pool.submit(hang, event));
    assert.match(pool.name, /^ThreadPoolExecutor-\d+$/);
    assert.deepEqual(alive(pool).sort(), [0, 1, 2].map((n) => `${pool.name}_${n}`));
    event.set();
    pool.shutdown();
    assert.ok(futures.every((future) => future.result(0) === 'done'));
    const limit = performance.now() + 5000;
    while (alive(pool).length > 0) assert.ok(performance.now() < limit, `${alive(pool)} are still there`);
  },
  'shutdown does not wait for a task that was cancelled'() {
    const pool = new ThreadPoolExecutor(1);
    pool.submit(square, 1).result();
    pool.submit(square, 2).cancel();
    pool.shutdown();
    assert.throws(() => pool.submit(square, 3), ExecutorShutDown);
  },
  'shutdown without waiting lets what was submitted run and the workers go'() {
    const pool = new ThreadPoolExecutor(2);
    const results = pool.map(square, [1, 2, 3, 4]);
    pool.shutdown({ wait: false });
    assert.deepEqual([...results], [1, 4, 9, 16]);
    const limit = performance.now() + 5000;
    while (alive(pool).length > 0) assert.ok(performance.now() < limit, `${alive(pool)} are still there`);
  },
  async 'shutdown gives up waiting when its time is over, and the workers go all the same'() {
    const pool = new ThreadPoolExecutor(1);
    const [event, begun] = [new Event(), new Event()];
    const future = pool.submit(hang, event, begun);
    begun.wait();
    assert.throws(() => pool.shutdown({ timeout: 10 }), (error) => error instanceof TimeoutError && /1 of its workers/.test(error.message));
    await assert.rejects(pool.shutdownAsync({ timeout: 10 }), TimeoutError);
    assert.throws(() => pool.shutdown({ timeout: -1 }), RangeError);
    assert.throws(() => pool.submit(square, 1), ExecutorShutDown);
    event.set();
    pool.shutdown({ timeout: 10_000 });
    assert.equal(future.result(0), 'done');
  },
  'what was submitted runs before the program ends'() {
    for (const how of ['at once', 'without waiting']) assert.deepEqual(runLeaver(how), { status: 0, stdout: 'apple\n', stderr: '' }, how);
  },
  'a cancelling shutdown without waiting lets the program end'() {
    const { status, stdout, stderr } = runLeaver('cancelling');
    assert.deepEqual([status, stderr], [0, '']);
    assert.ok(['', 'apple\n'].includes(stdout), stdout);
  },
};
