// Things that a call hands out and that have to be given back: a connection of a pool, a lock on a file, a function that unlocks.
// They are told by what the function does with them; nothing is known about the library. Only lock-leak hears of them: they order nothing.
import type { Event } from './behaviour.js';
import type { Call, Statement, Value } from '../facts/facts.js';
import { capturedIn } from './exits.js';
import type { FunctionNode } from '../program/program.js';
import { assume, type Held, type State } from './state.js';

export interface Handles {
  /** The name was just given the result of the call. */
  taken(state: State, name: string, from: Call): State;
  /** What the call gives back, if it does. */
  givenBack(state: State, call: Call): Held | undefined;
  /** What an exception in the call leaves behind. That making a plain value fails is nobody's case. */
  thrown(state: State, name: string): State;
}

const opens = /^(try_?)?(acquire|lock|reserve|borrow|check_?out|lease)|^(get|obtain|take|create|request)_?\w*(lock|mutex|permit|connection|conn|client|runner|slot)$|^connect$/i;
const closes = /^(release|unlock|(release|unlock|return|put|give_?back|check_?in)_?(lock|mutex|permit|connection|conn|client|runner|slot))$/i;
/** A class that is made is not a function that takes: `LockableFiles()`, `Lock('x')`. */
const isClass = /^_*[A-Z]/;
const takesItself = /^(acquire|lock|__enter__|enter)$/;
const isOpener = (name: string): boolean => opens.test(name) && !isClass.test(name);
const givesBack = /^(release|unlock)/i;
const nullTests = (name: string): string[] => [`${name} is None`, `${name} == null`, `${name} === null`, `${name} == undefined`, `${name} === undefined`];

export function createHandles(node: FunctionNode): Handles {
  const names = handleNames(node);
  return {
    taken(state, name, from) {
      const how = names.get(name);
      if (how === undefined || !isOpener(lastName(from.callee)) || (how === 'function' && !from.awaited)) return state;
      const kind = { reentrant: true, asynchronous: true, exclusive: false, semaphore: false, condition: false };
      const place = { root: { kind: 'local' as const, function: node, name }, path: [] };
      const held: Held = { lock: { declaration: `${node.key}:${name}`, name, place, kind, open: false }, at: from.at, via: [], how: 'token', shared: true, handle: name };
      const known = nullTests(name).reduce((now, text) => assume(now, text, false), assume(state, name, true));
      return { ...known, held: [...known.held, held], tokens: how === 'function' ? new Map([...known.tokens, [name, held]]) : known.tokens };
    },
    thrown: (state, name) => (names.size > 0 && /^[A-Z][a-z]/.test(name) ? { ...state, held: state.held.filter((held) => held.handle === undefined) } : state),
    givenBack(state, call) {
      const name = names.size === 0 ? undefined : closed(call);
      return name === undefined ? undefined : state.held.find((held) => held.handle === name);
    },
  };
}

/** `handle.release()`, `pool.release(handle)` */
function closed(call: Call): string | undefined {
  if (call.callee.kind !== 'attribute' || !closes.test(call.callee.name)) return undefined;
  const given = call.arguments[0]?.value;
  return given?.kind === 'name' ? given.name : call.callee.of.kind === 'name' && call.arguments.length === 0 ? call.callee.of.name : undefined;
}

/** Names that get such a thing and give it back somewhere in the function. What is returned, kept or used by an inner function lives longer. */
function handleNames(node: FunctionNode): Map<string, 'object' | 'function'> {
  const opened = new Set<string>();
  const found = new Map<string, 'object' | 'function'>();
  const others = new Set<string>();
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'set' && statement.from && isOpener(lastName(statement.from.callee))) opened.add(statement.name);
      else if (statement.kind === 'call') {
        const { callee } = statement.call;
        const name = closed(statement.call);
        if (name !== undefined) found.set(name, 'object');
        else if (callee.kind === 'name' && givesBack.test(callee.name) && statement.call.arguments.length === 0) found.set(callee.name, 'function');
        if (callee.kind === 'attribute' && callee.of.kind === 'name' && takesItself.test(callee.name)) others.add(callee.of.name);
      } else if (statement.kind === 'return' && statement.value) eachName(statement.value, (name) => others.add(name));
      else if (statement.kind === 'with') for (const item of statement.items) if (item.value.kind === 'name') others.add(item.value.name);
      for (const part of parts(statement)) visit(part);
    }
  };
  visit(node.facts.body);
  if (opened.size === 0 || found.size === 0) return new Map();
  for (const { target, value } of node.facts.assignments) if (target.kind !== 'name') eachName(value, (name) => others.add(name));
  return new Map([...found].filter(([name, how]) => opened.has(name) && !others.has(name) && !(how === 'function' ? capturedIn(node, name) : closedInside(node, name))));
}

/** Whether a function inside this one gives it back. */
const closedInside = (node: FunctionNode, name: string): boolean =>
  capturedIn(node, name) && node.file.allFunctions.some((other) => inside(other, node) && closesName(other.facts.body, name));

const inside = (inner: FunctionNode, outer: FunctionNode): boolean => inner.parent !== undefined && (inner.parent === outer || inside(inner.parent, outer));

const closesName = (statements: readonly Statement[], name: string): boolean =>
  statements.some((statement) => (statement.kind === 'call' && closed(statement.call) === name) || parts(statement).some((part) => closesName(part, name)));

function parts(statement: Statement): (readonly Statement[])[] {
  switch (statement.kind) {
    case 'with':
    case 'labelled':
      return [statement.body];
    case 'branch':
      return [statement.yes, statement.no];
    case 'choose':
      return statement.arms;
    case 'loop':
      return [statement.before, statement.body, statement.otherwise];
    case 'try':
      return [statement.body, ...statement.handlers.map((handler) => handler.body), statement.otherwise, statement.finally];
    default:
      return [];
  }
}

function eachName(value: Value, visit: (name: string) => void): void {
  if (value.kind === 'name') visit(value.name);
  else if (value.kind === 'list') value.items.forEach((item) => eachName(item, visit));
  else if (value.kind === 'object') value.entries.forEach(([, item]) => eachName(item, visit));
  else if (value.kind === 'either') value.values.forEach((item) => eachName(item, visit));
}

const lastName = (callee: Value): string => (callee.kind === 'attribute' || callee.kind === 'name' ? callee.name : '');

/** `if (mine) handle.release()`: whether it is ours to give back was decided where it was taken. */
export function givenBackWhereOurs(yes: readonly State[], no: readonly State[], before: readonly State[]): State[] {
  const gone = before.flatMap((state) => state.held.filter((held) => held.handle !== undefined && yes.length > 0 && !yes.some((after) => after.held.some((other) => sameHandle(other, held)))));
  return gone.length === 0 ? [...no] : no.map((state) => ({ ...state, held: state.held.filter((held) => !gone.some((other) => sameHandle(other, held))) }));
}

const sameHandle = (a: Held, b: Held): boolean => a.handle === b.handle && a.at === b.at;

/** The event as rules see it, which know of locks only. */
export const withoutHandles = (event: Event): Event => (event.held.some((held) => held.handle !== undefined) ? { ...event, held: event.held.filter((held) => held.handle === undefined) } : event);
