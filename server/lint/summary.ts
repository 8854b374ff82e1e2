// What calling a function may take, over all calls that follow from it, with the shortest way to each lock.
import type { Behaviour, Event } from './behaviour.js';
import { lockFromCaller, refusesToWait } from './effects.js';
import { siteOf } from './finding.js';
import type { Lock, Locks } from './locks.js';
import type { FunctionNode } from './program.js';
import { callKey, objectKey, type Held, type Hop } from './state.js';

/** A lock that is taken somewhere below a function. */
export interface Taken {
  lock: Lock;
  /** From the function to the acquisition. */
  hops: readonly Hop[];
  /** Declarations held inside, when it is taken. */
  inside: readonly string[];
  shared: boolean;
}

/** Two locks taken one inside the other, at least one of which only a caller can name. */
export interface OpenPair {
  held: Lock;
  heldHops: readonly Hop[];
  lock: Lock;
  hops: readonly Hop[];
  inside: readonly string[];
}

/** An event below a function that matters to those who call it with a lock held. */
export interface Done {
  event: Event & { kind: 'operation' | 'invoke' | 'unknown-call' };
  /** Whose event it is. */
  function: FunctionNode;
  hops: readonly Hop[];
  /** Locks that the function itself or those between hold. */
  inside: readonly string[];
}

export interface Summary {
  takes: Map<string, Taken>;
  pairs: Map<string, OpenPair>;
  does: Map<string, Done>;
}

export interface Summaries {
  of(node: FunctionNode): Summary;
  behaviours: readonly Behaviour[];
  /** Declarations that every known caller holds. */
  entry(node: FunctionNode): ReadonlySet<string>;
  /** Whether some known function calls it. */
  called(node: FunctionNode): boolean;
}

const takeLimit = 80;
const hopLimit = 12;
const doneLimit = 24;
const empty: Summary = { takes: new Map(), pairs: new Map(), does: new Map() };

export function createSummaries(behaviours: readonly Behaviour[], locks: Locks, escaped: ReadonlySet<FunctionNode>, signal?: AbortSignal): Summaries {
  const summaries = new Map<FunctionNode, Summary>();
  const byFunction = new Map(behaviours.map((behaviour) => [behaviour.function, behaviour]));
  const callers = new Map<FunctionNode, Set<FunctionNode>>();
  for (const behaviour of behaviours) {
    summaries.set(behaviour.function, { takes: new Map(), pairs: new Map(), does: new Map() });
    for (const event of behaviour.events) {
      if (event.kind !== 'call') continue;
      const list = callers.get(event.target.function) ?? new Set();
      list.add(behaviour.function);
      callers.set(event.target.function, list);
    }
  }

  const pending = new Set(behaviours.map((behaviour) => behaviour.function));
  for (const node of pending) {
    signal?.throwIfAborted();
    pending.delete(node);
    const behaviour = byFunction.get(node);
    const summary = summaries.get(node);
    if (!behaviour || !summary) continue;
    if (grow(behaviour, summary)) for (const caller of callers.get(node) ?? []) pending.add(caller);
  }

  /** Whether the summary became larger or a way shorter. */
  function grow(behaviour: Behaviour, summary: Summary): boolean {
    const given = new Set(behaviour.gives.map(objectKey));
    let grown = false;
    const take = (taken: Taken): void => {
      const key = objectKey(taken.lock);
      // A function that gives a lock back before it takes it again does not ask for it twice.
      if (given.has(key) || taken.hops.length > hopLimit) return;
      const before = summary.takes.get(key);
      if (before ? before.hops.length <= taken.hops.length : summary.takes.size >= takeLimit) return;
      summary.takes.set(key, taken);
      grown = true;
    };
    const pair = (made: OpenPair): void => {
      const key = `${objectKey(made.held)}>${objectKey(made.lock)}`;
      if (!made.held.open && !made.lock.open && !fromParameter(made.held) && !fromParameter(made.lock)) return;
      if (made.hops.length > hopLimit || summary.pairs.has(key) || summary.pairs.size >= takeLimit) return;
      summary.pairs.set(key, made);
      grown = true;
    };
    const done = (made: Done): void => {
      const key = `${made.function.key} ${callKey(made.event.at)}`;
      const before = summary.does.get(key);
      if (made.hops.length > hopLimit || (before ? before.hops.length <= made.hops.length : summary.does.size >= doneLimit)) return;
      summary.does.set(key, made);
      grown = true;
    };
    for (const event of behaviour.events) {
      if (event.kind === 'operation' ? event.does.does === 'block' || event.does.does === 'wait' : event.kind === 'invoke' && event.function === behaviour.function) {
        if (event.kind === 'operation' || event.kind === 'invoke') {
          const hop: Hop = { site: siteOf(behaviour.function.file.facts.path, event.at), message: `${behaviour.function.facts.qualified} calls ${event.text}` };
          done({ event, function: behaviour.function, hops: [hop], inside: event.held.map((held) => held.lock.declaration) });
        }
      }
      if (event.kind === 'acquire' && event.waits) {
        const hops = [takesHop(behaviour.function, event.lock, event)];
        const inside = event.held.map((held) => held.lock.declaration);
        take({ lock: event.lock, hops, inside, shared: event.shared });
        for (const held of event.held) pair({ held: held.lock, heldHops: holdHops(behaviour.function, held), lock: event.lock, hops, inside });
      } else if (event.kind === 'call') {
        const below = summaries.get(event.target.function) ?? empty;
        const call: Hop = { site: siteOf(behaviour.function.file.facts.path, event.at), message: `${behaviour.function.facts.qualified} calls ${event.text}` };
        for (const taken of below.takes.values()) {
          const lock = lockFromCaller(taken.lock, event.target, behaviour.function, locks);
          if (!lock) continue;
          const inside = [...taken.inside, ...event.held.map((held) => held.lock.declaration)];
          const hops = [call, ...taken.hops];
          take({ lock, hops, inside, shared: taken.shared });
          for (const held of event.held) pair({ held: held.lock, heldHops: holdHops(behaviour.function, held), lock, hops, inside });
        }
        const waits = !refusesToWait(event.target);
        for (const made of below.does.values()) {
          if (!waits && made.event.kind === 'operation') continue;
          // What a parameter is, the caller knows; from there on it is a call like any other.
          if (made.event.kind !== 'invoke') done({ ...made, hops: [call, ...made.hops], inside: [...made.inside, ...event.held.map((held) => held.lock.declaration)] });
        }
        for (const open of below.pairs.values()) {
          const held = lockFromCaller(open.held, event.target, behaviour.function, locks);
          const lock = lockFromCaller(open.lock, event.target, behaviour.function, locks);
          if (held && lock) pair({ held, heldHops: [call, ...open.heldHops], lock, hops: open.hops, inside: [...open.inside, ...event.held.map((item) => item.lock.declaration)] });
        }
      }
    }
    return grown;
  }

  return {
    of: (node) => summaries.get(node) ?? empty,
    behaviours,
    called: (node) => callers.has(node),
    entry: entryLocks(behaviours, callers, escaped),
  };
}

