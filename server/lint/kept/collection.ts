// One answer for each of many functions, and all of them together: only those are asked for again that may have become others.
import type { Memory } from './memory.js';
import type { FunctionNode } from '../program/program.js';
import { sameItems } from './same.js';
import { Source } from './source.js';

export interface Collection<T> {
  /** These are the functions from now on. */
  over(nodes: readonly FunctionNode[], come: Iterable<FunctionNode>, gone: Iterable<FunctionNode>): void;
  /** Brings `all` up to date; before anybody reads it. Stops now and then, and may be left off there and begun anew. */
  settle(): Generator<undefined, void>;
  /** In the order of the functions; the same array while nothing is different. */
  all(): readonly T[];
}

/** How many functions are asked without a stop. */
const breath = 16;

export function createCollection<T>(memory: Memory, compute: (node: FunctionNode) => readonly T[], same?: (a: T, b: T) => boolean): Collection<T> {
  const stale = new Set<FunctionNode>();
  const found = new Map<FunctionNode, readonly T[]>();
  const changed = new Source();
  const question = { store: memory.byKey<FunctionNode, undefined, readonly T[]>(), compute, provisional: () => [], same: (a: readonly T[], b: readonly T[]) => sameItems(a, b, same), stale: (node: FunctionNode) => void stale.add(node) };
  const ask = memory.ask(question);
  let order: readonly FunctionNode[] = [];
  let all: readonly T[] | undefined = [];
  return {
    over(nodes, come, gone) {
      order = nodes;
      all = undefined;
      for (const node of come) stale.add(node);
      for (const node of gone) {
        stale.delete(node);
        found.delete(node);
        memory.drop(question, node, undefined);
      }
      changed.changed();
    },
    *settle() {
      let different = false;
      let asked = 0;
      try {
        for (const node of stale) {
          stale.delete(node);
          const now = ask(node, undefined);
          if ((found.get(node) ?? []) !== now && (now.length > 0 || found.has(node))) {
            if (now.length > 0) found.set(node, now);
            else found.delete(node);
            different = true;
          }
          if (++asked % breath === 0) yield;
        }
      } finally {
        if (different) {
          all = undefined;
          changed.changed();
        }
      }
    },
    all() {
      changed.read();
      return (all ??= found.size === 0 ? [] : order.flatMap((node) => found.get(node) ?? []));
    },
  };
}
