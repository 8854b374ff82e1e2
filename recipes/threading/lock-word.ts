// The lock algorithm on one word of the heap: 0 when free, else the owner's id, a bit for waiters and a bit for an owner that died.
import { Abandoned, NotOwner } from './errors.js';
import { fast, GIVEN, NESTED, NOTED, SLOW, TAKEN, TAKEN_NOTE } from './fast-path.js';
import { f64, i32, telemetry } from './heap.js';
import { ACQUIRED, record, RELEASED } from './history.js';
import {
  ABANDONED, L_ACQUISITIONS_F64, L_CONTENDED, L_DEAD_NAME, L_SINCE_F64, L_TAKEN, L_WORD, OWNER, STATE_WAITING, T_NAME, TICK_TIME_F64, WAITERS,
} from './layout.js';
import { holdsNoMore, holdsNow, noteOrders } from './lock-order.js';
import { ACQUIRE, beginWait, deadlineOf, endWait, showAwake, showWaiting, sleepOn, spin } from './park.js';
import { resourceName } from './resource.js';
import { mayCapture, me, self } from './self.js';
import { captureSite, stackAt } from './site.js';
import { nameOf, threadName, threadRecordOf } from './thread-names.js';
import type { Stack } from './vocabulary.js';

/** Takes the lock for this thread; false when the timeout (milliseconds) is over. Throws Abandoned. Not re-entrant. */
export function takeLock(at: number, timeout: number | undefined): boolean {
  const outcome = fast.lock(at, 0);
  return outcome === TAKEN || takeWithCare(at, timeout, outcome);
}

/** What the fast path leaves to be done. */
function takeWithCare(at: number, timeout: number | undefined, answer: number): boolean {
  const id = me();
  let outcome = answer;
  if (outcome === NESTED) {
    if (timeout !== 0) noteOrders(at);
    outcome = fast.lock(at, 1);
  }
  if (outcome === SLOW) {
    if (!takeSlowly(at, id, timeout)) return false;
    noteTaken(at);
  } else if (outcome === TAKEN_NOTE && mayCapture()) {
    i32[at + L_TAKEN] = captureSite();
  }
  return true;
}

/** What the holder writes about itself, under the lock; the fast path does the same. */
export function noteTaken(at: number): void {
  holdsNow(at);
  if (!telemetry()) return;
  f64[(at >> 1) + L_ACQUISITIONS_F64]!++;
  f64[(at >> 1) + L_SINCE_F64] = f64[TICK_TIME_F64]!;
  record(ACQUIRED, at);
  i32[at + L_TAKEN] = mayCapture() ? captureSite() : 0;
}

function takeSlowly(at: number, id: number, timeout: number | undefined): boolean {
  const word = at + L_WORD;
  if (timeout === 0) {
    refuseAbandoned(at);
    return false;
  }
  const deadline = deadlineOf(timeout);
  const first = Atomics.load(i32, word);
  if ((first & OWNER) !== id && (spin(word, first), Atomics.compareExchange(i32, word, 0, id) === 0)) {
    i32[at + L_CONTENDED]!++;
    return true;
  }
  beginWait(STATE_WAITING, at, ACQUIRE, deadline);
  let taken = false;
  try {
    for (;;) {
      const seen = Atomics.load(i32, word);
      if (seen === 0) {
        // Before it can hold the lock: a sample that saw it wait for what it holds would call that a deadlock.
        showAwake();
        // WAITERS stays set: others may sleep as well, and the release must look.
        if (Atomics.compareExchange(i32, word, 0, id | WAITERS) === 0) {
          taken = true;
          break;
        }
        showWaiting();
      } else if (seen < 0) {
        refuseAbandoned(at);
      } else if ((seen & WAITERS) !== 0 || Atomics.compareExchange(i32, word, seen, seen | WAITERS) === seen) {
        if (!sleepOn(word, seen | WAITERS, deadline)) break;
      }
    }
  } finally {
    endWait();
    if (!taken) passOn(word);
  }
  if (taken) i32[at + L_CONTENDED]!++;
  return taken;
}

/** Whoever gives up may have swallowed the wake-up that was meant for one sleeper: it hands it on. */
export function passOn(word: number): void {
  for (;;) {
    const seen = Atomics.load(i32, word);
    if (seen <= 0) {
      Atomics.notify(i32, word, 1);
      return;
    }
    if ((seen & WAITERS) !== 0 || Atomics.compareExchange(i32, word, seen, seen | WAITERS) === seen) return;
  }
}

/** Gives the lock back. Throws NotOwner where this thread does not hold it. */
export function giveLock(at: number): void {
  const outcome = fast.unlock(at);
  if (outcome !== GIVEN) giveSlowly(at, outcome === NOTED);
}

function giveSlowly(at: number, noted: boolean): void {
  if (!noted) {
    if (!holdsLock(at)) throw notOwner(at, 'released');
    holdsNoMore(at);
    record(RELEASED, at);
  }
  const word = at + L_WORD;
  Atomics.store(i32, word, 0);
  Atomics.notify(i32, word, 1);
}

export function holdsLock(at: number): boolean {
  return self.id !== 0 && (i32[at + L_WORD]! & ~WAITERS) === self.id;
}

/** Throws Abandoned if the thread that holds the lock has ended. */
export function refuseAbandoned(at: number): void {
  const seen = Atomics.load(i32, at + L_WORD);
  if (seen < 0) {
    throw new Abandoned(`"${resourceName(at)}" is still held by thread "${nameOf(i32[at + L_DEAD_NAME]!)}", which has ended without releasing it. What it protects may be half changed; call recover() to take it over.`);
  }
}

/** Takes over a lock whose owner ended; false where there is nothing to take over. */
export function recoverLock(at: number): boolean {
  const seen = Atomics.load(i32, at + L_WORD);
  if (seen >= 0 || Atomics.compareExchange(i32, at + L_WORD, seen, me() | WAITERS) !== seen) return false;
  noteTaken(at);
  return true;
}

export function notOwner(at: number, deed: string): NotOwner {
  const owner = i32[at + L_WORD]! & OWNER;
  const holder = owner === 0 ? 'nobody holds it' : `${threadName(owner)} holds it`;
  return new NotOwner(`"${resourceName(at)}" was ${deed} by ${threadName(self.id)}, but ${holder}.`);
}

/** What the table of resources shows of a lock. */
export function readLock(at: number): { owner?: number; taken: Stack; heldSince?: number; acquisitions: number; contended: number } {
  const owner = i32[at + L_WORD]! & OWNER;
  const known = { acquisitions: f64[(at >> 1) + L_ACQUISITIONS_F64]!, contended: i32[at + L_CONTENDED]! };
  if (owner === 0) return { taken: [], ...known };
  const since = f64[(at >> 1) + L_SINCE_F64]!;
  const taken = stackAt(i32[at + L_TAKEN]!);
  return since === 0 ? { owner, taken, ...known } : { owner, taken, heldSince: since, ...known };
}

/** Marks the lock as abandoned if the thread `id`, which has ended, holds it. For the supervisor. */
export function abandonLock(at: number, id: number): void {
  const word = at + L_WORD;
  for (;;) {
    const seen = Atomics.load(i32, word);
    if (seen < 0 || (seen & OWNER) !== id) return;
    i32[at + L_DEAD_NAME] = i32[threadRecordOf(id) + T_NAME]!;
    if (Atomics.compareExchange(i32, word, seen, (seen & ~WAITERS) | ABANDONED) === seen) {
      Atomics.notify(i32, word);
      return;
    }
  }
}
