// A lock that is not re-entrant, taken again by the thread that holds it.
import { lockFromCaller } from '../walk/effects.js';
import { siteOf, type Finding } from '../facts/finding.js';
import type { Lock } from '../values/locks.js';
import { placeKey } from '../values/locks.js';
import type { Held, Hop } from '../walk/state.js';
import { holdHops, takesHop } from '../conclusions/summary.js';
import { finding, numbered, type Rule } from './rule.js';

export const selfDeadlock: Rule = {
  id: 'self-deadlock',
  severity: 'error',
  summary: 'A lock that is not re-entrant is taken again by the thread that already holds it.',
  advice: 'A plain lock does not remember who holds it, so whoever asks twice waits for himself. Split off an inner function that expects the lock to be held, or use a re-entrant lock.',
  local: true,
  check(known) {
    const { summaries, locks } = known;
    const findings = new Map<string, Finding>();
    for (const behaviour of summaries.behaviours) {
      const node = behaviour.function;
      const file = node.file.facts.path;
      const add = (held: Held, lock: Lock, at: Finding['site'], take: readonly Hop[], how: string): void => {
        const key = `${file}:${at.line}:${at.column}:${lock.declaration}`;
        if (findings.has(key)) return;
        // A lock of one call that another function gives back is a signal between threads.
        if (lock.place?.root.kind === 'local' && (known.given.has(lock.declaration) || lock.place.root.function === node)) return;
        // So is one that is taken twice in a row by hand, when somebody else gives it back in between.
        if (held.how === 'call' && held.via.length === 0 && take.length === 1 && known.given.has(lock.declaration)) return;
        const message = `${node.facts.qualified} ${how} ${lock.name}, which it already holds; the lock is not re-entrant, so it waits for itself for ever.`;
        for (const made of finding(selfDeadlock, at, message, numbered('A', [...holdHops(node, held), ...take]))) findings.set(key, made);
      };
      for (const event of behaviour.events) {
        if (event.kind === 'acquire' && event.waits) {
          const held = again(event.held, event.lock, event.shared);
          if (held) add(held, event.lock, siteOf(file, event.at), [{ ...takesHop(node, event.lock, event), message: `${node.facts.qualified} takes ${event.lock.name} again` }], 'takes');
        } else if (event.kind === 'call' && event.held.length > 0) {
          for (const taken of summaries.through(event.target).takes.values()) {
            const lock = lockFromCaller(taken.lock, event.target, node, locks);
            const held = lock && again(event.held, lock, taken.shared);
            if (!lock || !held) continue;
            const call: Hop = { site: siteOf(file, event.at), message: `${node.facts.qualified} calls ${event.text}` };
            const last = taken.hops[taken.hops.length - 1];
            const hops = last ? [...taken.hops.slice(0, -1), { ...last, message: `${last.message} again` }] : taken.hops;
            add(held, lock, siteOf(file, event.at), [call, ...hops], `calls ${event.text}, which takes`);
          }
        }
      }
    }
    return [...findings.values()];
  },
};

/** The certain holding of the very same object. */
function again(held: readonly Held[], lock: Lock, shared: boolean): Held | undefined {
  const { place } = lock;
  if (lock.kind.reentrant || !lock.kind.exclusive || lock.open || !place) return undefined;
  const key = placeKey(place);
  return held.find((item) => item.lock.place && (placeKey(item.lock.place) === key || sharedPart(item.lock, lock)) && !(shared && item.shared));
}

/**
 * `this.service.lock` and `this.worker.service.lock`: parts of one object that hand the same service around under its name.
 * No proof, but whoever names two different services alike has another problem.
 */
function sharedPart(held: Lock, lock: Lock): boolean {
  if (held.declaration !== lock.declaration || !held.place || !lock.place) return false;
  const [a, b] = [held.place, lock.place];
  if (a.root.kind !== 'parameter' || b.root.kind !== 'parameter' || a.root.function !== b.root.function || a.root.index !== b.root.index) return false;
  const end = (path: readonly string[]): string => path.slice(-2).join('.');
  return a.path.length >= 2 && b.path.length >= 2 && a.path.length !== b.path.length && end(a.path) === end(b.path) && !end(a.path).includes('parent') && !/^(next|prev|left|right|child|inner|outer|owner)\./.test(end(a.path));
}
