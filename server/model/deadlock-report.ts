// What there is to say about the deadlocks of a run: who, where both ways, how to break the circle, what to read. Pure; data, no words.
import type { Operation, ResourceId, ResourceSnapshot, ThreadId } from '../../recipes/host/messages.js';
import type { CatalogEntry, DeadlockCycle, DeadlockMember, DeadlockReport, NamedResource, NamedThread, Remedy, StrandedMember } from '../protocol.js';
import type { RunState } from './run-state.js';
import { stillSince, strandedThreads, type StrandedThread } from './stranded.js';
import { resourceName, threadName } from './wording.js';
import { cyclesOf, stuckThreads, waitsOf, type Cycle, type Wait } from './wait-graph.js';

type Catalog = readonly Pick<CatalogEntry, 'id' | 'title' | 'twinOf'>[];

/** Undefined where no thread waits for ever. `catalog`: the recipes that there are; the one that shows how the run's own should be is the first lesson. */
export function deadlockReport(state: RunState, catalog: Catalog = []): DeadlockReport | undefined {
  const cycles = cyclesOf(state);
  const stranded = strandedThreads(state, cycles);
  if (cycles.length === 0 && stranded.length === 0) return undefined;
  const waits = waitsOf(state);
  const behind = [...stuckThreads(state)].flatMap(([id, stuck]) => {
    const wait = waits.get(id);
    return stuck.why !== 'cycle' && wait && state.threads.get(wait.waitsFor)?.state.kind !== 'ended' ? [{ thread: named(state, id), waitsFor: named(state, wait.waitsFor) }] : [];
  });
  return { run: state.run, recipe: state.recipe, title: state.title, at: state.at - state.startedAt, over: state.outcome !== undefined, cycles: cycles.map((cycle) => described(state, cycle, catalog)), stranded: stranded.map((each) => strandedMember(state, each, catalog)), ...(stranded.length > 0 ? { stillAfter: stillSince(state) - state.startedAt } : {}), behind };
}

function described(state: RunState, { waits }: Cycle, catalog: Catalog): DeadlockCycle {
  const members = waits.map((wait, index): DeadlockMember => {
    const wanted = waits.at(index - 1)?.resource;
    const resource = wanted === undefined ? undefined : state.resources.get(wanted);
    return {
      thread: named(state, wait.waiter),
      ...(resource === undefined ? {} : {
        holds: {
          resource: namedResource(state, resource.id),
          taken: 'taken' in resource ? resource.taken : [],
          ...('taken' in resource && resource.heldSince !== undefined ? { since: state.at - resource.heldSince } : {}),
        },
      }),
      waits: {
        ...(wait.resource === undefined ? {} : { resource: namedResource(state, wait.resource) }),
        heldBy: named(state, wait.waitsFor),
        stack: wait.stack,
        since: state.at - wait.since,
      },
    };
  });
  const remedy = remedyOf(state, waits, members);
  return {
    members,
    formedAfter: Math.max(...waits.map(({ since }) => since)) - state.startedAt,
    remedy,
    rule: ruleOf(remedy, members),
    lessons: found(state, catalog, lessons[remedy.kind]),
  };
}

/** The recipe that shows how the run's own should be is the first. */
function found(state: RunState, catalog: Catalog, ids: readonly string[]): { recipe: string; title: string }[] {
  return [...new Set([catalog.find(({ id }) => id === state.recipe)?.twinOf, ...ids])].flatMap((lesson) => {
    const entry = catalog.find(({ id }) => id === lesson && id !== state.recipe);
    return entry ? { recipe: entry.id, title: entry.title } : [];
  });
}

function strandedMember(state: RunState, { thread, resource, last }: StrandedThread, catalog: Catalog): StrandedMember {
  const { operation, resource: id, stack, since } = thread.state;
  const { rule, recipes } = advice(operation, resource?.kind ?? 'Lock');
  return {
    thread: named(state, thread.id),
    operation,
    resource: namedResource(state, id),
    stack,
    since: state.at - since,
    ...(last ? { last: { thread: named(state, last.thread), ended: (state.threads.get(last.thread)?.state.kind ?? 'ended') === 'ended', ago: state.at - last.at } } : {}),
    ...(rule === undefined ? {} : { rule }),
    lessons: found(state, catalog, recipes),
  };
}

/** What to read about a wait that nobody ends. */
function advice(operation: Operation, kind: ResourceSnapshot['kind']): { rule?: string; recipes: string[] } {
  switch (operation) {
    case 'acquire':
      return { rule: 'lock-leak', recipes: ['semaphore-limit'] };
    case 'wait':
      return kind === 'Condition' ? { rule: 'wait-not-in-loop', recipes: ['wake-one-at-a-time'] } : { recipes: ['item-with-event'] };
    case 'join':
      return kind.endsWith('Queue') ? { rule: 'task-done-missing', recipes: ['task-done-join'] } : { recipes: ['pool-shutdown'] };
    case 'get':
    case 'put':
    case 'select':
      return { recipes: ['sentinel-consumers', 'queue-timeouts'] };
    case 'result':
      return { recipes: ['actor-future'] };
    default:
      return operation satisfies never;
  }
}

function remedyOf(state: RunState, waits: readonly Wait[], members: readonly DeadlockMember[]): Remedy {
  for (const { thread, waits: { resource, heldBy } } of members) {
    if (resource === undefined) return { kind: 'join-without-lock', thread, joins: heldBy };
    if (resource.kind === 'Future') return { kind: 'no-result-inside', thread, future: resource };
  }
  const [first] = members;
  if (first?.waits.resource && members.length === 1) return { kind: 'not-twice', thread: first.thread, lock: first.waits.resource };
  // Any one order will do. The one in which they were made is what `acquire(a, b)` of the library follows.
  const order = waits.map(({ resource }) => resource!).sort((a, b) => a - b);
  const changes = members.flatMap(({ thread, holds, waits: { resource: wants } }) => (holds && wants && holds.resource.id > wants.id ? [{ thread, holds: holds.resource, wants }] : []));
  return { kind: 'one-order', order: order.map((id) => namedResource(state, id)), changes };
}

/** Threads that all go through the same two lines differ only in which locks they were given. */
function ruleOf(remedy: Remedy, members: readonly DeadlockMember[]): string {
  switch (remedy.kind) {
    case 'one-order': {
      const ways = new Set(members.map(({ holds, waits }) => JSON.stringify([holds?.taken[0], waits.stack[0]])));
      return ways.size === 1 ? 'lock-order-instances' : 'lock-order-inversion';
    }
    case 'not-twice':
      return 'self-deadlock';
    case 'join-without-lock':
      return 'join-under-lock';
    case 'no-result-inside':
      return 'pool-self-wait';
    default:
      return remedy satisfies never;
  }
}

const lessons: Record<Remedy['kind'], string[]> = {
  'one-order': ['transfer-ordered', 'dining-philosophers'],
  'not-twice': ['rlock-class'],
  'join-without-lock': ['watchdog'],
  'no-result-inside': ['watchdog'],
};

/** Every recipe and rule that a report may name; a test holds them against what there is. */
export const namedLessons: readonly string[] = [...Object.values(lessons).flat(), 'semaphore-limit', 'wake-one-at-a-time', 'item-with-event', 'task-done-join', 'pool-shutdown', 'sentinel-consumers', 'queue-timeouts', 'actor-future'];

function named(state: RunState, id: ThreadId): NamedThread {
  return { id, name: threadName(state, id) };
}

function namedResource(state: RunState, id: ResourceId): NamedResource {
  return { id, name: resourceName(state, id), kind: state.resources.get(id)?.kind ?? 'Lock' };
}
