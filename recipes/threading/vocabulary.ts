// The words in which the runtime tells what its threads do. Types only: the host sends them, the server reads them.
// Numbers named *At or since are milliseconds since the epoch with a fraction; ids are small positive integers, unique within a run.

export type ThreadId = number;
export type ResourceId = number;

/** A place in a program: absolute file path or file URL as the engine reports it, line and column from 1. */
export interface Frame {
  file: string;
  line: number;
  column: number;
  /** The function's name where the engine knows it. */
  function?: string;
}

/** Innermost frame first; frames of the runtime itself are left out. */
export type Stack = Frame[];

export type ResourceKind =
  | 'Lock'
  | 'RLock'
  | 'Semaphore'
  | 'BoundedSemaphore'
  | 'Condition'
  | 'Event'
  | 'Barrier'
  | 'Queue'
  | 'LifoQueue'
  | 'PriorityQueue'
  | 'SimpleQueue'
  | 'PollableQueue'
  | 'Future'
  | 'ThreadPoolExecutor'
  | 'ProcessPoolExecutor';

/** What a thread is blocked in: the method of the resource that it called. */
export type Operation = 'acquire' | 'wait' | 'put' | 'get' | 'join' | 'result' | 'select';

export type ThreadState =
  | { kind: 'starting' }
  | { kind: 'running' }
  | { kind: 'waiting'; resource: ResourceId; operation: Operation; since: number; until?: number; stack: Stack }
  | { kind: 'joining'; thread: ThreadId; since: number; until?: number; stack: Stack }
  | { kind: 'sleeping'; since: number; until: number; stack: Stack }
  /** Its function has returned a promise and the thread's event loop waits for timers or sockets. */
  | { kind: 'in-event-loop'; since: number }
  | { kind: 'ended'; at: number; ending: ThreadEnding };

export type ThreadEnding =
  | { how: 'returned' }
  | { how: 'raised'; message: string; stack: string }
  | { how: 'out-of-memory' }
  /** It called process.exit, which in a thread ends the thread. */
  | { how: 'exited'; code: number }
  | { how: 'killed' };

export interface ThreadSnapshot {
  id: ThreadId;
  name: string;
  daemon: boolean;
  startedAt: number;
  state: ThreadState;
}

interface ResourceBase {
  id: ResourceId;
  /** The name given at construction, else the kind and a number: `Lock-3`. */
  name: string;
  /** Where it was constructed; empty where unknown. */
  created: Stack;
}

interface Owned {
  /** Who holds it. The thread may have ended without releasing it. */
  owner?: ThreadId;
  /** Where the owner took it; empty where telemetry did not catch it (very frequent acquisitions are sampled). */
  taken: Stack;
  heldSince?: number;
  acquisitions: number;
  /** Acquisitions that had to wait. */
  contended: number;
}

interface Sized {
  size: number;
  /** 0 where the queue grows without bound. */
  capacity: number;
  /** Items put and not yet marked with taskDone. */
  unfinished: number;
  puts: number;
  gets: number;
}

interface Pool {
  /** Threads or processes that are up. */
  workers: number;
  idle: number;
  pending: number;
  completed: number;
}

/** Who waits for a resource is not here: it is in the threads' states. */
export type ResourceSnapshot =
  | (ResourceBase & Owned & { kind: 'Lock' })
  | (ResourceBase & Owned & { kind: 'RLock'; depth: number })
  | (ResourceBase & { kind: 'Semaphore' | 'BoundedSemaphore'; value: number })
  | (ResourceBase & { kind: 'Condition'; lock: ResourceId })
  | (ResourceBase & { kind: 'Event'; set: boolean })
  | (ResourceBase & { kind: 'Barrier'; parties: number; arrived: number; broken: boolean })
  | (ResourceBase & Sized & { kind: 'Queue' | 'LifoQueue' | 'PriorityQueue' | 'SimpleQueue' | 'PollableQueue' })
  | (ResourceBase & { kind: 'Future'; status: FutureStatus; runner?: ThreadId })
  | (ResourceBase & Pool & { kind: 'ThreadPoolExecutor' })
  | (ResourceBase & Pool & { kind: 'ProcessPoolExecutor' });

export type FutureStatus = 'pending' | 'running' | 'finished' | 'raised' | 'cancelled';

/**
 * Seen once at least: a thread asked for `second` with a blocking call while it held `first`. Two orders that oppose each other can become a deadlock,
 * even if they have not yet. What an event loop awaits is not among them; a lock that it holds can be the first.
 */
export interface LockOrder {
  first: ResourceId;
  firstName: string;
  /** Where `first` was taken; empty where telemetry did not catch it. It may be known later, when the pair is seen again. */
  firstStack: Stack;
  second: ResourceId;
  secondName: string;
  secondStack: Stack;
  /** The first thread that did so. */
  thread: ThreadId;
}

/** One moment of a whole run, read from shared memory without asking any thread. */
export interface Snapshot {
  at: number;
  threads: ThreadSnapshot[];
  resources: ResourceSnapshot[];
  /**
   * Every thread sleeps without a time limit, and nobody has woken one: no thread can go on by itself or because of another. What lies outside of the
   * threads may still do it, such as a host that puts something into a queue. Idle workers of pools do not count; false where there are only those.
   */
  still: boolean;
  /** Every order seen so far, oldest first; the same object as before while nothing is known anew. */
  orders: readonly LockOrder[];
  /** Orders that were not kept because 4,096 are. */
  ordersDropped: number;
}

/** What happened, from a thread's history ring. `sequence` orders the events of all threads. */
export interface HistoryEvent {
  sequence: number;
  at: number;
  thread: ThreadId;
  what: 'started' | 'ended' | 'waits' | 'woke' | 'acquired' | 'released' | 'notified' | 'put' | 'got' | 'slept' | 'joined';
  resource?: ResourceId;
  /** The thread whose end it waited for, of `joined`. */
  other?: ThreadId;
  /**
   * Where, of a wait: with `waits` where telemetry caught it (16 stacks a thread and sample), else with the `woke` or `slept` that ends it, if it
   * took 2 ms or more. Very short waits in a very busy thread have none.
   */
  stack?: Stack;
}
