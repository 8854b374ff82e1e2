// The supervisor: owns the workers, never blocks. A host calls startSupervisor in its main thread; a plain program gets a hidden one.
import { Worker, type MessagePort, type ResourceLimits } from 'node:worker_threads';
import { encode } from './encode.js';
import { endingOf, writeEnding, type Ending } from './ending.js';
import { giveBackWorker } from './giving-back.js';
import { idleId, killedAre, SUPERVISOR_ID } from './guard.js';
import { f64, i32, memory, now, type Birthright } from './heap.js';
import { drainHistory } from './history.js';
import {
  FLAG_DAEMON, FLAG_WATCHED, MAIN_THREAD, OUTPUT_IDLE, OUTPUT_WRITTEN, SAMPLED, SPARE_LIMIT, STATE_ENDED, T_FLAGS, T_ID, T_INTERRUPT, T_KILLED, T_NAME, T_REFS,
  T_SLEEPS_ON, T_STARTED_F64, T_STATE, T_TASK, TELEMETRY, THREAD_LIMIT, W_ASSIGNED, W_CURRENT, W_TAKEN, WORKER_WORDS, WORKERS_HIGH, WORKERS_MAX,
  WORKERS_START, THREADS_HIGH, THREADS_START, THREAD_WORDS, T_DONE, T_SEEN, ENDED_UNSEEN, ALIVE_THREADS, ALIVE_WORKING, STATE_STARTING,
} from './layout.js';
import { closePair, makePair } from './loopback-pairs.js';
import { linkDirectly, type FromSupervisor, type ToSupervisor } from './link.js';
import { noteEnded, observe } from './observe.js';
import { drainOutput, outputPending } from './output.js';
import { waitAsync } from './park-async.js';
import { poolWorker, startReserved, startWorkersWith } from './pool-worker.js';
import { becomeThread, self } from './self.js';
import { nothingWorks } from './working.js';
import { isBuffer, weightOf } from './shared-buffers.js';
import { forgetSpare } from './spares.js';
import { sweepAfter, sweepGuards } from './sweep.js';
import type { Task, TaskArguments } from './task.js';
import { internText } from './text.js';
import { dropThreadRecord } from './thread-references.js';
import { newThreadRecord } from './thread-record.js';
import { recordName, threadRecordOf } from './thread-names.js';
import type { HistoryEvent, Snapshot, ThreadEnding, ThreadId } from './vocabulary.js';

export interface SupervisorOptions {
  /** How many threads may be alive; 1,000 without it. */
  threadLimit?: number;
  /** For every thread. Without it 256 MB of old generation and 8 MB of young. */
  resourceLimits?: ResourceLimits;
  /** How many workers wait for the next thread after theirs has ended; 0 without it: each thread gets a worker of its own. */
  spares?: number;
  /** False switches all publishing of waits, sites and history off. */
  telemetry?: boolean;
  /** Called with what a thread printed. */
  onOutput?(thread: { id: ThreadId; name: string }, text: Buffer): void;
  /** Called once a thread, after all its output; for a thread that the supervisor did not start itself with the next sample at the latest. */
  onThreadEnded?(thread: { id: ThreadId; name: string; daemon: boolean }, ending: ThreadEnding): void;
  /** Called when no thread is left but daemons. */
  onIdle?(): void;
}

export interface Supervisor {
  /** Starts a thread; the first one is the main thread, which interruptMain acts upon. Resolves when it has ended. */
  start<F extends (...args: never[]) => unknown>(target: Task<F>, options?: { args?: TaskArguments<F>; name?: string; daemon?: boolean }): { id: ThreadId; ended: Promise<ThreadEnding> };
  /** Begins a new sample: reads the state of all threads and resources from shared memory. Asks no thread. */
  sample(): Snapshot;
  /** The events since the last call, in their true order, of more than `limit` only the last, and how many were lost since the start. */
  drainHistory(limit?: number): { events: HistoryEvent[]; dropped: number };
  /** Makes the main thread's present or next blocking call throw Interrupted. */
  interruptMain(): void;
  /** Ends one thread at once. */
  kill(thread: ThreadId): void;
  /** Stops taking output: threads that print will wait when the ring is full. */
  pauseOutput(): void;
  resumeOutput(): void;
  /** Hands over everything printed so far, also while paused. */
  flushOutput(): void;
  /** Ends all workers. */
  terminateAll(): Promise<void>;
}

