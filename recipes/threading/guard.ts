// The runtime's own short locks. A guard is one word of the heap; every section under one leaves the heap consistent after each
// store, so that the supervisor may free the guard of a thread that was killed inside.
import { i32 } from './heap.js';
import { reserveId, self } from './identity.js';
import { OWNER, WAITERS } from './layout.js';

/** What the supervisor's thread uses in place of an id: it is no thread of the program. */
export const SUPERVISOR_ID = OWNER;

/** What a worker uses between two threads. */
export function idleId(worker: number): number {
  return (1 << 29) | worker;
}

let hasBeenKilled: ((id: number) => boolean) | undefined;

/** Set by the supervisor: whether it has killed whoever uses that id, or is told that it has gone. */
export function killedAre(killed: typeof hasBeenKilled): void {
  hasBeenKilled = killed;
}

/** Waits of 50 ms after which a thread that was killed has gone for sure: it runs to its next call at most. */
const GONE_AFTER = 20;

/** Takes the guard; blocks for the few instructions that another thread holds it. */
export function enter(word: number): void {
  const id = self.id === 0 ? reserveId() : self.id;
  if (Atomics.compareExchange(i32, word, 0, id) !== 0) enterSlowly(word, id);
}

function enterSlowly(word: number, id: number): void {
  for (let spins = 0; spins < 200; spins++) {
    if (i32[word] === 0 && Atomics.compareExchange(i32, word, 0, id) === 0) return;
  }
  for (let waits = 1; ; waits++) {
    const seen = Atomics.load(i32, word);
    // The supervisor would sweep after a killed holder when it hears of its end, which it does not while it waits here.
    if (waits % GONE_AFTER === 0 && hasBeenKilled?.(seen & OWNER) === true) sweepGuard(word, seen & OWNER);
    if (seen === 0) {
      if (Atomics.compareExchange(i32, word, 0, id | WAITERS) === 0) return;
    } else if ((seen & WAITERS) !== 0 || Atomics.compareExchange(i32, word, seen, seen | WAITERS) === seen) {
      // The limit is a seat belt for a holder that was killed and is not swept yet; it is not part of the algorithm.
      Atomics.wait(i32, word, seen | WAITERS, 50);
    }
  }
}

/** Gives the guard back. */
export function leave(word: number): void {
  if ((Atomics.exchange(i32, word, 0) & WAITERS) !== 0) Atomics.notify(i32, word, 1);
}

/** Frees the guard if the thread `id`, which has ended, still holds it. */
export function sweepGuard(word: number, id: number): void {
  const seen = Atomics.load(i32, word);
  if ((seen & OWNER) !== id) return;
  if (Atomics.compareExchange(i32, word, seen, 0) === seen) Atomics.notify(i32, word);
}
