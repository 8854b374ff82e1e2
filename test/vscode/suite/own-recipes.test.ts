// A recipe that the user writes into the workspace: it appears as it is saved, runs, and is marked where it is wrong.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page.js';
import { clean, listen, row, threadbook, when } from './threadbook.js';

const works = `import { defineRecipe } from 'threadbook/recipe';
import { print } from 'threadbook/threading';

export const recipe = defineRecipe({
  title: 'A greeting of my own',
  main() {
    print('hello');
  },
});
`;

describe('a recipe of the user', () => {
  let uri: vscode.Uri;
  const write = async (text: string): Promise<void> => vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  before(() => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    uri = vscode.Uri.joinPath(folder?.uri ?? assert.fail('no workspace is open'), 'greeting.recipe.js');
  });
  after(async () => {
    await vscode.workspace.fs.delete(uri);
    const api = await threadbook();
    await when(api.onDidChangeRows, 'the row to go', () => (api.rows('recipes').some(({ subject }) => subject?.recipe === uri.fsPath) ? undefined : true));
    await clean(api);
  });

  it('appears when its file is saved, and runs', async () => {
    const api = await threadbook();
    await api.recipes();
    await write(works);
    const shown = await row(api, 'recipes', 'the recipe', ({ label }) => label === 'A greeting of my own');
    assert.equal(shown.context, 'recipe runnable');
    const runs = listen(api);
    const { run } = await api.runRecipe(shown.subject?.recipe ?? '');
    assert.deepEqual((await runs.ended(run)).outcome, { kind: 'completed' });
    runs.stop();
  });

  it('runs by the button in the title of its editor', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const runs = listen(api);
    await vscode.window.showTextDocument(uri);
    await page.click('.editor-actions a.action-label[aria-label*="Run with Defaults"]');
    const { run, recipe } = await runs.started();
    assert.equal(recipe, uri.fsPath);
    assert.deepEqual((await runs.ended(run)).outcome, { kind: 'completed' });
    runs.stop();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('appears among more files than are read in a moment, and they follow the folder that they are in', async () => {
    const api = await threadbook();
    await api.recipes();
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const many = vscode.Uri.joinPath(folder?.uri ?? assert.fail('no workspace is open'), 'many');
    for (let n = 0; n < 205; n++) await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(many, `${n}.recipe.js`), new TextEncoder().encode(works.replace('of my own', `number ${n}`)));
    const shown = (folder: vscode.Uri, count: number): Promise<true> =>
      when(api.onDidChangeRows, `${count} rows below ${folder.path}`, () => (api.rows('recipes').filter(({ subject }) => subject?.recipe?.startsWith(`${folder.fsPath}/`)).length === count ? true : undefined));
    await shown(many, 205);
    const renamed = vscode.Uri.joinPath(many, '..', 'renamed');
    await vscode.workspace.fs.rename(many, renamed);
    await shown(renamed, 205);
    await shown(many, 0);
    await vscode.workspace.fs.delete(renamed, { recursive: true });
    await shown(renamed, 0);
  });

  it('is marked in its row and on its line when it cannot be loaded, and no longer when it is mended', async () => {
    const api = await threadbook();
    await write(works.replace("print('hello')", 'print(('));
    await row(api, 'recipes', 'the row to be marked', ({ subject, context }) => subject?.recipe === uri.fsPath && context === 'recipe broken');
    const found = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'threadbook');
    const [finding] = await when(vscode.languages.onDidChangeDiagnostics, 'a diagnostic', () => (found().length > 0 ? found() : undefined));
    assert.match(finding?.message ?? '', /cannot be loaded/);
    await write(works);
    await row(api, 'recipes', 'the row to be mended', ({ subject, context }) => subject?.recipe === uri.fsPath && context === 'recipe runnable');
    await when(vscode.languages.onDidChangeDiagnostics, 'the diagnostic to go', () => (found().length === 0 ? true : undefined));
  });
});
