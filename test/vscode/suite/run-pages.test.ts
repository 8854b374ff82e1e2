// The pages of a run that show who waits for whom, a deadlock in plain words, and who is slow: they fill, can be used with the keyboard, and keep nobody out.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { OwnRecipe } from './own-recipe.js';
import { page } from './page.js';
import { inEveryTheme } from './themes.js';
import { clean, isRun, listen, row, threadbook } from './threadbook.js';
import { tidyWindow } from './window.js';

/** A queue that nobody fills any more. */
const unfed = `import { defineRecipe } from 'threadbook/recipe';
import { Queue, Thread, task } from 'threadbook/threading';

export const produce = task(import.meta.url, function produce(orders) {
  for (let n = 0; n < 3; n++) orders.put(n);
});
export const consume = task(import.meta.url, function consume(orders) {
  for (;;) orders.get();
});

export const recipe = defineRecipe({
  title: 'Nobody fills it',
  expects: 'deadlocks',
  main() {
    const orders = new Queue(0, { name: 'orders' });
    const threads = [new Thread(produce, { args: [orders], name: 'producer' }), ...[1, 2].map((n) => new Thread(consume, { args: [orders], name: \`consumer-\${n}\` }))];
    for (const thread of threads) thread.start();
    for (const thread of threads) thread.join();
  },
});
`;

describe('the pages of a run', () => {
  before(tidyWindow);
  afterEach(async () => {
    await vscode.workspace.getConfiguration().update('workbench.colorTheme', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.view.explorer');
    await clean(await threadbook());
  });

  /** For the page alone. */
  async function room(): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  }

  async function deadlocked(): Promise<number> {
    const api = await threadbook();
    const { run } = await api.runRecipe('dining-philosophers-deadlock');
    await row(api, 'threads', 'the circle', ({ context }) => context === 'cycle');
    return run;
  }

  it('show a deadlock as a graph that is walked with the arrow keys and leads to the source', async function () {
    if (page === undefined) this.skip();
    const run = await deadlocked();
    await vscode.commands.executeCommand('threadbook.showWaitGraph', { run });
    await page.see('webview [role="alert"]:has-text("Deadlock: philosopher-1 →")');
    await page.see('webview .node.round.alarm:has-text("philosopher-1")');
    assert.equal((await page.texts('webview .node.alarm')).length, 10, 'five philosophers and five forks');
    assert.equal((await page.texts('webview tbody tr')).length, 6, 'the table has them, and who waits for their end');
    // The alarm is said once: while the ages beside it go on, what it consists of stays the same, its button's focus too.
    await page.press('Tab');
    const report = 'webview [role="alert"] button:focus';
    for (let presses = 0; presses < 12 && (await page.texts(report)).length === 0; presses++) await page.press('Tab');
    const [age = ''] = await page.texts('webview tbody tr:first-child td:last-child');
    await page.miss(`webview tbody tr:first-child td:last-child:text-is("${age}")`);
    assert.deepEqual(await page.texts(report), ['Show Deadlock Report']);
    await room();
    await inEveryTheme(page, 'graph', 'webview .node.alarm');
    await page.press('Tab');
    const focused = 'webview [data-node]:focus';
    for (let presses = 0; presses < 8 && (await page.texts(focused)).length === 0; presses++) await page.press('Tab');
    const [first] = await page.texts(focused);
    await page.press('ArrowRight');
    const [second] = await page.texts(focused);
    assert.ok(first && second && first !== second, `${first} ${second}`);
    await page.press('Enter');
    await page.see('.tab.active:has-text("dining-philosophers-deadlock.ts")');
  });

  it('tell a deadlock in plain words, with both places of each thread, and stop the run', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const { run } = await api.runRecipe('transfer-opposite-order');
    await row(api, 'threads', 'the circle', ({ context }) => context === 'cycle');
    await vscode.commands.executeCommand('threadbook.showDeadlock', { run });
    await page.see('webview li:text-is("saver holds savings and waits for checking, which spender holds.")');
    await page.see('webview li:text-is("spender takes checking first and then savings: turn that round.")');
    await page.see('webview button:has-text("lock-order-instances")');
    await page.see('webview .node.alarm:has-text("savings")');
    assert.match((await page.texts('webview .spoken[role="status"]')).join(), /^Deadlock in “Two accounts.+2 threads wait for each other/);
    assert.equal((await page.texts('webview button:has-text("transfer (transfer-opposite-order.ts:")')).length, 4);
    await room();
    await inEveryTheme(page, 'deadlock', 'webview article h1');
    await page.click('webview button:text-is("Stop Run")');
    await row(api, 'threads', 'the ended run', isRun(run, 'ended'));
    await page.see('webview [role="status"]:has-text("This is how it was")');
    await page.see('webview button:text-is("Run Again")');
    await page.click('webview button:has-text("lock-order-instances")');
    await page.see('.tab.active:has-text("lock-order-instances.md")');
  });

  it('tell in plain words that everybody waits, who could have woken them, and show it in the graph', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const runs = listen(api);
    const recipe = new OwnRecipe('unfed.recipe.js');
    await recipe.write(api, unfed);
    const { run } = await api.runRecipe(recipe.uri.fsPath);
    await row(api, 'threads', 'that everybody waits', ({ label, context }) => context === 'cycle' && label === 'Everybody waits');
    await vscode.commands.executeCommand('threadbook.showDeadlock', { run });
    await page.see('webview article p:has-text("There is no circle")');
    await page.see('webview li:has-text("consumer-1 waits for an item of orders. producer was the last who put something into orders")');
    await page.see('webview button:has-text("Sentinel")');
    const problems = vscode.languages.getDiagnostics(recipe.uri).filter(({ code }) => code === 'deadlock').map(({ message, range }) => `${range.start.line + 1} ${message}`);
    assert.deepEqual(problems.sort(), [1, 2].map((n) => `8 Run ${run}: consumer-${n} waits here for orders, and nobody is left who could wake it.`));
    await room();
    await inEveryTheme(page, 'stranded', 'webview article h1');
    await page.click('webview nav button[data-page="graph"]');
    await page.see('webview [role="alert"]:has-text("Every thread waits")');
    await page.see('webview .node:has-text("can never go on")');
    await api.stopRun(run);
    await runs.ended(run);
    runs.stop();
    await page.click('webview nav button[data-page="deadlock"]');
    await page.see('webview [role="status"]:has-text("This is how it was")');
    await page.see('webview li:has-text("consumer-2 waits for an item of orders.")');
    await recipe.remove(api);
  });

  it('tell who is slow in tables that are sorted with the keyboard', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const { run } = await api.runRecipe('producer-consumer', { orders: '100000', perOrder: '50' });
    await row(api, 'threads', 'the queue', ({ id }) => id.startsWith(`run-${run}/queues/`));
    await vscode.commands.executeCommand('threadbook.showUsage', { run });
    await page.see('webview table:visible th[aria-sort="descending"]:has-text("Waited for")');
    await page.see('webview caption:text-is("Queues")');
    await room();
    await inEveryTheme(page, 'usage', 'webview tbody tr');
    await page.click('webview table:visible button:text-is("Items a second")');
    await page.see('webview table:visible th[aria-sort="descending"]:has-text("Items a second")');
    await page.press('Enter');
    await page.see('webview table:visible th[aria-sort="ascending"]:has-text("Items a second")');
  });
});
