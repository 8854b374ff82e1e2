// Makes the records of threads in the heap. What is in a record is written by thread.ts, park.ts and the supervisor; who refers to it is for
// thread-references.ts.
import { i32 } from './heap.js';
import { HeapFull } from './errors.js';
import { enter, leave } from './guard.js';
import { T_ID, T_NEXT_FREE, T_REFS, THREAD_WORDS, THREADS_FREE, THREADS_GUARD, THREADS_HIGH, THREADS_MAX, THREADS_START } from './layout.js';
import { nextThreadId } from './identity.js';

/** A fresh record with one reference and a new id, or the id that its thread has reserved. */
export function newThreadRecord(id = nextThreadId()): { at: number; id: number } {
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
}
