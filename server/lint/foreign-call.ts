// Whether a call of something unknown calls a function of somebody else: a hook that was set, a handler out of a list. Judged by names.
import type { Value } from './facts.js';
import { lookup, type FunctionNode } from './program.js';
import { enclosingClass } from './value-types.js';

export const callbackName = /(^|_)(on|cb|hook|hooks|callback|callbacks|listener|listeners|handler|handlers|receiver|receivers|observer|observers|subscriber|subscribers|notify_fn)(_|$)|^on[A-Z_]|[cC]allback|[lL]istener|[rR]eceivers$|[hH]andler$|[hH]ook$/;

/** `set_handler`, `addListener`: what it does to callbacks, and none itself. */
const verb = /^_?(set|add|remove|register|unregister|get|has|clear|make|create|is|del|delete|un)(_|[A-Z])/;

/** An attribute that somebody sets, or an element of a list of handlers. */
export function foreign(callee: Value, scope: FunctionNode, depth = 0): string | undefined {
  if (depth > 4) return undefined;
  if (callee.kind === 'attribute') {
    const owner = enclosingClass(scope);
    const own = callee.of.kind === 'name' && owner !== undefined && lookup(scope, callee.of.name)[0]?.kind === 'parameter';
    if (!own) return undefined;
    const set = owner.attribute(callee.name);
    const handedIn = set.some(({ assignment, in: method }) => assignment.value.kind === 'name' && method.head.parameters.some((parameter) => assignment.value.kind === 'name' && parameter.name === assignment.value.name));
    return callbackName.test(callee.name) && !verb.test(callee.name) && (handedIn || set.length === 0 || set.every(({ assignment }) => assignment.value.kind === 'constant' || assignment.value.kind === 'name')) ? callee.name : handedIn && set.length > 0 && /^_?(func|fn|function|factory|target|action|sink|send|emit|publish)$/.test(callee.name) ? callee.name : undefined;
  }
  if (callee.kind === 'item') return listed(callee.of);
  // Calling a weak reference only asks what it refers to.
  if (callee.kind !== 'name' || /ref$/i.test(callee.name)) return undefined;
  const binding = lookup(scope, callee.name)[0];
  if (binding?.kind !== 'local') return undefined;
  for (const { value } of binding.function.assignedTo(binding.name)) {
    const name = value.kind === 'item' ? listed(value.of) : foreign(value, binding.function, depth + 1);
    if (name !== undefined) return `${callee.name} of ${name}`;
  }
  return undefined;
}

/** A container whose name says that callbacks are in it, possibly copied first. */
function listed(value: Value): string | undefined {
  if (value.kind === 'attribute' || value.kind === 'name') {
    const name = value.name;
    if (callbackName.test(name)) return name;
    return value.kind === 'attribute' && /^(items|values|copy|entries)$/.test(name) ? listed(value.of) : undefined;
  }
  if (value.kind === 'call') return value.callee.kind === 'attribute' ? (listed(value.callee) ?? listed(value.callee.of) ?? (value.arguments[0] ? listed(value.arguments[0].value) : undefined)) : value.arguments[0] ? listed(value.arguments[0].value) : undefined;
  if (value.kind === 'item') return listed(value.of);
  return undefined;
}
