// Locks that are taken against the order that the project has declared for them, whether or not another way takes them the other way round.
import { closure, isNamed } from '../conclusions/declared-order.js';
import { finding, numbered, type Rule } from './rule.js';

export const declaredOrderBroken: Rule = {
  id: 'declared-order-broken',
  severity: 'error',
  summary: 'Locks are taken against the order that the project has declared.',
  advice: 'An order that everybody keeps rules out deadlocks between these locks. Take the lock that comes first in the declared order before the other one, or change the declaration where it is wrong.',
  check(known) {
    const seen = new Set<string>();
    return closure(known.declared).flatMap(({ before, after, site }) =>
      known.nestings.flatMap(({ from, to, function: node, at, hold, take }) => {
        if (!isNamed(from, after) || !isNamed(to, before) || from.declaration === to.declaration) return [];
        const key = `${from.declaration} ${to.declaration} ${at.file} ${at.line}`;
        if (seen.has(key)) return [];
        seen.add(key);
        const message = `${node.facts.qualified} takes ${from.name} and then ${to.name}, but the declared order is ${before} < ${after}.`;
        return finding(declaredOrderBroken, at, message, [...numbered('A', [...hold, ...take]), { site, message: `B1: ${before} < ${after} is declared here` }]);
      }),
    );
  },
};
