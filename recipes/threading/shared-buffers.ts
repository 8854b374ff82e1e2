// SharedArrayBuffers travel by number: the supervisor keeps each one and hands it to the thread that meets the number first.
import { allocate, free } from './allocate.js';
import { i32 } from './heap.js';
import { NEXT_BUFFER } from './layout.js';
import { receiveBuffer, tellSupervisor } from './link.js';
import { self } from './self.js';

const numbers = new WeakMap<SharedArrayBuffer, number>();
const buffers = new Map<number, WeakRef<SharedArrayBuffer>>();

/** The number of a buffer, which the supervisor keeps from now on. Does not block. */
export function numberOfBuffer(buffer: SharedArrayBuffer): number {
  let number = numbers.get(buffer);
  if (number === undefined) {
    number = Atomics.add(i32, NEXT_BUFFER, 1) + 1;
    remember(number, buffer);
    tellSupervisor({ threadbook: 'buffer', number, buffer });
  }
  return number;
}

/** The buffer of a number; waits for the supervisor where this thread does not have it yet. */
export function bufferOfNumber(number: number): SharedArrayBuffer {
  const present = buffers.get(number)?.deref();
  if (present !== undefined) return present;
  const word = allocate(1);
  Atomics.store(i32, word, 0);
  tellSupervisor({ threadbook: 'want-buffer', number, word, worker: self.worker });
  while (Atomics.load(i32, word) === 0) Atomics.wait(i32, word, 0);
  free(word);
  const buffer = receiveBuffer();
  remember(number, buffer);
  return buffer;
}

function remember(number: number, buffer: SharedArrayBuffer): void {
  numbers.set(buffer, number);
  buffers.set(number, new WeakRef(buffer));
}
