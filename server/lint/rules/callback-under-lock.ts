// Somebody else's function, called while a lock is held that it could need: through this object again, or by waiting for a thread that does.
import { siteOf, type Finding } from '../facts/finding.js';
import { callbackName, foreign } from '../values/foreign-call.js';
import type { FunctionNode } from '../program/program.js';
import type { Held } from '../walk/state.js';
import { holdHops } from '../conclusions/summary.js';
import { under } from '../conclusions/held.js';
import { finding, numbered, type Known, type Rule } from './rule.js';

/** Functions that exist to run something under a lock. */
const runsUnderLock = /lock|exclusive|atomic|synchroni|transaction|critical|guard|protected|serial|^with|wrap/i;

/** Further down, nobody who takes the lock means to call back; an object that calls itself has only split its function. */
const nearby = 2;
const nearbyWithin = 3;

export const callbackUnderLock: Rule = {
  id: 'callback-under-lock',
  severity: 'warning',
  summary: 'A function of somebody else is called while a lock is held that it could need.',
  advice: 'Nobody knows what the callback does: it may come back for the lock, or wait for a thread that needs it. Copy what is needed under the lock and call back after giving it back.',
  local: true,
  check(known) {
    const findings = new Map<string, Finding>();
    for (const { node, held, done, at, hops } of under(known.summaries)) {
      const { event } = done;
      const completes = event.kind === 'operation' && event.does.does === 'complete';
      if (event.kind === 'operation' && !completes) continue;
      const callback = event.kind === 'invoke' ? parameterName(event.function, event.index, done.function) : event.kind === 'operation' ? event.text : foreign(event.callee, done.function);
      if (callback === undefined || hops.length > (ofOneObject(known, node, done.function) ? nearbyWithin : nearby) || runsUnderLock.test(node.facts.name)) continue;
      // A lock that only one function takes is not asked for by a callback, unless everybody may call that function. Callbacks of a future of an event loop run later.
      const asked = ({ lock }: Held): boolean => (known.takers.get(lock.declaration) ?? 0) > 1 || (lock.kind.asynchronous && !lock.kind.reentrant && !node.facts.private);
      const mine = held.find((item) => !item.lock.open && !item.lock.kind.semaphore && !(completes && item.lock.kind.asynchronous) && asked(item));
      const site = siteOf(node.file.facts.path, at);
      const key = `${site.file}:${site.line}:${site.column}`;
      if (!mine || findings.has(key)) continue;
      const message = `${node.facts.qualified} calls ${callback}, ${completes ? 'which runs callbacks of others' : 'a function of somebody else'}, while it holds ${mine.lock.name}; ${consequence(mine)}`;
      for (const made of finding(callbackUnderLock, site, message, numbered('A', [...holdHops(node, mine), ...hops]))) findings.set(key, { ...made, severity: mine.lock.kind.reentrant ? 'hint' : 'warning' });
    }
    return [...findings.values()];
  },
};

function ofOneObject({ types }: Known, { class: outer }: FunctionNode, { class: inner }: FunctionNode): boolean {
  return outer !== undefined && inner !== undefined && (types.lineage(outer).includes(inner) || types.lineage(inner).includes(outer));
}

const consequence = ({ lock }: Held): string =>
  lock.kind.reentrant ? 'if it waits for a thread that needs the lock, both wait for ever.' : 'if it comes back to ask for the lock, or waits for a thread that does, it waits for ever.';

/** A parameter of the function itself whose name says that it is a callback; one of a function around it is a decorator's business. */
function parameterName(owner: FunctionNode, index: number, caller: FunctionNode): string | undefined {
  const name = owner.facts.parameters[index]?.name;
  return owner === caller && name !== undefined && callbackName.test(name) ? name : undefined;
}
