// Without a mouse: from the palette to a deadlock, and through its report into the source.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page, type Page } from './page.js';
import { pick, runFromPalette } from './palette.js';
import { clean, listen, row, threadbook } from './threadbook.js';
import { tidyWindow } from './window.js';

/** Presses Tab until that has the focus. */
async function tabTo(window: Page, selector: string): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 30; presses++) {
    if ((await window.texts(`${selector}:focus`)).length > 0) return;
    await window.press('Tab');
    seen.push((await window.texts('webview :focus')).join());
  }
  assert.fail(`${selector} never has the focus: ${seen.join(' | ')}`);
}

describe('with the keyboard alone', function () {
  this.timeout(120_000);
  before(tidyWindow);
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await clean(await threadbook());
  });

  it('a recipe is run, and its deadlock read and followed into the source', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    await api.recipes();
    const runs = listen(api);
    await runFromPalette(page, 'Threadbook: Run Recipe');
    await pick(page, 'Run Recipe', 'Two accounts locked in opposite order');
    await runs.started();
    await row(api, 'threads', 'the circle', ({ context }) => context === 'cycle');
    await runFromPalette(page, 'Threadbook: Show Deadlock Report');
    await page.see('webview .node.alarm');
    await tabTo(page, 'webview .node.alarm');
    await page.press('Enter');
    await page.see('.tab.active:has-text("transfer-opposite-order.ts")');
    runs.stop();
  });
});
