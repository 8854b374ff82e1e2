// How each kind of resource is grouped and described.
import type { ResourceSnapshot } from '../../recipes/host/messages.js';
import { l10n } from '../l10n.js';
import type { RunState } from './run-state.js';
import { duration, resourceName, threadName } from './wording.js';

type Kind = ResourceSnapshot['kind'];

/** The groups of the Threads view in their order. */
export const resourceGroups: readonly { key: string; label(): string; icon: string; kinds: readonly Kind[] }[] = [
  { key: 'locks', label: () => l10n.t('Locks'), icon: 'lock', kinds: ['Lock', 'RLock', 'Semaphore', 'BoundedSemaphore'] },
  { key: 'queues', label: () => l10n.t('Queues'), icon: 'inbox', kinds: ['Queue', 'LifoQueue', 'PriorityQueue', 'SimpleQueue', 'PollableQueue'] },
  { key: 'signals', label: () => l10n.t('Conditions and events'), icon: 'bell', kinds: ['Condition', 'Event', 'Barrier'] },
  { key: 'pools', label: () => l10n.t('Pools and futures'), icon: 'server-process', kinds: ['ThreadPoolExecutor', 'ProcessPoolExecutor', 'Future'] },
];

export function resourceDescription(state: RunState, resource: ResourceSnapshot): string {
  switch (resource.kind) {
    case 'Lock':
    case 'RLock': {
      if (resource.owner === undefined) return l10n.t('free');
      const depth = resource.kind === 'RLock' && resource.depth > 1 ? l10n.t(' {0} times', resource.depth) : '';
      const holder = threadName(state, resource.owner) + depth;
      return resource.heldSince === undefined ? l10n.t('held by {0}', holder) : l10n.t('held by {0} for {1}', holder, duration(state.at - resource.heldSince));
    }
    case 'Semaphore':
    case 'BoundedSemaphore':
      return l10n.t('{0} free', resource.value);
    case 'Condition':
      return l10n.t('over {0}', resourceName(state, resource.lock));
    case 'Event':
      return resource.set ? l10n.t('set') : l10n.t('not set');
    case 'Barrier':
      return resource.broken ? l10n.t('broken') : l10n.t('{0} of {1} arrived', resource.arrived, resource.parties);
    case 'Queue':
    case 'LifoQueue':
    case 'PriorityQueue':
    case 'SimpleQueue':
    case 'PollableQueue': {
      const size = resource.capacity > 0 ? l10n.t('{0} of {1}', resource.size, resource.capacity) : `${resource.size}`;
      // Of a queue whose users never say taskDone every item is unfinished, which tells nothing; unless somebody waits for that.
      return resource.unfinished > 0 && (resource.unfinished < resource.puts || isJoined(state, resource.id)) ? l10n.t('{0} · {1} unfinished', size, resource.unfinished) : size;
    }
    case 'Future':
      return resource.runner === undefined ? status(resource.status) : l10n.t('{0} in {1}', status(resource.status), threadName(state, resource.runner));
    case 'ThreadPoolExecutor':
    case 'ProcessPoolExecutor':
      return resource.kind === 'ThreadPoolExecutor'
        ? resource.workers === 1
          ? l10n.t('1 thread, {0} idle · {1} pending, {2} done', resource.idle, resource.pending, resource.completed)
          : l10n.t('{0} threads, {1} idle · {2} pending, {3} done', resource.workers, resource.idle, resource.pending, resource.completed)
        : resource.workers === 1
          ? l10n.t('1 process, {0} idle · {1} pending, {2} done', resource.idle, resource.pending, resource.completed)
          : l10n.t('{0} processes, {1} idle · {2} pending, {3} done', resource.workers, resource.idle, resource.pending, resource.completed);
    default:
      return resource satisfies never;
  }
}

function isJoined(state: RunState, queue: number): boolean {
  return [...state.threads.values()].some((thread) => thread.state.kind === 'waiting' && thread.state.operation === 'join' && thread.state.resource === queue);
}

function status(of: Extract<ResourceSnapshot, { kind: 'Future' }>['status']): string {
  switch (of) {
    case 'pending':
      return l10n.t('pending');
    case 'running':
      return l10n.t('running');
    case 'finished':
      return l10n.t('finished');
    case 'raised':
      return l10n.t('raised');
    case 'cancelled':
      return l10n.t('cancelled');
    default:
      return of satisfies never;
  }
}
