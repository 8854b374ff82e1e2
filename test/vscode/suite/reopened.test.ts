// The editor after one that was killed (killed.test.ts): its daemon lives on, its row is there, and its button stops it.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page.js';
import { listen, row, threadbook } from './threadbook.js';
import { rowNamed } from './window.js';

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // No such process.
  }
}

describe('the editor after one that was killed', () => {
  it('shows the daemon, which has lived on, and stops it by the button of its row', async function () {
    if (page === undefined) return this.skip();
    const api = await threadbook();
    await vscode.commands.executeCommand('threadbook.daemons.focus');
    const runs = listen(api);
    const { description = '' } = await row(api, 'daemons', 'the daemon that runs', ({ label, context }) => label === 'survivor' && context === 'daemon running');
    const pid = Number(/pid (\d+)/.exec(description)?.[1]);
    assert.ok(alive(pid), description);
    const shown = rowNamed('Daemons', 'survivor');
    await page.hover(shown);
    await page.click(`${shown} a.action-label[aria-label*="Stop Daemon"]`);
    assert.equal((await runs.ended((await runs.started()).run)).outcome.kind, 'completed');
    await row(api, 'daemons', 'the daemon that has stopped', ({ label, context }) => label === 'survivor' && context === 'daemon stopped');
    while (alive(pid)) await new Promise((resolve) => setTimeout(resolve, 10)); // Its file goes a moment before itself.
    runs.stop();
  });
});
