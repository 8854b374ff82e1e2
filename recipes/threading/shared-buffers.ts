// SharedArrayBuffers travel by a record of the heap: the supervisor keeps each one, hands it to the thread that meets its record first, and lets go of it
// when no thread and no value under way refers to the record any more.
import { allocate, free } from './allocate.js';
import { claim } from './claims.js';
import { i32 } from './heap.js';
import { R_ID, R_KIND } from './layout.js';
import { receiveBuffer, tellSupervisor } from './link.js';
import { dropResource, dropUnownedRecord, keepResource, kinds, newUnownedRecord, registerDisposer } from './resource.js';
import { self } from './self.js';

const KIND = kinds.indexOf('SharedArrayBuffer');

// As `standing` in resource.ts: this thread has one reference for each buffer that it knows.
const records = new WeakMap<SharedArrayBuffer, { at: number; weight: ArrayBuffer | undefined }>();
const buffers = new Map<number, WeakRef<SharedArrayBuffer>>();
const collected = new FinalizationRegistry<number>((at) => {
  // The buffer may have come back as another object, or two objects of one record have died.
  if (buffers.get(at)?.deref() === undefined && buffers.delete(at)) dropUnownedRecord(at);
});

/** The record of a buffer, which the supervisor keeps from now on. Does not block. Throws HeapFull. */
export function recordOfBuffer(buffer: SharedArrayBuffer): number {
  let at = records.get(buffer)?.at;
  if (at === undefined) {
    at = newUnownedRecord('SharedArrayBuffer');
    remember(at, buffer);
    tellSupervisor({ threadbook: 'buffer', record: at, number: i32[at + R_ID]!, buffer });
  }
  return at;
}

/**
 * The buffer of a record; waits for the supervisor where this thread does not have it yet. With `taking` the caller's reference goes over to the
 * buffer, else the buffer gets its own.
 */
export function bufferOfRecord(at: number, taking: boolean): SharedArrayBuffer {
  const present = buffers.get(at)?.deref();
  if (present !== undefined) {
    if (taking) dropResource(at);
    return present;
  }
  const number = i32[at + R_ID]!;
  const word = allocate(1);
  Atomics.store(i32, word, 0);
  tellSupervisor({ threadbook: 'want-buffer', number, word, worker: self.worker });
  while (Atomics.load(i32, word) === 0) Atomics.wait(i32, word, 0);
  free(word);
  const buffer = receiveBuffer(number);
  // A buffer that was collected, and whose finalizer has not run yet, has left its reference behind.
  const inherited = buffers.has(at);
  if (inherited && taking) dropResource(at);
  else if (!inherited && !taking) keepResource(at);
  claim(at);
  remember(at, buffer);
  return buffer;
}

/** Whether a record is still that of the buffer with this number. */
export function isBuffer(at: number, number: number): boolean {
  return i32[at + R_KIND] === KIND && i32[at + R_ID] === number;
}

/** From here on an allocation is pages of its own, which cost nothing until they are touched. */
const PAGES_OF_ITS_OWN = 1 << 18;
const MOST = 1 << 25;

/**
 * Engines do not count shared memory among what garbage keeps, and would let gigabytes of it lie. An ordinary buffer of that size is counted. Whoever
 * holds a SharedArrayBuffer holds its weight for as long; nobody touches it, so that it takes no memory.
 */
export function weightOf(buffer: SharedArrayBuffer): ArrayBuffer | undefined {
  return buffer.byteLength < PAGES_OF_ITS_OWN ? undefined : new ArrayBuffer(Math.min(buffer.byteLength, MOST));
}

function remember(at: number, buffer: SharedArrayBuffer): void {
  records.set(buffer, { at, weight: weightOf(buffer) });
  buffers.set(at, new WeakRef(buffer));
  collected.register(buffer, at);
}

registerDisposer('SharedArrayBuffer', (at) => tellSupervisor({ threadbook: 'drop-buffer', number: i32[at + R_ID]! }));
