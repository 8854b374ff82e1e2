// What the server tells about threads that wait for each other for ever. Plain data: whoever shows it finds the words.
import type { Operation, ResourceId, ResourceSnapshot, Stack, ThreadId } from '../../recipes/host/messages.js';

/** All deadlocks of one run at one moment. Times are milliseconds. */
export interface DeadlockReport {
  run: number;
  recipe: string;
  title: string;
  /** From the run's start to this moment. */
  at: number;
  /** The run has ended, or this is its past: nothing can be stopped. */
  over: boolean;
  cycles: DeadlockCycle[];
  /** Every thread waits, and none of these can be woken: nobody is left who could do it. */
  stranded: StrandedMember[];
  /** Where there are such: from the run's start to the moment at which the last thread went to sleep. */
  stillAfter?: number;
  /** Threads outside of the circles that can never go on because of them. */
  behind: { thread: NamedThread; waitsFor: NamedThread }[];
}

/** A thread that waits for what nobody will do. */
export interface StrandedMember {
  thread: NamedThread;
  operation: Operation;
  resource: NamedResource;
  stack: Stack;
  /** For how long it has waited. */
  since: number;
  /** Who last did what could have woken it, and how long ago; absent where nobody is known to have. */
  last?: { thread: NamedThread; ended: boolean; ago: number };
  /** The lint rule that warns of this mistake in the source, and recipes that tell more. */
  rule?: string;
  lessons: { recipe: string; title: string }[];
}

/** For a page: each update is the whole. Without a report no threads wait for each other. */
export interface DeadlockUpdate {
  /** The run goes on. */
  active: boolean;
  report?: DeadlockReport;
}

export interface DeadlockCycle {
  /** In order: each waits for the next one, the last for the first. */
  members: DeadlockMember[];
  /** From the run's start to the moment at which the last member began to wait. */
  formedAfter: number;
  remedy: Remedy;
  /** The lint rule that warns of this mistake in the source. */
  rule: string;
  /** Recipes that tell more, the same program without the mistake first. */
  lessons: { recipe: string; title: string }[];
}

export interface NamedThread {
  id: ThreadId;
  name: string;
}

export interface NamedResource {
  id: ResourceId;
  name: string;
  kind: ResourceSnapshot['kind'];
}

export interface DeadlockMember {
  thread: NamedThread;
  /** What the thread before it in the circle wants; absent where that one waits for the thread's end. */
  holds?: Holding;
  waits: Waiting;
}

/** `taken`: where; empty where it is not known. `since`: for how long. A Future is not held but being computed. */
export interface Holding {
  resource: NamedResource;
  taken: Stack;
  since?: number;
}

/** `resource` is absent where it waits for the end of that thread. `since`: for how long. */
export interface Waiting {
  resource?: NamedResource;
  heldBy: NamedThread;
  stack: Stack;
  since: number;
}

/** What a person can do to the program so that this circle cannot form. */
export type Remedy =
  /** Take the locks in this order everywhere; each of `changes` now takes them the other way round. */
  | { kind: 'one-order'; order: NamedResource[]; changes: { thread: NamedThread; holds: NamedResource; wants: NamedResource }[] }
  /** A thread waits for a lock that it holds itself. */
  | { kind: 'not-twice'; thread: NamedThread; lock: NamedResource }
  /** A thread waits for the end of another that needs what it holds. */
  | { kind: 'join-without-lock'; thread: NamedThread; joins: NamedThread }
  /** A task waits for the result of another task that needs what it holds, or that waits for it. */
  | { kind: 'no-result-inside'; thread: NamedThread; future: NamedResource };
