// Locks that a decorator takes around a function: the function itself runs with them held.
import type { Behaviour } from './behaviour.js';
import { lockFromCaller, type Target } from './effects.js';
import type { Call } from '../facts/facts.js';
import { siteOf } from '../facts/finding.js';
import { argumentAt } from '../values/argument-at.js';
import type { Locks } from '../values/locks.js';
import { nameValue } from '../program/made-values.js';
import type { FunctionNode } from '../program/program.js';
import type { Held } from './state.js';
import type { Types } from '../values/value-types.js';

/** What is held, by decorators alone, when a function's body begins. */
export type Around = (node: FunctionNode) => Held[];

export function createAround(types: Types, locks: Locks, behaviour: (node: FunctionNode) => Behaviour): Around {
  return (node) => {
    const outside = node.parent ?? node;
    return node.head.decorators.flatMap((decorator) => {
      const call = decorator.kind === 'call' ? decorator : undefined;
      const callee = call ? call.callee : decorator;
      // A decorator may be a function of the class's own body, where names of the class are at hand.
      const inClass = callee.kind === 'name' ? node.class?.method(callee.name) : undefined;
      if (inClass && inClass !== node) return fromDecorator(node, inClass, call);
      return types.of(callee, outside).flatMap((type): Held[] => (type.kind === 'function' ? fromDecorator(node, type.function, call) : []));
    });
  };

  function fromDecorator(node: FunctionNode, decorator: FunctionNode, call: Call | undefined): Held[] {
    // `@locked(lock)` is called first, and what it returns is the decorator.
    const inner = call ? returnedFunctions(decorator)[0] : decorator;
    const wrapper = inner && returnedFunctions(inner)[0];
    if (!inner || !wrapper || wrapper === node) return [];
    const invoked = behaviour(wrapper).events.find((event) => event.kind === 'invoke' && event.function === inner && event.index === 0);
    const parameters = node.head.parameters.map((parameter) => nameValue(parameter.name, node));
    const plain = { how: 'decorator', call, bound: false, self: undefined } as const;
    const wrapped: Target = {
      function: wrapper,
      ...plain,
      argument(index) {
        const own = wrapper.head.parameters[index];
        return own?.rest ? { kind: 'list', items: parameters.slice(index) } : parameters[index];
      },
    };
    const outer: Target = { function: decorator, ...plain, argument: (index) => call && argumentAt(call, { position: index, ...nameOf(decorator, index) })?.value };
    return (invoked?.held ?? []).flatMap((held): Held[] => {
      const lock = lockFromCaller(held.lock, wrapped, node, locks);
      const mine = lock && lockFromCaller(lock, outer, node.parent ?? node, locks);
      if (!mine) return [];
      const hops = [
        { site: siteOf(node.file.path, node.at), message: `${node.qualified} is wrapped by ${decorator.qualified}` },
        { site: siteOf(wrapper.file.path, held.at), message: `${wrapper.qualified} takes ${mine.name}` },
      ];
      return [{ lock: mine, at: node.at, via: hops, how: 'scope', shared: held.shared }];
    });
  }

  function returnedFunctions(node: FunctionNode): FunctionNode[] {
    return node.head.returns.flatMap((value) => types.of(value, node)).flatMap((type) => (type.kind === 'function' && type.function.parent === node ? [type.function] : []));
  }

  function nameOf(node: FunctionNode, index: number): { name?: string } {
    const name = node.head.parameters[index]?.name;
    return name === undefined ? {} : { name };
  }
}
