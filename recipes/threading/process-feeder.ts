// The thread of a ProcessPoolExecutor that feeds its child processes and brings their results back. It never blocks; whoever waits for a future may.
import { allocate, free } from './allocate.js';
import { decodeAndFree } from './decode.js';
import { asError } from './ending.js';
import { ExecutorShutDown, WorkerDied } from './errors.js';
import { fifoGet } from './fifo.js';
import { completeFuture, dropFuture, wakeWaiters } from './future-block.js';
import { NOT_READY, READY, RETURNED, THREW, type FrameHead } from './frames.js';
import { sweepGuard } from './guard.js';
import { bytes, i32 } from './heap.js';
import {
  ALIVE_WORKING, F_COUNT, F_RUNNER, F_STATE, FINISHED, PENDING, Q_CLOSED, Q_GET_BELL, Q_GET_LOOPS, Q_GET_WAITERS, Q_HEAD_GUARD, Q_TAIL_GUARD, RAISED, RUNNING,
  STATE_EVENT_LOOP, T_IDLE, X_ALIVE, X_COMPLETED, X_IDLE, X_INITIALIZER, X_MOST, X_WORKERS,
} from './layout.js';
import { tellSupervisor } from './link.js';
import { publishState } from './park.js';
import { parkAsync } from './park-async.js';
import { leavePool } from './pool-record.js';
import { breakExecutor, raise, takenIn } from './pool-worker.js';
import { DONE } from './queue-base.js';
import { getterLeaves, pendingIn, ring } from './queue-wakeups.js';
import { BLOCK, item } from './queue-word.js';
import { resourceName } from './resource.js';
import { self } from './self.js';
import { registerSweeper } from './sweep.js';
import { task } from './task.js';
import { argumentsBlock, MOST_AHEAD, WorkerProcess } from './worker-process.js';

// The block at X_WORKERS: the feeder's thread, the processes alive, the tasks that one may run (0: any number), 1 where all shall end at once and 2 where
// they shall not be asked, and the futures that are under way by their numbers, or what `takenIn` understands.
export const P_FEEDER = 0;
export const P_ALIVE = 1;
export const P_TASKS = 2;
export const P_ENDING = 3;
const P_UNDER = 4;

/** Words of the block at X_WORKERS. */
export function feederWords(maxWorkers: number): number {
  return P_UNDER + maxWorkers * MOST_AHEAD;
}

/** The thread of one executor; internal to ProcessPoolExecutor. */
export const processFeeder = task(import.meta.url, async function processFeeder(at: number): Promise<void> {
  publishState(STATE_EVENT_LOOP);
  await new Feeder(at).run();
});

/** How long an idle pool still counts as working, in milliseconds: most pauses are short. */
const PAUSE = 5;

class Feeder {
  readonly #at: number;
  readonly #table: number;
  readonly #most: number;
  readonly #slots: number[];
  readonly #processes = new Set<WorkerProcess>();
  /** The numbers of futures whose process died before it came to them. */
  readonly #again: number[] = [];
  #under = 0;
  #idle = false;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #allGone: (() => void) | undefined;

  constructor(at: number) {
    this.#at = at;
    this.#table = i32[at + X_WORKERS]!;
    this.#most = i32[at + X_MOST]!;
    this.#slots = Array.from({ length: this.#most * MOST_AHEAD }, (_, n) => n).reverse();
  }

