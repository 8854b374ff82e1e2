// The timeline: live, by mouse and keyboard, for everybody, and of saved recordings as large as they may be.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { encodeRecording } from '../../../server/model/recording/file.js';
import { busyRecording } from '../../model/recording/made.js';
import { page, type Page } from './page.js';
import { clean, isRun, listen, row, threadbook, when } from './threadbook.js';
import { showThreadsWide, tidyWindow, viewRows } from './window.js';

const long = { orders: '100000', perOrder: '50' };
const canvas = 'webview canvas';
const drawn = `${canvas}[data-draw-ms]`;

/** How much time is in sight, in milliseconds. */
const span = async (window: Page): Promise<number> => Number(await window.attribute(canvas, 'data-span'));

describe('the timeline', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'threadbook-recordings-'));
  before(tidyWindow);
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
    await clean(await threadbook());
  });
  after(() => rmSync(folder, { recursive: true }));

  it('opens from the row of a run, follows it, and is complete when it has ended', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const runs = listen(api);
    const { run } = await api.runRecipe('producer-consumer', { orders: '80', perOrder: '100' });
    await row(api, 'threads', 'the run', isRun(run, 'active'));
    await showThreadsWide(page);
    const shown = `${viewRows('Threads')}:has-text("#${run} ·")`;
    await page.hover(shown);
    await page.click(`${shown} a.action-label[aria-label*="Show Timeline"]`);
    await page.see('webview h1:has-text("Producer and consumer")');
    await page.see(drawn);
    await page.see('webview [data-action="follow"][aria-pressed="true"]');
    const before = await page.attribute(canvas, 'data-events');
    await page.miss(`${canvas}[data-events="${before}"]`);
    await runs.ended(run);
    await page.see('webview .status:has-text("completed")');
    await page.miss('webview [data-action="follow"]');
    runs.stop();
  });

  it('goes through the segments by keyboard and says them, selects, zooms, and opens the source', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const { run } = await api.runRecipe('transfer-opposite-order');
    await row(api, 'threads', 'the circle', ({ context }) => context === 'cycle');
    await vscode.commands.executeCommand('threadbook.showTimeline', { run });
    await page.see(drawn);
    await page.click('webview [data-action="follow"]');
    await page.click(canvas);
    await page.press('Escape');
    await page.press('ArrowDown');
    await page.see('webview .spoken:has-text(":")');
    for (let n = 0; n < 6; n++) await page.press('ArrowRight');
    await page.see('webview .spoken:has-text("waiting for")');
    const before = await span(page);
    await page.press('+');
    await page.miss(`${canvas}[data-span="${before.toFixed(3)}"]`);
    assert.ok(Math.abs((await span(page)) / before - 0.5) < 0.01);
    await page.press('Shift+ArrowLeft');
    await page.see('webview details[open] summary:has-text("Table: from")');
    await page.see('webview tbody th:has-text("spender")');
    await page.press('ArrowRight');
    await page.press('Enter');
    await when(vscode.window.onDidChangeVisibleTextEditors, 'the source', () => vscode.window.visibleTextEditors.find(({ document }) => document.fileName.endsWith('transfer-opposite-order.ts')));
    await page.see('webview h1'); // Still in sight, beside its source.
  });

  for (const [theme, name] of [
    ['Default Dark Modern', 'dark'],
    ['Default Light Modern', 'light'],
    ['Default High Contrast', 'contrast'],
  ] as const) {
    it(`keeps nobody out and takes the colours of the theme: ${name}`, async function () {
      if (page === undefined) this.skip();
      const api = await threadbook();
      const runs = listen(api);
      await vscode.workspace.getConfiguration().update('workbench.colorTheme', theme, vscode.ConfigurationTarget.Global);
      await vscode.commands.executeCommand('workbench.action.closePanel');
      const { run } = await api.runRecipe('dining-philosophers', {});
      await runs.ended(run);
      await vscode.commands.executeCommand('workbench.action.closePanel');
      await vscode.commands.executeCommand('workbench.action.closeSidebar');
      await vscode.commands.executeCommand('threadbook.showTimeline', { run });
      await page.see(drawn);
      assert.deepEqual(await page.axe(), []);
      await page.point(canvas, [640, 70]);
      if (name !== 'contrast') await page.screenshot(`timeline-${name}`);
      await page.click('webview [data-action="help"]');
      await page.drag(canvas, [400, 8], [700, 8]);
      await page.see('webview details[open] tbody button');
      await page.click('webview tbody button');
      await page.see('webview .segments caption');
      assert.deepEqual(await page.axe(), []);
      if (name !== 'contrast') await page.screenshot(`timeline-table-${name}`);
      await vscode.commands.executeCommand('workbench.view.extension.threadbook');
      await vscode.workspace.getConfiguration().update('workbench.colorTheme', 'Default Dark Modern', vscode.ConfigurationTarget.Global);
      runs.stop();
    });
  }

  it('comes back as it was when its tab was hidden', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const { run } = await api.runRecipe('producer-consumer', long);
    await vscode.commands.executeCommand('threadbook.showTimeline', { run });
    await page.see(drawn);
    await page.drag(canvas, [300, 8], [500, 8]);
    await page.see('webview details[open] summary:has-text("Table: from")');
    const [range = ''] = await page.texts('webview summary');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'something else' }), { preview: false });
    await page.miss('iframe.webview.ready:visible');
    await vscode.commands.executeCommand('threadbook.showTimeline', { run });
    await page.see(`webview summary:has-text("${range}")`);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  for (const [events, threads] of [
    [100_000, 5],
    [1_000_000, 5],
    [200_000, 1_000],
  ] as const) {
    it(`shows a recording of ${events.toLocaleString('en')} events of ${threads} threads, and moves`, async function () {
      if (page === undefined) this.skip();
      const file = join(folder, `busy-${events}-${threads}.threadbook-run`);
      writeFileSync(file, await encodeRecording(busyRecording(events, threads)));
      const began = performance.now();
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
      await page.see(`${canvas}[data-events="${events}"]`);
      const opened = performance.now() - began;
      await page.click(canvas);
      await vscode.commands.executeCommand('workbench.action.closeSidebar');
      for (let n = 0; n < 60; n++) await page.press(n % 2 === 0 ? 'PageDown' : 'PageUp');
      for (const key of ['+', '+', '+', 'PageDown', 'PageUp', '-', '-', '-']) await page.press(key);
      const draw = Number(await page.attribute(canvas, 'data-draw-ms'));
      Mocha.reporters.Base.consoleLog(`      opened in ${Math.round(opened)} ms; a picture takes ${draw} ms, at worst ${await page.attribute(canvas, 'data-draw-worst-ms')} ms`);
      await vscode.commands.executeCommand('workbench.view.extension.threadbook');
      assert.deepEqual(await page.texts('webview .gone'), []);
      if (events === 100_000) assert.ok(draw < 1_000 / 60, `a picture takes ${draw} ms`);
    });
  }

  it('says what is wrong with a file that is cut off', async function () {
    if (page === undefined) this.skip();
    const file = join(folder, 'cut.threadbook-run');
    writeFileSync(file, (await encodeRecording(busyRecording(1_000, 3))).subarray(0, 300));
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
    await page.see('webview .gone:has-text("The file is damaged or cut off")');
    assert.deepEqual(await page.axe(), []);
  });
});
