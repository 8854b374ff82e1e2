// Recordings and what hosts report, made by hand or by the million. For tests.
import type { HistoryEvent, ResourceSnapshot, StateChange, ThreadSnapshot, ThreadState } from '../../../recipes/host/messages.js';
import { deed } from '../../../server/model/recording/deed.js';
import { Recording } from '../../../server/model/recording/recording.js';

export const frame = { file: '/r/bank.ts', line: 12, column: 3, function: 'transfer' };

export const thread = (id: number, name: string, state: ThreadState = { kind: 'running' }): ThreadSnapshot => ({ id, name, daemon: false, startedAt: 0, state });
export const lock = (id: number, name: string, held: { owner?: number; heldSince?: number } = {}): ResourceSnapshot => ({ id, kind: 'Lock', name, created: [], taken: held.owner === undefined ? [] : [frame], acquisitions: 1, contended: 0, ...held });
export const queue = (id: number, name: string, size: number, capacity = 4): ResourceSnapshot => ({ id, kind: 'Queue', name, created: [], size, capacity, unfinished: 0, puts: 0, gets: 0 });

export const sample = (at: number, threads: ThreadSnapshot[], resources: ResourceSnapshot[] = [], goneThreads: number[] = []): StateChange => ({ kind: 'state', at, threads, resources, goneThreads, goneResources: [] });

/** Events in the order of their sequence: `[at, thread, what, resource]`. */
export const events = (...list: [number, number, HistoryEvent['what'], number?][]): HistoryEvent[] => list.map(([at, by, what, resource], n) => ({ sequence: n, at, thread: by, what, ...(resource === undefined ? {} : { resource }) }));

/** Threads that take turns at one lock and one queue: so many rows, so many threads, one row each 10 microseconds. Always the same. */
export function busyRecording(rows: number, threads: number): Recording {
  const recording = new Recording({
    run: 1,
    recipe: 'busy',
    title: 'Busy threads',
    startedAt: 1_000,
    at: 1_000 + rows / 100,
    outcome: 'completed',
    dropped: 17,
    threads: Array.from({ length: threads }, (_, n) => ({ id: n + 1, name: `worker-${n + 1}`, daemon: false })),
    resources: [
      { id: 1, kind: 'Lock', name: 'ledger' },
      { id: 2, kind: 'Queue', name: 'orders', capacity: 100 },
    ],
    stacks: [[frame]],
  });
  const end = rows - threads - 1;
  for (let n = 0; n < threads; n++) recording.append({ at: 1_000, deed: deed.started, thread: n + 1 });
  recording.append({ at: 1_000 + rows / 200, deed: deed.gap, value: 17, subject: 200 });
  // One wakes the next, who takes the lock and puts something into the queue.
  const steps = [['waits', 1, 1], ['released', 0, 1], ['woke', 1, 0], ['acquired', 1, 1], ['put', 1, 2], ['sleeps', 0, 0], ['got', 1, 2], ['slept', 0, 0]] as const;
  for (let n = 0; n < end; n++) {
    const [what, next, subject] = steps[n % steps.length]!;
    const turn = Math.floor(n / steps.length);
    recording.append({ at: 1_000 + n / 100, deed: deed[what], thread: ((turn + next) % threads) + 1, subject, value: what === 'waits' ? 1 : 0 });
  }
  return recording;
}