  async run(): Promise<void> {
    const at = this.#at;
    Atomics.add(i32, at + Q_GET_LOOPS, 1);
    try {
      for (;;) {
        Atomics.add(i32, at + Q_GET_WAITERS, 1);
        try {
          const bell = Atomics.load(i32, at + Q_GET_BELL);
          this.#feed();
          if (this.#finished) break;
          await parkAsync(at + Q_GET_BELL, bell, Infinity);
        } finally {
          getterLeaves(at);
        }
      }
      for (const process of this.#processes) process.end();
      if (this.#processes.size > 0) await new Promise<void>((resolve) => (this.#allGone = resolve));
    } finally {
      Atomics.sub(i32, at + Q_GET_LOOPS, 1);
      this.#wake();
      Atomics.store(i32, this.#table + P_FEEDER, 0);
      Atomics.store(i32, at + X_ALIVE, 0);
      Atomics.notify(i32, at + X_ALIVE);
      leavePool(at);
    }
  }

  get #finished(): boolean {
    return i32[this.#at + Q_CLOSED] !== 0 && this.#waiting === 0 && this.#under === 0;
  }

  get #waiting(): number {
    return pendingIn(this.#at) + this.#again.length;
  }

  /** Gives the processes what they have room for, and starts more where there is work for them. */
  #feed(): void {
    const ending = Atomics.load(i32, this.#table + P_ENDING);
    if (ending !== 0) {
      for (const process of this.#processes) process.kill(ending === 2 ? 'SIGKILL' : 'SIGTERM');
      this.#failAgain(new WorkerDied(`The processes of "${resourceName(this.#at)}" were ended before the task could begin.`));
    }
    const waiting = this.#waiting;
    if (waiting > 0) {
      this.#wake();
      let free = 0;
      let ready = 0;
      for (const process of this.#processes) {
        if (process.spent) continue;
        if (process.under.length === 0) free++;
        if (process.ready) ready++;
      }
      for (; free < waiting && this.#processes.size < this.#most; free++) this.#start();
      if (ready > 0) this.#share(Math.ceil(waiting / ready));
    }
    let idle = 0;
    for (const process of this.#processes) {
      if (!process.ready || process.under.length > 0) continue;
      if (process.spent) process.end();
      else idle++;
    }
    i32[this.#at + X_IDLE] = idle;
    i32[this.#table + P_ALIVE] = this.#processes.size;
    if (this.#under === 0 && this.#waiting === 0) this.#rest();
  }

  /** The idle ones first; nobody gets more than its share in advance. */
  #share(share: number): void {
    for (const process of [...this.#processes].sort((a, b) => a.under.length - b.under.length)) {
      for (let room = Math.min(process.room, Math.max(1, share - process.under.length)); room > 0; room--) {
        const slot = this.#again.shift() ?? this.#next();
        if (slot === undefined) break;
        this.#under++;
        process.run(slot, i32[this.#table + P_UNDER + slot]!);
      }
      process.flush();
    }
  }

  /** The number of the next future that is not cancelled; noted before it counts as taken, as `nextWork` in pool-worker.ts does. */
  #next(): number | undefined {
    const slot = this.#slots[this.#slots.length - 1]!;
    const under = this.#table + P_UNDER + slot;
    for (;;) {
      i32[self.item + 1] = 0;
      i32[under] = -self.item;
      const future = fifoGet(this.#at, 2) === DONE ? item.low : 0;
      i32[under] = future;
      if (future === 0) return undefined;
      if (Atomics.compareExchange(i32, future + F_STATE, PENDING, RUNNING) === PENDING) {
        i32[future + F_RUNNER] = self.id;
        return this.#slots.pop();
      }
      Atomics.add(i32, this.#at + X_COMPLETED, 1);
      i32[under] = 0;
      dropFuture(future);
    }
  }

  #start(): void {
    this.#processes.add(
      new WorkerProcess(i32[this.#at + X_INITIALIZER]!, i32[this.#table + P_TASKS]! || Infinity, {
        received: (process, head, body) => this.#received(process, head, body),
        caughtUp: () => this.#goOn(),
        gone: (process, why) => this.#gone(process, why),
      }),
    );
  }

  #received(process: WorkerProcess, head: FrameHead, body: Buffer): void {
    switch (head.kind) {
      case READY:
        process.ready = true;
        break;
      case NOT_READY: {
        const error = asError(decodeAndFree(toBlock(body)));
        this.#break(`The initializer of "${resourceName(this.#at)}" threw: ${error.message}`);
        break;
      }
      case RETURNED:
      case THREW: {
        this.#settle(process, head.id, (future) => {
          try {
            item.low = body.length > 0 ? toBlock(body) : head.low;
            item.tag = head.tag;
            item.high = head.high;
            completeFuture(future, head.kind === RETURNED ? FINISHED : RAISED);
          } catch (error) {
            // There is no room for the result.
            raise(future, error);
          }
        });
        break;
      }
      default:
        throw new Error(`Unknown frame ${head.kind} from process ${process.pid}.`);
    }
  }

  /** Ends a future that a process had. */
  #settle(process: WorkerProcess, slot: number, tell: (future: number) => void): void {
    process.under.splice(process.under.indexOf(slot), 1);
    this.#under--;
    Atomics.add(i32, this.#at + X_COMPLETED, 1);
    this.#end(slot, tell);
  }

  /** The number is free only when everybody knows: a feeder that is killed before has left word of whom to tell. */
  #end(slot: number, tell: (future: number) => void): void {
    const future = i32[this.#table + P_UNDER + slot]!;
    dropArguments(future);
    tell(future);
    i32[this.#table + P_UNDER + slot] = 0;
    this.#slots.push(slot);
    dropFuture(future);
  }

  /** Every result is in the pipe before the next task begins: the first task without one is the one that was running. */
  #gone(process: WorkerProcess, why: string): void {
    this.#processes.delete(process);
    const running = process.under[0];
    if (running !== undefined) {
      const died = new WorkerDied(`Process ${process.pid}, a worker of "${resourceName(this.#at)}", ${why} while it ran the task.`);
      const ending = Atomics.load(i32, this.#table + P_ENDING) !== 0;
      for (const slot of ending ? [...process.under] : [running]) this.#settle(process, slot, (future) => raise(future, died));
      this.#under -= process.under.length;
      this.#again.unshift(...process.under);
    }
    if (!process.ready && i32[this.#at + Q_CLOSED] === 0) this.#break(`A worker process of "${resourceName(this.#at)}" ${why} before it was ready. What it wrote is in the output.`);
    this.#goOn();
    if (this.#processes.size === 0) this.#allGone?.();
  }

  #break(why: string): void {
    const error = new ExecutorShutDown(why);
    breakExecutor(this.#at, error);
    this.#failAgain(error);
  }

  #failAgain(error: Error): void {
    for (const slot of this.#again.splice(0)) this.#end(slot, (future) => raise(future, error));
  }

  #goOn(): void {
    this.#feed();
    // The loop of `run` sleeps on the bell.
    if (this.#finished) ring(this.#at + Q_GET_BELL, 1);
  }

  /** After a pause the pool does not keep the program going. */
  #rest(): void {
    if (this.#idle || this.#pause !== undefined) return;
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      if (this.#under > 0 || this.#waiting > 0 || self.record === 0) return;
      this.#idle = true;
      i32[self.record + T_IDLE] = 1;
      if (Atomics.sub(i32, ALIVE_WORKING, 1) === 1) tellSupervisor({ threadbook: 'quiet' });
    }, PAUSE);
  }

  #wake(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    if (!this.#idle) return;
    this.#idle = false;
    Atomics.add(i32, ALIVE_WORKING, 1);
    i32[self.record + T_IDLE] = 0;
  }
}

function toBlock(body: Buffer): number {
  const block = allocate(body.length / 4);
  bytes.set(body, block * 4);
  return block;
}

function dropArguments(future: number): void {
  const block = argumentsBlock(future);
  if (block === 0) return;
  // Whoever clears up after this thread must not find it again.
  i32[future + F_COUNT] = 0;
  // Written for another process, it refers to nothing.
  free(block);
}

// The feeder was killed: its processes end with their pipes, and everything that was handed over fails.
registerSweeper('ProcessPoolExecutor', (at, id) => {
  sweepGuard(at + Q_TAIL_GUARD, id);
  sweepGuard(at + Q_HEAD_GUARD, id);
  const table = i32[at + X_WORKERS]!;
  if (i32[table + P_FEEDER] !== id) return;
  for (let slot = 0; slot < i32[at + X_MOST]! * MOST_AHEAD; slot++) {
    const future = takenIn(table + P_UNDER + slot);
    i32[table + P_UNDER + slot] = 0;
    if (future === 0) continue;
    // It may have just been taken, or its end been told to nobody yet.
    Atomics.compareExchange(i32, future + F_STATE, PENDING, RUNNING);
    if (i32[future + F_STATE] !== RUNNING) wakeWaiters(future);
    else {
      dropArguments(future);
      raise(future, new WorkerDied(`The thread that feeds the processes of "${resourceName(at)}" was killed.`));
    }
    dropFuture(future);
  }
  breakExecutor(at, new ExecutorShutDown(`The thread that feeds the processes of "${resourceName(at)}" was killed.`));
  i32[table + P_FEEDER] = 0;
  i32[table + P_ALIVE] = 0;
  i32[at + X_IDLE] = 0;
  Atomics.store(i32, at + X_ALIVE, 0);
  Atomics.notify(i32, at + X_ALIVE);
  leavePool(at);
});
