// Waiting for the end of a thread or task that needs a lock which the waiting thread holds: certain to hang when they meet.
import { siteOf, type Finding } from '../facts/finding.js';
import type { Event } from '../walk/behaviour.js';
import { argumentAt } from '../values/argument-at.js';
import { waitsForEver } from '../walk/waits-for-ever.js';
import { holdHops } from '../conclusions/summary.js';
import { awaitedFunctions } from '../conclusions/awaited-target.js';
import { blocksThreads, under } from '../conclusions/held.js';
import { finding, numbered, type Rule } from './rule.js';

export const joinUnderLock: Rule = {
  id: 'join-under-lock',
  severity: 'error',
  summary: 'A thread or task is waited for under a lock that it needs itself.',
  advice: 'The other one cannot end without the lock, and the lock is not given back before the other one has ended. Give the lock back first, then wait.',
  local: true,
  check(known) {
    const findings = new Map<string, Finding>();
    for (const { node, held, done, at, hops } of under(known.summaries)) {
      const { event } = done;
      if (event.kind !== 'operation' || event.does.does !== 'block' || !/^(join|result|shutdown)$/.test(event.does.on)) continue;
      const limited = !waitsForEver(event);
      if (limited && asksAtOnce(event)) continue;
      for (const target of awaitedFunctions(known, event, done.function)) {
        for (const taken of known.summaries.of(target).takes.values()) {
          const mine = held.find((item) => blocksThreads(item) && item.lock.declaration === taken.lock.declaration);
          const site = siteOf(node.file.facts.path, at);
          const key = `${site.file}:${site.line}:${site.column} ${taken.lock.declaration}`;
          if (!mine || findings.has(key)) continue;
          const message = `${node.facts.qualified} waits for ${target.facts.qualified} to end while it holds ${mine.lock.name}, which ${target.facts.qualified} needs to go on${limited ? '; it waits in vain until its time is up' : ''}.`;
          const related = [...numbered('A', [...holdHops(node, mine), ...hops]), ...numbered('B', taken.hops)];
          for (const made of finding(joinUnderLock, site, message, related)) findings.set(key, limited ? { ...made, severity: 'warning' } : made);
        }
      }
    }
    return [...findings.values()];
  },
};

/** `join(0)`: only a look whether it has ended. */
function asksAtOnce({ does, call }: Event & { kind: 'operation' }): boolean {
  if (does.does !== 'block') return true;
  const timeout = argumentAt(call, does.timeout)?.value;
  return !timeout || (timeout.kind === 'constant' && Number(timeout.text) < 0.1);
}
