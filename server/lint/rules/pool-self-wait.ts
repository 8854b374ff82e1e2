// A task of a pool waits for another task of the same pool: when every worker does, nobody is left to run what they wait for.
import type { Value } from '../facts/facts.js';
import { siteOf, type Finding } from '../facts/finding.js';
import { argumentAt } from '../values/argument-at.js';
import type { FunctionNode } from '../program/program.js';
import { finding, numbered, type Known, type Rule } from './rule.js';

export const poolSelfWait: Rule = {
  id: 'pool-self-wait',
  severity: 'warning',
  summary: 'A task waits for a task of the pool that runs it.',
  advice: 'When all workers of the pool wait like this, nobody is left to run what they wait for. Return the future and let the caller wait, or give inner tasks a pool of their own.',
  check(known) {
    const findings = new Map<string, Finding>();
    for (const { pool, name, task, site } of submissions(known)) {
      for (const done of known.summaries.of(task).does.values()) {
        const { event } = done;
        if (event.kind !== 'operation' || event.does.does !== 'block' || event.does.on !== 'result' || !event.subject) continue;
        if (argumentAt(event.call, event.does.timeout)) continue;
        const inner = submissionOf(known, event.subject, done.function, pool);
        const at = siteOf(done.function.file.facts.path, event.at);
        const key = `${at.file}:${at.line}:${at.column}`;
        if (!inner || findings.has(key)) continue;
        const message = `${task.facts.qualified} runs in ${name} and waits for another task of ${name}; when all workers do, none is left to run what they wait for.`;
        const related = [
          ...numbered('A', [{ site, message: `${task.facts.qualified} is handed to ${name}` }, ...done.hops]),
          ...numbered('B', [{ site: inner, message: `what is waited for is handed to ${name}` }]),
        ];
        for (const made of finding(poolSelfWait, at, message, related)) findings.set(key, made);
      }
    }
    return [...findings.values()];
  },
};

interface Submission {
  pool: string;
  name: string;
  task: FunctionNode;
  site: Finding['site'];
}

/** Everything that is handed to a pool that has a name. */
function submissions({ operations, locks, calls }: Known): Submission[] {
  return operations.flatMap(({ node, event }): Submission[] => {
    if (event.does.does !== 'spawn' || event.does.in !== 'pool' || !event.subject) return [];
    const pool = locks.declaration(event.subject, node);
    const given = argumentAt(event.call, event.does.callback);
    if (!pool || !given) return [];
    return calls.functions(given.value, node).map((target) => ({ pool: pool.declaration, name: pool.name, task: target.function, site: siteOf(node.file.facts.path, event.at) }));
  });
}

/** Where the future was made, if that pool made it. */
function submissionOf({ types, locks }: Known, future: Value, scope: FunctionNode, pool: string): Finding['site'] | undefined {
  for (const type of types.of(future, scope)) {
    if (type.kind !== 'made' || type.call?.callee.kind !== 'attribute') continue;
    if (locks.declaration(type.call.callee.of, type.scope)?.declaration === pool) return siteOf(type.scope.file.facts.path, type.call.at);
  }
  return undefined;
}
