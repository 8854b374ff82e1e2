// LifoQueue: the last item that was put is the first to be got.
import { ENTRY_WORDS, EntryQueue, disposeEntries } from './entry-queue.js';
import { registerReader } from './observe.js';
import { queueReader, sweepQueue } from './queue-base.js';
import { pack } from './queue-word.js';
import { registerKind, type Named } from './resource.js';
import { registerSweeper } from './sweep.js';

/** Python's `queue.LifoQueue`: a stack. */
export class LifoQueue<T = unknown> extends EntryQueue<T> {
  /** @param maxsize how many items fit, 0 for no bound. */
  constructor(maxsize?: number, options?: Named) {
    super('LifoQueue', maxsize, options);
  }

  /** Adds an item; see Queue.put. */
  put(item: T, timeout?: number): void {
    pack(item);
    this.putPacked(timeout);
  }

  /** As `put`, without blocking the thread's event loop. */
  putAsync(item: T, timeout?: number): Promise<void> {
    pack(item);
    return this.putPackedAsync(timeout);
  }

  protected insert(entries: number, size: number): void {
    this.store(entries + size * ENTRY_WORDS);
  }

  protected remove(entries: number, size: number): void {
    this.load(entries + (size - 1) * ENTRY_WORDS);
  }
}

registerKind('LifoQueue', LifoQueue as never, disposeEntries);
registerReader('LifoQueue', queueReader('LifoQueue'));
registerSweeper('LifoQueue', sweepQueue);
