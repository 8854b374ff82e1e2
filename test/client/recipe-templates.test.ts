// What New Recipe… writes: it type-checks beside its types and nothing else, runs, passes its own test; the deadlock is one, is seen by the lint, and can be cured as it says.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { deadlock, fileNameOf, fitsFileName, greeting } from '../../client/recipe-templates.js';
import { createHub } from '../../server/hub.js';
import type { RecipeTested } from '../../server/protocol.js';
import { testRecipe } from '../../server/recipe-test.js';
import { threadbook } from '../command-line.js';

/** The cure that the comment in the program names. */
const mended = (text: string): string => text.replace(/bank\.checking(\.hold\(\);\s+sleep\(\d+\);\s+using second = )bank\.savings/, 'bank.savings$1bank.checking');

/** All that the types of a recipe offer beyond the templates: input, and the patterns of the catalogue. */
const guestbook = `/// <reference path="./threadbook.d.ts" />
import { Actor } from 'threadbook/patterns';
import { ask, defineRecipe } from 'threadbook/recipe';
import { print, task, type Queue } from 'threadbook/threading';

export const note = task(import.meta.url, function note(mailbox: Queue<string>): void {
  for (const name of mailbox) print(\`welcome, \${name}\`);
});

export const recipe = defineRecipe({
  title: 'Guestbook',
  transcript: { parameters: {}, input: ['the book', 'Ada', 'Grace'], lines: { MainThread: ['whose book? this is the book'], clerk: ['welcome, Ada', 'welcome, Grace'] } },
  main(_parameters, input) {
    const clerk = new Actor('clerk', note).start();
    print(\`this is \${ask('whose book? ', input)}\`);
    for (const name of input) clerk.send(name);
    clerk.close();
    clerk.join();
  },
});
`;

const newsroom = `/// <reference path="./threadbook.d.ts" />
import { Exchange, ExchangeThread } from 'threadbook/patterns';
import { defineRecipe } from 'threadbook/recipe';
import { print, Queue } from 'threadbook/threading';

export const recipe = defineRecipe({
  title: 'Newsroom',
  transcript: { parameters: {}, lines: { MainThread: ['one', 'sent 1'] } },
  main() {
    using thread = new ExchangeThread();
    const news = new Exchange<string>(thread.orders, 'news');
    const reader = new Queue<string>();
    using subscription = news.subscribe(reader);
    news.send('one');
    print(reader.get());
    print(\`sent \${news.counts().sent}\`);
  },
});
`;

describe('the programs of New Recipe…', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'threadbook-new-'));
    copyFileSync('dist/threadbook.d.ts', join(folder, 'threadbook.d.ts'));
  });
  after(() => rmSync(folder, { recursive: true }));

  function write(name: string, text: string): string {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  }

  /** What the compiler says of a file that nothing is installed for. Its types are checked as well. */
  async function compile(file: string): Promise<string> {
    const flags = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler', '--types', ''];
    return await promisify(execFile)(process.execPath, [resolve('node_modules/typescript/bin/tsc'), ...flags, file], { cwd: folder }).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
  }

  /** In JavaScript, which every Node reads; the editor's own reads TypeScript. */
  async function tested(name: string, text: string): Promise<RecipeTested> {
    const { code } = await transform(text, { loader: 'ts', target: 'node20', format: 'esm' });
    const path = write(`${name}.recipe.js`, code);
    const hub = createHub(resolve('dist/recipes/host/main.js'), { changed() {}, started() {}, output() {}, deadlock() {}, ended() {} });
    hub.setOwnRecipes([path]);
    return await testRecipe(hub, path, { memory: 1_024, time: 30, output: 0 });
  }

  it('type-check, with types that know what is wrong', async () => {
    assert.equal(await compile(write('mine.recipe.ts', greeting('Mine'))), '');
    assert.equal(await compile(write('stuck.recipe.ts', deadlock('Stuck'))), '');
    assert.match(await compile(write('wrong.recipe.ts', greeting('Mine').replace('greeter.join();', "greeter.join('soon');"))), /wrong\.recipe\.ts.*'string' is not assignable to .*'number'/);
    assert.match(await compile(write('wrong.recipe.ts', greeting('Mine').replace('{ guests })', '{ gests })'))), /wrong\.recipe\.ts.*'gests' does not exist/);
  });

  it('may go on to read input and to use the patterns, with their types', async () => {
    assert.equal(await compile(write('guestbook.recipe.ts', guestbook)), '');
    assert.match(await compile(write('wrong.recipe.ts', guestbook.replace('send(name)', 'send(7)'))), /'number' is not assignable to .*'string'/);
    assert.deepEqual((await tested('guestbook', guestbook)).differences, []);
    assert.equal(await compile(write('newsroom.recipe.ts', newsroom)), '');
    assert.deepEqual((await tested('newsroom', newsroom)).differences, []);
  });

  it('run and pass their own test', async () => {
    assert.deepEqual((await tested('mine', greeting('Mine'))).differences, []);
  });

  it('deadlock where they say so, and no longer when they are mended', async () => {
    const [stuck, ...more] = (await tested('stuck', deadlock('Stuck'))).differences;
    assert.match(stuck ?? '', /^Stuck: deadlocked: .* This recipe should complete\.$/);
    assert.equal(more.length, 2);
    assert.deepEqual((await tested('cured', mended(deadlock('Cured')))).differences, []);
  });

  it('are warned of by the lint before they deadlock, and not when they are mended', async () => {
    const said = async (text: string): Promise<string> => (await threadbook('lint', write('linted.recipe.ts', text))).stdout;
    assert.match(await said(deadlock('Stuck')), /lock-order-inversion.*savings.*checking/);
    assert.doesNotMatch(await said(mended(deadlock('Stuck'))), /lock-order-inversion/);
    assert.equal(await said(greeting('Mine')), 'Nothing found in 1 file.\n');
  });

  it('get a file name from their title', () => {
    assert.equal(fileNameOf(' My first Recipe '), 'my-first-recipe.recipe.ts');
    assert.deepEqual(['Mine', '我的', 'a-b_c 2'].map(fitsFileName), [true, true, true]);
    assert.deepEqual(['', '.hidden', 'a/b', '..', "it's", 'a'.repeat(62)].map(fitsFileName), [false, false, false, false, false, false]);
  });
});
