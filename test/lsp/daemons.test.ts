// The Daemons view over the protocol, with a real daemon.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { methods, type RowsPatch, type RowsSnapshot, type RunEnded, type RunOutput, type RunStarted } from '../../server/protocol.js';
import { requireTool } from '../real-clients/tool.js';
import { startServer, type LanguageClient } from './language-client.js';

describe('the language server: daemons', function () {
  this.timeout(30_000);
  let state: string;
  let client: LanguageClient;

  async function act(action: string): Promise<RunEnded> {
    const { run } = await client.connection.sendRequest<RunStarted>(methods.startRun, { recipe: 'unix-daemon', parameters: { name: 'clock', action, every: '100' } });
    return client.notified<RunEnded>(methods.runEnded, (ended) => ended.run === run);
  }
  const shows = (description: RegExp) =>
    client.notified<RowsPatch>(methods.rowsPatch, ({ view, changed }) => view === 'daemons' && changed.some((row) => row.label === 'clock' && description.test(row.description ?? '')));

  before(async function () {
    if (process.platform === 'win32') this.skip();
    requireTool(this, 'ps', 'procps');
    state = mkdtempSync(join(tmpdir(), 'threadbook-state-'));
    client = await startServer({ trusted: true, env: { XDG_STATE_HOME: state } });
  });
  after(async () => {
    await act('stop').catch(() => undefined); // Where a test has failed it may still run.
    await client.stop();
    rmSync(state, { recursive: true, force: true });
  });

  it('shows none before the first one', async () => {
    assert.deepEqual((await client.connection.sendRequest<RowsSnapshot>(methods.rows, { view: 'daemons' })).rows, []);
  });

  it('shows one that was started, although its run has ended, and that it has stopped', async () => {
    assert.equal((await act('start')).outcome.kind, 'completed');
    const { changed } = await shows(/^running · pid \d+ · up/);
    const pid = Number(/pid (\d+)/.exec(changed[0]?.description ?? '')?.[1]);
    assert.ok(process.kill(pid, 0));
    assert.equal((await act('stop')).outcome.kind, 'completed');
    await shows(/^stopped$/);
  });

  it('shows the same one after the editor was closed and opened again', async () => {
    await act('start');
    const pidIn = (description = '') => Number(/^running · pid (\d+)/.exec(description)?.[1]);
    const before = (await client.connection.sendRequest<RowsSnapshot>(methods.rows, { view: 'daemons' })).rows[0]?.description;
    await client.stop();
    assert.ok(process.kill(pidIn(before), 0), 'it has ended with the editor');
    client = await startServer({ trusted: true, env: { XDG_STATE_HOME: state } });
    const after = (await client.connection.sendRequest<RowsSnapshot>(methods.rows, { view: 'daemons' })).rows[0]?.description;
    assert.equal(pidIn(after), pidIn(before));
    assert.equal((await act('restart')).outcome.kind, 'completed');
    const { rows } = await client.connection.sendRequest<RowsSnapshot>(methods.rows, { view: 'daemons' });
    assert.ok(pidIn(rows[0]?.description) > 0 && pidIn(rows[0]?.description) !== pidIn(before), rows[0]?.description);
    await act('stop');
  });

  it('outlives an editor that is killed with everything of its group, while a run of it does not, and is found and stopped by the next one', async () => {
    await act('start');
    const pidIn = (description = '') => Number(/^running · pid (\d+)/.exec(description)?.[1]);
    const daemon = async () => pidIn((await client.connection.sendRequest<RowsSnapshot>(methods.rows, { view: 'daemons' })).rows[0]?.description);
    const pid = await daemon();
    const { run } = await client.connection.sendRequest<RunStarted>(methods.startRun, { recipe: 'countdown', parameters: { from: '1000' } });
    await client.notified<RunOutput>(methods.runOutput, (output) => output.run === run);
    const host = childOf(client.pid);
    await client.kill();
    await gone(host);
    assert.ok(process.kill(pid, 0), 'it has ended with the editor');
    client = await startServer({ trusted: true, env: { XDG_STATE_HOME: state } });
    assert.equal(await daemon(), pid);
    assert.equal((await act('stop')).outcome.kind, 'completed');
    await gone(pid);
    assert.ok(Number.isNaN(await daemon()));
  });
});

/** The one process that it has started and that is still there. */
function childOf(pid: number): number {
  const children = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n').map((line) => line.trim().split(/\s+/));
  const [child, ...more] = children.filter(([, parent, ...command]) => Number(parent) === pid && command.join(' ').includes('host'));
  assert.equal(more.length, 0);
  return Number(child?.[0] ?? assert.fail('the run has no process'));
}

/** Until there is no such process; the time limit of the test is the limit. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return; // No such process, which is what is waited for.
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
