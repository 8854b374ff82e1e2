// What the server tells about who is slow: one line a lock, queue or pool. Plain numbers: whoever shows them finds the words.
import type { ResourceId, ResourceSnapshot } from '../../recipes/host/messages.js';

/** Times are milliseconds. Waits are those that are over and those that go on. */
interface Waited {
  id: ResourceId;
  name: string;
  kind: ResourceSnapshot['kind'];
  /** How long it has been there. */
  age: number;
  waits: number;
  waited: number;
  longestWait: number;
  /** Threads that wait for it now. */
  waiting: number;
}

export type LockUsage = Waited & { held: number; acquisitions: number; contended: number };
/** `full` and `empty`: time without room and without an item. `rate`: items got a second. */
export type QueueUsage = Waited & { puts: number; gets: number; rate: number; full: number; empty: number };
/** `utilisation`: the part of the workers' time in which they worked, 0 to 1. */
export type PoolUsage = Waited & { workers: number; completed: number; utilisation: number };

/** Most waited for first. */
export interface RunUsage {
  run: number;
  title: string;
  /** From the run's start. */
  at: number;
  locks: LockUsage[];
  queues: QueueUsage[];
  pools: PoolUsage[];
  /** Events lost: waits are then at least what is said here. */
  dropped: number;
}
