// A thread that never comes back to its event loop keeps every shared object that it has met: finalizers, and the engine's list of what a turn has seen,
// wait for the next turn. The loops of the runtime's own threads take one from time to time.
import { now } from './heap.js';

/** Milliseconds between two turns. A turn costs some tens of microseconds. */
const OFTEN = 50;

let turned = now();

/** Whether this thread should turn its loop where it next has nothing to do. About 50 ns. */
export function turnIsDue(): boolean {
  return now() - turned > OFTEN;
}

/** Resolves after finalizers and what else was due have run. */
export async function turnLoop(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  turned = now();
}
