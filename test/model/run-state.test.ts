import assert from 'node:assert/strict';
import { apply, newRun } from '../../server/model/run-state.js';
import type { LockOrder } from '../../recipes/host/messages.js';

const order = (first: number, second: number, line?: number): LockOrder => ({
  first,
  firstName: `l${first}`,
  firstStack: line === undefined ? [] : [{ file: 'f', line, column: 1 }],
  second,
  secondName: `l${second}`,
  secondStack: [],
  thread: 1,
});

function after(...changes: { orders?: LockOrder[]; ordersDropped?: number }[]) {
  return changes.reduce(
    (state, change, at) => apply(state, { kind: 'state', at, threads: [], resources: [], goneThreads: [], goneResources: [], ...change }),
    newRun(1, 'r', 'R', 'completes', 0),
  );
}

describe('the observed orders of a run', () => {
  it('stay when a message brings none', () => {
    const { orders, ordersDropped } = after({ orders: [order(1, 2)], ordersDropped: 3 }, {});
    assert.deepEqual([orders, ordersDropped], [[order(1, 2)], 3]);
  });
  it('come once a pair, with the newest that is known of it', () => {
    assert.deepEqual(after({ orders: [order(1, 2), order(2, 1)] }, { orders: [order(1, 2, 7), order(2, 3)] }).orders, [order(1, 2, 7), order(2, 1), order(2, 3)]);
  });
});
