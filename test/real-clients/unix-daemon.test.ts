// The daemon, looked at with ps and ended with kill. The command line that started it is gone by then.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { daemonFiles, daemonStatus, startDaemon, stopDaemon } from '../../recipes/patterns/daemon.js';
import { threadbook } from '../command-line.js';
import { requireTool } from './tool.js';

describe('the daemon, with ps and kill', function () {
  this.timeout(30_000);
  let directory: string;
  before(function () {
    if (process.platform === 'win32') this.skip();
    requireTool(this, 'ps', 'procps');
  });
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'threadbook-daemon-test-'));
  });
  afterEach(async () => {
    if (directory === undefined) return;
    const files = daemonFiles('clock', directory);
    if (daemonStatus(files).state === 'running') await stopDaemon(files);
    rmSync(directory, { recursive: true, force: true });
  });

  const daemon = (action: string) => threadbook('run', 'unix-daemon', '--set', `action=${action}`, '--set', 'every=50', '--set', `directory=${directory}`);
  const kill = (signal: string, pid: number) => execFileSync('kill', [`-${signal}`, String(pid)]);
  const ps = (pid: number) => {
    const [ppid, pgid, sid, tty] = execFileSync('ps', ['-o', 'ppid=,pgid=,sess=,tty=', '-p', String(pid)], { encoding: 'utf8' }).trim().split(/\s+/);
    return { ppid: Number(ppid), pgid: Number(pgid), sid: Number(sid), tty };
  };
  const started = (stdout: string) => Number(/started, process (\d+)/.exec(stdout)?.[1]);
  async function gone(pid: number): Promise<void> {
    const files = daemonFiles('clock', directory);
    for (let status = daemonStatus(files); status.state === 'running' && status.pid === pid; status = daemonStatus(files)) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  it('has a session and a group of its own, leads neither, and has no terminal', async () => {
    const { code, stdout } = await daemon('start');
    assert.equal(code, 0, stdout);
    const pid = started(stdout);
    const own = ps(process.pid);
    const { ppid, pgid, sid, tty } = ps(pid);
    assert.notEqual(sid, own.sid, 'it is in the session of who started it');
    assert.notEqual(pgid, own.pgid, 'it is in the group of who started it');
    assert.notEqual(sid, pid, 'it leads its session and could get a terminal');
    assert.notEqual(pgid, pid, 'it leads its group');
    assert.throws(() => ps(sid), 'the leader of its session is still there');
    assert.notEqual(ppid, process.pid);
    assert.match(tty!, /^\?+$/);
    assert.equal(readFileSync(join(directory, 'clock.pid'), 'utf8').split('\n')[0], String(pid));
  });

  it('works in /, with umask 0, and reads and writes files alone', async function () {
    if (process.platform !== 'linux') this.skip(); // Only /proc tells.
    const pid = started((await daemon('start')).stdout);
    assert.equal(readlinkSync(`/proc/${pid}/cwd`), '/');
    assert.match(readFileSync(`/proc/${pid}/status`, 'utf8'), /^Umask:\s+0000$/m);
    assert.deepEqual([0, 1, 2].map((n) => readlinkSync(`/proc/${pid}/fd/${n}`)), ['/dev/null', join(directory, 'clock.log'), join(directory, 'clock.log')]);
  });

  it('a second start is refused and does not disturb the first', async () => {
    const pid = started((await daemon('start')).stdout);
    const second = await daemon('start');
    assert.equal(second.code, 1);
    assert.match(second.stdout, new RegExp(`clock runs already, as process ${pid}\\.`));
    assert.match((await daemon('status')).stdout, new RegExp(`running, process ${pid},`));
  });

  it('of several that start at the same time one wins', async () => {
    const files = daemonFiles('clock', directory);
    const module = new URL('../../recipes/catalog/unix-daemon.js', import.meta.url).href;
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => startDaemon(files, module, 'clockDaemon', ['clock', directory, '50'])));
    const winners = results.filter((result) => result.status === 'fulfilled');
    assert.equal(winners.length, 1, JSON.stringify(results.map((result) => (result.status === 'rejected' ? String(result.reason) : result.value))));
    for (const result of results) if (result.status === 'rejected') assert.match(String(result.reason), new RegExp(`runs already, as process ${winners[0]!.value}`));
    assert.deepEqual(readdirSync(directory).sort(), ['clock.log', 'clock.pid']);
  });

  it('kill -TERM ends it in good order', async () => {
    const pid = started((await daemon('start')).stdout);
    kill('TERM', pid);
    await gone(pid);
    assert.equal(existsSync(join(directory, 'clock.pid')), false);
    assert.match(readFileSync(join(directory, 'clock.log'), 'utf8'), /terminated after \d+ ticks\n$/);
    assert.match((await daemon('status')).stdout, /\] not running/);
    const again = await daemon('stop');
    assert.equal(again.code, 1);
    assert.match(again.stdout, /clock does not run/);
  });

  it('after kill -KILL the pid file is stale, and the next start takes over', async () => {
    const pid = started((await daemon('start')).stdout);
    kill('KILL', pid);
    await gone(pid);
    assert.match((await daemon('status')).stdout, new RegExp(`process ${pid} was killed`));
    const next = started((await daemon('start')).stdout);
    assert.ok(next > 0 && next !== pid);
    assert.match(readFileSync(join(directory, 'clock.log'), 'utf8'), new RegExp(`recovered the pid file of ${pid}, which was killed`));
    assert.match((await daemon('stop')).stdout, new RegExp(`stopped, process ${next}`));
  });
});
