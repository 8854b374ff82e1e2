// An await while a lock of threads is held: the event loop goes on to others, which may block on that lock, and then nothing goes on.
import { siteOf, type Finding } from '../facts/finding.js';
import { holdHops, type Summaries } from '../conclusions/summary.js';
import { blocksThreads, under } from '../conclusions/held.js';
import { finding, numbered, type Rule } from './rule.js';

export const awaitUnderLock: Rule = {
  id: 'await-under-lock',
  severity: 'error',
  summary: 'A lock of threads is held over an await.',
  advice: 'The event loop goes on to other tasks in the same thread; the first that asks for the lock blocks them all. Give the lock back before the await, or use a lock of the event loop.',
  local: true,
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
    for (const made of slowAwaits(summaries)) findings.set(`${made.site.file} ${made.site.line}:${made.site.column}`, made);
    return [...findings.values()];
  },
};

/** A lock of the loop is there to be awaited under; but whoever needs it then waits for a connection to be made as well. One for each function and lock. */
function slowAwaits(summaries: Summaries): Finding[] {
  const findings = new Map<string, Finding>();
  for (const { node, held, done, at, hops } of under(summaries)) {
    const { event } = done;
    const connects = event.kind === 'operation' && event.does.does === 'block' && event.does.on === 'socket' && event.call.awaited;
    const mine = held.find(({ lock }) => lock.kind.asynchronous && !lock.kind.semaphore && lock.kind.exclusive && !lock.open);
    if (!connects || !mine) continue;
    const key = `${node.key} ${mine.lock.declaration}`;
    if (findings.has(key)) continue;
    const message = `${node.facts.qualified} awaits the network while it holds ${mine.lock.name}; every task that asks for the lock waits as long.`;
    for (const made of finding(awaitUnderLock, siteOf(node.file.facts.path, at), message, numbered('A', [...holdHops(node, mine), ...hops]))) findings.set(key, { ...made, severity: 'hint' });
  }
  return [...findings.values()];
}
