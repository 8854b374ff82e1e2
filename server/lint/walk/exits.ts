// The ways out of a function, and small questions about statements that the walk in flow.ts asks.
import type { Leak } from './behaviour.js';
import type { Call, Statement, Test } from '../facts/facts.js';
import type { Range } from '../facts/finding.js';
import type { Operation } from '../facts/library.js';
import type { FunctionNode } from '../program/program.js';
import { argumentAt } from '../values/argument-at.js';
import { heldKey, objectKey, type Held, type State } from './state.js';

export interface Exit {
  kind: 'return' | 'throw' | 'break' | 'continue' | 'end';
  state: State;
  at: Range;
  label?: string | undefined;
}

export interface Outcome {
  next: State[];
  exits: Exit[];
}

/** `byMethod`: where a lock was taken whose token was thrown away, and that the function gives back by a method of the lock. */
export function leaksOf(exits: readonly Exit[], byMethod: ReadonlySet<Range>): Leak[] {
  const leaks = new Map<string, Leak>();
  for (const exit of exits) {
    if (exit.kind !== 'return' && exit.kind !== 'throw' && exit.kind !== 'end') continue;
    for (const held of exit.state.held) {
      if (held.how === 'scope' || (held.escaped && !byMethod.has(held.at))) continue;
      // A callback may be called again later; only a way that turns back early is a plain mistake.
      if (held.captured && exit.kind !== 'return') continue;
      const key = `${positionKey(held.at)} ${exit.kind} ${positionKey(exit.at)}`;
      if (!leaks.has(key)) leaks.set(key, { held, exit: { kind: exit.kind, at: exit.at } });
    }
  }
  return [...leaks.values()];
}

/** The ways out by an exception here, one for each set of locks held. */
export function throwing(states: readonly State[], at: Range): Exit[] {
  const seen = new Set<string>();
  return states.flatMap((state): Exit[] => {
    const key = heldKey(state.held);
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ kind: 'throw', state, at }];
  });
}

/** What only writes to a log. */
const says = /^_?log([A-Z_]|$)/;

/** `calm`: functions that go well. */
export function mayThrow(name: string, does: Operation | undefined, calm: ReadonlySet<string>): boolean {
  if (!does) return !calm.has(name) && !says.test(name);
  return (does.does === 'block' && does.on !== 'sleep') || does.does === 'wait' || does.does === 'call';
}

/** Held in every state, compared by object. */
export function commonHeld(states: readonly State[]): Held[] {
  const [first, ...rest] = states;
  if (!first) return [];
  return first.held.filter((held) => !held.escaped && rest.every((state) => state.held.some((other) => objectKey(other.lock) === objectKey(held.lock))));
}

export function distinctExits(exits: Exit[]): Exit[] {
  const seen = new Set<string>();
  return exits.filter((exit) => {
    const key = `${exit.kind} ${exit.label ?? ''} ${exit.kind === 'throw' ? '' : positionKey(exit.at)} ${heldKey(exit.state.held)} ${exit.kind === 'throw' ? '' : [...exit.state.known].join(';')}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

export function collectTests(statements: readonly Statement[], into: Test[] = []): Test[] {
  for (const statement of statements) {
    if (statement.kind === 'branch') {
      into.push(statement.test);
      collectTests(statement.yes, into);
      collectTests(statement.no, into);
    } else if (statement.kind === 'loop') {
      into.push(statement.test);
      collectTests(statement.body, into);
    } else if (statement.kind === 'with' || statement.kind === 'labelled') collectTests(statement.body, into);
    else if (statement.kind === 'choose') statement.arms.forEach((arm) => collectTests(arm, into));
    else if (statement.kind === 'try') [statement.body, ...statement.handlers.map((handler) => handler.body), statement.otherwise, statement.finally].forEach((part) => collectTests(part, into));
  }
  return into;
}

/** Whether an acquisition may come back without the lock, and whether others can have it as well. */
export function terms(call: Call, operation: Operation & { does: 'acquire' }): { conditional: boolean; shared: boolean } {
  const blocking = argumentAt(call, operation.blocking)?.value;
  const timeout = argumentAt(call, operation.timeout)?.value;
  const timed = timeout !== undefined && !(timeout.kind === 'constant' && /^(None|-1|undefined)$/.test(timeout.text));
  const tries = operation.tries === true || (blocking !== undefined && !(blocking.kind === 'constant' && /^(True|1)$/.test(blocking.text)));
  return { conditional: timed || tries, shared: operation.shared === true };
}

export const lastOf = ({ callee }: Call): string => (callee.kind === 'attribute' || callee.kind === 'name' ? callee.name : '');

/** Whether a function inside this one uses the name. */
export function capturedIn(node: FunctionNode, name: string): boolean {
  // A function inside that comes or goes changes the statements of this one's, or what is declared in it.
  return node.file.allFunctions.some((other) => {
    for (let at = other.parent; at; at = at.parent) if (at === node) return mentions(other.facts.body, name);
    return false;
  });
}

const mentions = (statements: readonly Statement[], name: string): boolean => JSON.stringify(statements).includes(`{"kind":"name","name":"${name}"}`);
export const sameRange = (a: Range, b: Range): boolean => a.line === b.line && a.column === b.column && a.endLine === b.endLine && a.endColumn === b.endColumn;
export const positionKey = (at: Range): string => `${at.line}:${at.column}`;
export const lastLine = (node: FunctionNode): Range => node.at;
