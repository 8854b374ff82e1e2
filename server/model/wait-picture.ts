// Who holds and who waits as nodes and edges, for a picture. Pure; data, no words and no places.
import type { ResourceId, ResourceSnapshot, ThreadId, ThreadSnapshot } from '../../recipes/host/messages.js';
import type { PictureHold, PictureResource, PictureThread, PictureWait, WaitPicture } from '../protocol.js';
import { groupedBy } from './grouped-by.js';
import type { RunState } from './run-state.js';
import { cyclesOf, stuckThreads } from './wait-graph.js';
import { siteOf } from './wording.js';

/** More cannot be read, however large the screen. Circles and those behind them come first. */
const mostNodes = 120;

/** So many threads that wait for the same, or locks that one thread holds and nobody wants, are drawn as one. */
const manyAlike = 6;

const threadNode = (id: ThreadId): string => `t${id}`;
const resourceNode = (id: ResourceId): string => `r${id}`;

export function waitPicture(state: RunState): WaitPicture {
  const cycles = cyclesOf(state);
  const stuck = stuckThreads(state, cycles);
  const circles = cycles.map(({ waits }) => waits.flatMap(({ waiter, resource }) => (resource === undefined ? [threadNode(waiter)] : [threadNode(waiter), resourceNode(resource)])));
  const inCircle = new Set(circles.flat());

  const since = (at: number): number => at - state.startedAt;
  const waits: PictureWait[] = [];
  for (const { id, state: at } of state.threads.values()) {
    if (at.kind !== 'waiting' && at.kind !== 'joining') continue;
    const to = at.kind === 'waiting' ? resourceNode(at.resource) : threadNode(at.thread);
    const from = threadNode(id);
    waits.push({ from, to, operation: at.kind === 'waiting' ? at.operation : 'join', since: since(at.since), inCircle: inCircle.has(from) && inCircle.has(to), ...placed(at.stack) });
  }
  const holds: PictureHold[] = [];
  for (const resource of state.resources.values()) {
    const held = holdOf(resource);
    if (held === undefined) continue;
    const [from, to] = [resourceNode(resource.id), threadNode(held.by)];
    holds.push({ from, to, ...(held.since === undefined ? {} : { since: since(held.since) }), inCircle: inCircle.has(from) && inCircle.has(to), ...placed(held.taken) });
  }

  const bundles = bundled(waits, holds, inCircle);
  const wanted = chosen([...waits, ...holds].filter(({ from }) => !bundles.hidden.has(from)), inCircle, (node) => node.startsWith('t') && stuck.has(Number(node.slice(1))));
  const shown = new Set(wanted.slice(0, mostNodes));
  const drawn = <E extends { from: string; to: string }>(edges: E[]): E[] => edges.filter(({ from, to }) => shown.has(from) && shown.has(to));
  const live = [...state.threads.values()].filter((thread) => thread.state.kind !== 'ended');
  const all = new Set([...wanted, ...bundles.hidden]);
  return {
    title: state.title,
    at: since(state.at),
    active: state.outcome === undefined,
    threads: [...state.threads.values()].filter(({ id }) => shown.has(threadNode(id))).map((thread) => threadOf(thread, inCircle, stuck.has(thread.id), bundles.others.get(threadNode(thread.id)) ?? 0)),
    resources: [...state.resources.values()].filter(({ id }) => shown.has(resourceNode(id))).map((resource) => resourceOf(resource, inCircle, bundles.others.get(resourceNode(resource.id)) ?? 0)),
    waits: drawn(waits),
    holds: drawn(holds),
    leftOut: wanted.length - shown.size,
    free: live.filter(({ id }) => !all.has(threadNode(id))).length,
    still: [...stuck.values()].some(({ why }) => why === 'nobody-left'),
    circles,
  };
}

/**
 * Threads that only wait, and all for the same, are one node where there are many of them: the first stands for the `others`, which are `hidden`. So are locks
 * of one thread that nobody wants.
 */
function bundled(waits: readonly PictureWait[], holds: readonly PictureHold[], inCircle: ReadonlySet<string>): { others: Map<string, number>; hidden: Set<string> } {
  const busy = new Set([...inCircle, ...holds.map(({ to }) => to), ...waits.map(({ to }) => to)]);
  const others = new Map<string, number>();
  const hidden = new Set<string>();
  const alike = [
    ...groupedBy(waits, ({ from, to, operation }) => (busy.has(from) ? undefined : `${to} ${operation}`)).values(),
    ...groupedBy(holds, ({ from, to }) => (busy.has(from) ? undefined : to)).values(),
  ];
  for (const same of alike) {
    if (same.length < manyAlike) continue;
    const [first, ...rest] = same;
    others.set(first!.from, rest.length);
    for (const { from } of rest) hidden.add(from);
  }
  return { others, hidden };
}

/** The nodes of the edges, the most important first: circles, those that can never go on, those around what most wait for. */
function chosen(edges: readonly { from: string; to: string }[], inCircle: ReadonlySet<string>, isStuck: (node: string) => boolean): string[] {
  const degree = new Map<string, number>();
  const best = new Map<string, number>();
  for (const node of edges.flatMap(({ from, to }) => [from, to])) degree.set(node, (degree.get(node) ?? 0) + 1);
  // A node is as important as the busiest one beside it, so that a lock comes with those that wait for it.
  for (const { from, to } of edges) for (const [node, other] of [[from, to], [to, from]] as const) best.set(node, Math.max(best.get(node) ?? 0, degree.get(node)!, degree.get(other)!));
  const rank = (node: string): number => (inCircle.has(node) ? 2e9 : isStuck(node) ? 1e9 : 0) + best.get(node)!;
  return [...degree.keys()].sort((a, b) => rank(b) - rank(a));
}

function holdOf(resource: ResourceSnapshot): { by: ThreadId; since?: number; taken: ResourceSnapshot['created'] } | undefined {
  switch (resource.kind) {
    case 'Lock':
    case 'RLock':
      return resource.owner === undefined ? undefined : { by: resource.owner, taken: resource.taken, ...(resource.heldSince === undefined ? {} : { since: resource.heldSince }) };
    case 'Future':
      return resource.runner === undefined || resource.status !== 'running' ? undefined : { by: resource.runner, taken: [] };
    default:
      return undefined;
  }
}

function threadOf({ id, name, state: at }: ThreadSnapshot, inCircle: ReadonlySet<string>, stuck: boolean, others: number): PictureThread {
  return { id: threadNode(id), name, state: at.kind, inCircle: inCircle.has(threadNode(id)), stuck, others, ...('stack' in at && typeof at.stack !== 'string' ? placed(at.stack) : {}) };
}

function resourceOf(resource: ResourceSnapshot, inCircle: ReadonlySet<string>, others: number): PictureResource {
  return { id: resourceNode(resource.id), name: resource.name, kind: resource.kind, inCircle: inCircle.has(resourceNode(resource.id)), others, ...placed(resource.created) };
}

function placed(stack: ResourceSnapshot['created']): { site?: NonNullable<ReturnType<typeof siteOf>> } {
  const site = siteOf(stack);
  return site === undefined ? {} : { site };
}
