// Recipes of the user whose files change, move and go: what is read again, and what becomes of a run.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { createHub } from '../../server/hub.js';
import { recipeRows } from '../../server/model/recipe-rows.js';
import type { CatalogEntry, OutputChunk, RunEnded } from '../../server/protocol.js';
import { createOwnRecipes } from '../../server/runs/own-recipes.js';

const limits = { memory: 512, time: 30, output: 0 };
const described = (file: string, more: Partial<CatalogEntry> = {}): CatalogEntry => ({
  id: file, section: 'own', sectionTitle: 'Mine', title: basename(file), story: '', doc: '', parameters: {}, expects: 'completes', readsInput: false, source: { file, line: 1, column: 1 }, ...more,
});

/** Says hello, then reads a line, then starts a thread, which loads the file once more. */
const patient = `
import { defineRecipe } from 'threadbook/recipe';
import { print, task, Thread } from 'threadbook/threading';
export const greet = task(import.meta.url, function greet(line) { print(\`read \${line}\`); });
export const recipe = defineRecipe({
  title: 'Patient',
  main(parameters, input) {
    print('hello');
    const thread = new Thread(greet, { args: [input.get()], name: 'greeter' });
    thread.start();
    thread.join();
  },
});
`;

describe('recipes of the user that change', function () {
  this.timeout(30_000);
  let folder: string;
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'threadbook-changed-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Own recipes that note what was read, in place of processes. */
  function noted(load: (file: string, signal?: AbortSignal) => Promise<CatalogEntry>) {
    const read: string[] = [];
    const own = createOwnRecipes('', (_host, path, signal) => {
      read.push(basename(path));
      return load(path, signal);
    });
    return { own, read };
  }

  it('are read again where their text is another, and only those', async () => {
    const { own, read } = noted(async (path) => described(path));
    const files = Array.from({ length: 250 }, (_, n) => file(`${n}.recipe.js`, `${n}`));
    own.set(files, () => {});
    assert.equal((await own.list()).length, 250);
    assert.equal(read.splice(0).length, 250);
    file('7.recipe.js', 'seven');
    own.set(files, () => {});
    await own.list();
    assert.deepEqual(read.splice(0), ['7.recipe.js']);
    own.set([...files, file('new.recipe.js', '')], () => {});
    assert.equal((await own.list()).length, 251);
    assert.deepEqual(read, ['new.recipe.js']);
  });

  it('that were wrong are read again with any other, because what was missing may be there now, and are wrong until then', async () => {
    let mend: (() => void) | undefined;
    const { own, read } = noted((path) => (read.length === 1 ? Promise.resolve(described(path, { error: 'no helper' })) : new Promise((settle) => { mend = () => settle(described(path)); })));
    const path = file('wrong.recipe.js', '');
    own.set([path], () => {});
    assert.equal((await own.list())[0]?.error, 'no helper');
    const mended = new Promise<void>((late) => own.set([path], late));
    assert.equal((await own.list())[0]?.error, 'no helper');
    while (mend === undefined) await new Promise(setImmediate);
    mend();
    await mended;
    assert.equal((await own.list())[0]?.error, undefined);
    assert.equal(read.length, 2);
  });

  it('that are being read are not begun anew when another one is saved', async () => {
    let finish: (() => void) | undefined;
    const { own, read } = noted((path, signal) =>
      basename(path) === 'slow.recipe.js' ? new Promise((settle) => { finish = () => settle(described(path, { title: `aborted: ${signal?.aborted}` })); }) : Promise.resolve(described(path)),
    );
    const slow = file('slow.recipe.js', '');
    const other = file('other.recipe.js', '1');
    own.set([slow, other], () => {});
    assert.deepEqual((await own.list()).map(({ title, unread }) => [title, unread]), [['slow.recipe.js', true], ['other.recipe.js', undefined]]);
    file('other.recipe.js', '2');
    own.set([slow, other], () => {});
    finish?.();
    assert.equal((await own.list())[0]?.title, 'aborted: false');
    assert.deepEqual(read.sort(), ['other.recipe.js', 'other.recipe.js', 'slow.recipe.js']);
  });

  it('are shown with what they said last while they are read again, and the process that reads a file that is gone ends', async () => {
    const aborted: string[] = [];
    let hang = false;
    const { own } = noted((path, signal) => {
      signal?.addEventListener('abort', () => aborted.push(basename(path)));
      return hang ? new Promise(() => {}) : Promise.resolve(described(path, { title: 'as it was' }));
    });
    const path = file('a.recipe.js', '1');
    own.set([path], () => {});
    await own.list();
    hang = true;
    file('a.recipe.js', '2');
    own.set([path], () => {});
    assert.equal((await own.list())[0]?.title, 'as it was');
    own.set([], () => {});
    assert.deepEqual(await own.list(), []);
    assert.deepEqual(aborted, ['a.recipe.js']);
  });

  it('of one title are told apart by their paths, in one folder of the workspace or in several', async () => {
    const { own } = noted(async (path) => described(path, { title: basename(path).startsWith('own') ? 'Own' : 'Same' }));
    const files = ['one/a/x.recipe.js', 'two/a/x.recipe.js', 'two/y.recipe.js', 'two/own.recipe.js'].map((name) => file(name, ''));
    own.set(files, () => {});
    const entries = await own.list();
    assert.deepEqual(entries.map(({ where }) => where), ['one/a/x.recipe.js', 'two/a/x.recipe.js', 'y.recipe.js', undefined]);
    const rows = recipeRows(entries).slice(1);
    assert.deepEqual(rows.map(({ label, description }) => `${label} | ${description}`), ['Same | one/a/x.recipe.js', 'Same | two/a/x.recipe.js', 'Same | y.recipe.js', 'Own | ']);
    assert.equal(new Set(rows.map(({ id }) => id)).size, 4);
  });

  it('have a row that says how many are left out', () => {
    const rows = recipeRows([described('/w/a.recipe.js'), described('/w/b.recipe.js', { unread: true })], 1_234);
    assert.deepEqual(rows.map(({ label, context, description = '' }) => [label, context, description]), [
      ['Mine', 'section', ''],
      ['a.recipe.js', 'recipe runnable', ''],
      ['b.recipe.js', 'recipe runnable', 'is being read'],
      ['1,234 more recipe files are not shown', 'note', ''],
    ]);
  });

  for (const [what, change] of [
    ['is renamed', (path: string) => renameSync(path, join(dirname(path), 'renamed.recipe.js'))],
    ['is deleted', (path: string) => rmSync(path)],
  ] as const) {
    it(`end in order where the file ${what} while they run`, async () => {
      const output: OutputChunk[] = [];
      let said: () => void;
      let over: (end: RunEnded) => void;
      const hello = new Promise<void>((settle) => (said = settle));
      const ended = new Promise<RunEnded>((settle) => (over = settle));
      const hub = createHub(resolve('dist/recipes/host/main.js'), {
        changed() {},
        started() {},
        deadlock() {},
        output(_run, chunks) {
          output.push(...chunks);
          said();
        },
        ended: (end) => over(end),
      });
      const path = file('patient.recipe.js', patient);
      hub.setOwnRecipes([path]);
      const { run } = await hub.start(path, {}, limits);
      await hello;
      change(path);
      hub.setOwnRecipes(what === 'is renamed' ? [join(folder, 'renamed.recipe.js')] : []);
      const own = (await hub.catalog()).filter(({ section }) => section === 'own').map(({ title, id, error }) => [title, basename(id), error]);
      assert.deepEqual(own, what === 'is renamed' ? [['Patient', 'renamed.recipe.js', undefined]] : []);
      await hub.input(run, ['a line'], true);
      // A thread that is started now finds no file: that is said in its output.
      await ended;
      assert.match(output.map(({ text }) => text).join(''), /^hello\n[^]*Cannot find module/);
      await assert.rejects(hub.start(path, {}, limits), { message: 'The recipe “patient.recipe.js” is no longer among the files of the workspace.' });
    });
  }
});
