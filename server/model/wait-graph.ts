// Who waits for whom, and which of them can never go on. Computed from one sample, never stored.
import type { ResourceId, Stack, ThreadId, ThreadSnapshot } from '../../recipes/host/messages.js';
import { groupedBy } from './grouped-by.js';
import type { RunState } from './run-state.js';

/** One thread waits for another: through a resource that the other holds or runs, or directly, by join. */
export interface Wait {
  waiter: ThreadId;
  /** Absent for a join. */
  resource?: ResourceId;
  waitsFor: ThreadId;
  since: number;
  /** Where the waiter waits. */
  stack: Stack;
}

export interface Cycle {
  /** In order: each waiter waits for the next one, the last for the first. */
  waits: Wait[];
}

/** The waits without a timeout whose end depends on one known thread. A thread waits for at most one thing. */
export function waitsOf(state: RunState): Map<ThreadId, Wait> {
  const waits = new Map<ThreadId, Wait>();
  for (const thread of state.threads.values()) {
    const wait = waitOf(state, thread);
    if (wait) waits.set(wait.waiter, wait);
  }
  return waits;
}

function waitOf(state: RunState, thread: ThreadSnapshot): Wait | undefined {
  const at = thread.state;
  if (at.kind === 'joining') {
    return at.until === undefined ? { waiter: thread.id, waitsFor: at.thread, since: at.since, stack: at.stack } : undefined;
  }
  if (at.kind !== 'waiting' || at.until !== undefined) return undefined;
  const resource = state.resources.get(at.resource);
  if (!resource) return undefined;
  const waitsFor = holder(resource, at.operation);
  return waitsFor === undefined ? undefined : { waiter: thread.id, resource: resource.id, waitsFor, since: at.since, stack: at.stack };
}

function holder(resource: NonNullable<ReturnType<RunState['resources']['get']>>, operation: string): ThreadId | undefined {
  if ((resource.kind === 'Lock' || resource.kind === 'RLock') && operation === 'acquire') return resource.owner;
  if (resource.kind === 'Future' && operation === 'result') return resource.runner;
  return undefined;
}

/**
 * The deadlocks. One sample is enough to be sure: it reads the owners before the threads, so when every member has been waiting since before
 * the sample began, none of them can have released anything between the two readings.
 */
export function cyclesOf(state: RunState): Cycle[] {
  const waits = waitsOf(state);
  const settled = new Set<ThreadId>();
  const cycles: Cycle[] = [];
  for (const start of waits.keys()) {
    const path = new Set<ThreadId>();
    let thread: ThreadId | undefined = start;
    while (thread !== undefined && !settled.has(thread) && !path.has(thread)) {
      path.add(thread);
      thread = waits.get(thread)?.waitsFor;
    }
    if (thread !== undefined && path.has(thread)) {
      const members = [...path].slice([...path].indexOf(thread)).flatMap((id) => waits.get(id) ?? []);
      if (members.every((wait) => wait.since < state.at)) cycles.push({ waits: startingWithLowest(members) });
    }
    for (const id of path) settled.add(id);
  }
  return cycles;
}

function startingWithLowest(waits: Wait[]): Wait[] {
  const lowest = waits.reduce((best, wait, index) => (wait.waiter < waits[best]!.waiter ? index : best), 0);
  return [...waits.slice(lowest), ...waits.slice(0, lowest)];
}

export type Stuck =
  | { why: 'cycle' }
  /** Waits, perhaps through others, for a thread that can never go on. */
  | { why: 'behind'; thread: ThreadId }
  /** Every thread sleeps without a time limit: nobody is left who could wake this one. */
  | { why: 'nobody-left' };

/** The threads that are blocked for ever, with the reason. `cycles`: what `cyclesOf` said, for whoever knows it already. */
export function stuckThreads(state: RunState, cycles: readonly Cycle[] = cyclesOf(state)): Map<ThreadId, Stuck> {
  const stuck = new Map<ThreadId, Stuck>();
  for (const cycle of cycles) for (const wait of cycle.waits) stuck.set(wait.waiter, { why: 'cycle' });
  if (stuck.size > 0) {
    const waiters = groupedBy(waitsOf(state).values(), ({ waitsFor }) => waitsFor);
    // The map grows while it is walked: whoever waits for somebody who is stuck is stuck as well.
    for (const thread of stuck.keys()) {
      for (const { waiter } of waiters.get(thread) ?? []) if (!stuck.has(waiter)) stuck.set(waiter, { why: 'behind', thread });
    }
  }
  if (state.still) {
    for (const thread of state.threads.values()) {
      if (thread.state.kind !== 'ended' && !stuck.has(thread.id) && !hasNoWork(state, thread)) stuck.set(thread.id, { why: 'nobody-left' });
    }
  }
  return stuck;
}

/** A pool's worker that waits for work is as it should be, whatever the others do. */
function hasNoWork(state: RunState, { state: at }: ThreadSnapshot): boolean {
  return at.kind === 'waiting' && at.operation === 'get' && 'workers' in (state.resources.get(at.resource) ?? {});
}
