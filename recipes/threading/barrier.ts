// Barrier: a fixed number of threads wait for each other, then all go on together.
import { decode } from './decode.js';
import { encode } from './encode.js';
import { BrokenBarrier } from './errors.js';
import { free } from './allocate.js';
import { enter, leave, sweepGuard } from './guard.js';
import { i32 } from './heap.js';
import {
  B_ACTION, B_ARRIVED, B_BROKEN, B_GENERATION, B_GUARD, B_LAST, B_LIST, B_PARTIES, N_STATE, NODE_BROKEN, NODE_NOTIFIED, NODE_WAITS, OWNER, STATE_WAITING,
} from './layout.js';
import { registerReader } from './observe.js';
import { beginWait, deadlineOf, endWait, sleepOn, spin, WAIT } from './park.js';
import { parkAsync } from './park-async.js';
import { registerKind, Resource, type Adopted, type Named } from './resource.js';
import { self } from './self.js';
import { registerSweeper } from './sweep.js';
import type { Task } from './task.js';
import { dropNode, hasDead, joinList, leaveList, wakeList } from './wait-list.js';

export interface BarrierOptions extends Named {
  /** Runs in one of the threads when all have come, before any goes on. It must be a task where the barrier travels; its throwing breaks the barrier. */
  action?: Task<() => void>;
}

/** Python's `threading.Barrier`. A party that times out, is interrupted or is killed breaks it for all: they get BrokenBarrier. */
export class Barrier extends Resource {
  constructor(parties: number, options?: BarrierOptions) {
    super('Barrier', typeof parties === 'number' ? options : (parties as Adopted));
    if (!this.fresh) return;
    if (!Number.isInteger(parties) || parties < 1) throw new RangeError(`A barrier needs a whole number of parties, 1 or more; this one has ${parties}.`);
    i32[this.at + B_PARTIES] = parties;
    if (options?.action !== undefined) i32[this.at + B_ACTION] = encode(options.action);
  }

  /**
   * Blocks until all parties wait. Gives each its own number, 0 for the first that came. Throws BrokenBarrier; running out of `timeout`
   * (milliseconds) breaks the barrier.
   */
  wait(timeout?: number): number {
    const deadline = deadlineOf(timeout);
    for (;;) {
      const place = this.#arrive(true);
      if (place.kind === 'last') return this.#complete(place.generation);
      const [word, expected] = place.kind === 'drains' ? [this.at + B_GENERATION, place.generation] : [place.node + N_STATE, NODE_WAITS];
      let late = false;
      try {
        if (!spin(word, expected)) {
          beginWait(STATE_WAITING, this.at, WAIT, deadline);
          try {
            while (Atomics.load(i32, word) === expected && !late) late = !sleepOn(word, expected, deadline);
          } finally {
            endWait();
          }
        }
      } catch (error) {
        this.#giveUp(place, true);
        throw error;
      }
      const index = this.#goOn(place, late, true);
      if (index !== undefined) return index;
    }
  }

  /** As `wait`, without blocking the thread's event loop. */
  async waitAsync(timeout?: number): Promise<number> {
    const deadline = deadlineOf(timeout);
    for (;;) {
      const place = this.#arrive(false);
      if (place.kind === 'last') return this.#complete(place.generation);
      const [word, expected] = place.kind === 'drains' ? [this.at + B_GENERATION, place.generation] : [place.node + N_STATE, NODE_WAITS];
      let late = false;
      try {
        while (Atomics.load(i32, word) === expected && !late) late = !(await parkAsync(word, expected, deadline));
      } catch (error) {
        this.#giveUp(place, false);
        throw error;
      }
      const index = this.#goOn(place, late, false);
      if (index !== undefined) return index;
    }
  }

  /** Breaks the barrier: all that wait, and all that come, get BrokenBarrier until `reset`. */
  abort(): void {
    enter(this.at + B_GUARD);
    breakBarrier(this.at);
    leave(this.at + B_GUARD);
  }

  /** Makes the barrier as new; those that wait get BrokenBarrier. */
  reset(): void {
    enter(this.at + B_GUARD);
    wakeList(this.at + B_LIST, Infinity, NODE_BROKEN);
    i32[this.at + B_BROKEN] = 0;
    nextGeneration(this.at);
    leave(this.at + B_GUARD);
  }

  get parties(): number {
    return i32[this.at + B_PARTIES]!;
  }

  /** How many wait at this moment. */
  get waiting(): number {
    return i32[this.at + B_ARRIVED]!;
  }

