// Who was slow up to a moment of a recording.
import assert from 'node:assert/strict';
import { Lanes } from '../../../server/model/recording/lanes.js';
import { createRecorder } from '../../../server/model/recording/recorder.js';
import { stateAt } from '../../../server/model/recording/state-at.js';
import { firstDeadlock } from '../../../server/model/recording/first-deadlock.js';
import { usageAt } from '../../../server/model/recording/usage-at.js';
import type { ResourceSnapshot } from '../../../recipes/host/messages.js';
import { busyRecording, events, lock, queue, sample, thread } from './made.js';

const run = { run: 7, recipe: 'bank', title: 'Two accounts', startedAt: 0 };
const pool = (workers: number, idle: number, completed: number): ResourceSnapshot => ({ id: 4, kind: 'ThreadPoolExecutor', name: 'crew', created: [], workers, idle, pending: 0, completed });

function recorded() {
  const recorder = createRecorder(run);
  recorder.state(sample(20, [thread(1, 'saver'), thread(2, 'spender')], [lock(1, 'savings'), queue(3, 'orders', 0, 1), pool(2, 2, 0)]));
  recorder.history([], 0);
  recorder.state(sample(60, [], [pool(2, 0, 5)]));
  recorder.history(events([30, 1, 'acquired', 1], [40, 2, 'waits', 1], [50, 1, 'released', 1], [50, 2, 'woke'], [50, 2, 'acquired', 1], [55, 2, 'released', 1], [60, 1, 'put', 3]), 0);
  recorder.state(sample(100, [], [pool(2, 2, 9)]));
  recorder.history(events([80, 2, 'got', 3]), 0);
  recorder.end(100, 'completed');
  return recorder.recording;
}

describe('who was slow up to a moment of a recording', () => {
  it('counts holds and waits as far as they had come', () => {
    const lanes = new Lanes(recorded());
    const [before] = usageAt(lanes, 45).locks;
    assert.deepEqual(before && [before.held, before.acquisitions, before.contended, before.waits, before.waited, before.waiting], [15, 1, 1, 1, 5, 1]);
    const [after] = usageAt(lanes, 100).locks;
    assert.deepEqual(after && [after.held, after.acquisitions, after.waits, after.waited, after.longestWait, after.waiting, after.age], [25, 2, 1, 10, 10, 0, 80]);
  });

  it('counts how long a queue was full and empty, and a pool at work', () => {
    const lanes = new Lanes(recorded());
    const { queues: [orders], pools: [crew] } = usageAt(lanes, 100);
    assert.deepEqual(orders && [orders.puts, orders.gets, orders.full, orders.empty], [1, 1, 20, 60]);
    assert.deepEqual(crew && [crew.workers, crew.completed, crew.utilisation], [2, 9, 0.5]);
    assert.deepEqual(usageAt(lanes, 70).pools.map(({ completed, utilisation }) => [completed, utilisation]), [[5, 0.2]]);
  });

  it('knows nothing of what came later', () => {
    const { locks, queues, pools } = usageAt(new Lanes(recorded()), 10);
    assert.deepEqual([locks, queues, pools], [[], [], []]);
  });

  it('has at the end what the run itself counted', () => {
    const recording = recorded();
    const usage = { run: 7, title: 'Two accounts', at: 100, locks: [], queues: [], pools: [], dropped: 3 };
    recording.info.usage = usage;
    assert.equal(usageAt(new Lanes(recording), 100), usage);
  });

  it('takes a tenth of a second for a million events, and for a thousand threads, and so do the state and the first deadlock', function () {
    this.timeout(30_000);
    for (const [rows, threads] of [[1_000_000, 5], [200_000, 1_000]] as const) {
      const lanes = new Lanes(busyRecording(rows, threads));
      const { startedAt, at } = lanes.recording.info;
      for (const [what, work] of [['usage', () => usageAt(lanes, (startedAt + at) / 2)], ['state', () => stateAt(lanes, (startedAt + at) / 2)], ['first', () => firstDeadlock(lanes)]] as const) {
        work();
        const begun = process.cpuUsage();
        work();
        const { user } = process.cpuUsage(begun);
        assert.ok(user / 1_000 < 300, `${what} of ${rows} events of ${threads} threads: ${user / 1_000} ms`);
      }
    }
  });
});
