// An event that is waited for and cleared in a loop: a signal between the two is lost.
import { siteOf } from '../finding.js';
import { finding, numbered, type Rule } from './rule.js';

export const eventReused: Rule = {
  id: 'event-reused',
  severity: 'hint',
  summary: 'An event is cleared and waited for again and again, although it is made for one signal.',
  advice: 'What is set between waking up and clearing is lost. Use a condition with a counter, a semaphore or a queue where a signal comes more than once.',
  check({ summaries, locks }) {
    return summaries.behaviours.flatMap((behaviour) => {
      const node = behaviour.function;
      const waits = new Map<string, { line: number; at: Parameters<typeof siteOf>[1] }>();
      for (const event of behaviour.events) {
        if (event.kind !== 'operation' || !event.inLoop || !event.subject || event.does.does !== 'block' || event.does.on !== 'event') continue;
        const subject = locks.declaration(event.subject, node);
        if (subject) waits.set(subject.declaration, { line: event.at.line, at: event.at });
      }
      const seen = new Set<string>();
      return behaviour.events.flatMap((event) => {
        if (event.kind !== 'operation' || !event.inLoop || !event.subject || event.does.does !== 'event-clear') return [];
        const subject = locks.declaration(event.subject, node);
        const wait = subject && waits.get(subject.declaration);
        const key = `${event.at.line}:${event.at.column}`;
        if (!subject || !wait || seen.has(key)) return [];
        seen.add(key);
        const site = siteOf(node.file.facts.path, event.at);
        return finding(eventReused, site, `${node.facts.qualified} waits for ${subject.name} and clears it in a loop; what is set in between is lost. A condition or a semaphore counts.`, numbered('A', [{ site: siteOf(node.file.facts.path, wait.at), message: `waits for ${subject.name}` }, { site, message: `clears ${subject.name}` }]));
      });
    });
  },
};