interface PlainOptions {
  /** Where the main thread of a plain program receives buffers. */
  mainPort?: MessagePort;
}

const DEFAULT_LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 };

/** Makes this thread the supervisor: from now on it is no thread of the program and must not block. Once a process. */
export function startSupervisor(options: SupervisorOptions = {}): Supervisor {
  if (options.threadLimit !== undefined) i32[THREAD_LIMIT] = options.threadLimit;
  if (options.telemetry === false) i32[TELEMETRY] = 0;
  i32[SPARE_LIMIT] = options.spares ?? 0;
  Atomics.store(i32, SAMPLED, 1);
  return new Supervision(options);
}

/** The supervisor of a plain program, in a worker of its own. Nobody samples it, so ended threads go at once. */
export function startPlainSupervisor(options: SupervisorOptions & PlainOptions): { receive(message: ToSupervisor): void; flushOutput(): void } {
  return new Supervision(options);
}

class Supervision implements Supervisor {
  readonly #options: SupervisorOptions & PlainOptions;
  readonly #workers = new Map<number, Worker>();
  readonly #endings = new Map<ThreadId, (ending: ThreadEnding) => void>();
  readonly #buffers = new Map<number, { buffer: SharedArrayBuffer; weight: ArrayBuffer | undefined }>();
  readonly #wants = new Map<number, (() => void)[]>();
  /** The ids that terminated workers may have, until they have gone. */
  readonly #killed = new Set<number>();
  #paused = false;
  #stopped = false;
  #interrupting: ReturnType<typeof setInterval> | undefined;

