// What an editor tells about the lock under the pointer: where it is declared, where it is taken, before and after which others.
import type { Range, Site } from './facts/finding.js';
import { fixedSite, siteOf } from './facts/finding.js';
import type { Lock } from './values/locks.js';
import type { OrderEdge } from './conclusions/order-graph.js';
import type { Known } from './rules/rule.js';

export interface LockFacts {
  name: string;
  reentrant: boolean;
  /** The stretch of the file that was pointed at. */
  at: Range;
  declared?: Site;
  /** Every place that takes it, in the order of files and lines. */
  taken: { site: Site; function: string }[];
  /** Names of locks that are taken while it is held, and while which it is taken. */
  before: string[];
  after: string[];
}

/** `line` and `column` from 1. */
export function lockAt(known: Known, edges: readonly OrderEdge[], path: string, line: number, column: number): LockFacts | undefined {
  const covers = (at: Range): boolean => at.line <= line && line <= at.endLine && (at.line < line || at.column <= column) && (line < at.endLine || column <= at.endColumn);
  let found: { lock: Lock; at: Range } | undefined;
  const taken = new Map<string, LockFacts['taken']>();
  for (const { function: node, events } of known.summaries.behaviours) {
    const file = node.file.path;
    for (const event of events) {
      if ((event.kind !== 'acquire' && event.kind !== 'release') || event.lock.open) continue;
      if (event.kind === 'acquire') {
        const list = taken.get(event.lock.declaration) ?? [];
        taken.set(event.lock.declaration, list);
        if (!list.some(({ site }) => site.file === file && site.line === event.at.line && site.column === event.at.column)) list.push({ site: fixedSite(siteOf(file, event.at)), function: node.qualified });
      }
      const { declared } = event.lock;
      if (file === path && covers(event.at)) found = { lock: event.lock, at: event.at };
      else if (!found && declared?.file === path && covers(declared.at)) found = { lock: event.lock, at: declared.at };
    }
  }
  if (!found) return undefined;
  const { lock, at } = found;
  const names = (list: readonly string[]): string[] => [...new Set(list)].sort();
  return {
    name: lock.name,
    reentrant: lock.kind.reentrant,
    at,
    ...(lock.declared ? { declared: fixedSite(siteOf(lock.declared.file, lock.declared.at)) } : {}),
    taken: taken.get(lock.declaration) ?? [],
    before: names(edges.filter((edge) => edge.from === lock.declaration).map((edge) => edge.toName)),
    after: names(edges.filter((edge) => edge.to === lock.declaration).map((edge) => edge.fromName)),
  };
}
