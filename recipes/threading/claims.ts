// Which records this worker refers to, written down in the heap: if it is killed, the supervisor gives the references back. One bit a record; a bit
// is written by its worker alone, after a reference was taken and before it is given back, so that a kill in between loses one and never gives one twice.
import { allocate } from './allocate.js';
import { i32 } from './heap.js';
import { self } from './identity.js';
import { RESOURCE_WORDS, RESOURCES_MAX, RESOURCES_START, THREAD_WORDS, THREADS_MAX, THREADS_START, W_CLAIMS } from './layout.js';

/** A worker has a table of chunks, each made when its first bit is set; both stay with the worker record, for its next worker. */
const CHUNK_WORDS = 128;
const CHUNK_BITS = CHUNK_WORDS * 32;
const CHUNKS = (RESOURCES_MAX + THREADS_MAX) / CHUNK_BITS;

function numberOf(record: number): number {
  return record >= RESOURCES_START ? (record - RESOURCES_START) / RESOURCE_WORDS : RESOURCES_MAX + (record - THREADS_START) / THREAD_WORDS;
}

function recordOf(number: number): number {
  return number < RESOURCES_MAX ? RESOURCES_START + number * RESOURCE_WORDS : THREADS_START + (number - RESOURCES_MAX) * THREAD_WORDS;
}

/** This thread has one reference to the record of a resource or a thread. Saying so twice counts once. A few nanoseconds. Throws HeapFull. */
export function claim(record: number): void {
  if (self.worker === 0) return;
  const number = numberOf(record);
  const table = i32[self.worker + W_CLAIMS]! || made(self.worker + W_CLAIMS, CHUNKS);
  const place = table + Math.floor(number / CHUNK_BITS);
  const chunk = i32[place]! || made(place, CHUNK_WORDS);
  i32[chunk + ((number % CHUNK_BITS) >> 5)]! |= 1 << (number & 31);
}

/** This thread is about to give its reference back. */
export function disclaim(record: number): void {
  if (self.worker === 0) return;
  const number = numberOf(record);
  const table = i32[self.worker + W_CLAIMS]!;
  const chunk = table === 0 ? 0 : i32[table + Math.floor(number / CHUNK_BITS)]!;
  if (chunk !== 0) i32[chunk + ((number % CHUNK_BITS) >> 5)]! &= ~(1 << (number & 31));
}

/** Takes all claims of a worker that will run no more: for each the record's address and which of the two it is. */
export function takeClaims(worker: number, take: (record: number, kind: 'resource' | 'thread') => void): void {
  const table = i32[worker + W_CLAIMS]!;
  if (table === 0) return;
  for (let n = 0; n < CHUNKS; n++) {
    const chunk = i32[table + n]!;
    if (chunk === 0) continue;
    for (let word = 0; word < CHUNK_WORDS; word++) {
      while (i32[chunk + word] !== 0) {
        const bit = 31 - Math.clz32(i32[chunk + word]!);
        i32[chunk + word]! &= ~(1 << bit);
        const number = n * CHUNK_BITS + word * 32 + bit;
        take(recordOf(number), number < RESOURCES_MAX ? 'resource' : 'thread');
      }
    }
  }
}

function made(place: number, words: number): number {
  const block = allocate(words);
  i32.fill(0, block, block + words);
  i32[place] = block;
  return block;
}
