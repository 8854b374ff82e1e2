// A run that a page was not drawn for: a circle of ten, three hundred locks of one name, names that are long, written from right to left, or look like markup.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { OwnRecipe } from './own-recipe.js';
import { page } from './page.js';
import { clean, row, threadbook } from './threadbook.js';
import { picture, tidyWindow } from './window.js';

const names = ['<img src=x onerror="document.title=1">', 'נעילה ראשית', 'قفل الحساب', `a lock with a name that ${'goes on and '.repeat(12)}on`, '{0} & {1}', '$(error) **bold** [link](command:x)', 'fork-7', 'fork-8', 'fork-9', 'fork-10'];

const strange = `import { defineRecipe } from 'threadbook/recipe';
import { Barrier, Lock, Thread, task } from 'threadbook/threading';

export const sit = task(import.meta.url, function sit(all, left, right) {
  using mine = left.hold();
  all.wait();
  using other = right.hold();
});

export const recipe = defineRecipe({
  title: 'Strange <b>names</b>',
  expects: 'deadlocks',
  main() {
    const names = ${JSON.stringify(names)};
    const crowd = Array.from({ length: 300 }, () => new Lock({ name: 'the same' }));
    for (const each of crowd) each.acquire();
    const locks = names.map((name) => new Lock({ name }));
    const all = new Barrier(names.length);
    const threads = names.map((name, n) => new Thread(sit, { args: [all, locks[n], locks[(n + 1) % names.length]], name: 'at ' + name }));
    for (const thread of threads) thread.start();
    for (const thread of threads) thread.join();
  },
});
`;

const pages = [
  ['threadbook.showDeadlock', 'deadlock', 'webview article h1'],
  ['threadbook.showWaitGraph', 'graph', 'webview .node.alarm'],
  ['threadbook.showUsage', 'usage', 'webview tbody tr'],
] as const;

describe('names that nobody thought of', function () {
  this.timeout(120_000);
  before(tidyWindow);
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.view.explorer');
    await clean(await threadbook());
  });

  it('are text on the pages of who waits, and a circle of ten is in sight as a whole', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const recipe = new OwnRecipe('strange.recipe.js');
    await recipe.write(api, strange);
    const { run } = await api.runRecipe(recipe.uri.fsPath);
    await row(api, 'threads', 'the circle', ({ context }) => context === 'cycle');
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    for (const [command, name, shown] of pages) {
      await vscode.commands.executeCommand(command, { run });
      await page.see(shown);
      assert.deepEqual(await page.texts('webview img, webview body b'), [], name);
      assert.deepEqual(await page.crowded(), [], name);
      assert.deepEqual(await page.axe(), [], name);
      await picture(page, `strange-${name}`);
      if (name !== 'deadlock') continue;
      assert.equal((await page.texts('webview .node.alarm')).length, 20);
      const [width, height] = [Number(await page.attribute('webview svg.graph', 'width')), Number(await page.attribute('webview svg.graph', 'height'))];
      assert.ok(width <= 480 && height <= 640, `the circle is ${width} by ${height}, beside the words`);
    }
    await recipe.remove(api);
  });
});
