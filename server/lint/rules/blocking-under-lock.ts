// Blocking for something else than a lock while a lock is held: whoever needs the lock waits as well, for ever if that something needs it.
import type { Finding } from '../facts/finding.js';
import { siteOf } from '../facts/finding.js';
import { eachCall, eachStatement, placesIn, placeText } from '../facts/calls-in.js';
import type { Test } from '../facts/facts.js';
import type { Blocker } from '../facts/library.js';
import { argumentAt } from '../values/argument-at.js';
import type { Event } from '../walk/behaviour.js';
import type { FunctionNode } from '../program/program.js';
import { holdHops } from '../conclusions/summary.js';
import { blocksThreads, under } from '../conclusions/held.js';
import { signals } from '../conclusions/signals.js';
import { waitsForEver } from '../walk/waits-for-ever.js';
import { joinUnderLock } from './join-under-lock.js';
import { finding, numbered, type Known, type Rule } from './rule.js';

const words: Record<Blocker, string> = {
  join: 'waits for a thread to end',
  result: 'waits for the result of a task',
  put: 'waits for room in a queue',
  get: 'waits for an item of a queue',
  event: 'waits for an event',
  sleep: 'sleeps',
  socket: 'waits for the network',
  process: 'waits for another process',
  input: 'waits for somebody to type',
  barrier: 'waits for other threads at a barrier',
  'queue-join': 'waits for a queue to be worked off',
  shutdown: 'waits for the tasks of a pool',
};

export const blockingUnderLock: Rule = {
  id: 'blocking-under-lock',
  severity: 'warning',
  summary: 'The thread blocks for something else while it holds a lock that others need.',
  advice: 'Whoever needs the lock waits as long, and for ever where what is waited for comes from somebody who needs the lock. Wait first and take the lock afterwards, or wait with a time limit.',
  local: true,
  check(known) {
    const certain = new Set(joinUnderLock.check(known).map(({ site }) => place(site)));
    const isSignal = signals(known);
    const isLimited = limitedSockets(known.whole);
    const findings = new Map<string, Finding>();
    for (const { node, held, done, at, hops } of under(known.summaries)) {
      const { event } = done;
      if (event.kind !== 'operation') continue;
      const site = siteOf(node.file.facts.path, at);
      if (certain.has(place(site)) || isLimited(event, done.function)) continue;
      const what = blocks(known, event, done.function);
      // Waiting on a condition gives its own lock away, and no other.
      const mine = held.find((item) => blocksThreads(item) && !isSignal(item.lock) && item.lock.declaration !== event.lock?.declaration && (item.lock.kind.exclusive || !item.lock.kind.semaphore));
      if (!what || !mine) continue;
      // One for each function, lock and kind of waiting: the second place says nothing new.
      const key = `${node.key} ${mine.lock.declaration} ${what}`;
      if (findings.has(key)) continue;
      const message = `${node.facts.qualified} ${what} while it holds ${mine.lock.name}; whoever needs the lock has to wait as long.`;
      for (const made of finding(blockingUnderLock, site, message, numbered('A', [...holdHops(node, mine), ...hops]))) findings.set(key, { ...made, severity: severityOf(event) });
    }
    return [...findings.values()];
  },
};

const place = (site: { file: string; line: number; column: number }): string => `${site.file}:${site.line}:${site.column}`;

/** What ends by itself is a matter of speed; what waits for another thread can be a matter of for ever. */
function severityOf(event: Event & { kind: 'operation' }): Finding['severity'] {
  return event.does.does === 'block' && /^(sleep|process|socket)$/.test(event.does.on) ? 'hint' : 'warning';
}

function blocks(known: Known, event: Event & { kind: 'operation' }, scope: FunctionNode): string | undefined {
  const { does, call } = event;
  if (does.does === 'wait') return event.lock && !event.lock.kind.asynchronous && !argumentAt(call, does.timeout) ? 'waits on another condition' : undefined;
  if (does.does !== 'block' || event.thing?.startsWith('py:asyncio')) return undefined;
  if (!waitsForEver(event)) return undefined;
  if (does.on === 'put' && !bounded(known, event, scope)) return undefined;
  if (does.on === 'get' && askedBefore(event, scope)) return undefined;
  if (does.on === 'result' && isDoneCallback(known, event, scope)) return undefined;
  return words[does.on];
}

/** Whether a queue can be full. */
function bounded(known: Known, event: Event & { kind: 'operation' }, scope: FunctionNode): boolean {
  const found = event.subject && known.locks.made(event.subject, scope);
  const size = found?.made.makes === 'queue' && found.type.call ? argumentAt(found.type.call, found.made.size)?.value : undefined;
  return size !== undefined && !(size.kind === 'constant' && /^(0|-\d+|None)$/.test(size.text));
}

/** Whether the queue is asked before whether something is there: `while not queue.empty(): queue.get()`. */
function askedBefore(event: Event & { kind: 'operation' }, scope: FunctionNode): boolean {
  const queue = event.text.slice(0, event.text.lastIndexOf('.'));
  const at = placeText(event.at);
  let asked = false;
  eachStatement(scope.facts.body, (statement) => {
    if (statement.kind !== 'loop' && statement.kind !== 'branch') return;
    asked ||= asks(statement.test, queue) && placesIn(statement.kind === 'loop' ? statement.body : [...statement.yes, ...statement.no]).has(at);
  });
  return asked;
}

function asks(test: Test, queue: string): boolean {
  if (test.kind === 'truth') return ['empty', 'qsize', 'size', 'length'].some((word) => test.text.startsWith(`${queue}.${word}`));
  if (test.kind === 'not') return asks(test.test, queue);
  return test.kind !== 'unknown' && test.tests.some((each) => asks(each, queue));
}

/** Whether the function is called when the future that it is given is done. */
function isDoneCallback({ calls }: Known, event: Event & { kind: 'operation' }, scope: FunctionNode): boolean {
  const { subject } = event;
  if (subject?.kind !== 'name' || !scope.facts.parameters.some(({ name }) => name === subject.name)) return false;
  return scope.file.allFunctions.some((node) => {
    let found = false;
    eachCall(node.facts.body, ({ callee, arguments: given }) => {
      if (callee.kind === 'attribute' && /^add_?(done_?)?callback$/i.test(callee.name)) found ||= given.some(({ value }) => calls.functions(value, node).some((target) => target.function === scope));
    });
    return found;
  });
}

/** Whether somebody has told the socket to give up after a while, or not to wait at all. */
function limitedSockets(known: Known): (event: Event & { kind: 'operation' }, scope: FunctionNode) => boolean {
  let limited: Set<string> | undefined;
  const find = (): Set<string> =>
    new Set(
      known.operations.flatMap(({ node, event }) => (event.does.does === 'limit' && event.subject ? [known.locks.declaration(event.subject, node)?.declaration ?? ''] : [])),
    );
  return (event, scope) => {
    if (event.does.does !== 'block' || event.does.on !== 'socket' || !event.subject) return false;
    const declaration = known.locks.declaration(event.subject, scope)?.declaration;
    return declaration !== undefined && (limited ??= find()).has(declaration);
  };
}
