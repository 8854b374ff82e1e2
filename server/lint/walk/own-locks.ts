// Locks that a project builds itself out of a condition and some counters, such as read-write locks: while one is held, no lock of the library is.
// They are told by the names of their class and methods, as everybody names them.
import type { Value } from '../facts/facts.js';
import type { Range } from '../facts/finding.js';
import type { Locks } from '../values/locks.js';
import type { FunctionNode } from '../program/program.js';
import type { Held } from './state.js';

const ownLock = /lock$|mutex$/i;
const holds = /lock|^(acquire|hold|held|reading|writing|reader|writer|read|write|shared|exclusive)(_|$)/i;
const forReading = /read|shared/i;

/** What a `with` over a method of such an object holds, where the method itself leaves no lock taken. */
export function ownLockHeld(locks: Locks, scope: FunctionNode, method: FunctionNode, receiver: Value | undefined, at: Range): Held | undefined {
  if (!receiver || !method.class || !ownLock.test(method.class.name) || !holds.test(method.name)) return undefined;
  const named = locks.declaration(receiver, scope);
  if (!named) return undefined;
  const place = locks.place(receiver, scope);
  // Whether it may be taken twice by one thread, only its own code knows.
  const kind = { reentrant: true, asynchronous: method.head.asynchronous, exclusive: true, semaphore: false, condition: false };
  return { lock: { ...named, ...(place ? { place } : {}), kind, open: false }, at, via: [], how: 'scope', shared: forReading.test(method.name) };
}
