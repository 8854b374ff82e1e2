// A recording as lanes: what each thread did when, who held each lock, how full each queue was, and who woke whom. Built row by row as they come. Pure.
import { deed, limited, operations } from './deed.js';
import { CurveLane, LockLane, ThreadLane, waitStates, type LaneState } from './lane.js';
import type { RecordedResource, RecordedThread, Recording } from './recording.js';

/** A time in which events are missing. */
export interface Gap {
  from: number;
  to: number;
  events: number;
}

/** From what a thread did to the thread that it woke. */
export interface Arrow {
  from: number;
  fromAt: number;
  to: number;
  toAt: number;
}

/** How a pool did, as curves. */
export interface PoolLane {
  workers: CurveLane;
  idle: CurveLane;
  completed: CurveLane;
}

/** The last time that somebody did something that wakes others. */
interface Waker {
  row: number;
  thread: number;
  at: number;
}

const sameMoment = 0.2;
const operationPut = operations.indexOf('put');

export class Lanes {
  readonly recording: Recording;
  readonly threads = new Map<number, ThreadLane>();
  readonly locks = new Map<number, LockLane>();
  readonly curves = new Map<number, CurveLane>();
  /** By future: who ran its task. */
  readonly tasks = new Map<number, LockLane>();
  readonly pools = new Map<number, PoolLane>();
  /** When every thread was found asleep for ever. */
  readonly stills: number[] = [];
  readonly gaps: Gap[] = [];
  readonly arrows: Arrow[] = [];
  readonly #threads = new Map<number, RecordedThread>();
  readonly #resources = new Map<number, RecordedResource>();
  readonly #named = { threads: 0, resources: 0 };
  /** By resource: who last released, notified or put; for a queue, who last got stands apart. */
  readonly #wakers = new Map<number, Waker>();
  readonly #getters = new Map<number, Waker>();
  /** By thread: the row of its wait. */
  readonly #waits = new Map<number, number>();
  #next = 0;
  #before: number;

  constructor(recording: Recording) {
    this.recording = recording;
    this.#before = recording.before;
    this.read();
  }

