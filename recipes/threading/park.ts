// The only place where a thread blocks. Publishes what it waits for, spins a little, sleeps, and wakes for interrupts.
import { Interrupted } from './errors.js';
import { fast } from './fast-path.js';
import { f64, i32, now, telemetry } from './heap.js';
import { record, SLEPT, WAITS, WOKE } from './history.js';
import {
  STATE_JOINING, STATE_RUNNING, STATE_SLEEPING, STATE_WAITING, T_INTERRUPT, T_OPERATION, T_SINCE_F64, T_SITE, T_SLEEPS_ON, T_SLEEPS_WHILE, T_STATE, T_SUBJECT,
  T_UNTIL_F64, T_VERSION,
} from './layout.js';
import { mayCapture, me, self } from './self.js';
import { captureSite } from './site.js';
import type { Operation } from './vocabulary.js';

/** In the order of their numbers in the heap. */
export const operations: readonly Operation[] = ['acquire', 'wait', 'put', 'get', 'join', 'result', 'select'];
export type OperationNumber = number;
export const ACQUIRE = 0;
export const WAIT = 1;
export const PUT = 2;
export const GET = 3;
export const JOIN = 4;
export const RESULT = 5;
export const SELECT = 6;

/** The state a thread was in before a wait; waits nest when a Condition takes its lock again. */
let published = STATE_RUNNING;
let siteKnown = false;
/** Whether the history has the place of this wait already. */
let siteTold = false;

/** A wait shorter than this is not worth the capture of a stack. */
const QUIET = 2;

/** The moment at which a timeout in milliseconds is over; Infinity for none. Rejects what is not a time. */
export function deadlineOf(timeout: number | undefined): number {
  if (timeout === undefined || timeout === Infinity) return Infinity;
  if (!(timeout >= 0)) throw new RangeError(`A timeout is a number of milliseconds, 0 or more; this one is ${String(timeout)}.`);
  return now() + timeout;
}

/**
 * Publishes that this thread begins to wait. `subject` is the word address of a resource, or the id of a thread for STATE_JOINING.
 * Every call is matched by `endWait`.
 */
export function beginWait(state: typeof STATE_WAITING | typeof STATE_JOINING | typeof STATE_SLEEPING, subject: number, operation: OperationNumber, deadline: number): void {
  if (self.supervises) throw new Error('The supervisor\'s thread must never block: await instead, or start a thread and block there.');
  me();
  const own = self.record;
  checkInterrupt();
  const site = mayCapture() ? captureSite() : 0;
  siteKnown = site !== 0 || !telemetry();
  Atomics.add(i32, own + T_VERSION, 1);
  i32[own + T_SUBJECT] = subject;
  i32[own + T_OPERATION] = operation;
  i32[own + T_SITE] = site;
  const since = now();
  record(WAITS, state === STATE_WAITING ? subject : 0, since, site);
  siteTold = site !== 0;
  f64[(own >> 1) + T_SINCE_F64] = since;
  f64[(own >> 1) + T_UNTIL_F64] = deadline === Infinity ? 0 : deadline;
  i32[own + T_STATE] = state;
  Atomics.add(i32, own + T_VERSION, 1);
}

/** Within a wait: the thread looks whether it is over. It does not count as waiting, until `showWaiting` or `endWait`. */
export function showAwake(): void {
  Atomics.store(i32, self.record + T_STATE, published);
}

/** It was not: the wait that began with `beginWait` goes on. */
export function showWaiting(): void {
  Atomics.store(i32, self.record + T_STATE, STATE_WAITING);
}

/** Publishes that the thread runs again. */
export function endWait(): void {
  const at = now();
  const site = siteTold ? 0 : i32[self.record + T_SITE]!;
  if (i32[self.record + T_STATE] === STATE_SLEEPING) {
    record(SLEPT, 0, at, site);
  } else {
    record(WOKE, 0, at, site);
    learnFromSleep(at - f64[(self.record >> 1) + T_SINCE_F64]!);
  }
  Atomics.store(i32, self.record + T_STATE, published);
}

/** What `endWait` goes back to: running, or in the event loop. */
export function publishState(state: number): void {
  published = state;
  const record = self.record;
  Atomics.add(i32, record + T_VERSION, 1);
  if (state !== STATE_RUNNING) f64[(record >> 1) + T_SINCE_F64] = now();
  i32[record + T_STATE] = state;
  Atomics.add(i32, record + T_VERSION, 1);
}

/** Throws Interrupted once if the supervisor asked for it. */
export function checkInterrupt(): void {
  if (self.record === 0) return;
  const word = self.record + T_INTERRUPT;
  if (i32[word] !== 0 && Atomics.exchange(i32, word, 0) !== 0) throw new Interrupted('The main thread was interrupted.');
}

/** In looks of about twenty nanoseconds each: two to seventy microseconds, the longest about what it costs to wake a thread whose core sleeps. Whoever
 *  spins for less meets a partner that is just being woken, sleeps, and makes it sleep in turn. */
const LONGEST_SPIN = 4000;
const SHORTEST_SPIN = 100;
export let spinLimit = 2000;

/** To be put to sleep and woken costs up to a tenth of a millisecond, and two threads that do so wait for each other's: a sleep that was over by then
 *  should have been a spin. */
const SHORT_SLEEP = 0.25;

/** Waits for a moment, awake, until the word is no longer `expected`; false if it still is. At most about 70 microseconds. */
export function spin(word: number, expected: number): boolean {
  if (fast.spin(word, expected, spinLimit) === 0) return false;
  if (spinLimit < LONGEST_SPIN) spinLimit *= 2;
  return true;
}

/** How long the sleep was after a spin in vain: the next spin is longer or shorter for it. */
export function learnFromSleep(milliseconds: number): void {
  spinLimit = milliseconds < SHORT_SLEEP ? Math.min(LONGEST_SPIN, spinLimit * 2) : Math.max(SHORTEST_SPIN, spinLimit >> 1);
}

/**
 * Blocks while the word is `expected`, at most until `deadline`; between beginWait and endWait. False when the deadline has passed.
 * True says only: look again. Throws Interrupted.
 */
export function sleepOn(word: number, expected: number, deadline: number): boolean {
  const record = self.record;
  i32[record + T_SLEEPS_WHILE] = expected;
  Atomics.store(i32, record + T_SLEEPS_ON, word);
  try {
    for (;;) {
      checkInterrupt();
      const left = deadline - now();
      if (left <= 0) return false;
      const slice = siteKnown ? left : Math.min(left, QUIET);
      if (Atomics.wait(i32, word, expected, slice) !== 'timed-out') {
        checkInterrupt();
        return true;
      }
      if (!siteKnown) publishSite();
    }
  } finally {
    i32[record + T_SLEEPS_ON] = 0;
  }
}

/** Publishes where this thread waits; for a wait outside of sleepOn. */
export function publishSite(): void {
  if (siteKnown) return;
  siteKnown = true;
  Atomics.store(i32, self.record + T_SITE, captureSite());
}
