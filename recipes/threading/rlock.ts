// RLock: a lock that its owner may take again; it is free when it was released as often.
import { TimeoutError } from './errors.js';
import { i32 } from './heap.js';
import { L_DEPTH, L_WORD, WAITERS } from './layout.js';
import { takeLockAsync } from './lock-async.js';
import { abandonLock, giveLock, holdsLock, notOwner, readLock, recoverLock, takeLock } from './lock-word.js';
import { registerReader } from './observe.js';
import { registerKind, Resource, type Adopted, type Named } from './resource.js';
import { self } from './self.js';
import { registerSweeper } from './sweep.js';

/**
 * Python's `threading.RLock`. It belongs to the thread: two asynchronous functions of one thread both get it at the same time.
 */
export class RLock extends Resource {
  #held: Disposable | undefined;

  constructor(options?: Named) {
    super('RLock', options as Named | Adopted | undefined);
  }

  /** Blocks until this thread holds the lock, at once if it does already. False when `timeout` (milliseconds, 0 only tries) is over. */
  acquire(timeout?: number): boolean {
    const at = this.at;
    if ((i32[at + L_WORD]! & ~WAITERS) === self.id && self.id !== 0) {
      i32[at + L_DEPTH]!++;
      return true;
    }
    if (!takeLock(at, timeout)) return false;
    i32[at + L_DEPTH] = 1;
    return true;
  }

  /** As `acquire`, without blocking the thread's event loop. */
  async acquireAsync(timeout?: number): Promise<boolean> {
    const at = this.at;
    if (holdsLock(at)) {
      i32[at + L_DEPTH]!++;
      return true;
    }
    if (!(await takeLockAsync(at, timeout))) return false;
    i32[at + L_DEPTH] = 1;
    return true;
  }

  /** Undoes one acquire. Throws NotOwner where this thread does not hold the lock. */
  release(): void {
    const at = this.at;
    if (!holdsLock(at)) throw notOwner(at, 'released');
    if (--i32[at + L_DEPTH]! === 0) giveLock(at);
  }

  /** `using held = lock.hold()`. Throws TimeoutError. */
  hold(timeout?: number): Disposable {
    if (!this.acquire(timeout)) throw new TimeoutError(`${this} could not be taken within ${timeout} ms.`);
    return this.#holding();
  }

  /** `using held = await lock.holdAsync()`. */
  async holdAsync(timeout?: number): Promise<Disposable> {
    if (!(await this.acquireAsync(timeout))) throw new TimeoutError(`${this} could not be taken within ${timeout} ms.`);
    return this.#holding();
  }

  #holding(): Disposable {
    return (this.#held ??= { [Symbol.dispose]: () => this.release() });
  }

  /** Whether any thread holds it at this moment. */
  locked(): boolean {
    return i32[this.at + L_WORD] !== 0;
  }

  /** Whether this thread holds it. */
  owned(): boolean {
    return holdsLock(this.at);
  }

  /** Takes over, once, a lock whose holder has ended; false if there is nothing to take over. */
  recover(): boolean {
    if (!recoverLock(this.at)) return false;
    i32[this.at + L_DEPTH] = 1;
    return true;
  }
}

registerKind('RLock', RLock);
registerReader('RLock', (at, base) => ({ ...base, kind: 'RLock', ...readLock(at), depth: i32[at + L_WORD] === 0 ? 0 : i32[at + L_DEPTH]! }));
registerSweeper('RLock', abandonLock);
