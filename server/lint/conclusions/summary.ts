// What calling a function may take, over all calls that follow from it, with the shortest way to each lock.
import { callsOf, type Behaviour, type Event } from '../walk/behaviour.js';
import { lockFromCaller, refusesToWait, type Target } from '../walk/effects.js';
import { siteOf } from '../facts/finding.js';
import { foreign } from '../values/foreign-call.js';
import type { Lock, Locks } from '../values/locks.js';
import type { FunctionNode } from '../program/program.js';
import { callKey, objectKey, type Held, type Hop } from '../walk/state.js';
import { narrowed, narrowKey, possible, type Classes, type Narrow } from './receiver.js';

/** A lock that is taken somewhere below a function. */
export interface Taken extends Narrow {
  lock: Lock;
  /** From the function to the acquisition. */
  hops: readonly Hop[];
  /** Declarations held inside, when it is taken. */
  inside: readonly string[];
  shared: boolean;
}

/** Two locks taken one inside the other, at least one of which only a caller can name. */
export interface OpenPair extends Narrow {
  held: Lock;
  heldHops: readonly Hop[];
  lock: Lock;
  hops: readonly Hop[];
  inside: readonly string[];
}

/** An event below a function that matters to those who call it with a lock held. */
export interface Done extends Narrow {
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
  /** What of it can happen to the object of the call. */
  through(target: Target): Summary;
  /** In the order of files and of the text. */
  readonly behaviours: readonly Behaviour[];
  behaviourOf(node: FunctionNode): Behaviour | undefined;
  /** Declarations that every known caller holds. */
  entry(node: FunctionNode): ReadonlySet<string>;
  /** Whether some known function calls it. */
  called(node: FunctionNode): boolean;
}

const takeLimit = 80;
const hopLimit = 12;
const doneLimit = 24;
export const emptySummary: Summary = { takes: new Map(), pairs: new Map(), does: new Map() };

