// A recipe that really deadlocks: the view spells the circle out while it happens, a warning comes, and the run can be stopped.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page.js';
import { clean, isRun, listen, row, threadbook, when } from './threadbook.js';
import { picture, showNotifications, showThreadsWide, tidyWindow, viewRows } from './window.js';

describe('a deadlock among running threads', () => {
  before(tidyWindow);
  afterEach(async () => clean(await threadbook()));

  it('is shown below its run with its circle, and leads to the source', async () => {
    const api = await threadbook();
    const runs = listen(api);
    const { run } = await api.runRecipe('transfer-opposite-order');
    const head = await row(api, 'threads', 'the circle', ({ context }) => context === 'cycle');
    const steps = api.rows('threads').filter(({ parent, context }) => parent === head.id && context === 'step');
    assert.equal(steps.length, 2);
    for (const { label, description = '', site } of steps) {
      assert.match(`${label} ${description}`, /waits for .+held by .+/);
      assert.match(site?.file ?? '', /transfer-opposite-order\.ts$/);
    }
    const stuck = api.rows('threads').filter(({ context, description = '' }) => context === 'thread' && description.includes('blocked for ever'));
    assert.ok(stuck.length >= 2, 'the threads of the circle are shown as blocked for ever');
    await api.stopRun(run);
    const ended = await runs.ended(run);
    assert.equal(ended.asExpected, true, ended.summary);
    await row(api, 'threads', 'the ended run', isRun(run, 'ended'));
    runs.stop();
  });

  it('is a Problem on each line where a thread waits or took a lock, until the run ends', async () => {
    const api = await threadbook();
    const runs = listen(api);
    const { run } = await api.runRecipe('transfer-opposite-order');
    const problems = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics().flatMap(([uri, all]) => (uri.path.endsWith('transfer-opposite-order.ts') ? all.filter(({ code }) => typeof code === 'object' && code.value === 'deadlock') : []));
    const there = await when(vscode.languages.onDidChangeDiagnostics, 'the problems of the deadlock', () => (problems().length === 4 ? problems() : undefined));
    const waits = there.filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error).map(({ message }) => message).sort();
    assert.deepEqual(waits, [`Deadlock in run ${run}: saver waits here for checking, which spender never gives back.`, `Deadlock in run ${run}: spender waits here for savings, which saver never gives back.`]);
    for (const { code, relatedInformation = [] } of there) {
      assert.equal(relatedInformation.length, 4, 'both places of both threads');
      assert.ok(typeof code === 'object' && (await vscode.workspace.fs.stat(code.target)).size > 0, 'its code leads to the page of a rule');
    }
    await api.stopRun(run);
    await when(vscode.languages.onDidChangeDiagnostics, 'the problems to go', () => (problems().length === 0 ? true : undefined));
    await runs.ended(run);
    runs.stop();
  });

  it('is seen at the end of the lines on which the locks are held', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const { run } = await api.runRecipe('transfer-opposite-order');
    await row(api, 'threads', 'the circle', ({ context }) => context === 'cycle');
    const held = api.rows('threads').find(({ label }) => label === 'holds savings');
    assert.ok(held?.site);
    await vscode.window.showTextDocument(vscode.Uri.file(held.site.file), { selection: new vscode.Range(held.site.line - 1, 0, held.site.line - 1, 0) });
    await page.seeBehindLine('savings: held by saver for ever (deadlock), 1 waiting');
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await picture(page, 'live-state');
    await api.stopRun(run);
    await page.missBehindLine('held by');
  });

  it('is announced once, with the circle spelled out, and can be stopped from there', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const runs = listen(api);
    const { run } = await api.runRecipe('transfer-opposite-order');
    await row(api, 'threads', 'the circle', ({ context }) => context === 'cycle');
    await showThreadsWide(page);
    await page.see(`${viewRows('Threads')}:has-text("#${run} · deadlock")`);
    await page.click(`${viewRows('Threads')}:has-text("waits for savings")`);
    await page.see('.tab.active:has-text("transfer-opposite-order.ts")');
    await picture(page, 'sidebar-deadlock');
    await showNotifications(page);
    await page.see('.notification-list-item:has-text("Deadlock:")');
    const [notice = ''] = (await page.texts('.notification-list-item')).filter((text) => text.includes('Deadlock:'));
    assert.match(notice, /waits for .+, held by .+; .+ waits for .+, held by/);
    await page.click('.notification-list-item:has-text("Deadlock:") >> text=Stop Run');
    assert.equal((await runs.ended(run)).run, run);
    runs.stop();
  });
});
