// ProcessPoolExecutor: tasks in child processes. For work that may crash, leak or need a heap of its own; threads are cheaper for the rest.
import { encode, encodeAbroad } from './encode.js';
import { Executor, type ExecutorOptions } from './executor.js';
import { newFuture } from './future-block.js';
import { i32 } from './heap.js';
import { X_ALIVE, X_COMPLETED, X_IDLE, X_WORKERS } from './layout.js';
import { registerReader } from './observe.js';
import { closePool, dropPool, joinPool, leavePool } from './pool-record.js';
import { feederWords, P_ALIVE, P_ENDING, P_FEEDER, P_TASKS, processFeeder } from './process-feeder.js';
import { pendingIn } from './queue-wakeups.js';
import { registerKind } from './resource.js';
import type { Task } from './task.js';
import { Thread } from './thread.js';

export interface ProcessPoolOptions extends ExecutorOptions {
  /** A process that has run so many tasks is replaced by a fresh one, for tasks that leak. Without it processes stay until the shutdown. */
  maxTasksPerChild?: number;
}

/**
 * Python's `concurrent.futures.ProcessPoolExecutor`. Processes start as work comes, up to `maxWorkers`, stay until the shutdown, and end with this
 * process, however it ends. Arguments and results are copied; locks, queues and other shared objects cannot travel (CannotTravel).
 *
 * A process that dies fails the future whose task it ran, with WorkerDied; the others are run elsewhere. Short tasks are sent ahead, up to 64
 * and about 2 ms of work a process; what was sent counts as running and can no longer be cancelled.
 */
export class ProcessPoolExecutor extends Executor {
  /** @param maxWorkers 1 to 200 processes. */
  constructor(maxWorkers: number, options?: ProcessPoolOptions) {
    const tasks = options?.maxTasksPerChild;
    if (tasks !== undefined && (!Number.isInteger(tasks) || tasks < 1 || tasks > 0x7fff_ffff)) throw new RangeError(`maxTasksPerChild is how many tasks a process runs, at least 1; it was ${tasks}.`);
    super('ProcessPoolExecutor', maxWorkers, options, 200, feederWords(maxWorkers));
    if (tasks !== undefined) i32[i32[this.at + X_WORKERS]! + P_TASKS] = tasks;
  }

  /** Asks all processes to end at once (SIGTERM), whatever they run: see `killWorkers`. */
  terminateWorkers(): void {
    this.#end('SIGTERM');
  }

  /**
   * Ends all processes at once (SIGKILL), and the executor with them. What had been sent to a process fails with WorkerDied, what had not is cancelled.
   * Does not block: `shutdown()` waits until they are gone.
   */
  killWorkers(): void {
    this.#end('SIGKILL');
  }

  #end(signal: 'SIGTERM' | 'SIGKILL'): void {
    Atomics.store(i32, i32[this.at + X_WORKERS]! + P_ENDING, signal === 'SIGKILL' ? 2 : 1);
    closePool(this.at, true);
  }

  protected override encodeInitializer(initializer: { task: Task; args: unknown[] }): number {
    return encodeAbroad(() => encode(initializer));
  }

  protected makeFuture(task: Task, args: readonly unknown[]): number {
    return encodeAbroad(() => newFuture(task, args));
  }

  /** One thread feeds all processes. */
  protected addWorker(): void {
    const at = this.at;
    if (i32[at + X_ALIVE] !== 0 || Atomics.compareExchange(i32, at + X_ALIVE, 0, 1) !== 0) return;
    joinPool(at);
    try {
      const thread = new Thread(processFeeder as unknown as Task, { args: [at] as never[], name: `${this.name}_feeder`, daemon: false });
      Atomics.store(i32, i32[at + X_WORKERS]! + P_FEEDER, thread.ident);
      thread.start();
    } catch (error) {
      Atomics.store(i32, i32[at + X_WORKERS]! + P_FEEDER, 0);
      Atomics.store(i32, at + X_ALIVE, 0);
      leavePool(at);
      throw error;
    }
  }
}

registerKind('ProcessPoolExecutor', ProcessPoolExecutor as never, dropPool);
registerReader('ProcessPoolExecutor', (at, base) => ({
  ...base,
  kind: 'ProcessPoolExecutor',
  workers: i32[i32[at + X_WORKERS]! + P_ALIVE]!,
  idle: i32[at + X_IDLE]!,
  pending: pendingIn(at),
  completed: i32[at + X_COMPLETED]! >>> 0,
}));