  constructor(options: SupervisorOptions & PlainOptions) {
    this.#options = options;
    self.supervises = true;
    becomeThread(SUPERVISOR_ID, 0);
    linkDirectly((message) => this.receive(message));
    startWorkersWith((executor, place, name, entry) => {
      const { at, id } = this.#newThread(poolWorker as unknown as Task, { args: [executor, place], name });
      Atomics.store(i32, entry, id);
      this.#startWorker(at);
    });
    killedAre((id) => this.#stopped || this.#killed.has(id));
    void this.#follow();
  }

  start<F extends (...args: never[]) => unknown>(target: Task<F>, options: { args?: TaskArguments<F>; name?: string; daemon?: boolean } = {}): { id: ThreadId; ended: Promise<ThreadEnding> } {
    const { at, id } = this.#newThread(target as unknown as Task, options);
    Atomics.compareExchange(i32, MAIN_THREAD, 0, at);
    i32[at + T_FLAGS]! |= FLAG_WATCHED;
    const ended = new Promise<ThreadEnding>((resolve) => this.#endings.set(id, resolve));
    this.#startWorker(at);
    return { id, ended };
  }

  #newThread(target: Task, options: { args?: unknown[]; name?: string; daemon?: boolean }): { at: number; id: number } {
    const task = encode({ module: target.taskModule, name: target.taskName, args: options.args ?? [] });
    const { at, id } = newThreadRecord();
    i32[at + T_NAME] = options.name === undefined && id !== 1 ? -id : internText(options.name ?? 'MainThread');
    i32[at + T_FLAGS] = options.daemon === true ? FLAG_DAEMON : 0;
    i32[at + T_TASK] = task;
    i32[at + T_REFS] = 1 + i32[SAMPLED]!;
    f64[(at >> 1) + T_STARTED_F64] = now();
    Atomics.add(i32, ALIVE_THREADS, 1);
    if (options.daemon !== true) Atomics.add(i32, ALIVE_WORKING, 1);
    Atomics.store(i32, at + T_STATE, STATE_STARTING);
    return { at, id };
  }

  receive(message: ToSupervisor): void {
    switch (message.threadbook) {
      case 'start':
        this.#startWorker(message.record);
        break;
      case 'pool-worker':
        startReserved(message.executor, message.place);
        break;
      case 'ended':
        this.#reap();
        this.#tellIfIdle();
        break;
      case 'quiet':
        this.#tellIfIdle();
        break;
      case 'buffer':
        // The last reference may have been given back before this message came.
        if (!isBuffer(message.record, message.number)) break;
        this.#buffers.set(message.number, { buffer: message.buffer, weight: weightOf(message.buffer) });
        for (const want of this.#wants.get(message.number) ?? []) want();
        this.#wants.delete(message.number);
        break;
      case 'want-buffer':
        this.#sendBuffer(message.number, message.word, message.worker);
        break;
      case 'drop-buffer':
        this.#buffers.delete(message.number);
        this.#wants.delete(message.number);
        break;
      case 'pair':
        makePair((read, write) => {
          i32[message.word + 1] = read;
          i32[message.word + 2] = write;
          Atomics.store(i32, message.word, 1);
          Atomics.notify(i32, message.word);
        });
        break;
      case 'unpair':
        closePair(message.read);
        break;
      case 'kill':
        this.kill(message.id);
        break;
      default:
        message satisfies never;
    }
  }

  sample(): Snapshot {
    this.#reap();
    return observe();
  }

  drainHistory(limit?: number): { events: HistoryEvent[]; dropped: number } {
    return drainHistory(limit);
  }

  interruptMain(): void {
    const record = i32[MAIN_THREAD]!;
    if (record === 0 || i32[record + T_STATE] === STATE_ENDED) return;
    Atomics.store(i32, record + T_INTERRUPT, 1);
    const wake = (): void => {
      // The thread may have looked at the flag just before it went to sleep: wake it until it has taken notice.
      if (Atomics.load(i32, record + T_INTERRUPT) === 0 || i32[record + T_STATE] === STATE_ENDED) {
        clearInterval(this.#interrupting);
        this.#interrupting = undefined;
        return;
      }
      Atomics.notify(i32, record + T_INTERRUPT);
      const word = Atomics.load(i32, record + T_SLEEPS_ON);
      if (word !== 0) Atomics.notify(i32, word);
    };
    wake();
    this.#interrupting ??= setInterval(wake, 10).unref();
  }

  kill(thread: ThreadId): void {
    const record = threadRecordOf(thread);
    if (record === 0 || i32[record + T_STATE] === STATE_ENDED) return;
    i32[record + T_KILLED] = 1;
    for (const [at, worker] of this.#workers) {
      if (i32[at + W_CURRENT] !== record && i32[at + W_ASSIGNED] !== record) continue;
      this.#killed.add(thread).add(idleId(at));
      void worker.terminate();
    }
  }

  pauseOutput(): void {
    this.#paused = true;
  }

  resumeOutput(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#drain();
    // While it was paused, #follow may have gone to sleep behind a writer's back: nobody rings for output that lay there already.
    Atomics.notify(i32, OUTPUT_WRITTEN);
  }

  flushOutput(): void {
    while (outputPending()) this.#handOver(drainOutput(1 << 20));
  }

  async terminateAll(): Promise<void> {
    this.#stopped = true;
    const workers = [...this.#workers.entries()];
    for (const [at] of workers) {
      for (const record of [i32[at + W_CURRENT]!, i32[at + W_ASSIGNED]!]) if (record > 0) i32[record + T_KILLED] = 1;
    }
    await Promise.all(workers.map(([, worker]) => worker.terminate()));
  }

  #sendBuffer(number: number, word: number, worker: number): void {
    const buffer = this.#buffers.get(number)?.buffer;
    if (buffer === undefined) {
      // Its owner's message is still on the way.
      const wants = this.#wants.get(number) ?? [];
      this.#wants.set(number, [...wants, () => this.#sendBuffer(number, word, worker)]);
      return;
    }
    (worker === 0 ? this.#options.mainPort : this.#workers.get(worker))?.postMessage({ number, buffer } satisfies FromSupervisor);
    Atomics.store(i32, word, 1);
    Atomics.notify(i32, word);
  }

  #startWorker(record: number): void {
    if (this.#stopped) {
      this.#end(record, { how: 'killed' });
      return;
    }
    const at = takeWorkerRecord();
    if (at === 0) {
      this.#end(record, { how: 'raised', error: new Error(`More than ${WORKERS_MAX} workers.`) });
      return;
    }
    i32[at + W_ASSIGNED] = record;
    let worker: Worker;
    try {
      worker = new Worker(new URL('./worker.js', import.meta.url), {
        workerData: { threadbook: { memory, worker: at } satisfies Birthright },
        resourceLimits: { ...DEFAULT_LIMITS, ...this.#options.resourceLimits },
        name: recordName(record),
      });
    } catch (error) {
      Atomics.store(i32, at + W_TAKEN, 0);
      this.#end(record, { how: 'raised', error });
      return;
    }
    this.#workers.set(at, worker);
    let failure: Ending | undefined;
    worker.on('message', (message: ToSupervisor) => this.receive(message));
    worker.on('error', (error: Error & { code?: string }) => {
      failure = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? { how: 'out-of-memory' } : { how: 'raised', error };
    });
    worker.on('exit', (code) => {
      this.#workers.delete(at);
      // Its thread may have been about to offer it as a spare.
      const current = i32[at + W_CURRENT]!;
      for (const id of [idleId(at), ...(current > 0 ? [i32[current + T_ID]!] : [])]) {
        sweepGuards(id);
        this.#killed.delete(id);
      }
      forgetSpare(at);
      // A spare may have been given the next thread while it was still ending the last one.
      for (const record of [i32[at + W_CURRENT]!, i32[at + W_ASSIGNED]!]) {
        if (record > 0 && i32[record + T_STATE] !== STATE_ENDED) this.#end(record, i32[record + T_KILLED] === 1 ? { how: 'killed' } : (failure ?? { how: 'exited', code }), at);
      }
      i32[at + W_CURRENT] = 0;
      i32[at + W_ASSIGNED] = 0;
      // Its last message may have come with its exit: whoever awaits the end of its thread samples first what the thread has left.
      queueMicrotask(() => {
        giveBackWorker(at);
        Atomics.store(i32, at + W_TAKEN, 0);
      });
    });
  }

  /** Ends a thread that could not do so itself; before its joiners know, what its worker had is given back. */
  #end(record: number, ending: Ending, worker = 0): void {
    const id = i32[record + T_ID]!;
    if (ending.how !== 'returned') sweepAfter(id, record);
    if (worker !== 0) giveBackWorker(worker);
    writeEnding(record, ending);
    Atomics.add(i32, ENDED_UNSEEN, 1);
    // The reference that the thread had to itself.
    dropThreadRecord(record);
    this.#reap();
    this.#tellIfIdle();
  }

  /** Looks at the threads that have ended since the last time. */
  #reap(): void {
    if (i32[SAMPLED] !== 1 || Atomics.exchange(i32, ENDED_UNSEEN, 0) === 0) return;
    const ended: number[] = [];
    const high = i32[THREADS_HIGH]!;
    for (let n = 0; n < high; n++) {
      const record = THREADS_START + n * THREAD_WORDS;
      if (i32[record + T_STATE] === STATE_ENDED && Atomics.load(i32, record + T_DONE) === 1 && i32[record + T_ID] !== 0 && i32[record + T_SEEN] === 0) ended.push(record);
    }
    // All that they printed is in the ring by now.
    this.flushOutput();
    for (const record of ended) this.#noteEnded(record);
  }

  #noteEnded(record: number): void {
    i32[record + T_SEEN] = 1;
    const id = i32[record + T_ID]!;
    const ending = endingOf(record);
    noteEnded(record);
    this.#options.onThreadEnded?.({ id, name: recordName(record), daemon: (i32[record + T_FLAGS]! & FLAG_DAEMON) !== 0 }, ending);
    this.#endings.get(id)?.(ending);
    this.#endings.delete(id);
    dropThreadRecord(record);
  }

  #tellIfIdle(): void {
    if (nothingWorks()) this.#options.onIdle?.();
  }

