// A workspace of two folders, each with a recipe of the same name and title.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { clean, listen, row, threadbook, when } from './threadbook.js';

const text = (says: string): string => `import { defineRecipe } from 'threadbook/recipe';
import { print } from 'threadbook/threading';

export const recipe = defineRecipe({ title: 'A greeting', transcript: { parameters: {}, lines: { MainThread: ['${says}'] } }, main: () => print('${says}') });
`;

describe('a workspace of two folders', () => {
  const uris = (): vscode.Uri[] => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => vscode.Uri.joinPath(uri, 'greet.recipe.js'));

  it('shows the recipes of both, told apart, and runs each', async () => {
    const api = await threadbook();
    await api.recipes();
    assert.equal(uris().length, 2);
    for (const uri of uris()) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text(uri.path)));
    const runs = listen(api);
    for (const [n, folder] of ['bank', 'vault'].entries()) {
      const id = uris()[n]?.fsPath ?? assert.fail();
      await row(api, 'recipes', `the recipe of ${folder}`, ({ subject, label, description }) => subject?.recipe === id && label === 'A greeting' && description === `${folder}/greet.recipe.js`);
      const { run } = await api.runRecipe(id);
      assert.deepEqual((await runs.ended(run)).outcome, { kind: 'completed' });
    }
    runs.stop();
    await clean(api);
  });

  it('forgets those of a folder that is removed', async () => {
    const api = await threadbook();
    const [stays, goes] = uris();
    vscode.workspace.updateWorkspaceFolders(1, 1);
    await when(api.onDidChangeRows, 'the row to go', () => (api.rows('recipes').some(({ subject }) => subject?.recipe === goes?.fsPath) ? undefined : true));
    await row(api, 'recipes', 'the other one alone', ({ subject, description }) => subject?.recipe === stays?.fsPath && description === '');
  });
});
