// wait: until one, or all, of several futures have ended.
import { Future } from './future.js';
import { deadlineOf } from './park.js';

export interface WaitOptions {
  /** Milliseconds; when it is over the answer says what is done so far. */
  timeout?: number;
  /** Without it all must have ended. `first-exception`: the first failure is enough too. */
  until?: 'first-completed' | 'first-exception' | 'all-completed';
}

export interface WaitResult<F> {
  done: Set<F>;
  notDone: Set<F>;
}

/** Blocks until the futures have ended as `until` says. Does not throw what they threw. Python's `concurrent.futures.wait`. */
export function wait<F extends Future>(futures: Iterable<F>, options: WaitOptions = {}): WaitResult<F> {
  const all = [...new Set(futures)];
  const deadline = deadlineOf(options.timeout);
  const enough = enoughOf(all, options.until);
  if (enough === undefined) Future.blockOnAll(all, deadline);
  else if (!enough()) Future.blockOnSeveral(all, deadline, enough);
  return split(all);
}

/** As `wait`, without blocking the event loop. */
export async function waitAsync<F extends Future>(futures: Iterable<F>, options: WaitOptions = {}): Promise<WaitResult<F>> {
  const all = [...new Set(futures)];
  const deadline = deadlineOf(options.timeout);
  const enough = enoughOf(all, options.until);
  if (enough === undefined) for (const future of [...all].reverse()) if (!(await future.loopUntil(deadline))) break;
  if (enough !== undefined && !enough()) await Future.awaitSeveral(all, deadline, enough);
  return split(all);
}

/** Undefined where all must have ended. */
function enoughOf(all: readonly Future[], until: WaitOptions['until']): (() => boolean) | undefined {
  switch (until) {
    case 'first-completed':
      return () => all.length === 0 || all.some((future) => future.done());
    case 'first-exception':
      return () => all.every((future) => future.done()) || all.some((future) => future.status === 'raised');
    default:
      return undefined;
  }
}

function split<F extends Future>(all: F[]): WaitResult<F> {
  const done = new Set(all.filter((future) => future.done()));
  return { done, notDone: new Set(all.filter((future) => !done.has(future))) };
}
