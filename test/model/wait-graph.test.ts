import assert from 'node:assert/strict';
import type { ResourceSnapshot, ThreadSnapshot, ThreadState } from '../../recipes/host/messages.js';
import { apply, newRun, type RunState } from '../../server/model/run-state.js';
import { cyclesOf, stuckThreads } from '../../server/model/wait-graph.js';
import { cycleText } from '../../server/model/wording.js';

const at = 10_000;

function thread(id: number, state: ThreadState): ThreadSnapshot {
  return { id, name: `t${id}`, daemon: false, startedAt: 0, state };
}
function lock(id: number, owner?: number): ResourceSnapshot {
  return { id, kind: 'Lock', name: `L${id}`, created: [], taken: [], owner, acquisitions: 1, contended: 0 };
}
function acquiring(resource: number, since = 5_000, until?: number): ThreadState {
  return { kind: 'waiting', resource, operation: 'acquire', since, until, stack: [] };
}
function joining(other: number, since = 5_000): ThreadState {
  return { kind: 'joining', thread: other, since, stack: [] };
}
function state(threads: ThreadSnapshot[], resources: ResourceSnapshot[]): RunState {
  return apply(newRun(1, 'r', 'R', 'completes', 0), { kind: 'state', at, threads, resources, goneThreads: [], goneResources: [] });
}
const cycleIds = (run: RunState) => cyclesOf(run).map((cycle) => cycle.waits.map((wait) => wait.waiter));
const stuckIds = (run: RunState) => [...stuckThreads(run)].map(([id, { why }]) => `${id} ${why}`).sort();

describe('the wait-for graph', () => {
  it('finds two threads that hold what the other one needs', () => {
    const run = state([thread(1, acquiring(2)), thread(2, acquiring(1))], [lock(1, 1), lock(2, 2)]);
    assert.deepEqual(cycleIds(run), [[1, 2]]);
    assert.equal(cycleText(run, cyclesOf(run)[0]!), 't1 waits for L2, held by t2; t2 waits for L1, held by t1');
  });

  it('finds a thread that waits for a lock it holds itself', () => {
    assert.deepEqual(cycleIds(state([thread(1, acquiring(1))], [lock(1, 1)])), [[1]]);
  });

  it('finds a cycle of three, through a lock, a join and a future', () => {
    const future: ResourceSnapshot = { id: 2, kind: 'Future', name: 'F', created: [], status: 'running', runner: 1 };
    const run = state(
      [thread(1, acquiring(1)), thread(2, joining(3)), thread(3, { kind: 'waiting', resource: 2, operation: 'result', since: 1, stack: [] })],
      [lock(1, 2), future],
    );
    assert.deepEqual(cycleIds(run), [[1, 2, 3]]);
  });

  it('finds two cycles apart from each other', () => {
    const run = state([thread(1, acquiring(2)), thread(2, acquiring(1)), thread(3, acquiring(4)), thread(4, acquiring(3))], [lock(1, 1), lock(2, 2), lock(3, 3), lock(4, 4)]);
    assert.deepEqual(cycleIds(run), [[1, 2], [3, 4]]);
  });

  it('says nothing where one of the waits has a timeout', () => {
    assert.deepEqual(cycleIds(state([thread(1, acquiring(2)), thread(2, acquiring(1, 5_000, 20_000))], [lock(1, 1), lock(2, 2)])), []);
  });

  it('says nothing where somebody in the circle runs', () => {
    assert.deepEqual(cycleIds(state([thread(1, acquiring(2)), thread(2, { kind: 'running' })], [lock(1, 1), lock(2, 2)])), []);
  });

  it('does not believe a wait that began during the sample: owners were read before it', () => {
    assert.deepEqual(cycleIds(state([thread(1, acquiring(2)), thread(2, acquiring(1, at))], [lock(1, 1), lock(2, 2)])), []);
  });

  it('counts those behind a deadlock as stuck, and not those who wait for a thread that runs', () => {
    const run = state(
      [thread(1, acquiring(2)), thread(2, acquiring(1)), thread(3, joining(1)), thread(4, joining(5)), thread(5, { kind: 'running' })],
      [lock(1, 1), lock(2, 2)],
    );
    assert.deepEqual(stuckIds(run), ['1 cycle', '2 cycle', '3 behind']);
  });

  it('knows who can never go on where everybody sleeps, and that a worker without work is as it should be', () => {
    const queue: ResourceSnapshot = { id: 1, kind: 'Queue', name: 'Q', created: [], size: 0, capacity: 0, unfinished: 0, puts: 0, gets: 0 };
    const pool: ResourceSnapshot = { id: 2, kind: 'ThreadPoolExecutor', name: 'P', created: [], workers: 1, idle: 1, pending: 0, completed: 4 };
    const getting = (resource: number): ThreadState => ({ kind: 'waiting', resource, operation: 'get', since: 0, stack: [] });
    const run = state([thread(1, getting(1)), thread(2, joining(1)), thread(3, getting(2))], [queue, pool]);
    assert.deepEqual(stuckIds(run), [], 'the sample has not found all asleep');
    assert.deepEqual(stuckIds({ ...run, still: true }), ['1 nobody-left', '2 nobody-left']);
  });
});
