// The wait-for graph of a recording: at the moment of the scrubber, of a run that has ended and of a saved file.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { encodeRecording } from '../../../server/model/recording/file.js';
import { busyRecording } from '../../model/recording/made.js';
import { page } from './page.js';
import { clean, listen, row, threadbook } from './threadbook.js';
import { tidyWindow } from './window.js';

const scrubber = 'webview input[type="range"][aria-label="Moment"]';
const alarm = 'webview [role="alert"]:has-text("Deadlock: philosopher-1 →")';

describe('the wait-for graph of a recording', () => {
  const folder = mkdtempSync(join(tmpdir(), 'threadbook-recorded-graph-'));
  before(tidyWindow);
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await clean(await threadbook());
  });
  after(() => rmSync(folder, { recursive: true }));

  it('goes back from the deadlock of a run that has ended to its begin and forth again, by keys', async function () {
    if (page === undefined) return this.skip();
    const api = await threadbook();
    const runs = listen(api);
    const { run } = await api.runRecipe('dining-philosophers-deadlock');
    await row(api, 'threads', 'the circle', ({ context }) => context === 'cycle');
    await vscode.commands.executeCommand('threadbook.showWaitGraph', { run });
    await page.see(alarm);
    assert.deepEqual(await page.texts(scrubber), [], 'a live run has no scrubber');
    await api.stopRun(run);
    await runs.ended(run);
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
    runs.stop();
  });

  it('opens from a file, and dragging changes the graph and the table', async function () {
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
  });
});
