// Recipes as tests: in the Test Explorer by section, and from the file of a recipe, with what differs as the message.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { OwnRecipe } from './own-recipe.js';
import { page } from './page.js';
import { clean, threadbook } from './threadbook.js';
import { tidyWindow } from './window.js';

const says = (line: string): string => `import { defineRecipe } from 'threadbook/recipe';
import { print } from 'threadbook/threading';

export const recipe = defineRecipe({
  title: 'A tested greeting',
  transcript: { parameters: {}, lines: { MainThread: ['${line}'] } },
  main() {
    print('hello');
  },
});
`;

const testRow = (label: string): string => `.test-explorer .monaco-list-row:has-text("${label}")`;
/** Beside the line of a test, once the editor knows that there is one. */
const runGlyph = '.monaco-editor .testing-run-glyph';

describe('recipes as tests', () => {
  before(async function () {
    if (page === undefined) this.skip();
    await tidyWindow();
    await (await threadbook()).recipes();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await clean(await threadbook());
  });

  it('are listed by section in the Test Explorer, and one that deadlocks on purpose passes', async () => {
    assert.ok(page);
    const api = await threadbook();
    await vscode.commands.executeCommand('workbench.view.testing.focus');
    await page.see(testRow('12.5 Locking with deadlock avoidance'));
    const twin = (await api.recipes()).find(({ id }) => id === 'transfer-opposite-order') ?? assert.fail();
    await vscode.window.showTextDocument(vscode.Uri.file(twin.source.file));
    await page.see(runGlyph);
    await vscode.commands.executeCommand('testing.runCurrentFile');
    await page.see('.test-explorer:has-text("1/1")');
    assert.deepEqual(api.rows('threads'), [], 'a test is not among the runs');
  });

  it('fail with what was printed instead, on the line of the recipe, and pass when it is mended', async () => {
    assert.ok(page);
    const api = await threadbook();
    const mine = new OwnRecipe('tested.recipe.js');
    await mine.write(api, says('good bye'));
    await vscode.window.showTextDocument(mine.uri);
    await page.see(runGlyph);
    await page.see('.test-explorer .monaco-list-row[data-index="0"]:has-text("Recipes of this workspace")');
    await vscode.commands.executeCommand('testing.runCurrentFile');
    await page.see('.test-explorer:has-text("0/1")');
    await page.see('.monaco-editor :text("expected “good bye”, but it printed “hello”")');
    await mine.write(api, says('hello'));
    await vscode.commands.executeCommand('testing.runCurrentFile');
    await page.see('.test-explorer:has-text("1/1")');
    await mine.remove(api);
  });
});
