// From what is known about each function to what is known about the program, and to findings. Everything is worked out again only where something
// that it was worked out from has become another.
import type { Behaviour, CallEvent } from '../walk/behaviour.js';
import { createCallIndex } from '../walk/call-index.js';
import { followCallbacks } from '../walk/callbacks.js';
import { createCollection } from '../kept/collection.js';
import type { DeclaredOrder } from './declared-order.js';
import type { Calls } from '../walk/effects.js';
import type { Finding } from '../facts/finding.js';
import type { Locks } from '../values/locks.js';
import type { Memory } from '../kept/memory.js';
import { nestingsIn } from './order.js';
import type { FunctionNode } from '../program/program.js';
import type { Known, Rule } from '../rules/rule.js';
import { sameItems } from '../kept/same.js';
import { sameEvent } from '../walk/same-behaviour.js';
import { sameNesting } from './same-summary.js';
import { signalledIn } from './signals.js';
import { Source } from '../kept/source.js';
import { createStandings } from './standings.js';
import type { Types } from '../values/value-types.js';

export interface Program {
  /** Of the functions that matter, in the order of files and of the text. */
  behaviours: readonly Behaviour[];
  /** Handed over as values, so that nobody knows who calls them. Another set where its members are others. */
  escaped: ReadonlySet<FunctionNode>;
  /** Functions that run in threads of their own. Another set where its members are others. */
  spawned: ReadonlySet<FunctionNode>;
}

export interface Conclusions {
  known: Known;
  /** What the walks have found, where it is another than before. */
  tell(program: Program): void;
  declareOrder(declared: readonly DeclaredOrder[]): void;
  /**
   * All findings before silencing; their places move with the text. The same array while they are the same. Stops now and then; whoever has told
   * something new meanwhile, or changed a file, has to begin anew.
   */
  findings(): Generator<undefined, readonly Finding[]>;
}

