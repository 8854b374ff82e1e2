// Threads that wait for ever although nobody is in a circle with them: every thread sleeps, and nobody is left who could wake one. Who could have? Pure.
import type { HistoryEvent, Operation, ResourceSnapshot, ThreadId, ThreadSnapshot } from '../../recipes/host/messages.js';
import { l10n } from '../l10n.js';
import type { RunState } from './run-state.js';
import { stuckThreads, waitsOf, type Cycle } from './wait-graph.js';
import { threadName, threadState } from './wording.js';

export interface StrandedThread {
  thread: ThreadSnapshot & { state: Extract<ThreadSnapshot['state'], { kind: 'waiting' }> };
  /** Undefined where it is no longer there. */
  resource: ResourceSnapshot | undefined;
  /** The last time that somebody did what could have woken it, as far as it is still known. */
  last?: HistoryEvent;
}

/** Those whose wait leads to nobody; who waits for one of them is behind it. Lowest thread first. */
export function strandedThreads(state: RunState, cycles: readonly Cycle[]): StrandedThread[] {
  if (!state.still) return [];
  const waits = waitsOf(state);
  const alive = (id: ThreadId): boolean => state.threads.has(id) && state.threads.get(id)!.state.kind !== 'ended';
  const last = lastDeeds(state);
  return [...stuckThreads(state, cycles)].flatMap(([id, { why }]): StrandedThread[] => {
    const thread = state.threads.get(id);
    const wait = waits.get(id);
    if (why !== 'nobody-left' || thread?.state.kind !== 'waiting' || (wait && alive(wait.waitsFor))) return [];
    const deed = last.get(`${thread.state.resource} ${wakers[thread.state.operation]}`);
    return [{
      thread: { ...thread, state: thread.state },
      resource: state.resources.get(thread.state.resource),
      ...(deed ? { last: deed } : {}),
    }];
  }).sort((a, b) => a.thread.id - b.thread.id);
}

/** What another thread has to do to end the wait, as the history has it. `result` and a queue's `join` leave no event. */
const wakers: Record<Operation, HistoryEvent['what'] | undefined> = { acquire: 'released', wait: 'notified', put: 'got', get: 'put', select: 'put', join: undefined, result: undefined };

function lastDeeds(state: RunState): Map<string, HistoryEvent> {
  return new Map(state.history.flatMap((event) => (event.resource === undefined ? [] : [[`${event.resource} ${event.what}`, event]])));
}

/** When the last of all threads went to sleep: milliseconds since the epoch. */
export function stillSince(state: RunState): number {
  return Math.max(...[...state.threads.values()].map(({ state: at }) => ('since' in at ? at.since : at.kind === 'ended' ? at.at : state.startedAt)));
}

/** `every thread waits, and nobody is left who could wake one: consumer is waiting to get from orders for 2 s`. */
export function strandedText(state: RunState, stranded: readonly StrandedThread[]): string {
  const told = stranded.slice(0, 3).map(({ thread }) => l10n.t('{0} is {1}', threadName(state, thread.id), threadState(state, thread)));
  return l10n.t('every thread waits, and nobody is left who could wake one: {0}', told.join('; ')) + (stranded.length > told.length ? l10n.t(' and {0} more', stranded.length - told.length) : '');
}
