// An await while a lock of threads is held: the event loop goes on to others, which may block on that lock, and then nothing goes on.
import { siteOf, type Finding } from '../finding.js';
import { holdHops } from '../summary.js';
import { blocksThreads } from '../held.js';
import { finding, numbered, type Rule } from './rule.js';

export const awaitUnderLock: Rule = {
  id: 'await-under-lock',
  severity: 'error',
  summary: 'A lock of threads is held over an await.',
  advice: 'The event loop goes on to other tasks in the same thread; the first that asks for the lock blocks them all. Give the lock back before the await, or use a lock of the event loop.',
  check({ summaries }) {
    const findings = new Map<string, Finding>();
    for (const behaviour of summaries.behaviours) {
      const node = behaviour.function;
      for (const event of behaviour.events) {
        if (event.kind !== 'await') continue;
        const mine = event.held.find((held) => blocksThreads(held) && !held.lock.kind.semaphore);
        const key = `${event.at.line}:${event.at.column} ${node.key}`;
        if (!mine || findings.has(key)) continue;
        const site = siteOf(node.file.facts.path, event.at);
        const message = `${node.facts.qualified} awaits while it holds ${mine.lock.name}, a lock of threads; a task of the same event loop that asks for it stops the whole loop.`;
        for (const made of finding(awaitUnderLock, site, message, numbered('A', [...holdHops(node, mine), { site, message: `${node.facts.qualified} awaits ${event.text}` }]))) findings.set(key, made);
      }
    }
    return [...findings.values()];
  },
};
