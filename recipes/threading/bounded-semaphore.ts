// BoundedSemaphore: a semaphore that refuses more permits than it began with, which finds a release too many.
import { LimitError } from './errors.js';
import { i32 } from './heap.js';
import { S_MOST, S_VALUE } from './layout.js';
import { registerReader } from './observe.js';
import { registerKind } from './resource.js';
import { Semaphore, sweepSemaphore } from './semaphore.js';
import { registerSweeper } from './sweep.js';

/** Python's `threading.BoundedSemaphore`. */
export class BoundedSemaphore extends Semaphore {
  protected override give(count: number): void {
    const word = this.at + S_VALUE;
    const most = i32[this.at + S_MOST]!;
    for (;;) {
      const seen = Atomics.load(i32, word);
      if (seen + count > most) throw new LimitError(`${this} was released too often: it has ${seen} of its ${most} permits, and ${count} more came back.`);
      if (Atomics.compareExchange(i32, word, seen, seen + count) === seen) return;
    }
  }
}

registerKind('BoundedSemaphore', BoundedSemaphore);
registerReader('BoundedSemaphore', (at, base) => ({ ...base, kind: 'BoundedSemaphore', value: i32[at + S_VALUE]! }));
registerSweeper('BoundedSemaphore', sweepSemaphore);
