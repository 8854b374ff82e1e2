// Makes, shares and gives back the records of threads in the heap. What is in a record is written by thread.ts, park.ts and the supervisor.
import { i32 } from './heap.js';
import { HeapFull } from './errors.js';
import { enter, leave } from './guard.js';
import {
  NEXT_THREAD_ID, T_ENDING, T_ENDING_DATA, T_ID, T_NEXT_FREE, T_REFS, T_TASK, THREADS_FREE, THREADS_GUARD, THREADS_HIGH, THREADS_MAX, THREADS_START,
  ENDED_EXITED, THREAD_WORDS,
} from './layout.js';
import { free } from './allocate.js';
import { self } from './self.js';

/** A fresh record with one reference and a new id. */
export function newThreadRecord(): { at: number; id: number } {
  const id = Atomics.add(i32, NEXT_THREAD_ID, 1) + 1;
  // A thread that enters itself needs an id before it may take a guard.
  const nameless = self.id === 0 && !self.supervises;
  if (nameless) self.id = id;
  try {
    enter(THREADS_GUARD);
    let at = i32[THREADS_FREE]!;
    if (at !== 0) {
      i32[THREADS_FREE] = i32[at + T_NEXT_FREE]!;
    } else {
      const high = i32[THREADS_HIGH]!;
      if (high < THREADS_MAX) {
        at = THREADS_START + high * THREAD_WORDS;
        i32[THREADS_HIGH] = high + 1;
      }
    }
    leave(THREADS_GUARD);
    if (at === 0) throw new HeapFull(`The table of ${THREADS_MAX} threads is full. Join the threads that have ended, or let go of their Thread objects.`);
    i32.fill(0, at, at + THREAD_WORDS);
    i32[at + T_REFS] = 1;
    Atomics.store(i32, at + T_ID, id);
    return { at, id };
  } finally {
    if (nameless) self.id = 0;
  }
}

export function keepThreadRecord(at: number): void {
  Atomics.add(i32, at + T_REFS, 1);
}

/** Gives one reference back; the last one frees the record. */
export function dropThreadRecord(at: number): void {
  if (Atomics.sub(i32, at + T_REFS, 1) !== 1) return;
  if (i32[at + T_TASK] !== 0) free(i32[at + T_TASK]!);
  if (i32[at + T_ENDING] !== ENDED_EXITED && i32[at + T_ENDING_DATA] !== 0) free(i32[at + T_ENDING_DATA]!);
  Atomics.store(i32, at + T_ID, 0);
  enter(THREADS_GUARD);
  i32[at + T_NEXT_FREE] = i32[THREADS_FREE]!;
  i32[THREADS_FREE] = at;
  leave(THREADS_GUARD);
}
