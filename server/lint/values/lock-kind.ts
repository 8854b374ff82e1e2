// What kind of lock a call of a library makes: re-entrant, exclusive, of an event loop. Knows nothing of where the lock is kept.
import type { Call } from '../facts/facts.js';
import type { Made } from '../facts/library.js';
import type { FunctionNode } from '../program/program.js';
import { argumentAt } from './argument-at.js';
import type { Locks } from './locks.js';

export interface LockKind {
  reentrant: boolean;
  asynchronous: boolean;
  /** Whether only one can hold it; a semaphore with several permits is not. */
  exclusive: boolean;
  semaphore: boolean;
  condition: boolean;
  /** Several processes share it; it is not copied with one of them. */
  acrossProcesses?: true;
  /** Asking for it gives up after a while, so nobody waits for it for ever. */
  impatient?: true;
  /** Taken together with others of its kind, as for reading. */
  shared?: true;
}

/** Nothing where it is no lock; `call` where the call that made it is known, seen from `scope`. */
export function kindOf(thing: Made, call: Call | undefined, scope: FunctionNode, { of, made }: Pick<Locks, 'of' | 'made'>): LockKind | undefined {
  if (thing.makes === 'lock') {
    const given = thing.options && call ? argumentAt(call, thing.options.at)?.value : undefined;
    const set = (key: string | undefined): boolean => given?.kind === 'object' && given.entries.some(([name, value]) => name === key && !(value.kind === 'constant' && /^(false|0|null|undefined)$/.test(value.text)));
    const impatient = set(thing.options?.limit) ? { impatient: true as const } : {};
    return { reentrant: thing.reentrant || set(thing.options?.reentrant), asynchronous: thing.asynchronous, exclusive: thing.exclusive, semaphore: false, condition: false, ...impatient, ...across(thing) };
  }
  if (thing.makes === 'condition') {
    const given = call ? argumentAt(call, thing.lock)?.value : undefined;
    // A lock that is handed in from an unknown place may be of any kind.
    const unknownLock = given !== undefined && given.kind !== 'constant' && !of(given, scope);
    const direct = given && made(given, scope)?.made;
    const reentrant = direct?.makes === 'lock' ? direct.reentrant : thing.reentrant || unknownLock;
    return { reentrant, asynchronous: thing.asynchronous, exclusive: true, semaphore: false, condition: true, ...across(thing) };
  }
  if (thing.makes !== 'semaphore') return undefined;
  const permits = call ? argumentAt(call, thing.permits)?.value : undefined;
  if (permits?.kind === 'constant' && permits.text === '0') return undefined;
  const single = permits === undefined || (permits.kind === 'constant' && permits.text === '1');
  return { reentrant: false, asynchronous: thing.asynchronous, exclusive: single && (thing.exclusive || permits !== undefined), semaphore: true, condition: false };
}

const across = (thing: { acrossProcesses?: true }): { acrossProcesses?: true } => (thing.acrossProcesses ? { acrossProcesses: true } : {});
