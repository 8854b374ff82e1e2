// What is known only by its name: whatever comes out of a container of things of unknown types.
import type { Value } from '../facts/facts.js';
import type { ClassNode } from '../program/program.js';
import { callbackName } from './callback-name.js';
import type { Type } from './value-types.js';

/** `things[key]`, an element of a loop over them, `things.get(key)`. A callback is somebody else's, whatever class fits its name. */
export const takenOut = (value: Value, name: string): boolean =>
  !callbackName.test(name) &&
  (value.kind === 'item' || (value.kind === 'call' && value.callee.kind === 'attribute' && value.callee.of.kind === 'attribute' && /^(get|pop|popleft|setdefault)$/.test(value.callee.name)));

export const instancesOf = (classes: readonly ClassNode[]): Type[] => classes.map((node) => ({ kind: 'instance', class: node }));
