// ThreadPoolExecutor: a fixed number of threads that run tasks from one queue.
import { allocate, free } from './allocate.js';
import { encode } from './encode.js';
import { ExecutorShutDown } from './errors.js';
import { fifoGet, fifoMake, fifoPut, disposeFifo } from './fifo.js';
import { Future } from './future.js';
import { newFuture, dropFuture, wakeWaiters } from './future-block.js';
import { DONE_WAKE, fast } from './fast-path.js';
import { enter, leave } from './guard.js';
import { i32, now } from './heap.js';
import {
  CANCELLED, F_STATE, PENDING, Q_CLOSED, Q_GET_BELL, Q_GET_WAITERS, Q_GETS, Q_PUTS, Q_TAIL_GUARD, STATE_WAITING, X_ALIVE, X_BROKEN, X_COMPLETED, X_IDLE,
  X_INITIALIZER, X_JOINERS, X_MOST, X_WORKERS,
} from './layout.js';
import { keepProgram } from './link.js';
import { registerReader } from './observe.js';
import { beginWait, deadlineOf, endWait, JOIN, sleepOn } from './park.js';
import { parkAsync } from './park-async.js';
import { poolWorker, runChunk } from './pool-worker.js';
import { DONE, ring } from './queue-base.js';
import { INTEGER, item } from './queue-word.js';
import { registerKind, Resource, Adopted, type Named } from './resource.js';
import { me, self } from './self.js';
import type { Task, TaskArguments, TaskResult } from './task.js';
import { Thread } from './thread.js';

type AnyFunction = (...args: never[]) => unknown;

export interface ExecutorOptions extends Named {
  /** Runs once in each worker before its first task; if it throws, the executor is broken. */
  initializer?: Task;
  initArgs?: unknown[];
}

export interface MapOptions {
  /** Milliseconds for all results together, from the call of `map`. */
  timeout?: number;
  /** How many items a worker takes at once; 1 without it. Large numbers for tiny tasks. */
  chunkSize?: number;
}

export interface ShutdownOptions {
  /** Without it true: blocks until the workers are gone. */
  wait?: boolean;
  /** Cancels what no worker has begun. */
  cancelPending?: boolean;
}

/**
 * Python's `concurrent.futures.ThreadPoolExecutor`, on real threads. Workers start as work comes, up to `maxWorkers`, and do not keep the program
 * going once the work is done. `using pool = new ThreadPoolExecutor(4)` shuts it down at the end of the block.
 */
export class ThreadPoolExecutor extends Resource {
  constructor(maxWorkers: number, options?: ExecutorOptions) {
    super('ThreadPoolExecutor', typeof maxWorkers === 'number' ? options : (maxWorkers as Adopted));
    if (!this.fresh) return;
    if (!Number.isInteger(maxWorkers) || maxWorkers < 1 || maxWorkers > 1000) throw new RangeError(`A pool has 1 to 1,000 workers; this one has ${maxWorkers}.`);
    fifoMake(this.at);
    i32[this.at + X_MOST] = maxWorkers;
    const workers = allocate(maxWorkers * 2);
    i32.fill(0, workers, workers + maxWorkers * 2);
    i32[this.at + X_WORKERS] = workers;
    if (options?.initializer !== undefined) i32[this.at + X_INITIALIZER] = encode({ task: options.initializer, args: options.initArgs ?? [] });
  }

  get maxWorkers(): number {
    return i32[this.at + X_MOST]!;
  }

  /** Hands a task over. Does not block. Throws ExecutorShutDown, CannotTravel (an argument), HeapFull. */
  submit<F extends AnyFunction>(task: Task<F>, ...args: TaskArguments<F>): Future<TaskResult<F>> {
    const at = this.at;
    if (self.id === 0) me();
    const block = newFuture(task as unknown as Task, args);
    item.tag = INTEGER;
    item.low = block;
    const outcome = fast.put(at, INTEGER, block, 0);
    if (outcome !== DONE && outcome !== DONE_WAKE && fifoPut(at) !== DONE) {
      dropFuture(block);
      dropFuture(block);
      throw this.#refusal();
    }
    if (Atomics.load(i32, at + Q_GET_WAITERS) > 0) {
      keepProgram();
      ring(at + Q_GET_BELL, 1);
    } else if (i32[at + X_ALIVE]! < i32[at + X_MOST]!) this.#addWorker();
    return new Future<TaskResult<F>>(block);
  }

  /** As `submit`; the signal cancels the future while no worker has begun it. */
  submitWith<F extends AnyFunction>(options: { signal: AbortSignal }, task: Task<F>, ...args: TaskArguments<F>): Future<TaskResult<F>> {
    const future = this.submit(task, ...args);
    const { signal } = options;
    if (signal.aborted) {
      future.cancel();
    } else {
      const cancel = (): void => void future.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      future.addDoneCallback(() => signal.removeEventListener('abort', cancel));
    }
    return future;
  }

  /**
   * Runs `task` for every item; all are submitted now, results come in the order of the items, blocking (`for`) or not (`for await`). The first
   * failure is thrown when its turn comes; ending the iteration early cancels the rest. TimeoutError.
   */
  map<A, R>(task: Task<(item: A) => R>, items: Iterable<A>, options: MapOptions = {}): MapResult<Awaited<R>> {
    const deadline = deadlineOf(options.timeout);
    const size = options.chunkSize ?? 1;
    if (!Number.isInteger(size) || size < 1) throw new RangeError(`A chunk has 1 item or more; this size is ${size}.`);
    const futures: Future[] = [];
    if (size === 1) {
      for (const one of items) futures.push(this.submit(task as Task<(item: A) => unknown>, one));
    } else {
      let chunk: A[] = [];
      const flush = (): void => {
        futures.push(this.submit(runChunk as Task<(task: Task, items: unknown[]) => unknown>, task as unknown as Task, chunk));
        chunk = [];
      };
      for (const one of items) if (chunk.push(one) === size) flush();
      if (chunk.length > 0) flush();
    }
    return new MapResult<Awaited<R>>(futures, size > 1, deadline);
  }

