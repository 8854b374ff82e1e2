// Functions that call each other in circles, as groups; most groups have one member. A group comes after all that it calls (Tarjan's way).
import { calleesOf, type Behaviour } from '../walk/behaviour.js';
import type { FunctionNode } from '../program/program.js';

/** The members of a group are in the order of the behaviours. */
export function connected(behaviours: readonly Behaviour[]): FunctionNode[][] {
  const order = new Map(behaviours.map(({ function: node }, index) => [node, index]));
  const callees = behaviours.map((behaviour) => calleesOf(behaviour).flatMap((node) => order.get(node) ?? []));
  const groups: FunctionNode[][] = [];
  const found = new Int32Array(behaviours.length).fill(-1);
  const lowest = new Int32Array(behaviours.length);
  const onStack = new Uint8Array(behaviours.length);
  const stack: number[] = [];
  let count = 0;
  for (let start = 0; start < behaviours.length; start++) {
    if (found[start] !== -1) continue;
    // By hand: a chain of calls may be longer than the engine's own stack.
    const path: { at: number; next: number }[] = [enter(start)];
    for (let step = path[path.length - 1]; step; step = path[path.length - 1]) {
      const { at } = step;
      const callee = callees[at]?.[step.next++];
      if (callee !== undefined) {
        if (found[callee] === -1) path.push(enter(callee));
        else if (onStack[callee]) lowest[at] = Math.min(lowest[at] ?? 0, found[callee] ?? 0);
        continue;
      }
      path.pop();
      const above = path[path.length - 1];
      if (above) lowest[above.at] = Math.min(lowest[above.at] ?? 0, lowest[at] ?? 0);
      if (lowest[at] === found[at]) groups.push(leave(at));
    }
  }
  return groups;

  function enter(at: number): { at: number; next: number } {
    found[at] = lowest[at] = count++;
    stack.push(at);
    onStack[at] = 1;
    return { at, next: 0 };
  }

  function leave(root: number): FunctionNode[] {
    const members: number[] = [];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      onStack[at] = 0;
      members.push(at);
      if (at === root) break;
    }
    return members.sort((a, b) => a - b).flatMap((at) => behaviours[at]?.function ?? []);
  }
}
