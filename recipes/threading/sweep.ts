// What is left behind by a thread that ended without cleaning up: its locks are marked, its guards freed, everybody is woken to look again.
import { allocatorGuards } from './allocate.js';
import { sweepGuard } from './guard.js';
import { i32 } from './heap.js';
import {
  ORDERS_GUARD, OUTPUT_GUARD, R_KIND, RESOURCE_WORDS, RESOURCES_GUARD, RESOURCES_HIGH, RESOURCES_START, SPARES_GUARD, T_NODE, T_SLEEPS_ON, THREADS_GUARD,
} from './layout.js';
import { kinds } from './resource.js';
import type { ResourceKind } from './vocabulary.js';

/** What one kind of resource does about a thread that has ended: `id` may own it, and any waiter may have lost its wake-up. `sleptOn`:
 *  the word on which it slept when it was killed, 0 where it did not. */
export type Sweeper = (at: number, id: number, sleptOn: number) => void;

const sweepers: (Sweeper | undefined)[] = [];

export function registerSweeper(kind: ResourceKind, sweeper: Sweeper): void {
  sweepers[kinds.indexOf(kind)] = sweeper;
}

let nodeSweeper: ((node: number) => void) | undefined;

/** Set by wait-list.ts: marks the waiter node of a dead thread. */
export function registerNodeSweeper(sweeper: (node: number) => void): void {
  nodeSweeper = sweeper;
}

/** A thread that was killed while it slept on `word` has counted itself in `counter`. */
export function uncount(sleptOn: number, word: number, counter: number): void {
  if (sleptOn === word) Atomics.sub(i32, counter, 1);
}

/** Frees the process-wide guards that `id` held when it died. */
export function sweepGuards(id: number): void {
  for (const guard of [THREADS_GUARD, RESOURCES_GUARD, SPARES_GUARD, OUTPUT_GUARD, ORDERS_GUARD, ...allocatorGuards()]) sweepGuard(guard, id);
}

/** Cleans up after thread `id`. Costs a pass over all resources, so it is for killed threads and for those that still held something. */
export function sweepAfter(id: number, record: number): void {
  sweepGuards(id);
  const node = i32[record + T_NODE]!;
  if (node !== 0) nodeSweeper?.(node);
  const sleptOn = i32[record + T_SLEEPS_ON]!;
  const high = i32[RESOURCES_HIGH]!;
  for (let n = 0; n < high; n++) {
    const at = RESOURCES_START + n * RESOURCE_WORDS;
    sweepers[i32[at + R_KIND]!]?.(at, id, sleptOn);
  }
}
