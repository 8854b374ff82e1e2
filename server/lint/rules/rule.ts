// What a rule is: a name, a severity, and a function from what is known about the program to findings.
import type { DeclaredOrder } from '../conclusions/declared-order.js';
import type { Finding, Related, Severity } from '../facts/finding.js';
import type { Event } from '../walk/behaviour.js';
import type { Calls } from '../walk/effects.js';
import type { Types } from '../values/value-types.js';
import type { Locks } from '../values/locks.js';
import type { Nesting } from '../conclusions/order.js';
import type { FunctionNode } from '../program/program.js';
import type { Hop } from '../walk/state.js';
import type { Summaries } from '../conclusions/summary.js';

/** All that a rule may look at. No syntax, no language. */
export interface Known {
  summaries: Summaries;
  locks: Locks;
  types: Types;
  calls: Calls;
  readonly nestings: readonly Nesting[];
  /** Of the whole program, also where a local rule is asked about one function. */
  readonly whole: Known;
  /** Declarations of locks that some function gives back without having taken them. */
  readonly given: ReadonlySet<string>;
  /** Declarations of locks of one call that other functions give back. */
  readonly signalled: ReadonlySet<string>;
  /** How many functions take each lock, by declaration. */
  readonly takers: ReadonlyMap<string, number>;
  /** Everything but locks and calls that the program does, in the order of files and of the text. */
  readonly operations: readonly { node: FunctionNode; event: Event & { kind: 'operation' } }[];
  /** The order of locks that the project wants. */
  readonly declared: readonly DeclaredOrder[];
  /** Functions that run in threads of their own. */
  readonly spawned: ReadonlySet<FunctionNode>;
}

export interface Rule {
  id: string;
  severity: Severity;
  /** One sentence: what is wrong. */
  summary: string;
  /** A few sentences: why it matters, and what to do instead. */
  advice: string;
  /** What it says of one function depends on no other but by what `known` tells: it is asked about each alone, and again when that changes. */
  local?: true;
  check(known: Known): Finding[];
}

/** Numbers the steps of one path: A1, A2, … */
export const numbered = (letter: string, hops: readonly Hop[]): Related[] => hops.map((hop, index) => ({ site: hop.site, message: `${letter}${index + 1}: ${hop.message}` }));

/** A finding, unless there is nothing to explain it with. */
export function finding(rule: Rule, site: Finding['site'], message: string, related: readonly Related[]): Finding[] {
  const [first, ...rest] = related;
  return first ? [{ rule: rule.id, severity: rule.severity, site, message, related: [first, ...rest] }] : [];
}
