// PollableQueue: a queue that can be waited for together with other queues and with sockets, see select.ts.
import { descriptorFor, disposeDoorbell, queueChanged, sweepDoorbell } from './doorbell.js';
import { disposeFifo } from './fifo.js';
import { registerReader } from './observe.js';
import { Queue } from './queue.js';
import { queueReader, sweepQueue } from './queue-base.js';
import { registerKind } from './resource.js';
import { registerSweeper } from './sweep.js';

/** A `Queue` for `select`. As a queue alone it costs a little more than a Queue, and with a descriptor two system calls each time it fills and empties. */
export class PollableQueue<T = unknown> extends Queue<T> {
  /** Internal. */
  static override readonly kind = 'PollableQueue';

  /**
   * A descriptor that can be read while the queue has items or is shut down: for poll(2), or `new net.Socket({ fd })` in an event loop. Wait for
   * it, never read it: an item taken by `get` quiets it. Whoever cannot but read it takes items until QueueEmpty after each time. It closes with
   * the queue. Throws where the platform has no such descriptors.
   */
  get fd(): number {
    return descriptorFor(this.at);
  }

  override put(item: T, timeout?: number): void {
    super.put(item, timeout);
    queueChanged(this.at);
  }

  override async putAsync(item: T, timeout?: number): Promise<void> {
    await super.putAsync(item, timeout);
    queueChanged(this.at);
  }

  override get(timeout?: number): T {
    const item = super.get(timeout);
    queueChanged(this.at);
    return item;
  }

  override async getAsync(timeout?: number): Promise<T> {
    const item = await super.getAsync(timeout);
    queueChanged(this.at);
    return item;
  }

  override shutdown(immediate = false): void {
    super.shutdown(immediate);
    queueChanged(this.at);
  }
}

registerKind('PollableQueue', PollableQueue as never, (at) => {
  disposeDoorbell(at);
  disposeFifo(at);
});
registerReader('PollableQueue', queueReader('PollableQueue'));
registerSweeper('PollableQueue', (at, id, sleptOn) => {
  sweepQueue(at, id, sleptOn);
  sweepDoorbell(at, id);
});
