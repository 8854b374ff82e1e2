// asCompleted: several futures, each as it ends.
import { TimeoutError } from './errors.js';
import { Future } from './future.js';
import { deadlineOf } from './park.js';

/**
 * The futures in the order in which they end, each once; blocking (`for`) or not (`for await`). Throws TimeoutError when `timeout` (milliseconds, from
 * the call) is over before all have. Python's `concurrent.futures.as_completed`.
 */
export function asCompleted<F extends Future>(futures: Iterable<F>, timeout?: number): Iterable<F> & AsyncIterable<F> {
  const deadline = deadlineOf(timeout);
  const pending = new Set(futures);
  const total = pending.size;
  const ready: F[] = [];
  const collect = (): boolean => {
    for (const future of pending) {
      if (!future.done()) continue;
      pending.delete(future);
      ready.push(future);
    }
    return ready.length > 0;
  };
  const late = (): TimeoutError => new TimeoutError(`${pending.size} of ${total} futures had not ended within ${timeout} ms.`);
  return {
    *[Symbol.iterator]() {
      for (;;) {
        if (ready.length === 0 && !collect()) {
          if (pending.size === 0) return;
          if (!Future.blockOnSeveral([...pending], deadline, collect)) throw late();
        }
        yield ready.shift()!;
      }
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        if (ready.length === 0 && !collect()) {
          if (pending.size === 0) return;
          if (!(await Future.awaitSeveral([...pending], deadline, collect))) throw late();
        }
        yield ready.shift()!;
      }
    },
  };
}
