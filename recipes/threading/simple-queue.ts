// SimpleQueue: a queue without bound and without task counting; put never waits.
import { disposeFifo } from './fifo.js';
import { registerReader } from './observe.js';
import { Queue } from './queue.js';
import { queueReader, sweepQueue } from './queue-base.js';
import { Adopted, registerKind, type Named } from './resource.js';
import { registerSweeper } from './sweep.js';

/** Python's `queue.SimpleQueue`. taskDone and join are there, as in every Queue, and not shown. */
export class SimpleQueue<T = unknown> extends Queue<T> {
  /** Internal. */
  static override readonly kind = 'SimpleQueue';

  constructor(options?: Named) {
    super((options instanceof Adopted ? options : 0) as number, options instanceof Adopted ? undefined : options);
  }
}

registerKind('SimpleQueue', SimpleQueue as never, disposeFifo);
registerReader('SimpleQueue', queueReader('SimpleQueue'));
registerSweeper('SimpleQueue', sweepQueue);
