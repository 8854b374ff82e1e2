// Locks of two objects of one class, taken in the order in which somebody names them: two calls with the objects swapped block each other.
import { lockFromCaller } from '../effects.js';
import { siteOf, type Finding } from '../finding.js';
import type { Statement, Test, Value } from '../facts.js';
import type { Lock, Place } from '../locks.js';
import type { FunctionNode } from '../program.js';
import { objectKey, type Held, type Hop } from '../state.js';
import { holdHops, takesHop } from '../summary.js';
import { finding, numbered, type Rule } from './rule.js';

export const lockOrderInstances: Rule = {
  id: 'lock-order-instances',
  severity: 'warning',
  summary: 'Locks of several objects of one class are taken in whatever order they come.',
  check({ summaries, locks }) {
    const findings = new Map<string, Finding>();
    for (const behaviour of summaries.behaviours) {
      const node = behaviour.function;
      if (imposesOrder(node)) continue;
      const file = node.file.facts.path;
      const add = (held: Held, lock: Lock, at: Finding['site'], take: readonly Hop[]): void => {
        const key = `${node.key} ${lock.declaration}`;
        if (findings.has(key)) return;
        const message = `${node.facts.qualified} takes ${lock.name} of one object and then of another, in the order in which they were given; the same call with the objects swapped deadlocks with it. Take them in one order, such as by an id.`;
        for (const made of finding(lockOrderInstances, at, message, numbered('A', [...holdHops(node, held), ...take]))) findings.set(key, made);
      };
      for (const event of behaviour.events) {
        if (event.kind === 'acquire' && event.waits && !event.shared) {
          const held = event.held.find((item) => twins(item.lock, event.lock) && item.at.line !== event.at.line);
          if (held && !event.held.some((item) => item !== held && objectKey(item.lock) === objectKey(event.lock))) add(held, event.lock, siteOf(file, event.at), [takesHop(node, event.lock, event)]);
        } else if (event.kind === 'call' && event.held.length > 0) {
          const call: Hop = { site: siteOf(file, event.at), message: `${node.facts.qualified} calls ${event.text}` };
          for (const taken of summaries.of(event.target.function).takes.values()) {
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

/** The same declaration in two objects that a caller chooses, neither of which is reached through the other. */
function twins(held: Lock, lock: Lock): boolean {
  if (held.declaration !== lock.declaration || held.open) return false;
  if (!held.place || !lock.place) return !held.place && !lock.place && lock.declaration.endsWith('[]');
  const chosen = held.place.root.kind === 'parameter' && lock.place.root.kind === 'parameter' && held.place.root.function === lock.place.root.function;
  return chosen && objectKey(held) !== objectKey(lock) && !reaches(held.place, lock.place) && !reaches(lock.place, held.place);
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
