// A lock that some way out of a function, an exception included, leaves taken although another way gives it back.
import type { Behaviour, Leak } from '../walk/behaviour.js';
import { eachStatement } from '../facts/calls-in.js';
import type { FunctionFacts } from '../facts/facts.js';
import { siteOf, type Range } from '../facts/finding.js';
import { signals } from '../conclusions/signals.js';
import { objectKey } from '../walk/state.js';
import { finding, numbered, type Rule } from './rule.js';

/** Functions whose very purpose is to come back with a lock. */
const handsOver = /acquire|lock|enter|begin|start|open|suspend|pause|reserve|take|grab|wait|stop|hold|prepare|before|setup|checkout|claim/i;

/** Comes back with the lock on purpose; but where it raises, nobody calls what gives the lock back. */
const entersAScope = /^__a?enter__$/;

function raisesAt({ body }: FunctionFacts, at: Range): boolean {
  let found = false;
  eachStatement(body, (statement) => (found ||= statement.kind === 'throw' && statement.at === at));
  return found;
}

export const lockLeak: Rule = {
  id: 'lock-leak',
  severity: 'warning',
  summary: 'Some way out of the function leaves the lock taken.',
  advice: 'The next one who asks for the lock waits for ever. Use a scope that gives it back on every way out: with, using, runExclusive, or try and finally.',
  local: true,
  check(known) {
    const isSignal = signals(known);
    return known.summaries.behaviours.flatMap((behaviour) =>
      [...group(behaviour.leaks).values()].flatMap((leaks) => (leaks[0] && isSignal(leaks[0].held.lock) ? [] : report(behaviour, leaks, known.given))),
    );
  },
};

const position = (leak: Leak): string => `${leak.held.at.line}:${leak.held.at.column} ${objectKey(leak.held.lock)}`;

function group(leaks: readonly Leak[]): Map<string, Leak[]> {
  const groups = new Map<string, Leak[]>();
  for (const leak of leaks) groups.set(position(leak), [...(groups.get(position(leak)) ?? []), leak]);
  return groups;
}

function report(behaviour: Behaviour, leaks: readonly Leak[], given: ReadonlySet<string>) {
  const first = leaks[0];
  if (!first) return [];
  const { lock } = first.held;
  const node = behaviour.function;
  const { facts } = node;
  // A lock that cannot be told apart from others, or that only a caller knows, may well be given back elsewhere.
  const isReturned = behaviour.returned.has(first.held.at);
  // What gives back this one taking belongs to no other.
  const certain = lock.place !== undefined || (isReturned && first.held.how === 'token' && !first.held.captured);
  if (lock.open || !certain || first.held.via.length > 0) return [];
  const root = lock.place?.root;
  const release = behaviour.events.find((event) => event.kind === 'release' && objectKey(event.lock) === objectKey(lock));
  const refused = entersAScope.test(facts.name) ? leaks.find(({ exit }) => exit.kind === 'throw' && raisesAt(facts, exit.at)) : undefined;
  if (!isReturned && !refused && (given.has(lock.declaration) || root?.kind === 'local' || handsOver.test(facts.name) || lock.kind.semaphore || facts.role === 'module')) return [];
  const normal = refused ? undefined : leaks.find((leak) => leak.exit.kind !== 'throw');
  const leak = refused ?? normal ?? first;
  // After an exception nobody is left who knows a lock of this one call.
  if (!normal && first.held.handle === undefined && root?.kind === 'local' && root.function === node) return [];
  // Given back here only after something went wrong, and elsewhere by somebody else: the caller gets the lock on purpose.
  if (normal && given.has(lock.declaration) && !behaviour.freed.has(first.held.at)) return [];
  // What only comes back by a name that says so, with the lock held on purpose on one way, is a protocol of its own.
  if (normal && isReturned && handsOver.test(facts.name) && behaviour.leaves.length > 0) return [];
  // A lock that only its name tells may be given back elsewhere by somebody who calls it otherwise.
  if (normal && first.held.handle !== undefined && lock.kind.exclusive && (handsOver.test(facts.name) || !behaviour.freed.has(first.held.at))) return [];
  const site = siteOf(node.file.facts.path, first.held.at);
  const how = leak.exit.kind === 'throw' ? 'an exception leaves it taken' : leak.exit.kind === 'return' ? 'a return leaves it taken' : 'the end of the function leaves it taken';
  const message = isReturned || refused
    ? `${facts.qualified} takes ${lock.name}, but ${how}. Use a scope that releases it on every way out.`
    : `${facts.qualified} takes ${lock.name} and nothing gives it back.`;
  const what = first.held.handle ?? 'the lock';
  const exit = leak.exit.kind === 'throw' ? `an exception here leaves the function with ${what} taken` : leak.exit.kind === 'return' ? `returns here with ${what} taken` : `the function ends with ${what} taken`;
  return finding(lockLeak, site, message, [
    ...numbered('A', [
      { site, message: `${facts.qualified} takes ${lock.name}` },
      { site: siteOf(node.file.facts.path, leak.exit.at), message: exit },
    ]),
    ...(release ? numbered('B', [{ site: siteOf(node.file.facts.path, release.at), message: `${lock.name} is given back here, on another way` }]) : []),
  ]);
}
