import assert from 'node:assert/strict';
import type { ResourceSnapshot, ThreadSnapshot } from '../../recipes/host/messages.js';
import { livePlaces } from '../../server/model/live-places.js';
import { apply, newRun, type RunState } from '../../server/model/run-state.js';

const at = 10_000;
const lock = (id: number, line: number, heldFor: number, owner: number | undefined = 1): ResourceSnapshot => ({
  id, kind: 'Lock', name: `L${id}`, created: [], taken: [{ file: '/r/a.ts', line, column: 1 }], heldSince: at - heldFor, owner, acquisitions: 1, contended: 0,
});
const running: ThreadSnapshot = { id: 1, name: 'holder', daemon: false, startedAt: 0, state: { kind: 'running' } };
const waiting = (id: number, resource: number): ThreadSnapshot => ({ id, name: `t${id}`, daemon: false, startedAt: 0, state: { kind: 'waiting', resource, operation: 'acquire', since: 9_000, stack: [] } });
const run = (threads: ThreadSnapshot[], resources: ResourceSnapshot[]): RunState => apply(newRun(1, 'r', 'R', 'completes', 0), { kind: 'state', at, threads, resources, goneThreads: [], goneResources: [] });

describe('the live state of the source', () => {
  it('says on the line of a held lock who holds it, for how long, and how many wait', () => {
    const places = livePlaces([run([running, waiting(2, 1), waiting(3, 1)], [lock(1, 12, 1_280)])]);
    assert.deepEqual(places, [{ file: '/r/a.ts', line: 12, held: [{ run: 1, lock: 'L1', holder: 'holder', seconds: 1.2, waiting: 2, forEver: false }], more: 0 }]);
  });

  it('leaves out what is free, what is held for a blink, and runs that have ended', () => {
    const free: ResourceSnapshot = { id: 2, kind: 'Lock', name: 'L2', created: [], taken: [], acquisitions: 1, contended: 0 };
    assert.deepEqual(livePlaces([run([running], [lock(1, 12, 99), free])]), []);
    assert.equal(livePlaces([run([running, waiting(2, 1)], [lock(1, 12, 99)])]).length, 1, 'a blink for which somebody waits counts');
    const ended = apply(run([running], [lock(1, 12, 5_000)]), { kind: 'outcome', at, outcome: { kind: 'completed' } });
    assert.deepEqual(livePlaces([ended]), []);
  });

  it('names at most three locks of a line, longest held first, and counts the others', () => {
    const [place, ...others] = livePlaces([run([running], [1, 2, 3, 4, 5].map((id) => lock(id, 12, id * 1_000)))]);
    assert.deepEqual(others, []);
    assert.deepEqual([place?.held.map((held) => held.lock), place?.more], [['L5', 'L4', 'L3'], 2]);
  });

  it('knows a holder that can never go on', () => {
    const other = { ...waiting(2, 1), id: 2 };
    const places = livePlaces([run([{ ...waiting(1, 2), name: 'holder' }, other], [lock(1, 12, 2_000, 1), lock(2, 14, 2_000, 2)])]);
    assert.deepEqual(places.map(({ held }) => held[0]?.forEver), [true, true]);
  });
});
