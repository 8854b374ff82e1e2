// What people rely on in a ProcessPoolExecutor.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CannotTravel, ExecutorShutDown, type Future, Lock, ProcessPoolExecutor, Queue, task, Thread, TimeoutError, wait, WorkerDied } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

export const square = task(import.meta.url, function square(n: number) {
  return n * n;
});
export const squareLater = task(import.meta.url, async function squareLater(n: number) {
  await new Promise((resolve) => setTimeout(resolve, 10 - n));
  return n * n;
});
export const whoAmI = task(import.meta.url, function whoAmI() {
  return process.pid;
});
export const echo = task(import.meta.url, function echo(...values: unknown[]) {
  return values;
});
export const die = task(import.meta.url, function die() {
  process.kill(process.pid, 'SIGKILL');
});
export const dieAt = task(import.meta.url, function dieAt(n: number) {
  if (n === 500) process.exit(7);
  return n;
});
export const hang = task(import.meta.url, function hang() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
export const failAt = task(import.meta.url, function failAt(n: number) {
  if (n === 3) throw new RangeError('three');
  return n;
});
/** Ends when as many processes are in it. */
export const meetIn = task(import.meta.url, async function meetIn(folder: string, parties: number) {
  writeFileSync(join(folder, `${process.pid}`), '');
  for (let tries = 0; readdirSync(folder).length < parties; tries++) {
    if (tries === 1000) throw new Error('nobody came');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return process.pid;
});
class Special extends Error {}
export const throwSpecial = task(import.meta.url, function throwSpecial() {
  throw new Special('own class');
});
export const giveLock = task(import.meta.url, function giveLock() {
  return { inner: [new Lock({ name: 'mine' })] };
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
export const cannotStart = task(import.meta.url, function cannotStart() {
  process.exit(3);
});
export const submitFrom = task(import.meta.url, function submitFrom(pool: ProcessPoolExecutor, answers: Queue<number>) {
  answers.put(pool.submit(square, 12).result());
});
export const call = task(import.meta.url, function call(target: (n: number) => number, n: number) {
  return target(n);
});

const program = fileURLToPath(new URL('./process-pool-program.js', import.meta.url));

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export const scenarios: Scenarios = {
  'runs tasks in other processes and gives their results'() {
    using pool = new ProcessPoolExecutor(2);
    assert.equal(pool.submit(square, 7).result(), 49);
    assert.equal(pool.submit(squareLater, 3).result(), 9);
    assert.notEqual(pool.submit(whoAmI).result(), process.pid);
    const futures = Array.from({ length: 2000 }, (_, n) => pool.submit(square, n));
    assert.deepEqual(futures.map((future) => future.result()), Array.from({ length: 2000 }, (_, n) => n * n));
  },
  async 'a future can be awaited'() {
    await using pool = new ProcessPoolExecutor(1);
    assert.equal(await pool.submit(squareLater, 4), 16);
    await assert.rejects(async () => pool.submit(failAt, 3), RangeError);
  },
  'values travel as they do between threads'() {
    using pool = new ProcessPoolExecutor(1);
    const cyclic: { list: unknown[]; self?: unknown } = { list: [1.5, -0, 'ü€', 12n ** 20n, null, undefined, true] };
    cyclic.self = cyclic;
    const big = new Float64Array(300_000).map((_, n) => n);
    const values = [cyclic, new Map([[{ a: 1 }, new Set(['x'])]]), new Date(5), big, new Uint8Array([1, 2, 3]).buffer, /x+/g, 'long '.repeat(20_000)];
    assert.deepEqual(pool.submit(echo, ...values).result(), values);
    assert.deepEqual(pool.submit(echo).result(), []);
    assert.equal(pool.submit(call, square, 5).result(), 25);
  },
  'what processes cannot share is refused by name, going and coming'() {
    using pool = new ProcessPoolExecutor(1);
    for (const value of [new Lock({ name: 'door' }), new Thread(hang), pool.submit(square, 1), new SharedArrayBuffer(8), new Int32Array(new SharedArrayBuffer(8))]) {
      assert.throws(() => pool.submit(echo, 1, { deep: [value] }), (error) => error instanceof CannotTravel && /process.*\[1\]\.deep\[0\]/.test(error.message));
    }
    assert.throws(() => pool.submit(echo, 1, new Lock({ name: 'door' })), /Lock "door"/);
    assert.throws(() => pool.submit(giveLock).result(), (error) => error instanceof CannotTravel && /Lock "mine" at \.inner\[0\]/.test(error.message));
    assert.equal(pool.submit(square, 2).result(), 4);
  },
  'an exception arrives with its class and stack'() {
    using pool = new ProcessPoolExecutor(1);
    assert.throws(() => pool.submit(failAt, 3).result(), (error) => error instanceof RangeError && error.message === 'three' && /failAt/.test(error.stack ?? ''));
    assert.match(pool.submit(throwSpecial).exception()!.message, /own class/);
  },
  'map keeps the order, in chunks or not'() {
    using pool = new ProcessPoolExecutor(2);
    const items = Array.from({ length: 1000 }, (_, n) => n);
    const squares = items.map((n) => n * n);
    // Chunks first: the child has not loaded the task's module yet.
    assert.deepEqual([...pool.map(square, items, { chunkSize: 300 })], squares);
    assert.deepEqual([...pool.map(square, items)], squares);
    assert.deepEqual([...pool.map(squareLater, [1, 2, 3], { chunkSize: 2 })], [1, 4, 9]);
    assert.throws(() => [...pool.map(failAt, [1, 2, 3, 4])], /three/);
  },
  async 'map can be awaited, has one timeout, and leaving it cancels the rest'() {
    const pool = new ProcessPoolExecutor(1);
    for await (const value of pool.map(squareLater, [1, 2, 3])) {
      assert.equal(value, 1);
      break;
    }
    const stuck = new ProcessPoolExecutor(1);
    await assert.rejects(async () => {
      for await (const _ of stuck.map(hang as never, [1], { timeout: 30 })) assert.fail();
    }, TimeoutError);
    await pool.shutdownAsync();
  },
  'uses all its processes at the same time'() {
    using pool = new ProcessPoolExecutor(2);
    const folder = mkdtempSync(join(tmpdir(), 'threadbook-pool-'));
    try {
      const pids = [1, 2].map(() => pool.submit(meetIn, folder, 2)).map((future) => future.result(15_000));
      assert.equal(new Set(pids).size, 2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  'shutdown waits, refuses, and leaves no process'() {
    const pool = new ProcessPoolExecutor(2, { name: 'closed' });
    const pid = pool.submit(whoAmI).result();
    const futures = [1, 2, 3, 4].map((n) => pool.submit(squareLater, n));
    pool.shutdown();
    assert.deepEqual(futures.map((future) => future.result(0)), [1, 4, 9, 16]);
    assert.equal(alive(pid), false);
    assert.throws(() => pool.submit(square, 1), (error) => error instanceof ExecutorShutDown && /closed/.test(error.message));
    pool.shutdown();
    new ProcessPoolExecutor(2).shutdown();
  },
  async 'a pool that nobody refers to runs what was submitted, and its processes go'() {
    const use = (): { who: Future<number>; futures: Future<number>[] } => {
      const pool = new ProcessPoolExecutor(1, { name: 'dropped' });
      return { who: pool.submit(whoAmI), futures: [1, 2, 3].map((n) => pool.submit(square, n)) };
    };
    const { who, futures } = use();
    const pid = who.result();
    const limit = performance.now() + 10_000;
    while (alive(pid)) {
      assert.ok(performance.now() < limit, 'its process stays');
      (globalThis as { gc?: () => void }).gc!();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.deepEqual(futures.map((future) => future.result(0)), [1, 4, 9]);
  },
  'what was not sent can be cancelled: by the future, by a signal, by the shutdown'() {
    const pool = new ProcessPoolExecutor(1);
    const running = pool.submit(squareLater, -300);
    const [first, second, third] = [1, 2, 3].map((n) => pool.submit(square, n));
    const abort = new AbortController();
    const signalled = pool.submitWith({ signal: abort.signal }, square, 2);
    while (!running.running()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    assert.equal(first!.cancel(), true);
    abort.abort();
    assert.equal(signalled.cancelled(), true);
    pool.shutdown({ wait: false, cancelPending: true });
    assert.deepEqual([second!.cancelled(), third!.cancelled()], [true, true]);
    assert.equal(running.result(10_000), 90_000);
    pool.shutdown();
  },
  'a process that dies fails its future, and another takes over'() {
    using pool = new ProcessPoolExecutor(1, { name: 'frail' });
    const dying = pool.submit(die);
    const after = pool.submit(square, 3);
    assert.throws(() => dying.result(10_000), (error) => error instanceof WorkerDied && /frail.*SIGKILL/.test(error.message));
    assert.equal(after.result(10_000), 9);
  },
  'of many short tasks only the one that killed its process fails'() {
    using pool = new ProcessPoolExecutor(2);
    const futures = Array.from({ length: 1000 }, (_, n) => pool.submit(dieAt, n));
    wait(futures);
    const failed = futures.map((future, n) => ({ n, error: future.exception() })).filter(({ error }) => error !== undefined);
    assert.deepEqual(failed.map(({ n }) => n), [500]);
    assert.ok(failed[0]!.error instanceof WorkerDied && /exit code 7/.test(failed[0]!.error.message));
    assert.deepEqual(futures.filter((_, n) => n !== 500).map((future) => future.result()), Array.from({ length: 1000 }, (_, n) => n).filter((n) => n !== 500));
  },
  'a process that has run as many tasks as it may is replaced'() {
    using pool = new ProcessPoolExecutor(1, { maxTasksPerChild: 3, initializer: prepare, initArgs: ['ready'] });
    const pids = [...pool.map(whoAmI, Array.from({ length: 8 }, () => undefined) as never[])];
    assert.deepEqual([...new Set(pids)].map((pid) => pids.filter((each) => each === pid).length), [3, 3, 2]);
    assert.equal(pool.submit(tellPrepared).result(10_000), 'ready');
    // The place of one that dies with its last task is taken too.
    const [last] = [pool.submit(die), pool.submit(square, 4)];
    assert.throws(() => last.result(10_000), WorkerDied);
    assert.equal(pool.submit(square, 5).result(10_000), 25);
    const early = new ProcessPoolExecutor(2, { maxTasksPerChild: 1 });
    const futures = Array.from({ length: 6 }, () => early.submit(whoAmI));
    early.shutdown({ wait: false });
    assert.equal(new Set(futures.map((future) => future.result(10_000))).size, 6, 'a process for each, also after the shutdown');
    for (const wrong of [0, -1, 1.5]) assert.throws(() => new ProcessPoolExecutor(1, { maxTasksPerChild: wrong }), RangeError);
  },
  'its processes can be ended at once, whatever they run'() {
    new ProcessPoolExecutor(1).killWorkers();
    for (const end of ['killWorkers', 'terminateWorkers'] as const) {
      const pool = new ProcessPoolExecutor(2, { name: 'stuck' });
      const pids = new Set(pool.map(whoAmI, Array.from({ length: 200 }, () => undefined) as never[]));
      const hanging = [pool.submit(hang), pool.submit(hang)];
      // Some of these are sent ahead, to be run after what hangs.
      const later = Array.from({ length: 100 }, (_, n) => pool.submit(square, n));
      while (!hanging.every((future) => future.running())) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      pool[end]();
      assert.throws(() => pool.submit(square, 1), ExecutorShutDown);
      pool.shutdown({ timeout: 10_000 });
      for (const future of hanging) assert.throws(() => future.result(0), (error) => error instanceof WorkerDied && /stuck.*was ended by SIG(KILL|TERM)/.test(error.message));
      // Where one process was given both that hang, the other has run some.
      for (const [n, future] of later.entries()) if (!future.cancelled() && !(future.exception(0) instanceof WorkerDied)) assert.equal(future.result(0), n * n);
      assert.deepEqual([...pids].filter(alive), []);
      pool[end]();
    }
  },
  'an initializer runs in each process before its tasks'() {
    using pool = new ProcessPoolExecutor(2, { initializer: prepare, initArgs: ['ready'] });
    assert.deepEqual([1, 2, 3, 4].map(() => pool.submit(tellPrepared)).map((future) => future.result()), ['ready', 'ready', 'ready', 'ready']);
  },
  'an initializer that fails or kills breaks the executor'() {
    const failing = new ProcessPoolExecutor(1, { initializer: cannotPrepare });
    assert.throws(() => failing.submit(square, 1).result(10_000), (error) => error instanceof ExecutorShutDown && /no network/.test(error.message));
    assert.throws(() => failing.submit(square, 1), (error) => error instanceof ExecutorShutDown && /no network/.test(error.message));
    failing.shutdown();
    const killing = new ProcessPoolExecutor(1, { initializer: cannotStart });
    assert.throws(() => killing.submit(square, 1).result(10_000), (error) => error instanceof ExecutorShutDown && /exit code 3 before it was ready/.test(error.message));
    killing.shutdown();
  },
  'any thread may submit and block'() {
    using pool = new ProcessPoolExecutor(1);
    const answers = new Queue<number>();
    new Thread(submitFrom, { args: [pool, answers] }).start().join(undefined, { rethrow: true });
    assert.equal(answers.get(0), 144);
  },
  async 'no process outlives its parent, even one that is too busy to notice'() {
    const parent = spawn(process.execPath, ['--no-warnings', program, 'to be killed'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    for await (const text of parent.stdout.setEncoding('utf8')) {
      output += text;
      if (output.split('\n').length > 2) break;
    }
    const pids = [...output.matchAll(/busy (\d+)/g)].map(([, pid]) => Number(pid));
    assert.equal(pids.length, 2);
    assert.deepEqual(pids.map(alive), [true, true]);
    parent.kill('SIGKILL');
    // Nobody but the operating system is left to tell of their end.
    for (const end = performance.now() + 10_000; pids.some(alive) && performance.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(pids.map(alive), [false, false]);
  },
  'an idle pool does not keep its program going'() {
    const { status, stdout, signal } = spawnSync(process.execPath, ['--no-warnings', program, 'forgets to shut down'], { encoding: 'utf8', timeout: 15_000 });
    assert.deepEqual({ status, stdout, signal }, { status: 0, stdout: '25\n', signal: null });
  },
  'the supervisor sees it'() {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', program, 'host'], { encoding: 'utf8', timeout: 15_000 });
    assert.equal(status, 0, stderr);
    const { kind, workers, completed, pending } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual({ kind, workers, completed, pending }, { kind: 'ProcessPoolExecutor', workers: 1, completed: 1, pending: 0 });
  },
};
