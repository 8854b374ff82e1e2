// A queue's doorbell: a descriptor that can be read while the queue has something to get. Made when first asked for; a queue without one pays nothing.
import { allocate, free } from './allocate.js';
import { close, native, readAway, writeByte } from './descriptors.js';
import { enter, leave, sweepGuard } from './guard.js';
import { i32 } from './heap.js';
import { D_MADE, D_MADE_LOOPBACK, D_MADE_PAIR, D_MAKING, D_READ, D_RING, D_WRITE, Q_CLOSED, SELECT_BELL, D_SELECTORS } from './layout.js';
import { tellSupervisor } from './link.js';
import { pendingIn } from './queue-wakeups.js';
import { me, self } from './self.js';

// D_RING: silent, rung (the byte is in the pipe), or the thread that is writing or reading it, in the upper bits.
const SILENT = 0;
const WRITING = 1;
const READING = 2;
const RUNG = 3;

/** Whether a get would return, or throw QueueShutDown, without waiting. */
export function hasNews(at: number): boolean {
  return pendingIn(at) > 0 || Atomics.load(i32, at + Q_CLOSED) !== 0;
}

/** After every change of the queue: brings the bell in line with it and wakes those who select. */
export function queueChanged(at: number): void {
  if (Atomics.load(i32, at + D_MADE) !== 0) settle(at);
  if (Atomics.load(i32, at + D_SELECTORS) > 0) wakeSelectors();
}

export function wakeSelectors(): void {
  Atomics.add(i32, SELECT_BELL, 1);
  Atomics.notify(i32, SELECT_BELL);
}

/**
 * Writes the byte when the queue has got news, reads it when it has none left. One thread at a time: it looks again when it is done, so that the
 * others may leave it to that one.
 */
function settle(at: number): void {
  const word = at + D_RING;
  for (;;) {
    const seen = Atomics.load(i32, word);
    if (seen === SILENT) {
      if (!hasNews(at)) return;
      if (Atomics.compareExchange(i32, word, SILENT, (me() << 2) | WRITING) !== SILENT) continue;
      writeByte(i32[at + D_WRITE]!);
      Atomics.store(i32, word, RUNG);
    } else if (seen === RUNG) {
      if (hasNews(at)) return;
      if (Atomics.compareExchange(i32, word, RUNG, (me() << 2) | READING) !== RUNG) continue;
      readAway(i32[at + D_READ]!);
      Atomics.store(i32, word, SILENT);
    } else return;
  }
}

/** A byte that arrived after its reader had looked, as it may on a loopback connection. */
export function hush(at: number): void {
  if (Atomics.compareExchange(i32, at + D_RING, SILENT, (me() << 2) | READING) !== SILENT) return;
  readAway(i32[at + D_READ]!);
  Atomics.store(i32, at + D_RING, SILENT);
  settle(at);
}

/** The descriptor to wait for. Blocks for a moment the first time, where there is no socketpair. Throws where the platform has neither. */
export function descriptorFor(at: number): number {
  if (Atomics.load(i32, at + D_MADE) === 0) {
    enter(at + D_MAKING);
    try {
      if (i32[at + D_MADE] === 0) make(at);
    } finally {
      leave(at + D_MAKING);
    }
    // What lies there already.
    settle(at);
  }
  return i32[at + D_READ]!;
}

function make(at: number): void {
  const pair = native()?.pair();
  const [read, write] = pair ?? loopback();
  i32[at + D_READ] = read;
  i32[at + D_WRITE] = write;
  Atomics.store(i32, at + D_MADE, pair === undefined ? D_MADE_LOOPBACK : D_MADE_PAIR);
}

function loopback(): [number, number] {
  if (self.supervises) throw new Error('The supervisor\'s thread cannot wait for a descriptor: ask for it in a thread.');
  const word = allocate(3);
  Atomics.store(i32, word, 0);
  tellSupervisor({ threadbook: 'pair', word });
  while (Atomics.load(i32, word) === 0) Atomics.wait(i32, word, 0);
  const pair: [number, number] = [i32[word + 1]!, i32[word + 2]!];
  free(word);
  if (pair[0] < 0) throw new Error('This platform gives no descriptor for a PollableQueue. Use selectAsync, or select with queues alone.');
  return pair;
}

export function disposeDoorbell(at: number): void {
  const read = i32[at + D_READ]!;
  if (i32[at + D_MADE] === D_MADE_LOOPBACK) tellSupervisor({ threadbook: 'unpair', read });
  else if (i32[at + D_MADE] === D_MADE_PAIR) for (const descriptor of [read, i32[at + D_WRITE]!]) close(descriptor);
  i32[at + D_MADE] = 0;
}

/** After a thread that was killed: a bell that it was about to write or read is read empty and set anew. */
export function sweepDoorbell(at: number, id: number): void {
  sweepGuard(at + D_MAKING, id);
  const seen = Atomics.load(i32, at + D_RING);
  if (seen !== RUNG && seen !== SILENT && seen >>> 2 === id) {
    readAway(i32[at + D_READ]!);
    Atomics.store(i32, at + D_RING, SILENT);
  }
  queueChanged(at);
}
