// What a worker of a ThreadPoolExecutor does: takes futures from the queue and runs their tasks, until the executor is shut down and empty.
import { decode } from './decode.js';
import { encode } from './encode.js';
import { asError } from './ending.js';
import { ExecutorShutDown, WorkerDied } from './errors.js';
import { fifoGet } from './fifo.js';
import { completeFuture, dropFuture, takeArguments, wakeWaiters } from './future-block.js';
import { fast } from './fast-path.js';
import { f64, i32, now } from './heap.js';
import {
  ALIVE_WORKING, F_RUNNER, F_STATE, F_TASK, FINISHED, PENDING, Q_CLOSED, Q_GET_BELL, Q_GET_WAITERS, Q_GETS, Q_HEAD_GUARD, Q_PUTS, Q_SEEN_PUTS, Q_TAIL_GUARD, RAISED, RUNNING,
  STATE_EVENT_LOOP, STATE_RUNNING, STATE_WAITING, T_IDLE, T_UNTIL_F64, X_ALIVE, X_BROKEN, X_COMPLETED, X_IDLE, X_INITIALIZER, X_JOINERS, X_MOST, X_WORKERS,
} from './layout.js';
import { sweepGuard } from './guard.js';
import { tellSupervisor } from './link.js';
import { turnIsDue, turnLoop } from './loop-turn.js';
import { beginWait, endWait, GET, publishState, sleepOn, spin } from './park.js';
import { CLOSED, DONE, EMPTY } from './queue-base.js';
import { getterLeaves, getterLooks, ring } from './queue-wakeups.js';
import { BLOCK, item, pack } from './queue-word.js';
import { lacksWorkers, leavePool, reserveWorker, WORKER_ENTRY } from './pool-record.js';
import { resourceName } from './resource.js';
import { self } from './self.js';
import { registerSweeper, uncount } from './sweep.js';
import { loadedTask, loadTask, task, type Task } from './task.js';
import { textAt } from './text.js';
import { threadName } from './thread-names.js';

const tasks = new Map<number, Task>();

/** The executor and the entry of the worker that this thread is; 0 for none. */
let pool = 0;
let mine = 0;

/** Runs a task for several items. */
export const runChunk = task(import.meta.url, function runChunk(target: Task, items: unknown[]): unknown[] | Promise<unknown[]> {
  // The worker may not have loaded the task's module yet.
  const loaded = loadedTask(target.taskModule, target.taskName);
  return loaded === undefined ? loadTask(target.taskModule, target.taskName).then((found) => runAll(found, items)) : runAll(loaded, items);
});

function runAll(target: Task, items: unknown[]): unknown[] | Promise<unknown[]> {
  const results: unknown[] = [];
  let asynchronous = false;
  for (const one of items) {
    const result = (target as unknown as (item: unknown) => unknown)(one);
    asynchronous ||= isPromise(result);
    results.push(result);
  }
  return asynchronous ? Promise.all(results) : results;
}

/** The thread of one worker; internal to ThreadPoolExecutor. */
export const poolWorker = task(import.meta.url, async function poolWorker(at: number, place: number): Promise<void> {
  const entry = i32[at + X_WORKERS]! + place * WORKER_ENTRY;
  pool = at;
  mine = entry;
  try {
    publishState(STATE_RUNNING);
    if (i32[at + X_INITIALIZER] !== 0 && !(await initialize(at))) return;
    for (;;) {
      let outcome = nextWork(at);
      if (outcome === EMPTY) {
        countIdle();
        if (turnIsDue()) await turnLoop();
        spin(at + Q_PUTS, i32[at + Q_GETS]!);
        outcome = nextWork(at);
        if (outcome === EMPTY) outcome = waitForWork(at);
      }
      if (outcome === CLOSED) return;
      const block = item.low;
      if (i32[entry + 2] === 1) {
        countBusy(at, entry);
        askForAnother(at);
      }
      const asynchronous = runOne(block);
      if (asynchronous !== undefined) {
        publishState(STATE_EVENT_LOOP);
        await asynchronous;
        publishState(STATE_RUNNING);
      }
      i32[entry + 1] = 0;
      Atomics.add(i32, at + X_COMPLETED, 1);
      dropFuture(block);
    }
  } finally {
    pool = 0;
    leaveExecutor(at, entry);
  }
});

/**
 * Takes the next future into the packed item: DONE, EMPTY or CLOSED. A worker may be killed before it could note what it has taken: a negative note in its
 * entry says meanwhile where its item lies, which is written before the item counts as taken.
 */
