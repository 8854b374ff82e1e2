// A wait or a notification on a condition whose lock is not held: it throws, or the notification is lost.
import { siteOf } from '../facts/finding.js';
import { finding, type Rule } from './rule.js';

export const waitWithoutLock: Rule = {
  id: 'wait-without-lock',
  severity: 'error',
  summary: 'A condition is waited on or notified without its lock.',
  advice: 'It throws, or the notification comes between the question and the wait and is lost. Hold the lock of the condition around both.',
  local: true,
  check({ summaries, locks }) {
    return summaries.behaviours.flatMap((behaviour) => {
      const node = behaviour.function;
      if (!behaviour.events.some((event) => event.kind === 'operation' && (event.does.does === 'wait' || event.does.does === 'notify'))) return [];
      const entry = summaries.entry(node);
      // Somebody who gives back what he did not take is part of a larger protocol.
      if (behaviour.gives.length > 0 || (node.facts.private && !summaries.called(node)) || /lock|_nl$/i.test(node.facts.name)) return [];
      const seen = new Set<string>();
      return behaviour.events.flatMap((event) => {
        if (event.kind !== 'operation' || (event.does.does !== 'wait' && event.does.does !== 'notify') || !event.lock || event.lock.open) return [];
        const { lock } = event;
        if (!lock.place || event.held.some((held) => held.lock.declaration === lock.declaration) || entry.has(lock.declaration)) return [];
        const site = siteOf(node.file.facts.path, event.at);
        if (seen.has(`${site.line}:${site.column}`)) return [];
        seen.add(`${site.line}:${site.column}`);
        const name = (event.subject && locks.declaration(event.subject, node)?.name) ?? lock.name;
        const verb = event.does.does === 'wait' ? 'waits on' : 'notifies';
        return finding(waitWithoutLock, site, `${node.facts.qualified} ${verb} ${name} without holding its lock.`, [
          ...(lock.declared ? [{ site: siteOf(lock.declared.file, lock.declared.at), message: `A1: its lock, ${lock.name}, is made here` }] : []),
          { site, message: `A${lock.declared ? 2 : 1}: ${verb} it here, where the lock is not held` },
        ]);
      });
    });
  },
};
