// Who is slow: the lines on the locks, queues and pools of a run, most waited for first. Pure.
import type { ResourceId, ResourceSnapshot } from '../../recipes/host/messages.js';
import type { LockUsage, PoolUsage, QueueUsage, RunUsage } from '../protocol.js';
import { groupedBy } from './grouped-by.js';
import type { RunState } from './run-state.js';
import { countedUpTo, type Usage } from './usage.js';

/** Of each kind at most so many lines. */
const linesPerKind = 1_000;

export function runUsage(state: RunState): RunUsage {
  const waiting = openWaits(state);
  const lines = mostWaitedFor(state, waiting).flatMap((resource) => usageLine(state, resource, waiting.get(resource.id)) ?? []);
  return {
    run: state.run,
    title: state.title,
    at: state.at - state.startedAt,
    locks: lines.flatMap((line) => (line.of === 'lock' ? line.usage : [])),
    queues: lines.flatMap((line) => (line.of === 'queue' ? line.usage : [])),
    pools: lines.flatMap((line) => (line.of === 'pool' ? line.usage : [])),
    dropped: state.historyDropped,
  };
}

/** In place; of those that nobody waited for, the first come first. */
export function mostWaitedFirst<Line extends LockUsage | QueueUsage | PoolUsage>(lines: Line[]): Line[] {
  return lines.sort((a, b) => b.waited - a.waited || a.id - b.id).slice(0, linesPerKind);
}

function mostWaitedFor(state: RunState, waiting: ReadonlyMap<ResourceId, number[]>): ResourceSnapshot[] {
  const waited = new Map<ResourceId, number>();
  for (const [id, usage] of state.usage.resources) waited.set(id, (waiting.get(id) ?? []).reduce((sum, wait) => sum + wait, usage.waited));
  const sorted = [...state.resources.values()].filter(({ id }) => waited.has(id)).sort((a, b) => waited.get(b.id)! - waited.get(a.id)! || a.id - b.id);
  const kinds = ['acquisitions', 'puts', 'workers'] as const;
  return kinds.flatMap((has) => sorted.filter((each) => has in each).slice(0, linesPerKind));
}

export type UsageLine = { of: 'lock'; usage: LockUsage } | { of: 'queue'; usage: QueueUsage } | { of: 'pool'; usage: PoolUsage };

/** `waits`: for how long each thread that waits for it now has waited. Undefined for kinds that cannot be slow, and before anything was counted. */
export function usageLine(state: RunState, resource: ResourceSnapshot, waits: readonly number[] = []): UsageLine | undefined {
  const counted = state.usage.resources.get(resource.id);
  if (counted === undefined) return undefined;
  const usage: Usage = countedUpTo(counted, resource, state.at);
  const age = state.at - usage.since;
  const waited = {
    id: resource.id,
    name: resource.name,
    kind: resource.kind,
    age,
    waits: usage.waits + waits.length,
    waited: waits.reduce((sum, wait) => sum + wait, usage.waited),
    longestWait: Math.max(usage.longestWait, ...waits),
    waiting: waits.length,
  };
  if ('acquisitions' in resource) return { of: 'lock', usage: { ...waited, held: usage.held, acquisitions: resource.acquisitions, contended: resource.contended } };
  if ('puts' in resource) return { of: 'queue', usage: { ...waited, puts: resource.puts, gets: resource.gets, rate: age > 0 ? resource.gets / (age / 1_000) : 0, full: usage.full, empty: usage.empty } };
  if ('workers' in resource) return { of: 'pool', usage: { ...waited, workers: resource.workers, completed: resource.completed, utilisation: usage.staffed > 0 ? usage.busy / usage.staffed : 0 } };
  return undefined;
}

/** For how long each thread that waits now has waited, by what it waits for. */
export function openWaits(state: RunState): Map<ResourceId, number[]> {
  const waiting = [...state.threads.values()].flatMap(({ state: at }) => (at.kind === 'waiting' ? at : []));
  return new Map([...groupedBy(waiting, ({ resource }) => resource)].map(([resource, waits]) => [resource, waits.map(({ since }) => Math.max(0, state.at - since))]));
}