  /** No more tasks. With `wait` blocks until what was submitted has run and the workers are gone. May be called again. */
  shutdown(options: ShutdownOptions = {}): void {
    this.#close(options);
    if (options.wait === false) return;
    const word = this.at + X_ALIVE;
    if (Atomics.load(i32, word) === 0) return;
    beginWait(STATE_WAITING, this.at, JOIN, Infinity);
    Atomics.add(i32, this.at + X_JOINERS, 1);
    try {
      for (let alive = Atomics.load(i32, word); alive > 0; alive = Atomics.load(i32, word)) sleepOn(word, alive, Infinity);
    } finally {
      Atomics.sub(i32, this.at + X_JOINERS, 1);
      endWait();
    }
  }

  /** As `shutdown`, without blocking the event loop. */
  async shutdownAsync(options: ShutdownOptions = {}): Promise<void> {
    this.#close(options);
    if (options.wait === false) return;
    const word = this.at + X_ALIVE;
    Atomics.add(i32, this.at + X_JOINERS, 1);
    try {
      for (let alive = Atomics.load(i32, word); alive > 0; alive = Atomics.load(i32, word)) await parkAsync(word, alive, Infinity);
    } finally {
      Atomics.sub(i32, this.at + X_JOINERS, 1);
    }
  }

  [Symbol.dispose](): void {
    this.shutdown();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdownAsync();
  }

  #close(options: ShutdownOptions): void {
    const at = this.at;
    enter(at + Q_TAIL_GUARD);
    Atomics.store(i32, at + Q_CLOSED, 1);
    leave(at + Q_TAIL_GUARD);
    if (options.cancelPending === true) cancelPending(at);
    ring(at + Q_GET_BELL, Infinity);
  }

  #addWorker(): void {
    const at = this.at;
    const alive = Atomics.load(i32, at + X_ALIVE);
    if (alive >= i32[at + X_MOST]! || Atomics.compareExchange(i32, at + X_ALIVE, alive, alive + 1) !== alive) return;
    const workers = i32[at + X_WORKERS]!;
    // The place of the worker among its fellows; the thread writes its id into it.
    let place = 0;
    while (Atomics.compareExchange(i32, workers + place * 2, 0, -1) !== 0) place++;
    try {
      new Thread(poolWorker as unknown as Task, { args: [this, place] as never[], name: `${this.name}_${place}`, daemon: false }).start();
    } catch (error) {
      Atomics.store(i32, workers + place * 2, 0);
      Atomics.sub(i32, at + X_ALIVE, 1);
      // With other workers there the task will still run.
      if (alive === 0) throw error;
    }
  }

  #refusal(): Error {
    if (i32[this.at + X_BROKEN] !== 0) return new ExecutorShutDown(`${this} is broken: its initializer threw in a worker.`);
    return new ExecutorShutDown(`${this} was shut down and takes no more tasks.`);
  }
}

/** The results of `map`, in the order of the items. */
export class MapResult<R> implements Iterable<R>, AsyncIterable<R> {
  readonly #futures: Future[];
  readonly #chunked: boolean;
  readonly #deadline: number;

  constructor(futures: Future[], chunked: boolean, deadline: number) {
    this.#futures = futures;
    this.#chunked = chunked;
    this.#deadline = deadline;
  }

  *[Symbol.iterator](): Generator<R, void, undefined> {
    let next = 0;
    try {
      for (; next < this.#futures.length; next++) {
        const value = this.#futures[next]!.result(this.#left());
        if (this.#chunked) yield* value as R[];
        else yield value as R;
      }
    } finally {
      this.#cancelFrom(next);
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<R, void, undefined> {
    let next = 0;
    try {
      for (; next < this.#futures.length; next++) {
        const value = await this.#futures[next]!.resultAsync(this.#left());
        if (this.#chunked) yield* value as R[];
        else yield value as R;
      }
    } finally {
      this.#cancelFrom(next);
    }
  }

  #left(): number | undefined {
    if (this.#deadline === Infinity) return undefined;
    const left = this.#deadline - now();
    return left > 0 ? left : 0;
  }

  #cancelFrom(next: number): void {
    for (let n = next + 1; n < this.#futures.length; n++) this.#futures[n]!.cancel();
  }
}

/** Cancels what lies in the queue. */
function cancelPending(at: number): void {
  while (fifoGet(at, 3) === DONE) {
    const block = item.low;
    if (Atomics.compareExchange(i32, block + F_STATE, PENDING, CANCELLED) === PENDING) wakeWaiters(block);
    Atomics.add(i32, at + X_COMPLETED, 1);
    dropFuture(block);
  }
}

registerKind('ThreadPoolExecutor', ThreadPoolExecutor as never, (at) => {
  cancelPending(at);
  disposeFifo(at);
  free(i32[at + X_WORKERS]!);
  for (const word of [X_INITIALIZER, X_BROKEN]) if (i32[at + word] !== 0) free(i32[at + word]!);
});
registerReader('ThreadPoolExecutor', (at, base) => ({
  ...base,
  kind: 'ThreadPoolExecutor',
  workers: i32[at + X_ALIVE]!,
  idle: i32[at + X_IDLE]!,
  pending: Math.max(0, (i32[at + Q_PUTS]! - i32[at + Q_GETS]!) | 0),
  completed: i32[at + X_COMPLETED]! >>> 0,
}));

