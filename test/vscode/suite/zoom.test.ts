// At 200 % zoom, in a window of 1280 by 800: nothing of a page is cut off, out of reach, or upon something else.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page.js';
import { clean, row, threadbook } from './threadbook.js';
import { picture, tidyWindow } from './window.js';

const pages = [
  ['threadbook.showTimeline', 'timeline', 'webview canvas[data-draw-ms]'],
  ['threadbook.showWaitGraph', 'graph', 'webview .node.alarm'],
  ['threadbook.showUsage', 'usage', 'webview tbody tr'],
  ['threadbook.showDeadlock', 'deadlock', 'webview article h1'],
  ['threadbook.showLockOrder', 'lock-order', 'webview .node.alarm'],
] as const;

describe('the pages at 200 % zoom', function () {
  this.timeout(120_000);
  before(tidyWindow);
  afterEach(async () => {
    await page?.zoom(1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.view.explorer');
    await clean(await threadbook());
  });

  it('have room for everything', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const { run } = await api.runRecipe('dining-philosophers-deadlock');
    await row(api, 'threads', 'the circle', ({ context }) => context === 'cycle');
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await page.zoom(2);
    const found: string[] = [];
    for (const [command, name, shown] of pages) {
      await vscode.commands.executeCommand(command, { run });
      await page.see(shown);
      found.push(...(await page.crowded()).map((problem) => `${name}: ${problem}`));
      await picture(page, `zoomed-${name}`);
    }
    assert.deepEqual(found, []);
  });
});
