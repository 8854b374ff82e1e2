// How each kind of resource is grouped and described.
import type { ResourceSnapshot } from '../../recipes/host/messages.js';
import type { RunState } from './run-state.js';
import { duration, resourceName, threadName } from './wording.js';

type Kind = ResourceSnapshot['kind'];

/** The groups of the Threads view in their order. */
export const resourceGroups: readonly { key: string; label: string; icon: string; kinds: readonly Kind[] }[] = [
  { key: 'locks', label: 'Locks', icon: 'lock', kinds: ['Lock', 'RLock', 'Semaphore', 'BoundedSemaphore'] },
  { key: 'queues', label: 'Queues', icon: 'inbox', kinds: ['Queue', 'LifoQueue', 'PriorityQueue', 'SimpleQueue', 'PollableQueue'] },
  { key: 'signals', label: 'Conditions and events', icon: 'bell', kinds: ['Condition', 'Event', 'Barrier'] },
  { key: 'pools', label: 'Pools and futures', icon: 'server-process', kinds: ['ThreadPoolExecutor', 'ProcessPoolExecutor', 'Future'] },
];

export function resourceDescription(state: RunState, resource: ResourceSnapshot): string {
  switch (resource.kind) {
    case 'Lock':
    case 'RLock': {
      if (resource.owner === undefined) return 'free';
      const depth = resource.kind === 'RLock' && resource.depth > 1 ? ` ${resource.depth} times` : '';
      const since = resource.heldSince === undefined ? '' : ` for ${duration(state.at - resource.heldSince)}`;
      return `held by ${threadName(state, resource.owner)}${depth}${since}`;
    }
    case 'Semaphore':
    case 'BoundedSemaphore':
      return `${resource.value} free`;
    case 'Condition':
      return `over ${resourceName(state, resource.lock)}`;
    case 'Event':
      return resource.set ? 'set' : 'not set';
    case 'Barrier':
      return resource.broken ? 'broken' : `${resource.arrived} of ${resource.parties} arrived`;
    case 'Queue':
    case 'LifoQueue':
    case 'PriorityQueue':
    case 'SimpleQueue':
    case 'PollableQueue': {
      const size = resource.capacity > 0 ? `${resource.size} of ${resource.capacity}` : `${resource.size}`;
      return resource.unfinished > 0 ? `${size} · ${resource.unfinished} unfinished` : size;
    }
    case 'Future':
      return resource.runner === undefined ? resource.status : `${resource.status} in ${threadName(state, resource.runner)}`;
    case 'ThreadPoolExecutor':
    case 'ProcessPoolExecutor':
      return `${resource.workers} ${resource.kind === 'ThreadPoolExecutor' ? 'threads' : 'processes'}, ${resource.idle} idle · ${resource.pending} pending, ${resource.completed} done`;
    default:
      return resource satisfies never;
  }
}
