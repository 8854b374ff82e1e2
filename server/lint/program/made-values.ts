// Expressions that stand in no source, such as a caller's argument with the callee's path behind it: each is made once, so that what is known about
// it is found again.
import type { Value } from '../facts/facts.js';
import type { FunctionNode } from './node.js';

const parts = new WeakMap<Value, Map<string, Value>>();
const names = new WeakMap<FunctionNode, Map<string, Value>>();

function once<K extends object>(all: WeakMap<K, Map<string, Value>>, key: K, name: string, make: () => Value): Value {
  let own = all.get(key);
  if (!own) all.set(key, (own = new Map()));
  let value = own.get(name);
  if (!value) own.set(name, (value = make()));
  return value;
}

export const attributeOf = (of: Value, name: string): Value => once(parts, of, `.${name}`, () => ({ kind: 'attribute', of, name }));

export const itemOf = (of: Value, key: string): Value => once(parts, of, `[${key}]`, () => ({ kind: 'item', of, key }));

/** A name as it is seen in that function. */
export const nameValue = (name: string, scope: FunctionNode): Value => once(names, scope, name, () => ({ kind: 'name', name }));
