// Locks of two objects of one class, taken in the order in which somebody names them: two calls with the objects swapped block each other.
import { lockFromCaller } from '../walk/effects.js';
import { siteOf, type Finding } from '../facts/finding.js';
import type { Event } from '../walk/behaviour.js';
import type { Call, Statement, Test, Value } from '../facts/facts.js';
import type { Lock, Place } from '../values/locks.js';
import { isKeyed } from '../values/keyed.js';
import type { FunctionNode } from '../program/program.js';
import { objectKey, type Held, type Hop } from '../walk/state.js';
import { holdHops, takesHop } from '../conclusions/summary.js';
import { finding, numbered, type Known, type Rule } from './rule.js';

export const lockOrderInstances: Rule = {
  id: 'lock-order-instances',
  severity: 'warning',
  summary: 'Locks of several objects of one class are taken in whatever order they come.',
  advice: 'The same call with the two objects swapped, at the same time in another thread, waits for this one and this one for it. Take the locks in an order that does not depend on the call, such as by an id.',
  local: true,
  check(known) {
    const { summaries, locks } = known;
    const findings = new Map<string, Finding>();
    for (const behaviour of summaries.behaviours) {
      const node = behaviour.function;
      // Asked only where there is something to say: it looks at all statements.
      let ordered: boolean | undefined;
      const imposes = (): boolean => (ordered ??= imposesOrder(node));
      const file = node.file.facts.path;
      const add = (held: Held, lock: Lock, at: Finding['site'], take: readonly Hop[]): void => {
        const key = `${node.key} ${lock.declaration}`;
        if (findings.has(key) || imposes()) return;
        const message = `${node.facts.qualified} takes ${lock.name} of one object and then of another, in the order in which they were given; the same call with the objects swapped deadlocks with it. Take them in one order, such as by an id.`;
        for (const made of finding(lockOrderInstances, at, message, numbered('A', [...holdHops(node, held), ...take]))) findings.set(key, made);
      };
      for (const event of behaviour.events) {
        if (event.kind === 'operation' && event.does.does === 'gather') {
          const taken = takenTogether(known, event.call, node);
          const site = siteOf(file, event.at);
          if (taken && !imposes()) {
            const message = `${node.facts.qualified} takes a whole set of locks at once, each as it comes; two such sets that overlap wait for each other. Sort them and take one after the other.`;
            for (const made of finding(lockOrderInstances, site, message, numbered('A', [{ site, message: `${node.facts.qualified} takes all of them` }, ...taken]))) findings.set(`${node.key} ${site.line}`, made);
          }
          continue;
        }
        if (event.kind === 'acquire' && event.waits && !event.shared) {
          const held = event.held.find((item) => twins(item.lock, event.lock) && item.at.line !== event.at.line);
          if (held && !event.held.some((item) => item !== held && objectKey(item.lock) === objectKey(event.lock))) add(held, event.lock, siteOf(file, event.at), [takesHop(node, event.lock, event)]);
        } else if (event.kind === 'call' && event.held.length > 0) {
          const call: Hop = { site: siteOf(file, event.at), message: `${node.facts.qualified} calls ${event.text}` };
          for (const taken of summaries.through(event.target).takes.values()) {
            const lock = lockFromCaller(taken.lock, event.target, node, locks);
            const held = lock && !taken.shared && event.held.find((item) => twins(item.lock, lock));
            if (lock && held) add(held, lock, siteOf(file, event.at), [call, ...taken.hops]);
          }
        }
      }
    }
    return [...findings.values()];
  },
};

/** `Promise.all(locks.map((lock) => lock.acquire()))`: the way to the acquisition, which nothing in the callback gives back. */
function takenTogether(known: Known, call: Call, scope: FunctionNode): readonly Hop[] | undefined {
  const list = call.arguments[0]?.value;
  if (list?.kind !== 'call' || list.callee.kind !== 'attribute' || list.callee.name !== 'map' || !list.arguments[0]) return undefined;
  for (const { function: callback } of known.calls.functions(list.arguments[0].value, scope)) {
    const behaviour = known.summaries.behaviourOf(callback);
    const event = behaviour?.events.find((item) => item.kind === 'acquire' && item.waits && item.lock.place?.root.kind === 'parameter' && item.lock.place.root.function === callback);
    if (behaviour && event?.kind === 'acquire' && !event.lock.kind.shared && returnsLock(behaviour.events)) return [takesHop(callback, event.lock, event)];
  }
  return undefined;
}

/** Nothing else happens in the callback: it comes back with the lock. */
const returnsLock = (events: readonly Event[]): boolean => events.every((event) => event.kind === 'acquire' || event.kind === 'await');

/** The same declaration in two objects that a caller chooses, neither of which is reached through the other. */
function twins(held: Lock, lock: Lock): boolean {
  if (held.declaration !== lock.declaration || held.open) return false;
  if (isKeyed(held) && isKeyed(lock)) return !held.place || objectKey(held) !== objectKey(lock);
  if (!held.place || !lock.place) return false;
  // Two parts of one object are not swapped by a caller.
  const chosen = held.place.root.kind === 'parameter' && lock.place.root.kind === 'parameter' && held.place.root.function === lock.place.root.function && held.place.root.index !== lock.place.root.index;
  return chosen && namedAfterClass(held) === namedAfterClass(lock) && objectKey(held) !== objectKey(lock) && !reaches(held.place, lock.place) && !reaches(lock.place, held.place);
}

/** A parameter without a type, of which only its name says of which class it is: beside another object of that class it is somebody else's namesake. */
function namedAfterClass({ name, place }: Lock): boolean {
  if (place?.root.kind !== 'parameter') return false;
  const parameter = place.root.function.facts.parameters[place.root.index];
  const owner = name.slice(0, Math.max(0, name.lastIndexOf('.'))).toLowerCase();
  return parameter !== undefined && parameter.type === undefined && parameter.name !== place.root.function.facts.self && parameter.name.length > 3 && owner.endsWith(parameter.name.replace(/_/g, '').toLowerCase());
}

const reaches = (from: Place, to: Place): boolean =>
  from.root.kind === 'parameter' && to.root.kind === 'parameter' && from.root.index === to.root.index && from.path.slice(0, -1).every((name, index) => to.path[index] === name);

/** Whether the function sorts what it takes, or compares it. */
function imposesOrder(node: FunctionNode): boolean {
  const compares = (test: Test): boolean => {
    if (test.kind === 'truth') return /[<>]/.test(test.text);
    if (test.kind === 'not') return compares(test.test);
    return test.kind === 'all' || test.kind === 'any' ? test.tests.some(compares) : false;
  };
  const named = (value: Value): boolean => (value.kind === 'name' || value.kind === 'attribute') && /^(sorted|sort|min|max|id|hash|toSorted|localeCompare)$/.test(value.name);
  const search = (statements: readonly Statement[]): boolean =>
    statements.some((statement) => {
      if (statement.kind === 'call') return named(statement.call.callee);
      if (statement.kind === 'branch') return compares(statement.test) || search(statement.yes) || search(statement.no);
      if (statement.kind === 'with' || statement.kind === 'loop' || statement.kind === 'labelled') return search(statement.body);
      if (statement.kind === 'try') return search(statement.body) || search(statement.finally);
      return statement.kind === 'choose' && statement.arms.some(search);
    });
  return search(node.facts.body);
}
