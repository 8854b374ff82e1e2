// A wait on a condition outside a loop: by the time the thread has the lock again, the condition may no longer be so.
import { eachCall, eachStatement, placesIn, placeText } from '../facts/calls-in.js';
import type { Value } from '../facts/facts.js';
import { siteOf } from '../facts/finding.js';
import { argumentAt } from '../values/argument-at.js';
import { lookup, type FunctionNode } from '../program/program.js';
import { finding, type Rule } from './rule.js';

export const waitNotInLoop: Rule = {
  id: 'wait-not-in-loop',
  severity: 'warning',
  summary: 'What was waited for is not asked again after waking up.',
  advice: 'Another thread may have been faster between the notification and the moment when the lock is there again. Ask in a loop, or wait for a predicate.',
  local: true,
  check({ summaries }) {
    return summaries.behaviours.flatMap((behaviour) => {
      const node = behaviour.function;
      const seen = new Set<string>();
      return behaviour.events.flatMap((event) => {
        if (event.kind !== 'operation' || event.does.does !== 'wait' || event.does.predicate || event.inLoop || !event.lock || (event.subject && handedOver(event.subject, node)) || calledInLoop(node)) return [];
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

/** A condition of this one call that is put where another thread finds it: who notifies it means this thread, and has settled everything before. */
function handedOver(subject: Value, node: FunctionNode): boolean {
  const binding = subject.kind === 'name' ? lookup(node, subject.name)[0] : undefined;
  if (subject.kind !== 'name' || binding?.kind !== 'local' || binding.function !== node || node.index === 0) return false;
  const mentions = (value: Value): boolean => (value.kind === 'name' ? value.name === subject.name : value.kind === 'list' && value.items.some(mentions));
  let handed = false;
  eachCall(node.facts.body, ({ arguments: given }) => {
    handed ||= given.some(({ value }) => mentions(value));
  });
  return handed;
}

/** A function inside another one, every call of which stands in a loop: the loop asks again. */
function calledInLoop({ parent, facts }: FunctionNode): boolean {
  if (!parent || parent.index === 0) return false;
  const looped = new Set<string>();
  const calls: string[] = [];
  eachStatement(parent.facts.body, (statement) => {
    if (statement.kind === 'loop') for (const place of placesIn(statement.body)) looped.add(place);
  });
  eachCall(parent.facts.body, ({ callee, at }) => {
    if (callee.kind === 'name' && callee.name === facts.name) calls.push(placeText(at));
  });
  return calls.length > 0 && calls.every((place) => looped.has(place));
}
