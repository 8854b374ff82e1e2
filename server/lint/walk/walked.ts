// What is known about one function by itself: its behaviour, and the functions that it hands to others. Kept until the function or something
// that it uses changes.
import type { Behaviour } from './behaviour.js';
import { eachCall } from '../facts/calls-in.js';
import type { Calls } from './effects.js';
import type { Flow } from './flow.js';
import type { FunctionNode } from '../program/program.js';
import { sameItems } from '../kept/same.js';

export interface Walked {
  behaviour: Behaviour;
  /** Whether it does anything about locks by itself. */
  busy: boolean;
  /** Each once. */
  callees: readonly FunctionNode[];
  spawned: readonly FunctionNode[];
  /** Handed over as values, so that nobody knows who calls them. */
  escaped: readonly FunctionNode[];
}

export const sameWalked = (a: Walked, b: Walked): boolean =>
  a.behaviour === b.behaviour && sameItems(a.callees, b.callees) && sameItems(a.spawned, b.spawned) && sameItems(a.escaped, b.escaped);

export function walkFunction(node: FunctionNode, flow: Flow, calls: Calls): Walked {
  const spawned = new Set<FunctionNode>();
  const escaped = new Set<FunctionNode>();
  eachCall(node.facts.body, (call) => {
    for (const target of calls.effects(call, node).spawned) {
      spawned.add(target);
      escaped.add(target);
    }
    for (const given of call.arguments) for (const target of calls.functions(given.value, node)) escaped.add(target.function);
  });
  const behaviour = flow.behaviour(node);
  const callees = new Set<FunctionNode>();
  for (const event of behaviour.events) if (event.kind === 'call') callees.add(event.target.function);
  return { behaviour, busy: isBusy(behaviour), callees: [...callees], spawned: [...spawned], escaped: [...escaped] };
}

const isBusy = (behaviour: Behaviour): boolean =>
  behaviour.leaves.length + behaviour.gives.length + behaviour.yields.length + behaviour.leaks.length > 0 || behaviour.events.some((event) => event.kind !== 'call' || event.held.length > 0);

export interface Relevance {
  /** Takes note of what a function is like now; undefined where it is not there any more. */
  put(node: FunctionNode, before: Walked | undefined, now: Walked | undefined): void;
  /** The functions that matter: the busy ones, and all from which calls lead to them. Another set where something may be different. */
  find(): ReadonlySet<FunctionNode>;
  /** Those that somebody starts in a thread, and those that are handed over as values. */
  spawned(): ReadonlySet<FunctionNode>;
  escaped(): ReadonlySet<FunctionNode>;
}

export function createRelevance(): Relevance {
  const busy = new Set<FunctionNode>();
  const callers = new Map<FunctionNode, Set<FunctionNode>>();
  const spawned = createCounts();
  const escaped = createCounts();
  let found: Set<FunctionNode> | undefined;
  return {
    put(node, before, now) {
      spawned.put(before?.spawned, now?.spawned);
      escaped.put(before?.escaped, now?.escaped);
      if (before && now && before.busy === now.busy && sameItems(before.callees, now.callees)) return;
      found = undefined;
      if (now?.busy) busy.add(node);
      else busy.delete(node);
      for (const callee of before?.callees ?? []) {
        const own = callers.get(callee);
        own?.delete(node);
        if (own?.size === 0) callers.delete(callee);
      }
      for (const callee of now?.callees ?? []) {
        const own = callers.get(callee);
        if (own) own.add(node);
        else callers.set(callee, new Set([node]));
      }
    },
    find() {
      if (found) return found;
      found = new Set(busy);
      for (const node of found) for (const caller of callers.get(node) ?? []) found.add(caller);
      return found;
    },
    spawned: spawned.all,
    escaped: escaped.all,
  };
}

/** How often each function is named. The set is another one when it has other members. */
function createCounts() {
  const counts = new Map<FunctionNode, number>();
  let all: ReadonlySet<FunctionNode> | undefined;
  return {
    put(before: readonly FunctionNode[] = [], now: readonly FunctionNode[] = []): void {
      if (sameItems(before, now)) return;
      for (const node of now) counts.set(node, (counts.get(node) ?? 0) + 1);
      for (const node of before) {
        const left = (counts.get(node) ?? 0) - 1;
        if (left > 0) counts.set(node, left);
        else counts.delete(node);
      }
      all = undefined;
    },
    all: (): ReadonlySet<FunctionNode> => (all ??= new Set(counts.keys())),
  };
}

/** Whether it makes no difference to anybody that a function is now like this; `mattered` are the functions that mattered before. */
export function indifferent(before: Walked, now: Walked, mattered: ReadonlySet<FunctionNode>): boolean {
  const node = now.behaviour.function;
  const same = (a: readonly FunctionNode[], b: readonly FunctionNode[]): boolean => a.length === b.length && a.every((item) => b.includes(item));
  return !mattered.has(node) && !now.busy && !now.callees.some((callee) => mattered.has(callee)) && same(before.spawned, now.spawned) && same(before.escaped, now.escaped);
}
