// When two answers to what a function or a call does say the same (kept/same.ts says how).
import { sameItems } from '../kept/same.js';
import type { Lock } from '../values/locks.js';
import { sameLock } from '../values/same-values.js';
import type { Behaviour, Event, Outside } from './behaviour.js';
import type { Effects, Target } from './effects.js';
import { sameFlags } from './flags.js';
import type { Held, Hop } from './state.js';

export const sameHop = (a: Hop, b: Hop): boolean => a === b || (a.message === b.message && sameSite(a.site, b.site));

export const sameSite = (a: Hop['site'], b: Hop['site']): boolean => a === b || (a.file === b.file && 'range' in a && 'range' in b && a.range === b.range);

const sameHeldOne = (a: Held, b: Held): boolean =>
  a === b || (a.at === b.at && a.how === b.how && a.shared === b.shared && a.escaped === b.escaped && a.captured === b.captured && a.ordered === b.ordered && a.handle === b.handle && sameLock(a.lock, b.lock) && sameItems(a.via, b.via, sameHop));

export const sameHeld = (a: readonly Held[], b: readonly Held[]): boolean => sameItems(a, b, sameHeldOne);

export const sameTarget = (a: Target, b: Target): boolean => a === b || (a.function === b.function && a.call === b.call && a.bound === b.bound && a.self === b.self && a.how === b.how && a.receiver === b.receiver && a.virtual === b.virtual);

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
    if (key === 'flags') return sameFlags(a.flags, b.flags);
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
