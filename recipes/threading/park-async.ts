// Waiting for a word of the heap without blocking the event loop, and without letting the loop end meanwhile.
import { Interrupted } from './errors.js';
import { i32, now } from './heap.js';
import { MAIN_THREAD, T_INTERRUPT } from './layout.js';
import { checkInterrupt } from './park.js';
import { me, self } from './self.js';

let pending = 0;
let handle: ReturnType<typeof setInterval> | undefined;

/** `Atomics.waitAsync` does not keep the event loop alive; a timer that never fires does. */
export function keepLoop(): void {
  if (pending++ === 0) handle = setInterval(() => {}, 2 ** 30);
}

export function releaseLoop(): void {
  if (--pending === 0) clearInterval(handle);
}

type Waiting = { async: false; value: 'not-equal' | 'timed-out' } | { async: true; value: Promise<'ok' | 'timed-out'> };

/** `Atomics.waitAsync`, which TypeScript's library for ES2023 does not know yet. */
export const waitAsync = (Atomics as unknown as { waitAsync(array: Int32Array, index: number, value: number, timeout?: number): Waiting }).waitAsync;

/**
 * Resolves when the word may no longer be `expected`; false when the deadline has passed. Rejects with Interrupted in an interrupted main thread.
 */
export async function parkAsync(word: number, expected: number, deadline: number): Promise<boolean> {
  me();
  checkInterrupt();
  const left = deadline - now();
  if (left <= 0) return false;
  const waiting = waitAsync(i32, word, expected, left === Infinity ? undefined : left);
  if (!waiting.async) return waiting.value !== 'timed-out';
  keepLoop();
  try {
    const outcome = self.record === i32[MAIN_THREAD] ? await interruptible(waiting.value, word) : await waiting.value;
    return outcome === 'ok' || deadline > now();
  } finally {
    releaseLoop();
  }
}

const waits = new Set<(error: Interrupted) => void>();
let watching = false;

function interruptible(wake: Promise<'ok' | 'timed-out'>, word: number): Promise<'ok' | 'timed-out'> {
  watchInterrupts();
  return new Promise((resolve, reject) => {
    let givenUp = false;
    const giveUp = (error: Interrupted): void => {
      givenUp = true;
      reject(error);
    };
    waits.add(giveUp);
    void wake.then((outcome) => {
      waits.delete(giveUp);
      // The engine cannot take a wait back. A wake-up that arrives after giving up was meant for somebody else.
      if (givenUp && outcome === 'ok') Atomics.notify(i32, word, 1);
      resolve(outcome);
    });
  });
}

function watchInterrupts(): void {
  if (watching) return;
  watching = true;
  const waiting = waitAsync(i32, self.record + T_INTERRUPT, 0);
  void Promise.resolve(waiting.value).then(() => {
    watching = false;
    try {
      checkInterrupt();
    } catch (error) {
      for (const giveUp of waits) giveUp(error as Interrupted);
      waits.clear();
    }
    if (waits.size > 0) watchInterrupts();
  });
}
