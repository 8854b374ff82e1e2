// The pages of a recording: at the moment of the scrubber, of a run that has ended and of a saved file, small and as large as they may be.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { encodeRecording } from '../../../server/model/recording/file.js';
import { busyRecording } from '../../model/recording/made.js';
import { page, type Page } from './page.js';
import { clean, listen, row, threadbook } from './threadbook.js';
import { picture, tidyWindow } from './window.js';

const scrubber = 'webview input[type="range"][aria-label="Moment"]';
const alarm = 'webview [role="alert"]:has-text("Deadlock: philosopher-1 →")';
const to = (other: string): string => `webview nav button[data-page="${other}"]`;

/** Where the scrubber stands, in words. */
const moment = async (window: Page): Promise<string> => (await window.attribute(scrubber, 'aria-valuetext')) ?? '';

describe('the pages of a recording', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'threadbook-recorded-'));
  before(tidyWindow);
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await clean(await threadbook());
  });
  after(() => rmSync(folder, { recursive: true }));

  async function philosophers(): Promise<{ run: number; end(): Promise<void> }> {
    const api = await threadbook();
    const runs = listen(api);
    const { run } = await api.runRecipe('dining-philosophers-deadlock');
    await row(api, 'threads', 'the circle', ({ context }) => context === 'cycle');
    return {
      run,
      async end() {
        await api.stopRun(run);
        await runs.ended(run);
        runs.stop();
      },
    };
  }

  it('go back from the deadlock of a run that has ended to its begin and forth again, by keys', async function () {
    if (page === undefined) return this.skip();
    const { run, end } = await philosophers();
    await vscode.commands.executeCommand('threadbook.showWaitGraph', { run });
    await page.see(alarm);
    assert.deepEqual(await page.texts(scrubber), [], 'a live run has no scrubber');
    await end();
    await page.see(scrubber);
    await page.click(scrubber);
    await page.press('Home');
    await page.see(`${scrubber}[aria-valuetext="at 0.000 s"]`);
    await page.miss('webview .node.alarm');
    await page.miss('webview tbody tr');
    for (let presses = 0; presses < 9; presses++) await page.press('PageUp');
    await page.press('ArrowLeft');
    await page.see(alarm);
    assert.equal((await page.texts('webview .node.alarm')).length, 10, 'five philosophers and five forks');
    assert.equal((await page.texts('webview tbody tr')).length, 6);
    assert.deepEqual(await page.axe(), []);
  });

  it('lead to each other at the same moment, of a run that has ended', async function () {
    if (page === undefined) return this.skip();
    const { run, end } = await philosophers();
    await vscode.commands.executeCommand('threadbook.showDeadlock', { run });
    await page.see('webview article h2:text-is("The circle")');
    await end();
    await page.see('webview [role="status"]:has-text("This is how it was")');
    await page.click(scrubber);
    await page.press('Home');
    await page.see('webview [role="status"]:has-text("The first deadlock formed at")');
    assert.deepEqual(await page.texts('webview article h2'), []);
    assert.deepEqual(await page.axe(), []);
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await picture(page, 'recorded-before-deadlock');
    await page.click('webview button:text-is("Go There")');
    await page.see('webview article li:has-text("philosopher-1 holds")');
    await picture(page, 'recorded-deadlock');
    assert.deepEqual(await page.texts('webview article p:has-text("Stop the run")'), [], 'it was stopped');
    const there = await moment(page);
    assert.match(there, /^at \d+\.\d{3} s$/);
    await page.click(to('graph'));
    await page.see('.tab.active:has-text("Wait-For Graph")');
    await page.see(alarm);
    assert.equal(await moment(page), there);
    await picture(page, 'recorded-graph');
    await page.click(to('usage'));
    await page.see('.tab.active:has-text("Who Is Slow")');
    await page.see('webview tbody tr:has-text("fork")');
    assert.equal(await moment(page), there);
    assert.deepEqual(await page.axe(), []);
    await picture(page, 'recorded-usage');
    await page.click(to('timeline'));
    await page.see('webview canvas[data-draw-ms]');
    await page.see(`${scrubber}[aria-valuetext="${there}"]`);
    await page.click(scrubber);
    await page.press('Home');
    await page.click(to('graph'));
    await page.see('.tab.active:has-text("Wait-For Graph")');
    await page.see(`${scrubber}[aria-valuetext="at 0.000 s"]`);
    await page.miss('webview .node.alarm');
  });

  it('open from a file, lead to each other there too, and dragging changes what they show', async function () {
    if (page === undefined) return this.skip();
    const file = join(folder, 'busy.threadbook-run');
    writeFileSync(file, await encodeRecording(busyRecording(8_000, 5)));
    await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), 'threadbook.recordingGraph');
    await page.see('webview h1:has-text("busy.threadbook-run")');
    await page.see(`${scrubber}[aria-valuetext="at 0.080 s"]`);
    await page.see('webview tbody tr');
    await page.drag(scrubber, [300, 8], [2, 8]);
    await page.see(`${scrubber}[aria-valuetext="at 0.000 s"]`);
    await page.miss('webview tbody tr:nth-child(2)');
    await page.click(to('usage'));
    await page.see('webview h1:has-text("Who is slow in “busy.threadbook-run”")');
    await page.see(`${scrubber}[aria-valuetext="at 0.000 s"]`);
    await page.click(scrubber);
    await page.press('End');
    await page.see('webview caption:text-is("Queues")');
    await page.see('webview tbody tr:has-text("ledger")');
    await page.click(to('deadlock'));
    await page.see('webview [role="status"]:text-is("In this recording no threads wait for each other.")');
    assert.deepEqual(await page.axe(), []);
    await page.click(to('timeline'));
    await page.see('webview canvas[data-events="8000"]');
  });

  for (const [events, threads] of [
    [1_000_000, 5],
    [200_000, 1_000],
  ] as const) {
    it(`show ${events.toLocaleString('en')} events of ${threads} threads`, async function () {
      if (page === undefined) return this.skip();
      const file = join(folder, `busy-${events}-${threads}.threadbook-run`);
      writeFileSync(file, await encodeRecording(busyRecording(events, threads)));
      const times: string[] = [];
      for (const [editor, shown] of [
        ['threadbook.recordingGraph', 'webview tbody tr'],
        ['threadbook.recordingUsage', 'webview tbody tr:has-text("ledger")'],
        ['threadbook.recordingDeadlock', 'webview [role="status"]:text-is("In this recording no threads wait for each other.")'],
      ] as const) {
        const began = performance.now();
        await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), editor);
        await page.see(shown);
        times.push(`${editor.replace('threadbook.recording', '')} in ${Math.round(performance.now() - began)} ms`);
        const middle = performance.now();
        await page.click(scrubber);
        await page.press('Home');
        await page.see(`${scrubber}[aria-valuetext="at 0.000 s"]`);
        times.push(`moved after ${Math.round(performance.now() - middle)} ms`);
      }
      Mocha.reporters.Base.consoleLog(`      opened: ${times.join(', ')}`);
      assert.deepEqual(await page.texts('webview .gone'), []);
    });
  }
});
