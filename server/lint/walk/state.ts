// One possible situation inside a function: what is held, which ways were taken, which names give back which lock.
import type { Range, Site } from '../facts/finding.js';
import type { Test } from '../facts/facts.js';
import { placeKey, type Lock } from '../values/locks.js';

/** A place on the way to something, told to people in order. */
export interface Hop {
  site: Site;
  message: string;
}

export interface Held {
  lock: Lock;
  /** In the function at hand: the acquisition, or the call that came back with the lock. */
  at: Range;
  /** From the function at hand to the acquisition itself, where it lies in a called function. */
  via: readonly Hop[];
  /** A `scope` ends by itself on every way out; the others have to be given back. */
  how: 'scope' | 'call' | 'token';
  shared: boolean;
  /** The result of a call that has to be called, where it was not kept in a name. */
  escaped?: boolean;
  /** Taken by a function around this one, which leaves it to this one to give it back. */
  captured?: true;
  /** Taken by a call that takes several locks in one order. */
  ordered?: true;
  /** No lock, but something else that has to be given back: the name that has it. */
  handle?: string;
}

export interface State {
  held: readonly Held[];
  known: ReadonlyMap<string, boolean>;
  tokens: ReadonlyMap<string, Held>;
  /** Acquisitions that were given back on this way. */
  freed: ReadonlySet<Range>;
}

export const emptyState: State = { held: [], known: new Map(), tokens: new Map(), freed: new Set() };

/** Two locks with the same key are the same object. Locks of unknown place are never certain to be. */
export const objectKey = (lock: Lock): string => (lock.place ? placeKey(lock.place) : `~${lock.declaration}`);

export const heldKey = (held: readonly Held[]): string => held.map((item) => `${objectKey(item.lock)}@${item.at.line}:${item.at.column}`).join('|');

const stateLimit = 12;

/** Drops equal states; when there are too many, what was assumed about conditions is forgotten first. */
export function thin(states: readonly State[]): State[] {
  const [first] = states;
  if (!first || states.every((state) => state === first)) return states.slice(0, 1);
  // Most ways come together as they parted.
  const different = [...new Set(states)];
  if (different.length === 1) return different;
  const exact = unique(different, (state) => `${heldKey(state.held)}#${[...state.known].sort().join(';')}#${[...state.tokens.keys()].join(',')}#${[...state.freed].map(callKey).join(',')}`);
  if (exact.length <= stateLimit) return exact;
  return unique(exact.map((state) => ({ ...state, known: new Map<string, boolean>() })), (state) => heldKey(state.held)).slice(0, stateLimit);
}

function unique(states: readonly State[], key: (state: State) => string): State[] {
  const seen = new Map<string, State>();
  for (const state of states) {
    const mark = key(state);
    if (!seen.has(mark)) seen.set(mark, state);
  }
  return [...seen.values()];
}

/** The acquisition of that lock that came last. */
export function findHeld(state: State, lock: Lock): Held | undefined {
  const key = objectKey(lock);
  return state.held.findLast((held) => objectKey(held.lock) === key);
}

export const callKey = (at: Range): string => `@${at.line}:${at.column}:${at.endLine}:${at.endColumn}`;

export const withHeld = (state: State, held: Held): State => ({ ...state, held: [...state.held, held] });

export const without = (state: State, held: Held): State => ({ ...state, held: state.held.filter((item) => item !== held) });

export function assume(state: State, key: string, value: boolean): State {
  const known = new Map(state.known);
  known.set(key, value);
  return { ...state, known };
}

/** A name has a new value: what was assumed about it is no longer so. */
export function forget(state: State, name: string): State {
  const near = state.known.size > 0 ? [...state.known.keys()].filter((key) => key.includes(name)) : [];
  // After an error in the text a parser may call anything a name.
  const word = near.length > 0 && new RegExp(`(^|[^\\w$])${name.replace(/\W/g, '\\$&')}($|[^\\w$])`);
  const stale = word ? near.filter((key) => word.test(key)) : [];
  if (stale.length === 0 && !state.tokens.has(name)) return state;
  const known = new Map(state.known);
  stale.forEach((key) => known.delete(key));
  const tokens = new Map(state.tokens);
  tokens.delete(name);
  return { ...state, known, tokens };
}

/** Splits a state by a condition. `tracked` are the conditions worth remembering. */
export function ask(state: State, test: Test, tracked: ReadonlySet<string>): { yes: State[]; no: State[] } {
  switch (test.kind) {
    case 'unknown':
      return { yes: [state], no: [state] };
    case 'not': {
      const { yes, no } = ask(state, test.test, tracked);
      return { yes: no, no: yes };
    }
    case 'all': {
      let yes = [state];
      const no: State[] = [];
      for (const part of test.tests) {
        const split = yes.map((item) => ask(item, part, tracked));
        yes = split.flatMap((item) => item.yes);
        no.push(...split.flatMap((item) => item.no));
      }
      return { yes, no: thin(no) };
    }
    case 'any': {
      let no = [state];
      const yes: State[] = [];
      for (const part of test.tests) {
        const split = no.map((item) => ask(item, part, tracked));
        no = split.flatMap((item) => item.no);
        yes.push(...split.flatMap((item) => item.yes));
      }
      return { yes: thin(yes), no };
    }
    case 'truth': {
      const { value } = test;
      if (value.kind === 'constant') {
        if (/^(True|true|1)$/.test(value.text)) return { yes: [state], no: [] };
        if (/^(False|false|0|None|null|undefined)$/.test(value.text)) return { yes: [], no: [state] };
      }
      const key = value.kind === 'call' ? callKey(value.at) : test.text;
      const before = state.known.get(key);
      if (before !== undefined) return before ? { yes: [state], no: [] } : { yes: [], no: [state] };
      if (!tracked.has(key)) return { yes: [state], no: [state] };
      return { yes: [assume(state, key, true)], no: [assume(state, key, false)] };
    }
    default:
      return test satisfies never;
  }
}

/** Conditions that are asked more than once, without calls in them. */
export function repeatedTests(tests: readonly Test[]): Set<string> {
  const counts = new Map<string, number>();
  const count = (test: Test): void => {
    if (test.kind === 'not') count(test.test);
    else if (test.kind === 'all' || test.kind === 'any') test.tests.forEach(count);
    else if (test.kind === 'truth' && !test.text.includes('(')) counts.set(test.text, (counts.get(test.text) ?? 0) + 1);
  };
  tests.forEach(count);
  return new Set([...counts].filter(([, times]) => times > 1).map(([text]) => text));
}
