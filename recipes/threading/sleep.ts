// sleep: does nothing for a while, visibly.
import { i32 } from './heap.js';
import { STATE_SLEEPING } from './layout.js';
import { beginWait, deadlineOf, endWait, sleepOn } from './park.js';
import { parkAsync } from './park-async.js';
import { allocate, free } from './allocate.js';

let word = 0;

/** Blocks this thread for `milliseconds`. Throws Interrupted in an interrupted main thread. */
export function sleep(milliseconds: number): void {
  const deadline = deadlineOf(milliseconds);
  if (word === 0) {
    word = allocate(1);
    i32[word] = 0;
  }
  beginWait(STATE_SLEEPING, 0, 0, deadline);
  try {
    while (sleepOn(word, 0, deadline));
  } finally {
    endWait();
  }
}

/** As `sleep`, without blocking the event loop. */
export async function sleepAsync(milliseconds: number): Promise<void> {
  const deadline = deadlineOf(milliseconds);
  const own = allocate(1);
  i32[own] = 0;
  try {
    while (await parkAsync(own, 0, deadline));
  } finally {
    free(own);
  }
}
