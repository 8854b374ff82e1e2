// The Threads view while a run goes on: it is alive, it keeps the selection, it leads to the source, it stops runs.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Row } from '../../../client/api.js';
import { page } from './page.js';
import { runFromPalette } from './palette.js';
import { clean, isRun, listen, row, threadbook, when } from './threadbook.js';
import { picture, rowNamed, showThreadsWide, tidyWindow, viewRows } from './window.js';

const long = { orders: '100000', perOrder: '50' };

describe('the Threads view', () => {
  before(tidyWindow);
  afterEach(async () => clean(await threadbook()));

  it('follows a queue while it fills, with who waits and since when', async () => {
    const api = await threadbook();
    await api.runRecipe('producer-consumer', long);
    const waiting = await row(api, 'threads', 'the producer to wait for room', ({ context, label, description = '' }) => context === 'thread' && label === 'producer' && /waiting to put into orders/.test(description));
    assert.match(waiting.description ?? '', /for .* s/);
    await row(api, 'threads', 'the full queue', ({ label, description = '' }) => label === 'orders' && /4/.test(description) && /waiting/.test(description));
    assert.match(waiting.spoken, /^Thread producer/);
  });

  it('changes while a run goes on, five times a second or more', async () => {
    const api = await threadbook();
    const { run } = await api.runRecipe('producer-consumer', long);
    await row(api, 'threads', 'the run', isRun(run, 'active'));
    let changes = 0;
    const began = performance.now();
    await when(api.onDidChangeRows, 'ten changes', () => (++changes >= 10 ? true : undefined));
    assert.ok(performance.now() - began < 2_500, `ten changes took ${Math.round(performance.now() - began)} ms`);
  });

  it('is drawn again and again while rows change without a pause', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const { run } = await api.runRecipe('producer-consumer', long);
    await vscode.commands.executeCommand('threadbook.threads.focus');
    const age = `${viewRows('Threads')}:has-text("#${run} ·") .label-description`;
    await page.see(age);
    for (let time = 0; time < 4; time++) {
      const [text = ''] = await page.texts(age);
      assert.match(text, /\d s$/);
      await page.miss(`${age}:text-is("${text}")`);
    }
    assert.ok(api.rows('threads').some(isRun(run, 'active')), 'the run goes on');
  });

  it('stops a run by command, and the run’s row says so', async () => {
    const api = await threadbook();
    const runs = listen(api);
    const { run } = await api.runRecipe('producer-consumer', long);
    await row(api, 'threads', 'the run', isRun(run, 'active'));
    await vscode.commands.executeCommand('threadbook.stopRun');
    const ended = await runs.ended(run);
    assert.equal(ended.outcome.kind, 'stopped');
    const shown = await row(api, 'threads', 'the ended run', isRun(run, 'ended'));
    assert.match(shown.description ?? '', /stopped/);
    runs.stop();
  });

  it('opens the line where a thread waits, and keeps the selection while rows change', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const { run } = await api.runRecipe('producer-consumer', { ...long, perOrder: '60000' }); // The producer stays where it waits.
    await showThreadsWide(page);
    const matches = ({ context, label, site }: Row): boolean => context === 'thread' && label === 'producer' && site !== undefined;
    const { site } = await row(api, 'threads', 'a place where the producer waits', matches);
    // What is on the screen is a moment older than what the server knows: a row that has waited for a second has its place there, too.
    await page.see(`${viewRows('Threads')} >> text=/waiting to put into orders for [1-9]/`);
    await page.click(rowNamed('Threads', 'producer'));
    const editor = await when(vscode.window.onDidChangeActiveTextEditor, 'the source', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.fileName.endsWith('producer-consumer.ts') ? active : undefined;
    });
    assert.equal(editor.document.fileName, site?.file);
    await when(vscode.window.onDidChangeTextEditorSelection, 'the line', () => (editor.selection.active.line + 1 === site?.line ? true : undefined));
    assert.match(editor.document.lineAt(editor.selection.active.line).text, /orders\.put/);
    await page.see(`${viewRows('Threads')}:has-text("waiting to put into orders")`);
    await picture(page, 'sidebar-running');
    let changes = 0;
    await when(api.onDidChangeRows, 'the rows to change', () => (++changes > 3 ? true : undefined));
    assert.deepEqual(await page.texts(`${viewRows('Threads')}.selected .label-name`), ['producer']);
    assert.equal(api.rows('threads').some(isRun(run, 'active')), true);
  });

  it('runs a recipe by the button of its row, and stops it by the button of the run’s row', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const runs = listen(api);
    await vscode.commands.executeCommand('threadbook.recipes.focus');
    const recipe = rowNamed('Recipes', 'Two accounts locked in opposite order'); // It never ends by itself.
    await page.type('Two accounts'); // Typing in a tree goes to the row; there are more recipes than fit.
    await page.hover(recipe);
    await page.click(`${recipe} a.action-label[aria-label*="Run with Defaults"]`);
    const { run } = await runs.started();
    const running = `${viewRows('Threads')}:has-text("#${run} ·")`;
    await page.hover(running);
    await page.click(`${running} a.action-label[aria-label*="Stop Run"]`);
    assert.equal((await runs.ended(run)).outcome.kind, 'stopped');
    runs.stop();
  });

  it('is empty again after Remove Ended Runs, and invites to run one', async function () {
    const api = await threadbook();
    const runs = listen(api);
    const { run } = await api.runRecipe('countdown', { from: '1' });
    await runs.ended(run);
    await row(api, 'threads', 'the ended run', isRun(run, 'ended'));
    await vscode.commands.executeCommand('threadbook.clearRuns');
    await when(api.onDidChangeRows, 'no rows', () => (api.rows('threads').length === 0 ? true : undefined));
    runs.stop();
    if (page === undefined) return;
    await vscode.commands.executeCommand('threadbook.threads.focus');
    await page.see('.welcome-view-content:has-text("No recipe has run yet")');
    await runFromPalette(page, 'Threadbook: Run Recipe');
    await page.see('.quick-input-title:has-text("Run Recipe")');
    await page.press('Escape');
  });
});
