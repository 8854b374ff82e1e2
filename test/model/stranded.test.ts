// Everybody waits and there is no circle: who, for what, and who could have woken them.
import assert from 'node:assert/strict';
import type { HistoryEvent, ResourceSnapshot, ThreadSnapshot, ThreadState } from '../../recipes/host/messages.js';
import { deadlockReport } from '../../server/model/deadlock-report.js';
import { createRecorder } from '../../server/model/recording/recorder.js';
import { firstDeadlock } from '../../server/model/recording/first-deadlock.js';
import { Lanes } from '../../server/model/recording/lanes.js';
import { stateAt } from '../../server/model/recording/state-at.js';
import { apply, newRun, type RunState } from '../../server/model/run-state.js';
import { events, frame, queue } from './recording/made.js';

const condition: ResourceSnapshot = { id: 1, kind: 'Condition', name: 'changed', created: [], lock: 3 };
const waiting = (resource: number, operation: 'wait' | 'get', since: number): ThreadState => ({ kind: 'waiting', resource, operation, since, stack: [frame] });
const thread = (id: number, name: string, state: ThreadState): ThreadSnapshot => ({ id, name, daemon: false, startedAt: 0, state });
const ended = (at: number): ThreadState => ({ kind: 'ended', at, ending: { how: 'returned' } });

interface Log {
  threads: ThreadSnapshot[];
  resources: ResourceSnapshot[];
  happened?: HistoryEvent[];
  still?: true;
}

function run({ threads, resources, happened = [], still = true }: Log): RunState {
  const told = apply(newRun(4, 'own', 'Own', 'completes', 0), { kind: 'history', events: happened, dropped: 0 });
  return apply(told, { kind: 'state', at: 1_000, threads, resources, goneThreads: [], goneResources: [], ...(still ? { still } : {}) });
}

describe('the report where everybody waits', () => {
  const lost = (): Log => ({
    threads: [thread(1, 'main', { kind: 'joining', thread: 2, since: 100, stack: [] }), thread(2, 'consumer', waiting(1, 'wait', 300)), thread(3, 'producer', ended(250))],
    resources: [condition],
    happened: events([200, 3, 'notified', 1], [250, 3, 'ended']),
  });

  it('names who waits, for what and since when, and who signalled too early; who waits for that thread is behind it', () => {
    const report = deadlockReport(run(lost())) ?? assert.fail('no report');
    assert.deepEqual(report.cycles, []);
    assert.deepEqual(report.stranded, [{
      thread: { id: 2, name: 'consumer' }, operation: 'wait', resource: { id: 1, name: 'changed', kind: 'Condition' }, stack: [frame], since: 700,
      last: { thread: { id: 3, name: 'producer' }, ended: true, ago: 800 }, rule: 'wait-not-in-loop', lessons: [],
    }]);
    assert.equal(report.stillAfter, 300);
    assert.deepEqual(report.behind, [{ thread: { id: 1, name: 'main' }, waitsFor: { id: 2, name: 'consumer' } }]);
  });

  it('is not there as long as the sample has not found all asleep', () => {
    const { still: _still, ...state } = run(lost());
    assert.equal(deadlockReport({ ...state, still: false }), undefined);
  });

  it('says where nobody is known to have done anything', () => {
    const [getter] = deadlockReport(run({ threads: [thread(1, 'consumer', waiting(2, 'get', 10))], resources: [queue(2, 'orders', 0)] }))!.stranded;
    assert.deepEqual([getter?.operation, getter?.last], ['get', undefined]);
  });

  it('is found in the recording at the moment of the sample, and not before', () => {
    const recorder = createRecorder({ run: 4, recipe: 'own', title: 'Own', startedAt: 0 });
    const { threads, resources, happened = [] } = lost();
    recorder.state({ kind: 'state', at: 150, threads: [thread(2, 'consumer', { kind: 'running' }), thread(3, 'producer', { kind: 'running' })], resources, goneThreads: [], goneResources: [] });
    recorder.history([], 0);
    recorder.state({ kind: 'state', at: 320, threads, resources, goneThreads: [], goneResources: [], still: true });
    recorder.history([...happened, ...events([300, 2, 'waits', 1])], 0);
    recorder.end(1_000, 'stopped');
    const lanes = new Lanes(recorder.recording);
    assert.equal(deadlockReport(stateAt(lanes, 310)), undefined);
    const report = deadlockReport(stateAt(lanes, 1_000)) ?? assert.fail('no report');
    assert.deepEqual(report.stranded.map(({ thread: { name }, last }) => [name, last?.thread.name]), [['consumer', 'producer']]);
    assert.equal(firstDeadlock(lanes), 320);
  });
});
