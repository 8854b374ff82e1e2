// Reload Window with pages open: they come back with what they showed, although the run and its server are gone. The suite runs twice: the first time it
// opens the pages and loads the window anew, the second time it looks at what has come back.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import * as vscode from 'vscode';
import { page } from './page.js';
import { clean, isRun, listen, row, threadbook, when } from './threadbook.js';
import { tidyWindow } from './window.js';

const marker = `${env['THREADBOOK_RESULTS']}.reloading`;
const drawn = 'webview canvas[data-draw-ms]';
const labels = (): string[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)).sort();
const expected = ['Deadlock: Dining philosophers', 'Timeline: Dining philosophers', 'Timeline: Producer and consumer', 'Who Is Slow: Dining philosophers', 'Who Is Slow: Producer and consumer'];
const scrubber = 'webview input[type="range"][aria-label="Moment"]';

describe('pages that are open when the window is loaded anew', function () {
  this.timeout(120_000);

  it('come back', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    if (!existsSync(marker)) {
      await tidyWindow();
      const runs = listen(api);
      const { run } = await api.runRecipe('dining-philosophers');
      await vscode.commands.executeCommand('threadbook.showTimeline', { run });
      await page.see(drawn);
      await runs.ended(run);
      await page.see('webview .status:has-text("completed")');
      await page.click('webview nav button[data-page="deadlock"]');
      await page.see('webview [role="status"]:text-is("In this recording no threads wait for each other.")');
      await page.click('webview nav button[data-page="usage"]');
      await page.see(scrubber);
      await page.click(scrubber);
      await page.press('End');
      await page.press('PageDown');
      writeFileSync(`${marker}.moment`, (await page.attribute(scrubber, 'aria-valuetext')) ?? '');
      const { run: going } = await api.runRecipe('producer-consumer', { orders: '100000', perOrder: '50' });
      await row(api, 'threads', 'the run', isRun(going, 'active'));
      await vscode.commands.executeCommand('threadbook.showUsage', { run: going });
      await page.see('webview tbody tr');
      await vscode.commands.executeCommand('threadbook.showTimeline', { run: going });
      await page.see(drawn);
      assert.deepEqual(labels(), expected);
      writeFileSync(marker, (await page.attribute('webview canvas', 'data-events')) ?? '');
      // What other extensions say while they are torn down is no result of this test.
      process.removeAllListeners('uncaughtException').on('uncaughtException', () => undefined);
      vscode.commands.executeCommand('workbench.action.reloadWindow').then(undefined, () => undefined); // Nobody is left to hear its answer.
      await new Promise(() => undefined); // This extension host is gone in a moment, and the suite begins again in the next.
    }
    await when(vscode.window.tabGroups.onDidChangeTabs, 'the tabs', () => (labels().length === expected.length ? true : undefined));
    assert.deepEqual(labels(), expected);
    // The run that went on ended with its server: the page says so, and offers to run it again.
    await page.see('webview .gone:has-text("This run ended when the window was closed or loaded anew.")');
    await page.see('webview button:text-is("Run Again")');
    assert.deepEqual(api.rows('threads').filter(({ context }) => context.includes('active')), []);
    // The one that was over is shown from what was kept of it.
    await page.click('.tab:has-text("Timeline: Dining philosophers")');
    await page.see(drawn);
    await page.see('webview .status:has-text("completed")');
    assert.ok(Number(await page.attribute('webview canvas', 'data-events')) > 20);
    // The others read the same recording: where its scrubber stood, and lead to the rest.
    await page.click('.tab:has-text("Who Is Slow: Dining philosophers")');
    await page.see('webview tbody tr:has-text("fork")');
    assert.equal(await page.attribute(scrubber, 'aria-valuetext'), readFileSync(`${marker}.moment`, 'utf8'));
    await page.click('webview nav button[data-page="graph"]');
    await page.see('.tab.active:has-text("Wait-For Graph: Dining philosophers")');
    await page.see(`${scrubber}[aria-valuetext="${readFileSync(`${marker}.moment`, 'utf8')}"]`);
    await page.click('.tab:has-text("Deadlock: Dining philosophers")');
    await page.see('webview [role="status"]:text-is("In this recording no threads wait for each other.")');
    await clean(api);
  });
});
