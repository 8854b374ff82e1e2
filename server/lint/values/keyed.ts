// Locks that are kept by key: whatever way one comes out of the container, it is one of its elements.
import type { Value } from '../facts/facts.js';
import type { Lock } from './locks.js';

/** `locks.setdefault(key, Lock())` and `locks.get(key)`: as `locks[key]`. */
export function asItem(value: Value): (Value & { kind: 'item' }) | undefined {
  if (value.kind === 'item') return value;
  if (value.kind !== 'call' || value.callee.kind !== 'attribute' || !/^(get|setdefault)$/.test(value.callee.name)) return undefined;
  const key = value.arguments[0]?.value;
  return { kind: 'item', of: value.callee.of, ...(key?.kind === 'constant' ? { key: key.text } : {}) };
}

/** One of several under a key that is known only when it runs; a name that it was given says nothing of which. */
export const isKeyed = ({ declaration, place }: Lock): boolean => declaration.endsWith('[]') && (!place || place.root.kind === 'local');
