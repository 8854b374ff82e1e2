import assert from 'node:assert/strict';
import type { ResourceSnapshot, ThreadSnapshot } from '../../recipes/host/messages.js';
import { leftoversOf } from '../../server/model/leftovers.js';
import { threadsView } from '../../server/model/run-rows.js';
import { apply, newRun, type RunState } from '../../server/model/run-state.js';
import { rowsPatch } from '../../server/model/rows-patch.js';
import { stateTable } from '../../server/model/state-table.js';
import type { Row } from '../../server/protocol.js';

const frame = { file: '/r/bank.ts', line: 12, column: 3, function: 'transfer' };
const waiting = (id: number, name: string, resource: number): ThreadSnapshot => ({
  id,
  name,
  daemon: false,
  startedAt: 0,
  state: { kind: 'waiting', resource, operation: 'acquire', since: 1_000, stack: [frame] },
});
const held = (id: number, name: string, owner: number): ResourceSnapshot => ({
  id,
  kind: 'Lock',
  name,
  created: [{ ...frame, line: 1 }],
  taken: [{ ...frame, line: 10 }],
  owner,
  heldSince: 500,
  acquisitions: 3,
  contended: 1,
});

function run(threads: ThreadSnapshot[], resources: ResourceSnapshot[], at = 4_200): RunState {
  return apply(newRun(7, 'r', 'Two accounts', 'deadlocks', 0), { kind: 'state', at, threads, resources, goneThreads: [], goneResources: [] });
}
const deadlock = run([waiting(1, 'saver', 2), waiting(2, 'spender', 1)], [held(1, 'savings', 1), held(2, 'checking', 2)]);
const labels = (rows: Row[], parent: string) => rows.filter((row) => row.parent === parent).sort((a, b) => a.order - b.order).map((row) => row.label);
const row = (rows: Row[], id: string) => rows.find((each) => each.id === id) ?? assert.fail(`no row ${id} in ${rows.map((each) => each.id).join(' ')}`);

describe('the rows of a run', () => {
  const { rows, warnings } = threadsView([deadlock]);

  it('has one parent for each row, and each id once', () => {
    const ids = rows.map((each) => each.id);
    assert.equal(new Set(ids).size, ids.length);
    for (const each of rows) if (each.parent !== undefined) assert.ok(ids.includes(each.parent), each.id);
  });

  it('shows the deadlock first, spelled out, and counts it for the badge', () => {
    assert.equal(warnings, 1);
    assert.deepEqual(labels(rows, 'run-7'), ['Deadlock', 'Threads', 'Locks']);
    assert.deepEqual(labels(rows, 'run-7/cycle-0'), ['saver waits for checking', 'spender waits for savings']);
    assert.equal(row(rows, 'run-7/cycle-0').description, 'saver → spender → saver');
    assert.equal(row(rows, 'run-7').description, '#7 · deadlock · 4 s');
  });

  it('says of a thread what it waits for, who holds it, since when, and that it will never go on', () => {
    const saver = row(rows, 'run-7/threads/1');
    assert.equal(saver.description, 'waiting for checking, held by spender, for 3 s · blocked for ever: deadlock');
    assert.deepEqual(saver.site, { file: '/r/bank.ts', line: 12, column: 3 });
    assert.deepEqual(labels(rows, 'run-7/threads/1'), ['holds savings', 'transfer']);
    assert.equal(row(rows, 'run-7/threads/1/holds-1').site?.line, 10);
  });

  it('says of a lock who holds it and how many wait, and leads to where it was taken', () => {
    const savings = row(rows, 'run-7/locks/1');
    assert.equal(savings.description, 'held by saver for 3 s · 1 waiting');
    assert.equal(savings.site?.line, 10);
    assert.deepEqual(labels(rows, 'run-7/locks/1'), ['spender waits']);
  });

  it('says of a queue its size, capacity, unfinished tasks and waiters', () => {
    const queue: ResourceSnapshot = { id: 5, kind: 'Queue', name: 'orders', created: [], size: 4, capacity: 4, unfinished: 6, puts: 10, gets: 6 };
    const putting: ThreadSnapshot = { ...waiting(1, 'producer', 5), state: { kind: 'waiting', resource: 5, operation: 'put', since: 4_000, until: 5_000, stack: [] } };
    const view = threadsView([run([putting], [queue])]).rows;
    assert.equal(row(view, 'run-7/queues/5').description, '4 of 4 · 6 unfinished · 1 waiting');
    assert.equal(row(view, 'run-7/threads/1').description, 'waiting to put into orders for 0.2 s (gives up in 0.8 s)');
  });

  it('says nothing of unfinished tasks where nobody ever finished one, unless somebody waits for that', () => {
    const queue: ResourceSnapshot = { id: 5, kind: 'Queue', name: 'mail', created: [], size: 0, capacity: 0, unfinished: 6, puts: 6, gets: 6 };
    const joining: ThreadSnapshot = { ...waiting(1, 'main', 5), state: { kind: 'waiting', resource: 5, operation: 'join', since: 4_000, stack: [] } };
    assert.equal(row(threadsView([run([], [queue])]).rows, 'run-7/queues/5').description, '0');
    assert.equal(row(threadsView([run([joining], [queue])]).rows, 'run-7/queues/5').description, '0 · 6 unfinished · 1 waiting');
  });

  it('counts one thread of a pool as one', () => {
    const pool = (workers: number): ResourceSnapshot => ({ id: 6, kind: 'ThreadPoolExecutor', name: 'pool', created: [], workers, idle: 0, pending: 2, completed: 3 });
    assert.equal(row(threadsView([run([], [pool(1)])]).rows, 'run-7/pools/6').description, '1 thread, 0 idle · 2 pending, 3 done');
    assert.equal(row(threadsView([run([], [pool(2)])]).rows, 'run-7/pools/6').description, '2 threads, 0 idle · 2 pending, 3 done');
  });

  it('shows at most 200 threads of a run and counts the rest', () => {
    const many = Array.from({ length: 1_000 }, (_, n): ThreadSnapshot => ({ id: n + 1, name: `t${n}`, daemon: false, startedAt: 0, state: { kind: 'running' } }));
    const view = threadsView([run(many, [])]).rows;
    assert.equal(labels(view, 'run-7/threads').length, 201);
    assert.equal(labels(view, 'run-7/threads').at(-1), '… and 800 more');
  });

  it('keeps an ended run, says how it ended, and no longer warns of it', () => {
    const ended = apply(deadlock, { kind: 'outcome', at: 5_000, outcome: { kind: 'stopped', by: 'request' } });
    const view = threadsView([ended]);
    assert.equal(view.warnings, 0);
    assert.equal(row(view.rows, 'run-7').description, '#7 · stopped · 5 s');
    assert.equal(row(view.rows, 'run-7').context, 'run ended deadlocked');
  });

  it('changes only the rows that changed', () => {
    const before = new Map(rows.map((each) => [each.id, each]));
    assert.deepEqual(rowsPatch(before, threadsView([deadlock]).rows), { changed: [], removed: [] });
    const after = run([waiting(1, 'saver', 2), { ...waiting(2, 'spender', 1), state: { kind: 'running' } }], [held(1, 'savings', 1), held(2, 'checking', 2)]);
    const patch = rowsPatch(before, threadsView([after]).rows);
    assert.ok(patch.removed.includes('run-7/cycle-0'));
    assert.ok(patch.changed.some((each) => each.id === 'run-7/threads/2'));
    assert.ok(!patch.changed.some((each) => each.id === 'run-7/threads'));
  });
});

