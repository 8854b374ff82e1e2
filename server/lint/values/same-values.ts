// When two answers to what a value is say the same (kept/same.ts says how).
import { sameItems, sameParts } from '../kept/same.js';
import type { Lock, Place, Root } from './locks.js';
import type { Type } from './value-types.js';

const sameType = (a: Type, b: Type): boolean => a === b || (a.kind === b.kind && (a.kind === 'container' && b.kind === 'container' ? a.types === b.types && a.scope === b.scope && sameItems(a.items, b.items) : sameParts(a, b)));

export const sameTypes = (a: readonly Type[], b: readonly Type[]): boolean => sameItems(a, b, sameType);

const sameRoot = (a: Root, b: Root): boolean => sameParts(a, b);

export const samePlace = (a: Place | undefined, b: Place | undefined): boolean => a === b || (a !== undefined && b !== undefined && sameRoot(a.root, b.root) && sameItems(a.path, b.path));

export const sameLock = (a: Lock | undefined, b: Lock | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.declaration === b.declaration &&
    a.name === b.name &&
    a.open === b.open &&
    a.declared?.file === b.declared?.file &&
    a.declared?.at === b.declared?.at &&
    samePlace(a.place, b.place) &&
    sameParts(a.kind, b.kind));
