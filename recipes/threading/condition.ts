// Condition: wait, while not holding the lock, until another thread says that something has changed.
import { Interrupted } from './errors.js';
import { i32 } from './heap.js';
import { NOTIFIED, record } from './history.js';
import { C_LIST, C_LOCK, C_NOTIFIES, L_DEPTH, N_STATE, NODE_NOTIFIED, NODE_WAITS, R_ID, R_KIND, STATE_WAITING } from './layout.js';
import { takeLockAsync } from './lock-async.js';
import { giveLock, holdsLock, notOwner, takeLock } from './lock-word.js';
import { Lock } from './lock.js';
import { registerReader } from './observe.js';
import { beginWait, deadlineOf, endWait, sleepOn, spin, WAIT } from './park.js';
import { parkAsync } from './park-async.js';
import { dropResource, keepResource, kinds, registerKind, Resource, resourceAt, type Adopted, type Named } from './resource.js';
import { RLock } from './rlock.js';
import { now } from './heap.js';
import { dropNode, joinList, leaveList, wakeList } from './wait-list.js';

/**
 * Python's `threading.Condition`, over a given Lock or RLock or an RLock of its own. A waiter wakes only by a notify, its timeout, or an
 * interrupt; waiters are notified in the order in which they came.
 */
export class Condition extends Resource {
  /** The lock that protects what the condition is about. */
  readonly lock: Lock | RLock;

  constructor(lock?: Lock | RLock, options?: Named);
  constructor(options?: Named);
  constructor(first?: Lock | RLock | Named | Adopted, options?: Named) {
    const lock = first instanceof Lock || first instanceof RLock ? first : undefined;
    super('Condition', lock === undefined ? ((first as Named | Adopted | undefined) ?? options) : options);
    if (this.fresh) {
      this.lock = lock ?? new RLock({ name: `${this.name} lock` });
      keepResource(this.lock.at);
      i32[this.at + C_LOCK] = this.lock.at;
    } else {
      this.lock = resourceAt(i32[this.at + C_LOCK]!, false) as Lock | RLock;
    }
  }

  /** Takes the lock; see Lock.acquire. */
  acquire(timeout?: number): boolean {
    return this.lock.acquire(timeout);
  }

  acquireAsync(timeout?: number): Promise<boolean> {
    return this.lock.acquireAsync(timeout);
  }

  release(): void {
    this.lock.release();
  }

  /** `using held = condition.hold()`: holds the lock to the end of the block. */
  hold(timeout?: number): Disposable {
    return this.lock.hold(timeout);
  }

  holdAsync(timeout?: number): Promise<Disposable> {
    return this.lock.holdAsync(timeout);
  }

  /**
   * Gives the lock back, blocks until notified, takes the lock again. False when `timeout` (milliseconds) was over first.
   * Throws NotOwner where this thread does not hold the lock. After Interrupted the lock is held again.
   */
  wait(timeout?: number): boolean {
    const deadline = deadlineOf(timeout);
    const { node, depth } = this.#leave(true);
    let failure: unknown;
    if (!spin(node + N_STATE, NODE_WAITS)) {
      try {
        beginWait(STATE_WAITING, this.at, WAIT, deadline);
        while (Atomics.load(i32, node + N_STATE) === NODE_WAITS && sleepOn(node + N_STATE, NODE_WAITS, deadline));
      } catch (error) {
        failure = error;
      } finally {
        endWait();
      }
    }
    for (;;) {
      try {
        takeLock(this.lock.at, undefined);
        break;
      } catch (error) {
        // The caller's `finally` releases the lock, so it must be held before the interrupt goes on.
        if (!(error instanceof Interrupted)) throw error;
        failure = error;
      }
    }
    return this.#comeBack(node, depth, true, failure);
  }

  /** As `wait`, without blocking the thread's event loop. */
  async waitAsync(timeout?: number): Promise<boolean> {
    const deadline = deadlineOf(timeout);
    const { node, depth } = this.#leave(false);
    let failure: unknown;
    try {
      while (Atomics.load(i32, node + N_STATE) === NODE_WAITS && (await parkAsync(node + N_STATE, NODE_WAITS, deadline)));
    } catch (error) {
      failure = error;
    }
    for (;;) {
      try {
        await takeLockAsync(this.lock.at, undefined);
        break;
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        failure = error;
      }
    }
    return this.#comeBack(node, depth, false, failure);
  }

  /** Waits until `predicate` holds; it is called with the lock held. False when `timeout` (milliseconds, for all waits together) was over first. */
  waitFor(predicate: () => boolean, timeout?: number): boolean {
    const deadline = deadlineOf(timeout);
    while (!predicate()) {
      const left = deadline - now();
      if (left <= 0) return false;
      this.wait(left);
    }
    return true;
  }

  async waitForAsync(predicate: () => boolean, timeout?: number): Promise<boolean> {
    const deadline = deadlineOf(timeout);
    while (!predicate()) {
      const left = deadline - now();
      if (left <= 0) return false;
      await this.waitAsync(left);
    }
    return true;
  }

  /** Wakes up to `count` waiters; they go on when the lock is free. Throws NotOwner where this thread does not hold the lock. */
  notify(count = 1): void {
    if (!holdsLock(this.lock.at)) throw notOwner(this.lock.at, 'needed for notify');
    i32[this.at + C_NOTIFIES]!++;
    record(NOTIFIED, this.at);
    wakeList(this.at + C_LIST, count);
  }

  notifyAll(): void {
    this.notify(Infinity);
  }

  #leave(blocking: boolean): { node: number; depth: number } {
    const lock = this.lock.at;
    if (!holdsLock(lock)) throw notOwner(lock, 'needed for wait');
    const node = joinList(this.at + C_LIST, blocking);
    const depth = i32[lock + L_DEPTH]!;
    giveLock(lock);
    return { node, depth };
  }

  /** With the lock held again. */
  #comeBack(node: number, depth: number, blocking: boolean, failure: unknown): boolean {
    i32[this.lock.at + L_DEPTH] = depth;
    const notified = i32[node + N_STATE] === NODE_NOTIFIED;
    if (!notified) leaveList(this.at + C_LIST, node);
    dropNode(node, blocking);
    if (failure !== undefined) {
      // A notify that came together with the interrupt belongs to somebody else.
      if (notified) wakeList(this.at + C_LIST, 1);
      throw failure;
    }
    return notified;
  }
}

registerKind('Condition', Condition, (at) => dropResource(i32[at + C_LOCK]!));
registerReader('Condition', (at, base) => {
  const lock = i32[at + C_LOCK]!;
  return lock === 0 || kinds[i32[lock + R_KIND]!] === 'free' ? null : { ...base, kind: 'Condition', lock: i32[lock + R_ID]! };
});
