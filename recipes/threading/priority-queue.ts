// PriorityQueue: the item with the lowest number comes first; among equal numbers, the one that was put first.
import { ENTRY_WORDS, EntryQueue, disposeEntries } from './entry-queue.js';
import { f64, i32 } from './heap.js';
import { registerReader } from './observe.js';
import { queueReader, sweepDamaged } from './queue-base.js';
import { item as packed, pack } from './queue-word.js';
import { registerKind, type Named } from './resource.js';
import { registerSweeper } from './sweep.js';

/**
 * Python's `queue.PriorityQueue`, with the priority beside the item: `put(item, priority)`. Stable, which Python's is not.
 */
export class PriorityQueue<T = unknown> extends EntryQueue<T> {
  /** @param maxsize how many items fit, 0 for no bound. */
  constructor(maxsize?: number, options?: Named) {
    super('PriorityQueue', maxsize, options);
  }

  /** Adds an item; the lowest `priority` is got first. Blocks and throws as Queue.put. */
  put(item: T, priority: number, timeout?: number): void {
    this.#pack(item, priority);
    this.putPacked(timeout);
  }

  /** As `put`, without blocking the thread's event loop. */
  putAsync(item: T, priority: number, timeout?: number): Promise<void> {
    this.#pack(item, priority);
    return this.putPackedAsync(timeout);
  }

  #pack(item: T, priority: number): void {
    if (typeof priority !== 'number' || Number.isNaN(priority)) throw new TypeError(`A priority is a number; this one is ${String(priority)}.`);
    pack(item);
    packed.priority = priority;
  }

  // A binary heap: the parent of entry n is (n - 1) >> 1.

  protected insert(entries: number, size: number): void {
    let hole = size;
    const priority = packed.priority;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      // An equal one was there first and stays in front.
      if (f64[((entries + parent * ENTRY_WORDS) >> 1) + 2]! <= priority) break;
      copy(entries, parent, hole);
      hole = parent;
    }
    this.store(entries + hole * ENTRY_WORDS);
  }

  protected remove(entries: number, size: number): void {
    this.load(entries);
    const last = size - 1;
    let hole = 0;
    for (;;) {
      let child = hole * 2 + 1;
      if (child >= last) break;
      if (child + 1 < last && before(entries, child + 1, child)) child++;
      if (!before(entries, child, last)) break;
      copy(entries, child, hole);
      hole = child;
    }
    if (hole !== last) copy(entries, last, hole);
  }
}

function before(entries: number, a: number, b: number): boolean {
  const first = entries + a * ENTRY_WORDS;
  const second = entries + b * ENTRY_WORDS;
  const difference = f64[(first >> 1) + 2]! - f64[(second >> 1) + 2]!;
  return difference === 0 || Number.isNaN(difference) ? ((i32[first + 6]! - i32[second + 6]!) | 0) < 0 : difference < 0;
}

function copy(entries: number, from: number, to: number): void {
  const source = entries + from * ENTRY_WORDS;
  const target = entries + to * ENTRY_WORDS;
  for (let word = 0; word < ENTRY_WORDS; word++) i32[target + word] = i32[source + word]!;
}

registerKind('PriorityQueue', PriorityQueue as never, disposeEntries);
registerReader('PriorityQueue', queueReader('PriorityQueue'));
registerSweeper('PriorityQueue', sweepDamaged);
