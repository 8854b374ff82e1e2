// Whether a call of something unknown calls a function of somebody else: a hook that was set, a handler out of a list. Judged by names.
import type { Value } from '../facts/facts.js';
import { callbackName } from './callback-name.js';
import { lookup, type FunctionNode } from '../program/program.js';
import { enclosingClass } from './value-types.js';

export { callbackName };

/** `set_handler`, `addListener`: what it does to callbacks, and none itself. */
const verb = /^_?(set|add|remove|register|unregister|get|has|clear|make|create|is|del|delete|un)(_|[A-Z])/;

/** Hands something on, and makes or compares nothing. */
const tellingFunction = /^_?(send|emit|publish|capture|notify|report|deliver|dispatch|export|flush|write|handle|process)_(func|fn|function)$/;

/** What a listener that is an object is told by. */
const tells = /^_?(on|handle|notify|call|fire|update|run|invoke|accept|process|dispatch|receive|changed)/i;
/** Says when somebody wants to be told, and so no clock, factory or question. */
const moment = /^_?(after|before|pre|post|when|did|will|at|done|finished|completed?|closed?|cleanup|dispose|notify|report|progress|changed|removed|added|expired|evicted)(_|[A-Z]|$)/;

/** An attribute that somebody sets, or an element of a list of handlers, or what such an element is told by. */
export function foreign(callee: Value, scope: FunctionNode, depth = 0): string | undefined {
  if (depth > 4) return undefined;
  if (callee.kind === 'attribute') return depth === 0 ? (hook(callee, scope) ?? told(callee, scope)) : hook(callee, scope);
  if (callee.kind === 'item') return listed(callee.of);
  // Calling a weak reference only asks what it refers to.
  if (callee.kind !== 'name' || /ref$/i.test(callee.name)) return undefined;
  const binding = lookup(scope, callee.name)[0];
  if (binding?.kind !== 'local') return undefined;
  for (const { value } of binding.function.assignedTo(binding.name)) {
    const name = value.kind === 'item' ? listed(value.of) : foreign(value, binding.function, depth + 1);
    if (name !== undefined) return `${callee.name} of ${name}`;
    // Taken out of something under a name that says what it is.
    if (value.kind === 'item' && value.key !== undefined && callbackName.test(callee.name) && !verb.test(callee.name)) return callee.name;
  }
  return undefined;
}

function hook(callee: Value & { kind: 'attribute' }, scope: FunctionNode): string | undefined {
  const { name } = callee;
  const owner = enclosingClass(scope);
  const own = callee.of.kind === 'name' && owner !== undefined && lookup(scope, callee.of.name)[0]?.kind === 'parameter';
  if (!own || verb.test(name)) return undefined;
  const set = owner.attribute(name);
  const parameters = set.flatMap(({ assignment: { value }, in: method }) => (value.kind === 'name' ? method.head.parameters.filter((parameter) => parameter.name === value.name) : []));
  const handedIn = parameters.length > 0;
  if (callbackName.test(name)) return handedIn || set.length === 0 || set.every(({ assignment }) => assignment.value.kind === 'constant' || assignment.value.kind === 'name') ? name : undefined;
  if (!handedIn) return undefined;
  if (/^_?(func|fn|function|factory|target|action|sink|send|emit|publish)$/.test(name) || tellingFunction.test(name)) return name;
  // Optional: somebody may want to be told.
  const optional = parameters.every((parameter) => parameter.default?.kind === 'constant' && /^(None|null|undefined)$/.test(parameter.default.text));
  return optional && set.length === parameters.length && moment.test(name) ? name : undefined;
}

/** Something that the caller handed in under the name of a callback is told of something: of which class it is, the caller alone knows. */
export const isTold = (callee: Value, scope: FunctionNode): boolean => callee.kind === 'attribute' && callee.of.kind === 'name' && lookup(scope, callee.of.name)[0]?.kind === 'parameter' && told(callee, scope) !== undefined;

function told(callee: Value & { kind: 'attribute' }, scope: FunctionNode): string | undefined {
  if (callee.of.kind !== 'name' || !tells.test(callee.name)) return undefined;
  const { name } = callee.of;
  const binding = lookup(scope, name)[0];
  if (binding?.kind === 'parameter') return callbackName.test(name) && binding.function === scope ? `${callee.name} of ${name}` : undefined;
  const list = binding?.kind === 'local' ? binding.function.assignedTo(name).map(({ value }) => (value.kind === 'item' ? listed(value.of) : undefined)).find((found) => found !== undefined) : undefined;
  return list === undefined ? undefined : `${callee.name} of ${list}`;
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
