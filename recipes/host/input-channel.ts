// Gives what the user types to the recipe: into its queue, and no further ahead of the threads that read it than is good for the memory.
import type { PollableQueue } from '../threading/index.js';
import type { FromHost } from './messages.js';

/** Lines in the queue from which on the server has to wait before it sends more. */
const plenty = 1_000;

export interface InputChannel {
  /** `end`: nothing will follow. */
  type(lines: readonly string[], end: boolean): void;
  /** Says that more may come, where that is so. Call it from time to time: this thread cannot wait until somebody reads. */
  acknowledge(): void;
  /** More may come. */
  readonly open: boolean;
}

export function createInputChannel(queue: Pick<PollableQueue<string>, 'put' | 'size' | 'shutdown'>, send: (message: FromHost) => void): InputChannel {
  let unanswered = 0;
  let ended = false;
  return {
    type(lines, end) {
      unanswered++;
      if (ended) return;
      for (const line of lines) queue.put(line);
      ended = end;
      if (end) queue.shutdown();
    },
    acknowledge() {
      if (unanswered === 0 || queue.size >= plenty) return;
      send({ kind: 'input-taken', messages: unanswered });
      unanswered = 0;
    },
    get open() {
      return !ended;
    },
  };
}
