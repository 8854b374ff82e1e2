// What happened, event by event: one bounded ring a worker, ordered by a number from a shared counter. What does not fit is counted.
import { allocate } from './allocate.js';
import { RING_EVENTS } from './fast-notes.js';
import { fast } from './fast-path.js';
import { f64, i32, now } from './heap.js';
import {
  EPOCH_F64, SEQUENCE, TELEMETRY, W_RING, W_RING_HEAD, W_RING_LOST, W_RING_TAIL, WORKER_WORDS, WORKERS_HIGH, WORKERS_START, R_ID, SAMPLED,
} from './layout.js';
import { self } from './self.js';
import { stackAt } from './site.js';
import type { HistoryEvent } from './vocabulary.js';

/** In the order of their numbers in the heap. */
const deeds: readonly HistoryEvent['what'][] = ['started', 'ended', 'waits', 'woke', 'acquired', 'released', 'notified', 'put', 'got', 'slept', 'joined'];
/** No event of its own: the place of the event before it. */
const SITE = 11;
export const STARTED = 0;
export const ENDED = 1;
export const WAITS = 2;
export const WOKE = 3;
export const ACQUIRED = 4;
export const RELEASED = 5;
export const NOTIFIED = 6;
export const PUT_IN = 7;
export const GOT = 8;
export const SLEPT = 9;
export const JOINED = 10;

/** A power of two. An event is four words: sequence, thread, deed and resource, time in tenths of a millisecond; a place has its text address there. */
const EVENTS = RING_EVENTS;

/**
 * Adds an event of this thread. `resource` is a word address or 0. Call it while the resource is still held, so that the sequence is the true order.
 * @param at the time, where the caller has read the clock anyway.
 * @param site text address of the stack, 0 for none.
 * @param other the id of another thread, where there is no resource.
 */
export function record(what: number, resource: number, at = 0, site = 0, other = 0): void {
  const worker = self.worker;
  if (worker === 0 || i32[TELEMETRY] === 0 || i32[SAMPLED] === 0) return;
  const head = i32[worker + W_RING_HEAD]!;
  const entries = site === 0 ? 1 : 2;
  if (head - i32[worker + W_RING_TAIL]! > EVENTS - entries) {
    i32[worker + W_RING_LOST]!++;
    return;
  }
  let ring = i32[worker + W_RING]!;
  const fresh = ring === 0;
  if (fresh) {
    ring = allocate(EVENTS * 4);
    i32[worker + W_RING] = ring;
  }
  const entry = ring + (head & (EVENTS - 1)) * 4;
  i32[entry] = Atomics.add(i32, SEQUENCE, 1);
  i32[entry + 1] = self.id;
  i32[entry + 2] = (what << 27) | ((resource === 0 ? other : i32[resource + R_ID]!) & 0x7ffffff);
  i32[entry + 3] = ((at === 0 ? now() : at) - f64[EPOCH_F64]!) * 10;
  if (site !== 0) {
    const place = ring + ((head + 1) & (EVENTS - 1)) * 4;
    i32[place + 2] = SITE << 27;
    i32[place + 3] = site;
    fast.used();
  }
  Atomics.store(i32, worker + W_RING_HEAD, head + entries);
  if (fresh) fast.refill();
  else fast.used();
}

let lastSequence = 0;
let lost = 0;
const lostBefore = new Map<number, number>();

/** Takes the events out of all rings, in their true order; of more than `limit` only the last. `dropped` counts since the start. For the supervisor only. */
export function drainHistory(limit = Infinity): { events: HistoryEvent[]; dropped: number } {
  const events: HistoryEvent[] = [];
  const high = i32[WORKERS_HIGH]!;
  const epoch = f64[EPOCH_F64]!;
  // Numbers follow each other: what is older need not be looked at, which is what costs where a program does nothing but take locks.
  const oldest = limit === Infinity ? 0 : (Atomics.load(i32, SEQUENCE) - limit) | 0;
  for (let n = 0; n < high; n++) {
    const worker = WORKERS_START + n * WORKER_WORDS;
    const ring = i32[worker + W_RING]!;
    if (ring === 0) continue;
    let tail = i32[worker + W_RING_TAIL]!;
    let skipped = false;
    const head = Atomics.load(i32, worker + W_RING_HEAD);
    for (; tail !== head; tail = (tail + 1) | 0) {
      const entry = ring + (tail & (EVENTS - 1)) * 4;
      const packed = i32[entry + 2]!;
      if (packed >>> 27 === SITE) {
        if (skipped) continue;
        const stack = stackAt(i32[entry + 3]!);
        if (stack.length > 0) events[events.length - 1]!.stack = stack;
        continue;
      }
      skipped = limit !== Infinity && ((i32[entry]! - oldest) | 0) < 0;
      if (skipped) {
        lost++;
        continue;
      }
      // The counter wraps after 2^32 events: the difference to the last one is small either way.
      const sequence = lastSequence + ((i32[entry]! - (lastSequence | 0)) | 0);
      const event: HistoryEvent = { sequence, at: epoch + (i32[entry + 3]! >>> 0) / 10, thread: i32[entry + 1]!, what: deeds[packed >>> 27]! };
      const resource = packed & 0x7ffffff;
      if (event.what === 'joined') event.other = resource;
      else if (resource !== 0) event.resource = resource;
      events.push(event);
    }
    Atomics.store(i32, worker + W_RING_TAIL, tail);
    const count = i32[worker + W_RING_LOST]!;
    lost += (count - (lostBefore.get(worker) ?? 0)) | 0;
    lostBefore.set(worker, count);
  }
  events.sort((a, b) => a.sequence - b.sequence);
  if (events.length > 0) lastSequence = events[events.length - 1]!.sequence;
  return { events, dropped: lost };
}

