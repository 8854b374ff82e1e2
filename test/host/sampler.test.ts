import assert from 'node:assert/strict';
import { createSampler } from '../../recipes/host/sampler.js';
import type { LockOrder, ResourceSnapshot, ThreadSnapshot } from '../../recipes/host/messages.js';

const main = 1;
const thread = (id: number, kind: 'running' | 'starting' = 'running'): ThreadSnapshot => ({ id, name: `t${id}`, daemon: false, startedAt: 0, state: { kind } });
const ended = (id: number): ThreadSnapshot => ({ ...thread(id), state: { kind: 'ended', at: 1, ending: { how: 'returned' } } });
const lock = (id: number, owner?: number): ResourceSnapshot => ({ id, kind: 'Lock', name: `l${id}`, created: [], taken: [], owner, acquisitions: 0, contended: 0 });

const order = (first: number, second: number): LockOrder => ({ first, firstName: `l${first}`, firstStack: [], second, secondName: `l${second}`, secondStack: [], thread: 1 });

function after(...samples: { threads?: ThreadSnapshot[]; resources?: ResourceSnapshot[]; orders?: readonly LockOrder[]; still?: boolean }[]) {
  const sampler = createSampler(main, () => 9);
  return samples.map(({ threads = [], resources = [], orders = [], still = false }, at) => sampler.next({ at, threads, resources, still, orders, ordersDropped: 0 })).at(-1)!;
}
const ids = (items: { id: number }[]) => items.map((item) => item.id);

describe('the difference of two samples', () => {
  it('is everything the first time', () => {
    const change = after({ threads: [thread(1), thread(2)], resources: [lock(1)] });
    assert.deepEqual([ids(change.threads), ids(change.resources)], [[1, 2], [1]]);
  });
  it('is only what has changed', () => {
    const same = lock(1);
    const change = after({ threads: [thread(1), thread(2)], resources: [same, lock(2)] }, { threads: [thread(1), thread(2, 'starting')], resources: [same, lock(2, 7)] });
    assert.deepEqual([ids(change.threads), ids(change.resources)], [[2], [2]]);
  });
  it('is nothing for other objects with the same content', () => {
    const change = after({ threads: [thread(1)], resources: [lock(1)] }, { threads: [thread(1)], resources: [lock(1)] });
    assert.deepEqual([change.threads, change.resources], [[], []]);
  });
  it('names what has gone', () => {
    const change = after({ threads: [thread(1), thread(2)], resources: [lock(1), lock(2)] }, { threads: [thread(1)], resources: [lock(2)] });
    assert.deepEqual([change.goneThreads, change.goneResources], [[2], [1]]);
  });
  it('does not name a thread whose end was told', () => {
    assert.deepEqual(after({ threads: [thread(1), ended(2)] }, { threads: [thread(1)] }).goneThreads, []);
  });
  it('is the orders of locks that are new, and those whose place has become known', () => {
    const [a, b] = [order(1, 2), order(2, 1)];
    assert.deepEqual(after({ orders: [a] }, { orders: [a, b] }).orders, [b]);
    assert.deepEqual(after({ orders: [order(1, 2), b] }, { orders: [a, b] }).orders, [a]);
    const same = [a, b];
    assert.equal('orders' in after({ orders: same }, { orders: same }), false);
  });
  it('keeps what the program had when its main thread ended', () => {
    assert.deepEqual(after({ threads: [thread(1)], resources: [lock(1)] }, { threads: [ended(1)], resources: [] }).goneResources, []);
  });
  it('names a future for which nobody waits any more, also when the main thread has ended', () => {
    const future: ResourceSnapshot = { id: 3, kind: 'Future', name: 'Future-1', created: [], status: 'pending' };
    assert.deepEqual(after({ threads: [thread(1)], resources: [lock(1), future] }, { threads: [ended(1)], resources: [] }, { threads: [ended(1)], resources: [] }).goneResources, []);
    assert.deepEqual(after({ threads: [thread(1)], resources: [lock(1), future] }, { threads: [ended(1)], resources: [] }).goneResources, [3]);
  });

  it('says that everybody sleeps, but not while a thread waits for what this process will give it', () => {
    const getting = (resource: number): ThreadSnapshot => ({ ...thread(1), state: { kind: 'waiting', resource, operation: 'get', since: 0, stack: [] } });
    assert.equal(after({ threads: [getting(8)], still: true }).still, true);
    assert.equal(after({ threads: [getting(8)] }).still, undefined);
    assert.equal(after({ threads: [getting(9)], still: true }).still, undefined, 'the input');
    assert.equal(after({ threads: [{ ...getting(8), state: { kind: 'waiting', resource: 8, operation: 'select', since: 0, stack: [] } }], still: true }).still, undefined, 'the input may be among what it selects from');
  });
});
