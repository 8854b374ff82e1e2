// What all queues have in common: waiting for room or for an item, timeouts, taskDone and join, shutdown. How items are kept is for the subclasses.
import { Abandoned, LimitError, QueueEmpty, QueueFull, QueueShutDown } from './errors.js';
import { enter, leave, sweepGuard } from './guard.js';
import { i32 } from './heap.js';
import { GOT, PUT_IN, record } from './history.js';
import {
  OWNER, Q_CAPACITY, Q_CLOSED, Q_DONE, Q_GET_BELL, Q_GET_LOOPS, Q_GET_WAITERS, Q_GETS, Q_HEAD_GUARD, Q_JOINERS, Q_PUT_BELL, Q_PUT_LOOPS, Q_PUT_WAITERS,
  Q_PUTS, Q_TAIL_GUARD, STATE_WAITING,
} from './layout.js';
import type { Reader } from './observe.js';
import { beginWait, deadlineOf, endWait, GET, JOIN, PUT, sleepOn, spin } from './park.js';
import { parkAsync } from './park-async.js';
import { getterLeaves, getterLooks, pendingIn, putterLeaves, putterLooks, ringAll, wakeGetter, wakePutter } from './queue-wakeups.js';
import { restore, saved, unpack } from './queue-word.js';
import { Resource, type Adopted, type Named } from './resource.js';
import { uncount, type Sweeper } from './sweep.js';
import type { ResourceKind } from './vocabulary.js';

/** What an attempt comes to. */
export const DONE = 0;
export const FULL = 1;
export const EMPTY = 1;
export const CLOSED = 2;

export type QueueKind = Extract<ResourceKind, 'Queue' | 'LifoQueue' | 'PriorityQueue' | 'SimpleQueue' | 'PollableQueue'>;

export abstract class QueueBase<T> extends Resource {
  constructor(kind: QueueKind, maxsize: number | Adopted | undefined, options: Named | undefined) {
    super(kind, typeof maxsize === 'object' ? maxsize : options);
    if (!this.fresh) return;
    const capacity = (maxsize as number | undefined) ?? 0;
    if (!Number.isInteger(capacity) || capacity < 0 || capacity >= 2 ** 31) throw new RangeError(`A queue's size is a whole number, 0 for no bound; this one is ${capacity}.`);
    i32[this.at + Q_CAPACITY] = capacity;
  }

  /** Stores the packed item: DONE, FULL or CLOSED. */
  protected abstract tryPut(): number;
  /** Takes the next item into the packed item: DONE, EMPTY or CLOSED (and empty). */
  protected abstract tryGet(): number;

  /** Waits for room, then stores the packed item. Not `awake` where the caller has waited awake already. */
  protected putPacked(timeout: number | undefined, awake = true): void {
    const at = this.at;
    let outcome = this.tryPut();
    if (outcome === FULL) {
      const deadline = deadlineOf(timeout);
      if (timeout === 0) {
        unpack();
        throw this.#full(timeout);
      }
      if (awake) {
        spin(at + Q_GETS, Atomics.load(i32, at + Q_GETS));
        outcome = this.tryPut();
      }
      if (outcome === FULL) {
        beginWait(STATE_WAITING, at, PUT, deadline);
        Atomics.add(i32, at + Q_PUT_WAITERS, 1);
        try {
          for (;;) {
            const bell = Atomics.load(i32, at + Q_PUT_BELL);
            outcome = this.tryPut();
            if (outcome !== FULL) break;
            const inTime = sleepOn(at + Q_PUT_BELL, bell, deadline);
            putterLooks(at);
            if (inTime) continue;
            outcome = this.tryPut();
            break;
          }
        } finally {
          endWait();
          putterLeaves(at);
          if (outcome === FULL) unpack();
        }
      }
    }
    this.#wasPut(outcome, timeout);
  }

  protected async putPackedAsync(timeout: number | undefined): Promise<void> {
    const at = this.at;
    let outcome = this.tryPut();
    if (outcome === FULL) {
      const deadline = deadlineOf(timeout);
      if (timeout === 0) {
        unpack();
        throw this.#full(timeout);
      }
      const packed = saved();
      Atomics.add(i32, at + Q_PUT_LOOPS, 1);
      Atomics.add(i32, at + Q_PUT_WAITERS, 1);
      try {
        while (outcome === FULL) {
          const bell = Atomics.load(i32, at + Q_PUT_BELL);
          outcome = this.tryPut();
          if (outcome !== FULL) break;
          const inTime = await parkAsync(at + Q_PUT_BELL, bell, deadline);
          restore(packed);
          outcome = this.tryPut();
          if (!inTime) break;
        }
      } finally {
        Atomics.sub(i32, at + Q_PUT_LOOPS, 1);
        putterLeaves(at);
        if (outcome !== DONE) {
          restore(packed);
          if (outcome === FULL) unpack();
        }
      }
    }
    this.#wasPut(outcome, timeout);
  }

