// An event that is waited for and cleared in a loop: a signal between the two is lost.
import { eachCall, eachStatement, placesIn, placeText } from '../facts/calls-in.js';
import type { Test } from '../facts/facts.js';
import { siteOf, type Range } from '../facts/finding.js';
import type { FunctionNode } from '../program/program.js';
import { finding, numbered, type Rule } from './rule.js';

export const eventReused: Rule = {
  id: 'event-reused',
  severity: 'hint',
  summary: 'An event is cleared and waited for again and again, although it is made for one signal.',
  advice: 'What is set between waking up and clearing is lost. Use a condition with a counter, a semaphore or a queue where a signal comes more than once.',
  local: true,
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
        if (!subject || !wait || seen.has(key) || event.held.length > 0 || looksBetween(node, event.at, wait.at)) return [];
        seen.add(key);
        const site = siteOf(node.file.facts.path, event.at);
        return finding(eventReused, site, `${node.facts.qualified} waits for ${subject.name} and clears it in a loop; what is set in between is lost. A condition or a semaphore counts.`, numbered('A', [{ site: siteOf(node.file.facts.path, wait.at), message: `waits for ${subject.name}` }, { site, message: `clears ${subject.name}` }]));
      });
    });
  },
};

/**
 * Whether the round looks at what there is between clearing and waiting again. Then it sees whatever came before the clearing, and the event only
 * says: look.
 */
function looksBetween(node: FunctionNode, clear: Range, wait: Range): boolean {
  const between = (at: Range): boolean => (isAfter(wait, clear) ? isAfter(at, clear) && isAfter(wait, at) : isAfter(at, clear) || isAfter(wait, at));
  let looks = false;
  eachStatement(node.facts.body, (loop) => {
    if (loop.kind !== 'loop' || !placesIn(loop.body).has(placeText(clear)) || !placesIn(loop.body).has(placeText(wait))) return;
    eachStatement(loop.body, (statement) => {
      if (statement.kind === 'branch' && reads(statement.test)) looks = true;
    });
    eachCall([...loop.before, ...loop.body], ({ callee, at }) => {
      // A method looks at its object; what a mere function looks at nobody can tell.
      if (between(at) && callee.kind === 'attribute' && !tellsNothing.test(callee.name)) looks = true;
    });
  });
  return looks;
}

const isAfter = (a: Range, b: Range): boolean => a.line > b.line || (a.line === b.line && a.column > b.column);

/** Calls that ask for nothing but the event itself, or only tell somebody. */
const tellsNothing = /^(set|clear|wait|is_?set|print|log|debug|info|warning|error|sleep|time|monotonic|now)$/i;

function reads(test: Test): boolean {
  if (test.kind === 'truth') return test.value.kind === 'attribute' || test.value.kind === 'item';
  if (test.kind === 'not') return reads(test.test);
  return test.kind !== 'unknown' && test.tests.some(reads);
}
