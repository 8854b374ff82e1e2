// The walkthrough as its reader goes through it: a deadlock happens, its warning is read, it is mended, it runs to its end; each ticks its step.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { found } from './found.js';
import { page } from './page.js';
import { runFromPalette } from './palette.js';
import { clean, listen, row, threadbook } from './threadbook.js';
import { picture, tidyWindow } from './window.js';

const inWorkspace = (name: string): vscode.Uri => vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no workspace is open'), name);
const ticked = (title: string): string => `.getting-started-step:has-text("${title}") .codicon.complete`;

describe('the walkthrough', () => {
  const uri = inWorkspace('my-deadlock.recipe.ts');
  before(async function () {
    if (page === undefined) this.skip();
    await tidyWindow();
    await (await threadbook()).recipes();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const each of [uri, inWorkspace('threadbook.d.ts')]) await vscode.workspace.fs.delete(each);
    await clean(await threadbook());
  });

  it('ticks its steps by what happens', async () => {
    assert.ok(page);
    const api = await threadbook();
    const runs = listen(api);
    const openWalkthrough = async (): Promise<void> => void (await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'threadbook.threadbook#start'));
    // First, as its reader does.
    await openWalkthrough();
    await page.see('.getting-started-step:has-text("Run It Again")');
    await runFromPalette(page, 'Threadbook: New Recipe That Deadlocks');
    await page.see('.quick-input-title:has-text("New Recipe That Deadlocks")');
    await page.press('Enter');
    await page.see('.tab.active:has-text("my-deadlock.recipe.ts")');
    await found(uri, 'lock-order-inversion');
    await page.click('.codelens-decoration a:text-is("Run")');
    const { run } = await runs.started();
    await row(api, 'threads', 'the deadlock', ({ context }) => context === 'cycle');
    await api.stopRun(run);
    await runs.ended(run);

    const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.fsPath === uri.fsPath) ?? assert.fail('the recipe is not shown');
    const text = editor.document.getText();
    const swapped = text.replace(/bank\.checking(\.hold\(\);\s+sleep\(\d+\);\s+using second = )bank\.savings/, 'bank.savings$1bank.checking');
    await editor.edit((edit) => edit.replace(new vscode.Range(editor.document.positionAt(0), editor.document.positionAt(text.length)), swapped));
    await page.miss('.squiggly-error');
    await runFromPalette(page, 'Threadbook: Run Again');
    const again = await runs.started();
    assert.equal((await runs.ended(again.run)).outcome.kind, 'completed');
    runs.stop();

    await openWalkthrough();
    for (const title of ['Run Your First Recipe', 'See a Deadlock Happen', 'Read the Warning in the Source', 'Apply the Fix', 'Run It Again']) await page.see(ticked(title));
    await picture(page, 'walkthrough');
  });
});
