// Thread: a task that runs in a worker of the engine, in parallel with its starter.
import { claim, disclaim } from './claims.js';
import { encode } from './encode.js';
import { registerTraveller } from './encoding.js';
import { endingError, endingOf, writeEndingWords } from './ending.js';
import { ThreadLimit, ThreadStateError } from './errors.js';
import { f64, i32, now } from './heap.js';
import {
  ALIVE_THREADS, ALIVE_WORKING, FLAG_DAEMON, KIND_COUNTERS, SAMPLED, STATE_ENDED, STATE_JOINING, STATE_STARTING, T_DONE, T_FLAGS, T_ID, T_NAME, T_REFS,
  T_STARTED_F64, T_STATE, T_TASK, THREAD_LIMIT, THREAD_WORDS, THREADS_HIGH, THREADS_START,
} from './layout.js';
import { JOINED, record as recordEvent } from './history.js';
import { keepProgram, tellSupervisor } from './link.js';
import { beginWait, deadlineOf, endWait, JOIN, sleepOn, spin } from './park.js';
import { parkAsync } from './park-async.js';
import { me, self } from './self.js';
import { giveToSpare } from './spares.js';
import { taskOf, type Task, type TaskArguments } from './task.js';
import { internText } from './text.js';
import { recordName } from './thread-names.js';
import { dropThreadRecord, keepThreadRecord } from './thread-references.js';
import { newThreadRecord } from './thread-record.js';
import type { ThreadEnding } from './vocabulary.js';

export interface ThreadOptions<Arguments extends unknown[] = unknown[]> {
  /** Copied to the thread; shared objects (locks, queues, threads, ...) arrive as the same objects. */
  args?: Arguments;
  /** Without it `Thread-1`, `Thread-2`, ... */
  name?: string;
  /** A daemon does not keep the program going. As in Python, without it the starter's own. */
  daemon?: boolean;
}

type AnyFunction = (...args: never[]) => unknown;

const standing = new Map<number, WeakRef<Thread>>();
const collected = new FinalizationRegistry<{ record: number; id: number }>(({ record, id }) => {
  if (standing.get(id)?.deref() !== undefined) return;
  // A joined thread has given its record back already.
  letGo(id, record);
});

/** Gives back the reference of this thread's object. */
function letGo(id: number, record: number): void {
  if (!standing.delete(id)) return;
  disclaim(record);
  dropThreadRecord(record);
}

/** Internal: makes the object of a thread that exists already. */
class Existing {
  constructor(readonly record: number) {}
}

/**
 * A thread of the program: Python's `threading.Thread`. The target is a task, see `task`. A task that returns a promise runs until it settles.
 */
export class Thread<F extends AnyFunction = AnyFunction> {
  /** Word address of its record; 0 once the outcome is known here. */
  #record: number;
  readonly #id: number;
  readonly #name: string;
  readonly #daemon: boolean;
  #ending: ThreadEnding | undefined;
  #error: Error | undefined;

