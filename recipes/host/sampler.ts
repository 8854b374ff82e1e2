// Turns samples of the whole run into messages that say only what has changed since the last one.
import type { LockOrder, Snapshot } from '../threading/vocabulary.js';
import type { StateChange } from './messages.js';
import { resolveOrder, resolveResource, resolveThread } from './source-frames.js';

export interface Sampler {
  /** The difference to the sample before. */
  next(snapshot: Snapshot): StateChange;
}

/** `input`: the queue that this process fills as long as there is more to come; whoever waits for it will be woken. `main`: the thread after whose end what it made is collected; that is the end of the program and not news of its locks and queues. */
export function createSampler(main: number, input: () => number | undefined = () => undefined): Sampler {
  const threads = new Map<number, Sent>();
  const resources = new Map<number, Sent>();
  /** A sample shows the end of a thread once; that it is missing from the next one is no news. */
  const ended = new Set<number>();
  let orders: readonly LockOrder[] = [];
  return {
    next(snapshot) {
      const changedThreads = changedItems(threads, snapshot.threads);
      const changedResources = changedItems(resources, snapshot.resources);
      const goneThreads = goneItems(threads, snapshot.threads).filter((id) => !ended.has(id));
      for (const thread of changedThreads) if (thread.state.kind === 'ended') ended.add(thread.id);
      // An order whose stack has become known is another object at the same place.
      const newOrders = snapshot.orders === orders ? [] : snapshot.orders.filter((order, n) => order !== orders[n]);
      orders = snapshot.orders;
      const change: StateChange = {
        kind: 'state',
        at: snapshot.at,
        threads: changedThreads.map(resolveThread),
        resources: changedResources.map(resolveResource),
        goneThreads,
        goneResources: goneItems(resources, snapshot.resources, ended.has(main) ? isWait : undefined),
      };
      if (snapshot.still && !snapshot.threads.some(({ state }) => state.kind === 'waiting' && (state.resource === input() || state.operation === 'select'))) change.still = true;
      if (newOrders.length > 0) change.orders = newOrders.map(resolveOrder);
      if (snapshot.ordersDropped > 0) change.ordersDropped = snapshot.ordersDropped;
      return change;
    },
  };
}

/** What was sent of an item. A resource that has not changed is the same object in the next sample, which spares the comparison of texts. */
interface Sent {
  item: object;
  text: string;
}

/** The items that differ from what was sent of them, which they replace. */
function changedItems<T extends { id: number }>(sent: Map<number, Sent>, items: readonly T[]): T[] {
  return items.filter((item) => {
    const before = sent.get(item.id);
    if (before?.item === item) return false;
    const text = JSON.stringify(item);
    sent.set(item.id, { item, text });
    return before?.text !== text;
  });
}

/** A future is listed only while somebody waits for it: that it is gone says that the wait is over, also at the end of the program. */
const isWait = (item: object): boolean => 'kind' in item && item.kind === 'Future';

function goneItems(known: Map<number, Sent>, items: readonly { id: number }[], counts: (item: object) => boolean = () => true): number[] {
  if (known.size === items.length) return [];
  const present = new Set(items.map((item) => item.id));
  const gone = [...known].filter(([id, { item }]) => !present.has(id) && counts(item)).map(([id]) => id);
  for (const id of gone) known.delete(id);
  return gone;
}
