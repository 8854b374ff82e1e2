// A recipe that reads what is typed: keys into its terminal, as a person presses them.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { OwnRecipe } from './own-recipe.js';
import { page } from './page.js';
import { clean, listen, threadbook } from './threadbook.js';
import { terminalText, tidyWindow } from './window.js';

const asks = `import { ask, defineRecipe } from 'threadbook/recipe';
import { print } from 'threadbook/threading';

export const recipe = defineRecipe({
  title: 'Asks',
  main(_parameters, input) {
    print('hello, ' + ask('your name? ', input));
  },
});
`;

describe('a run that reads input', () => {
  before(async function () {
    if (page === undefined) this.skip();
    await tidyWindow();
  });
  afterEach(async () => clean(await threadbook()));

  it('has a terminal that takes lines, and ends with Ctrl+D', async () => {
    assert.ok(page);
    const api = await threadbook();
    const runs = listen(api);
    const { run } = await api.runRecipe('typed-lines', { perLine: '0' });
    await page.see(`${terminalText}:has-text("Ctrl+D")`);
    await page.see('.terminal-wrapper.active .xterm.focus');
    await page.type('to be or nott');
    await page.press('Backspace');
    await page.see(`${terminalText}:has-text("> to be or not")`);
    await page.press('Enter');
    await page.see(`${terminalText}:has-text("“to be or not” has 4 words")`);
    await page.press('Control+D');
    const ended = await runs.ended(run);
    assert.deepEqual([ended.outcome.kind, ended.asExpected], ['completed', true]);
    await page.see(`${terminalText}:has-text("1 lines with 4 words")`);
    runs.stop();
  });

  it('shows a question on the line where it is answered', async () => {
    assert.ok(page);
    const api = await threadbook();
    const runs = listen(api);
    const own = new OwnRecipe('asks.recipe.ts');
    await own.write(api, asks);
    const { run } = await api.runRecipe(own.uri.fsPath);
    await page.see(`${terminalText}:has-text("[MainThread] your name? ")`);
    await page.see('.terminal-wrapper.active .xterm.focus');
    await page.type('Ada');
    await page.see(`${terminalText}:has-text("[MainThread] your name? Ada")`);
    await page.press('Enter');
    await page.see(`${terminalText}:has-text("[MainThread] hello, Ada")`);
    assert.equal((await runs.ended(run)).outcome.kind, 'completed');
    await own.remove(api);
    runs.stop();
  });

  it('is stopped by Ctrl+C in the middle of a line', async () => {
    assert.ok(page);
    const api = await threadbook();
    const runs = listen(api);
    const { run } = await api.runRecipe('typed-lines');
    await page.see(`${terminalText}:has-text("type lines")`);
    await page.see('.terminal-wrapper.active .xterm.focus');
    await page.type('half a li');
    await page.see(`${terminalText}:has-text("half a li")`);
    await page.press('Control+C');
    assert.equal((await runs.ended(run)).outcome.kind, 'stopped');
    assert.equal(vscode.window.activeTerminal?.exitStatus, undefined, 'what was printed can still be read');
    runs.stop();
  });
});
