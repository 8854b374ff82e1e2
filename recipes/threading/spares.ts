// Workers that have finished a thread and wait, asleep, to run another one.
import { enter, leave } from './guard.js';
import { i32 } from './heap.js';
import { SPARE_COUNT, SPARE_LIMIT, SPARES, SPARES_GUARD, W_ASSIGNED, W_NEXT } from './layout.js';

/** Gives the thread to a spare worker; false where there is none. */
export function giveToSpare(record: number): boolean {
  if (i32[SPARES] === 0) return false;
  enter(SPARES_GUARD);
  const worker = i32[SPARES]!;
  if (worker !== 0) {
    i32[SPARES] = i32[worker + W_NEXT]!;
    i32[SPARE_COUNT]!--;
  }
  leave(SPARES_GUARD);
  if (worker === 0) return false;
  Atomics.store(i32, worker + W_ASSIGNED, record);
  Atomics.notify(i32, worker + W_ASSIGNED);
  return true;
}

/** Offers a worker as a spare; false where there are enough. */
export function becomeSpare(worker: number): boolean {
  enter(SPARES_GUARD);
  const room = i32[SPARE_COUNT]! < i32[SPARE_LIMIT]!;
  if (room) {
    i32[worker + W_NEXT] = i32[SPARES]!;
    i32[SPARES] = worker;
    i32[SPARE_COUNT]!++;
  }
  leave(SPARES_GUARD);
  return room;
}

/** Takes a worker that has died out of the list. */
export function forgetSpare(worker: number): void {
  enter(SPARES_GUARD);
  let before = 0;
  for (let spare = i32[SPARES]!; spare !== 0; before = spare, spare = i32[spare + W_NEXT]!) {
    if (spare !== worker) continue;
    if (before === 0) i32[SPARES] = i32[spare + W_NEXT]!;
    else i32[before + W_NEXT] = i32[spare + W_NEXT]!;
    i32[SPARE_COUNT]!--;
    break;
  }
  leave(SPARES_GUARD);
}