  #wasPut(outcome: number, timeout: number | undefined): void {
    if (outcome === CLOSED) {
      unpack();
      throw this.#shutDown();
    }
    if (outcome === FULL) throw this.#full(timeout);
    record(PUT_IN, this.at);
    wakeGetter(this.at);
  }

  /** Takes the next item. Blocks while the queue is empty: QueueEmpty when `timeout` (milliseconds, 0 only looks) is over; QueueShutDown. */
  get(timeout?: number): T {
    return this.getPacked(timeout, true);
  }

  /** Not `awake` where the caller has waited awake already. */
  protected getPacked(timeout: number | undefined, awake: boolean): T {
    const at = this.at;
    let outcome = this.tryGet();
    if (outcome === EMPTY) {
      const deadline = deadlineOf(timeout);
      if (timeout === 0) throw this.#empty(timeout);
      if (awake) {
        spin(at + Q_PUTS, i32[at + Q_GETS]!);
        outcome = this.tryGet();
      }
      if (outcome === EMPTY) {
        beginWait(STATE_WAITING, at, GET, deadline);
        Atomics.add(i32, at + Q_GET_WAITERS, 1);
        try {
          for (;;) {
            const bell = Atomics.load(i32, at + Q_GET_BELL);
            outcome = this.tryGet();
            if (outcome !== EMPTY) break;
            const inTime = sleepOn(at + Q_GET_BELL, bell, deadline);
            getterLooks(at);
            if (inTime) continue;
            outcome = this.tryGet();
            break;
          }
        } finally {
          endWait();
          getterLeaves(at);
        }
      }
    }
    return this.#wasGot(outcome, timeout);
  }

  /** As `get`, without blocking the thread's event loop. */
  async getAsync(timeout?: number): Promise<T> {
    const at = this.at;
    let outcome = this.tryGet();
    if (outcome === EMPTY) {
      const deadline = deadlineOf(timeout);
      if (timeout === 0) throw this.#empty(timeout);
      Atomics.add(i32, at + Q_GET_LOOPS, 1);
      Atomics.add(i32, at + Q_GET_WAITERS, 1);
      try {
        while (outcome === EMPTY) {
          const bell = Atomics.load(i32, at + Q_GET_BELL);
          outcome = this.tryGet();
          if (outcome !== EMPTY) break;
          const inTime = await parkAsync(at + Q_GET_BELL, bell, deadline);
          outcome = this.tryGet();
          if (!inTime) break;
        }
      } finally {
        Atomics.sub(i32, at + Q_GET_LOOPS, 1);
        getterLeaves(at);
      }
    }
    return this.#wasGot(outcome, timeout);
  }

  #wasGot(outcome: number, timeout: number | undefined): T {
    if (outcome === CLOSED) throw this.#shutDown();
    if (outcome === EMPTY) throw this.#empty(timeout);
    const at = this.at;
    record(GOT, at);
    wakePutter(at);
    return unpack() as T;
  }

  /** Items in the queue at this moment. */
  get size(): number {
    return pendingIn(this.at);
  }

  /** The bound, 0 for none. */
  get maxsize(): number {
    return i32[this.at + Q_CAPACITY]!;
  }

  empty(): boolean {
    return pendingIn(this.at) === 0;
  }

  /** Whether a put would have to wait at this moment; never for a queue without bound. */
  full(): boolean {
    const capacity = i32[this.at + Q_CAPACITY]!;
    return capacity > 0 && pendingIn(this.at) >= capacity;
  }

  /** Says that one item that was got is finished. Throws LimitError when called more often than items were put. */
  taskDone(): void {
    const word = this.at + Q_DONE;
    for (;;) {
      const done = Atomics.load(i32, word);
      // What was got was put: only where no item is under way must the producers' counter be read.
      if (done === Atomics.load(i32, this.at + Q_GETS) && done === Atomics.load(i32, this.at + Q_PUTS)) throw new LimitError(`taskDone() was called more often than items were put into ${this}.`);
      if (Atomics.compareExchange(i32, word, done, (done + 1) | 0) === done) break;
    }
    if (Atomics.load(i32, this.at + Q_JOINERS) > 0) Atomics.notify(i32, word);
  }

  /** Items put and not yet marked with taskDone. */
  get unfinished(): number {
    return (Atomics.load(i32, this.at + Q_PUTS) - Atomics.load(i32, this.at + Q_DONE)) | 0;
  }

  /** Blocks until every item that was put has been marked with taskDone; false when `timeout` (milliseconds) was over first. */
  join(timeout?: number): boolean {
    const at = this.at;
    if (this.unfinished === 0) return true;
    const deadline = deadlineOf(timeout);
    if (timeout === 0) return false;
    beginWait(STATE_WAITING, at, JOIN, deadline);
    Atomics.add(i32, at + Q_JOINERS, 1);
    try {
      for (;;) {
        const done = Atomics.load(i32, at + Q_DONE);
        if (this.unfinished === 0) return true;
        if (!sleepOn(at + Q_DONE, done, deadline)) return this.unfinished === 0;
      }
    } finally {
      Atomics.sub(i32, at + Q_JOINERS, 1);
      endWait();
    }
  }

  /** As `join`, without blocking the thread's event loop. */
  async joinAsync(timeout?: number): Promise<boolean> {
    const at = this.at;
    const deadline = deadlineOf(timeout);
    Atomics.add(i32, at + Q_JOINERS, 1);
    try {
      for (;;) {
        const done = Atomics.load(i32, at + Q_DONE);
        if (this.unfinished === 0) return true;
        if (!(await parkAsync(at + Q_DONE, done, deadline))) return this.unfinished === 0;
      }
    } finally {
      Atomics.sub(i32, at + Q_JOINERS, 1);
    }
  }

  /**
   * No more puts: they throw QueueShutDown. Gets go on until the queue is empty and then throw it too; with `immediate` what is in the queue is
   * thrown away at once and counts as done.
   */
  shutdown(immediate = false): void {
    const at = this.at;
    enter(at + Q_TAIL_GUARD);
    // What is damaged stays so: its items must not be read.
    if (i32[at + Q_CLOSED] !== 3) Atomics.store(i32, at + Q_CLOSED, immediate ? 2 : 1);
    leave(at + Q_TAIL_GUARD);
    if (immediate) {
      while (this.takeAny() === DONE) {
        unpack();
        this.taskDone();
      }
    }
    ringAll(at);
  }

  /** As tryGet, also from a queue that was shut down at once. */
  protected takeAny(): number {
    return this.tryGet();
  }

  /** Takes items until the queue is shut down and empty. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      let value: T;
      try {
        value = await this.getAsync();
      } catch (error) {
        if (error instanceof QueueShutDown) return;
        throw error;
      }
      yield value;
    }
  }

  /** As the asynchronous iteration, blocking. */
  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (;;) {
      let value: T;
      try {
        value = this.get();
      } catch (error) {
        if (error instanceof QueueShutDown) return;
        throw error;
      }
      yield value;
    }
  }

  #empty(timeout: number | undefined): QueueEmpty {
    return new QueueEmpty(`${this} is empty${timeout === 0 || timeout === undefined ? '' : ` and nothing came within ${timeout} ms`}.`);
  }

  #full(timeout: number | undefined): QueueFull {
    return new QueueFull(`${this} is full (${this.maxsize} items)${timeout === 0 || timeout === undefined ? '' : ` and nothing was taken within ${timeout} ms`}.`);
  }

  #shutDown(): QueueShutDown | Abandoned {
    if (i32[this.at + Q_CLOSED] === 3) return new Abandoned(`${this} is damaged: a thread was killed while it changed the order of the items. Make a new queue.`);
    return new QueueShutDown(`${this} was shut down.`);
  }
}

