// A finalizer takes a lock that ordinary code holds: the collector may run it in the middle of that code, in the same thread.
import { siteOf } from '../facts/finding.js';
import type { Lock } from '../values/locks.js';
import type { AttributeAssignment } from '../program/node.js';
import type { ClassNode, FunctionNode } from '../program/program.js';
import { finding, numbered, type Known, type Rule } from './rule.js';

export const lockInFinalizer: Rule = {
  id: 'lock-in-finalizer',
  severity: 'warning',
  summary: 'A finalizer takes a lock that is not re-entrant and that other code holds.',
  advice: 'The collector runs finalizers in the middle of any code, also of code that holds the lock. Note what is to be done in something that needs no lock, or use a re-entrant lock.',
  local: true,
  check(known) {
    const { summaries } = known;
    return summaries.behaviours.flatMap((behaviour) => {
      const node = behaviour.function;
      if (node.facts.name !== '__del__' || !node.class) return [];
      const found = [...summaries.of(node).takes.values()].flatMap((taken) => {
        const { lock } = taken;
        if (lock.kind.reentrant || lock.kind.semaphore || lock.open || isOwn(lock, node, taken.only?.class ?? node.class, known)) return [];
        const other = known.whole.summaries.behaviours.find((item) => item.function !== node && item.function.facts.role !== 'constructor' && item.events.some((event) => event.kind === 'acquire' && event.lock.declaration === lock.declaration));
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

/**
 * Made by the object for itself, or by something that it made for itself: whoever holds it came to it through the object, which is then still in use
 * and is not collected. So is what a class has that the object is not of: the way led through an override of another class.
 */
function isOwn({ place }: Lock, finalizer: FunctionNode, object: ClassNode | undefined, { types }: Known): boolean {
  if (!object || place?.root.kind !== 'parameter' || place.root.function !== finalizer || place.root.index !== 0) return false;
  let owners: readonly ClassNode[] = [object];
  for (const name of place.path) {
    const assigned = owners.flatMap((owner) => types.owner(owner, name)?.attribute(name) ?? []);
    if (assigned.length === 0) return owners.length > 0 && owners.every((owner) => !types.owner(owner, name));
    // What a function answers may be somebody else's as well.
    const isNew = ({ assignment: { value }, in: method }: AttributeAssignment): boolean => value.kind === 'constant' || (value.kind === 'call' && types.of(value.callee, method).some((type) => type.kind === 'class' || type.kind === 'library'));
    if (!assigned.every(isNew)) return false;
    owners = assigned.flatMap(({ assignment, in: method }) => types.of(assignment.value, method).flatMap((type) => (type.kind === 'instance' ? [type.class] : [])));
  }
  return true;
}
