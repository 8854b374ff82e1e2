// Things that a call hands out and that have to be given back: a connection of a pool, a lock on a file, a function that unlocks.
// They are told by what the function does with them; nothing is known about the library. Only lock-leak hears of them: they order nothing. So it is with
// a lock of which only its name and its use are known.
import type { Event } from './behaviour.js';
import type { Call, Statement, Value } from '../facts/facts.js';
import type { Range } from '../facts/finding.js';
import { capturedIn } from './exits.js';
import type { FunctionNode } from '../program/program.js';
import { assume, callKey, type Held, type State } from './state.js';

export interface Handles {
  /** The name was just given the result of the call. */
  taken(state: State, name: string, from: Call): State;
  /** After a call: `strange` where nothing is known about what is called, as in `await this.core.mutex.lock()`. */
  called(state: State, call: Call, strange: boolean): State;
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
/** What is called like a lock and asked like one. */
const lockName = /(^|_)(lock|mutex|sema|semaphore)$|[a-z\d](Lock|Mutex|Sema|Semaphore)$/;
const asksForIt = /^(lock|acquire|lockAsync|acquireAsync)$/;
const nullTests = (name: string): string[] => [`${name} is None`, `${name} == null`, `${name} === null`, `${name} == undefined`, `${name} === undefined`];

export function createHandles(node: FunctionNode): Handles {
  const { names, locks } = handleNames(node);
  const hold = (state: State, name: string, at: Range, exclusive: boolean): { state: State; held: Held } => {
    const kind = { reentrant: true, asynchronous: true, exclusive, semaphore: false, condition: false };
    const place = { root: { kind: 'local' as const, function: node, name }, path: [] };
    const held: Held = { lock: { declaration: `${node.key}:${name}`, name, place, kind, open: false }, at, via: [], how: 'token', shared: true, handle: name };
    return { state: { ...state, held: [...state.held, held] }, held };
  };
  return {
    taken(state, name, from) {
      const how = names.get(name);
      if (how === undefined || !isOpener(lastName(from.callee)) || (how === 'function' && !from.awaited)) return state;
      const known = nullTests(name).reduce((now, text) => assume(now, text, false), assume(state, name, true));
      const taken = hold(known, name, from.at, false);
      return how === 'function' ? { ...taken.state, tokens: new Map([...known.tokens, [name, taken.held]]) } : taken.state;
    },
    called(state, call, strange) {
      // Whether what comes out of `given ?? open()` was opened, the way says on which that stands.
      if (names.size > 0 && isOpener(lastName(call.callee))) return assume(state, callKey(call.at), true);
      const name = !strange || locks.size === 0 ? undefined : lockAsked(call);
      return name === undefined || !locks.has(name) ? state : hold(state, name, call.at, true).state;
    },
    thrown: (state, name) => (names.size + locks.size > 0 && /^[A-Z][a-z]/.test(name) ? { ...state, held: state.held.filter((held) => held.handle === undefined) } : state),
    givenBack(state, call) {
      const closing = names.size + locks.size === 0 ? [] : closed(call);
      return closing.length === 0 ? undefined : state.held.find((held) => held.handle !== undefined && closing.includes(held.handle));
    },
  };
}

/** `handle.release()`, `pool.release(handle)`, `locks.releaseLock(name, handle)`: the names that may be the thing given back. */
function closed(call: Call): string[] {
  if (call.callee.kind !== 'attribute' || !closes.test(call.callee.name)) return [];
  if (call.arguments.length === 0) return [pathOf(call.callee.of) ?? ''];
  return call.arguments.flatMap(({ value }) => (value.kind === 'name' ? [value.name] : []));
}

/** `this.core.mutex` */
function pathOf(value: Value): string | undefined {
  if (value.kind === 'name') return value.name;
  const of = value.kind === 'attribute' ? pathOf(value.of) : undefined;
  return value.kind === 'attribute' && of !== undefined ? `${of}.${value.name}` : undefined;
}

/** Of `await this.core.mutex.lock()` the lock. */
function lockAsked(call: Call): string | undefined {
  const { callee } = call;
  return callee.kind === 'attribute' && call.awaited && asksForIt.test(callee.name) && lockName.test(lastName(callee.of)) ? pathOf(callee.of) : undefined;
}

/** What gets such a thing, or is asked for it, and gives it back somewhere in the function. What is returned, kept or used by an inner function lives longer. */
function handleNames(node: FunctionNode): { names: Map<string, 'object' | 'function'>; locks: Set<string> } {
  const opened = new Set<string>();
  const asked = new Set<string>();
  const found = new Map<string, 'object' | 'function'>();
  const others = new Set<string>();
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'set' && statement.from && isOpener(lastName(statement.from.callee))) opened.add(statement.name);
      else if (statement.kind === 'call') {
        const { callee } = statement.call;
        const names = closed(statement.call);
        const lock = lockAsked(statement.call);
        if (lock !== undefined) asked.add(lock);
        for (const name of names) found.set(name, 'object');
        if (names.length === 0 && callee.kind === 'name' && givesBack.test(callee.name) && statement.call.arguments.length === 0) found.set(callee.name, 'function');
        if (callee.kind === 'attribute' && callee.of.kind === 'name' && takesItself.test(callee.name)) others.add(callee.of.name);
      } else if (statement.kind === 'return' && statement.value) eachName(statement.value, (name) => others.add(name));
      else if (statement.kind === 'with') for (const item of statement.items) if (item.value.kind === 'name') others.add(item.value.name);
      for (const part of parts(statement)) visit(part);
    }
  };
  visit(node.facts.body);
  if (opened.size + asked.size === 0 || found.size === 0) return nothing;
  for (const { target, value } of node.facts.assignments) if (target.kind !== 'name') eachName(value, (name) => others.add(name));
  return {
    names: new Map([...found].filter(([name, how]) => opened.has(name) && !others.has(name) && !(how === 'function' ? capturedIn(node, name) : closedInside(node, name)))),
    locks: new Set([...asked].filter((name) => found.has(name) && !opened.has(name) && !insideOf(node).some((other) => closesName(other.facts.body, name)))),
  };
}

const nothing: ReturnType<typeof handleNames> = { names: new Map(), locks: new Set() };
const insideOf = (node: FunctionNode): FunctionNode[] => node.file.allFunctions.filter((other) => inside(other, node));

/** Whether a function inside this one gives it back. */
const closedInside = (node: FunctionNode, name: string): boolean =>
  capturedIn(node, name) && insideOf(node).some((other) => closesName(other.facts.body, name));

const inside = (inner: FunctionNode, outer: FunctionNode): boolean => inner.parent !== undefined && (inner.parent === outer || inside(inner.parent, outer));

const closesName = (statements: readonly Statement[], name: string): boolean =>
  statements.some((statement) => (statement.kind === 'call' && closed(statement.call).includes(name)) || parts(statement).some((part) => closesName(part, name)));

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
