// From what a host reports to lanes: what each thread did when, who held what, how full, who woke whom, what is missing.
import assert from 'node:assert/strict';
import type { HistoryEvent, ResourceSnapshot, ThreadState } from '../../../recipes/host/messages.js';
import { operations } from '../../../server/model/recording/deed.js';
import { createRecorder } from '../../../server/model/recording/recorder.js';
import { Lanes } from '../../../server/model/recording/lanes.js';
import { curveTotals, lockTotals, threadTotals } from '../../../server/model/recording/totals.js';
import { events, frame, lock, queue, sample, thread } from './made.js';

const run = { run: 7, recipe: 'bank', title: 'Two accounts', startedAt: 0 };
const segments = (lanes: Lanes, id: number) => {
  const lane = lanes.threads.get(id)!;
  return Array.from({ length: lane.count }, (_, n) => `${lane.start[n]} ${lane.stateAt(n)}`);
};

describe('a recording', () => {
  it('has a segment for each thing that a thread does, with what it waits for, where, and who woke it', () => {
    const recorder = createRecorder(run);
    recorder.state(sample(20, [thread(1, 'saver'), thread(2, 'spender', { kind: 'waiting', resource: 1, operation: 'acquire', since: 12, stack: [frame] })], [lock(1, 'savings', { owner: 1, heldSince: 10 })]));
    recorder.history(events([10, 1, 'acquired', 1], [12, 2, 'waits', 1]), 0);
    recorder.state(sample(40, [thread(2, 'spender')], [lock(1, 'savings', { owner: 2, heldSince: 31 })]));
    recorder.history(events([30, 1, 'released', 1], [31, 2, 'woke'], [31, 2, 'acquired', 1]), 0);
    recorder.end(50, 'completed');
    const lanes = new Lanes(recorder.recording);
    assert.deepEqual(segments(lanes, 1), ['0 running']);
    assert.deepEqual(segments(lanes, 2), ['0 running', '12 lock', '31 running']);
    const waiting = lanes.threads.get(2)!;
    assert.equal(waiting.subject[1], 1);
    assert.deepEqual(recorder.recording.info.stacks[waiting.stack[1]! - 1], [frame]);
    assert.deepEqual(lanes.arrows, [{ from: 1, fromAt: 30, to: 2, toAt: 31 }]);
    const held = lanes.locks.get(1)!;
    assert.deepEqual([...held.owner.slice(0, held.count)], [1, 2]);
    assert.deepEqual([held.start[0], held.end[0], held.start[1]], [10, 30, 31]);
    assert.deepEqual(lockTotals(held, 0, 50), { held: 39, taken: 2 });
    assert.deepEqual(threadTotals(waiting, 0, 50), { running: 31, lock: 19, queue: 0, signal: 0, sleeping: 0, io: 0, ended: 0 });
  });

  it('knows a sleep, a join and an event loop by the samples, and a sleep between two samples by its end', () => {
    const recorder = createRecorder(run);
    recorder.history(events([5, 1, 'waits'], [7, 1, 'slept']), 0);
    recorder.state(sample(20, [thread(1, 'main', { kind: 'joining', thread: 2, since: 10, stack: [frame] }), thread(2, 'server', { kind: 'in-event-loop', since: 15 })]));
    recorder.history(events([10, 1, 'waits']), 0);
    recorder.state(sample(40, [thread(1, 'main'), thread(2, 'server', { kind: 'ended', at: 38, ending: { how: 'returned' } })]));
    recorder.history(events([39, 1, 'woke']), 0);
    recorder.end(50, 'completed');
    const lanes = new Lanes(recorder.recording);
    assert.deepEqual(segments(lanes, 1), ['5 sleeping', '7 running', '10 signal', '39 running']);
    assert.deepEqual(segments(lanes, 2), ['0 running', '15 io', '38 ended']);
    assert.equal(lanes.threads.get(1)!.subject[lanes.threads.get(1)!.at(20)], -2);
    assert.deepEqual(lanes.arrows, [{ from: 2, fromAt: 39, to: 1, toAt: 39 }]);
  });

  it('knows where a wait was that was over before a sample saw it, by the event that ended it', () => {
    const recorder = createRecorder(run);
    const [waits, woke] = events([5, 1, 'waits', 3], [9, 1, 'woke']);
    recorder.history([waits!, { ...woke!, stack: [frame] } as HistoryEvent], 0);
    const lanes = new Lanes(recorder.recording);
    assert.deepEqual(segments(lanes, 1), ['5 signal', '9 running']);
    assert.deepEqual(recorder.recording.info.stacks[lanes.threads.get(1)!.stack[0]! - 1], [frame]);
  });

  it('tells a join from a wait though its event has told the place already', () => {
    const recorder = createRecorder(run);
    const [waits] = events([10, 1, 'waits']);
    recorder.state(sample(20, [thread(1, 'main', { kind: 'joining', thread: 2, since: 10, stack: [frame] })]));
    recorder.history([{ ...waits!, stack: [frame] } as HistoryEvent], 0);
    const lane = new Lanes(recorder.recording).threads.get(1)!;
    assert.deepEqual([lane.count, lane.stateAt(1), lane.subject[1]], [2, 'signal', -2]);
  });

  it('counts what is in a queue, and never more than fits', () => {
    const recorder = createRecorder(run);
    recorder.state(sample(20, [thread(1, 'producer')], [queue(3, 'orders', 3)]));
    recorder.history(events([19, 1, 'put', 3], [20, 1, 'put', 3], [21, 1, 'put', 3], [22, 1, 'got', 3]), 0);
    recorder.end(30, 'completed');
    const curve = new Lanes(recorder.recording).curves.get(3)!;
    assert.deepEqual([...curve.value.slice(0, curve.count)], [1, 3, 4, 4, 3]);
    assert.deepEqual(curveTotals(curve, 20, 30), { least: 3, most: 4, mean: 3.2 });
  });

  it('knows who computes a future, which waits have a time limit, how busy a pool is, and when everybody slept', () => {
    const recorder = createRecorder(run);
    const future = (runner?: number): ResourceSnapshot => ({ id: 9, kind: 'Future', name: 'Future-1', created: [], status: runner === undefined ? 'finished' : 'running', ...(runner === undefined ? {} : { runner }) });
    const pool = (idle: number, completed: number): ResourceSnapshot => ({ id: 4, kind: 'ThreadPoolExecutor', name: 'crew', created: [], workers: 3, idle, pending: 0, completed });
    const waits: Extract<ThreadState, { kind: 'waiting' }> = { kind: 'waiting', resource: 9, operation: 'result', since: 10, stack: [frame] };
    recorder.state(sample(20, [thread(1, 'main', { ...waits, until: 500 }), thread(2, 'second', waits)], [future(3), pool(2, 0)]));
    recorder.history([], 0);
    recorder.state({ ...sample(40, [], [pool(3, 1)]), still: true });
    recorder.history([], 0);
    recorder.state({ ...sample(60, [], [future()]), still: true });
    recorder.history([], 0);
    recorder.end(80, 'completed');
    const lanes = new Lanes(recorder.recording);
    const task = lanes.tasks.get(9)!;
    assert.deepEqual([task.count, task.owner[0], task.start[0], task.end[0]], [1, 3, 20, 60]);
    assert.deepEqual([1, 2].map((id) => [lanes.threads.get(id)!.limited[1], lanes.threads.get(id)!.operation[1]]), [[1, operations.indexOf('result')], [0, operations.indexOf('result')]]);
    const { workers, idle, completed } = lanes.pools.get(4)!;
    assert.deepEqual([workers.at(70), workers.value[1], idle.value[0], idle.value[1], completed.value[1]], [1, 3, 2, 3, 1]);
    assert.deepEqual(lanes.stills, [40], 'the first sample of each time');
  });

  it('shows dropped events as a gap, and sets right what they would have told', () => {
    const recorder = createRecorder(run);
    recorder.state(sample(20, [thread(1, 'a', { kind: 'waiting', resource: 1, operation: 'acquire', since: 10, stack: [frame] })], [lock(1, 'savings')]));
    recorder.history(events([10, 1, 'waits', 1]), 0);
    recorder.state(sample(40, [thread(1, 'a')], [lock(1, 'savings', { owner: 1, heldSince: 35 })]));
    recorder.history([], 9);
    recorder.state(sample(60, [], [lock(1, 'savings')]));
    recorder.history([], 12);
    recorder.end(80, 'completed');
    const lanes = new Lanes(recorder.recording);
    assert.deepEqual(lanes.gaps, [{ from: 20, to: 40, events: 9 }, { from: 40, to: 60, events: 3 }]);
    assert.deepEqual(segments(lanes, 1), ['0 running', '10 lock', '40 running']);
    const held = lanes.locks.get(1)!;
    assert.deepEqual([held.count, held.owner[0], held.start[0], held.end[0]], [1, 1, 35, 60]);
    assert.equal(recorder.recording.info.dropped, 12);
  });

  it('forgets the oldest rows as a gap, and still knows how things stood', () => {
    const recorder = createRecorder(run, 64);
    const { recording } = recorder;
    recorder.state(sample(1, [thread(1, 'a'), thread(2, 'b', { kind: 'waiting', resource: 5, operation: 'wait', since: 0.5, stack: [frame] })], [lock(1, 'savings', { owner: 1, heldSince: 0.6 })]));
    recorder.history(events([0.5, 2, 'waits', 5], [0.6, 1, 'acquired', 1]), 0);
    for (let n = 1; n <= 200; n++) recorder.history(events([n, 1, 'waits'], [n + 0.5, 1, 'slept']), 0);
    recorder.end(300, 'completed');
    assert.ok(recording.length <= 72 + 8, `${recording.length} rows`);
    assert.equal(recording.before + recording.length > 400, true);
    const lanes = new Lanes(recording);
    assert.equal(lanes.threads.get(2)!.stateAt(0), 'signal');
    assert.equal(lanes.locks.get(1)!.owner[0], 1);
    assert.equal(lanes.locks.get(1)!.start[0], 0.6);
    assert.ok(lanes.gaps.length > 0 && lanes.gaps.at(-1)!.from === 0);
  });

  it('is the same whether its lanes are built at once or as its rows come', () => {
    const recorder = createRecorder(run);
    const live = new Lanes(recorder.recording);
    for (let n = 0; n < 50; n++) {
      recorder.state(sample(n * 20 + 20, [thread(1, 'a'), thread(2, 'b')], [lock(1, 'savings')]));
      recorder.history(events([n * 20 + 1, 1, 'acquired', 1], [n * 20 + 2, 2, 'waits', 1], [n * 20 + 9, 1, 'released', 1], [n * 20 + 10, 2, 'woke']), 0);
      assert.ok(live.read());
    }
    const whole = new Lanes(recorder.recording);
    assert.deepEqual(segments(live, 2), segments(whole, 2));
    assert.deepEqual(live.arrows, whole.arrows);
    assert.equal(whole.arrows.length, 50);
  });
});
