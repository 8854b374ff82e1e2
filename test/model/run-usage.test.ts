import assert from 'node:assert/strict';
import type { HistoryEvent, ResourceSnapshot, ThreadSnapshot } from '../../recipes/host/messages.js';
import { resourceRows } from '../../server/model/resource-rows.js';
import { apply, newRun, type RunChange, type RunState } from '../../server/model/run-state.js';
import { runUsage } from '../../server/model/run-usage.js';

const lock = (owner?: number, id = 1): ResourceSnapshot => ({ id, kind: 'Lock', name: `L${id}`, created: [], taken: [], owner, acquisitions: 5, contended: 2 });
const queue = (size: number, gets = 0): ResourceSnapshot => ({ id: 2, kind: 'Queue', name: 'Q', created: [], size, capacity: 4, unfinished: 0, puts: gets + size, gets });
const pool = (workers: number, idle: number): ResourceSnapshot => ({ id: 3, kind: 'ThreadPoolExecutor', name: 'P', created: [], workers, idle, pending: 0, completed: 7 });
const sample = (at: number, resources: ResourceSnapshot[], threads: ThreadSnapshot[] = [], goneResources: number[] = []): RunChange => ({ kind: 'state', at, threads, resources, goneThreads: [], goneResources });
let sequence = 0;
const event = (what: HistoryEvent['what'], at: number, thread: number, resource?: number): HistoryEvent => ({ sequence: ++sequence, at, thread, what, ...(resource === undefined ? {} : { resource }) });
const history = (events: HistoryEvent[], dropped = 0): RunChange => ({ kind: 'history', events, dropped });
const after = (...changes: RunChange[]): RunState => changes.reduce(apply, newRun(1, 'r', 'R', 'completes', 0));

describe('who is slow', () => {
  it('adds up how long a lock was held, to this moment', () => {
    const held = after(sample(100, [lock()]), sample(200, [lock(1)]), sample(500, [lock()]), sample(600, [lock(2)]), sample(1_000, []));
    const [usage] = runUsage(held).locks;
    assert.equal(usage?.held, 300 + 400);
    assert.equal(usage?.age, 900);
    assert.equal(usage?.acquisitions, 5);
  });

  it('measures waits from their events, and counts one that goes on', () => {
    const waiting: ThreadSnapshot = { id: 3, name: 't3', daemon: false, startedAt: 0, state: { kind: 'waiting', resource: 1, operation: 'acquire', since: 700, stack: [] } };
    const state = after(
      sample(100, [lock(1)]),
      history([event('waits', 120, 2, 1), event('acquired', 150, 1, 1), event('woke', 150.5, 2), event('waits', 160, 2), event('woke', 999, 2), event('waits', 200, 4, 1), event('ended', 300, 4)]),
      history([event('waits', 700, 3, 1)]),
      sample(1_000, [], [waiting]),
    );
    const [usage] = runUsage(state).locks;
    assert.deepEqual([usage?.waits, usage?.waited, usage?.longestWait, usage?.waiting], [2, 30.5 + 300, 300, 1]);
  });

  it('does not measure a wait across lost events', () => {
    const state = after(sample(0, [lock(1)]), history([event('waits', 10, 2, 1)]), history([event('woke', 5_000, 2)], 40));
    assert.equal(runUsage(state).locks[0]?.waited, 0);
    assert.equal(runUsage(state).dropped, 40);
  });

  it('tells how long a queue was full and empty, and how fast it was', () => {
    const state = after(sample(0, [queue(0)]), sample(300, [queue(4)]), sample(400, [queue(2)]), sample(1_000, [queue(1, 50)]), sample(2_000, []));
    const [usage] = runUsage(state).queues;
    assert.deepEqual([usage?.empty, usage?.full, usage?.rate], [300, 100, 25]);
  });

  it('tells which part of its workers’ time a pool was at work', () => {
    const state = after(sample(0, [pool(2, 2)]), sample(500, [pool(2, 0)]), sample(1_000, [pool(4, 3)]), sample(1_500, []));
    const [usage] = runUsage(state).pools;
    assert.equal(usage?.utilisation, (0 + 2 * 500 + 1 * 500) / (2 * 500 + 2 * 500 + 4 * 500));
  });

  it('has the most waited for first, and forgets what is gone', () => {
    const state = after(sample(0, [lock(1, 5), lock(1, 6), lock(1, 7)]), history([event('waits', 0, 1, 6), event('woke', 9, 1), event('waits', 10, 1, 7), event('woke', 12, 1)]), sample(20, [], [], [5]));
    assert.deepEqual(runUsage(state).locks.map(({ name }) => name), ['L6', 'L7']);
    assert.equal(state.usage.resources.has(5), false);
  });

  it('is said in the tooltips of the sidebar: of locks, queues and pools', () => {
    const state = after(sample(100, [lock(), queue(0), pool(4, 4)]), history([event('waits', 120, 2, 1), event('woke', 150, 2)]), sample(200, [lock(1), queue(4), pool(4, 2)]), sample(1_100, [lock(), queue(4, 40), pool(4, 2)]));
    const tooltip = (label: string): string => resourceRows(state).find((row) => row.label === label)?.tooltip ?? assert.fail(`no row ${label}`);
    assert.match(tooltip('L1'), /Held 0\.9 s in all, 90 % of the time\.\n\nWaits: 1, 0\.0 s in all, 0\.0 s at longest\./);
    assert.match(tooltip('Q'), /Items got a second: 40; full 90 % and empty 10 % of the time\./);
    assert.match(tooltip('P'), /Its workers were at work 45 % of the time\./);
  });
});
