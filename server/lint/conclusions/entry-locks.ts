// The locks that all callers of a function hold, for functions that are only called by name.
import { calleesOf, type Behaviour } from '../walk/behaviour.js';
import type { CallIndex } from '../walk/call-index.js';
import type { FunctionNode } from '../program/program.js';

const none: ReadonlySet<string> = new Set();

/** By the functions' `position`, which is their place among the behaviours. `escaped` are called by nobody knows whom. */
export function entryLocks(behaviours: readonly Behaviour[], index: CallIndex, escaped: ReadonlySet<FunctionNode>): readonly (ReadonlySet<string> | undefined)[] {
  // From "everything", which is what a missing set means, downwards.
  const entry = new Array<ReadonlySet<string> | undefined>(behaviours.length).fill(undefined);
  const pending = new Set<number>();
  behaviours.forEach(({ function: node }, at) => {
    if (!index.isCalled(node) || escaped.has(node)) entry[at] = none;
    else pending.add(at);
  });
  for (const at of pending) {
    pending.delete(at);
    const { function: node } = behaviours[at] as Behaviour;
    const before = entry[at];
    const common = heldByAll(node);
    if (!common || (before && before.size === common.size)) continue;
    entry[at] = common;
    for (const { position } of calleesOf(behaviours[at] as Behaviour)) if (position >= 0 && position !== at && entry[position]?.size !== 0) pending.add(position);
  }
  return entry;

  function heldByAll(node: FunctionNode): ReadonlySet<string> | undefined {
    let common: ReadonlySet<string> | undefined;
    for (const [caller, events] of index.calls(node)) {
      const above = entry[caller.position];
      if (!above) continue;
      for (const { held } of events) {
        const now: ReadonlySet<string> = above.size === 0 && held.length === 0 ? none : new Set([...held.map(({ lock }) => lock.declaration), ...above]);
        common = common ? new Set([...common].filter((name) => now.has(name))) : now;
        if (common.size === 0) return common;
      }
    }
    return common;
  }
}
