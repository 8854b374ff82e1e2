// Who refers to a thread's record: it stays as long as somebody does. How one is made is for thread-record.ts.
import { free } from './allocate.js';
import { decodeAndFree, discard } from './decode.js';
import { enter, leave } from './guard.js';
import { i32 } from './heap.js';
import { ENDED_EXITED, T_ENDING, T_ENDING_DATA, T_ID, T_NEXT_FREE, T_REFS, T_TASK, THREADS_FREE, THREADS_GUARD } from './layout.js';

export function keepThreadRecord(at: number): void {
  Atomics.add(i32, at + T_REFS, 1);
}

/** Gives one reference back; the last one frees the record. */
export function dropThreadRecord(at: number): void {
  if (Atomics.sub(i32, at + T_REFS, 1) !== 1) return;
  // Only a thread that was never started still has its task. What its arguments refer to is released with them.
  if (i32[at + T_TASK] !== 0) discard(i32[at + T_TASK]!);
  if (i32[at + T_ENDING] !== ENDED_EXITED && i32[at + T_ENDING_DATA] !== 0) free(i32[at + T_ENDING_DATA]!);
  Atomics.store(i32, at + T_ID, 0);
  enter(THREADS_GUARD);
  i32[at + T_NEXT_FREE] = i32[THREADS_FREE]!;
  i32[THREADS_FREE] = at;
  leave(THREADS_GUARD);
}

/** What a thread is to run. */
export interface Order {
  module: string;
  name: string;
  args: never[];
}

/** Takes the order out of the record of a thread: its arguments, and what they refer to, go over to the caller. */
export function takeOrder(at: number): Order {
  const block = i32[at + T_TASK]!;
  i32[at + T_TASK] = 0;
  return decodeAndFree(block) as Order;
}
