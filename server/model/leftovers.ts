// What a run that has come to its end left behind: locks that are still held, items that nobody took. Pure.
import * as l10n from '@vscode/l10n';
import type { Frame, ResourceSnapshot } from '../../recipes/host/messages.js';
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
      return { key, text: heldText(resource.name, threadName(state, resource.owner), resource.taken[0]), icon: 'lock', site: siteOf(resource.taken) ?? siteOf(resource.created) };
    }
    case 'Queue':
    case 'LifoQueue':
    case 'PriorityQueue':
    case 'SimpleQueue':
    case 'PollableQueue':
      if (resource.size === 0) return undefined;
      return { key, text: l10n.t('{0} still has {1} that nobody got', resource.name, count(resource.size, 'item')), icon: 'inbox', site: siteOf(resource.created) };
    default:
      return undefined;
  }
}

function heldText(lock: string, owner: string, taken: Frame | undefined): string {
  return taken ? l10n.t('{0} is still held by {1}, which took it in {2}', lock, owner, place(taken)) : l10n.t('{0} is still held by {1}', lock, owner);
}
