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

const main = 'main() {}';
const withParameters = (text: string): string => `export const recipe = {\n  title: 'x',\n  parameters: {\n    n: ${text},\n  },\n  ${main},\n};\n`;

/** What is wrong, its text, what the row says, and the line. */
const broken: [string, string, RegExp, number][] = [
  ['a syntax error', 'const a = 1;\nconst b = ;\n', /Unexpected token/, 2],
  ['a syntax error in a module', "import 'threadbook/threading';\n\nexport const b = ;\n", /Unexpected token/, 3],
  ['no export', 'const a = 1;\n', /does not export a recipe/, 1],
  ['an export that is no recipe', 'const a = 1;\nexport const recipe = 7;\n', /does not export a recipe/, 2],
  ['a default export', `const a = 1;\n\nexport default { title: 'x', ${main} };\n`, /default export/, 3],
  ['an export of another name', `// myRecipe\nexport const myRecipe = { title: 'x', ${main} };\n`, /exports “myRecipe”, but not `recipe`/, 2],
  ['two recipes', `export const recipe = { title: 'x', ${main} };\nexport const other = { title: 'y', ${main} };\n`, /two recipes, `recipe` and “other”/, 2],
  ['two exports of one name', `export const recipe = { title: 'x', ${main} };\nexport const recipe = { title: 'y', ${main} };\n`, /already been declared/, 2],
  ['no main', "export const recipe = { title: 'x' };\n", /no function `main`/, 1],
  ['no title', 'export const recipe = { main() {} };\n', /no `title`/, 1],
  ['an expectation that there is not', `export const recipe = {\n  title: 'x',\n  expects: 'wins',\n  ${main},\n};\n`, /`expects` of its recipe is none of completes, deadlocks,/, 3],
  ['a parameter of no type', withParameters("{ type: 'number', default: 3, help: 'How many.' }"), /“n” has the type "number"; it has to be integer, choice, boolean or text/, 4],
  ['a parameter that is only a value', withParameters('3'), /“n” is not described/, 4],
  ['a parameter without a range', withParameters("{ type: 'integer', default: 3, help: 'How many.' }"), /“n” has no whole number as its `minimum`/, 4],
  ['a default of another type', withParameters("{ type: 'integer', default: '3', minimum: 1, maximum: 5, help: 'How many.' }"), /“n” cannot have the value "3"/, 4],
  ['a default that is no choice', withParameters("{ type: 'choice', default: 'c', choices: ['a', 'b'], help: 'Which.' }"), /“n” cannot have the value "c"/, 4],
  ['a pattern that is none', withParameters("{ type: 'text', default: '', pattern: '(', help: 'Which.' }"), /`pattern` of the parameter “n” is no regular expression/, 4],
  ['a parameter without help', withParameters("{ type: 'boolean', default: true }"), /“n” has no `help`/, 4],
  ['a transcript of another form', `export const recipe = {\n  title: 'x', ${main},\n  transcript: { lines: 'hello' },\n};\n`, /`transcript` of its recipe does not have the right form/, 3],
  ['a transcript with a parameter that there is not', `export const recipe = {\n  title: 'x', ${main},\n  transcript: { parameters: { m: 1 }, lines: {} },\n};\n`, /a parameter “m” that the recipe does not have/, 3],
  ['code that throws', "\n\nthrow new Error('not today');\n", /not today/, 3],
  ['code that throws no error', "throw 'a text';\n", /a text/, 1],
  ['code that ends its process', 'process.exit(3);\n', /did not come to an end: its process exited with code 3/, 1],
  ['an import that does not exist', "// nowhere\nimport './nowhere.js';\nexport const recipe = { title: 'x', main() {} };\n", /nowhere\.js/, 2],
  ['an import of a package that is not there', "\nimport 'no-such-package';\nexport const recipe = { title: 'x', main() {} };\n", /no-such-package/, 2],
  ['an import of a name that is not there', "\nimport { Lokc } from 'threadbook/threading';\nexport const recipe = { title: 'x', main() {} };\n", /'Lokc'/, 2],
];

/** Only where Node reads TypeScript. */
const brokenTypeScript: typeof broken = [
  ['an enum', "const a: number = 1;\n\nenum Colour { red }\nexport const recipe = { title: 'x', main() {} };\n", /only leaves out the types .* enum/, 3],
  ['a syntax error', "const a: number = 1;\nconst b: = 2;\nexport const recipe = { title: 'x', main() {} };\n", /Unexpected token/, 2],
  ['a type that is imported as a value', "\nimport { ThreadOptions } from 'threadbook/threading';\nexport const recipe = { title: 'x', main() {} };\n", /ThreadOptions/, 2],
];
const readsTypeScript = Boolean((process.features as { typescript?: unknown }).typescript);

