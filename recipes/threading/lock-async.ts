// Taking a lock from an event loop: the same word, awaited instead of slept on.
import { i32 } from './heap.js';
import { L_CONTENDED, L_WORD, WAITERS } from './layout.js';
import { noteTaken, passOn, refuseAbandoned } from './lock-word.js';
import { deadlineOf } from './park.js';
import { parkAsync } from './park-async.js';
import { me } from './self.js';

/** As takeLock, for an event loop. The lock belongs to the thread, not to the asynchronous function that awaits it. */
export async function takeLockAsync(at: number, timeout: number | undefined): Promise<boolean> {
  const id = me();
  const word = at + L_WORD;
  let taken = Atomics.compareExchange(i32, word, 0, id) === 0;
  if (!taken) {
    refuseAbandoned(at);
    if (timeout === 0) return false;
    const deadline = deadlineOf(timeout);
    try {
      while (!taken) {
        const seen = Atomics.load(i32, word);
        if (seen === 0) taken = Atomics.compareExchange(i32, word, 0, id | WAITERS) === 0;
        else if (seen < 0) refuseAbandoned(at);
        else if ((seen & WAITERS) !== 0 || Atomics.compareExchange(i32, word, seen, seen | WAITERS) === seen) {
          if (!(await parkAsync(word, seen | WAITERS, deadline))) break;
        }
      }
    } finally {
      if (!taken) passOn(word);
    }
    if (!taken) return false;
    i32[at + L_CONTENDED]!++;
  }
  noteTaken(at);
  return true;
}
