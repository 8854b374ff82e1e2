// Semaphore: a number of permits; acquire takes one and waits while there is none. BoundedSemaphore is in its own file.
import { TimeoutError } from './errors.js';
import { i32 } from './heap.js';
import { ACQUIRED, record, RELEASED } from './history.js';
import { S_MOST, S_VALUE, S_WAITERS, STATE_WAITING } from './layout.js';
import { registerReader } from './observe.js';
import { ACQUIRE, beginWait, deadlineOf, endWait, sleepOn, spin } from './park.js';
import { parkAsync } from './park-async.js';
import { registerKind, Resource, Adopted, type Named } from './resource.js';
import { registerSweeper, uncount, type Sweeper } from './sweep.js';

/** Python's `threading.Semaphore`. Any thread may release. Who waits longest does not always come first. */
export class Semaphore extends Resource {
  #held: Disposable | undefined;

  constructor(value?: number, options?: Named) {
    super(new.target === Semaphore || new.target === undefined ? 'Semaphore' : 'BoundedSemaphore', (value as unknown) instanceof Adopted ? (value as unknown as Adopted) : options);
    if (!this.fresh) return;
    const permits = value ?? 1;
    if (!Number.isInteger(permits) || permits < 0 || permits >= 2 ** 31) throw new RangeError(`A semaphore starts with a whole number of permits, 0 or more; this one is ${permits}.`);
    i32[this.at + S_MOST] = permits;
    Atomics.store(i32, this.at + S_VALUE, permits);
  }

  /** Blocks until there is a permit and takes it; false when `timeout` (milliseconds, 0 only tries) is over. */
  acquire(timeout?: number): boolean {
    const word = this.at + S_VALUE;
    if (this.#take()) return true;
    if (timeout === 0) return false;
    const deadline = deadlineOf(timeout);
    if (spin(word, 0) && this.#take()) return true;
    beginWait(STATE_WAITING, this.at, ACQUIRE, deadline);
    Atomics.add(i32, this.at + S_WAITERS, 1);
    let taken = false;
    try {
      while (!(taken = this.#take()) && sleepOn(word, 0, deadline));
      return taken || (taken = this.#take());
    } finally {
      Atomics.sub(i32, this.at + S_WAITERS, 1);
      endWait();
      if (!taken) this.#passOn();
    }
  }

  /** As `acquire`, without blocking the thread's event loop. */
  async acquireAsync(timeout?: number): Promise<boolean> {
    if (this.#take()) return true;
    if (timeout === 0) return false;
    const deadline = deadlineOf(timeout);
    Atomics.add(i32, this.at + S_WAITERS, 1);
    let taken = false;
    try {
      while (!(taken = this.#take()) && (await parkAsync(this.at + S_VALUE, 0, deadline)));
      return taken || (taken = this.#take());
    } finally {
      Atomics.sub(i32, this.at + S_WAITERS, 1);
      if (!taken) this.#passOn();
    }
  }

  /** Gives `count` permits back. */
  release(count = 1): void {
    if (!Number.isInteger(count) || count < 1) throw new RangeError(`A semaphore is released a whole number of times, 1 or more; this is ${count}.`);
    record(RELEASED, this.at);
    this.give(count);
    if (Atomics.load(i32, this.at + S_WAITERS) > 0) Atomics.notify(i32, this.at + S_VALUE, count);
  }

  /** Adds the permits. */
  protected give(count: number): void {
    Atomics.add(i32, this.at + S_VALUE, count);
  }

  /** `using permit = semaphore.hold()`. Throws TimeoutError. */
  hold(timeout?: number): Disposable {
    if (!this.acquire(timeout)) throw new TimeoutError(`${this} had no permit within ${timeout} ms.`);
    return (this.#held ??= { [Symbol.dispose]: () => this.release() });
  }

  /** `using permit = await semaphore.holdAsync()`. */
  async holdAsync(timeout?: number): Promise<Disposable> {
    if (!(await this.acquireAsync(timeout))) throw new TimeoutError(`${this} had no permit within ${timeout} ms.`);
    return (this.#held ??= { [Symbol.dispose]: () => this.release() });
  }

  /** Permits that are free at this moment. */
  get value(): number {
    return Atomics.load(i32, this.at + S_VALUE);
  }

  #take(): boolean {
    const word = this.at + S_VALUE;
    for (;;) {
      const seen = Atomics.load(i32, word);
      if (seen <= 0) return false;
      if (Atomics.compareExchange(i32, word, seen, seen - 1) === seen) {
        record(ACQUIRED, this.at);
        return true;
      }
    }
  }

  /** Whoever gives up may have swallowed the wake-up of a permit that is still there. */
  #passOn(): void {
    if (Atomics.load(i32, this.at + S_VALUE) > 0) Atomics.notify(i32, this.at + S_VALUE, 1);
  }
}

registerKind('Semaphore', Semaphore);
registerReader('Semaphore', (at, base) => ({ ...base, kind: 'Semaphore', value: i32[at + S_VALUE]! }));
/** For both kinds. */
export const sweepSemaphore: Sweeper = (at, _id, sleptOn) => {
  uncount(sleptOn, at + S_VALUE, at + S_WAITERS);
  Atomics.notify(i32, at + S_VALUE);
};
registerSweeper('Semaphore', sweepSemaphore);
