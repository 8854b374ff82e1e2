// Locks that are no locks: made in one call, taken there, and given back by whatever they were handed to. Waiting for one is waiting for that.
import type { Behaviour } from '../walk/behaviour.js';
import type { Lock } from '../values/locks.js';
import type { Known } from '../rules/rule.js';

/** Whether a lock belongs to one call of one function while another function gives it back. */
export const signals = (known: Known): ((lock: Lock) => boolean) => (lock) => known.signalled.has(lock.declaration);

/** What the function gives back of such locks of others. */
export const signalledIn = (behaviour: Behaviour): string[] =>
  behaviour.gives.flatMap(({ place, declaration }) => (place?.root.kind === 'local' && place.root.function !== behaviour.function ? [declaration] : []));
