// Blocks of the heap for values, nodes and rings. Each thread keeps a few free blocks of each size for itself and trades the rest in batches.
import { HeapFull } from './errors.js';
import { enter, leave } from './guard.js';
import { i32 } from './heap.js';
import { self } from './identity.js';
import { BUMP, CLASS_GUARDS, CLASS_HEADS, HEAP_BYTES, W_MAGAZINES } from './layout.js';

// A block begins with one word that holds its size class; addresses point behind it and are 8-byte aligned.
// Classes: four steps a power of two, from 16 bytes (12 usable) on.
const SMALLEST = 4;
const CLASSES = 96;
const HEADER = 2;

// This thread's free blocks lie in lists through their first words: two words a class, the first block and how many. They are in the heap, so that
// those of a killed thread are not lost; only their thread touches them.
const magazines = ownMagazines();

function ownMagazines(): number {
  const known = self.worker === 0 ? 0 : i32[self.worker + W_MAGAZINES]!;
  if (known !== 0) return known;
  const at = Atomics.add(i32, BUMP, (CLASSES * 2) / 4) * 4;
  if (self.worker !== 0) i32[self.worker + W_MAGAZINES] = at;
  return at;
}

function classOf(words: number): number {
  // words includes the header and is at least 4.
  const n = words - 1;
  const log = 31 - Math.clz32(n);
  return log < 2 ? 0 : ((log - 2) << 2) + ((n >> (log - 2)) & 3) + 1;
}

function wordsOf(size: number): number {
  if (size === 0) return SMALLEST;
  const log = ((size - 1) >> 2) + 2;
  return ((1 << log) + ((((size - 1) & 3) + 1) << (log - 2)) + 3) & ~3;
}

/** How many blocks a thread keeps and trades at once: few of the large ones. */
function batchOf(words: number): number {
  return words <= 64 ? 64 : words <= 4096 ? 8 : 1;
}

/**
 * The word address of a block of at least `words` words (contents undefined), 8-byte aligned. Throws HeapFull. About 15 ns.
 */
export function allocate(words: number): number {
  const size = classOf(words + HEADER);
  if (size >= CLASSES) throw full(words);
  const magazine = magazines + size * 2;
  const block = i32[magazine]!;
  if (block === 0) return refill(size, magazine);
  i32[magazine] = i32[block]!;
  i32[magazine + 1]!--;
  return block;
}

/** Gives a block back; any thread may. */
export function free(address: number): void {
  const size = i32[address - 1]!;
  const magazine = magazines + size * 2;
  i32[address] = i32[magazine]!;
  i32[magazine] = address;
  const batch = batchOf(wordsOf(size));
  if (++i32[magazine + 1]! >= batch * 2) giveBatch(size, magazine, batch);
}

/** How many words a block can hold. */
export function capacityOf(address: number): number {
  return wordsOf(i32[address - 1]!) - HEADER;
}

function refill(size: number, magazine: number): number {
  const guard = CLASS_GUARDS + size;
  const words = wordsOf(size);
  if (i32[CLASS_HEADS + size] !== 0) {
    enter(guard);
    // A batch is a list through the first word of each block; the batches are a list through the second of each first block.
    const batch = i32[CLASS_HEADS + size]!;
    if (batch !== 0) i32[CLASS_HEADS + size] = i32[batch + 1]!;
    leave(guard);
    if (batch !== 0) {
      i32[magazine] = i32[batch]!;
      // What a thread left behind may be fewer or more: the count only says when to trade.
      i32[magazine + 1] = batchOf(words) - 1;
      return batch;
    }
  }
  const count = words <= 64 ? 16 : 1;
  const units = (words * count) / 4;
  if (i32[BUMP]! + units > HEAP_BYTES / 16) throw full(words);
  const start = Atomics.add(i32, BUMP, units);
  if (start + units > HEAP_BYTES / 16) {
    Atomics.sub(i32, BUMP, units);
    throw full(words);
  }
  const first = start * 4 + HEADER;
  for (let n = 0; n < count; n++) {
    const block = first + n * words;
    i32[block - 1] = size;
    i32[block] = n + 1 < count ? block + words : 0;
  }
  i32[magazine] = i32[first]!;
  i32[magazine + 1] = count - 1;
  return first;
}

function full(words: number): HeapFull {
  return new HeapFull(`The ${HEAP_BYTES / 1024 / 1024} MB of shared memory are full: no room for ${words * 4} bytes. Bound the queues, or take results and items out sooner.`);
}

/** Gives up to `count` blocks of a magazine to all. */
function giveBatch(size: number, magazine: number, count: number): void {
  const list = i32[magazine]!;
  let last = list;
  for (let n = 1; n < count && i32[last] !== 0; n++) last = i32[last]!;
  i32[magazine] = i32[last]!;
  i32[magazine + 1]! -= count;
  i32[last] = 0;
  enter(CLASS_GUARDS + size);
  i32[list + 1] = i32[CLASS_HEADS + size]!;
  i32[CLASS_HEADS + size] = list;
  leave(CLASS_GUARDS + size);
}

/** Gives the free blocks of a worker that has ended, or is about to, to all. */
export function giveAllBack(worker: number): void {
  const magazines = i32[worker + W_MAGAZINES]!;
  if (magazines === 0) return;
  for (let size = 0; size < CLASSES; size++) {
    const magazine = magazines + size * 2;
    const batch = batchOf(wordsOf(size));
    while (i32[magazine] !== 0) giveBatch(size, magazine, batch);
    i32[magazine + 1] = 0;
  }
}

/** Guards to look at when a thread was killed. */
export function allocatorGuards(): number[] {
  return Array.from({ length: CLASSES }, (_, size) => CLASS_GUARDS + size);
}
