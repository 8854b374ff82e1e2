import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { ResourceSnapshot, Stack, ThreadSnapshot, ThreadState } from '../../recipes/host/messages.js';
import { deadlockReport, namedLessons } from '../../server/model/deadlock-report.js';
import { apply, newRun, type RunState } from '../../server/model/run-state.js';

const at = 10_000;
const line = (n: number): Stack => [{ file: '/r/bank.ts', line: n, column: 3, function: 'transfer' }, { file: '/r/bank.ts', line: 90, column: 1, function: 'main' }];
const thread = (id: number, state: ThreadState): ThreadSnapshot => ({ id, name: `t${id}`, daemon: false, startedAt: 0, state });
const lock = (id: number, owner: number, takenAt: number): ResourceSnapshot => ({ id, kind: 'Lock', name: `L${id}`, created: [], taken: line(takenAt), heldSince: 4_000, owner, acquisitions: 1, contended: 0 });
const acquiring = (resource: number, waitsAt: number, since = 5_000): ThreadState => ({ kind: 'waiting', resource, operation: 'acquire', since, stack: line(waitsAt) });
const joining = (other: number): ThreadState => ({ kind: 'joining', thread: other, since: 5_000, stack: line(40) });
const run = (threads: ThreadSnapshot[], resources: ResourceSnapshot[]): RunState =>
  apply(newRun(3, 'transfer-opposite-order', 'Two accounts', 'deadlocks', 1_000), { kind: 'state', at, threads, resources, goneThreads: [], goneResources: [] });
const report = (threads: ThreadSnapshot[], resources: ResourceSnapshot[], catalog: { id: string; title: string; twinOf?: string }[] = []) => deadlockReport(run(threads, resources), catalog) ?? assert.fail('no deadlock');

describe('the deadlock report', () => {
  const crossed = () => report([thread(1, acquiring(2, 12)), thread(2, acquiring(1, 22, 6_000)), thread(3, acquiring(1, 12))], [lock(1, 1, 10), lock(2, 2, 20)], [{ id: 'transfer-opposite-order', title: 'Bad', twinOf: 'good' }, { id: 'transfer-ordered', title: 'Ordered' }, { id: 'good', title: 'Good' }]);

  it('is not there while everybody can go on', () => {
    assert.equal(deadlockReport(run([thread(1, acquiring(2, 12)), thread(2, { kind: 'running' })], [lock(2, 2, 20)])), undefined);
  });

  it('says of each thread what it holds and what it waits for, with both stacks and since when', () => {
    const [cycle] = crossed().cycles;
    assert.deepEqual(cycle?.members[0], {
      thread: { id: 1, name: 't1' },
      holds: { resource: { id: 1, name: 'L1', kind: 'Lock' }, taken: line(10), since: 6_000 },
      waits: { resource: { id: 2, name: 'L2', kind: 'Lock' }, heldBy: { id: 2, name: 't2' }, stack: line(12), since: 5_000 },
    });
    assert.equal(cycle?.members[1]?.holds?.resource.name, 'L2');
    assert.equal(cycle?.formedAfter, 5_000, 'it formed when the last one began to wait');
  });

  it('names those that are behind it', () => {
    assert.deepEqual(crossed().behind, [{ thread: { id: 3, name: 't3' }, waitsFor: { id: 1, name: 't1' } }]);
  });

  it('proposes one order, and names who now takes the locks the other way', () => {
    const [cycle] = crossed().cycles;
    assert.deepEqual(cycle?.remedy, {
      kind: 'one-order',
      order: [{ id: 1, name: 'L1', kind: 'Lock' }, { id: 2, name: 'L2', kind: 'Lock' }],
      changes: [{ thread: { id: 2, name: 't2' }, holds: { id: 2, name: 'L2', kind: 'Lock' }, wants: { id: 1, name: 'L1', kind: 'Lock' } }],
    });
    assert.equal(cycle?.rule, 'lock-order-inversion');
    assert.deepEqual(cycle?.lessons, [{ recipe: 'good', title: 'Good' }, { recipe: 'transfer-ordered', title: 'Ordered' }], 'its own twin first');
  });

  it('knows threads that go through the same lines with different locks', () => {
    const { cycles } = report([thread(1, acquiring(2, 12)), thread(2, acquiring(1, 12))], [lock(1, 1, 10), lock(2, 2, 10)]);
    assert.equal(cycles[0]?.rule, 'lock-order-instances');
  });

  it('has other advice for a lock that is taken twice, a join under a lock, a result inside a task', () => {
    const [twice] = report([thread(1, acquiring(1, 12))], [lock(1, 1, 10)]).cycles;
    assert.deepEqual([twice?.remedy.kind, twice?.rule], ['not-twice', 'self-deadlock']);

    const [join] = report([thread(1, joining(2)), thread(2, acquiring(1, 12))], [lock(1, 1, 10)]).cycles;
    assert.deepEqual([join?.remedy, join?.rule], [{ kind: 'join-without-lock', thread: { id: 1, name: 't1' }, joins: { id: 2, name: 't2' } }, 'join-under-lock']);
    assert.equal(join?.members[0]?.holds?.resource.name, 'L1');
    assert.equal(join?.members[1]?.holds, undefined, 'who is joined holds nothing that the joiner wants');

    const future: ResourceSnapshot = { id: 9, kind: 'Future', name: 'Future-9', created: [], status: 'running', runner: 2 };
    const [result] = report([thread(1, { kind: 'waiting', resource: 9, operation: 'result', since: 5_000, stack: [] }), thread(2, acquiring(1, 12))], [lock(1, 1, 10), future]).cycles;
    assert.deepEqual([result?.remedy.kind, result?.rule], ['no-result-inside', 'pool-self-wait']);
  });

  it('names only rules and recipes that there are', () => {
    for (const rule of ['lock-order-inversion', 'lock-order-instances', 'self-deadlock', 'join-under-lock', 'pool-self-wait']) assert.ok(existsSync(`server/lint/rules/${rule}.ts`), rule);
    for (const recipe of namedLessons) assert.ok(existsSync(`recipes/catalog/${recipe}.ts`), recipe);
  });
});
