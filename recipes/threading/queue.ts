// Queue: first in, first out, between any number of producers and consumers.
import { disposeFifo, fifoGet, fifoMake, fifoPut } from './fifo.js';
import { registerReader } from './observe.js';
import { QueueBase, queueReader, sweepQueue, type QueueKind } from './queue-base.js';
import { pack } from './queue-word.js';
import { registerKind, type Named } from './resource.js';
import { registerSweeper } from './sweep.js';

/** Python's `queue.Queue`. Any value that can travel; shared objects arrive as themselves. */
export class Queue<T = unknown> extends QueueBase<T> {
  /** Internal. */
  static readonly kind: QueueKind = 'Queue';

  /** @param maxsize how many items fit, 0 for no bound. */
  constructor(maxsize?: number, options?: Named) {
    super((new.target as unknown as { kind: QueueKind }).kind, maxsize, options);
    if (!this.fresh) return;
    fifoMake(this.at);
  }

  /** Adds an item. Blocks while the queue is full: QueueFull when `timeout` (milliseconds, 0 only tries) is over; QueueShutDown; CannotTravel. */
  put(item: T, timeout?: number): void {
    pack(item);
    this.putPacked(timeout);
  }

  /** As `put`, without blocking the thread's event loop. */
  putAsync(item: T, timeout?: number): Promise<void> {
    pack(item);
    return this.putPackedAsync(timeout);
  }

  protected tryPut(): number {
    return fifoPut(this.at);
  }

  protected tryGet(): number {
    return fifoGet(this.at, 2);
  }

  protected override takeAny(): number {
    return fifoGet(this.at, 3);
  }
}

registerKind('Queue', Queue as never, disposeFifo);
registerReader('Queue', queueReader('Queue'));
registerSweeper('Queue', sweepQueue);
