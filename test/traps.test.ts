// The traps of the broken twins are real: what is lost, missed or stuck is measured in a run, and is never nothing.
import assert from 'node:assert/strict';
import { threadbook } from './command-line.js';

/** The numbers of the line that matches, in order. */
function numbers(stdout: string, pattern: RegExp): number[] {
  const found = pattern.exec(stdout);
  assert.ok(found, stdout);
  return found.slice(1).map(Number);
}

describe('the traps of the broken twins', function () {
  this.timeout(60_000);

  it('a thread that waits for a silent socket without a timeout goes on until the run is stopped', async () => {
    const { code, stdout } = await threadbook('run', 'io-task-no-timeout', '--set', 'patience=200', '--time-limit', '3');
    assert.equal(code, 0, 'that is what it is expected to do');
    assert.match(stdout, /it has not ended within 200 ms/);
    assert.match(stdout, /^reader +waiting to get from received by reader/m);
    assert.match(stdout, /stopped after its time limit of 3 s/);
  });

  it('ticks are missed on an event, and none on a condition', async () => {
    const times = ['--set', 'ticks=15', '--set', 'every=20', '--set', 'work=50'];
    const [ticks, seen, missed] = numbers((await threadbook('run', 'periodic-timer-event', ...times)).stdout, /of (\d+) ticks (\d+) were seen and (\d+) missed/);
    assert.equal(seen! + missed!, ticks);
    assert.ok(missed! > 0);
    const { stdout } = await threadbook('run', 'periodic-timer', ...times);
    assert.match(stdout, /counting 15\n/);
  });

  it('orders that lie in the queue are changed', async () => {
    const { stdout } = await threadbook('run', 'shared-mutable-item', '--set', 'orders=10', '--set', 'perOrder=10');
    const [orders, wrong] = numbers(stdout, /of (\d+) orders (\d+) were not what was put/);
    assert.equal(orders, 10);
    assert.ok(wrong! > 0);
  });

  it('all philosophers wait for each other', async () => {
    const { stderr } = await threadbook('run', 'dining-philosophers-deadlock', '--set', 'philosophers=4');
    assert.equal(stderr.match(/philosopher-\d waits for fork-\d, held by philosopher-\d/g)?.length, 4, stderr);
  });

  it('every client of its own thread costs memory, and a pool stays within its bound', async () => {
    const load = ['--set', 'clients=12', '--set', 'requests=2', '--set', 'work=20'];
    const own = numbers((await threadbook('run', 'echo-server-thread-per-client', ...load)).stdout, /(\d+) threads for (\d+) clients, (\d+) MB more/);
    assert.deepEqual(own.slice(0, 2), [12, 12]);
    const pool = numbers((await threadbook('run', 'echo-server-pool', '--set', 'poolSize=3', ...load)).stdout, /up to (\d+) threads for (\d+) clients, (\d+) MB more/);
    assert.deepEqual(pool.slice(0, 2), [3, 12]);
    assert.ok(own[2]! > pool[2]!, `${own[2]} MB and ${pool[2]} MB`);
  });
});
