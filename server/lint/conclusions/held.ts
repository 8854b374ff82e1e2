// Questions that several rules ask about what is held.
import { siteOf } from '../facts/finding.js';
import type { Event } from '../walk/behaviour.js';
import { refusesToWait } from '../walk/effects.js';
import type { FunctionNode } from '../program/program.js';
import type { Held, Hop } from '../walk/state.js';
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
  const found: Under[] = [];
  for (const { function: node, events } of summaries.behaviours) {
    for (const event of events) {
      if (event.held.length === 0) continue;
      const { held, at } = event;
      if (event.kind === 'operation' || event.kind === 'unknown-call' || event.kind === 'invoke') {
        const hops: Hop[] = [{ site: siteOf(node.file.path, at), message: `${node.qualified} calls ${event.text}` }];
        found.push({ node, held, done: { event, function: node, hops, inside: [] }, at, hops });
      } else if (event.kind === 'call') {
        const call: Hop = { site: siteOf(node.file.path, at), message: `${node.qualified} calls ${event.text}` };
        const waits = !refusesToWait(event.target);
        for (const done of summaries.through(event.target).does.values()) {
          if (done.event.kind !== 'invoke' && (waits || done.event.kind !== 'operation')) found.push({ node, held, done, at, hops: [call, ...done.hops] });
        }
      }
    }
  }
  return found;
}
