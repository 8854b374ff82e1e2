// The record of an executor: how long it is needed, and what is given back with it. Its workers use it without referring to it, so that an executor
// that nobody refers to any more is found out: its workers run what was submitted, and go.
import { free } from './allocate.js';
import { discard } from './decode.js';
import { disposeFifo, fifoGet } from './fifo.js';
import { dropFuture, wakeWaiters } from './future-block.js';
import { enter, leave } from './guard.js';
import { i32 } from './heap.js';
import { CANCELLED, F_STATE, PENDING, Q_CLOSED, Q_GET_BELL, Q_TAIL_GUARD, X_ALIVE, X_BROKEN, X_COMPLETED, X_IDLE, X_INITIALIZER, X_MOST, X_USERS, X_WORKERS } from './layout.js';
import { DONE } from './queue-base.js';
import { pendingIn, ring } from './queue-wakeups.js';
import { item } from './queue-word.js';
import { freeRecord } from './resource.js';

/** A worker is about to begin. For somebody who refers to the executor, or for the worker that is replaced. */
export function joinPool(at: number): void {
  Atomics.add(i32, at + X_USERS, 1);
}

/** Words that an executor of threads keeps of each worker: its thread's id, the future it runs, 1 while it is counted in X_IDLE. */
export const WORKER_ENTRY = 3;

/** Takes a place among the workers for one more, which counts as alive from now on; -1 where there may be no more. */
export function reserveWorker(at: number): number {
  let alive: number;
  do {
    alive = Atomics.load(i32, at + X_ALIVE);
    if (alive >= i32[at + X_MOST]!) return -1;
  } while (Atomics.compareExchange(i32, at + X_ALIVE, alive, alive + 1) !== alive);
  joinPool(at);
  let place = 0;
  while (Atomics.compareExchange(i32, i32[at + X_WORKERS]! + place * WORKER_ENTRY, 0, -1) !== 0) place++;
  return place;
}

/** Whether somebody has to come for what was submitted: the idle workers are fewer. */
export function lacksWorkers(at: number): boolean {
  // A worker takes the task first and is no longer counted as idle then: between the two readings it may have done both.
  for (let pending = pendingIn(at), before = -1; pending !== before; before = pending, pending = pendingIn(at)) {
    if (pending <= Atomics.load(i32, at + X_IDLE)) return false;
  }
  return true;
}

/** A worker is gone; it must not touch the record after this. */
export function leavePool(at: number): void {
  if (Atomics.sub(i32, at + X_USERS, 1) !== 1) return;
  dispose(at);
  freeRecord(at);
}

/** Nobody refers to the executor any more. False where its workers still do. */
export function dropPool(at: number): void | false {
  // An executor whose constructor has thrown has nothing.
  if (i32[at + X_WORKERS] === 0) return;
  closePool(at, false);
  if (Atomics.sub(i32, at + X_USERS, 1) !== 1) return false;
  dispose(at);
}

/** No more tasks; the workers look, and go when nothing is left. */
export function closePool(at: number, cancelling: boolean): void {
  enter(at + Q_TAIL_GUARD);
  Atomics.store(i32, at + Q_CLOSED, 1);
  leave(at + Q_TAIL_GUARD);
  if (cancelling) cancelPending(at);
  ring(at + Q_GET_BELL, Infinity);
}

/** Cancels what lies in the queue. */
function cancelPending(at: number): void {
  while (fifoGet(at, 3) === DONE) {
    const block = item.low;
    if (Atomics.compareExchange(i32, block + F_STATE, PENDING, CANCELLED) === PENDING) wakeWaiters(block);
    Atomics.add(i32, at + X_COMPLETED, 1);
    dropFuture(block);
  }
}

function dispose(at: number): void {
  cancelPending(at);
  disposeFifo(at);
  free(i32[at + X_WORKERS]!);
  // What the arguments of the initializer refer to is released with them.
  for (const word of [X_INITIALIZER, X_BROKEN]) if (i32[at + word] !== 0) discard(i32[at + word]!);
}
