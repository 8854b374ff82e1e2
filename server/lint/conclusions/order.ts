// Which lock is taken while which other is held, over the whole program, and where those orders contradict each other.
import type { Site } from '../facts/finding.js';
import type { Behaviour } from '../walk/behaviour.js';
import type { Lock } from '../values/locks.js';
import type { FunctionNode } from '../program/program.js';
import { objectKey, type Hop } from '../walk/state.js';
import { fromParameter, holdHops, takesHop, type Summaries } from './summary.js';
import { lockFromCaller } from '../walk/effects.js';
import type { Locks } from '../values/locks.js';
import { siteOf } from '../facts/finding.js';

/** One way through the program that takes `to` while it holds `from`. */
export interface Nesting {
  from: Lock;
  to: Lock;
  function: FunctionNode;
  /** The last step of the outer function: its acquisition or its call. */
  at: Site;
  hold: readonly Hop[];
  take: readonly Hop[];
  /** Declarations of everything held when `to` is asked for. */
  held: ReadonlySet<string>;
  shared: boolean;
}

export interface Cycle {
  nestings: readonly [Nesting, Nesting, ...Nesting[]];
}

const perEdge = 8;

/** The nestings of two different locks in one function; the same lock nested in itself is the business of other rules. */
export function nestingsIn(behaviour: Behaviour, summaries: Summaries, locks: Locks): Nesting[] {
  const found: Nesting[] = [];
  const node = behaviour.function;
  let entry: ReadonlySet<string> | undefined;
  const note = (from: Lock, hold: readonly Hop[], to: Lock, take: readonly Hop[], at: Site, held: Iterable<string>, shared: boolean): void => {
    if (from.open || to.open || ownConstruction(node, from)) return;
    entry ??= summaries.entry(node);
    found.push({ from, to, function: node, at, hold, take, held: new Set([...held, ...entry]), shared });
  };
  for (const event of behaviour.events) {
    const outer = event.held.map((held) => held.lock.declaration);
    if (event.kind === 'acquire' && event.waits) {
      if (event.held.some((held) => objectKey(held.lock) === objectKey(event.lock))) continue;
      const at = siteOf(node.file.path, event.at);
      for (const held of event.held) note(held.lock, holdHops(node, held), event.lock, [takesHop(node, event.lock, event)], at, outer, event.shared && held.shared);
    } else if (event.kind === 'call') {
      const at = siteOf(node.file.path, event.at);
      const call: Hop = { site: at, message: `${node.qualified} calls ${event.text}` };
      const below = summaries.through(event.target);
      if (event.held.length > 0) {
        for (const taken of below.takes.values()) {
          const lock = lockFromCaller(taken.lock, event.target, node, locks);
          if (!lock || event.held.some((held) => objectKey(held.lock) === objectKey(lock))) continue;
          for (const held of event.held) note(held.lock, holdHops(node, held), lock, [call, ...taken.hops], at, [...outer, ...taken.inside], taken.shared && held.shared);
        }
      }
      for (const open of below.pairs.values()) {
        const from = lockFromCaller(open.held, event.target, node, locks);
        const to = lockFromCaller(open.lock, event.target, node, locks);
        if (!from || !to || objectKey(from) === objectKey(to)) continue;
        const settled = (before: Lock, now: Lock): boolean => before.open && !now.open;
        const exact = fromParameter(open.held) && fromParameter(open.lock) && from.place?.root.kind === 'global' && to.place?.root.kind === 'global';
        if (settled(open.held, from) || settled(open.lock, to) || exact) note(from, [call, ...open.heldHops], to, open.hops, at, [...outer, ...open.inside], false);
      }
    }
  }
  return found;
}

/** Before a constructor has returned nobody else can hold the new object's locks. */
function ownConstruction(node: FunctionNode, lock: Lock): boolean {
  const root = lock.place?.root;
  return node.facts.role === 'constructor' && root?.kind === 'parameter' && root.function === node && root.index === 0;
}

/** Contradictions, each once: the shortest cycle through every nesting that lies on one. */
export function cycles(all: readonly Nesting[]): Cycle[] {
  const edges = new Map<string, Map<string, Nesting[]>>();
  for (const nesting of all) {
    const from = nesting.from.declaration;
    const to = nesting.to.declaration;
    if (from === to) continue;
    const targets = edges.get(from) ?? new Map<string, Nesting[]>();
    edges.set(from, targets);
    const list = targets.get(to) ?? [];
    targets.set(to, list);
    list.push(nesting);
  }
  for (const targets of edges.values()) {
    for (const list of targets.values()) {
      list.sort((a, b) => a.hold.length + a.take.length - (b.hold.length + b.take.length) || a.held.size - b.held.size || order(a.at, b.at));
      list.length = Math.min(list.length, perEdge);
    }
  }
  const reported = new Set<string>();
  const result: Cycle[] = [];
  for (const from of [...edges.keys()].sort()) {
    for (const to of [...(edges.get(from)?.keys() ?? [])].sort()) {
      const path = shortest(edges, to, from);
      if (!path) continue;
      const names = [from, ...path.slice(0, -1)];
      const key = [...names].sort().join(' ');
      if (reported.has(key)) continue;
      const ring = names.map((name, index) => edges.get(name)?.get(names[(index + 1) % names.length] ?? '') ?? []);
      const chosen = choose(ring, []);
      if (!chosen) continue;
      reported.add(key);
      const [first, second, ...rest] = chosen;
      if (first && second) result.push({ nestings: [first, second, ...rest] });
    }
  }
  return result;
}

/** One nesting for each edge, such that no two share a lock that would keep them apart. */
function choose(ring: readonly Nesting[][], chosen: Nesting[]): Nesting[] | undefined {
  const candidates = ring[chosen.length];
  if (!candidates) return chosen.every((nesting) => nesting.shared) || evidentlyAlone(chosen) ? undefined : chosen;
  for (const candidate of candidates) {
    if (chosen.some((other) => [...candidate.held].some((name) => other.held.has(name)))) continue;
    const found = choose(ring, [...chosen, candidate]);
    if (found) return found;
  }
  return undefined;
}

/** All in code that runs once in one thread, or on locks that only one call of one function knows. */
function evidentlyAlone(chosen: readonly Nesting[]): boolean {
  const first = chosen[0];
  if (!first || !chosen.every((nesting) => nesting.function === first.function)) return false;
  if (first.function.index === 0) return true;
  return chosen.every(({ from }) => from.place?.root.kind === 'local' && from.place.root.function === first.function);
}

function shortest(edges: Map<string, Map<string, Nesting[]>>, start: string, goal: string): string[] | undefined {
  const before = new Map<string, string | undefined>([[start, undefined]]);
  const queue = [start];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (at === goal) {
      const path: string[] = [];
      for (let step: string | undefined = at; step !== undefined; step = before.get(step)) path.unshift(step);
      return path;
    }
    for (const next of edges.get(at)?.keys() ?? []) {
      if (before.has(next)) continue;
      before.set(next, at);
      queue.push(next);
    }
  }
  return undefined;
}

const order = (a: Site, b: Site): number => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column);
