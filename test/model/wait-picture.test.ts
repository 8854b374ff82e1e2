import assert from 'node:assert/strict';
import type { ResourceSnapshot, ThreadSnapshot, ThreadState } from '../../recipes/host/messages.js';
import { apply, newRun, type RunState } from '../../server/model/run-state.js';
import { waitPicture } from '../../server/model/wait-picture.js';

const at = 10_000;
const thread = (id: number, state: ThreadState): ThreadSnapshot => ({ id, name: `t${id}`, daemon: false, startedAt: 0, state });
const lock = (id: number, owner?: number): ResourceSnapshot => ({ id, kind: 'Lock', name: `L${id}`, created: [], taken: [{ file: '/a.ts', line: id, column: 1 }], owner, heldSince: 4_000, acquisitions: 1, contended: 0 });
const acquiring = (resource: number): ThreadState => ({ kind: 'waiting', resource, operation: 'acquire', since: 5_000, stack: [{ file: '/a.ts', line: 99, column: 1 }] });
const running: ThreadState = { kind: 'running' };
const run = (threads: ThreadSnapshot[], resources: ResourceSnapshot[]): RunState => apply(newRun(1, 'r', 'R', 'completes', 1_000), { kind: 'state', at, threads, resources, goneThreads: [], goneResources: [] });

describe('the picture of who waits for whom', () => {
  it('has the threads that hold or wait, what they hold and want, and the count of the others', () => {
    const picture = waitPicture(run([thread(1, running), thread(2, acquiring(1)), thread(3, running), thread(4, { kind: 'ended', at, ending: { how: 'returned' } })], [lock(1, 1), lock(2)]));
    assert.deepEqual(picture.threads.map(({ id, state, others }) => [id, state, others]), [['t1', 'running', 0], ['t2', 'waiting', 0]]);
    assert.deepEqual(picture.resources.map(({ id }) => id), ['r1']);
    assert.deepEqual(picture.waits, [{ from: 't2', to: 'r1', operation: 'acquire', since: 4_000, inCircle: false, site: { file: '/a.ts', line: 99, column: 1 } }]);
    assert.deepEqual(picture.holds, [{ from: 'r1', to: 't1', since: 3_000, inCircle: false, site: { file: '/a.ts', line: 1, column: 1 } }]);
    assert.deepEqual([picture.free, picture.leftOut, picture.circles], [1, 0, []]);
  });

  it('spells a circle out and marks what is in it', () => {
    const picture = waitPicture(run([thread(1, acquiring(2)), thread(2, acquiring(1)), thread(3, acquiring(1))], [lock(1, 1), lock(2, 2)]));
    assert.deepEqual(picture.circles, [['t1', 'r2', 't2', 'r1']]);
    assert.deepEqual(picture.threads.map(({ inCircle, stuck }) => [inCircle, stuck]), [[true, true], [true, true], [false, true]]);
    assert.deepEqual(picture.waits.map(({ inCircle }) => inCircle), [true, true, false]);
  });

  it('draws many threads that wait for the same as one', () => {
    const picture = waitPicture(run([thread(1, running), ...Array.from({ length: 500 }, (_, n) => thread(n + 2, acquiring(1)))], [lock(1, 1)]));
    assert.deepEqual(picture.threads.map(({ id, others }) => [id, others]), [['t1', 0], ['t2', 499]]);
    assert.equal(picture.leftOut + picture.free, 0);
  });

  it('draws many locks that one thread holds and nobody wants as one, and none that somebody wants', () => {
    const picture = waitPicture(run([thread(1, running), thread(2, acquiring(301))], Array.from({ length: 301 }, (_, n) => lock(n + 1, 1))));
    assert.deepEqual(picture.resources.map(({ id, others }) => [id, others]), [['r1', 299], ['r301', 0]]);
    assert.deepEqual(picture.holds.map(({ from }) => from), ['r1', 'r301']);
    assert.equal(picture.leftOut, 0);
  });

  it('leaves out what would be too much, but never a circle', () => {
    const busy = Array.from({ length: 300 }, (_, n) => n + 10);
    const picture = waitPicture(run([...busy.map((id) => thread(id, running)), thread(1, acquiring(2)), thread(2, acquiring(1))], [...busy.map((id) => lock(id, id)), lock(1, 1), lock(2, 2)]));
    assert.equal(picture.threads.length + picture.resources.length, 120);
    assert.equal(picture.leftOut, 604 - 120);
    assert.deepEqual(picture.threads.filter(({ inCircle }) => inCircle).map(({ id }) => id), ['t1', 't2']);
  });
});
