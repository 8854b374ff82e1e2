// Future: the result of a task that a pool runs, now or later.
import { registerTraveller } from './encoding.js';
import { asError } from './ending.js';
import { Cancelled, ThreadStateError, TimeoutError } from './errors.js';
import { completeFuture, dropFuture, futureNumber, keepFuture, newOpenFuture, resultOf, wakeWaiters } from './future-block.js';
import { joinGroup, leaveGroup, type FutureGroup } from './future-group.js';
import { i32, now, telemetry } from './heap.js';
import {
  CANCELLED, COMPLETIONS, F_REFS, F_RUNNER, F_SHARED, F_STATE, F_WAITERS, F_WORDS, FINISHED, MANY, PENDING, R_OWN, RAISED, RUNNING, STATE_WAITING,
} from './layout.js';
import { allocate } from './allocate.js';
import { registerReader } from './observe.js';
import { writeText } from './output.js';
import { beginWait, deadlineOf, endWait, RESULT, sleepOn, spin } from './park.js';
import { parkAsync } from './park-async.js';
import { pack, unpack } from './queue-word.js';
import { dropUnownedRecord, newUnownedRecord } from './resource.js';
import type { FutureStatus } from './vocabulary.js';

const statuses: readonly FutureStatus[] = ['pending', 'running', 'finished', 'raised', 'cancelled'];

/** Milliseconds after which whoever waits for several futures looks whether the one that it is shown to wait for has ended. */
const LOOK_AGAIN = 100;

/** The result of a task. Awaitable: `await future` is the result or throws. */
export class Future<R = unknown> implements PromiseLike<R> {
  /** The block in the heap, 0 when the outcome is known here. Internal. */
  #at: number;
  readonly #group: FutureGroup;
  readonly #place: number;
  #status: FutureStatus = 'pending';
  #value: unknown;
  #promise: Promise<R> | undefined;

  /** Internal: futures come from an executor. Takes over a reference to the block. */
  constructor(at: number) {
    this.#at = at;
    this.#group = joinGroup(at);
    this.#place = this.#group.used - 1;
  }

  /** A future without a task: somebody, in any thread, calls `setResult` or `setException`. If nobody ever does, who waits for it waits for ever. */
  static open<R>(): Future<R> {
    return new Future<R>(newOpenFuture());
  }

  /** Completes a future that was made by `open`. Throws ThreadStateError where it is complete or cancelled already; CannotTravel. */
  setResult(value: R): void {
    this.#complete(value, FINISHED);
  }

  /** As `setResult`, with an exception that `result` throws. */
  setException(error: Error): void {
    this.#complete(error, RAISED);
  }

  /** Blocks until the task has ended; its result, or throws what it threw, Cancelled, TimeoutError (milliseconds), WorkerDied. */
  result(timeout?: number): R {
    this.#block(timeout);
    return this.#outcome();
  }

  /** As `result`, without blocking the event loop. */
  async resultAsync(timeout?: number): Promise<R> {
    await this.#loop(timeout);
    return this.#outcome();
  }

  /** Blocks until the task has ended; what it threw, undefined where it returned. Throws Cancelled, TimeoutError. */
  exception(timeout?: number): Error | undefined {
    this.#block(timeout);
    return this.#failure();
  }

  /** As `exception`, without blocking the event loop. */
  async exceptionAsync(timeout?: number): Promise<Error | undefined> {
    await this.#loop(timeout);
    return this.#failure();
  }

  /** Whether it has ended: returned, thrown or cancelled. */
  done(): boolean {
    return this.#settle();
  }

  running(): boolean {
    return !this.#settle() && i32[this.#at + F_STATE] === RUNNING;
  }

