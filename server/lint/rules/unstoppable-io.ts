// A loop asks a flag whether it should end, and between two questions waits without a limit for something that may never come.
import type { Event } from '../walk/behaviour.js';
import { eachStatement, placesIn, placeText } from '../facts/calls-in.js';
import type { Statement, Test, Value } from '../facts/facts.js';
import { siteOf, type Finding } from '../facts/finding.js';
import { argumentAt } from '../values/argument-at.js';
import type { FunctionNode } from '../program/program.js';
import type { Done } from '../conclusions/summary.js';
import { waitsForEver } from '../walk/waits-for-ever.js';
import { finding, numbered, type Known, type Rule } from './rule.js';

type Operation = Event & { kind: 'operation' };

const waitingFor: Partial<Record<string, string>> = { socket: 'the network', get: 'an item of a queue', input: 'somebody to type' };

export const unstoppableIo: Rule = {
  id: 'unstoppable-io',
  severity: 'warning',
  summary: 'A loop looks at a stop flag, but waits without a limit in between.',
  advice: 'As long as nothing comes, nobody looks at the flag and the thread cannot be ended. Wait with a time limit and look at the flag each time it is over, or wake the waiting call when the flag is set.',
  local: true,
  check(known) {
    let ends: Ends | undefined;
    return known.summaries.behaviours.flatMap(({ function: node }) => {
      const waits = [...known.summaries.of(node).does.values()].filter((done) => unlimited(done));
      if (waits.length === 0) return [];
      const findings: Finding[] = [];
      const reported = new Set<string>();
      // Inner loops come later and are nearer to the call; the outer flag says nothing that the inner one does not.
      for (const loop of loopsOf(node).reverse()) {
        const flag = flagOf(known, loop, node);
        if (!flag) continue;
        const inside = placesIn([...loop.before, ...loop.body]);
        for (const done of waits) {
          const { event } = done;
          const [first] = done.hops;
          if (!first || event.kind !== 'operation' || event.does.does !== 'block' || !inside.has(placeText(first.site)) || reported.has(placeText(first.site))) continue;
          if (event.does.on === 'socket' && asksFirst(loop.body)) continue;
          ends ??= endsIn(known.whole);
          if (ends.woken(event, done.function, node)) continue;
          reported.add(placeText(first.site));
          const message = `${node.facts.qualified} looks at ${flag.name} in a loop, but waits for ${waitingFor[event.does.on]} without a limit in between: until something comes it does not see that it should end.`;
          const related = numbered('A', [{ site: siteOf(node.file.facts.path, loop.at), message: `${node.facts.qualified} looks at ${flag.name}` }, ...done.hops]);
          for (const made of finding(unstoppableIo, first.site, message, related)) findings.push(flag.certain ? made : { ...made, severity: 'hint' });
        }
      }
      return findings;
    });
  },
};

const unlimited = ({ event }: Done): boolean => event.kind === 'operation' && event.does.does === 'block' && waitingFor[event.does.on] !== undefined && !event.call.awaited && waitsForEver(event);

function loopsOf(node: FunctionNode): (Statement & { kind: 'loop' })[] {
  const loops: (Statement & { kind: 'loop' })[] = [];
  eachStatement(node.facts.body, (statement) => {
    if (statement.kind === 'loop' && !statement.over) loops.push(statement);
  });
  return loops;
}

interface Flag {
  name: string;
  /** An event that others set; otherwise it is judged by its name. */
  certain: boolean;
}

/** What the loop asks each round in order to know whether to end. */
function flagOf(known: Known, loop: Statement & { kind: 'loop' }, node: FunctionNode): Flag | undefined {
  const asked = [loop.test, ...loop.body.flatMap((statement) => (statement.kind === 'branch' && [statement.yes, statement.no].some((arm) => /^(break|return)$/.test(arm[0]?.kind ?? '')) ? [statement.test] : []))];
  return asked.flatMap(truths).flatMap((value) => flagIn(known, value, node))[0];
}

function truths(test: Test): Value[] {
  if (test.kind === 'truth') return [test.value];
  if (test.kind === 'not') return truths(test.test);
  return test.kind === 'unknown' ? [] : test.tests.flatMap(truths);
}

function flagIn(known: Known, value: Value, node: FunctionNode): Flag[] {
  if (value.kind === 'call' && value.callee.kind === 'attribute') {
    const { of } = value.callee;
    const event = known.locks.made(of, node)?.made.makes === 'event' || (/^is_?set$/i.test(value.callee.name) && known.types.of(of, node).length === 0);
    const name = known.locks.declaration(of, node)?.name;
    return event && name !== undefined ? [{ name, certain: true }] : [];
  }
  if (value.kind !== 'attribute' || !/stop|running|terminat|quit|exit|shut|cancel/i.test(value.name)) return [];
  return [{ name: known.locks.declaration(value, node)?.name ?? value.name, certain: false }];
}

/** Asking whether something is there, with or without a limit, is a design of its own. */
function asksFirst(body: readonly Statement[]): boolean {
  let found = false;
  eachStatement(body, (statement) => {
    if (statement.kind !== 'call') return;
    const { callee } = statement.call;
    found ||= (callee.kind === 'attribute' || callee.kind === 'name') && /^(select|poll|epoll|wait)$/.test(callee.name);
  });
  return found;
}

interface Ends {
  /** Whether somebody limits the wait, or ends it from outside. */
  woken(event: Operation, scope: FunctionNode, loop: FunctionNode): boolean;
}

function endsIn({ operations, locks }: Known): Ends {
  const seen = operations.filter(({ event }) => /^(limit|close)$/.test(event.does.does) || wakesWithItem(event));
  const same = (one: Operation, oneScope: FunctionNode, other: Operation, otherScope: FunctionNode): boolean => {
    if (!other.subject) return other.does.does === 'limit';
    if (!one.subject) return false;
    const mine = locks.declaration(one.subject, oneScope)?.declaration;
    if (mine !== undefined && mine === locks.declaration(other.subject, otherScope)?.declaration) return true;
    // A parameter may be whatever has that name around it.
    return oneScope.file === otherScope.file && lastName(one.subject) !== undefined && lastName(one.subject) === lastName(other.subject);
  };
  return {
    woken(event, scope, loop) {
      const made = event.subject && locks.made(event.subject, scope);
      if (made?.type.call && made.made.makes === 'socket' && argumentAt(made.type.call, made.made.limit)) return true;
      return seen.some(({ event: other, node }) => (other.does.does === 'limit' || (node !== loop && node !== scope)) && same(event, scope, other, node));
    },
  };
}

/** An item that only says that it is over. */
function wakesWithItem({ call, subject, does }: Operation): boolean {
  const given = call.arguments[0]?.value;
  if (!subject || !given || (does.does === 'block' && does.on !== 'put') || (does.does !== 'block' && does.does !== 'none')) return false;
  return given.kind === 'constant' || ((given.kind === 'name' || given.kind === 'attribute') && /stop|sentinel|end|done|quit|exit|poison|finish|undefined/i.test(given.name));
}

const lastName = (value: Value): string | undefined => (value.kind === 'name' || value.kind === 'attribute' ? value.name : undefined);
