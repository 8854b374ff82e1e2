// First in, first out, in the heap: what Queue and ThreadPoolExecutor keep their items in. Two guards, so that the ends do not disturb each other.
import { allocate, free } from './allocate.js';
import { enter, leave } from './guard.js';
import { i32 } from './heap.js';
import { self } from './identity.js';
import { Q_CAPACITY, Q_CLOSED, Q_GETS, Q_HEAD, Q_HEAD_GUARD, Q_PUTS, Q_SPARE, Q_TAIL, Q_TAIL_GUARD, SEGMENT_ITEMS } from './layout.js';
import { CLOSED, DONE, EMPTY, FULL } from './queue-base.js';
import { discardItem, item, loadItem, storeItem } from './queue-word.js';

// Items lie in segments: the next segment, the number of the first item, then the items, four words each. A place is computed from the counters,
// so that a thread killed between two stores leaves a queue that others can go on with.
const ITEMS = SEGMENT_ITEMS;
const SEGMENT_WORDS = 2 + ITEMS * 4;

/** Gives a new record its first segment. */
export function fifoMake(at: number): void {
  const segment = newSegment(at, 0);
  i32[at + Q_TAIL] = segment;
  i32[at + Q_HEAD] = segment;
}

/** Stores the packed item: DONE, FULL or CLOSED. Does not wait. */
export function fifoPut(at: number): number {
  enter(at + Q_TAIL_GUARD);
  if (i32[at + Q_CLOSED] !== 0) {
    leave(at + Q_TAIL_GUARD);
    return CLOSED;
  }
  const puts = i32[at + Q_PUTS]!;
  const capacity = i32[at + Q_CAPACITY]!;
  if (capacity > 0 && ((puts - Atomics.load(i32, at + Q_GETS)) | 0) >= capacity) {
    leave(at + Q_TAIL_GUARD);
    return FULL;
  }
  let segment = i32[at + Q_TAIL]!;
  let index = (puts - i32[segment + 1]!) | 0;
  if (index === ITEMS) {
    let next: number;
    try {
      next = newSegment(at, puts);
    } catch (error) {
      leave(at + Q_TAIL_GUARD);
      throw error;
    }
    Atomics.store(i32, segment, next);
    i32[at + Q_TAIL] = next;
    segment = next;
    index = 0;
  }
  storeItem(segment + 2 + index * 4);
  Atomics.store(i32, at + Q_PUTS, (puts + 1) | 0);
  leave(at + Q_TAIL_GUARD);
  return DONE;
}

/** Takes the next item into the packed item: DONE, EMPTY or CLOSED, the latter always where `closed` is at least `closedFrom`. */
export function fifoGet(at: number, closedFrom: number): number {
  // `closed` is read first: shutdown sets it under the producers' guard, so that whoever sees it also sees every item that was let in.
  let closed = Atomics.load(i32, at + Q_CLOSED);
  // Without the guard first: an empty queue is what waiting consumers see most.
  if (Atomics.load(i32, at + Q_GETS) === Atomics.load(i32, at + Q_PUTS)) return closed === 0 ? EMPTY : CLOSED;
  enter(at + Q_HEAD_GUARD);
  const gets = i32[at + Q_GETS]!;
  closed = Atomics.load(i32, at + Q_CLOSED);
  if (closed >= closedFrom || Atomics.load(i32, at + Q_PUTS) === gets) {
    leave(at + Q_HEAD_GUARD);
    return closed === 0 ? EMPTY : CLOSED;
  }
  let segment = i32[at + Q_HEAD]!;
  let index = (gets - i32[segment + 1]!) | 0;
  let emptied = 0;
  if (index === ITEMS) {
    emptied = segment;
    segment = Atomics.load(i32, segment);
    i32[at + Q_HEAD] = segment;
    index = 0;
  }
  loadItem(segment + 2 + index * 4);
  if (self.item !== 0) i32[self.item + 1] = item.low; // As fast-queue.ts does: whoever clears up after this thread can see what it has taken.
  Atomics.store(i32, at + Q_GETS, (gets + 1) | 0);
  leave(at + Q_HEAD_GUARD);
  if (emptied !== 0 && Atomics.compareExchange(i32, at + Q_SPARE, 0, emptied) !== 0) free(emptied);
  return DONE;
}

function newSegment(at: number, first: number): number {
  const spare = i32[at + Q_SPARE] === 0 ? 0 : Atomics.exchange(i32, at + Q_SPARE, 0);
  const segment = spare === 0 ? allocate(SEGMENT_WORDS) : spare;
  i32[segment + 1] = first;
  Atomics.store(i32, segment, 0);
  return segment;
}

/** Gives back what the record points to: the items, with what they refer to, and the segments. */
export function disposeFifo(at: number): void {
  let left = (i32[at + Q_PUTS]! - i32[at + Q_GETS]!) | 0;
  let index = (i32[at + Q_GETS]! - i32[i32[at + Q_HEAD]! + 1]!) | 0;
  for (let segment = i32[at + Q_HEAD]!; segment !== 0; ) {
    for (; index < ITEMS && left > 0; index++, left--) {
      loadItem(segment + 2 + index * 4);
      discardItem();
    }
    index = 0;
    const next = i32[segment]!;
    free(segment);
    segment = next;
  }
  if (i32[at + Q_SPARE] !== 0) free(i32[at + Q_SPARE]!);
}

