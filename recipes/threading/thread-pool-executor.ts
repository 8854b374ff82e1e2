// ThreadPoolExecutor: a fixed number of threads that run tasks from one queue.
import { Executor, type ExecutorOptions } from './executor.js';
import { newFuture } from './future-block.js';
import { i32 } from './heap.js';
import { X_ALIVE, X_COMPLETED, X_IDLE, X_WORKERS } from './layout.js';
import { registerReader } from './observe.js';
import { dropPool, lacksWorkers, leavePool, reserveWorker, WORKER_ENTRY } from './pool-record.js';
import { poolWorker } from './pool-worker.js';
import { pendingIn } from './queue-wakeups.js';
import { registerKind } from './resource.js';
import type { Task } from './task.js';
import { Thread } from './thread.js';

export type { ExecutorOptions, MapOptions, MapResult, ShutdownOptions } from './executor.js';

/**
 * Python's `concurrent.futures.ThreadPoolExecutor`, on real threads. Workers start as work comes, up to `maxWorkers`, and do not keep the program
 * going once the work is done. `using pool = new ThreadPoolExecutor(4)` shuts it down at the end of the block.
 */
export class ThreadPoolExecutor extends Executor {
  constructor(maxWorkers: number, options?: ExecutorOptions) {
    super('ThreadPoolExecutor', maxWorkers, options, 1000, maxWorkers * WORKER_ENTRY);
  }

  protected makeFuture(task: Task, args: readonly unknown[]): number {
    return newFuture(task, args);
  }

  protected addWorker(): void {
    const at = this.at;
    if (!lacksWorkers(at)) return;
    const place = reserveWorker(at);
    if (place < 0) return;
    const workers = i32[at + X_WORKERS]!;
    try {
      const thread = new Thread(poolWorker as unknown as Task, { args: [at, place] as never[], name: `${this.name}_${place}`, daemon: false });
      Atomics.store(i32, workers + place * WORKER_ENTRY, thread.ident);
      thread.start();
    } catch (error) {
      Atomics.store(i32, workers + place * WORKER_ENTRY, 0);
      const others = Atomics.sub(i32, at + X_ALIVE, 1) - 1;
      leavePool(at);
      // With other workers there the task will still run.
      if (others === 0) throw error;
    }
  }
}

registerKind('ThreadPoolExecutor', ThreadPoolExecutor as never, dropPool);
registerReader('ThreadPoolExecutor', (at, base) => ({
  ...base,
  kind: 'ThreadPoolExecutor',
  workers: i32[at + X_ALIVE]!,
  idle: i32[at + X_IDLE]!,
  pending: pendingIn(at),
  completed: i32[at + X_COMPLETED]! >>> 0,
}));
