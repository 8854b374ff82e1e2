import assert from 'node:assert/strict';
import type { LockOrder } from '../../recipes/host/messages.js';
import { oppositeOrders } from '../../server/model/opposite-orders.js';
import { remarksOn } from '../../server/model/remarks.js';
import { runRows } from '../../server/model/run-rows.js';
import { apply, newRun, type RunState } from '../../server/model/run-state.js';

const order = (thread: number, first: number, second: number): LockOrder => ({
  thread, first, firstName: `L${first}`, firstStack: [], second, secondName: `L${second}`, secondStack: [{ file: '/a.ts', line: 10 * first + second, column: 1, function: 'f' }],
});
const run = (...orders: LockOrder[]): RunState => apply(newRun(1, 'r', 'R', 'completes', 0), { kind: 'state', at: 5_000, threads: [], resources: [], goneThreads: [], goneResources: [], orders, ordersDropped: 0 });
const locks = (state: RunState) => oppositeOrders(state).map((circle) => circle.map(({ first }) => first));

describe('orders of locks that oppose each other in a run', () => {
  it('are found between different threads, once, however long the circle', () => {
    assert.deepEqual(locks(run(order(1, 1, 2), order(2, 2, 1))), [[1, 2]]);
    assert.deepEqual(locks(run(order(3, 7, 5), order(1, 5, 6), order(2, 6, 7))), [[5, 6, 7]]);
  });

  it('are none where all agree, or where one thread goes round alone', () => {
    assert.deepEqual(locks(run(order(1, 1, 2), order(2, 2, 3), order(3, 1, 3))), []);
    assert.deepEqual(locks(run(order(1, 1, 2), order(1, 2, 1))), []);
    assert.deepEqual(locks(run(order(1, 1, 2), order(2, 2, 3), order(1, 3, 1))), []);
  });

  it('are none below a lock that lets in one thread at a time', () => {
    assert.deepEqual(locks(run(order(1, 9, 1), order(1, 9, 2), order(1, 1, 2), order(2, 2, 1))), []);
  });

  it('are not told again where they are a deadlock', () => {
    const dead = apply(run(order(1, 1, 2), order(2, 2, 1)), {
      kind: 'state', at: 6_000, goneThreads: [], goneResources: [],
      threads: [1, 2].map((id) => ({ id, name: `t${id}`, daemon: false, startedAt: 0, state: { kind: 'waiting', resource: 3 - id, operation: 'acquire', since: 1_000, stack: [] } })),
      resources: [1, 2].map((id) => ({ id, kind: 'Lock', name: `L${id}`, created: [], taken: [], owner: id, acquisitions: 1, contended: 0 })),
    });
    assert.deepEqual(locks(dead), []);
  });

  it('end in time where everything is taken within everything else', () => {
    const all = Array.from({ length: 60 * 59 }, (_, n) => [Math.floor(n / 59), n % 59] as const).map(([a, b], n) => order(n, a + 1, (b >= a ? b + 1 : b) + 1));
    const begun = performance.now();
    assert.deepEqual(locks(run(...all)), [], 'any two have a third one before them');
    assert.ok(performance.now() - begun < 200);
  });

  it('are a row of the run with both ways below it, and a remark at its end', () => {
    const state = apply(run(order(1, 1, 2), order(2, 2, 1)), { kind: 'outcome', at: 9_000, outcome: { kind: 'completed' } });
    const rows = runRows(state);
    const head = rows.find(({ context }) => context === 'orders');
    assert.equal(head?.description, 'L1, L2');
    assert.deepEqual(rows.filter(({ parent }) => parent === head.id).map(({ label, site }) => [label, site?.line]), [['thread 1 held L1 and took L2', 12], ['thread 2 held L2 and took L1', 21]]);
    assert.deepEqual(remarksOn(state), ['These locks were taken in opposite orders: L1, L2 (thread 1 held L1 and took L2; thread 2 held L2 and took L1). It was no deadlock this time, and can be one another time.']);
  });
});