  /** Takes in what the recording has got since the last call. False: its oldest rows have gone, and the lanes must be built anew. */
  read(): boolean {
    const { recording } = this;
    if (recording.before !== this.#before) return false;
    this.#names();
    for (; this.#next < recording.length; this.#next++) this.#row(this.#next);
    return true;
  }

  thread(id: number): RecordedThread | undefined {
    return this.#threads.get(id);
  }

  resource(id: number): RecordedResource | undefined {
    return this.#resources.get(id);
  }

  #names(): void {
    const { threads, resources } = this.recording.info;
    for (; this.#named.threads < threads.length; this.#named.threads++) this.#threads.set(threads[this.#named.threads]!.id, threads[this.#named.threads]!);
    for (; this.#named.resources < resources.length; this.#named.resources++) this.#resources.set(resources[this.#named.resources]!.id, resources[this.#named.resources]!);
  }

  #row(n: number): void {
    const { at: times, deed: deeds, operation, thread: threads, subject: subjects, value: values } = this.recording;
    const at = times[n]!;
    const thread = threads[n]!;
    const subject = subjects[n]!;
    const value = values[n]!;
    switch (deeds[n]) {
      case deed.started:
      case deed.runs:
      case deed.slept:
        if (deeds[n] === deed.slept) {
          this.#lane(thread).wasSleep();
          this.#lane(thread).place(value);
        }
        this.#lane(thread).push(at, 'running', 0, 0, 0);
        return;
      case deed.ended:
        this.#lane(thread).push(at, 'ended', 0, 0, value);
        return;
      case deed.waits:
        return this.#wait(n, thread, at, this.#waitState(subject), operation[n]!, subject, value);
      case deed.joins:
        return this.#wait(n, thread, at, 'signal', operations.indexOf('join') | (operation[n]! & limited), -subject, value);
      case deed.sleeps:
        return this.#wait(n, thread, at, 'sleeping', 0, 0, value);
      case deed.loops:
        return this.#wait(n, thread, at, 'io', 0, 0, value);
      case deed.woke:
        this.#lane(thread).place(value);
        return this.#woke(thread, at);
      case deed.acquired:
        if (this.#isCurve(subject)) return this.#curve(subject).step(at, -1, this.#resources.get(subject)?.capacity ?? 0);
        return this.#lock(subject).acquire(this.#notBefore(thread, at), thread, value);
      case deed.released:
        this.#wakers.set(subject, { row: n, thread, at });
        if (this.#isCurve(subject)) return this.#curve(subject).step(at, 1, this.#resources.get(subject)?.capacity ?? 0);
        return this.#lock(subject).release(this.#notBefore(thread, at));
      case deed.notified:
        this.#wakers.set(subject, { row: n, thread, at });
        return;
      case deed.put:
        this.#wakers.set(subject, { row: n, thread, at });
        return this.#curve(subject).step(this.#notBefore(thread, at), 1, this.#resources.get(subject)?.capacity ?? 0);
      case deed.got:
        this.#getters.set(subject, { row: n, thread, at });
        return this.#curve(subject).step(this.#notBefore(thread, at), -1, this.#resources.get(subject)?.capacity ?? 0);
      case deed.depth:
        return this.#curve(subject).set(at, value);
      case deed.gap:
        this.gaps.push({ from: at - subject / 10, to: at, events: value });
        return;
      case deed.computes:
        return made(this.tasks, subject, () => new LockLane(subject)).acquire(at, thread, 0);
      case deed.computed:
        return this.tasks.get(subject)?.release(at);
      case deed.crew:
        this.#pool(subject).workers.set(at, value >>> 16);
        return this.#pool(subject).idle.set(at, value & 0xffff);
      case deed.completed:
        return this.#pool(subject).completed.set(at, value);
      case deed.still:
        this.stills.push(at);
        return;
    }
  }

  #wait(row: number, thread: number, at: number, state: LaneState, how: number, subject: number, stack: number): void {
    const lane = this.#lane(thread);
    const last = lane.count - 1;
    const operation = how & ~limited;
    // A second row of the same wait says more of it.
    if (last >= 0 && waitStates.has(lane.stateAt(last)) && Math.abs(lane.start[last]! - at) <= sameMoment) lane.amend(last, state, operation, subject, stack);
    else {
      this.#waits.set(thread, row);
      lane.push(at, state, operation, subject, stack);
    }
    if (how & limited) lane.limit();
  }

  #woke(thread: number, at: number): void {
    const lane = this.#lane(thread);
    const last = lane.count - 1;
    const row = this.#waits.get(thread);
    if (last >= 0 && row !== undefined && waitStates.has(lane.stateAt(last))) {
      const subject = lane.subject[last]!;
      const began = lane.start[last]!;
      if (subject < 0) lane.arrow[last] = this.arrows.push({ from: -subject, fromAt: at, to: thread, toAt: at });
      else {
        const waker = (lane.operation[last] === operationPut ? this.#getters : this.#wakers).get(subject);
        // Rows are in their true order; times may be coarser than that.
        if (waker && waker.row > row && waker.thread !== thread) lane.arrow[last] = this.arrows.push({ from: waker.thread, fromAt: Math.min(at, Math.max(began, waker.at)), to: thread, toAt: at });
      }
      this.#waits.delete(thread);
    }
    lane.push(at, 'running', 0, 0, 0);
  }

  /** A thread does nothing while it waits: what it did was after that. */
  #notBefore(thread: number, at: number): number {
    const lane = this.threads.get(thread);
    return lane && lane.count > 0 ? Math.max(at, lane.start[lane.count - 1]!) : at;
  }

  #waitState(resource: number): LaneState {
    const kind = this.#resources.get(resource)?.kind ?? '';
    if (/Lock|Semaphore/.test(kind)) return 'lock';
    return kind.endsWith('Queue') ? 'queue' : 'signal';
  }

  #isCurve(resource: number): boolean {
    return /Semaphore/.test(this.#resources.get(resource)?.kind ?? '');
  }

  #lane(id: number): ThreadLane {
    return made(this.threads, id, () => new ThreadLane(id));
  }

  #lock(id: number): LockLane {
    return made(this.locks, id, () => new LockLane(id));
  }

  #pool(id: number): PoolLane {
    return made(this.pools, id, () => ({ workers: new CurveLane(id), idle: new CurveLane(id), completed: new CurveLane(id) }));
  }

  #curve(id: number): CurveLane {
    return made(this.curves, id, () => new CurveLane(id));
  }
}

function made<T>(map: Map<number, T>, id: number, make: () => T): T {
  let found = map.get(id);
  if (found === undefined) map.set(id, (found = make()));
  return found;
}
