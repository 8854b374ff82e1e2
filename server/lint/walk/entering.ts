// What entering a `with` or a `using` takes: a lock itself, a guard, a context manager, an object that knows how to be entered.
import type { Outside } from './behaviour.js';
import { lockFromCaller, type Calls, type Target } from './effects.js';
import type { Call, Value } from '../facts/facts.js';
import { siteOf, type Range } from '../facts/finding.js';
import { argumentAt } from '../values/argument-at.js';
import type { Locks } from '../values/locks.js';
import { ownLockHeld } from './own-locks.js';
import type { FunctionNode } from '../program/program.js';
import type { Held, Hop } from './state.js';
import type { Types } from '../values/value-types.js';

export interface Entered {
  locks: Held[];
  waits: boolean;
  calls: { target: Target; leaves: Held[]; text: string }[];
  /** What leaving calls. */
  exits: Target[];
}

export interface Entering {
  /** `asynchronous`: as in `async with`, which only a lock of an event loop can stand. */
  (node: FunctionNode, value: Value, at: Range, asynchronous: boolean): Entered;
  /** Locks that a called function leaves held, in the caller's words. */
  fromCallee(node: FunctionNode, held: readonly Held[], target: Target, at: Range, text: string): Held[];
}

export function createEntering(types: Types, locks: Locks, calls: Calls, outside: (node: FunctionNode) => Outside): Entering {
  function enter(node: FunctionNode, value: Value, at: Range, asynchronous: boolean): Entered {
    const result: Entered = { locks: [], waits: true, calls: [], exits: [] };
    const lock = locks.of(value, node);
    if (lock) {
      const seen = asynchronous ? { ...lock, kind: { ...lock.kind, asynchronous } } : lock;
      result.locks.push({ lock: seen, at, via: [], how: 'scope', shared: false });
      return result;
    }
    if (value.kind === 'call') {
      const { operation, unknown } = calls.effects(value, node);
      const only = value.arguments.length === 1 ? value.arguments[0] : undefined;
      const wrapped = !operation && unknown && only && !only.spread ? locks.of(only.value, node) : undefined;
      // Whatever it is called: a context that is made of a lock alone is there to hold it.
      if (wrapped && !wrapped.open && !wrapped.kind.semaphore) {
        result.locks.push({ lock: wrapped, at, via: [], how: 'scope', shared: false });
        return result;
      }
      if (operation?.does.does === 'hold') {
        const held = operation.lock ? [operation.lock] : value.arguments.map((given) => locks.of(given.value, node)).filter((found) => found !== undefined);
        // Several at once are taken in one order for the whole program.
        result.waits = operation.lock !== undefined || held.length === 1;
        result.locks.push(...held.map((found): Held => ({ lock: found, at, via: [], how: 'scope', shared: false, ...(operation.lock ? {} : { ordered: true as const }) })));
        return result;
      }
      for (const type of types.of(value.callee, node)) {
        if (type.kind !== 'function' || !type.function.head.generator) continue;
        const target = generatorTarget(type.function, value, type.self);
        const text = type.function.qualified;
        const leaves = fromCallee(node, outside(type.function).yields, target, at, text);
        const own = leaves.length === 0 ? ownLockHeld(locks, node, type.function, type.self, at) : undefined;
        if (own) result.locks.push(own);
        result.calls.push({ target, text, leaves });
      }
    }
    const opener = calls.bound(value, node, ['__enter__', '__aenter__']);
    const closer = calls.bound(value, node, ['__exit__', '__aexit__']);
    if (opener) result.calls.push({ target: opener, text: opener.function.qualified, leaves: fromCallee(node, outside(opener.function).leaves, opener, at, opener.function.qualified) });
    if (closer) result.exits.push(closer);
    return result;
  }

  function generatorTarget(generator: FunctionNode, call: Call, self: Value | undefined): Target {
    const bound = self !== undefined && generator.head.self !== undefined;
    return {
      function: generator,
      how: 'generator',
      call,
      bound,
      self,
      argument(index) {
        if (bound && index === 0) return self;
        const name = generator.head.parameters[index]?.name;
        return argumentAt(call, { position: bound ? index - 1 : index, ...(name === undefined ? {} : { name }) })?.value;
      },
    };
  }

  function fromCallee(node: FunctionNode, held: readonly Held[], target: Target, at: Range, text: string): Held[] {
    return held.flatMap((item): Held[] => {
      const lock = lockFromCaller(item.lock, target, node, locks);
      if (!lock) return [];
      const inner: Hop = { site: siteOf(target.function.file.path, item.at), message: `${target.function.qualified} takes ${lock.name}` };
      const call: Hop = { site: siteOf(node.file.path, at), message: `${node.qualified} calls ${text}` };
      return [{ lock, at, via: [call, ...(item.via.length > 0 ? item.via : [inner])], how: 'scope', shared: item.shared }];
    });
  }

  return Object.assign(enter, { fromCallee });
}