describe('recipes of the user', function () {
  this.timeout(60_000);
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

  for (const [name, text, problem, line] of brokenTypeScript) {
    it(`in TypeScript with ${name} is a row that says so and where`, async function () {
      if (!readsTypeScript) this.skip();
      const [entry] = await own(hubWith(), file('broken.recipe.ts', text));
      assert.match(entry?.error ?? '', problem);
      assert.equal(entry?.source.line, line);
    });
  }

  it('in TypeScript says that this Node cannot read it', async function () {
    if (readsTypeScript) this.skip();
    const [entry] = await own(hubWith(), file('typed.recipe.ts', works));
    assert.match(entry?.error ?? '', /^Node \d+\.\d+\.\d+ cannot read TypeScript; Node 22\.18 or later can\./);
  });

  it('those that never come to an end hold up no other: they have rows meanwhile, which say at last what is wrong', async () => {
    const hub = hubWith();
    const endless = [file('loop.recipe.js', 'for (;;);\n'), file('await.recipe.js', 'await new Promise(() => {});\n')];
    const good = file('good.recipe.js', works);
    let late = 0;
    let read: () => void;
    const bothRead = new Promise<void>((settle) => (read = settle));
    hub.setOwnRecipes([...endless, good], () => {
      if (++late === endless.length) read();
    });
    assert.equal((await hub.entry('countdown')).error, undefined);
    const rows = async () => (await hub.catalog()).filter((entry) => entry.section === 'own').map(({ title, error, unread }) => `${title}: ${unread ? 'is being read' : error}`);
    assert.deepEqual(await rows(), ['loop.recipe.js: is being read', 'await.recipe.js: is being read', 'Greetings: undefined']);
    await bothRead;
    for (const row of (await rows()).slice(0, 2)) assert.match(row, /Loading it did not come to an end: it took longer than 10 s; is there an endless loop, or an await/);
  });

  it('one that is being read when it changes is read anew, and the old process ends', async () => {
    const hub = hubWith();
    const path = file('endless.recipe.js', 'for (;;);\n');
    hub.setOwnRecipes([path]);
    const before = hub.catalog();
    file('endless.recipe.js', works);
    assert.equal((await own(hub, path))[0]?.error, undefined);
    assert.equal((await before).at(-1)?.error, undefined, 'who asked before gets what is so now');
  });

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

  it('of which the file is not there is refused in a sentence', async () => {
    const { code, stderr } = await threadbook('run', join(folder, 'mistyped.recipe.js'));
    assert.equal(code, 2);
    assert.equal(stderr.trim(), 'The recipe “mistyped.recipe.js” cannot be loaded: There is no such file.');
  });

  it('that is wrong is refused with its line', async () => {
    const { code, stderr } = await threadbook('run', file('wrong-line.recipe.js', '// A recipe\n\nexport const recipe = ;\n'));
    assert.equal(code, 2);
    assert.match(stderr, /^The recipe “wrong-line\.recipe\.js” cannot be loaded, see its line 3: Unexpected token/);
  });

  it('is refused in a sentence when its file was deleted after it was listed', async () => {
    const path = file('deleted.recipe.js', works);
    const hub = hubWith();
    assert.equal((await own(hub, path))[0]?.error, undefined);
    rmSync(path);
    await assert.rejects(hub.start(path, {}, { memory: 512, time: 20, output: 0 }), /“deleted\.recipe\.js” cannot be loaded: There is no such file\.$/);
  });

  for (const [what, rest] of [['cannot be found', "import './beside.js';\n"], ['exports nothing', ''], ['throws', "throw new Error('x');\n"]] as const) {
    it(`is refused in the same sentence when its file goes while it is read, and ${what}`, async () => {
      const path = file('going.recipe.js', rest);
      file('beside.js', "import { rmSync } from 'node:fs';\nrmSync(new URL('going.recipe.js', import.meta.url));\nthrow new Error('gone');\n");
      if (what !== 'cannot be found') file('going.recipe.js', `import { rmSync } from 'node:fs';\nrmSync(new URL(import.meta.url));\n${rest}`);
      assert.equal((await own(hubWith(), path))[0]?.error, 'There is no such file.');
    });
  }

  it('is run as its file is now, even before it has been listed again', async () => {
    const path = file('saved.recipe.js', works);
    const hub = hubWith();
    await own(hub, path);
    file('saved.recipe.js', works.replaceAll('name', 'greeted'));
    await assert.rejects(hub.start(path, { name: 'x' }, { memory: 512, time: 20, output: 0 }), /no parameter “name”; this recipe has greeted/);
  });
});
