// How long each lock was held and waited for, each queue full or empty, each pool at work. Counted as the run goes on, because it cannot be found out afterwards. Pure.
// Held, full and busy times come from the samples (fifty a second: what shows in a sample counts until the next one); waits from the history, to 0.1 ms.
import type { HistoryEvent, ResourceId, ResourceSnapshot, ThreadId } from '../../recipes/host/messages.js';

/** All times in milliseconds. */
export interface Usage {
  /** When the resource was first seen, and up to when its last state has been counted. */
  readonly since: number;
  readonly countedTo: number;
  /** A lock: time in somebody's hands. */
  readonly held: number;
  /** A queue: time without room, and time without an item. */
  readonly full: number;
  readonly empty: number;
  /** A pool: the sums over its workers of the time at work and of the time there. */
  readonly busy: number;
  readonly staffed: number;
  /** Waits that are over: how many, their sum and the longest one. */
  readonly waits: number;
  readonly waited: number;
  readonly longestWait: number;
}

export interface UsageBook {
  readonly resources: ReadonlyMap<ResourceId, Usage>;
  /** The waits in the history whose end has not come yet. */
  readonly open: ReadonlyMap<ThreadId, { resource: ResourceId; at: number }>;
  /** Events lost so far; a wait across a loss cannot be measured. */
  readonly dropped: number;
}

export const emptyUsage: UsageBook = { resources: new Map(), open: new Map(), dropped: 0 };

const nothing = { held: 0, full: 0, empty: 0, busy: 0, staffed: 0, waits: 0, waited: 0, longestWait: 0 };

/** The resources that a sample shows anew: until now each was as `before` has it. */
export function countSample(book: UsageBook, before: ReadonlyMap<ResourceId, ResourceSnapshot>, changed: readonly ResourceSnapshot[], gone: readonly ResourceId[], at: number): UsageBook {
  if (changed.length === 0 && gone.length === 0) return book;
  const resources = new Map(book.resources);
  for (const id of gone) resources.delete(id);
  for (const resource of changed) {
    const usage = resources.get(resource.id);
    resources.set(resource.id, usage === undefined ? firstSeen(resource, at) : countedUpTo(usage, before.get(resource.id), at));
  }
  return { ...book, resources };
}

/** A lock that is held when it is first seen tells since when. */
function firstSeen(resource: ResourceSnapshot, at: number): Usage {
  const since = 'taken' in resource && resource.owner !== undefined ? Math.min(at, resource.heldSince ?? at) : at;
  return { ...nothing, since, countedTo: at, held: at - since };
}

/** `usage` with the time since it was last counted, in which the resource was as it is in `resource`. */
export function countedUpTo(usage: Usage, resource: ResourceSnapshot | undefined, at: number): Usage {
  const time = Math.max(0, at - usage.countedTo);
  const counted = { ...usage, countedTo: Math.max(at, usage.countedTo) };
  switch (resource?.kind) {
    case 'Lock':
    case 'RLock':
      return resource.owner === undefined ? counted : { ...counted, held: usage.held + time };
    case 'Queue':
    case 'LifoQueue':
    case 'PriorityQueue':
    case 'SimpleQueue':
    case 'PollableQueue':
      return {
        ...counted,
        full: usage.full + (resource.capacity > 0 && resource.size >= resource.capacity ? time : 0),
        empty: usage.empty + (resource.size === 0 ? time : 0),
      };
    case 'ThreadPoolExecutor':
    case 'ProcessPoolExecutor':
      return { ...counted, busy: usage.busy + time * (resource.workers - resource.idle), staffed: usage.staffed + time * resource.workers };
    default:
      return counted;
  }
}

/** `dropped`: lost since the run began. */
export function countHistory(book: UsageBook, events: readonly HistoryEvent[], dropped: number): UsageBook {
  const resources = new Map(book.resources);
  const open = new Map(dropped === book.dropped ? book.open : []);
  for (const { thread, what, resource, at } of events) {
    if (what === 'waits' && resource !== undefined) {
      open.set(thread, { resource, at });
      continue;
    }
    if (what !== 'woke' && what !== 'ended' && what !== 'waits') continue;
    const begun = open.get(thread);
    if (begun === undefined) continue;
    open.delete(thread);
    const usage = resources.get(begun.resource);
    if (what !== 'woke' || usage === undefined) continue;
    const wait = Math.max(0, at - begun.at);
    resources.set(begun.resource, { ...usage, waits: usage.waits + 1, waited: usage.waited + wait, longestWait: Math.max(usage.longestWait, wait) });
  }
  return { resources, open, dropped };
}
