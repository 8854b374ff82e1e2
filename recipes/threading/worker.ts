// The entry of one worker: runs the threads that it is given, one after the other, and sleeps between them. Every module of Node that is loaded with
// it costs memory in each thread: those that few need are loaded at their first use, by process.getBuiltinModule.
import { parentPort } from 'node:worker_threads';
import './index.js';
import { asError, writeEnding, type Ending } from './ending.js';
import { fast } from './fast-path.js';
import { giveBackWorker } from './giving-back.js';
import { idleId } from './guard.js';
import { i32, now } from './heap.js';
import { ENDED, record as recordEvent, STARTED } from './history.js';
import {
  ALIVE_WORKING, ENDED_UNSEEN, FLAG_WATCHED, SAMPLED, STATE_EVENT_LOOP, STATE_RUNNING, T_FLAGS, T_ID, W_ASSIGNED, W_CURRENT,
} from './layout.js';
import type { ToSupervisor } from './link.js';
import { turnIsDue, turnLoop } from './loop-turn.js';
import { writeText } from './output.js';
import { learnFromSleep, publishState, spin } from './park.js';
import { keepLoop, releaseLoop } from './park-async.js';
import { redirectConsole } from './print.js';
import { becomeThread, self } from './self.js';
import { becomeSpare } from './spares.js';
import { sweepAfter } from './sweep.js';
import { loadedTask, loadTask } from './task.js';
import { dropThreadRecord, takeOrder, type Order } from './thread-references.js';
import { endThreadLocals } from './thread-local.js';
import { recordName } from './thread-names.js';

redirectConsole();
process.on('uncaughtException', (error) => {
  // A callback of the event loop threw while the thread's promise was pending: the thread ends by it, and so does its worker.
  if (self.record !== 0) finish({ how: 'raised', error }, false);
  leave();
  process.exit(1);
});

/** So many ended threads wait for the next sample at most. */
const UNSEEN_LIMIT = 256;

/** Whether the task left timers, sockets or servers behind: such a worker cannot serve again. */
function busy(): boolean {
  return process.getActiveResourcesInfo().some((name) => /Timeout|Immediate|Wrap|Watcher|Worker/.test(name));
}

let running: Promise<unknown> | undefined;
/** Whether the task was loaded before the thread began. */
let loaded = false;
/** Whether somebody waits for the end of a thread that ran here. */
let wasWatched = false;

/** Runs the thread of a record; undefined where its task goes on in the event loop. */
function run(record: number): boolean | undefined {
  becomeThread(i32[record + T_ID]!, record);
  publishState(STATE_RUNNING);
  recordEvent(STARTED, 0, now());
  let result: unknown;
  try {
    const order: Order = takeOrder(record);
    const task = loadedTask(order.module, order.name);
    loaded = task !== undefined;
    result = task === undefined ? loadTask(order.module, order.name).then((found) => start(found, order.args)) : task(...order.args);
  } catch (error) {
    return finish({ how: 'raised', error });
  }
  if (!isPromise(result)) return finish({ how: 'returned' });
  running = Promise.resolve(result);
  return undefined;
}

/** A task that was loaded just now: its first part is synchronous, and only a promise leads back into the event loop. */
function start(task: (...args: never[]) => unknown, args: never[]): unknown {
  const result = task(...args);
  if (isPromise(result)) publishState(STATE_EVENT_LOOP);
  return result;
}

async function finishLater(): Promise<boolean> {
  if (loaded) publishState(STATE_EVENT_LOOP);
  keepLoop();
  let ending: Ending = { how: 'returned' };
  try {
    await running;
  } catch (error) {
    ending = { how: 'raised', error };
  } finally {
    releaseLoop();
  }
  return finish(ending);
}

/** Writes the thread's end; true where the worker waits for another thread, which it may have been given already. */
function finish(ending: Ending, reusable = true): boolean {
  const record = self.record;
  const id = self.id;
  const watched = (i32[record + T_FLAGS]! & FLAG_WATCHED) !== 0;
  wasWatched ||= watched;
  endThreadLocals();
  if (ending.how === 'raised') writeText(`Exception in thread "${recordName(record)}":\n${asError(ending.error).stack ?? String(ending.error)}\n`);
  publishState(STATE_RUNNING);
  recordEvent(ENDED, 0, now());
  if (fast.top() !== 0) sweepAfter(id, record);
  // Before the joiners know: they often start the next thread at once, and this worker is the one that is awake.
  const again = reusable && !(ending.how === 'raised' && ending.error instanceof RangeError) && !busy() && becomeSpare(self.worker);
  const last = writeEnding(record, ending);
  // Between two threads the worker is no thread of the program, but the guards below need an id.
  becomeThread(idleId(self.worker), 0);
  const sampled = i32[SAMPLED] === 1;
  i32[self.worker + W_CURRENT] = 0;
  // A message costs more than a short thread: a supervisor that samples looks for ended threads anyway.
  const many = sampled && Atomics.add(i32, ENDED_UNSEEN, 1) === UNSEEN_LIMIT;
  if (many || watched || (last && Atomics.load(i32, ALIVE_WORKING) === 0)) parentPort!.postMessage({ threadbook: 'ended' } satisfies ToSupervisor);
  dropThreadRecord(record);
  return again;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

/**
 * The last thing a worker does: gives back what it has of the heap. After a thread that somebody watches the supervisor does it, when it hears that the
 * worker has gone: until then the last sample can see how the thread left its locks and queues.
 */
function leave(): void {
  becomeThread(idleId(self.worker), 0);
  if (!wasWatched) giveBackWorker(self.worker);
}

for (;;) {
  const assigned = Atomics.load(i32, self.worker + W_ASSIGNED);
  if (assigned === 0) {
    // The next thread often comes at once.
    if (spin(self.worker + W_ASSIGNED, 0)) continue;
    const since = now();
    Atomics.wait(i32, self.worker + W_ASSIGNED, 0);
    learnFromSleep(now() - since);
    continue;
  }
  if (assigned < 0) break;
  i32[self.worker + W_CURRENT] = assigned;
  i32[self.worker + W_ASSIGNED] = 0;
  if (!(run(assigned) ?? (await finishLater()))) break;
  if (turnIsDue()) await turnLoop();
}
leave();
process.exit(0);
