// What is known about one file by itself: the behaviour of its functions, and the functions that it hands to others. Kept until the file or
// something that it uses changes.
import type { Behaviour } from './behaviour.js';
import { eachCall } from './calls-in.js';
import type { Calls } from './effects.js';
import type { Flow } from './flow.js';
import type { Lock } from './locks.js';
import type { FileNode, FunctionNode } from './program.js';
import { objectKey, type Held } from './state.js';

export interface Walked {
  behaviours: readonly Behaviour[];
  /** Those that do anything about locks by themselves. */
  busy: readonly Behaviour[];
  /** Each call once: who calls whom. */
  calls: readonly (readonly [caller: Behaviour, callee: FunctionNode])[];
  spawned: readonly FunctionNode[];
  /** Handed over as values, so that nobody knows who calls them. */
  escaped: readonly FunctionNode[];
  /** What callers in other files get to see, as text. */
  interface: string;
}

export function walkFile(file: FileNode, flow: Flow, calls: Calls): Walked {
  const spawned = new Set<FunctionNode>();
  const escaped = new Set<FunctionNode>();
  const behaviours = file.functions.map((node) => {
    eachCall(node.facts.body, (call) => {
      for (const target of calls.effects(call, node).spawned) {
        spawned.add(target);
        escaped.add(target);
      }
      for (const given of call.arguments) for (const target of calls.functions(given.value, node)) escaped.add(target.function);
    });
    return flow.behaviour(node);
  });
  return {
    behaviours,
    busy: behaviours.filter(isBusy),
    calls: behaviours.flatMap((behaviour) => [...new Set(behaviour.events.flatMap((event) => (event.kind === 'call' ? [event.target.function] : [])))].map((callee) => [behaviour, callee] as const)),
    spawned: [...spawned],
    escaped: [...escaped],
    interface: behaviours.map(interfaceOf).join(''),
  };
}

const isBusy = (behaviour: Behaviour): boolean =>
  behaviour.leaves.length + behaviour.gives.length + behaviour.yields.length + behaviour.leaks.length > 0 || behaviour.events.some((event) => event.kind !== 'call' || event.held.length > 0);

/** The behaviours that matter: the busy ones, and all from which calls lead to them. */
export function relevant(walked: readonly Walked[]): Behaviour[] {
  const callers = new Map<FunctionNode, Behaviour[]>();
  for (const { calls } of walked) {
    for (const [caller, callee] of calls) {
      const list = callers.get(callee);
      if (list) list.push(caller);
      else callers.set(callee, [caller]);
    }
  }
  const found = new Set(walked.flatMap(({ busy }) => busy));
  for (const behaviour of found) for (const caller of callers.get(behaviour.function) ?? []) found.add(caller);
  return walked.flatMap(({ behaviours }) => behaviours.filter((behaviour) => found.has(behaviour)));
}

function interfaceOf({ function: node, leaves, gives, yields, events }: Behaviour): string {
  // What a decorator's inner function holds when it calls what it decorates.
  const around = node.parent ? events.flatMap((event) => (event.kind === 'invoke' ? event.held : [])) : [];
  if (leaves.length + gives.length + yields.length + around.length === 0) return '';
  return JSON.stringify([node.index, leaves.map(heldText), gives.map(lockText), yields.map(heldText), around.map(heldText)]);
}

const lockText = (lock: Lock): unknown => [objectKey(lock), lock.declaration, lock.name, lock.kind, lock.open];
const heldText = (held: Held): unknown => [lockText(held.lock), held.at, held.via, held.how, held.shared, held.escaped, held.captured, held.ordered];
