// From what is known about each function to what is known about the program, and to findings. Everything is worked out again only where something
// that it was worked out from has become another.
import { callsOf, type Behaviour } from './behaviour.js';
import { followCallbacks } from './callbacks.js';
import { connected } from './connected.js';
import type { DeclaredOrder } from './declared-order.js';
import type { Calls } from './effects.js';
import { entryLocks } from './entry-locks.js';
import type { Finding } from './finding.js';
import type { Locks } from './locks.js';
import { byKey, type Memory } from './memory.js';
import { nestingsIn, type Nesting } from './order.js';
import type { FunctionNode } from './program.js';
import type { Known, Rule } from './rules/rule.js';
import { sameItems, sameNesting, sameSummaries } from './same.js';
import { Source } from './source.js';
import { emptySummary, summarize, type Summaries, type Summary } from './summary.js';
import type { Types } from './value-types.js';

export interface Program {
  /** Of the functions that matter, in the order of files and of the text. */
  behaviours: readonly Behaviour[];
  /** Handed over as values, so that nobody knows who calls them. */
  escaped: ReadonlySet<FunctionNode>;
  /** Functions that run in threads of their own. */
  spawned: ReadonlySet<FunctionNode>;
}

export interface Conclusions {
  known: Known;
  /** What the walks have found, where it is another than before. */
  tell(program: Program): void;
  declareOrder(declared: readonly DeclaredOrder[]): void;
  /** All findings before silencing; their places move with the text. The same array while they are the same. */
  findings(signal?: AbortSignal): readonly Finding[];
}

interface Component {
  members: readonly FunctionNode[];
}

interface Standing {
  behaviour: Behaviour | undefined;
  component: Component | undefined;
  entry: ReadonlySet<string>;
  called: boolean;
  /** Tells of the behaviour and the component; the other of how it is called. */
  own: Source;
  calls: Source;
}

const nothingHeld: ReadonlySet<string> = new Set();

export function createConclusions(rules: readonly Rule[], memory: Memory, parts: { types: Types; locks: Locks; calls: Calls }): Conclusions {
  const { types, locks, calls } = parts;
  let program: Program = { behaviours: [], escaped: new Set(), spawned: new Set() };
  let declared: readonly DeclaredOrder[] = [];
  const walks = new Source();
  const spawns = new Source();
  const declarations = new Source();
  let behaviours: readonly Behaviour[] = [];
  const behaviourList = new Source();
  const standings = new Map<FunctionNode, Standing>();

  const followed = memory.watch(() => {
    walks.read();
    return followCallbacks(program.behaviours, calls, locks);
  });
  const summariesOf = memory.ask<Component, undefined, Map<FunctionNode, Summary>>({ store: byKey(), compute: summarizeAll, provisional: () => new Map(), same: sameSummaries });
  const nestingsOf = memory.ask<FunctionNode, undefined, readonly Nesting[]>({ store: byKey(), compute: nestingsAt, provisional: () => [], same: (a, b) => sameItems(a, b, sameNesting) });

  function standing(node: FunctionNode): Standing {
    let found = standings.get(node);
    if (!found) standings.set(node, (found = { behaviour: undefined, component: undefined, entry: nothingHeld, called: false, own: new Source(), calls: new Source() }));
    return found;
  }

  function behaviourOf(node: FunctionNode): Behaviour | undefined {
    const { own, behaviour } = standing(node);
    own.read();
    return behaviour;
  }

  function summaryOf(node: FunctionNode): Summary {
    const { own, component } = standing(node);
    own.read();
    return (component && summariesOf(component, undefined).get(node)) ?? emptySummary;
  }

  function summarizeAll({ members }: Component): Map<FunctionNode, Summary> {
    return summarize(members.flatMap((node) => behaviourOf(node) ?? []), summaryOf, locks);
  }

  function nestingsAt(node: FunctionNode): readonly Nesting[] {
    const behaviour = behaviourOf(node);
    return behaviour ? nestingsIn(behaviour, summaries, locks) : [];
  }

  const summaries: Summaries = {
    of: summaryOf,
    behaviourOf,
    get behaviours() {
      behaviourList.read();
      return behaviours;
    },
    entry(node) {
      const { calls: source, entry } = standing(node);
      source.read();
      return entry;
    },
    called(node) {
      const { calls: source, called } = standing(node);
      source.read();
      return called;
    },
  };
  const nestings = memory.ask<object, undefined, readonly Nesting[]>({ store: byKey(), compute: () => summaries.behaviours.flatMap(({ function: node }) => nestingsOf(node, undefined)), provisional: () => [], same: sameItems });
  const known: Known = {
    summaries,
    locks,
    types,
    calls,
    get nestings() {
      return nestings(summaries, undefined);
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
  const checks = rules.map((rule) => memory.watch(() => rule.check(known)));
  let before: readonly (readonly Finding[])[] = [];
  let all: readonly Finding[] = [];

  /** The behaviours with what was followed, and who calls whom. */
  function arrange(now: readonly Behaviour[]): void {
    const changed = new Set<Source>();
    const gone = new Set(standings.keys());
    const entry = entryLocks(now, program.escaped);
    const called = new Set<FunctionNode>();
    for (const behaviour of now) for (const { target } of callsOf(behaviour)) called.add(target.function);
    for (const members of connected(now)) {
      const first = members[0] && standing(members[0]).component;
      const component: Component = first && sameItems(first.members, members) ? first : { members };
      for (const node of members) {
        const own = standing(node);
        if (own.component !== component) changed.add(own.own);
        own.component = component;
      }
    }
    for (const behaviour of now) {
      const own = standing(behaviour.function);
      gone.delete(behaviour.function);
      if (own.behaviour !== behaviour) changed.add(own.own);
      own.behaviour = behaviour;
    }
    for (const [node, own] of standings) {
      if (gone.has(node)) {
        if (own.behaviour || own.component) changed.add(own.own);
        own.behaviour = own.component = undefined;
      }
      const held = entry.get(node) ?? nothingHeld;
      const isCalled = called.has(node);
      if (own.called !== isCalled || (own.entry !== held && !sameItems([...own.entry], [...held]))) changed.add(own.calls);
      own.entry = held;
      own.called = isCalled;
    }
    if (!sameItems(behaviours, now)) changed.add(behaviourList);
    behaviours = now;
    for (const source of changed) source.changed();
    for (const node of gone) {
      const own = standings.get(node);
      if (own && !own.called && !own.own.used && !own.calls.used) standings.delete(node);
    }
  }

  return {
    known,
    tell(now) {
      const was = program;
      program = now;
      if (!sameItems(was.behaviours, now.behaviours) || was.escaped !== now.escaped) walks.changed();
      if (was.spawned !== now.spawned) spawns.changed();
    },
    declareOrder(order) {
      declared = order;
      declarations.changed();
    },
    findings(signal) {
      const now = followed();
      if (now !== behaviours) arrange(now);
      const found = checks.map((check) => {
        signal?.throwIfAborted();
        return check();
      });
      if (!sameItems(before, found)) all = found.flat();
      before = found;
      return all;
    },
  };
}