/** Of functions that call each other in circles, in the order of the text; `below` tells about all others. */
export function summarize(behaviours: readonly Behaviour[], below: (node: FunctionNode) => Summary, locks: Locks, classes: Classes): Map<FunctionNode, Summary> {
  const summaries = new Map<FunctionNode, Summary>(behaviours.map((behaviour) => [behaviour.function, { takes: new Map(), pairs: new Map(), does: new Map() }]));
  const of = (node: FunctionNode): Summary => summaries.get(node) ?? below(node);
  for (let grown = true; grown; ) {
    grown = false;
    for (const behaviour of behaviours) {
      const summary = summaries.get(behaviour.function);
      if (summary && grow(behaviour, summary)) grown = true;
    }
    if (behaviours.length === 1 && !callsOf(behaviours[0] as Behaviour).some(({ target }) => summaries.has(target.function))) break;
  }
  return summaries;

  /** Whether the summary became larger or a way shorter. */
  function grow(behaviour: Behaviour, summary: Summary): boolean {
    const given = new Set(behaviour.gives.map(objectKey));
    let grown = false;
    const take = (taken: Taken): void => {
      const key = objectKey(taken.lock) + narrowKey(taken);
      // A function that gives a lock back before it takes it again does not ask for it twice.
      if (given.has(objectKey(taken.lock)) || taken.hops.length > hopLimit) return;
      const before = summary.takes.get(key);
      if (before ? before.hops.length <= taken.hops.length : summary.takes.size >= takeLimit) return;
      summary.takes.set(key, taken);
      grown = true;
    };
    const pair = (made: OpenPair): void => {
      const key = `${objectKey(made.held)}>${objectKey(made.lock)}` + narrowKey(made);
      if (!made.held.open && !made.lock.open && !fromParameter(made.held) && !fromParameter(made.lock)) return;
      if (made.hops.length > hopLimit || summary.pairs.has(key) || summary.pairs.size >= takeLimit) return;
      summary.pairs.set(key, made);
      grown = true;
    };
    const done = (made: Done): void => {
      const key = `${made.function.key} ${callKey(made.event.at)}` + narrowKey(made);
      const before = summary.does.get(key);
      if (made.hops.length > hopLimit || (before ? before.hops.length <= made.hops.length : summary.does.size >= doneLimit)) return;
      summary.does.set(key, made);
      grown = true;
    };
    for (const event of behaviour.events) {
      const here: Narrow = event.flags ? { flags: event.flags } : {};
      if (event.kind === 'operation' ? event.does.does === 'block' || event.does.does === 'wait' || event.does.does === 'complete' : event.kind === 'invoke' ? event.function === behaviour.function : event.kind === 'unknown-call' && foreign(event.callee, behaviour.function) !== undefined) {
        if (event.kind === 'operation' || event.kind === 'invoke' || event.kind === 'unknown-call') {
          const hop: Hop = { site: siteOf(behaviour.function.file.path, event.at), message: `${behaviour.function.qualified} calls ${event.text}` };
          done({ event, function: behaviour.function, hops: [hop], inside: event.held.map((held) => held.lock.declaration), ...here });
        }
      }
      if (event.kind === 'acquire' && event.waits) {
        const hops = [takesHop(behaviour.function, event.lock, event)];
        const inside = event.held.map((held) => held.lock.declaration);
        take({ lock: event.lock, hops, inside, shared: event.shared, ...here });
        for (const held of event.held) pair({ held: held.lock, heldHops: holdHops(behaviour.function, held), lock: event.lock, hops, inside, ...here });
      } else if (event.kind === 'call') {
        const below = of(event.target.function);
        const call: Hop = { site: siteOf(behaviour.function.file.path, event.at), message: `${behaviour.function.qualified} calls ${event.text}` };
        const narrow = (item: Narrow): Narrow => narrowed(item, event.target, behaviour.function, event.flags ?? [], classes);
        for (const taken of below.takes.values()) {
          const lock = lockFromCaller(taken.lock, event.target, behaviour.function, locks);
          if (!lock || !possible(taken, event.target, classes)) continue;
          const only = narrow(taken);
          const inside = [...taken.inside, ...event.held.map((held) => held.lock.declaration)];
          const hops = [call, ...taken.hops];
          take({ lock, hops, inside, shared: taken.shared, ...only });
          for (const held of event.held) pair({ held: held.lock, heldHops: holdHops(behaviour.function, held), lock, hops, inside, ...only });
        }
        const waits = !refusesToWait(event.target);
        for (const made of below.does.values()) {
          if ((!waits && made.event.kind === 'operation') || !possible(made, event.target, classes)) continue;
          const { only: _, flags: __, ...same } = made;
          // What a parameter is, the caller knows; from there on it is a call like any other.
          if (made.event.kind !== 'invoke') done({ ...same, hops: [call, ...made.hops], inside: [...made.inside, ...event.held.map((held) => held.lock.declaration)], ...narrow(made) });
        }
        for (const open of below.pairs.values()) {
          const held = lockFromCaller(open.held, event.target, behaviour.function, locks);
          const lock = lockFromCaller(open.lock, event.target, behaviour.function, locks);
          if (held && lock && possible(open, event.target, classes)) pair({ held, heldHops: [call, ...open.heldHops], lock, hops: open.hops, inside: [...open.inside, ...event.held.map((item) => item.lock.declaration)], ...narrow(open) });
        }
      }
    }
    return grown;
  }
}

/** A lock below a parameter other than the object itself: which object it is, only a caller can tell. */
export const fromParameter = (lock: Lock): boolean => {
  const root = lock.place?.root;
  return root?.kind === 'parameter' && root.function.facts.parameters[root.index]?.name !== root.function.facts.self;
};

export const takesHop = (node: FunctionNode, lock: Lock, event: Event): Hop => ({ site: siteOf(node.file.path, event.at), message: `${node.qualified} takes ${lock.name}` });

/** How a function came to hold a lock. */
export const holdHops = (node: FunctionNode, held: Held): Hop[] =>
  held.via.length > 0 ? [...held.via] : [{ site: siteOf(node.file.path, held.at), message: `${node.qualified} takes ${held.lock.name}` }];
