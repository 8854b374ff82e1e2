// One lane of a recording: segments of a thread, holds of a lock, points of a curve, in columns that grow. Pure.

/** What a thread does, as the timeline colours it. In the order of their numbers. `signal`: a condition, an event, a barrier, a future, the end of another thread. */
export const laneStates = ['running', 'lock', 'queue', 'signal', 'sleeping', 'io', 'ended'] as const;
export type LaneState = (typeof laneStates)[number];

export const waitStates: ReadonlySet<LaneState> = new Set(['lock', 'queue', 'signal', 'sleeping', 'io']);

const number = Object.fromEntries(laneStates.map((name, n) => [name, n])) as Record<LaneState, number>;

/** So many segments are summed up together, for pictures in which they are narrower than a pixel. */
export const bucketSize = 64;

/** A segment lasts until the next one begins; the last one goes on. */
export class ThreadLane {
  readonly id: number;
  count = 0;
  start = new Float64Array(16);
  state = new Uint8Array(16);
  operation = new Uint8Array(16);
  /** A resource; minus the thread that it waits for; 0 for none. */
  subject = new Int32Array(16);
  stack = new Int32Array(16);
  /** 1 where the wait had a time limit. */
  limited = new Uint8Array(16);
  /** The arrow that ended it, as its number plus 1; 0 for none. */
  arrow = new Int32Array(16);
  /** Milliseconds in each state for each bucket of segments that have ended. */
  sums = new Float32Array(laneStates.length * 4);

  constructor(id: number) {
    this.id = id;
  }

  stateAt(n: number): LaneState {
    return laneStates[this.state[n]!]!;
  }

  push(at: number, state: LaneState, operation: number, subject: number, stack: number): void {
    const n = this.count;
    if (n > 0) {
      const last = n - 1;
      const began = this.start[last]!;
      at = Math.max(at, began);
      if (this.state[last] === number[state] && state === 'running') return;
      // One that ends as it begins was none.
      if (at === began && this.stateAt(last) === 'running') return this.amend(last, state, operation, subject, stack);
      this.#sum(last, at - began);
    }
    if (n === this.start.length) this.#grow();
    this.start[n] = at;
    this.count = n + 1;
    this.amend(n, state, operation, subject, stack);
  }

  /** Says more of a segment. */
  amend(n: number, state: LaneState, operation: number, subject: number, stack: number): void {
    this.state[n] = number[state];
    this.operation[n] = operation || this.operation[n]!;
    this.subject[n] = subject || this.subject[n]!;
    this.stack[n] = stack || this.stack[n]!;
  }

  /** The last segment ends by itself. */
  limit(): void {
    this.limited[this.count - 1] = 1;
  }

  /** Where the wait was that is about to end; 0 says nothing. */
  place(stack: number): void {
    const last = this.count - 1;
    if (stack !== 0 && last >= 0 && waitStates.has(this.stateAt(last))) this.stack[last] = stack;
  }

  /** The last segment, which was taken for a wait of an unknown kind, was a sleep. */
  wasSleep(): void {
    const last = this.count - 1;
    if (last >= 0 && this.stateAt(last) === 'signal' && this.subject[last] === 0) this.state[last] = number.sleeping;
  }

  /** The segment at that time; -1 before the first one. */
  at(time: number): number {
    return lastAtOrBefore(this.start, this.count, time);
  }

  end(n: number, now: number): number {
    return n + 1 < this.count ? this.start[n + 1]! : this.stateAt(n) === 'ended' ? this.start[n]! : Math.max(now, this.start[n]!);
  }

  #sum(n: number, duration: number): void {
    const place = Math.floor(n / bucketSize) * laneStates.length + this.state[n]!;
    if (place >= this.sums.length) {
      const sums = new Float32Array(Math.max(this.sums.length * 2, place + laneStates.length));
      sums.set(this.sums);
      this.sums = sums;
    }
    this.sums[place]! += duration;
  }

  #grow(): void {
    this.start = twice(this.start);
    this.state = twice(this.state);
    this.operation = twice(this.operation);
    this.subject = twice(this.subject);
    this.stack = twice(this.stack);
    this.limited = twice(this.limited);
    this.arrow = twice(this.arrow);
  }
}

/** Who held a lock when. `end` is NaN for a hold that goes on. */
export class LockLane {
  readonly id: number;
  count = 0;
  start = new Float64Array(16);
  end = new Float64Array(16);
  owner = new Int32Array(16);
  stack = new Int32Array(16);

  constructor(id: number) {
    this.id = id;
  }

  acquire(at: number, owner: number, stack: number): void {
    const last = this.count - 1;
    if (last >= 0 && Number.isNaN(this.end[last])) {
      if (this.owner[last] === owner) {
        this.stack[last] = stack || this.stack[last]!;
        return;
      }
      this.release(at); // Its release was dropped.
    }
    const n = this.count;
    if (n === this.start.length) {
      this.start = twice(this.start);
      this.end = twice(this.end);
      this.owner = twice(this.owner);
      this.stack = twice(this.stack);
    }
    this.start[n] = n > 0 ? Math.max(at, this.end[n - 1]!) : at;
    this.end[n] = NaN;
    this.owner[n] = owner;
    this.stack[n] = stack;
    this.count = n + 1;
  }

  release(at: number): void {
    const last = this.count - 1;
    if (last >= 0 && Number.isNaN(this.end[last])) this.end[last] = Math.max(at, this.start[last]!);
  }

  /** The hold at that time; -1 where nobody holds it. */
  at(time: number): number {
    const n = lastAtOrBefore(this.start, this.count, time);
    return n >= 0 && !(this.end[n]! < time) ? n : -1;
  }
}

/** How many items are in a queue, or how much of a semaphore is free. */
export class CurveLane {
  readonly id: number;
  count = 0;
  most = 0;
  time = new Float64Array(16);
  value = new Int32Array(16);

  constructor(id: number) {
    this.id = id;
  }

  set(at: number, value: number): void {
    const n = this.count;
    if (n === this.time.length) {
      this.time = twice(this.time);
      this.value = twice(this.value);
    }
    this.time[n] = n > 0 ? Math.max(at, this.time[n - 1]!) : at;
    this.value[n] = Math.max(0, value);
    this.most = Math.max(this.most, value);
    this.count = n + 1;
  }

  /** `capacity`: 0 where there is no bound. A sample may have counted what an event tells a moment later. */
  step(at: number, by: number, capacity: number): void {
    const value = (this.count > 0 ? this.value[this.count - 1]! : 0) + by;
    this.set(at, capacity > 0 ? Math.min(value, capacity) : value);
  }

  /** The last point at or before that time; -1 before the first one. */
  at(time: number): number {
    return lastAtOrBefore(this.time, this.count, time);
  }
}

/** The last of the first `count` numbers, which ascend, that is not greater; -1 where all are. */
export function lastAtOrBefore(numbers: Float64Array, count: number, number: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! <= number) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function twice<A extends Float64Array | Uint8Array | Int32Array>(array: A): A {
  const larger = new (array.constructor as new (size: number) => A)(array.length * 2);
  larger.set(array);
  return larger;
}
