// The object that a method runs on decides which overrides it leads to: what is seen below a call through one of them holds only for objects that
// have that one. Knows classes and calls, and nothing of locks.
import { contradicted, handedOn, together, type Flag } from '../walk/flags.js';
import type { FunctionNode } from '../program/program.js';
import type { Types } from '../values/value-types.js';
import type { Target } from '../walk/effects.js';

export type Classes = Pick<Types, 'lineage' | 'method'>;

/** Something that happens only to some objects, or with some arguments. */
export interface Narrow {
  /** Objects that have this method and no other of its name. */
  only?: FunctionNode;
  flags?: readonly Flag[];
}

/** Whether it can happen to the object of the call, with its arguments. */
export function possible({ only, flags }: Narrow, target: Target, { lineage, method }: Classes): boolean {
  if (flags && contradicted(flags, target)) return false;
  const { receiver } = target;
  if (!only?.class || !receiver) return true;
  return method(receiver, only.name) === only || (only.class !== receiver && lineage(only.class).includes(receiver));
}

/** What the caller's own object and its arguments have to be for something possible to happen that the caller calls under the flags around it. */
export function narrowed({ only, flags }: Narrow, target: Target, caller: FunctionNode, around: readonly Flag[], classes: Classes): Narrow {
  const needed = neededMethod(only, target, caller, classes);
  const asked = flags ? together(around, handedOn(flags, target, caller)) : around;
  return { ...(needed ? { only: needed } : {}), ...(asked.length > 0 ? { flags: asked } : {}) };
}

function neededMethod(only: FunctionNode | undefined, { function: callee, receiver, self, virtual }: Target, caller: FunctionNode, { lineage }: Classes): FunctionNode | undefined {
  const own = self?.kind === 'name' ? self.name === caller.head.self : self?.kind === 'call' && self.callee.kind === 'name' && self.callee.name === 'super';
  if (!own || !caller.class) return undefined;
  const narrower = virtual && (!only?.class || (receiver && lineage(receiver).includes(only.class)));
  return narrower ? callee : only;
}

/** What makes it another thing than the same under other conditions. */
export const narrowKey = ({ only, flags }: Narrow): string => (only ? ` of ${only.key}` : '') + (flags ? ` if ${flags.map(({ index, set }) => `${set ? '' : '!'}${index}`).join()}` : '');

export const sameNarrow = (a: Narrow, b: Narrow): boolean => a.only === b.only && narrowKey(a) === narrowKey(b);

/** The entries of a list that can happen to the object of the call; the same list where all can. */
export function possibleOnes<T extends Narrow>(all: Map<string, T>, target: Target, classes: Classes): Map<string, T> {
  for (const item of all.values()) if (!possible(item, target, classes)) return new Map([...all].filter(([, each]) => possible(each, target, classes)));
  return all;
}
