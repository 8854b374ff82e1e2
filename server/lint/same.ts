// When two answers say the same. Parts of facts, nodes and ranges are the same only where they are one object: an edit that leaves them as they are
// keeps them, and moves them.
import type { Behaviour, Event, Outside } from './behaviour.js';
import type { Effects, Target } from './effects.js';
import type { Lock, Place, Root } from './locks.js';
import type { Nesting } from './order.js';
import type { Held, Hop } from './state.js';
import type { Done, OpenPair, Summary, Taken } from './summary.js';
import type { Type } from './value-types.js';

export const sameItems = <T>(a: readonly T[], b: readonly T[], same: (one: T, other: T) => boolean = Object.is): boolean =>
  a === b || (a.length === b.length && a.every((item, index) => same(item, b[index] as T)));

/** Objects of plain parts, each compared as it is. */
const sameParts = (a: object, b: object): boolean => {
  const [mine, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(mine);
  return keys.length === Object.keys(other).length && keys.every((key) => Object.is(mine[key], other[key]));
};

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

export const sameHop = (a: Hop, b: Hop): boolean => a === b || (a.message === b.message && sameSite(a.site, b.site));

const sameSite = (a: Hop['site'], b: Hop['site']): boolean => a === b || (a.file === b.file && 'range' in a && 'range' in b && a.range === b.range);

const sameHeldOne = (a: Held, b: Held): boolean =>
  a === b || (a.at === b.at && a.how === b.how && a.shared === b.shared && a.escaped === b.escaped && a.captured === b.captured && a.ordered === b.ordered && a.handle === b.handle && sameLock(a.lock, b.lock) && sameItems(a.via, b.via, sameHop));

export const sameHeld = (a: readonly Held[], b: readonly Held[]): boolean => sameItems(a, b, sameHeldOne);

export const sameTarget = (a: Target, b: Target): boolean => a === b || (a.function === b.function && a.call === b.call && a.bound === b.bound && a.self === b.self && a.how === b.how);

export const sameEffects = (a: Effects, b: Effects): boolean =>
  a.unknown === b.unknown &&
  a.parameter?.function === b.parameter?.function &&
  a.parameter?.index === b.parameter?.index &&
  sameItems(a.spawned, b.spawned) &&
  sameItems(a.targets, b.targets, sameTarget) &&
  (a.operation === b.operation ||
    (a.operation !== undefined && b.operation !== undefined && a.operation.does === b.operation.does && a.operation.subject === b.operation.subject && a.operation.thing === b.operation.thing && sameLock(a.operation.lock, b.operation.lock)));

export const sameEvent = (a: Event, b: Event): boolean => {
  if (a === b) return true;
  if (a.at !== b.at || !sameHeld(a.held, b.held)) return false;
  const [mine, other] = [a as unknown as Record<string, unknown>, b as unknown as Record<string, unknown>];
  const keys = Object.keys(mine);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => {
    if (key === 'held') return true;
    if (key === 'lock') return sameLock(mine[key] as Lock, other[key] as Lock);
    if (key === 'target') return sameTarget(mine[key] as Target, other[key] as Target);
    return Object.is(mine[key], other[key]);
  });
};

/** What callers see of it. */
export const sameOutside = (a: Outside, b: Outside): boolean => sameHeld(a.leaves, b.leaves) && sameItems(a.gives, b.gives, sameLock) && sameHeld(a.yields, b.yields);

export const sameBehaviour = (a: Behaviour, b: Behaviour): boolean =>
  a === b ||
  (a.function === b.function &&
    sameOutside(a, b) &&
    sameItems(a.events, b.events, sameEvent) &&
    sameItems(a.leaks, b.leaks, (one, other) => one.exit.kind === other.exit.kind && one.exit.at === other.exit.at && sameHeldOne(one.held, other.held)) &&
    sameItems([...a.returned], [...b.returned]) &&
    sameItems([...a.freed], [...b.freed]));

const sameMaps = <T>(a: ReadonlyMap<unknown, T>, b: ReadonlyMap<unknown, T>, same: (one: T, other: T) => boolean): boolean =>
  a.size === b.size && sameItems([...a.keys()], [...b.keys()]) && sameItems([...a.values()], [...b.values()], same);

const sameTaken = (a: Taken, b: Taken): boolean => a.shared === b.shared && sameLock(a.lock, b.lock) && sameItems(a.hops, b.hops, sameHop) && sameItems(a.inside, b.inside);

const samePair = (a: OpenPair, b: OpenPair): boolean =>
  sameLock(a.held, b.held) && sameLock(a.lock, b.lock) && sameItems(a.heldHops, b.heldHops, sameHop) && sameItems(a.hops, b.hops, sameHop) && sameItems(a.inside, b.inside);

const sameDone = (a: Done, b: Done): boolean => a.function === b.function && sameEvent(a.event, b.event) && sameItems(a.hops, b.hops, sameHop) && sameItems(a.inside, b.inside);

const sameSummary = (a: Summary, b: Summary): boolean => sameMaps(a.takes, b.takes, sameTaken) && sameMaps(a.pairs, b.pairs, samePair) && sameMaps(a.does, b.does, sameDone);

export const sameSummaries = (a: ReadonlyMap<unknown, Summary>, b: ReadonlyMap<unknown, Summary>): boolean => sameMaps(a, b, sameSummary);

export const sameNesting = (a: Nesting, b: Nesting): boolean =>
  a === b ||
  (a.function === b.function &&
    a.shared === b.shared &&
    sameSite(a.at, b.at) &&
    sameLock(a.from, b.from) &&
    sameLock(a.to, b.to) &&
    sameItems(a.hold, b.hold, sameHop) &&
    sameItems(a.take, b.take, sameHop) &&
    sameItems([...a.held], [...b.held]));
