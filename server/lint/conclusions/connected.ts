// Functions that call each other in circles, as groups; most groups have one member. A group comes after all that it calls (Tarjan's way).
import { calleesOf, type Behaviour } from '../walk/behaviour.js';
import type { FunctionNode } from '../program/program.js';

/** Each function's `position` is its place among the behaviours. The members of a group are in the order of the behaviours. */
export function connected(behaviours: readonly Behaviour[], visit: (members: readonly FunctionNode[]) => void): void {
  const callees = behaviours.map(calleesOf);
  const found = new Int32Array(behaviours.length).fill(-1);
  const lowest = new Int32Array(behaviours.length);
  const onStack = new Uint8Array(behaviours.length);
  /** By hand: a chain of calls may be longer than the engine's own stack. For each function on the way, which of its callees comes next. */
  const path: number[] = [];
  const next = new Int32Array(behaviours.length);
  const stack: number[] = [];
  let count = 0;
  for (let start = 0; start < behaviours.length; start++) {
    if (found[start] !== -1) continue;
    enter(start);
    for (let at = path[path.length - 1]; at !== undefined; at = path[path.length - 1]) {
      const callee = callees[at]?.[(next[at] as number)++];
      if (callee) {
        const to = callee.position;
        if (to < 0) continue;
        if (found[to] === -1) enter(to);
        else if (onStack[to]) lower(at, found[to] as number);
        continue;
      }
      path.pop();
      const above = path[path.length - 1];
      if (above !== undefined) lower(above, lowest[at] as number);
      if (lowest[at] === found[at]) leave(at);
    }
  }

  function enter(at: number): void {
    found[at] = lowest[at] = count++;
    stack.push(at);
    onStack[at] = 1;
    path.push(at);
  }

  function lower(at: number, to: number): void {
    if (to < (lowest[at] as number)) lowest[at] = to;
  }

  function leave(root: number): void {
    const members: number[] = [];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      onStack[at] = 0;
      members.push(at);
      if (at === root) break;
    }
    if (members.length > 1) members.sort((a, b) => a - b);
    visit(members.map((at) => (behaviours[at] as Behaviour).function));
  }
}
