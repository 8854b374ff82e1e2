// Lists of threads that wait to be notified one by one, first in, first out. Whoever touches a list holds the lock or guard that protects it.
import { allocate, free } from './allocate.js';
import { i32 } from './heap.js';
import {
  N_NEXT, N_PREVIOUS, N_STATE, N_THREAD, N_WORDS, NODE_DEAD, NODE_NOTIFIED, NODE_WAITS, T_NODE,
} from './layout.js';
import { self } from './self.js';
import { registerNodeSweeper } from './sweep.js';

// A list is two words: its first and its last node. Each store leaves it readable from the front, in case its thread is killed here.

/** A new waiter at the end of the list. With `blocking` the thread's record points to it, so that it can be marked if the thread is killed. */
export function joinList(list: number, blocking: boolean): number {
  const node = allocate(N_WORDS);
  const last = i32[list + 1]!;
  i32[node + N_STATE] = NODE_WAITS;
  i32[node + N_NEXT] = 0;
  i32[node + N_PREVIOUS] = last;
  i32[node + N_THREAD] = self.id;
  if (blocking) i32[self.record + T_NODE] = node;
  if (last === 0) i32[list] = node;
  else i32[last + N_NEXT] = node;
  i32[list + 1] = node;
  return node;
}

/** Takes a waiter out that has not been notified. */
export function leaveList(list: number, node: number): void {
  const next = i32[node + N_NEXT]!;
  const previous = i32[node + N_PREVIOUS]!;
  if (previous === 0) i32[list] = next;
  else i32[previous + N_NEXT] = next;
  if (next === 0) i32[list + 1] = previous;
  else i32[next + N_PREVIOUS] = previous;
}

/** The waiter is done with its node. */
export function dropNode(node: number, blocking: boolean): void {
  if (blocking) i32[self.record + T_NODE] = 0;
  free(node);
}

/** Wakes up to `count` waiters with `state`, the longest waiting first; gives how many. Waiters whose threads died are passed over. */
export function wakeList(list: number, count: number, state: number = NODE_NOTIFIED): number {
  let woken = 0;
  while (woken < count) {
    const node = i32[list]!;
    if (node === 0) break;
    leaveList(list, node);
    if (Atomics.compareExchange(i32, node + N_STATE, NODE_WAITS, state) === NODE_WAITS) {
      Atomics.notify(i32, node + N_STATE, 1);
      woken++;
    } else {
      free(node);
    }
  }
  return woken;
}

/** Whether a waiter of the list was killed. */
export function hasDead(list: number): boolean {
  for (let node = i32[list]!; node !== 0; node = i32[node + N_NEXT]!) if (i32[node + N_STATE] === NODE_DEAD) return true;
  return false;
}

registerNodeSweeper((node) => Atomics.compareExchange(i32, node + N_STATE, NODE_WAITS, NODE_DEAD));
