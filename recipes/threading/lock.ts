// Lock: mutual exclusion between threads. Not re-entrant; the thread that took it must release it.
import { TimeoutError } from './errors.js';
import { i32 } from './heap.js';
import { L_WORD } from './layout.js';
import { takeLockAsync } from './lock-async.js';
import { abandonLock, giveLock, holdsLock, readLock, recoverLock, takeLock } from './lock-word.js';
import { registerReader } from './observe.js';
import { registerKind, Resource, type Adopted, type Named } from './resource.js';
import { registerSweeper } from './sweep.js';

/**
 * Python's `threading.Lock`, owned: only the thread that took it may release it. Taking it twice in one thread waits for ever, as in Python.
 * An uncontended acquire and release cost tens of nanoseconds.
 */
export class Lock extends Resource {
  #held: Disposable | undefined;

  constructor(options?: Named) {
    super('Lock', options as Named | Adopted | undefined);
  }

  /**
   * Blocks until this thread holds the lock. `timeout` in milliseconds, 0 only tries; false when it is over.
   * Throws Abandoned if the holder ended without releasing.
   */
  acquire(timeout?: number): boolean {
    return takeLock(this.at, timeout);
  }

  /** As `acquire`, without blocking the thread's event loop. */
  acquireAsync(timeout?: number): Promise<boolean> {
    return takeLockAsync(this.at, timeout);
  }

  /** Throws NotOwner where this thread does not hold the lock. */
  release(): void {
    giveLock(this.at);
  }

  /** `using held = lock.hold()`: acquires now, releases at the end of the block. Throws TimeoutError. */
  hold(timeout?: number): Disposable {
    if (!takeLock(this.at, timeout)) throw new TimeoutError(`${this} could not be taken within ${timeout} ms.`);
    return (this.#held ??= { [Symbol.dispose]: () => giveLock(this.at) });
  }

  /** `using held = await lock.holdAsync()`. */
  async holdAsync(timeout?: number): Promise<Disposable> {
    if (!(await takeLockAsync(this.at, timeout))) throw new TimeoutError(`${this} could not be taken within ${timeout} ms.`);
    return (this.#held ??= { [Symbol.dispose]: () => giveLock(this.at) });
  }

  /** Whether any thread holds it at this moment. */
  locked(): boolean {
    return i32[this.at + L_WORD] !== 0;
  }

  /** Whether this thread holds it. */
  owned(): boolean {
    return holdsLock(this.at);
  }

  /** Takes over a lock whose holder has ended; false if there is nothing to take over. Check what the lock protects first. */
  recover(): boolean {
    return recoverLock(this.at);
  }
}

registerKind('Lock', Lock);
registerReader('Lock', (at, base) => ({ ...base, kind: 'Lock', ...readLock(at) }));
registerSweeper('Lock', abandonLock);
