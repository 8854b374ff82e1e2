// Who adds workers to a pool of threads, as machines for the explorer: `lacksWorkers` and `reserveWorker` of recipes/threading/pool-record.ts,
// `askForAnother` of pool-worker.ts. A task that has been taken never ends here, so that each one needs a worker of its own.
import type { Program } from './explorer.js';

/** One idle worker. `started` are the workers that were added, each for one task. */
export const poolWords = { puts: 0, gets: 0, idle: 1, started: 0 };

/** `next` is where it goes on, whether or not a worker was added. */
const lacksWorkers = (next: string): Program => ({
  look: (m) => ((m.local['before'] = -1), 'count'),
  count: (m) => ((m.local['pending'] = Math.max(0, m.get('puts') - m.get('gets'))), 'compare'),
  compare(m) {
    const { pending = 0, before } = m.local;
    if (pending === before) return 'reserve';
    if (pending <= m.get('idle')) return next;
    m.local['before'] = pending;
    return 'count';
  },
  reserve: (m) => (m.add('started', 1), next),
});

/** Takes one task. */
export const poolWorkerOfOne: Program = {
  take(m) {
    if (m.get('gets') < m.get('puts')) return m.add('gets', 1), 'count busy';
    m.wait('puts', m.get('puts'));
    return 'take';
  },
  'count busy': (m) => (m.add('idle', -1), 'ask for another'),
  'ask for another': () => 'look',
  ...lacksWorkers('done'),
};

/** Submits tasks, one after the other. */
export const poolSubmit = (tasks: number): Program => ({
  put: (m) => ((m.local['tasks'] ??= tasks), m.add('puts', 1), m.notify('puts', 1), 'look'),
  ...lacksWorkers('submitted'),
  submitted: (m) => ((m.local['tasks']! -= 1) > 0 ? 'put' : 'done'),
});
