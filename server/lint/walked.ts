// What is known about one function by itself: its behaviour, and the functions that it hands to others. Kept until the function or something
// that it uses changes.
import type { Behaviour } from './behaviour.js';
import { eachCall } from './calls-in.js';
import type { Calls } from './effects.js';
import type { Flow } from './flow.js';
import type { FunctionNode } from './program.js';

export interface Walked {
  behaviour: Behaviour;
  /** Whether it does anything about locks by itself. */
  busy: boolean;
  /** Each once. */
  callees: readonly FunctionNode[];
  spawned: readonly FunctionNode[];
  /** Handed over as values, so that nobody knows who calls them. */
  escaped: readonly FunctionNode[];
  /** Whether walking its callers shows more of it than that it is called. */
  seen: boolean;
}

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
  return { behaviour, busy: isBusy(behaviour), callees: [...callees], spawned: [...spawned], escaped: [...escaped], seen: isSeen(behaviour) };
}

const isBusy = (behaviour: Behaviour): boolean =>
  behaviour.leaves.length + behaviour.gives.length + behaviour.yields.length + behaviour.leaks.length > 0 || behaviour.events.some((event) => event.kind !== 'call' || event.held.length > 0);

/** Callers see what it leaves held or gives back; whoever it decorates sees what an inner function holds when it calls what is decorated. */
const isSeen = ({ function: node, leaves, gives, yields, events }: Behaviour): boolean =>
  leaves.length + gives.length + yields.length > 0 || (node.parent !== undefined && events.some((event) => event.kind === 'invoke' && event.held.length > 0));

/** The functions that matter: the busy ones, and all from which calls lead to them. */
export function relevant(all: readonly Walked[]): Set<FunctionNode> {
  const callers = new Map<FunctionNode, FunctionNode[]>();
  const found = new Set<FunctionNode>();
  for (const { behaviour, busy, callees } of all) {
    if (busy) found.add(behaviour.function);
    for (const callee of callees) {
      const list = callers.get(callee);
      if (list) list.push(behaviour.function);
      else callers.set(callee, [behaviour.function]);
    }
  }
  for (const node of found) for (const caller of callers.get(node) ?? []) found.add(caller);
  return found;
}

/** Whether it makes no difference to anybody that a function is now like this; `mattered` are the functions that mattered before. */
export function indifferent(before: Walked, now: Walked, mattered: ReadonlySet<FunctionNode>): boolean {
  const node = now.behaviour.function;
  const same = (a: readonly FunctionNode[], b: readonly FunctionNode[]): boolean => a.length === b.length && a.every((item) => b.includes(item));
  return !mattered.has(node) && !now.busy && !now.callees.some((callee) => mattered.has(callee)) && same(before.spawned, now.spawned) && same(before.escaped, now.escaped);
}