  /** Takes the task back if no worker has begun it; false where it is too late. */
  cancel(): boolean {
    if (this.#settle()) return this.#status === 'cancelled';
    const at = this.#at;
    if (Atomics.compareExchange(i32, at + F_STATE, PENDING, CANCELLED) !== PENDING) return this.#settle() && this.#status === 'cancelled';
    wakeWaiters(at);
    this.#settle();
    return true;
  }

  cancelled(): boolean {
    return this.#settle() && this.#status === 'cancelled';
  }

  get status(): FutureStatus {
    return this.#settle() ? this.#status : statuses[i32[this.#at + F_STATE]!]!;
  }

  /**
   * Calls back in this thread, from its event loop, when the future has ended; at once where it has. What a callback throws is printed and goes no
   * further: as in Python, it is nobody's result.
   */
  addDoneCallback(callback: (future: Future<R>) => void): void {
    if (this.#settle()) {
      try {
        callback(this);
      } catch (error) {
        reportCallback(error);
      }
    } else void this.#loop(undefined).then(() => callback(this)).catch(reportCallback);
  }

  then<A = R, B = never>(fulfilled?: ((value: R) => A | PromiseLike<A>) | null, rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<A | B> {
    this.#promise ??= this.resultAsync();
    return this.#promise.then(fulfilled, rejected);
  }

  toString(): string {
    return this.#at === 0 ? 'Future' : `Future "Future-${futureNumber(this.#at)}"`;
  }

  #block(timeout: number | undefined): void {
    if (!this.#settle() && !this.#blockUntil(deadlineOf(timeout))) throw this.#late(timeout);
  }

  /** Blocks until the future has ended; false when the deadline has passed. */
  #blockUntil(deadline: number): boolean {
    if (this.#settle()) return true;
    const at = this.#at;
    const word = at + F_STATE;
    if (deadline !== Infinity && deadline <= now()) return false;
    for (let seen = Atomics.load(i32, word); seen < FINISHED; seen = Atomics.load(i32, word)) if (!spin(word, seen)) break;
    return this.#settle() || this.#sleep(this, deadline);
  }

  /** Sleeps until this future has ended, shown as a wait for `shown`; false when the deadline has passed or `shown` alone has ended. */
  #sleep(shown: Future, deadline: number): boolean {
    const at = this.#at;
    const word = at + F_STATE;
    const shownAt = shown.#at;
    // Only a future that somebody waits for has a record in the table of resources.
    const record = telemetry() ? newUnownedRecord('Future', `Future-${futureNumber(shownAt)}`) : 0;
    if (record !== 0) i32[record + R_OWN] = shownAt;
    beginWait(STATE_WAITING, record, RESULT, deadline);
    Atomics.add(i32, at + F_WAITERS, 1);
    try {
      for (let seen = Atomics.load(i32, word); seen < FINISHED; seen = Atomics.load(i32, word)) {
        if (sleepOn(word, seen, shown === this ? deadline : Math.min(deadline, now() + LOOK_AGAIN))) continue;
        if (deadline <= now() || Atomics.load(i32, shownAt + F_STATE) >= FINISHED) break;
      }
    } finally {
      Atomics.sub(i32, at + F_WAITERS, 1);
      endWait();
      if (record !== 0) dropUnownedRecord(record);
    }
    return this.#settle();
  }

  /**
   * Internal: blocks until all have ended; false when the deadline has passed. Sleeps on the last one, because most of the others have ended when it
   * has, and is shown as a wait for the first that has not ended: that one runs, and leads on to what it waits for.
   */
  static blockOnAll(futures: readonly Future[], deadline: number): boolean {
    let first = 0;
    for (let last = futures.length - 1; ; ) {
      while (first <= last && futures[first]!.#settle()) first++;
      while (last >= first && futures[last]!.#settle()) last--;
      if (last < first) return true;
      if (deadline !== Infinity && deadline <= now()) return false;
      const word = futures[last]!.#at + F_STATE;
      const seen = Atomics.load(i32, word);
      if (seen < FINISHED && !spin(word, seen)) futures[last]!.#sleep(futures[first]!, deadline);
    }
  }

  async #loop(timeout: number | undefined): Promise<void> {
    if (!(await this.loopUntil(deadlineOf(timeout)))) throw this.#late(timeout);
  }

  /** Internal: waits until the future has ended, without blocking the event loop; false when the deadline has passed. */
  async loopUntil(deadline: number): Promise<boolean> {
    if (this.#settle()) return true;
    const at = this.#at;
    const word = at + F_STATE;
    // Its own reference: another call of this thread may settle the future meanwhile.
    keepFuture(at);
    Atomics.add(i32, at + F_WAITERS, 1);
    try {
      for (let seen = Atomics.load(i32, word); seen < FINISHED; seen = Atomics.load(i32, word)) if (!(await parkAsync(word, seen, deadline))) break;
      return this.#settle();
    } finally {
      Atomics.sub(i32, at + F_WAITERS, 1);
      dropFuture(at);
    }
  }

  #complete(value: unknown, state: number): void {
    if (!this.#settle()) {
      pack(value);
      // RUNNING keeps a second completion, and a late cancel, out while the result is stored.
      if (Atomics.compareExchange(i32, this.#at + F_STATE, PENDING, RUNNING) === PENDING) return completeFuture(this.#at, state);
      unpack();
    }
    throw new ThreadStateError(`${this} cannot be completed: it is ${this.status}.`);
  }

  /** Copies the outcome here and lets go of the block. */
  #settle(): boolean {
    const at = this.#at;
    if (at === 0) return true;
    const state = Atomics.load(i32, at + F_STATE);
    if (state < FINISHED) return false;
    this.#status = statuses[state]!;
    if (state !== CANCELLED) this.#value = resultOf(at);
    this.#at = 0;
    leaveGroup(this.#group, this.#place);
    dropFuture(at);
    return true;
  }

  #outcome(): R {
    switch (this.#status) {
      case 'raised':
        throw this.#value;
      case 'cancelled':
        throw this.#cancelledError();
      default:
        return this.#value as R;
    }
  }

  #failure(): Error | undefined {
    if (this.#status === 'cancelled') throw this.#cancelledError();
    return this.#status === 'raised' ? (this.#value as Error) : undefined;
  }

  #late(timeout: number | undefined): TimeoutError {
    return new TimeoutError(`${this} had no result within ${timeout} ms.`);
  }

  #cancelledError(): Cancelled {
    return new Cancelled('The future was cancelled before its task ran.');
  }

  /** Internal: blocks until `enough` or the deadline; false for the latter. Shown as a wait for the first future that has not ended. */
  static blockOnSeveral(futures: readonly Future[], deadline: number, enough: () => boolean): boolean {
    const waiting = futures.filter((future) => !future.#settle());
    const blocks = waiting.map((future) => future.#at);
    for (const at of blocks) keepFuture(at);
    for (const at of blocks) Atomics.add(i32, at + F_WAITERS, MANY);
    const first = blocks[0];
    const record = first === undefined ? 0 : newUnownedRecord('Future', `Future-${futureNumber(first)}`);
    if (first !== undefined) i32[record + R_OWN] = first;
    beginWait(STATE_WAITING, record, RESULT, deadline);
    try {
      for (;;) {
        const seen = Atomics.load(i32, COMPLETIONS);
        if (enough()) return true;
        if (!sleepOn(COMPLETIONS, seen, deadline)) return enough();
      }
    } finally {
      endWait();
      release(blocks);
      if (record !== 0) dropUnownedRecord(record);
    }
  }

  /** Internal: as blockOnSeveral, for an event loop. */
  static async awaitSeveral(futures: readonly Future[], deadline: number, enough: () => boolean): Promise<boolean> {
    const blocks = futures.filter((future) => !future.#settle()).map((future) => future.#at);
    for (const at of blocks) keepFuture(at);
    for (const at of blocks) Atomics.add(i32, at + F_WAITERS, MANY);
    try {
      for (;;) {
        const seen = Atomics.load(i32, COMPLETIONS);
        if (enough()) return true;
        if (!(await parkAsync(COMPLETIONS, seen, deadline))) return enough();
      }
    } finally {
      release(blocks);
    }
  }

  static {
    registerTraveller({
      matches: (value) => value instanceof Future,
      send: (value) => {
        const future = value as Future;
        if (!future.#settle()) {
          keepFuture(future.#at);
          i32[future.#at + F_SHARED] = 1;
          return future.#at;
        }
        // What is known here goes into a block of its own.
        pack(future.#value);
        const at = allocate(F_WORDS);
        i32.fill(0, at, at + F_WORDS);
        i32[at + F_REFS] = 1;
        completeFuture(at, statuses.indexOf(future.#status));
        i32[at + F_SHARED] = 1;
        return at;
      },
      receive: (at, taking) => {
        if (!taking) keepFuture(at);
        return new Future(at);
      },
      drop: dropFuture,
    });
  }
}

function reportCallback(error: unknown): void {
  writeText(`Exception in a callback of a Future:\n${asError(error).stack ?? String(error)}\n`);
}

/** Gives back what a wait for several futures had taken. */
function release(blocks: number[]): void {
  for (const at of blocks) {
    Atomics.sub(i32, at + F_WAITERS, MANY);
    dropFuture(at);
  }
}

registerReader('Future', (at, base) => {
  const block = i32[at + R_OWN]!;
  const runner = i32[block + F_RUNNER]!;
  const status = statuses[i32[block + F_STATE]!] ?? 'pending';
  return runner === 0 ? { ...base, kind: 'Future', status } : { ...base, kind: 'Future', status, runner };
});
