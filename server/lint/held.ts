// Questions that several rules ask about what is held.
import { siteOf } from './finding.js';
import type { Event } from './behaviour.js';
import { refusesToWait } from './effects.js';
import type { FunctionNode } from './program.js';
import type { Held, Hop } from './state.js';
import { type Done, type Summaries } from './summary.js';

/** A lock that blocks the thread itself while it is waited for, unlike one of an event loop. */
export const blocksThreads = (held: Held): boolean => !held.lock.kind.asynchronous && !held.lock.open;

/** Something that a function does, or has done by what it calls, while it holds locks. */
export interface Under {
  node: FunctionNode;
  held: readonly Held[];
  done: Done;
  at: Event['at'];
  hops: readonly Hop[];
}

/** Everything of interest that happens under a lock, once for each function that holds it. */
export function under(summaries: Summaries): Under[] {
  return summaries.behaviours.flatMap((behaviour): Under[] => {
    const node = behaviour.function;
    const file = node.file.facts.path;
    return behaviour.events.flatMap((event): Under[] => {
      if (event.held.length === 0) return [];
      if (event.kind === 'operation' || event.kind === 'unknown-call' || event.kind === 'invoke') {
        const hops: Hop[] = [{ site: siteOf(file, event.at), message: `${node.facts.qualified} calls ${event.text}` }];
        return [{ node, held: event.held, done: { event, function: node, hops, inside: [] }, at: event.at, hops }];
      }
      if (event.kind !== 'call') return [];
      const waits = !refusesToWait(event.target);
      const call: Hop = { site: siteOf(file, event.at), message: `${node.facts.qualified} calls ${event.text}` };
      return [...summaries.of(event.target.function).does.values()].filter((done) => done.event.kind !== 'invoke' && (waits || done.event.kind !== 'operation')).map((done) => ({ node, held: event.held, done, at: event.at, hops: [call, ...done.hops] }));
    });
  });
}