  /** Takes output as it comes. */
  async #follow(): Promise<void> {
    for (;;) {
      this.#drain();
      const written = Atomics.load(i32, OUTPUT_WRITTEN);
      Atomics.store(i32, OUTPUT_IDLE, 1);
      if (!this.#paused && outputPending()) continue;
      const waiting = waitAsync(i32, OUTPUT_WRITTEN, written);
      if (waiting.async) await waiting.value;
      // Let the loop's other work in between two loads of output.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #drain(): void {
    for (let rounds = 0; rounds < 4 && !this.#paused && outputPending(); rounds++) this.#handOver(drainOutput(1 << 20));
  }

  #handOver(pieces: ReturnType<typeof drainOutput>): void {
    for (const { thread, data } of pieces) {
      const record = threadRecordOf(thread);
      this.#options.onOutput?.({ id: thread, name: record === 0 ? `thread ${thread}` : recordName(record) }, data);
    }
  }
}

function takeWorkerRecord(): number {
  const high = i32[WORKERS_HIGH]!;
  for (let n = 0; n < Math.min(high + 1, WORKERS_MAX); n++) {
    const at = WORKERS_START + n * WORKER_WORDS;
    if (Atomics.compareExchange(i32, at + W_TAKEN, 0, 1) === 0) {
      if (n === high) i32[WORKERS_HIGH] = high + 1;
      return at;
    }
  }
  return 0;
}
