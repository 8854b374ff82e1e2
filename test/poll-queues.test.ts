// The recipes of 12.13: what select waits for, with koffi and without it, and what polling costs.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { threadbook } from './command-line.js';

describe('polling several queues', function () {
  this.timeout(60_000);

  it('news that are polled for wait longer than those that are selected', async () => {
    const { stdout } = await threadbook('run', 'poll-queues-timeouts', '--set', 'news=25', '--set', 'every=20', '--set', 'timeout=40');
    const [polled, selected] = ['polling every 40 ms', 'select'].map((way) => Number(new RegExp(`${way} +75 +([\\d.]+) ms`).exec(stdout)?.[1]));
    assert.ok(polled! > 2 * selected!, stdout);
  });

  it('a thread blocks where koffi is installed', async () => {
    const { code, stdout } = await threadbook('run', 'poll-queues', '--set', 'news=5', '--set', 'every=2', '--set', 'way=automatic');
    assert.equal(code, 0, stdout);
    assert.match(stdout, process.platform === 'win32' ? /select, event loop/ : /select, blocking/);
  });

  it('without koffi, as in the package, the event loop waits', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'threadbook-no-koffi-'));
    try {
      cpSync('dist', join(folder, 'dist'), { recursive: true });
      const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'dist/server/cli.cjs'), 'run', 'poll-queues', '--set', 'news=5', '--set', 'every=2']);
      assert.match(stdout, /select, event loop +15 /);
      assert.match(stdout, /all 15 pieces of news came/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
