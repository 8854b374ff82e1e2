// Save Recording and Open Recording through VS Code's own dialogs, as they are where there is no desktop: a path is typed.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { page, type Page } from './page.js';
import { clean, isRun, listen, row, threadbook, when } from './threadbook.js';
import { showNotifications, tidyWindow } from './window.js';

describe('the dialogs of recordings', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'threadbook-dialogs-'));
  mkdirSync(join(folder, 'beside'));
  before(tidyWindow);
  after(() => rmSync(folder, { recursive: true }));
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await clean(await threadbook());
  });

  /** Gives a path to the dialog that has this title. */
  async function answer(window: Page, title: string, path: string): Promise<void> {
    await window.see(`.quick-input-title:has-text("${title}")`);
    await window.see('.quick-input-list .monaco-list-row'); // The folder that it begins with has been read.
    await window.press('Control+A');
    await window.paste(path);
    await window.see('.quick-input-list .monaco-list-row:has-text("beside")'); // And so has ours.
    await window.press('Enter');
  }

  it('save a run, open it again and export it', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const runs = listen(api);
    const { run } = await api.runRecipe('dining-philosophers');
    await runs.ended(run);
    runs.stop();
    await row(api, 'threads', 'the ended run', isRun(run, 'ended'));

    const file = join(folder, 'evening.threadbook-run');
    const saved = vscode.commands.executeCommand('threadbook.saveRecording', { run });
    await answer(page, 'Save Recording', file);
    await showNotifications(page);
    await page.see(`.notification-list-item:has-text("The recording is saved in ${file}")`);
    assert.ok(existsSync(file));
    await page.click('.notification-list-item >> text="Open"');
    await saved;
    await page.see('.tab.active:has-text("evening.threadbook-run")');
    await page.see('webview canvas[data-draw-ms]');

    const trace = join(folder, 'evening.trace.json');
    const exported = vscode.commands.executeCommand('threadbook.exportTrace');
    await answer(page, 'Export as Perfetto Trace', trace);
    await showNotifications(page);
    await page.see(`.notification-list-item:has-text("The trace is saved in ${trace}")`);
    await vscode.commands.executeCommand('notifications.clearAll');
    await exported;
    assert.ok((JSON.parse(readFileSync(trace, 'utf8')) as { traceEvents: unknown[] }).traceEvents.length > 100);

    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const opened = vscode.commands.executeCommand('threadbook.openRecording');
    await answer(page, 'Open Recording', file);
    await opened;
    await when(vscode.window.tabGroups.onDidChangeTabs, 'the tab of the recording', () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === 'evening.threadbook-run'));
    await page.see('webview h1:has-text("evening.threadbook-run")');
  });

  it('save the report on a deadlock out of a recording', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const runs = listen(api);
    const { run } = await api.runRecipe('transfer-opposite-order');
    await row(api, 'threads', 'the circle', ({ context }) => context === 'cycle');
    await api.stopRun(run);
    await runs.ended(run);
    runs.stop();
    const file = join(folder, 'transfer.threadbook-run');
    const saved = vscode.commands.executeCommand('threadbook.saveRecording', { run });
    await answer(page, 'Save Recording', file);
    await showNotifications(page);
    await page.see(`.notification-list-item:has-text("The recording is saved in ${file}")`);
    await vscode.commands.executeCommand('notifications.clearAll');
    await saved;

    await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), 'threadbook.recordingDeadlock');
    await page.see('webview li:text-is("saver holds savings and waits for checking, which spender holds.")');
    assert.equal((await page.texts('webview button:has-text("transfer (transfer-opposite-order.ts:")')).length, 4, 'both places of both threads');
    assert.deepEqual(await page.texts('webview button:text-is("Run Again")'), [], 'a file has no run');
    await page.click('webview button:text-is("Save Report…")');
    const report = join(folder, 'report.md');
    await answer(page, 'Save Deadlock Report', report);
    await page.see('.tab.active:has-text("report.md")');
    assert.match(readFileSync(report, 'utf8'), /saver holds savings and waits for checking, which spender holds\./);
  });

  it('leave everything as it is when they are cancelled', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const runs = listen(api);
    const { run } = await api.runRecipe('countdown', { from: '1' });
    await runs.ended(run);
    runs.stop();
    const saved = vscode.commands.executeCommand('threadbook.saveRecording', { run });
    await page.see('.quick-input-title:has-text("Save Recording")');
    await page.press('Escape');
    await saved;
    assert.deepEqual(await page.texts('.notification-list-item'), []);
  });
});