/** What each queue has counted; its counters wrap after 2^32, these go on. */
const totals = new Map<number, { id: number; puts: number; gets: number }>();

function totalsOf(at: number, id: number): { puts: number; gets: number } {
  const puts = i32[at + Q_PUTS]!;
  const gets = i32[at + Q_GETS]!;
  const before = totals.get(at);
  const now = before?.id === id
    ? { id, puts: before.puts + ((puts - (before.puts | 0)) | 0), gets: before.gets + ((gets - (before.gets | 0)) | 0) }
    : { id, puts: puts >>> 0, gets: gets >>> 0 };
  totals.set(at, now);
  return now;
}

/** Reads a queue of a kind. Whoever looks more rarely than every 2^31 puts counts too few. */
export function queueReader(kind: QueueKind): Reader {
  return (at, base) => {
    const { puts, gets } = totalsOf(at, base.id);
    const unfinished = kind === 'SimpleQueue' ? 0 : Math.max(0, (i32[at + Q_PUTS]! - i32[at + Q_DONE]!) | 0);
    return { ...base, kind, size: pendingIn(at), capacity: i32[at + Q_CAPACITY]!, unfinished, puts, gets };
  };
}

/** As sweepQueue, where a change takes several stores: a thread killed in between leaves a queue that must not be used. */
export const sweepDamaged: Sweeper = (at, id, sleptOn) => {
  if ((i32[at + Q_TAIL_GUARD]! & OWNER) === id) Atomics.store(i32, at + Q_CLOSED, 3);
  sweepQueue(at, id, sleptOn);
};

/** A guard whose holder was killed is freed: every store under it leaves the queue readable. */
export const sweepQueue: Sweeper = (at, id, sleptOn) => {
  sweepGuard(at + Q_TAIL_GUARD, id);
  sweepGuard(at + Q_HEAD_GUARD, id);
  uncount(sleptOn, at + Q_GET_BELL, at + Q_GET_WAITERS);
  uncount(sleptOn, at + Q_PUT_BELL, at + Q_PUT_WAITERS);
  uncount(sleptOn, at + Q_DONE, at + Q_JOINERS);
  ringAll(at);
};
