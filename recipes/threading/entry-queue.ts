// What LifoQueue and PriorityQueue have in common: one guard, and a block of entries that doubles when it is full.
import { allocate, free } from './allocate.js';
import { enter, leave } from './guard.js';
import { f64, i32 } from './heap.js';
import { Q_CAPACITY, Q_CLOSED, Q_ENTRIES, Q_GETS, Q_ORDER, Q_PUTS, Q_ROOM, Q_TAIL_GUARD } from './layout.js';
import { CLOSED, DONE, EMPTY, FULL, QueueBase } from './queue-base.js';
import { discardItem, item, loadItem, storeItem } from './queue-word.js';

/** Words of an entry: the item's four, the priority as a 64-bit float, the order of arrival, one unused. */
export const ENTRY_WORDS = 8;

export abstract class EntryQueue<T> extends QueueBase<T> {
  /** Finds the place of the packed item among `size` entries and stores it; under the guard. */
  protected abstract insert(entries: number, size: number): void;
  /** Takes one of the `size` entries into the packed item and closes the gap; under the guard. */
  protected abstract remove(entries: number, size: number): void;

  protected tryPut(): number {
    const at = this.at;
    enter(at + Q_TAIL_GUARD);
    try {
      if (i32[at + Q_CLOSED] !== 0) return CLOSED;
      const puts = i32[at + Q_PUTS]!;
      const size = (puts - i32[at + Q_GETS]!) | 0;
      const capacity = i32[at + Q_CAPACITY]!;
      if (capacity > 0 && size >= capacity) return FULL;
      if (size === i32[at + Q_ROOM]) grow(at, size);
      this.insert(i32[at + Q_ENTRIES]!, size);
      Atomics.store(i32, at + Q_PUTS, (puts + 1) | 0);
      return DONE;
    } finally {
      leave(at + Q_TAIL_GUARD);
    }
  }

  protected tryGet(): number {
    return this.#take(2);
  }

  protected override takeAny(): number {
    return this.#take(3);
  }

  #take(closedFrom: number): number {
    const at = this.at;
    enter(at + Q_TAIL_GUARD);
    try {
      const size = (i32[at + Q_PUTS]! - i32[at + Q_GETS]!) | 0;
      const closed = i32[at + Q_CLOSED]!;
      if (size === 0 || closed >= closedFrom) return closed === 0 ? EMPTY : CLOSED;
      this.remove(i32[at + Q_ENTRIES]!, size);
      Atomics.store(i32, at + Q_GETS, (i32[at + Q_GETS]! + 1) | 0);
      return DONE;
    } finally {
      leave(at + Q_TAIL_GUARD);
    }
  }

  /** Writes the packed item, with its priority and its order of arrival. */
  protected store(entry: number): void {
    storeItem(entry);
    f64[(entry >> 1) + 2] = item.priority;
    i32[entry + 6] = i32[this.at + Q_ORDER]!++;
  }

  protected load(entry: number): void {
    loadItem(entry);
  }
}

function grow(at: number, size: number): void {
  const room = Math.max(64, size * 2);
  const before = i32[at + Q_ENTRIES]!;
  const entries = allocate(room * ENTRY_WORDS);
  if (size > 0) i32.copyWithin(entries, before, before + size * ENTRY_WORDS);
  i32[at + Q_ENTRIES] = entries;
  i32[at + Q_ROOM] = room;
  if (before !== 0) free(before);
}

/** Gives back the entries and what they refer to. */
export function disposeEntries(at: number): void {
  const entries = i32[at + Q_ENTRIES]!;
  const size = (i32[at + Q_PUTS]! - i32[at + Q_GETS]!) | 0;
  for (let n = 0; n < size; n++) {
    loadItem(entries + n * ENTRY_WORDS);
    discardItem();
  }
  if (entries !== 0) free(entries);
}
