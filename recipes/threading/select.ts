// select: waits until one of several queues and sockets has something to read. Takes nothing out of them.
import { native } from './descriptors.js';
import { descriptorFor, hasNews, hush, wakeSelectors } from './doorbell.js';
import { i32, now } from './heap.js';
import { D_SELECTORS, Q_CLOSED, Q_GETS, Q_PUTS, SELECT_BELL, STATE_SLEEPING, STATE_WAITING } from './layout.js';
import { descriptorOf } from './loopback-pairs.js';
import { beginWait, checkInterrupt, deadlineOf, endWait, publishSite, SELECT, sleepOn, spin } from './park.js';
import { parkAsync } from './park-async.js';
import { PollableQueue } from './pollable-queue.js';
import { pendingIn } from './queue-wakeups.js';

/** A connected socket of node:net, by what is used of it: a program that imports these types need not have Node's. */
export interface Socket {
  readonly readable: boolean;
  readonly readableLength: number;
  readonly readableEnded: boolean;
  readonly destroyed: boolean;
  once(event: string, listener: () => void): unknown;
  on(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
}
/** A listening socket of node:net. */
export interface Server {
  readonly listening: boolean;
}

/** A queue, a connected or listening socket of this thread, or a descriptor. */
export type Selectable = PollableQueue<never> | PollableQueue<unknown> | Socket | Server | number;
/** In an event loop a listening socket and a bare descriptor have their own events. */
export type AsyncSelectable = PollableQueue<never> | PollableQueue<unknown> | Socket;

/** Whether `select` can block for other sources than queues here, see there. */
export function canSelectSockets(): boolean {
  return native() !== undefined;
}

export { descriptorOf };

/** poll(2) cannot be interrupted: it sleeps for so many milliseconds at a time. */
const SLICE = 50;
/** A shorter wait is not worth the capture of a stack. */
const QUIET = 2;

/**
 * Blocks until something can be read from one of the sources, and answers which ones in their order; none when `timeout` (milliseconds, 0 only
 * looks) is over. A queue that was shut down can always be read: its `get` throws. Read a socket with `fs.readSync` on its descriptor, and give
 * it no `data` listener. Other sources than queues need koffi: without it an error says so. Interrupted within 50 ms.
 */
export function select<S extends Selectable>(sources: readonly S[], timeout?: number): S[] {
  const waiting: S[] = [];
  let onlyQueues = true;
  for (const source of sources) {
    if (!(source instanceof PollableQueue)) onlyQueues = false;
    else if (hasNews(source.at)) waiting.push(source);
  }
  if (onlyQueues && (waiting.length > 0 || timeout === 0)) return waiting;
  const deadline = deadlineOf(timeout);
  const queues = sources.filter((source) => source instanceof PollableQueue);
  if (onlyQueues) {
    // The next item often comes at once.
    if (queues.length === 1 && spin(queues[0]!.at + Q_PUTS, i32[queues[0]!.at + Q_GETS]!)) return sources.filter(() => hasNews(queues[0]!.at));
  } else if (native() === undefined) {
    throw new Error('A thread can block for sockets only where koffi is installed (npm install koffi; not on Windows). Without it use selectAsync in the thread\'s event loop.');
  }
  const first = queues[0];
  beginWait(first === undefined ? STATE_SLEEPING : STATE_WAITING, first === undefined ? 0 : first.at, SELECT, deadline);
  try {
    return onlyQueues ? sleepForQueues(sources, queues, deadline) : poll(sources, deadline);
  } finally {
    endWait();
  }
}

function sleepForQueues<S extends Selectable>(sources: readonly S[], queues: readonly PollableQueue[], deadline: number): S[] {
  count(queues, 1);
  try {
    for (;;) {
      const bell = Atomics.load(i32, SELECT_BELL);
      const ready = newsOf(sources);
      if (ready.length > 0) return ready;
      if (!sleepOn(SELECT_BELL, bell, deadline)) return newsOf(sources);
    }
  } finally {
    count(queues, -1);
  }
}

function poll<S extends Selectable>(sources: readonly S[], deadline: number): S[] {
  const descriptors = sources.map(descriptorToPoll);
  for (let slice = QUIET; ; slice = SLICE) {
    checkInterrupt();
    const left = deadline - now();
    const places = native()!.poll(descriptors, Math.max(0, Math.min(left, slice)));
    const ready: S[] = [];
    for (const place of places) {
      const source = sources[place]!;
      if (!(source instanceof PollableQueue) || hasNews(source.at)) ready.push(source);
      else hush(source.at);
    }
    if (ready.length > 0 || left <= 0) return ready;
    if (slice === QUIET) publishSite();
  }
}

function descriptorToPoll(source: Selectable): number {
  if (typeof source === 'number') return source;
  if (source instanceof PollableQueue) return descriptorFor(source.at);
  const descriptor = descriptorOf(source);
  if (descriptor < 0) throw new TypeError('A socket among the sources of select is closed, or not connected yet: wait for its "connect" event first.');
  return descriptor;
}

/** As `select`, without blocking the event loop, and without koffi. Read a socket with `socket.read()`. */
export async function selectAsync<S extends AsyncSelectable>(sources: readonly S[], timeout?: number): Promise<S[]> {
  const deadline = deadlineOf(timeout);
  const queues = sources.filter((source) => source instanceof PollableQueue);
  const sockets = sources.filter((source): source is S & Socket => !(source instanceof PollableQueue));
  count(queues, 1);
  let stirred = (): void => undefined;
  const stir = (): void => stirred();
  for (const socket of sockets) for (const event of events) socket.on(event, stir);
  try {
    for (;;) {
      const bell = Atomics.load(i32, SELECT_BELL);
      let bySocket = false;
      const sign = new Promise<void>((resolve) => {
        stirred = () => {
          bySocket = true;
          resolve();
        };
      });
      const ready = newsOf(sources);
      if (ready.length > 0 || timeout === 0) return ready;
      const parked = parkAsync(SELECT_BELL, bell, deadline);
      await Promise.race([parked, sign]);
      // A wait for the bell cannot be taken back: it is woken. Only after a socket's event: selectors must not wake each other for ever.
      if (bySocket) wakeSelectors();
      if (!(await parked)) return newsOf(sources);
    }
  } finally {
    count(queues, -1);
    for (const socket of sockets) for (const event of events) socket.off(event, stir);
  }
}

const events = ['readable', 'end', 'close', 'error'] as const;

/** The sources that can be read, again and again, until all queues are shut down and empty and all sockets have ended. Take what is there each time. */
export async function* selecting<S extends AsyncSelectable>(sources: readonly S[]): AsyncGenerator<S[], void, undefined> {
  for (let left = sources.filter(lasts); left.length > 0; left = left.filter(lasts)) {
    const ready = (await selectAsync(left)).filter(lasts);
    if (ready.length > 0) yield ready;
  }
}

function lasts(source: AsyncSelectable): boolean {
  if (source instanceof PollableQueue) return i32[source.at + Q_CLOSED] === 0 || (i32[source.at + Q_CLOSED] === 1 && pendingIn(source.at) > 0);
  return source.readableLength > 0 || !(source.readableEnded || source.destroyed);
}

function newsOf<S extends Selectable>(sources: readonly S[]): S[] {
  return sources.filter((source) => {
    if (source instanceof PollableQueue) return hasNews(source.at);
    if (typeof source !== 'object' || !('readableLength' in source)) return false;
    return source.readableLength > 0 || source.readableEnded || source.destroyed;
  });
}

function count(queues: readonly PollableQueue[], change: number): void {
  for (const queue of queues) Atomics.add(i32, queue.at + D_SELECTORS, change);
}
