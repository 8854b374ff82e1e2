// When two answers to what calls lead to say the same (kept/same.ts says how).
import { sameItems, sameMaps } from '../kept/same.js';
import { sameLock } from '../values/same-values.js';
import { sameEvent, sameHop, sameSite } from '../walk/same-behaviour.js';
import { sameNarrow } from './receiver.js';
import type { Nesting } from './order.js';
import type { Done, OpenPair, Summary, Taken } from './summary.js';

const sameTaken = (a: Taken, b: Taken): boolean => a.shared === b.shared && sameNarrow(a, b) && sameLock(a.lock, b.lock) && sameItems(a.hops, b.hops, sameHop) && sameItems(a.inside, b.inside);

const samePair = (a: OpenPair, b: OpenPair): boolean =>
  sameNarrow(a, b) && sameLock(a.held, b.held) && sameLock(a.lock, b.lock) && sameItems(a.heldHops, b.heldHops, sameHop) && sameItems(a.hops, b.hops, sameHop) && sameItems(a.inside, b.inside);

const sameDone = (a: Done, b: Done): boolean => a.function === b.function && sameNarrow(a, b) && sameEvent(a.event, b.event) && sameItems(a.hops, b.hops, sameHop) && sameItems(a.inside, b.inside);

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