  constructor(target: Existing);
  constructor(target: Task<F>, options?: ThreadOptions<TaskArguments<F>>);
  constructor(target: Task<F> | Existing, options: ThreadOptions = {}) {
    if (target instanceof Existing) {
      this.#record = target.record;
      this.#id = i32[target.record + T_ID]!;
      this.#name = recordName(target.record);
      this.#daemon = (i32[target.record + T_FLAGS]! & FLAG_DAEMON) !== 0;
    } else {
      const found = taskOf(target);
      if (found === undefined) throw new TypeError('A thread runs a task: declare the function with task(import.meta.url, function name() { ... }) and pass that.');
      this.#daemon = options.daemon ?? (self.record !== 0 && (i32[self.record + T_FLAGS]! & FLAG_DAEMON) !== 0);
      const number = options.name === undefined ? Atomics.add(i32, KIND_COUNTERS, 1) + 1 : 0;
      this.#name = options.name ?? `Thread-${number}`;
      const task = encode({ module: found.taskModule, name: found.taskName, args: options.args ?? [] });
      const record = newThreadRecord();
      this.#record = record.at;
      this.#id = record.id;
      i32[record.at + T_NAME] = number > 0 ? -number : internText(this.#name);
      i32[record.at + T_FLAGS] = this.#daemon ? FLAG_DAEMON : 0;
      i32[record.at + T_TASK] = task;
    }
    claim(this.#record);
    standing.set(this.#id, new WeakRef<Thread>(this));
    collected.register(this, { record: this.#record, id: this.#id });
  }

  /** Number of the thread, from 1; unique in the process. */
  get ident(): number {
    return this.#id;
  }

  get name(): string {
    return this.#name;
  }

  get daemon(): boolean {
    return this.#daemon;
  }

  /** Begins to run. Does not wait for the thread to be up. Throws ThreadStateError when called twice, ThreadLimit when too many are alive. */
  start(): this {
    const record = this.#record;
    if (record === 0 || i32[record + T_STATE] !== 0) throw new ThreadStateError(`${this} was started before; a thread runs once.`);
    me();
    if (Atomics.add(i32, ALIVE_THREADS, 1) >= i32[THREAD_LIMIT]!) {
      Atomics.sub(i32, ALIVE_THREADS, 1);
      throw new ThreadLimit(`${this} was not started: ${i32[THREAD_LIMIT]} threads are alive, which is the limit. Join some first, or use a ThreadPoolExecutor.`);
    }
    if (!this.#daemon) Atomics.add(i32, ALIVE_WORKING, 1);
    f64[(record >> 1) + T_STARTED_F64] = now();
    // One reference for the thread itself; one for a sampling supervisor, which must see how it ended.
    Atomics.add(i32, record + T_REFS, 1 + i32[SAMPLED]!);
    Atomics.store(i32, record + T_STATE, STATE_STARTING);
    if (!giveToSpare(record)) tellSupervisor({ threadbook: 'start', record });
    if (!this.#daemon) keepProgram();
    return this;
  }

  /** Blocks until the thread has ended; false when `timeout` (milliseconds) is over. With `rethrow` its exception is raised here. */
  join(timeout?: number, options: { rethrow?: boolean } = {}): boolean {
    if (!this.#settle()) {
      const record = this.#joinable();
      const deadline = deadlineOf(timeout);
      if (timeout === 0) return false;
      if (!spin(record + T_DONE, 0)) {
        beginWait(STATE_JOINING, this.#id, JOIN, deadline);
        try {
          while (Atomics.load(i32, record + T_DONE) === 0) if (!sleepOn(record + T_DONE, 0, deadline)) return false;
        } finally {
          endWait();
        }
      }
      this.#settle();
    }
    recordEvent(JOINED, 0, 0, 0, this.#id);
    if (options.rethrow === true && this.#error !== undefined) throw this.#error;
    return true;
  }

  /** As `join`, without blocking the event loop. */
  async joinAsync(timeout?: number, options: { rethrow?: boolean } = {}): Promise<boolean> {
    if (!this.#settle()) {
      const record = this.#joinable();
      const deadline = deadlineOf(timeout);
      while (Atomics.load(i32, record + T_DONE) === 0) if (!(await parkAsync(record + T_DONE, 0, deadline))) return false;
      this.#settle();
    }
    recordEvent(JOINED, 0, 0, 0, this.#id);
    if (options.rethrow === true && this.#error !== undefined) throw this.#error;
    return true;
  }

  /** True from `start` until the thread has ended. */
  isAlive(): boolean {
    if (this.#settle()) return false;
    const state = i32[this.#record + T_STATE]!;
    return state !== 0 && state !== STATE_ENDED;
  }

  /** The exception that ended it; undefined where there is none, or none yet. */
  get exception(): Error | undefined {
    this.#settle();
    return this.#error;
  }

  /** How it ended; undefined while it has not. */
  get ending(): ThreadEnding | undefined {
    this.#settle();
    return this.#ending;
  }

  /**
   * Ends the thread at once, wherever it is; `finally` blocks do not run and what it holds stays held. Returns before it has happened: join it.
   * For programs that must get rid of foreign code; a flag or an Event is the kind way.
   */
  kill(): void {
    if (this.isAlive()) tellSupervisor({ threadbook: 'kill', id: this.#id });
  }

  /** The thread that calls this. */
  static current(): Thread {
    me();
    return threadAt(self.record, false);
  }

  /** All threads that are alive, in the order of their numbers. */
  static enumerate(): Thread[] {
    const threads: Thread[] = [];
    const high = i32[THREADS_HIGH]!;
    for (let n = 0; n < high; n++) {
      const record = THREADS_START + n * THREAD_WORDS;
      const state = i32[record + T_STATE]!;
      if (i32[record + T_ID] === 0 || state === 0 || state === STATE_ENDED || !keepIfAny(record)) continue;
      threads.push(threadAt(record, true));
    }
    return threads.filter((thread) => thread.isAlive()).sort((a, b) => a.ident - b.ident);
  }

  toString(): string {
    return `Thread "${this.#name}"`;
  }

  #joinable(): number {
    if (i32[this.#record + T_STATE] === 0) throw new ThreadStateError(`${this} cannot be joined before it was started.`);
    if (this.#id === self.id) throw new ThreadStateError(`${this} cannot join itself: it would wait for ever.`);
    return this.#record;
  }

  /** Copies the outcome of a thread that has ended and lets go of its record. */
  #settle(): boolean {
    if (this.#record === 0) return true;
    if (Atomics.load(i32, this.#record + T_DONE) === 0) return false;
    this.#ending = endingOf(this.#record);
    const error = endingError(this.#record);
    if (error !== undefined) this.#error = error;
    const record = this.#record;
    this.#record = 0;
    letGo(this.#id, record);
    return true;
  }

  static {
    registerTraveller({
      matches: (value) => value instanceof Thread,
      send: (value) => {
        const thread = value as Thread;
        if (thread.#record === 0) return thread.#revive();
        keepThreadRecord(thread.#record);
        return thread.#record;
      },
      receive: (record, taking) => {
        if (!taking) keepThreadRecord(record);
        return threadAt(record, true);
      },
      drop: dropThreadRecord,
    });
  }

  /** A thread whose record was given back travels as a new record with its old outcome. */
  #revive(): number {
    const { at } = newThreadRecord();
    i32[at + T_ID] = this.#id;
    i32[at + T_NAME] = internText(this.#name);
    i32[at + T_FLAGS] = this.#daemon ? FLAG_DAEMON : 0;
    const ending = this.#ending!;
    writeEndingWords(at, ending.how === 'raised' ? { how: 'raised', error: this.#error } : ending);
    Atomics.store(i32, at + T_STATE, STATE_ENDED);
    Atomics.store(i32, at + T_DONE, 1);
    return at;
  }
}

/** The object of this thread for a record, whose reference (if `owned`) goes over to it. */
export function threadAt(record: number, owned: boolean): Thread {
  const id = i32[record + T_ID]!;
  const present = standing.get(id)?.deref();
  if (present !== undefined) {
    if (owned) dropThreadRecord(record);
    return present;
  }
  const inherited = standing.has(id);
  if (inherited && owned) dropThreadRecord(record);
  else if (!inherited && !owned) keepThreadRecord(record);
  return new Thread(new Existing(record));
}

function keepIfAny(record: number): boolean {
  for (;;) {
    const refs = Atomics.load(i32, record + T_REFS);
    if (refs <= 0) return false;
    if (Atomics.compareExchange(i32, record + T_REFS, refs, refs + 1) === refs) return true;
  }
}