  get broken(): boolean {
    return i32[this.at + B_BROKEN] === 1;
  }

  #arrive(blocking: boolean): Place {
    const at = this.at;
    enter(at + B_GUARD);
    try {
      if (i32[at + B_BROKEN] === 1) throw this.#brokenError();
      const index = i32[at + B_ARRIVED]!;
      const parties = i32[at + B_PARTIES]!;
      // All are there already and one of them runs the action: this thread belongs to the next round.
      if (index >= parties) return { kind: 'drains', generation: i32[at + B_GENERATION]! };
      i32[at + B_ARRIVED] = index + 1;
      if (index + 1 === parties) {
        i32[at + B_LAST] = self.id;
        return { kind: 'last', generation: i32[at + B_GENERATION]! };
      }
      return { kind: 'waits', index, node: joinList(at + B_LIST, blocking) };
    } finally {
      leave(at + B_GUARD);
    }
  }

  /** The last one: the action, then everybody goes on. */
  #complete(generation: number): number {
    const at = this.at;
    const index = i32[at + B_PARTIES]! - 1;
    try {
      if (i32[at + B_ACTION] !== 0) (decode(i32[at + B_ACTION]!) as () => void)();
    } catch (error) {
      enter(at + B_GUARD);
      if (i32[at + B_GENERATION] === generation) breakBarrier(at);
      leave(at + B_GUARD);
      throw error;
    }
    enter(at + B_GUARD);
    // Aborted, or reset meanwhile: the others were told, and who waits by now belongs to another round.
    const broken = i32[at + B_GENERATION] !== generation;
    if (!broken) {
      wakeList(at + B_LIST, Infinity, NODE_NOTIFIED);
      nextGeneration(at);
    }
    leave(at + B_GUARD);
    if (broken) throw this.#brokenError();
    return index;
  }

  /** What a wait has come to; undefined where the thread must line up again. */
  #goOn(place: Exclude<Place, { kind: 'last' }>, late: boolean, blocking: boolean): number | undefined {
    if (place.kind === 'drains') {
      if (!late) return undefined;
      this.abort();
      throw this.#brokenError();
    }
    if (late && this.#giveUp(place, blocking)) throw this.#brokenError();
    const state = i32[place.node + N_STATE];
    dropNode(place.node, blocking);
    if (state === NODE_BROKEN) throw this.#brokenError();
    return place.index;
  }

  /** Breaks the barrier unless this thread was let go meanwhile. */
  #giveUp(place: Exclude<Place, { kind: 'last' }>, blocking: boolean): boolean {
    const at = this.at;
    enter(at + B_GUARD);
    const waits = place.kind === 'waits' && i32[place.node + N_STATE] === NODE_WAITS;
    if (waits) leaveList(at + B_LIST, place.node);
    if (waits || place.kind === 'drains') breakBarrier(at);
    leave(at + B_GUARD);
    if (waits) dropNode(place.node, blocking);
    return waits;
  }

  #brokenError(): BrokenBarrier {
    return new BrokenBarrier(`${this} is broken: it was aborted or reset, or one of its ${this.parties} parties ran out of time or ended.`);
  }
}

type Place = { kind: 'last'; generation: number } | { kind: 'waits'; index: number; node: number } | { kind: 'drains'; generation: number };

/** Under the guard. */
function breakBarrier(at: number): void {
  i32[at + B_BROKEN] = 1;
  wakeList(at + B_LIST, Infinity, NODE_BROKEN);
  nextGeneration(at);
}

function nextGeneration(at: number): void {
  i32[at + B_ARRIVED] = 0;
  i32[at + B_LAST] = 0;
  Atomics.add(i32, at + B_GENERATION, 1);
  Atomics.notify(i32, at + B_GENERATION);
}

registerKind('Barrier', Barrier as never, (at) => {
  if (i32[at + B_ACTION] !== 0) free(i32[at + B_ACTION]!);
});
registerReader('Barrier', (at, base) => ({ ...base, kind: 'Barrier', parties: i32[at + B_PARTIES]!, arrived: i32[at + B_ARRIVED]!, broken: i32[at + B_BROKEN] === 1 }));
registerSweeper('Barrier', (at, id) => {
  // Killed while it lined up, while it waited, or while it ran the action: the parties are no longer complete.
  const within = (i32[at + B_GUARD]! & OWNER) === id;
  sweepGuard(at + B_GUARD, id);
  enter(at + B_GUARD);
  if (within || i32[at + B_LAST] === id || hasDead(at + B_LIST)) breakBarrier(at);
  leave(at + B_GUARD);
});
