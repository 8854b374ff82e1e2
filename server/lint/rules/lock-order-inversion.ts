// Two or more locks that different ways through the program take in contradicting orders.
import { cycles } from '../conclusions/order.js';
import { finding, numbered, type Rule } from './rule.js';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export const lockOrderInversion: Rule = {
  id: 'lock-order-inversion',
  severity: 'error',
  summary: 'Locks are taken in contradicting orders, so that threads can wait for each other for ever.',
  advice: 'Two threads that have taken one lock each wait for the other one for ever. Take the locks in one order everywhere, or take one lock that covers both.',
  check(known) {
    return cycles(known.nestings).flatMap(({ nestings }) => {
      const sorted = [...nestings].sort((a, b) => (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : a.at.line - b.at.line));
      const first = sorted[0] ?? nestings[0];
      const start = nestings.indexOf(first);
      const ring = [...nestings.slice(start), ...nestings.slice(0, start)];
      const ways = ring.map((nesting) => `${nesting.function.facts.qualified} takes ${nesting.from.name} and then ${nesting.to.name}`);
      const message = `Possible deadlock: ${ways.slice(0, -1).join(', ')}, while ${ways[ways.length - 1]}.`;
      const related = ring.flatMap((nesting, index) => numbered(letters[index % letters.length] ?? 'Z', [...nesting.hold, ...nesting.take]));
      return finding(lockOrderInversion, first.at, message, related);
    });
  },
};
