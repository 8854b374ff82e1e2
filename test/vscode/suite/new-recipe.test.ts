// New Recipe…: a file that runs as it is, that the editor's TypeScript understands, and that is never written over another one.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page.js';
import { runFromPalette } from './palette.js';
import { clean, listen, row, threadbook, when } from './threadbook.js';
import { tidyWindow } from './window.js';

const inWorkspace = (name: string): vscode.Uri => vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no workspace is open'), name);

describe('New Recipe', () => {
  const uri = inWorkspace('my-own-recipe.recipe.ts');
  const types = inWorkspace('threadbook.d.ts');
  before(async function () {
    if (page === undefined) this.skip();
    await tidyWindow();
    await (await threadbook()).recipes();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const each of [uri, types]) await vscode.workspace.fs.delete(each);
    await clean(await threadbook());
  });

  it('writes a recipe that is in the catalogue at once and runs', async () => {
    assert.ok(page);
    const api = await threadbook();
    await runFromPalette(page, 'Threadbook: New Recipe…');
    await page.see('.quick-input-title:has-text("New Recipe")');
    await page.press('Control+A');
    await page.type('My own recipe');
    await page.press('Enter');
    await page.see('.tab.active:has-text("my-own-recipe.recipe.ts")');
    const shown = await row(api, 'recipes', 'the recipe', ({ label }) => label === 'My own recipe');
    assert.equal(shown.context, 'recipe runnable');
    const runs = listen(api);
    const { run } = await api.runRecipe(uri.fsPath);
    assert.deepEqual((await runs.ended(run)).outcome, { kind: 'completed' });
    runs.stop();
  });

  it('is understood by TypeScript: nothing underlined, completion of what it imports', async () => {
    const editor = await vscode.window.showTextDocument(uri);
    // The editor has looked at the file once it underlines a mistake.
    const join = editor.document.positionAt(editor.document.getText().indexOf('greeter.join(') + 'greeter.join('.length);
    await editor.edit((edit) => edit.insert(join, "'soon'"));
    const errors = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri).filter(({ source, severity }) => source === 'ts' && severity === vscode.DiagnosticSeverity.Error);
    await when(vscode.languages.onDidChangeDiagnostics, 'the mistake to be underlined', () => (errors().length > 0 ? true : undefined));
    assert.deepEqual(errors().map(({ message }) => message), ["Argument of type 'string' is not assignable to parameter of type 'number'."]);
    const end = editor.document.positionAt(editor.document.getText().indexOf('queue.put(null)') + 'queue.'.length);
    const completions = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', uri, end);
    const offered = completions.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    for (const name of ['put', 'get', 'taskDone', 'join']) assert.ok(offered.includes(name), `${name} is not among ${offered.slice(0, 20).join()}`);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('does not take a name that is taken, and says so', async () => {
    assert.ok(page);
    await runFromPalette(page, 'Threadbook: New Recipe…');
    await page.see('.quick-input-title:has-text("New Recipe")');
    await page.press('Control+A');
    await page.type('my own recipe');
    await page.press('Enter');
    await page.see('.quick-input-message:has-text("my-own-recipe.recipe.ts already")');
    await page.press('Escape');
  });
});
