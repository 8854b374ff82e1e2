// The extension is there: it activates, its commands are registered, its API has the shape that it promises.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { manifest, row, threadbook } from './threadbook.js';

describe('the extension', () => {
  it('activates and gives version 1 of its API', async () => {
    assert.equal((await threadbook()).version, 1);
  });

  it('registers every command of its manifest', async () => {
    await threadbook();
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest().contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });

  it('lists every recipe as a row that can be run', async () => {
    const api = await threadbook();
    const recipes = await api.recipes();
    assert.ok(recipes.length > 0);
    for (const recipe of recipes) {
      assert.equal(recipe.error, undefined, `${recipe.id}: ${recipe.error}`);
      const shown = await row(api, 'recipes', `a row for ${recipe.id}`, ({ subject }) => subject?.recipe === recipe.id);
      assert.ok(shown.label.includes(recipe.title));
      assert.ok(shown.spoken.includes(recipe.title), 'a screen reader hears the title');
    }
  });

  it('refuses a recipe that does not exist and a value that does not fit, with a sentence', async () => {
    const api = await threadbook();
    await assert.rejects(api.runRecipe('no-such-recipe'), /no-such-recipe/);
    await assert.rejects(api.runRecipe('countdown', { from: 'many' }), /from/);
  });
});