function nextWork(at: number): number {
  i32[self.item + 1] = 0;
  i32[mine + 1] = -self.item;
  let outcome = fast.get(at, 0);
  if (outcome === DONE) item.low = i32[self.item + 1]!;
  else outcome = fifoGet(at, 2);
  i32[mine + 1] = outcome === DONE ? item.low : 0;
  return outcome;
}

/** What is noted in a word as taken; 0 for nothing. */
export function takenIn(word: number): number {
  const note = i32[word]!;
  return note < 0 ? i32[1 - note]! : note;
}

/**
 * From now on new work finds this worker idle. Called before the last result that it can see work for is told: whoever takes the result often has the
 * next task, and should not start another worker for it.
 */
function countIdle(): void {
  if (pool === 0 || i32[mine + 2] === 1) return;
  i32[mine + 2] = 1;
  Atomics.add(i32, pool + X_IDLE, 1);
}

function countBusy(at: number, entry: number): void {
  i32[entry + 2] = 0;
  Atomics.sub(i32, at + X_IDLE, 1);
}

/** Who submitted something between this worker's taking its task and its counting as busy has left it to this worker. */
function askForAnother(at: number): void {
  if (!lacksWorkers(at)) return;
  const place = reserveWorker(at);
  if (place >= 0) tellSupervisor({ threadbook: 'pool-worker', executor: at, place });
}

/** Tells the outcome of this worker's future. */
function complete(block: number, state: number): void {
  // The consumers' own note of the puts: to read the producers' counter for every task would cost more than it is worth.
  if (pool !== 0 && ((i32[pool + Q_SEEN_PUTS]! - i32[pool + Q_GETS]!) | 0) <= 0) countIdle();
  completeFuture(block, state);
}

function leaveExecutor(at: number, entry: number): void {
  if (i32[entry + 2] === 1) countBusy(at, entry);
  Atomics.store(i32, entry + 1, 0);
  Atomics.store(i32, entry, 0);
  Atomics.sub(i32, at + X_ALIVE, 1);
  Atomics.notify(i32, at + X_ALIVE);
  leavePool(at);
}

/** How long an idle worker still counts as working, in milliseconds: most pauses are short. */
const PAUSE = 5;

/** An idle worker does not keep the program going. */
function waitForWork(at: number): number {
  const since = now();
  let idle = false;
  beginWait(STATE_WAITING, at, GET, since + PAUSE);
  Atomics.add(i32, at + Q_GET_WAITERS, 1);
  try {
    for (;;) {
      const bell = Atomics.load(i32, at + Q_GET_BELL);
      const outcome = nextWork(at);
      if (outcome !== EMPTY) return outcome;
      const inTime = sleepOn(at + Q_GET_BELL, bell, idle ? Infinity : since + PAUSE);
      getterLooks(at);
      if (!inTime && !idle) {
        idle = true;
        i32[self.record + T_IDLE] = 1;
        f64[(self.record >> 1) + T_UNTIL_F64] = 0; // From here on without a limit. Not before it is idle: nobody who sleeps for ever is awaited then.
        if (Atomics.sub(i32, ALIVE_WORKING, 1) === 1) tellSupervisor({ threadbook: 'quiet' });
      }
    }
  } finally {
    if (idle) {
      Atomics.add(i32, ALIVE_WORKING, 1);
      i32[self.record + T_IDLE] = 0;
    }
    endWait();
    getterLeaves(at);
  }
}

/** Runs one future; a promise where it goes on in the event loop. */
function runOne(block: number): Promise<void> | undefined {
  i32[block + F_RUNNER] = self.id;
  if (Atomics.compareExchange(i32, block + F_STATE, PENDING, RUNNING) !== PENDING) return undefined;
  let target = tasks.get(i32[block + F_TASK]!);
  if (target === undefined) {
    const [module, name] = textAt(i32[block + F_TASK]!).split('\n') as [string, string];
    target = loadedTask(module, name);
    if (target === undefined) return loadAndRun(block, module, name);
    tasks.set(i32[block + F_TASK]!, target);
  }
  let result: unknown;
  try {
    result = (target as unknown as (...args: unknown[]) => unknown)(...takeArguments(block));
    if (isPromise(result)) return finishLater(block, result);
    pack(result);
  } catch (error) {
    raise(block, error);
    return undefined;
  }
  complete(block, FINISHED);
  return undefined;
}

