// What the executors have in common: a queue of futures, submit, map, shutdown. Who runs the tasks is for the subclasses.
import { allocate } from './allocate.js';
import { decode } from './decode.js';
import { encode } from './encode.js';
import { ExecutorShutDown, TimeoutError } from './errors.js';
import { fifoMake, fifoPut } from './fifo.js';
import { Future } from './future.js';
import { dropFuture } from './future-block.js';
import { fast } from './fast-path.js';
import { DONE_WAKE } from './fast-queue.js';
import { i32, now } from './heap.js';
import { Q_GET_WAITERS, STATE_WAITING, X_ALIVE, X_BROKEN, X_INITIALIZER, X_JOINERS, X_MOST, X_USERS, X_WORKERS } from './layout.js';
import { keepProgram } from './link.js';
import { beginWait, deadlineOf, endWait, JOIN, sleepOn } from './park.js';
import { parkAsync } from './park-async.js';
import { closePool } from './pool-record.js';
import { runChunk } from './pool-worker.js';
import { DONE } from './queue-base.js';
import { wakeGetter } from './queue-wakeups.js';
import { INTEGER, item } from './queue-word.js';
import { Resource, type Adopted, type Named } from './resource.js';
import { me, self } from './self.js';
import type { Task, TaskArguments, TaskResult } from './task.js';
import type { ResourceKind } from './vocabulary.js';

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
  /** How long to wait, in milliseconds; TimeoutError when it is over. The workers go on, and go when they have done. */
  timeout?: number;
}

export type ExecutorKind = Extract<ResourceKind, 'ThreadPoolExecutor' | 'ProcessPoolExecutor'>;

/** Its `using` shuts it down at the end of the block. */
export abstract class Executor extends Resource {
  /**
   * @param most how many workers the kind allows.
   * @param words of the block at X_WORKERS.
   */
  constructor(kind: ExecutorKind, maxWorkers: number | Adopted, options: ExecutorOptions | undefined, most: number, words: number) {
    super(kind, typeof maxWorkers === 'number' ? options : (maxWorkers as Adopted));
    if (!this.fresh) return;
    const workers = maxWorkers as number;
    if (!Number.isInteger(workers) || workers < 1 || workers > most) throw new RangeError(`A pool has 1 to ${most.toLocaleString('en')} workers; this one has ${workers}.`);
    fifoMake(this.at);
    i32[this.at + X_MOST] = workers;
    const block = allocate(words);
    i32.fill(0, block, block + words);
    i32[this.at + X_USERS] = 1;
    i32[this.at + X_WORKERS] = block;
    if (options?.initializer !== undefined) i32[this.at + X_INITIALIZER] = this.encodeInitializer({ task: options.initializer, args: options.initArgs ?? [] });
  }

  protected encodeInitializer(initializer: { task: Task; args: unknown[] }): number {
    return encode(initializer);
  }

  /** A pending future with what its task needs to travel. */
  protected abstract makeFuture(task: Task, args: readonly unknown[]): number;
  /** Called after a task was put while there may be more workers: starts one if those that are there have enough to do. */
  protected abstract addWorker(): void;

  get maxWorkers(): number {
    return i32[this.at + X_MOST]!;
  }

  /** Hands a task over. Does not block. Throws ExecutorShutDown, CannotTravel (an argument), HeapFull. */
  submit<F extends AnyFunction>(task: Task<F>, ...args: TaskArguments<F>): Future<TaskResult<F>> {
    const at = this.at;
    if (self.id === 0) me();
    const block = this.makeFuture(task as unknown as Task, args);
    item.tag = INTEGER;
    item.low = block;
    const outcome = fast.put(at, INTEGER, block, 0, 0);
    if (outcome !== DONE && outcome !== DONE_WAKE && fifoPut(at) !== DONE) {
      dropFuture(block);
      dropFuture(block);
      throw this.#refusal();
    }
    if (Atomics.load(i32, at + Q_GET_WAITERS) > 0) {
      keepProgram();
      wakeGetter(at);
    }
    if (i32[at + X_ALIVE]! < i32[at + X_MOST]!) this.addWorker();
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

  /** No more tasks. With `wait` blocks until what was submitted has run and the workers are gone. May be called again. TimeoutError. */
  shutdown(options: ShutdownOptions = {}): void {
    const deadline = deadlineOf(options.timeout);
    closePool(this.at, options.cancelPending === true);
    if (options.wait === false) return;
    const word = this.at + X_ALIVE;
    if (Atomics.load(i32, word) === 0) return;
    beginWait(STATE_WAITING, this.at, JOIN, deadline);
    Atomics.add(i32, this.at + X_JOINERS, 1);
    try {
      for (let alive = Atomics.load(i32, word); alive > 0; alive = Atomics.load(i32, word)) if (!sleepOn(word, alive, deadline)) throw this.#late(options.timeout);
    } finally {
      Atomics.sub(i32, this.at + X_JOINERS, 1);
      endWait();
    }
  }

  /** As `shutdown`, without blocking the event loop. */
  async shutdownAsync(options: ShutdownOptions = {}): Promise<void> {
    const deadline = deadlineOf(options.timeout);
    closePool(this.at, options.cancelPending === true);
    if (options.wait === false) return;
    const word = this.at + X_ALIVE;
    Atomics.add(i32, this.at + X_JOINERS, 1);
    try {
      for (let alive = Atomics.load(i32, word); alive > 0; alive = Atomics.load(i32, word)) if (!(await parkAsync(word, alive, deadline))) throw this.#late(options.timeout);
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

  #late(timeout: number | undefined): TimeoutError {
    return new TimeoutError(`${this} was shut down, and ${i32[this.at + X_ALIVE]} of its workers were still at work after ${timeout} ms. They go when they have done.`);
  }

  #refusal(): Error {
    const broken = i32[this.at + X_BROKEN]!;
    if (broken !== 0) return new ExecutorShutDown(`${this} is broken and takes no more tasks. ${(decode(broken) as Error).message}`);
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
        // Not yield*: it asks the array's own iterator, which takes three times as long.
        if (this.#chunked) for (const one of value as R[]) yield one;
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
        // Not yield*: it asks the array's own iterator, which takes three times as long.
        if (this.#chunked) for (const one of value as R[]) yield one;
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

  /** The one whose turn it is as well: it has ended, or it is what nobody will wait for any longer. */
  #cancelFrom(next: number): void {
    for (let n = next; n < this.#futures.length; n++) this.#futures[n]!.cancel();
  }
}
