// Recipes of the user: files of a workspace, loaded without a build step, each by a process of its own.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createHub, type Hub } from '../../server/hub.js';
import type { CatalogEntry, RunEnded } from '../../server/protocol.js';
import { threadbook } from '../command-line.js';

const works = `
import { defineRecipe } from 'threadbook/recipe';
import { Lock, print, task, Thread } from 'threadbook/threading';

export const greet = task(import.meta.url, function greet(lock, name) {
  lock.acquire();
  print(\`hello \${name}\`);
  lock.release();
});

export const recipe = defineRecipe({
  title: 'Greetings',
  parameters: { name: { type: 'text', default: 'world', help: 'Whom to greet.' } },
  main({ name }) {
    const thread = new Thread(greet, { args: [new Lock({ name: 'mine' }), name], name: 'greeter' });
    thread.start();
    thread.join();
  },
});
`;

const broken: [string, string, RegExp, number][] = [
  ['a syntax error', 'const a = 1;\nconst b = ;\n', /Unexpected token/, 2],
  ['a syntax error in a module', "import 'threadbook/threading';\n\nexport const b = ;\n", /Unexpected token/, 3],
  ['no export', 'const a = 1;\n', /does not export a recipe/, 1],
  ['an export that is no recipe', 'export const recipe = 7;\n', /does not export a recipe/, 1],
  ['no main', "export const recipe = { title: 'x' };\n", /no function `main`/, 1],
  ['no title', 'export const recipe = { main() {} };\n', /no `title`/, 1],
  ['code that throws', "\n\nthrow new Error('not today');\n", /not today/, 3],
  ['code that ends its process', 'process.exit(3);\n', /did not come to an end: its process exited with code 3/, 1],
  ['an import that does not exist', "import './nowhere.js';\nexport const recipe = { title: 'x', main() {} };\n", /nowhere\.js/, 1],
];

describe('recipes of the user', function () {
  this.timeout(30_000);
  let folder: string;
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'threadbook-own-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  function hubWith(onEnd: (end: RunEnded) => void = () => {}): Hub {
    return createHub(resolve('dist/recipes/host/main.js'), { changed() {}, started() {}, output() {}, deadlock() {}, ended: onEnd });
  }
  async function own(hub: Hub, ...files: string[]): Promise<CatalogEntry[]> {
    hub.setOwnRecipes(files);
    return (await hub.catalog()).filter((entry) => entry.section === 'own');
  }

  it('runs one from wherever it lies, with its parameters', async () => {
    const { code, stdout } = await threadbook('run', file('works.recipe.js', works), '--set', 'name=threads');
    assert.equal(code, 0);
    assert.match(stdout, /\[greeter\] hello threads/);
    assert.match(stdout, /^mine \(Lock\) +free/m);
  });

  it('lists it after the recipes that come with the product, and runs it like them', async () => {
    let over: (end: RunEnded) => void;
    const ended = new Promise<RunEnded>((settle) => (over = settle));
    const hub = hubWith((end) => over(end));
    const path = file('listed.recipe.js', works);
    const [entry] = await own(hub, path);
    assert.deepEqual([entry?.title, entry?.error, entry?.source.file], ['Greetings', undefined, path]);
    assert.equal((await hub.catalog()).at(-1)?.id, path);
    await hub.start(path, {}, { memory: 512, time: 20, output: 0 });
    assert.equal((await ended).outcome.kind, 'completed');
  });

  for (const [name, text, problem, line] of broken) {
    it(`with ${name} is a row that says so and where`, async () => {
      const [entry] = await own(hubWith(), file('broken.recipe.js', text));
      assert.match(entry?.error ?? '', problem);
      assert.equal(entry?.source.line, line);
    });
  }

  it('one that is broken breaks no other', async () => {
    const entries = await own(hubWith(), file('bad.recipe.js', 'process.exit(1)'), file('good.recipe.js', works));
    assert.deepEqual(entries.map((entry) => entry.error === undefined), [false, true]);
  });

  it('is read again when it has changed', async () => {
    const hub = hubWith();
    const path = file('changing.recipe.js', 'export const recipe = 1;');
    assert.ok((await own(hub, path))[0]?.error);
    file('changing.recipe.js', works);
    assert.equal((await own(hub, path))[0]?.error, undefined);
  });

  it('is run as its file is now, even before it has been listed again', async () => {
    const path = file('saved.recipe.js', works);
    const hub = hubWith();
    await own(hub, path);
    file('saved.recipe.js', works.replaceAll('name', 'greeted'));
    await assert.rejects(hub.start(path, { name: 'x' }, { memory: 512, time: 20, output: 0 }), /no parameter “name”; this recipe has greeted/);
  });
});
