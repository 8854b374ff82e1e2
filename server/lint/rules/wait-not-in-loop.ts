// A wait on a condition outside a loop: by the time the thread has the lock again, the condition may no longer be so.
import { siteOf } from '../finding.js';
import { argumentAt } from '../locks.js';
import { finding, type Rule } from './rule.js';

export const waitNotInLoop: Rule = {
  id: 'wait-not-in-loop',
  severity: 'warning',
  summary: 'What was waited for is not asked again after waking up.',
  advice: 'Another thread may have been faster between the notification and the moment when the lock is there again. Ask in a loop, or wait for a predicate.',
  check({ summaries }) {
    return summaries.behaviours.flatMap((behaviour) => {
      const node = behaviour.function;
      const seen = new Set<string>();
      return behaviour.events.flatMap((event) => {
        if (event.kind !== 'operation' || event.does.does !== 'wait' || event.does.predicate || event.inLoop || !event.lock) return [];
        const site = siteOf(node.file.facts.path, event.at);
        const key = `${site.line}:${site.column}`;
        // A wait with a time limit may well mean: sleep, but wake up early.
        if (seen.has(key) || argumentAt(event.call, event.does.timeout)) return [];
        seen.add(key);
        const taken = event.held.find((held) => held.lock.declaration === event.lock?.declaration);
        const related = taken ? [{ site: siteOf(node.file.facts.path, taken.at), message: `A1: ${node.facts.qualified} takes ${taken.lock.name}` }] : [];
        return finding(waitNotInLoop, site, `${node.facts.qualified} waits on ${event.lock.name} outside a loop; another thread may be faster, so ask again after waking up, or wait for a predicate.`, [
          ...related,
          { site, message: `A${related.length + 1}: waits here, and goes on without asking again` },
        ]);
      });
    });
  },
};
