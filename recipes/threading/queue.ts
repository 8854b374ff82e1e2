// Queue: first in, first out, between any number of producers and consumers.
import { disposeFifo, fifoGet, fifoMake, fifoPut } from './fifo.js';
import { fast } from './fast-path.js';
import { DONE_WAKE } from './fast-queue.js';
import { i32 } from './heap.js';
import { registerReader } from './observe.js';
import { spinLimit } from './park.js';
import { DONE, QueueBase, queueReader, sweepQueue, type QueueKind } from './queue-base.js';
import { wakeGetter, wakePutter } from './queue-wakeups.js';
import { INTEGER, item as packed, loadItem, pack, unpack } from './queue-word.js';
import { registerKind, type Named } from './resource.js';
import { me, self } from './self.js';
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
    if (self.id === 0) me();
    pack(item);
    const outcome = fast.put(this.at, packed.tag, packed.low, packed.high, timeout === 0 ? 0 : spinLimit);
    if (outcome === DONE) return;
    if (outcome === DONE_WAKE) wakeGetter(this.at);
    else this.putPacked(timeout, false);
  }

  /** As `put`, without blocking the thread's event loop. */
  putAsync(item: T, timeout?: number): Promise<void> {
    pack(item);
    return this.putPackedAsync(timeout);
  }

  override get(timeout?: number): T {
    if (self.id === 0) me();
    const outcome = fast.get(this.at, timeout === 0 ? 0 : spinLimit);
    if (outcome !== DONE) {
      if (outcome !== DONE_WAKE) return this.getPacked(timeout, false);
      wakePutter(this.at);
    }
    const place = self.item;
    // An integer, the most frequent of the small values, without a detour.
    if (i32[place] === INTEGER) return i32[place + 1] as T;
    loadItem(place);
    return unpack() as T;
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
