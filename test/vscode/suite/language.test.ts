// The editor in another language: Simplified Chinese, and a made-up one in which every text of ours stands in brackets, so that a text that is not
// translatable stands out. Both are loaded by VS Code as any language is.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page.js';
import { clean, row, threadbook } from './threadbook.js';
import { picture, tidyWindow, viewRows } from './window.js';

const language = vscode.env.language;
/** The code by which made-up languages go. */
const madeUp = 'qps-ploc';
const translated = language === madeUp ? /［/ : /\p{Script=Han}/u;

const pages = [
  ['threadbook.showTimeline', 'timeline', 'webview canvas[data-draw-ms]'],
  ['threadbook.showWaitGraph', 'graph', 'webview .node.alarm'],
  ['threadbook.showUsage', 'usage', 'webview tbody tr'],
  ['threadbook.showDeadlock', 'deadlock', 'webview article h1'],
] as const;

/** Those with words that are neither names nor in the language. */
function foreign(texts: readonly string[], names: readonly string[]): string[] {
  return texts.map((text) => text.trim()).filter((text) => {
    if (translated.test(text)) return false;
    // Places, rules and recipes have the same name in every language; so has what a program calls its threads and locks.
    const rest = names.reduce((words, name) => words.replaceAll(name, ''), text).replace(/[\w.]+ \(\S+:\d+\)|\S+\.ts:\d+|\b[a-z]+(-[a-z0-9]+)+\b|Threadbook/g, '');
    return /\p{Letter}{3,}/u.test(rest);
  });
}

describe(`the editor in the language ${language}`, function () {
  this.timeout(120_000);
  before(tidyWindow);
  after(async () => clean(await threadbook()));

  it('is in that language', () => assert.match(language, /^(zh-cn|qps-ploc)$/));

  it('names views and settings, and says in the views what they are for', async function () {
    if (page === undefined) this.skip();
    await threadbook();
    await vscode.commands.executeCommand('threadbook.threads.focus');
    await page.see('.welcome-view-content');
    assert.deepEqual(foreign(await page.texts('.welcome-view-content p'), []), []);
    assert.deepEqual(foreign(await page.texts('.welcome-view-content .monaco-button'), []), []);
    assert.deepEqual(foreign(await page.texts('.part.sidebar .pane-header h3'), []), []);
    await page.screenshot(`language-${language}-welcome`);
  });

  it('describes the recipes in it', async () => {
    const api = await threadbook();
    await api.recipes();
    await row(api, 'recipes', 'the recipes', ({ subject }) => subject?.recipe === 'countdown');
    const said = api.rows('recipes').flatMap(({ label, description, tooltip }) => [label, description, tooltip]).filter((text) => text !== undefined);
    assert.deepEqual(said.filter((text) => !translated.test(text)), []);
  });

  it('says everything in it: rows, what a screen reader hears, and every page', async function () {
    if (page === undefined) this.skip();
    const api = await threadbook();
    const { run, title } = await api.runRecipe('dining-philosophers-deadlock');
    await row(api, 'threads', 'the circle', ({ context }) => context === 'cycle');
    const rows = api.rows('threads');
    const names = [title, ...(await api.recipes()).map((recipe) => recipe.title), ...rows.map(({ label }) => label).filter((label) => !translated.test(label)), ...rows.flatMap(({ label }) => label.split(/ → /))].sort((a, b) => b.length - a.length);
    assert.deepEqual(foreign(rows.map(({ spoken }) => spoken), []), []);
    await page.see(viewRows('Threads').replace(/\[aria-label="[^"]*"\]/, ''));
    await picture(page, `language-${language}-sidebar`);
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    for (const [command, name, shown] of pages) {
      await vscode.commands.executeCommand(command, { run });
      await page.see(shown);
      for (const part of ['h1', 'h2', 'h3', 'button', 'p', 'li', 'th', 'caption', 'summary', 'label', 'footer span', '.status', '.legend']) {
        assert.deepEqual(foreign(await page.texts(`webview ${part}:visible`), names), [], `${name}: ${part}`);
      }
      // The made-up language has no code that anybody knows.
      assert.deepEqual((await page.axe()).filter((problem) => language !== madeUp || !problem.startsWith('html-lang-valid')), [], name);
      await picture(page, `language-${language}-${name}`);
    }
  });
});
