// What a run that has come to its end left behind: locks that are still held, threads that nobody joined, items that nobody took. Pure.
import type { ResourceSnapshot, ThreadSnapshot } from '../../recipes/host/messages.js';
import { l10n } from '../l10n.js';
import type { Site } from '../protocol.js';
import type { RunState } from './run-state.js';
import { amount, place, siteOf, threadName } from './wording.js';

export interface Leftover {
  /** Unique within the run. */
  key: string;
  /** One sentence without its full stop. */
  text: string;
  icon: string;
  site?: Site;
}

/** Nothing while the run goes on, and nothing of a run that was cut short: it had no chance to tidy up. */
export function leftoversOf(state: RunState): Leftover[] {
  if (state.outcome?.kind !== 'completed' && state.outcome?.kind !== 'raised') return [];
  const resources = [...state.resources.values()].sort((a, b) => a.id - b.id).flatMap((resource) => leftBehind(state, resource) ?? []);
  return [...resources, ...neverJoined(state).map(({ id, name }): Leftover => ({ key: `thread-${id}`, text: l10n.t('{0} was never joined', name), icon: 'debug-disconnect' }))];
}

/** Not known where events were lost: the join may be among them. Daemons and the threads of pools need not be joined, and the main thread cannot be. */
function neverJoined(state: RunState): ThreadSnapshot[] {
  if (state.historyDropped > 0) return [];
  const [main] = [...state.threads.keys()].sort((a, b) => a - b);
  const pools = [...state.resources.values()].filter((resource) => 'workers' in resource).map(({ name }) => `${name}_`);
  return [...state.threads.values()].filter(({ id, name, daemon }) => id !== main && !daemon && !state.joined.has(id) && !pools.some((pool) => name.startsWith(pool))).sort((a, b) => a.id - b.id);
}

function leftBehind(state: RunState, resource: ResourceSnapshot): Leftover | undefined {
  const key = String(resource.id);
  switch (resource.kind) {
    case 'Lock':
    case 'RLock': {
      if (resource.owner === undefined) return undefined;
      const holder = threadName(state, resource.owner);
      const text = resource.taken[0] ? l10n.t('{0} is still held by {1}, which took it in {2}', resource.name, holder, place(resource.taken[0])) : l10n.t('{0} is still held by {1}', resource.name, holder);
      return { key, text, icon: 'lock', site: siteOf(resource.taken) ?? siteOf(resource.created) };
    }
    case 'Queue':
    case 'LifoQueue':
    case 'PriorityQueue':
    case 'SimpleQueue':
    case 'PollableQueue':
      if (resource.size === 0) return undefined;
      return { key, text: l10n.t('{0} still has items that nobody got: {1}', resource.name, amount(resource.size)), icon: 'inbox', site: siteOf(resource.created) };
    default:
      return undefined;
  }
}
