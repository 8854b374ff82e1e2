// The locks that all callers of a function hold, for functions that are only called by name.
import { callsOf, type Behaviour } from '../walk/behaviour.js';
import type { CallIndex } from '../walk/call-index.js';
import type { FunctionNode } from '../program/program.js';

const none: ReadonlySet<string> = new Set();

/** Functions that are missing in the answer are entered with nothing held. `escaped` are called by nobody knows whom. */
export function entryLocks(behaviours: readonly Behaviour[], index: CallIndex, escaped: ReadonlySet<FunctionNode>): Map<FunctionNode, ReadonlySet<string>> {
  // From "everything", which is what a missing set means, downwards.
  const entry = new Map<FunctionNode, ReadonlySet<string>>();
  const pending = new Set<FunctionNode>();
  for (const behaviour of behaviours) {
    if (!index.isCalled(behaviour.function) || escaped.has(behaviour.function)) entry.set(behaviour.function, none);
    else pending.add(behaviour.function);
  }
  const byFunction = new Map(behaviours.map((behaviour) => [behaviour.function, behaviour]));
  for (const node of pending) {
    pending.delete(node);
    const before = entry.get(node);
    let common: ReadonlySet<string> | undefined;
    for (const { caller, event } of index.callers(node)) {
      const above = entry.get(caller);
      if (!above) continue;
      const now: ReadonlySet<string> = above.size === 0 && event.held.length === 0 ? none : new Set([...event.held.map(({ lock }) => lock.declaration), ...above]);
      common = common ? new Set([...common].filter((name) => now.has(name))) : now;
      if (common.size === 0) break;
    }
    if (!common || (before && before.size === common.size)) continue;
    entry.set(node, common);
    const behaviour = byFunction.get(node);
    for (const { target } of behaviour ? callsOf(behaviour) : []) if (target.function !== node && byFunction.has(target.function) && entry.get(target.function)?.size !== 0) pending.add(target.function);
  }
  for (const [node, held] of entry) if (held.size === 0) entry.delete(node);
  return entry;
}
