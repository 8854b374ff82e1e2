// What an object was handed when it was made: `self.child = Child(self)` tells that `self.child.owner` is `self`. Says nothing where an object may
// have been made in several places.
import type { Value } from '../facts/facts.js';
import { lookup, type ClassNode, type FunctionNode } from '../program/program.js';
import { argumentAt } from './argument-at.js';
import type { Types } from './value-types.js';

export interface HandedIn {
  /** What was handed in, in the words of the function that made the object. */
  value: Value;
  in: FunctionNode;
  /** The object that keeps the one that was made; missing where a local name does. */
  holder?: Value;
}

/** What the attribute, of an object of the class `node`, was set to by whoever made the object. */
export function handedIn(value: Value & { kind: 'attribute' }, node: ClassNode, scope: FunctionNode, types: Types): HandedIn | undefined {
  if (value.of.kind !== 'attribute' && value.of.kind !== 'name') return undefined;
  const set = constructorParameter(node, value.name, types);
  if (!set) return undefined;
  const made = maker(value.of, node, scope, types);
  if (!made) return undefined;
  const offset = set.in.head.self === set.in.head.parameters[0]?.name ? 1 : 0;
  const name = set.in.head.parameters[set.index]?.name;
  const given = argumentAt(made.call, { position: set.index - offset, ...(name === undefined ? {} : { name }) });
  return given && { value: given.value, in: made.in, ...(made.holder ? { holder: made.holder } : {}) };
}

/** The constructor's parameter that an attribute is set to, and to nothing else. */
export function constructorParameter(node: ClassNode, attribute: string, types: Types): { in: FunctionNode; index: number } | undefined {
  const set = types.owner(node, attribute)?.attribute(attribute) ?? [];
  const only = set.length === 1 ? set[0] : undefined;
  if (only?.assignment.value.kind !== 'name' || only.in.head.role !== 'constructor' || types.method(node, only.in.name) !== only.in) return undefined;
  const parameter = lookup(only.in, only.assignment.value.name)[0];
  return parameter?.kind === 'parameter' && parameter.function === only.in ? { in: only.in, index: parameter.index } : undefined;
}

/** The one call that made the object. */
function maker(object: Value & { kind: 'attribute' | 'name' }, node: ClassNode, scope: FunctionNode, types: Types): { call: Value & { kind: 'call' }; in: FunctionNode; holder?: Value } | undefined {
  const makes = (value: Value, within: FunctionNode): value is Value & { kind: 'call' } => value.kind === 'call' && types.of(value.callee, within).some((type) => type.kind === 'class' && type.class === node);
  if (object.kind === 'name') {
    const binding = lookup(scope, object.name)[0];
    if (binding?.kind !== 'local') return undefined;
    const assigned = binding.function.assignedTo(binding.name);
    const value = assigned.length === 1 ? assigned[0]?.value : undefined;
    return value && makes(value, binding.function) ? { call: value, in: binding.function } : undefined;
  }
  for (const type of types.of(object.of, scope)) {
    if (type.kind !== 'instance') continue;
    // What is set to nothing at first or at the end is still made in one place.
    const set = (types.owner(type.class, object.name)?.attribute(object.name) ?? []).filter(({ assignment }) => assignment.value.kind !== 'constant');
    const only = set.length === 1 ? set[0] : undefined;
    const value = only?.assignment.value;
    if (only && value && makes(value, only.in)) return { call: value, in: only.in, holder: object.of };
  }
  return undefined;
}
