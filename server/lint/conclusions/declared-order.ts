// An order of locks that people have declared: `A < B` says that A is taken first. Pure; where it was declared comes with it.
import type { Site } from '../facts/finding.js';
import type { Lock } from '../values/locks.js';
import type { Summaries } from './summary.js';

export interface DeclaredOrder {
  /** The lock that comes first. */
  before: string;
  after: string;
  /** Where it is declared. */
  site: Site;
}

/** A lock's own name, `ledger_lock` or `Account.lock`, or the same after its module: `bank.ledger_lock`, `src.bank.Account.lock`. */
export function isNamed(lock: Lock, name: string): boolean {
  if (lock.name === name) return true;
  const module = fileOf(lock)?.replace(/\.\w+$/, '').replace(/\/(__init__|index)$/, '').split('/').join('.');
  return module !== undefined && `.${module}.${lock.name}`.endsWith(`.${name}`);
}

function fileOf({ declared, place }: Lock): string | undefined {
  if (declared) return declared.file;
  if (place?.root.kind === 'global') return place.root.file;
  return place?.root.kind === 'class' ? place.root.class.file.path : undefined;
}

/** All that follows from a declaration: from A < B and B < C follows A < C. The site is that of the last step. */
export function closure(declared: readonly DeclaredOrder[]): DeclaredOrder[] {
  const all = new Map(declared.map((each) => [`${each.before} < ${each.after}`, each]));
  for (const first of all.values()) {
    for (const second of all.values()) {
      const key = `${first.before} < ${second.after}`;
      if (first.after === second.before && !all.has(key)) all.set(key, { before: first.before, after: second.after, site: second.site });
    }
    for (const earlier of all.values()) {
      const key = `${earlier.before} < ${first.after}`;
      if (earlier.after === first.before && !all.has(key)) all.set(key, { before: earlier.before, after: first.after, site: first.site });
    }
  }
  return [...all.values()];
}

/** What has been declared, or follows from it, and says the contrary. */
export const contradiction = (declared: readonly DeclaredOrder[], { before, after }: DeclaredOrder): DeclaredOrder | undefined =>
  closure(declared).find((each) => each.before === after && each.after === before);

/** Names in declarations that no lock that is taken anywhere goes by, each once in a file. */
export function unknownLocks(declared: readonly DeclaredOrder[], { summaries }: { summaries: Summaries }): { name: string; site: Site }[] {
  const names = new Map(declared.flatMap(({ before, after, site }) => [before, after].map((name) => [`${site.file}\0${name}`, { name, site }] as const)));
  for (const { events } of summaries.behaviours) {
    for (const event of events) {
      if (event.kind !== 'acquire') continue;
      for (const [key, { name }] of names) if (isNamed(event.lock, name)) names.delete(key);
    }
  }
  return [...names.values()];
}
