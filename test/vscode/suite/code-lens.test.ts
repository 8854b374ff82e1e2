// “Run” above a recipe in its source.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { OwnRecipe } from './own-recipe.js';
import { page } from './page.js';
import { clean, listen, threadbook } from './threadbook.js';
import { tidyWindow } from './window.js';

const text = `import { defineRecipe } from 'threadbook/recipe';
import { print } from 'threadbook/threading';

export const recipe = defineRecipe({
  title: 'A recipe with a lens',
  parameters: { name: { type: 'text', default: 'world', help: 'Whom to greet.' } },
  main({ name }) {
    print(\`hello \${name}\`);
  },
});
`;

const titles = async (uri: vscode.Uri): Promise<(string | undefined)[]> => {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
  return lenses.map(({ command }) => command?.title);
};

describe('CodeLens on a recipe', () => {
  const lens = '.codelens-decoration a';
  before(tidyWindow);
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await clean(await threadbook());
  });

  it('runs the recipe of the user with what is in the editor, saved or not', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const runs = listen(api);
    const mine = new OwnRecipe('lens.recipe.js');
    await mine.write(api, text);
    // The edit comes before the editor: it would draw the lens anew, and a click on what is being replaced is lost.
    const document = await vscode.workspace.openTextDocument(mine.uri);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(mine.uri, document.lineAt(7).range, "    throw new Error('not today');");
    await vscode.workspace.applyEdit(edit);
    await vscode.window.showTextDocument(document);
    await page.see(`${lens}:has-text("Run with Parameters")`);
    await page.click(`${lens}:text-is("Run")`);
    const { run, recipe } = await runs.started();
    assert.equal(recipe, mine.uri.fsPath);
    assert.equal((await runs.ended(run)).outcome.kind, 'raised');
    await page.click(`${lens}:has-text("Run with Parameters")`);
    await page.see('.quick-input-title:has-text("A recipe with a lens")');
    await page.press('Escape');
    await mine.remove(api);
    runs.stop();
  });

  it('is there on recipes of the catalogue, and can be switched off', async () => {
    const api = await threadbook();
    const { source } = (await api.recipes()).find(({ id }) => id === 'countdown') ?? assert.fail();
    const { uri } = await vscode.workspace.openTextDocument(source.file);
    assert.deepEqual(await titles(uri), ['$(play) Run', 'Run with Parameters…']);
    const settings = vscode.workspace.getConfiguration('threadbook');
    await settings.update('codeLens.enable', false, vscode.ConfigurationTarget.Global);
    assert.deepEqual(await titles(uri), []);
    await settings.update('codeLens.enable', undefined, vscode.ConfigurationTarget.Global);
  });
});