/** A lock below a parameter other than the object itself: which object it is, only a caller can tell. */
export const fromParameter = (lock: Lock): boolean => {
  const root = lock.place?.root;
  return root?.kind === 'parameter' && root.function.facts.parameters[root.index]?.name !== root.function.facts.self;
};

export const takesHop = (node: FunctionNode, lock: Lock, event: Event): Hop => ({ site: siteOf(node.file.facts.path, event.at), message: `${node.facts.qualified} takes ${lock.name}` });

/** How a function came to hold a lock. */
export const holdHops = (node: FunctionNode, held: Held): Hop[] =>
  held.via.length > 0 ? [...held.via] : [{ site: siteOf(node.file.facts.path, held.at), message: `${node.facts.qualified} takes ${held.lock.name}` }];

/** The locks that all callers of a function hold, for functions that are only called by name. */
function entryLocks(behaviours: readonly Behaviour[], callers: Map<FunctionNode, Set<FunctionNode>>, escaped: ReadonlySet<FunctionNode>): (node: FunctionNode) => ReadonlySet<string> {
  const entry = new Map<FunctionNode, Set<string>>();
  const none: ReadonlySet<string> = new Set();
  const calls = new Map<FunctionNode, { from: FunctionNode; held: string[] }[]>();
  for (const behaviour of behaviours) {
    for (const event of behaviour.events) {
      if (event.kind !== 'call') continue;
      const list = calls.get(event.target.function) ?? [];
      list.push({ from: behaviour.function, held: event.held.map((held) => held.lock.declaration) });
      calls.set(event.target.function, list);
    }
  }
  const open = (node: FunctionNode): boolean => !callers.has(node) || escaped.has(node);
  // From "everything" downwards; undefined stands for everything.
  let changed = true;
  for (let round = 0; changed && round < 20; round++) {
    changed = false;
    for (const behaviour of behaviours) {
      const node = behaviour.function;
      if (open(node)) continue;
      let common: Set<string> | undefined;
      for (const call of calls.get(node) ?? []) {
        const above = open(call.from) ? none : entry.get(call.from);
        if (!above && call.from !== node && round === 0) continue;
        const held = new Set([...call.held, ...(above ?? [])]);
        common = common ? new Set([...common].filter((name) => held.has(name))) : held;
      }
      if (!common) continue;
      const before = entry.get(node);
      if (!before || before.size !== common.size) {
        entry.set(node, common);
        changed = true;
      }
    }
  }
  return (node) => (open(node) ? none : (entry.get(node) ?? none));
}
