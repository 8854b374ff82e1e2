// A finalizer takes a lock that ordinary code holds: the collector may run it in the middle of that code, in the same thread.
import { siteOf, type Finding, type Site } from '../facts/finding.js';
import type { Taken } from '../conclusions/summary.js';
import { argumentAt } from '../values/argument-at.js';
import type { Hop } from '../walk/state.js';
import type { Lock } from '../values/locks.js';
import type { AttributeAssignment } from '../program/node.js';
import type { ClassNode, FunctionNode } from '../program/program.js';
import { finding, numbered, type Known, type Rule } from './rule.js';

export const lockInFinalizer: Rule = {
  id: 'lock-in-finalizer',
  severity: 'warning',
  summary: 'A finalizer takes a lock that is not re-entrant and that other code holds.',
  advice: 'The collector runs finalizers in the middle of any code, also of code that holds the lock, and so do signals with their handlers. Note what is to be done in something that needs no lock, or use a re-entrant lock.',
  local: true,
  check(known) {
    return known.summaries.behaviours.flatMap(({ function: node, events }) => [
      ...(node.facts.name === '__del__' && node.class ? interrupting(known, node, siteOf(node.file.facts.path, node.facts.at), [], 'the collector', (taken) => isOwn(taken.lock, node, taken.only?.class ?? node.class, known)) : []),
      ...events.flatMap((event) => {
        if (event.kind !== 'operation' || event.does.does !== 'interrupt') return [];
        const given = argumentAt(event.call, event.does.callback);
        const who = event.does.by === 'signal' ? 'a signal' : 'the collector';
        const site = siteOf(node.file.facts.path, event.at);
        const registers: Hop = { site, message: `${node.facts.qualified} calls ${event.text}` };
        return given ? known.calls.functions(given.value, node).flatMap(({ function: target }) => interrupting(known, target, site, [registers], who, () => false)) : [];
      }),
    ]);
  },
};

/** A lock that the function takes wherever it is run, and that other code holds there. */
function interrupting(known: Known, node: FunctionNode, site: Site, before: readonly Hop[], who: string, harmless: (taken: Taken) => boolean): Finding[] {
  const found = [...known.summaries.of(node).takes.values()].flatMap((taken) => {
    const { lock } = taken;
    if (lock.kind.reentrant || lock.kind.semaphore || lock.open || harmless(taken)) return [];
    const other = known.whole.summaries.behaviours.find((item) => item.function !== node && item.function.facts.role !== 'constructor' && item.events.some((event) => event.kind === 'acquire' && event.lock.declaration === lock.declaration));
    const event = other?.events.find((item) => item.kind === 'acquire' && item.lock.declaration === lock.declaration);
    if (!other || !event) return [];
    return finding(lockInFinalizer, site, `${node.facts.qualified} takes ${lock.name}, which ${other.function.facts.qualified} holds; ${who} can run it there in the same thread, which then waits for itself.`, [
      ...numbered('A', [...before, ...taken.hops]),
      ...numbered('B', [{ site: siteOf(other.function.file.facts.path, event.at), message: `${other.function.facts.qualified} takes ${lock.name}` }]),
    ]);
  });
  return found.slice(0, 1);
}

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
