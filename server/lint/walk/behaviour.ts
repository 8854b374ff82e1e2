// What one function does with locks, as rules see it: events with the locks held at that moment, and what is left held.
import type { Call, Value } from '../facts/facts.js';
import type { Range } from '../facts/finding.js';
import type { Operation } from '../facts/library.js';
import type { Lock } from '../values/locks.js';
import type { Target } from './effects.js';
import type { Flag } from './flags.js';
import type { FunctionNode } from '../program/program.js';
import type { Held } from './state.js';

export type Event = { held: readonly Held[]; at: Range; flags?: readonly Flag[] } & (
  | { kind: 'acquire'; lock: Lock; waits: boolean; shared: boolean; ordered?: true }
  | { kind: 'release'; lock: Lock; matched: boolean }
  | { kind: 'call'; target: Target; text: string }
  /** A parameter is called. */
  | { kind: 'invoke'; function: FunctionNode; index: number; text: string }
  /** Something unknown is called while a lock is held. */
  | { kind: 'unknown-call'; callee: Value; call: Call; text: string }
  /** `again`: the loop around it asks until it has come. */
  | { kind: 'operation'; does: Operation; lock?: Lock; subject?: Value; thing?: string; call: Call; text: string; inLoop: boolean; again?: true }
  | { kind: 'await'; text: string; call?: Call }
);

export type CallEvent = Event & { kind: 'call' };

export interface Leak {
  held: Held;
  /** A way out with the lock still held. */
  exit: { kind: 'return' | 'throw' | 'end'; at: Range };
}

export interface Behaviour {
  function: FunctionNode;
  events: readonly Event[];
  /** Held on every normal way out, not held before. */
  leaves: readonly Held[];
  /** Given back without having been taken here. */
  gives: readonly Lock[];
  /** Held whenever it yields. */
  yields: readonly Held[];
  leaks: readonly Leak[];
  /** Acquisitions that some way gives back. */
  returned: ReadonlySet<Range>;
  /** Those that are given back on a way on which the function returns. */
  freed: ReadonlySet<Range>;
}

/** What callers see of it. */
export type Outside = Pick<Behaviour, 'leaves' | 'gives' | 'yields'>;

export const nothing = (node: FunctionNode): Behaviour => ({ function: node, events: [], leaves: [], gives: [], yields: [], leaks: [], returned: noRanges, freed: noRanges });

/** Most functions give nothing back; one set serves all of them. */
export const noRanges: ReadonlySet<Range> = new Set();

const calls = new WeakMap<Behaviour, readonly CallEvent[]>();

/** Its events that are calls. */
export function callsOf(behaviour: Behaviour): readonly CallEvent[] {
  let found = calls.get(behaviour);
  if (!found) calls.set(behaviour, (found = behaviour.events.filter((event) => event.kind === 'call')));
  return found;
}

const callees = new WeakMap<Behaviour, readonly FunctionNode[]>();

/** The functions that it calls, each once. */
export function calleesOf(behaviour: Behaviour): readonly FunctionNode[] {
  let found = callees.get(behaviour);
  if (!found) callees.set(behaviour, (found = [...new Set(callsOf(behaviour).map(({ target }) => target.function))]));
  return found;
}
