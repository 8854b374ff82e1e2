// How each function stands in the program: its behaviour, what calling it may take, what it is entered with. Tells those who have read what becomes another.
import { callsOf, type Behaviour } from '../walk/behaviour.js';
import { createCallIndex } from '../walk/call-index.js';
import { connected } from './connected.js';
import { entryLocks } from './entry-locks.js';
import type { Locks } from '../values/locks.js';
import type { Memory } from '../kept/memory.js';
import type { FunctionNode } from '../program/program.js';
import { sameItems } from '../kept/same.js';
import { sameSummaries } from './same-summary.js';
import { possibleOnes, type Classes } from './receiver.js';
import { Source } from '../kept/source.js';
import { emptySummary, summarize, type Summaries, type Summary } from './summary.js';

export interface Standings {
  summaries: Summaries;
  /** Answers which functions have come and gone; undefined where none has, and none stands elsewhere. */
  arrange(behaviours: readonly Behaviour[], escaped: ReadonlySet<FunctionNode>): { come: FunctionNode[]; gone: FunctionNode[] } | undefined;
}

/** Functions that call each other in circles are worked out together. */
interface Component {
  members: readonly FunctionNode[];
}

interface Standing {
  behaviour?: Behaviour | undefined;
  component?: Component | undefined;
  entry: ReadonlySet<string>;
  called: boolean;
  /** Tells of the behaviour and the component; the other of how it is called. */
  own: Source;
  calls: Source;
}

const nothingHeld: ReadonlySet<string> = new Set();

export function createStandings(memory: Memory, locks: Locks, classes: Classes): Standings {
  let behaviours: readonly Behaviour[] = [];
  let escaped: ReadonlySet<FunctionNode> = new Set();
  const behaviourList = new Source();
  const standings = new WeakMap<FunctionNode, Standing>();
  const index = createCallIndex();
  const summariesOf = memory.ask<Component, undefined, Map<FunctionNode, Summary>>({ store: memory.byKey(), compute: summarizeAll, provisional: () => new Map(), same: sameSummaries });

  function standing(node: FunctionNode): Standing {
    let found = standings.get(node);
    if (!found) standings.set(node, (found = { entry: nothingHeld, called: false, own: new Source(), calls: new Source() }));
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
    return summarize(members.flatMap((node) => behaviourOf(node) ?? []), summaryOf, locks, classes);
  }

  const summaries: Summaries = {
    of: summaryOf,
    through(target) {
      const { takes, pairs, does } = summaryOf(target.function);
      return { takes: possibleOnes(takes, target, classes), pairs: possibleOnes(pairs, target, classes), does: possibleOnes(does, target, classes) };
    },
    behaviourOf,
    get behaviours() {
      behaviourList.read();
      return behaviours;
    },
    entry(node) {
      const { calls, entry } = standing(node);
      calls.read();
      return entry;
    },
    called(node) {
      const { calls, called } = standing(node);
      calls.read();
      return called;
    },
  };

  /** Groups, each after all that it calls, so that working out one never goes deep. */
  function group(changed: Set<Source>): void {
    connected(behaviours, (members) => {
      const first = members[0] && standing(members[0]).component;
      const component: Component = first && sameItems(first.members, members) ? first : { members };
      for (const node of members) {
        const own = standing(node);
        if (own.component !== component) changed.add(own.own);
        own.component = component;
      }
    });
  }

  function enter(nodes: Iterable<FunctionNode>, changed: Set<Source>): void {
    const entry = entryLocks(behaviours, index, escaped);
    for (const node of nodes) {
      const own = standing(node);
      const held = entry[node.position] ?? nothingHeld;
      const called = index.isCalled(node);
      if (own.called !== called || (own.entry !== held && !sameItems([...own.entry], [...held]))) changed.add(own.calls);
      own.entry = held;
      own.called = called;
    }
  }

  return {
    summaries,
    arrange(now, nowEscaped) {
      const changed = new Set<Source>();
      const [come, gone] = [new Set<FunctionNode>(), new Set<FunctionNode>()];
      let moved = now.length !== behaviours.length;
      let [calls, callees] = [nowEscaped !== escaped, false];
      if (moved || now.some((behaviour, at) => behaviour.function !== behaviours[at]?.function)) {
        moved = calls = callees = true;
        for (const behaviour of behaviours) gone.add(behaviour.function);
        for (const behaviour of now) if (!gone.delete(behaviour.function)) come.add(behaviour.function);
      }
      let different = moved;
      for (const behaviour of now) {
        const own = standing(behaviour.function);
        const before = own.behaviour;
        if (before === behaviour) continue;
        different = true;
        if (!before || !sameCalls(before, behaviour)) calls = true;
        if (!before || !sameCallees(before, behaviour)) callees = true;
        index.put(before, behaviour);
        own.behaviour = behaviour;
        changed.add(own.own);
      }
      for (const node of gone) {
        const own = standing(node);
        index.put(own.behaviour, undefined);
        own.behaviour = own.component = undefined;
        node.position = -1;
        changed.add(own.own);
      }
      behaviours = now;
      escaped = nowEscaped;
      if (moved) now.forEach((behaviour, at) => void (behaviour.function.position = at));
      if (callees) group(changed);
      if (calls) enter([...now.map((behaviour) => behaviour.function), ...gone], changed);
      if (different) changed.add(behaviourList);
      for (const source of changed) source.changed();
      return moved ? { come: [...come], gone: [...gone] } : undefined;
    },
  };
}

const sameCallees = (a: Behaviour, b: Behaviour): boolean => sameItems(callsOf(a), callsOf(b), (one, other) => one.target.function === other.target.function);

/** As far as it matters to what a function is entered with. */
const sameCalls = (a: Behaviour, b: Behaviour): boolean =>
  sameItems(callsOf(a), callsOf(b), (one, other) => one.target.function === other.target.function && sameItems(one.held, other.held, (x, y) => x.lock.declaration === y.lock.declaration));
