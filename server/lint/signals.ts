// Locks that are no locks: made in one call, taken there, and given back by whatever they were handed to. Waiting for one is waiting for that.
import type { Lock } from './locks.js';
import type { Summaries } from './summary.js';

/** Whether a lock belongs to one call of one function while another function gives it back. */
export function signals(summaries: Summaries): (lock: Lock) => boolean {
  const given = new Set<string>();
  for (const behaviour of summaries.behaviours) {
    for (const lock of behaviour.gives) if (lock.place?.root.kind === 'local' && lock.place.root.function !== behaviour.function) given.add(lock.declaration);
  }
  return (lock) => given.has(lock.declaration);
}
