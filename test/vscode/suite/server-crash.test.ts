// The server dies: it is started again by itself, and says so when it has died too often. Nothing of it stays behind.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { page } from './page.js';
import { row, threadbook, when } from './threadbook.js';
import { showNotifications, tidyWindow } from './window.js';

/** The processes of our server that this extension host has started. */
function servers(): number[] {
  const all = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return all.flatMap((line) => {
    const [, pid, parent, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === process.pid && /dist.server.main\.cjs/.test(args) ? [Number(pid)] : [];
  });
}

describe('a server that dies', function () {
  this.timeout(120_000);
  before(tidyWindow);

  it('comes back by itself five times, then says so, and comes back when it is asked to', async function () {
    if (page === undefined) this.skip(); // Needs Linux's ps and a window that can be read.
    const api = await threadbook();
    const listed = (): Promise<unknown> => row(api, 'recipes', 'the recipes', ({ subject }) => subject?.recipe === 'countdown');
    await vscode.commands.executeCommand('threadbook.recipes.focus');
    await vscode.commands.executeCommand('threadbook.restartServer'); // The deaths of other tests are forgotten.
    await listed();
    for (let death = 1; death <= 6; death++) {
      const [server, ...others] = servers();
      assert.ok(server, `death ${death}`);
      assert.deepEqual(others, []);
      const rowsGone = when(api.onDidChangeRows, 'the rows to go', () => (api.rows('recipes').length === 0 ? true : undefined));
      process.kill(server, 'SIGKILL');
      await rowsGone;
      if (death <= 5) await listed();
    }
    await showNotifications(page);
    await page.see('.notification-list-item:has-text("stopped 6 times within three minutes")');
    assert.deepEqual(servers(), []);
    await page.see('.welcome-view-content:has-text("Restart") >> visible=true');
    await page.click('.notification-list-item >> text="Restart Server"');
    await listed();
    assert.equal(servers().length, 1);
    await vscode.commands.executeCommand('notifications.clearAll');
  });
});
