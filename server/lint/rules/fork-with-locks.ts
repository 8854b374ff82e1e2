// A process is copied while locks may be held: the copy has the locks as they were, and not the threads that would give them back.
import type { Event } from '../walk/behaviour.js';
import { eachStatement, placesIn, placeText } from '../facts/calls-in.js';
import type { Statement, Test } from '../facts/facts.js';
import { siteOf, type Finding } from '../facts/finding.js';
import { blocksThreads } from '../conclusions/held.js';
import { argumentAt } from '../values/argument-at.js';
import type { FunctionNode } from '../program/program.js';
import { holdHops, type Taken } from '../conclusions/summary.js';
import { awaitedFunctions } from '../conclusions/awaited-target.js';
import { finding, numbered, type Known, type Rule } from './rule.js';

export const forkWithLocks: Rule = {
  id: 'fork-with-locks',
  severity: 'warning',
  summary: 'A forked process needs a lock that may be held at the moment of the fork.',
  advice: 'Only the forking thread lives on in the new process; a lock that anybody else held stays held there for ever. Start processes with spawn or forkserver, fork before there are threads, or share a lock that is made for processes.',
  check(known) {
    const processes = known.operations;
    // Another way to start processes copies nothing.
    const copies = !processes.some(({ event }) => event.does.does === 'start-method' && !/fork["']$/.test(constantOf(argumentAt(event.call, event.does.method)?.value)));
    const threads = processes.flatMap(({ node, event }) => (event.does.does === 'spawn' && event.does.in === 'thread' ? targetsOf(known, event, node) : []));
    // A file that prepares for forks looks after its locks.
    const prepared = new Set(processes.flatMap(({ node, event }) => (event.does.does === 'at-fork' ? [node.file.facts.path] : [])));
    const remains = (taken: Taken): boolean => staysHeld(taken) && !prepared.has(taken.hops[taken.hops.length - 1]?.site.file ?? '');
    const takes = (target: FunctionNode): Taken[] => [...known.summaries.of(target).takes.values()].filter(remains);
    const findings = new Map<string, Finding>();
    const add = (site: Finding['site'], made: Finding[]): void => {
      for (const item of made) if (!findings.has(`${site.file}:${placeText(site)}`)) findings.set(`${site.file}:${placeText(site)}`, item);
    };
    for (const { node, event } of processes) {
      const site = siteOf(node.file.facts.path, event.at);
      if (event.does.does === 'start' && copies && event.subject && known.locks.made(event.subject, node)?.made.makes === 'process') add(site, startedUnderLock(known, node, event, site));
      else if (event.does.does === 'spawn' && event.does.in === 'process' && copies) add(site, targetsOf(known, event, node).flatMap((target) => sharedWith(known, threads, target.facts.qualified, takes(target), node, event, site)));
      else if (event.does.does === 'fork') add(site, sharedWith(known, threads, `the new process in ${node.facts.qualified}`, takenByChild(takes(node), node, event), node, event, site));
    }
    return [...findings.values()];
  },
};

type Operation = Event & { kind: 'operation' };

const constantOf = (value: { kind: string; text?: string } | undefined): string => value?.text ?? '';

const targetsOf = ({ calls }: Known, event: Operation, node: FunctionNode): FunctionNode[] => {
  const given = event.does.does === 'spawn' ? argumentAt(event.call, event.does.callback) : undefined;
  return given ? calls.functions(given.value, node).map((target) => target.function) : [];
};

const staysHeld = ({ lock }: Taken): boolean => !lock.kind.acrossProcesses && !lock.kind.asynchronous && !lock.kind.semaphore && !lock.open;

/** Certain: the starting thread holds the lock, and what would give it back does not run in the new process. */
function startedUnderLock(known: Known, node: FunctionNode, event: Operation, site: Finding['site']): Finding[] {
  for (const target of awaitedFunctions(known, event, node)) {
    for (const taken of known.summaries.of(target).takes.values()) {
      const mine = event.held.find((held) => blocksThreads(held) && held.lock.declaration === taken.lock.declaration);
      if (!mine || !staysHeld(taken)) continue;
      const message = `${node.facts.qualified} starts a process while it holds ${mine.lock.name}; in a forked process ${target.facts.qualified} waits for it for ever.`;
      return finding(forkWithLocks, site, message, [...numbered('A', [...holdHops(node, mine), { site, message: `${node.facts.qualified} starts ${target.facts.qualified}` }]), ...numbered('B', taken.hops)]);
    }
  }
  return [];
}

/** Possible: a thread takes the lock, and may have it at that moment. */
function sharedWith(known: Known, threads: readonly FunctionNode[], name: string, takes: readonly Taken[], node: FunctionNode, event: Operation, site: Finding['site']): Finding[] {
  for (const taken of takes) {
    for (const thread of threads) {
      const other = [...known.summaries.of(thread).takes.values()].find((item) => item.lock.declaration === taken.lock.declaration);
      if (!other) continue;
      const message = `${name} needs ${taken.lock.name}, and so does the thread of ${thread.facts.qualified}: if the thread has it at the moment of the fork, nobody ever gives it back in the new process.`;
      const made = finding(forkWithLocks, site, message, [...numbered('A', other.hops), ...numbered('B', [{ site, message: `${node.facts.qualified} calls ${event.text}` }, ...taken.hops])]);
      return made.map((item) => ({ ...item, severity: 'hint' }));
    }
  }
  return [];
}

/** What is taken where the fork has answered that this is the new process. */
function takenByChild(takes: readonly Taken[], node: FunctionNode, fork: Operation): Taken[] {
  const names = new Set<string>();
  const places = new Set<string>();
  eachStatement(node.facts.body, (statement) => {
    if (statement.kind === 'set' && statement.from === fork.call) names.add(statement.name);
    if (statement.kind === 'branch') childArm(statement, names, fork).forEach((place) => places.add(place));
  });
  return takes.filter((taken) => taken.hops[0] && places.has(placeText(taken.hops[0].site)));
}

function childArm({ test, yes, no }: Statement & { kind: 'branch' }, names: ReadonlySet<string>, fork: Operation): ReadonlySet<string> {
  const negated = test.kind === 'not';
  const asked: Test = test.kind === 'not' ? test.test : test;
  if (asked.kind !== 'truth') return new Set();
  const [, name = '', rest = ''] = /^(.*?)\s*((?:==|>) 0)?$/.exec(asked.text) ?? [];
  if (!names.has(name) && name !== fork.text && !name.startsWith(`${fork.text}(`)) return new Set();
  // Nought is what the new process sees.
  return placesIn((rest === '== 0') !== negated ? yes : no);
}
