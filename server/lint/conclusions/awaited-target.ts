// Whose end a blocking call waits for: the function of a joined thread, the task of a future, the tasks of a pool.
import type { Event } from '../walk/behaviour.js';
import type { FunctionNode } from '../program/program.js';
import { argumentAt } from '../values/argument-at.js';
import type { Known } from '../rules/rule.js';

/** Functions that have to end before the operation does, as far as they can be told. */
export function awaitedFunctions(known: Known, event: Event & { kind: 'operation' }, scope: FunctionNode): FunctionNode[] {
  const { subject } = event;
  if (!subject) return [];
  const found: FunctionNode[] = [];
  for (const type of known.types.of(subject, scope)) {
    if (type.kind === 'instance') {
      const run = known.types.method(type.class, 'run');
      if (run) found.push(run);
    } else if (type.kind === 'made' && type.call) {
      // A thread's target, or the function given to submit.
      const made = known.locks.made(subject, scope)?.made;
      const target = made?.makes === 'thread' || made?.makes === 'process' ? argumentAt(type.call, made.target) : argumentAt(type.call, { position: 0, name: 'fn' });
      if (target) found.push(...known.calls.functions(target.value, type.scope).map((item) => item.function));
    }
  }
  if (found.length === 0 && (event.does.does === 'block' && event.does.on === 'shutdown')) found.push(...submitted(known, event, scope));
  return found;
}

/** Everything that is given to the same executor anywhere. */
function submitted(known: Known, event: Event & { kind: 'operation' }, scope: FunctionNode): FunctionNode[] {
  const own = event.subject && known.locks.declaration(event.subject, scope)?.declaration;
  if (own === undefined) return [];
  return known.operations.flatMap(({ node, event: { does, subject, call } }) => {
    if (does.does !== 'spawn' || !subject || known.locks.declaration(subject, node)?.declaration !== own) return [];
    const given = argumentAt(call, does.callback);
    return given ? known.calls.functions(given.value, node).map((item) => item.function) : [];
  });
}