export function createConclusions(rules: readonly Rule[], memory: Memory, parts: { types: Types; locks: Locks; calls: Calls }): Conclusions {
  const { types, locks, calls } = parts;
  let program: Program = { behaviours: [], escaped: new Set(), spawned: new Set() };
  let declared: readonly DeclaredOrder[] = [];
  const walks = new Source();
  const spawns = new Source();
  const declarations = new Source();
  const walked = new Map<FunctionNode, Behaviour>();
  const index = createCallIndex();
  const invoking = new Set<FunctionNode>();
  /** Behaviours with the calls of callbacks, by those without. */
  const joined = new WeakMap<Behaviour, Behaviour>();
  const standings = createStandings(memory, locks, types);
  const { summaries } = standings;

  const followed = memory.watch(() => {
    walks.read();
    return followCallbacks(program.behaviours.filter(({ function: node }) => invoking.has(node)), index, (node) => walked.get(node), calls, locks);
  });

  /** The same object while it is the same. */
  function join(behaviour: Behaviour, added: readonly CallEvent[] | undefined): Behaviour {
    if (!added) return behaviour;
    const before = joined.get(behaviour);
    if (before && sameItems(before.events.slice(behaviour.events.length), added, sameEvent)) return before;
    const now = { ...behaviour, events: [...behaviour.events, ...added] };
    joined.set(behaviour, now);
    return now;
  }

  const nestings = createCollection(memory, (node) => on(node, (behaviour) => nestingsIn(behaviour, summaries, locks)), sameNesting);
  const gives = createCollection(memory, (node) => on(node, (behaviour) => behaviour.gives.map((lock) => lock.declaration)));
  const operations = createCollection(
    memory,
    (node) => on(node, ({ events }) => events.flatMap((event) => (event.kind === 'operation' ? [{ node, event }] : []))),
    (a, b) => a.node === b.node && sameEvent(a.event, b.event),
  );
  const signals = createCollection(memory, (node) => on(node, signalledIn));
  const takes = createCollection(memory, (node) => on(node, ({ events }) => [...new Set(events.flatMap((event) => (event.kind === 'acquire' ? [event.lock.declaration] : [])))]));
  const given = memory.watch(() => new Set(gives.all()), sameSet);
  const signalled = memory.watch(() => new Set(signals.all()), sameSet);
  const takers = memory.watch(() => {
    const counts = new Map<string, number>();
    for (const declaration of takes.all()) counts.set(declaration, (counts.get(declaration) ?? 0) + 1);
    return counts;
  }, (a, b) => sameItems([...a].flat(), [...b].flat()));
  const known: Known = {
    summaries,
    locks,
    types,
    calls,
    get whole() {
      return known;
    },
    get given() {
      return given();
    },
    get signalled() {
      return signalled();
    },
    get takers() {
      return takers();
    },
    get operations() {
      return operations.all();
    },
    get nestings() {
      return nestings.all();
    },
    get declared() {
      declarations.read();
      return declared;
    },
    get spawned() {
      spawns.read();
      return program.spawned;
    },
  };
  const on = <T>(node: FunctionNode, ask: (behaviour: Behaviour) => readonly T[]): readonly T[] => {
    const behaviour = summaries.behaviourOf(node);
    return behaviour ? ask(behaviour) : [];
  };
  const local = rules.filter((rule) => rule.local);
  const perFunction = createCollection(memory, (node) =>
    on(node, (behaviour) => {
      // The members of `known` are read when they are asked for, not here.
      const own: Known = Object.create(known, { summaries: { value: Object.create(summaries, { behaviours: { value: [behaviour] } }) } });
      return local.flatMap((rule) => rule.check(own));
    }),
  );
  const collections = [nestings, gives, signals, takes, operations, perFunction];
  const checks = [perFunction.all, ...rules.filter((rule) => !rule.local).map((rule) => memory.watch(() => rule.check(known)))];
  let arrangedWith: ReadonlyMap<FunctionNode, readonly CallEvent[]> | undefined;
  let before: readonly (readonly Finding[])[] = [];
  let all: readonly Finding[] = [];

  function arrange(added: ReadonlyMap<FunctionNode, readonly CallEvent[]>): void {
    const now = program.behaviours.map((behaviour) => join(behaviour, added.get(behaviour.function)));
    const arranged = standings.arrange(now, program.escaped);
    if (arranged) for (const collection of collections) collection.over(now.map((behaviour) => behaviour.function), arranged.come, arranged.gone);
  }

  return {
    known,
    tell(now) {
      const was = program;
      program = now;
      let different = was.behaviours.length !== now.behaviours.length || was.escaped !== now.escaped;
      const gone = new Set(walked.keys());
      now.behaviours.forEach((behaviour, at) => {
        const node = behaviour.function;
        gone.delete(node);
        if (was.behaviours[at] !== behaviour) different = true;
        const old = walked.get(node);
        if (old === behaviour) return;
        walked.set(node, behaviour);
        index.put(old, behaviour);
        if (behaviour.events.some((event) => event.kind === 'invoke')) invoking.add(node);
        else invoking.delete(node);
      });
      for (const node of gone) {
        index.put(walked.get(node), undefined);
        walked.delete(node);
        invoking.delete(node);
      }
      if (different) walks.changed();
      if (was.spawned !== now.spawned) spawns.changed();
    },
    declareOrder(order) {
      declared = order;
      declarations.changed();
    },
    *findings() {
      const added = followed();
      yield;
      if (added !== arrangedWith) arrange(added);
      arrangedWith = added;
      for (const collection of collections) {
        yield;
        yield* collection.settle();
      }
      const found: (readonly Finding[])[] = [];
      for (const check of checks) {
        yield;
        found.push(check());
      }
      if (!sameItems(before, found)) all = found.flat();
      before = found;
      return all;
    },
  };
}

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size === b.size && [...a].every((item) => b.has(item));
