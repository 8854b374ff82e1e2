// The timeline of a run, opened from its row: it fills, it is accessible.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page.js';
import { clean, isRun, row, threadbook } from './threadbook.js';
import { showThreadsWide, tidyWindow, viewRows } from './window.js';

const long = { orders: '100000', perOrder: '50' };

describe('the timeline', () => {
  before(tidyWindow);
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await clean(await threadbook());
  });

  it('opens from the row of a run, and has nothing that keeps anybody out', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const { run } = await api.runRecipe('producer-consumer', long);
    await row(api, 'threads', 'the run', isRun(run, 'active'));
    await showThreadsWide(page);
    const shown = `${viewRows('Threads')}:has-text("#${run} ·")`;
    await page.hover(shown);
    await page.click(`${shown} a.action-label[aria-label*="Show Timeline"]`);
    await page.see('webview h1:has-text("Producer")');
    await page.see('webview .status:has-text("events")');
    await page.see('webview canvas[data-draw-ms]');
    await page.screenshot('timeline-live');
    assert.deepEqual(await page.axe(), []);
    await page.click('webview summary');
    await page.see('webview tbody th:has-text("producer")');
    assert.deepEqual(await page.axe(), []);
    await page.drag('webview canvas', [400, 10], [700, 10]);
    await page.see('webview summary:has-text("from")');
    await page.click('webview button:has-text("producer")');
    await page.screenshot('timeline-range');
    assert.deepEqual(await page.axe(), []);
    await page.point('webview canvas', [700, 70]);
    await page.see('webview .tip');
    await page.screenshot('timeline-tip');
  });
});
