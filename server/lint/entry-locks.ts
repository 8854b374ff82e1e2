// The locks that all callers of a function hold, for functions that are only called by name.
import { callsOf, type Behaviour } from './behaviour.js';
import type { FunctionNode } from './program.js';

const none: ReadonlySet<string> = new Set();

/** Functions that are missing in the answer are entered with nothing held. `escaped` are called by nobody knows whom. */
export function entryLocks(behaviours: readonly Behaviour[], escaped: ReadonlySet<FunctionNode>): Map<FunctionNode, ReadonlySet<string>> {
  const calls = new Map<FunctionNode, { from: FunctionNode; held: readonly string[] }[]>();
  for (const behaviour of behaviours) {
    for (const { target, held } of callsOf(behaviour)) {
      const call = { from: behaviour.function, held: held.length === 0 ? [] : held.map(({ lock }) => lock.declaration) };
      const list = calls.get(target.function);
      if (list) list.push(call);
      else calls.set(target.function, [call]);
    }
  }
  // From "everything", which is what a missing set means, downwards.
  const entry = new Map<FunctionNode, ReadonlySet<string>>();
  const pending = new Set<FunctionNode>();
  for (const behaviour of behaviours) {
    if (!calls.has(behaviour.function) || escaped.has(behaviour.function)) entry.set(behaviour.function, none);
    else pending.add(behaviour.function);
  }
  const callees = new Map(behaviours.map((behaviour) => [behaviour.function, callsOf(behaviour)]));
  for (const node of pending) {
    pending.delete(node);
    const before = entry.get(node);
    let common: ReadonlySet<string> | undefined;
    for (const { from, held } of calls.get(node) ?? []) {
      const above = entry.get(from);
      if (!above) continue;
      const now: ReadonlySet<string> = above.size === 0 && held.length === 0 ? none : new Set([...held, ...above]);
      common = common ? new Set([...common].filter((name) => now.has(name))) : now;
      if (common.size === 0) break;
    }
    if (!common || (before && before.size === common.size)) continue;
    entry.set(node, common);
    for (const { target } of callees.get(node) ?? []) if (target.function !== node && callees.has(target.function) && entry.get(target.function)?.size !== 0) pending.add(target.function);
  }
  for (const [node, held] of entry) if (held.size === 0) entry.delete(node);
  return entry;
}
