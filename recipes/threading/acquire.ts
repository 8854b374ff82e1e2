// acquire(...): takes several locks in one order that is the same for the whole process, so that no two threads can wait for each other.
import { LockOrderError, TimeoutError } from './errors.js';
import { i32, now } from './heap.js';
import { L_TAKEN, R_ID, R_KIND } from './layout.js';
import { deadlineOf } from './park.js';
import { kinds, resourceName } from './resource.js';
import { mayCapture, self } from './self.js';
import { captureSite, stackAt } from './site.js';
import type { BoundedSemaphore } from './bounded-semaphore.js';
import type { Lock } from './lock.js';
import type { RLock } from './rlock.js';
import type { Semaphore } from './semaphore.js';

/** What can be taken in order. */
export type Acquirable = Lock | RLock | Semaphore | BoundedSemaphore;

interface Held {
  order: number;
  at: number;
  /** Where it was taken. */
  site: number;
}

/** What this thread holds by acquire, in the order in which it was taken. The same in all asynchronous functions of the thread. */
let held: Held[] = [];
let owner = 0;

/**
 * `using held = acquire(a, b)`: takes all of them, in the order of their creation whatever the order of the arguments, and releases them at the
 * end of the block. Blocks. A nested acquire may only take what was created later than everything taken so far by an outer one, or the same RLock
 * again; otherwise it throws LockOrderError, which names both and where the first was taken. A last argument `{ timeout }` in milliseconds: TimeoutError.
 */
export function acquire(...wanted: [...Acquirable[], Acquirable | { timeout: number }]): Disposable {
  const { locks, timeout } = sorted(wanted);
  const deadline = deadlineOf(timeout);
  const taken: Acquirable[] = [];
  try {
    for (const lock of locks) {
      if (!lock.acquire(deadline === Infinity ? undefined : Math.max(0, deadline - now()))) throw late(lock, timeout);
      taken.push(lock);
    }
  } catch (error) {
    for (const lock of taken.reverse()) lock.release();
    throw error;
  }
  return holding(locks);
}

/** `using held = await acquireAsync(a, b)`: as `acquire`, without blocking the thread's event loop. */
export async function acquireAsync(...wanted: [...Acquirable[], Acquirable | { timeout: number }]): Promise<Disposable> {
  const { locks, timeout } = sorted(wanted);
  const deadline = deadlineOf(timeout);
  const taken: Acquirable[] = [];
  try {
    for (const lock of locks) {
      if (!(await lock.acquireAsync(deadline === Infinity ? undefined : Math.max(0, deadline - now())))) throw late(lock, timeout);
      taken.push(lock);
    }
  } catch (error) {
    for (const lock of taken.reverse()) lock.release();
    throw error;
  }
  return holding(locks);
}

function late(lock: Acquirable, timeout: number | undefined): TimeoutError {
  return new TimeoutError(`${lock} could not be taken within ${timeout} ms; what had been taken before it was given back.`);
}

/** In the global order, without doubles; refuses what an outer acquire forbids. */
function sorted(wanted: (Acquirable | { timeout: number })[]): { locks: Acquirable[]; timeout: number | undefined } {
  const last = wanted[wanted.length - 1];
  const timeout = last !== undefined && !('acquire' in last) ? last.timeout : undefined;
  const locks = [...new Set(wanted.filter((one): one is Acquirable => 'acquire' in one))].sort((a, b) => a.id - b.id);
  if (locks.length === 0) throw new TypeError('acquire() needs at least one lock.');
  if (owner !== self.id) held = [];
  owner = self.id;
  const outer = held.reduce<Held | undefined>((highest, one) => (highest === undefined || one.order > highest.order ? one : highest), undefined);
  if (outer === undefined) return { locks, timeout };
  for (const lock of locks) {
    if (lock.id > outer.order) continue;
    if (kinds[i32[lock.at + R_KIND]!] === 'RLock' && held.some((one) => one.at === lock.at)) continue;
    const place = stackAt(outer.site)[0];
    const where = place === undefined ? '' : `, taken at ${place.file}:${place.line}:${place.column}`;
    throw new LockOrderError(
      `"${resourceName(lock.at)}" must not be acquired while "${resourceName(outer.at)}" is held (${i32[outer.at + R_ID]} comes after ${lock.id} in the global order${where}). Acquire both with one call: acquire(${resourceName(lock.at)}, ${resourceName(outer.at)}).`,
    );
  }
  return { locks, timeout };
}

/** Where a lock was taken: what it says itself, where it does; a stack costs more than the acquisition. */
function siteOf(at: number): number {
  const kind = kinds[i32[at + R_KIND]!];
  const noted = kind === 'Lock' || kind === 'RLock' ? i32[at + L_TAKEN]! : 0;
  return noted !== 0 ? noted : mayCapture() ? captureSite() : 0;
}

function holding(locks: Acquirable[]): Disposable {
  const entries = locks.map((lock) => ({ order: lock.id, at: lock.at, site: siteOf(lock.at) }));
  owner = self.id;
  held.push(...entries);
  return {
    [Symbol.dispose]() {
      held = held.filter((one) => !entries.includes(one));
      for (const lock of [...locks].reverse()) lock.release();
    },
  };
}
