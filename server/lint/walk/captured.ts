// Release functions of a lock that an outer function took: a callback that has to call one holds the lock when it begins.
import { eachCall } from '../facts/calls-in.js';
import type { Calls } from './effects.js';
import { lookup, type FunctionNode } from '../program/program.js';
import type { Held } from './state.js';

/** By the name under which the function calls it. */
export function capturedTokens(node: FunctionNode, calls: Calls): Map<string, Held> {
  const found = new Map<string, Held>();
  if (!node.parent) return found;
  eachCall(node.facts.body, (call) => {
    if (call.callee.kind !== 'name' || found.has(call.callee.name)) return;
    const { name } = call.callee;
    const binding = lookup(node, name)[0];
    if (binding?.kind !== 'local' || binding.function === node) return;
    for (const { value } of binding.function.assignedTo(name)) {
      const made = value.kind === 'item' ? value.of : value;
      if (made.kind !== 'call') continue;
      const { operation } = calls.effects(made, binding.function);
      if (operation?.does.does !== 'acquire' || !operation.does.token || !operation.lock || operation.lock.open) continue;
      found.set(name, { lock: operation.lock, at: made.at, via: [], how: 'token', shared: false, captured: true });
    }
  });
  return found;
}
