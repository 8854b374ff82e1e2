// The user's own recipes over the protocol: how they are marked and listed while some of them take their time.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Connection } from 'vscode-languageserver/node';
import type { PublishDiagnosticsParams } from 'vscode-languageserver-protocol';
import { methods, type CatalogEntry, type OwnRecipeFiles, type RowsSnapshot } from '../../server/protocol.js';
import type { Hub } from '../../server/hub.js';
import { registerOwnRecipes } from '../../server/lsp/own-recipes.js';
import type { Trust } from '../../server/lsp/trust.js';
import { startServer, type LanguageClient } from './language-client.js';

const good = "export const recipe = { title: 'Good', main() {} };\n";
const published = 'textDocument/publishDiagnostics';

describe('the language server: recipes of the user', function () {
  this.timeout(30_000);
  let client: LanguageClient;
  let folder: string;
  let marks: PublishDiagnosticsParams[];
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const tell = (files: string[], leftOut = 0): Promise<void> => client.connection.sendNotification(methods.ownRecipes, { files, leftOut });
  const catalog = async (): Promise<CatalogEntry[]> => (await client.connection.sendRequest<CatalogEntry[]>(methods.catalog)).filter(({ section }) => section === 'own');
  const marked = (path: string): PublishDiagnosticsParams[] => marks.filter(({ uri }) => uri === pathToFileURL(path).href);
  const markOf = (path: string, accepts: (mark: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams> =>
    client.notified<PublishDiagnosticsParams>(published, (mark) => mark.uri === pathToFileURL(path).href && accepts(mark));

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'threadbook-own-'));
    client = await startServer({ trusted: true });
    marks = [];
    void client.notified<PublishDiagnosticsParams>(published, (mark) => {
      if (!marks.includes(mark)) marks.push(mark);
      return false;
    });
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    assert.equal(await client.stop(), 0);
  });

  it('does not mark a file that is still being read, and marks it once when it did not come to an end', async () => {
    const loop = file('loop.recipe.js', 'for (;;);\n');
    await tell([loop, file('good.recipe.js', good)]);
    assert.deepEqual((await catalog()).map(({ title, unread, error }) => [title, unread, error]), [['loop.recipe.js', true, undefined], ['Good', undefined, undefined]]);
    assert.deepEqual(marked(loop), []);
    const [problem] = (await markOf(loop, ({ diagnostics }) => diagnostics.length > 0)).diagnostics;
    assert.match(String(problem?.message), /^This recipe cannot be loaded: Loading it did not come to an end/);
    assert.equal(marked(loop).length, 1);
  });

  it('marks what is so now, however fast the files change', async () => {
    const path = file('changing.recipe.js', 'export const recipe = ;\n');
    for (let n = 0; n < 20; n++) {
      file('changing.recipe.js', n % 2 === 0 ? good : 'export const recipe = ;\n');
      await tell([path]);
    }
    await catalog();
    await markOf(path, ({ diagnostics }) => diagnostics.length > 0);
    file('changing.recipe.js', good);
    await tell([path]);
    assert.equal((await catalog())[0]?.error, undefined);
    await markOf(path, (mark) => mark === marks.at(-1) && mark.diagnostics.length === 0);
  });

  it('lists many files, also those that are read after the list was asked for, and says how many more there are', async function () {
    this.timeout(60_000);
    const files = Array.from({ length: 60 }, (_, n) => file(`${n}.recipe.js`, good.replace('Good', `Good ${n}`)));
    await tell(files, 7);
    const rows = new Map<string, string>();
    await client.connection.sendRequest<RowsSnapshot>(methods.rows, { view: 'recipes' });
    await client.notified<RowsSnapshot & { changed: RowsSnapshot['rows'] }>(methods.rowsPatch, ({ changed }) => {
      for (const { id, label } of changed) rows.set(id, label);
      return files.every((path, n) => rows.get(`recipe-${path}`) === `Good ${n}`);
    });
    assert.equal(rows.get('own-left-out'), '7 more recipe files are not shown');
  });
});

describe('the marks of recipes of the user', () => {
  const entry = (error?: string): CatalogEntry => ({
    id: '/w/a.recipe.js', section: 'own', sectionTitle: '', title: 'a', story: '', doc: '', parameters: {}, expects: 'completes', readsInput: false, source: { file: '/w/a.recipe.js', line: 1, column: 1 }, ...(error === undefined ? {} : { error }),
  });
  /** A server whose lists the test gives, one after the other; `said` is what the file is marked with. */
  function register() {
    const asked: ((catalog: CatalogEntry[]) => void)[] = [];
    const said: string[] = [];
    let late = (): void => {};
    let notify = (_files: OwnRecipeFiles): Promise<void> => Promise.resolve();
    const connection = {
      onNotification: (_method: string, handler: typeof notify) => void (notify = handler),
      sendDiagnostics: async ({ diagnostics }: PublishDiagnosticsParams) => void said.push(diagnostics.map(({ message }) => String(message)).join()),
      console: { error: (text: string) => assert.fail(text) },
    };
    const hub = { setOwnRecipes: (_files: readonly string[], tell: () => void) => void (late = tell) };
    registerOwnRecipes(connection as unknown as Connection, hub as unknown as Hub, { granted: () => true } as Trust, () => new Promise((give) => asked.push(give)));
    return { asked, said, tell: () => notify({ files: ['/w/a.recipe.js'], leftOut: 0 }), late: () => late() };
  }
  const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

  it('are those of the last list, whichever is ready first', async () => {
    const { asked, said, tell } = register();
    const first = tell();
    const second = tell();
    await settled();
    assert.equal(asked.length, 1, 'one list at a time');
    asked[0]!([entry('old')]);
    await settled();
    assert.equal(asked.length, 2, 'and once more for what has changed meanwhile');
    asked[1]!([entry()]);
    await Promise.all([first, second]);
    assert.deepEqual(said, ['This recipe cannot be loaded: old', '']);
  });

  it('are made once for many files that are read late, and sent only where they are others', async () => {
    const { asked, said, tell, late } = register();
    const done = tell();
    asked[0]!([entry('wrong')]);
    await done;
    for (let n = 0; n < 50; n++) late();
    while (asked.length === 1) await new Promise((again) => setTimeout(again, 20));
    asked[1]!([entry('wrong')]);
    await settled();
    assert.deepEqual([asked.length, said.length], [2, 1]);
  });
});
