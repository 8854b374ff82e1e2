// The ring through which threads print: bounded, nothing lost. A writer waits for room; the supervisor drains and never waits.
import { enter, leave } from './guard.js';
import { bytes, i32 } from './heap.js';
import { OUTPUT_BLOCKED, OUTPUT_BYTES, OUTPUT_DRAINED, OUTPUT_GUARD, OUTPUT_IDLE, OUTPUT_START, OUTPUT_WRITTEN } from './layout.js';
import { checkInterrupt } from './park.js';
import { me } from './self.js';

/** A piece is the number of the thread, its length in bytes, and the bytes, padded to whole words. */
const PIECE = 128 * 1024;
const FIRST_BYTE = OUTPUT_START * 4;
const MASK = OUTPUT_BYTES - 1;

/** Writes a text for this thread; blocks while the ring is full. Throws Interrupted. */
export function writeText(text: string): void {
  // Every UTF-16 unit takes at most three bytes.
  for (let start = 0; start < text.length; ) {
    let stop = Math.min(text.length, start + PIECE / 4);
    // Not between the halves of a surrogate pair.
    if (stop < text.length && (text.charCodeAt(stop - 1) & 0xfc00) === 0xd800) stop--;
    writePiece(start === 0 && stop === text.length ? text : text.slice(start, stop));
    start = stop;
  }
}

/** As writeText, for bytes. */
export function writeBytes(data: Uint8Array): void {
  for (let start = 0; start < data.length; start += PIECE) writePiece(data.subarray(start, start + PIECE));
}

function writePiece(piece: string | Uint8Array): void {
  const id = me();
  const most = typeof piece === 'string' ? piece.length * 3 : piece.length;
  for (;;) {
    enter(OUTPUT_GUARD);
    const written = i32[OUTPUT_WRITTEN]!;
    const drained = Atomics.load(i32, OUTPUT_DRAINED);
    if (OUTPUT_BYTES - ((written - drained) | 0) >= most + 16) {
      put(id, written, piece, most);
      leave(OUTPUT_GUARD);
      if (i32[OUTPUT_IDLE] !== 0 && Atomics.exchange(i32, OUTPUT_IDLE, 0) !== 0) Atomics.notify(i32, OUTPUT_WRITTEN);
      return;
    }
    Atomics.store(i32, OUTPUT_BLOCKED, 1);
    leave(OUTPUT_GUARD);
    checkInterrupt();
    Atomics.wait(i32, OUTPUT_DRAINED, drained, 100);
  }
}

function put(id: number, written: number, piece: string | Uint8Array, most: number): void {
  const head = written & MASK;
  const start = FIRST_BYTE + ((written + 8) & MASK);
  let length: number;
  if (((written + 8) & MASK) + most <= OUTPUT_BYTES) {
    if (typeof piece === 'string') length = bytes.utf8Write(piece, start, most);
    else {
      bytes.set(piece, start);
      length = piece.length;
    }
  } else {
    // The piece wraps around the end of the ring.
    const data = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
    length = data.length;
    const first = Math.min(length, FIRST_BYTE + OUTPUT_BYTES - start);
    bytes.set(data.subarray(0, first), start);
    bytes.set(data.subarray(first), FIRST_BYTE);
  }
  i32[OUTPUT_START + (head >> 2)] = id;
  i32[OUTPUT_START + (((head + 4) & MASK) >> 2)] = length;
  Atomics.store(i32, OUTPUT_WRITTEN, (written + 8 + length + 3) & ~3);
}

export interface OutputPiece {
  thread: number;
  data: Buffer;
}

/** Takes at most about `limit` bytes out of the ring; neighbouring pieces of one thread are joined. For the supervisor only. */
export function drainOutput(limit: number): OutputPiece[] {
  const pieces: OutputPiece[] = [];
  let drained = i32[OUTPUT_DRAINED]!;
  const written = Atomics.load(i32, OUTPUT_WRITTEN);
  let taken = 0;
  let parts: Buffer[] = [];
  let thread = 0;
  const close = (): void => {
    if (parts.length > 0) pieces.push({ thread, data: parts.length === 1 ? parts[0]! : Buffer.concat(parts) });
    parts = [];
  };
  while (drained !== written && taken < limit) {
    const id = i32[OUTPUT_START + ((drained & MASK) >> 2)]!;
    const length = i32[OUTPUT_START + (((drained + 4) & MASK) >> 2)]!;
    if (id !== thread) {
      close();
      thread = id;
    }
    const start = (drained + 8) & MASK;
    const first = Math.min(length, OUTPUT_BYTES - start);
    const data = Buffer.allocUnsafe(length);
    bytes.copy(data, 0, FIRST_BYTE + start, FIRST_BYTE + start + first);
    if (first < length) bytes.copy(data, first, FIRST_BYTE, FIRST_BYTE + length - first);
    parts.push(data);
    taken += length;
    drained = (drained + 8 + length + 3) & ~3;
  }
  close();
  Atomics.store(i32, OUTPUT_DRAINED, drained);
  if (i32[OUTPUT_BLOCKED] !== 0) {
    Atomics.store(i32, OUTPUT_BLOCKED, 0);
    Atomics.notify(i32, OUTPUT_DRAINED);
  }
  return pieces;
}

/** Whether anything waits to be drained. */
export function outputPending(): boolean {
  return Atomics.load(i32, OUTPUT_WRITTEN) !== i32[OUTPUT_DRAINED];
}
