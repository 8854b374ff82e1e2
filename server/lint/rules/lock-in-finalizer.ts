// A finalizer takes a lock that ordinary code holds: the collector may run it in the middle of that code, in the same thread.
import { siteOf } from '../finding.js';
import type { Lock } from '../locks.js';
import type { FunctionNode } from '../program.js';
import { finding, numbered, type Rule } from './rule.js';

export const lockInFinalizer: Rule = {
  id: 'lock-in-finalizer',
  severity: 'warning',
  summary: 'A finalizer takes a lock that is not re-entrant and that other code holds.',
  advice: 'The collector runs finalizers in the middle of any code, also of code that holds the lock. Note what is to be done in something that needs no lock, or use a re-entrant lock.',
  check({ summaries }) {
    return summaries.behaviours.flatMap((behaviour) => {
      const node = behaviour.function;
      if (node.facts.name !== '__del__' || !node.class) return [];
      const found = [...summaries.of(node).takes.values()].flatMap((taken) => {
        const { lock } = taken;
        if (lock.kind.reentrant || lock.kind.semaphore || lock.open || isOwn(lock, node)) return [];
        const other = summaries.behaviours.find((item) => item.function !== node && item.function.facts.role !== 'constructor' && item.events.some((event) => event.kind === 'acquire' && event.lock.declaration === lock.declaration));
        const event = other?.events.find((item) => item.kind === 'acquire' && item.lock.declaration === lock.declaration);
        if (!other || !event) return [];
        const site = siteOf(node.file.facts.path, node.facts.at);
        return finding(lockInFinalizer, site, `${node.facts.qualified} takes ${lock.name}, which ${other.function.facts.qualified} holds; the collector can run it there in the same thread, which then waits for itself.`, [
          ...numbered('A', taken.hops),
          ...numbered('B', [{ site: siteOf(other.function.file.facts.path, event.at), message: `${other.function.facts.qualified} takes ${lock.name}` }]),
        ]);
      });
      return found.slice(0, 1);
    });
  },
};

/** Made by the object for itself: whoever holds it came to it through the object, which is then still in use and is not collected. */
function isOwn({ place }: Lock, finalizer: FunctionNode): boolean {
  const owner = finalizer.class;
  if (!owner || place?.root.kind !== 'parameter' || place.root.function !== finalizer || place.root.index !== 0 || place.path.length !== 1) return false;
  const [name = ''] = place.path;
  const assigned = owner.attributes.get(name) ?? [];
  return assigned.length > 0 && assigned.every(({ assignment }) => assignment.value.kind === 'call');
}
