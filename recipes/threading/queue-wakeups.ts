// Who sleeps for an item or for room is woken here: one at a time, and each wakes the next if there is more, because a wake-up costs more than a put.
import { i32 } from './heap.js';
import {
  Q_CAPACITY, Q_DONE, Q_GET_BELL, Q_GET_LOOPS, Q_GET_WAITERS, Q_GET_WAKING, Q_GETS, Q_PUT_BELL, Q_PUT_LOOPS, Q_PUT_WAITERS, Q_PUT_WAKING, Q_PUTS,
} from './layout.js';

// Whoever waits counts itself, reads the bell, then looks at the queue, then sleeps while the bell is unchanged. What happens in between changes the
// bell, so that no occasion is slept through. While a woken one is on its way (WAKING) nobody else is woken: it has not looked yet, so it will
// see what was put meanwhile, and wakes the next when there is more than it takes. test/threading/explorer.test.ts tries every interleaving.

/** Items in the queue at this moment; also what an executor's workers have not taken. */
export function pendingIn(at: number): number {
  // Puts are read last: an item that was put is counted before it can be got.
  const gets = Atomics.load(i32, at + Q_GETS);
  return Math.max(0, (Atomics.load(i32, at + Q_PUTS) - gets) | 0);
}

/** After a put: wakes one who waits for an item. */
export function wakeGetter(at: number): void {
  if (Atomics.load(i32, at + Q_GET_WAITERS) > 0) wakeOne(at + Q_GET_WAKING, at + Q_GET_BELL, at + Q_GET_LOOPS);
}

/** After a get: wakes one who waits for room. */
export function wakePutter(at: number): void {
  if (Atomics.load(i32, at + Q_PUT_WAITERS) > 0) wakeOne(at + Q_PUT_WAKING, at + Q_PUT_BELL, at + Q_PUT_LOOPS);
}

function wakeOne(waking: number, bell: number, loops: number): void {
  // An event loop may be busy for long before it looks: where one waits, every occasion wakes somebody.
  if (Atomics.load(i32, loops) > 0) {
    ring(bell, 1);
  } else if (Atomics.load(i32, waking) === 0 && Atomics.compareExchange(i32, waking, 0, 1) === 0 && !ring(bell, 1)) {
    Atomics.store(i32, waking, 0);
    // Nobody was asleep yet. Who had something to tell meanwhile relied on us, and who has looked meanwhile must not go to sleep.
    ring(bell, 1);
  }
}

/** This thread, woken, is about to look. */
export function getterLooks(at: number): void {
  Atomics.store(i32, at + Q_GET_WAKING, 0);
}

export function putterLooks(at: number): void {
  Atomics.store(i32, at + Q_PUT_WAKING, 0);
}

/** This thread waits for an item no longer, whatever the reason: it hands on a wake-up that it does not need, or not alone. */
export function getterLeaves(at: number): void {
  Atomics.sub(i32, at + Q_GET_WAITERS, 1);
  getterLooks(at);
  if (pendingIn(at) > 0) wakeGetter(at);
}

/** This thread waits for room no longer, as `getterLeaves`. */
export function putterLeaves(at: number): void {
  Atomics.sub(i32, at + Q_PUT_WAITERS, 1);
  putterLooks(at);
  if (pendingIn(at) < i32[at + Q_CAPACITY]!) wakePutter(at);
}

/** Changes a bell and wakes up to `count` who sleep on it; whether there was one. */
export function ring(bell: number, count: number): boolean {
  Atomics.add(i32, bell, 1);
  return Atomics.notify(i32, bell, count) > 0;
}

/** Wakes all who wait for the queue, also where one was killed on its way. */
export function ringAll(at: number): void {
  getterLooks(at);
  putterLooks(at);
  ring(at + Q_GET_BELL, Infinity);
  ring(at + Q_PUT_BELL, Infinity);
  Atomics.notify(i32, at + Q_DONE);
}
