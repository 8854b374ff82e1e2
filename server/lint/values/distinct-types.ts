// Of several answers to what a value is, each once, and no more than can be followed.
import { exact } from '../kept/exact.js';
import type { Type } from './value-types.js';

const limit = 6;

export function distinct(types: Type[]): Type[] {
  const [only] = types;
  if (types.length < 2) return only ? [only] : [];
  const seen = new Set<unknown>();
  const kept: Type[] = [];
  for (const type of types) {
    const identity = type.kind === 'instance' || type.kind === 'class' ? type.class : type.kind === 'function' ? type.function : type.kind === 'module' ? type.file : type.kind === 'library' ? type.name : type.kind === 'made' ? (type.call ?? type.name) : type;
    const mark = type.kind === 'instance' || type.kind === 'class' ? `${type.kind}:${type.class.key}` : identity;
    if (seen.has(mark)) continue;
    seen.add(mark);
    kept.push(type);
    if (kept.length >= limit) break;
  }
  return exact(kept);
}