async function loadAndRun(block: number, module: string, name: string): Promise<void> {
  try {
    const target = await loadTask(module, name);
    tasks.set(i32[block + F_TASK]!, target);
    publishState(STATE_RUNNING);
    const result = (target as unknown as (...args: unknown[]) => unknown)(...takeArguments(block));
    if (isPromise(result)) {
      publishState(STATE_EVENT_LOOP);
      await finishLater(block, result);
      return;
    }
    pack(result);
  } catch (error) {
    raise(block, error);
    return;
  }
  complete(block, FINISHED);
}

async function finishLater(block: number, promise: PromiseLike<unknown>): Promise<void> {
  try {
    pack(await promise);
  } catch (error) {
    raise(block, error);
    return;
  }
  complete(block, FINISHED);
}

/** Ends a future that runs with an error. */
export function raise(block: number, error: unknown): void {
  item.tag = BLOCK;
  item.low = encode(asError(error));
  complete(block, RAISED);
}

async function initialize(at: number): Promise<boolean> {
  try {
    const { task: given, args } = decode(i32[at + X_INITIALIZER]!) as { task: Task; args: never[] };
    const target = await loadTask(given.taskModule, given.taskName);
    await target(...args);
    return true;
  } catch (error) {
    breakExecutor(at, new ExecutorShutDown(`The initializer of "${resourceName(at)}" threw: ${asError(error).message}`));
    return false;
  }
}

/** Nothing more is taken, and what waits fails with the error. */
export function breakExecutor(at: number, error: ExecutorShutDown): void {
  Atomics.compareExchange(i32, at + X_BROKEN, 0, encode(error));
  Atomics.store(i32, at + Q_CLOSED, 1);
  while (fifoGet(at, 3) === DONE) {
    const block = item.low;
    if (Atomics.compareExchange(i32, block + F_STATE, PENDING, RUNNING) === PENDING) raise(block, error);
    dropFuture(block);
  }
  ring(at + Q_GET_BELL, Infinity);
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

// A worker died: its future fails, and if work is left and nobody there to do it, the supervisor starts another.
registerSweeper('ThreadPoolExecutor', (at, id, sleptOn) => {
  sweepGuard(at + Q_TAIL_GUARD, id);
  sweepGuard(at + Q_HEAD_GUARD, id);
  uncount(sleptOn, at + Q_GET_BELL, at + Q_GET_WAITERS);
  uncount(sleptOn, at + X_ALIVE, at + X_JOINERS);
  // Whoever died may have been about to wake a worker, or have been woken.
  getterLooks(at);
  ring(at + Q_GET_BELL, Infinity);
  const workers = i32[at + X_WORKERS]!;
  for (let place = 0; place < i32[at + X_MOST]!; place++) {
    const entry = workers + place * WORKER_ENTRY;
    if (i32[entry] !== id) continue;
    const block = takenIn(entry + 1);
    if (block !== 0) {
      // It may have come to its end before or after the task did.
      const begun = Atomics.compareExchange(i32, block + F_STATE, PENDING, RUNNING) === RUNNING;
      if (i32[block + F_STATE] !== RUNNING) wakeWaiters(block);
      else raise(block, new WorkerDied(`${threadName(id)}, a worker of "${resourceName(at)}", ended ${begun ? 'while it ran' : 'before it could begin'} the task.`));
      Atomics.add(i32, at + X_COMPLETED, 1);
      dropFuture(block);
    }
    if (startWorker !== undefined && Atomics.load(i32, at + Q_GETS) !== Atomics.load(i32, at + Q_PUTS)) {
      // Its successor takes over its place among the workers.
      if (i32[entry + 2] === 1) countBusy(at, entry);
      i32[entry + 1] = 0;
      startWorker(at, place, `${resourceName(at)}_${place}`, entry);
    } else {
      leaveExecutor(at, entry);
    }
    return;
  }
});

let startWorker: ((executor: number, place: number, name: string, entry: number) => void) | undefined;

/** In the supervisor: begins a worker whose place is reserved. */
export function startReserved(at: number, place: number): void {
  startWorker!(at, place, `${resourceName(at)}_${place}`, i32[at + X_WORKERS]! + place * WORKER_ENTRY);
}

/** Set by the supervisor, which replaces workers that died, and writes the new thread's id into the entry before it begins. */
export function startWorkersWith(start: typeof startWorker): void {
  startWorker = start;
}
