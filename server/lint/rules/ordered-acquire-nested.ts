// Several locks taken in one order, and inside that several more: each call orders its own, and nothing orders the two calls.
import { siteOf, type Finding } from '../facts/finding.js';
import { holdHops } from '../conclusions/summary.js';
import { finding, numbered, type Rule } from './rule.js';

export const orderedAcquireNested: Rule = {
  id: 'ordered-acquire-nested',
  severity: 'error',
  summary: 'An ordered acquisition of several locks stands inside another one.',
  advice: 'Each call orders the locks that are given to it; two calls, one inside the other, are in whatever order they are written. Take all of them in one call.',
  local: true,
  check({ summaries }) {
    const findings = new Map<string, Finding>();
    for (const behaviour of summaries.behaviours) {
      const node = behaviour.function;
      for (const event of behaviour.events) {
        if (event.kind !== 'acquire' || !event.ordered) continue;
        const outer = event.held.find((held) => held.ordered && held.at !== event.at && (held.at.line !== event.at.line || held.at.column !== event.at.column));
        const site = siteOf(node.file.facts.path, event.at);
        const key = `${node.key} ${event.at.line}:${event.at.column}`;
        if (!outer || findings.has(key)) continue;
        const message = `${node.facts.qualified} takes ${event.lock.name} in order inside another ordered acquisition, of ${outer.lock.name}; take all of them in one call.`;
        for (const made of finding(orderedAcquireNested, site, message, numbered('A', [...holdHops(node, outer), { site, message: `${node.facts.qualified} takes ${event.lock.name}` }]))) findings.set(key, made);
      }
    }
    return [...findings.values()];
  },
};
