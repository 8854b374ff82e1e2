// ThreadLocal: a value of its own for each thread.
import { self, me } from './self.js';

// Weak: a ThreadLocal that nobody refers to any more takes its value with it.
let values = new WeakMap<ThreadLocal<unknown>, unknown>();
let owner = 0;

/**
 * Python's `threading.local`: each thread that asks gets a value of its own, made by `initial`. Lives in the thread that made it and, where it is a
 * module's constant, in every thread that loads the module. It does not travel: a thread that ends takes its values with it.
 */
export class ThreadLocal<T> {
  readonly #initial: () => T;

  constructor(initial: () => T) {
    this.#initial = initial;
  }

  /** This thread's value; made at the first call. */
  get(): T {
    const mine = valuesOfThread();
    if (!mine.has(this)) mine.set(this, this.#initial());
    return mine.get(this) as T;
  }

  set(value: T): void {
    valuesOfThread().set(this, value);
  }

  /** Forgets this thread's value; the next `get` makes a new one. */
  delete(): void {
    valuesOfThread().delete(this);
  }
}

function valuesOfThread(): WeakMap<ThreadLocal<unknown>, unknown> {
  me();
  // A worker runs one thread after the other: the values of the last one are gone.
  if (owner !== self.id) endThreadLocals();
  owner = self.id;
  return values;
}

/** Called when a thread ends. */
export function endThreadLocals(): void {
  values = new WeakMap();
}