describe('a run in which everybody waits without a circle', () => {
  const getting: ThreadSnapshot = { ...waiting(1, 'consumer', 5), state: { kind: 'waiting', resource: 5, operation: 'get', since: 1_000, stack: [frame] } };
  const orders: ResourceSnapshot = { id: 5, kind: 'Queue', name: 'orders', created: [], size: 0, capacity: 0, unfinished: 0, puts: 0, gets: 0 };

  it('has one row for that, which leads to its report and to the source', () => {
    const { rows, warnings } = threadsView([{ ...run([getting], [orders]), still: true }]);
    const { label, context, spoken, site, subject } = row(rows, 'run-7/stranded');
    assert.deepEqual([label, context, site?.line, subject?.run, warnings], ['Everybody waits', 'cycle', 12, 7, 1]);
    assert.equal(spoken, 'every thread waits, and nobody is left who could wake one: consumer is waiting to get from orders for 3 s');
  });

  it('has none as long as somebody may be awake', () => {
    assert.equal(threadsView([run([getting], [orders])]).rows.some(({ id }) => id === 'run-7/stranded'), false);
  });
});

describe('what a run leaves behind', () => {
  const queue: ResourceSnapshot = { id: 5, kind: 'Queue', name: 'orders', created: [], size: 4, capacity: 0, unfinished: 0, puts: 10, gets: 6 };
  const went = run([], [held(1, 'savings', 1), queue]);
  const completed = apply(went, { kind: 'outcome', at: 5_000, outcome: { kind: 'completed' } });

  it('is a row each below the run, and leads to the source', () => {
    const view = threadsView([completed]).rows;
    assert.deepEqual(labels(view, 'run-7/left'), ['savings is still held by thread 1, which took it in transfer (bank.ts:10)', 'orders still has items that nobody got: 4']);
    assert.equal(row(view, 'run-7/left/1').site?.line, 10);
  });

  it('counts threads that nobody joined, unless the join may be among lost events', () => {
    const thread = (id: number, name: string, daemon = false): ThreadSnapshot => ({ id, name, daemon, startedAt: 0, state: { kind: 'ended', at: 4_000, ending: { how: 'returned' } } });
    const pool: ResourceSnapshot = { id: 6, kind: 'ThreadPoolExecutor', name: 'pool', created: [], workers: 1, idle: 1, pending: 0, completed: 1 };
    const threads = [thread(1, 'MainThread'), thread(2, 'lonely'), thread(3, 'joined'), thread(4, 'helper', true), thread(5, 'pool_0')];
    const over = (dropped: number): RunState => {
      const joined = apply(run(threads, [pool]), { kind: 'history', events: [{ sequence: 1, at: 1, thread: 1, what: 'joined', other: 3 }], dropped });
      return apply(joined, { kind: 'outcome', at: 5_000, outcome: { kind: 'completed' } });
    };
    assert.deepEqual(leftoversOf(over(0)).map(({ text }) => text), ['lonely was never joined']);
    assert.deepEqual(leftoversOf(over(1)), []);
  });

  it('is nothing while it goes on, nor when somebody stopped it', () => {
    assert.deepEqual(leftoversOf(went), []);
    assert.deepEqual(leftoversOf(apply(went, { kind: 'outcome', at: 5_000, outcome: { kind: 'stopped', by: 'request' } })), []);
  });
});

describe('the table in the terminal', () => {
  it('lists threads and locks with their states', () => {
    const table = stateTable(deadlock);
    assert.match(table, /^saver +waiting for checking, held by spender, for 3 s$/m);
    assert.match(table, /^savings \(Lock\) +held by saver for 3 s, taken in transfer \(bank\.ts:10\), taken 3 times, 1 after a wait$/m);
  });
});
