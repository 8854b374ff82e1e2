// Everybody waits and there is no circle: found soon where nobody is left who could wake one, and never where somebody is.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { createHub } from '../../server/hub.js';
import type { DeadlockReport, RunEnded } from '../../server/protocol.js';

const hostPath = fileURLToPath(new URL('./asleep/host.js', import.meta.url));
const limits = { memory: 1_024, time: 25, output: 0 };
/** From the moment at which the last thread went to sleep to the sample in which it is announced, in milliseconds. */
const soon = 250;

/** `still`: in so many changes of the state everybody seemed to sleep for ever. */
type Seen = { still: number } & ({ report: DeadlockReport } | { ended: RunEnded });

/** What comes first of a program: its report or its end. */
async function first(program: string): Promise<Seen> {
  let settle: (seen: Seen) => void;
  const seen = new Promise<Seen>((resolve) => (settle = resolve));
  let still = 0;
  const hub = createHub(hostPath, {
    changed: () => void (still += Number(hub.states()[0]?.still === true)),
    started() {},
    output() {},
    deadlock: (run) => void hub.deadlockReport(run).then((report) => settle({ still, report: report ?? assert.fail('no report') })),
    ended: (ended) => settle({ still, ended }),
  });
  const { run } = await hub.start(program, {}, limits);
  if (program === 'input') setTimeout(() => void hub.input(run, ['typed'], true), 400);
  const found = await seen;
  await hub.stop(run);
  return found;
}

const told = ({ stranded }: DeadlockReport): string[] => stranded.map(({ thread, operation, resource, last }) => [thread.name, operation, resource.name, last && `last ${last.thread.name}${last.ended ? ', ended' : ''}`].filter(Boolean).join(' '));

describe('a program in which everybody waits', function () {
  this.timeout(40_000);

  const stuck: Record<string, { stranded: string[]; behind: string[] }> = {
    'lost-wake-up': { stranded: ['consumer wait changed last producer, ended'], behind: [] },
    'unfed-queue': { stranded: ['consumer-1 get orders last producer, ended', 'consumer-2 get orders last producer, ended'], behind: ['MainThread → consumer-1'] },
    'all-on-a-condition': { stranded: ['waiter-1 wait changed', 'waiter-2 wait changed', 'waiter-3 wait changed'], behind: ['MainThread → waiter-1'] },
    'short-barrier': { stranded: ['comer-1 wait meeting', 'comer-2 wait meeting'], behind: ['MainThread → comer-1'] },
    'lost-permit': { stranded: ['MainThread acquire permits'], behind: [] },
    'task-done-missing': { stranded: ['MainThread join orders'], behind: [] },
    'idle-pool-beside': { stranded: ['MainThread wait never'], behind: [] },
    'task-without-end': { stranded: ['crew_0 wait never'], behind: ['MainThread → crew_0'] },
  };
  for (const [program, { stranded, behind }] of Object.entries(stuck)) {
    it(`for ever is told of within ${soon} ms: ${program}`, async () => {
      const seen = await first(program);
      if ('ended' in seen) assert.fail(seen.ended.summary);
      const { report } = seen;
      assert.deepEqual(told(report), stranded);
      assert.deepEqual(report.behind.map(({ thread, waitsFor }) => `${thread.name} → ${waitsFor.name}`), behind);
      assert.deepEqual(report.cycles, []);
      assert.ok(report.at - report.stillAfter! <= soon, `told after ${report.at - report.stillAfter!} ms`);
      for (const { thread, stack } of report.stranded) assert.match(stack[0]?.file ?? '', /asleep\/catalog/, `${thread.name} waits`);
    });
  }

  for (const program of ['sleeper', 'time-limit', 'event-loop', 'idle-pool', 'pool-left', 'process-pool', 'ring', 'wake-each-other', 'input']) {
    it(`for a while is left in peace: ${program}`, async () => {
      const seen = await first(program);
      if ('report' in seen) assert.fail(`wrongly told of: ${told(seen.report).join('; ')}`);
      assert.deepEqual(seen.ended.outcome, { kind: 'completed' });
      assert.equal(seen.still, 0, 'not for one sample either: a thread that was woken and has not noticed does not sleep');
    });
  }
});
