// What a run that has come to its end left behind: locks that are still held, items that nobody took. Pure.
import type { ResourceSnapshot } from '../../recipes/host/messages.js';
import type { Site } from '../protocol.js';
import type { RunState } from './run-state.js';
import { count, place, siteOf, threadName } from './wording.js';

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
  return [...state.resources.values()].sort((a, b) => a.id - b.id).flatMap((resource) => leftBehind(state, resource) ?? []);
}

function leftBehind(state: RunState, resource: ResourceSnapshot): Leftover | undefined {
  const key = String(resource.id);
  switch (resource.kind) {
    case 'Lock':
    case 'RLock': {
      if (resource.owner === undefined) return undefined;
      const where = resource.taken[0] ? `, which took it in ${place(resource.taken[0])}` : '';
      return { key, text: `${resource.name} is still held by ${threadName(state, resource.owner)}${where}`, icon: 'lock', site: siteOf(resource.taken) ?? siteOf(resource.created) };
    }
    case 'Queue':
    case 'LifoQueue':
    case 'PriorityQueue':
    case 'SimpleQueue':
    case 'PollableQueue':
      if (resource.size === 0) return undefined;
      return { key, text: `${resource.name} still has ${count(resource.size, 'item')} that nobody got`, icon: 'inbox', site: siteOf(resource.created) };
    default:
      return undefined;
  }
}
