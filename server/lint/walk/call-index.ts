// Who calls whom, event by event, kept up to date behaviour by behaviour.
import { callsOf, type Behaviour, type CallEvent } from './behaviour.js';
import type { FunctionNode } from '../program/program.js';

export interface Caller {
  caller: FunctionNode;
  event: CallEvent;
}

export interface CallIndex {
  put(before: Behaviour | undefined, now: Behaviour | undefined): void;
  isCalled(node: FunctionNode): boolean;
  /** In any order. */
  calls(node: FunctionNode): ReadonlyMap<FunctionNode, readonly CallEvent[]>;
  /** In the order of files and of the text. */
  callers(node: FunctionNode): readonly Caller[];
}

const nobody: ReadonlyMap<FunctionNode, readonly CallEvent[]> = new Map();

export function createCallIndex(): CallIndex {
  const byCallee = new Map<FunctionNode, Map<FunctionNode, CallEvent[]>>();
  /** What was answered about each, until it is another. */
  const sorted = new WeakMap<Map<FunctionNode, CallEvent[]>, Caller[]>();
  return {
    put(before, now) {
      for (const { target } of before ? callsOf(before) : []) {
        const own = byCallee.get(target.function);
        if (own) sorted.delete(own);
        if (before) own?.delete(before.function);
        if (own?.size === 0) byCallee.delete(target.function);
      }
      for (const event of now ? callsOf(now) : []) {
        const callee = event.target.function;
        let own = byCallee.get(callee);
        if (!own) byCallee.set(callee, (own = new Map()));
        sorted.delete(own);
        const list = now && own.get(now.function);
        if (list) list.push(event);
        else if (now) own.set(now.function, [event]);
      }
    },
    isCalled: (node) => byCallee.has(node),
    calls: (node) => byCallee.get(node) ?? nobody,
    callers(node) {
      const own = byCallee.get(node);
      if (!own) return [];
      const known = sorted.get(own);
      // Functions change places in their file.
      if (known?.every(({ caller }, at) => at === 0 || inOrder(known[at - 1]?.caller ?? caller, caller) <= 0)) return known;
      const now = [...own].sort(([a], [b]) => inOrder(a, b)).flatMap(([caller, events]) => events.map((event) => ({ caller, event })));
      sorted.set(own, now);
      return now;
    },
  };
}

/** By file, then by place in the text. */
export const inOrder = (a: FunctionNode, b: FunctionNode): number => a.file.place - b.file.place || a.index - b.index;
