// Event: a flag that threads can wait for.
import { i32 } from './heap.js';
import { NOTIFIED, record } from './history.js';
import { E_WAITERS, E_WORD, STATE_WAITING } from './layout.js';
import { registerReader } from './observe.js';
import { beginWait, deadlineOf, endWait, sleepOn, spin, WAIT } from './park.js';
import { parkAsync } from './park-async.js';
import { registerKind, Resource, type Adopted, type Named } from './resource.js';
import { registerSweeper, uncount } from './sweep.js';

/** Python's `threading.Event`. A waiter that was waiting when the event was set goes on, even if it is cleared at once. */
export class Event extends Resource {
  constructor(options?: Named) {
    super('Event', options as Named | Adopted | undefined);
  }

  isSet(): boolean {
    return (Atomics.load(i32, this.at + E_WORD) & 1) === 1;
  }

  /** Lets all waiters go on, and all that come until `clear`. */
  set(): void {
    const word = this.at + E_WORD;
    for (;;) {
      const seen = Atomics.load(i32, word);
      if ((seen & 1) === 1) return;
      // A waiter that slept through set and clear still sees that the number has grown.
      if (Atomics.compareExchange(i32, word, seen, (seen + 2) | 1) === seen) break;
    }
    record(NOTIFIED, this.at);
    if (Atomics.load(i32, this.at + E_WAITERS) > 0) Atomics.notify(i32, word);
  }

  clear(): void {
    Atomics.and(i32, this.at + E_WORD, ~1);
  }

  /** Blocks until the event is set; false when `timeout` (milliseconds) was over first. */
  wait(timeout?: number): boolean {
    const word = this.at + E_WORD;
    const seen = Atomics.load(i32, word);
    if ((seen & 1) === 1) return true;
    const deadline = deadlineOf(timeout);
    if (timeout === 0) return false;
    if (spin(word, seen)) return true;
    beginWait(STATE_WAITING, this.at, WAIT, deadline);
    Atomics.add(i32, this.at + E_WAITERS, 1);
    try {
      while (Atomics.load(i32, word) === seen) if (!sleepOn(word, seen, deadline)) return Atomics.load(i32, word) !== seen;
      return true;
    } finally {
      Atomics.sub(i32, this.at + E_WAITERS, 1);
      endWait();
    }
  }

  /** As `wait`, without blocking the thread's event loop. */
  async waitAsync(timeout?: number): Promise<boolean> {
    const word = this.at + E_WORD;
    const seen = Atomics.load(i32, word);
    if ((seen & 1) === 1) return true;
    const deadline = deadlineOf(timeout);
    Atomics.add(i32, this.at + E_WAITERS, 1);
    try {
      while (Atomics.load(i32, word) === seen) if (!(await parkAsync(word, seen, deadline))) return Atomics.load(i32, word) !== seen;
      return true;
    } finally {
      Atomics.sub(i32, this.at + E_WAITERS, 1);
    }
  }
}

registerKind('Event', Event);
registerReader('Event', (at, base) => ({ ...base, kind: 'Event', set: (i32[at + E_WORD]! & 1) === 1 }));
registerSweeper('Event', (at, _id, sleptOn) => {
  uncount(sleptOn, at + E_WORD, at + E_WAITERS);
  Atomics.notify(i32, at + E_WORD);
});
