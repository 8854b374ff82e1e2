// Blocks of the heap for values, nodes and rings. Each thread keeps a few free blocks of each size for itself and trades the rest in batches.
import { HeapFull } from './errors.js';
import { enter, leave } from './guard.js';
import { i32 } from './heap.js';
import { BUMP, CLASS_GUARDS, CLASS_HEADS, HEAP_BYTES } from './layout.js';

// A block begins with one word that holds its size class; addresses point behind it and are 8-byte aligned.
// Classes: four steps a power of two, from 16 bytes (12 usable) on.
const SMALLEST = 4;
const CLASSES = 96;
const magazines: number[][] = Array.from({ length: CLASSES }, () => []);
const HEADER = 2;

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
  const magazine = magazines[size];
  if (magazine === undefined) throw full(words);
  return magazine.length > 0 ? magazine.pop()! : refill(size, magazine);
}

/** Gives a block back; any thread may. */
export function free(address: number): void {
  const size = i32[address - 1]!;
  const magazine = magazines[size]!;
  magazine.push(address);
  const batch = batchOf(wordsOf(size));
  if (magazine.length >= batch * 2) giveBatch(size, magazine, batch);
}

/** How many words a block can hold. */
export function capacityOf(address: number): number {
  return wordsOf(i32[address - 1]!) - HEADER;
}

function refill(size: number, magazine: number[]): number {
  const guard = CLASS_GUARDS + size;
  if (i32[CLASS_HEADS + size] !== 0) {
    enter(guard);
    // A batch is a list through the first word of each block; the batches are a list through the second of each first block.
    const batch = i32[CLASS_HEADS + size]!;
    if (batch !== 0) i32[CLASS_HEADS + size] = i32[batch + 1]!;
    leave(guard);
    if (batch !== 0) {
      for (let block = batch; block !== 0; block = i32[block]!) magazine.push(block);
      return magazine.pop()!;
    }
  }
  const words = wordsOf(size);
  const count = words <= 64 ? 16 : 1;
  const units = (words * count) / 4;
  if (i32[BUMP]! + units > HEAP_BYTES / 16) throw full(words);
  const start = Atomics.add(i32, BUMP, units);
  if (start + units > HEAP_BYTES / 16) {
    Atomics.sub(i32, BUMP, units);
    throw full(words);
  }
  for (let n = 0; n < count; n++) {
    const block = start * 4 + n * words + HEADER;
    i32[block - 1] = size;
    magazine.push(block);
  }
  return magazine.pop()!;
}

function full(words: number): HeapFull {
  return new HeapFull(`The ${HEAP_BYTES / 1024 / 1024} MB of shared memory are full: no room for ${words * 4} bytes. Bound the queues, or take results and items out sooner.`);
}

function giveBatch(size: number, magazine: number[], count: number): void {
  let list = 0;
  for (let n = 0; n < count; n++) {
    const block = magazine.pop()!;
    i32[block] = list;
    list = block;
  }
  enter(CLASS_GUARDS + size);
  i32[list + 1] = i32[CLASS_HEADS + size]!;
  i32[CLASS_HEADS + size] = list;
  leave(CLASS_GUARDS + size);
}

/** Gives everything that this thread keeps back to all; called when its worker ends. */
export function giveAllBack(): void {
  for (let size = 0; size < CLASSES; size++) {
    const magazine = magazines[size]!;
    if (magazine.length > 0) giveBatch(size, magazine, magazine.length);
  }
}

/** Guards to look at when a thread was killed. */
export function allocatorGuards(): number[] {
  return Array.from({ length: CLASSES }, (_, size) => CLASS_GUARDS + size);
}
