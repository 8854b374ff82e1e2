// Tests of recipes over the protocol, as the Test Explorer asks for them: recipes of a user that keep their word, and such that do not.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { methods, type CatalogEntry, type RecipeTested, type Refusal, type RowsSnapshot } from '../../server/protocol.js';
import { startServer, type LanguageClient } from './language-client.js';

const recipe = (says: string, main: string): string => `
import { defineRecipe } from 'threadbook/recipe';
import { Event, print } from 'threadbook/threading';
export const recipe = defineRecipe({ title: 'Mine', ${says} main({ name }) { ${main} } });
`;
const greets = recipe("parameters: { name: { type: 'text', default: 'you', help: '' } }, transcript: { parameters: { name: 'threads' }, lines: { MainThread: ['hello threads'] } },", 'print(`hello ${name}`);');

describe('the language server: tests of recipes', function () {
  this.timeout(30_000);
  let client: LanguageClient;
  let folder: string;
  let path: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'threadbook-tests-'));
    path = join(folder, 'mine.recipe.js');
    client = await startServer({ trusted: true });
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    assert.equal(await client.stop(), 0);
  });

  const test = (id: string) => client.connection.sendRequest<RecipeTested & Refusal>(methods.testRecipe, { recipe: id });
  async function mine(text: string): Promise<string> {
    writeFileSync(path, text);
    await client.connection.sendNotification(methods.ownRecipes, { files: [path], leftOut: 0 });
    await client.connection.sendRequest<CatalogEntry[]>(methods.catalog);
    return path;
  }

  it('passes a recipe that keeps its word, with the parameters of its transcript', async () => {
    const tested = await test(await mine(greets));
    assert.deepEqual(tested.differences, []);
    assert.equal(tested.output.map(({ text }) => text).join(''), 'hello threads\n');
    assert.equal(tested.cancelled, false);
  });

  it('passes a deadlock that is meant, and does not show its run among the runs of the user', async () => {
    const tested = await test('transfer-opposite-order');
    assert.deepEqual(tested.differences, []);
    assert.match(tested.summary, /deadlocked: saver waits for checking/);
    assert.deepEqual((await client.connection.sendRequest<RowsSnapshot>(methods.rows, { view: 'threads' })).rows, []);
  });

  it('says what was printed instead', async () => {
    const { differences } = await test(await mine(greets.replace("['hello threads']", "['good bye']")));
    assert.deepEqual(differences, ['MainThread: expected “good bye”, but it printed “hello threads”']);
  });

  it('says how it ended instead', async () => {
    const { differences } = await test(await mine(recipe('', "throw new Error('not today');")));
    assert.equal(differences.length, 1);
    assert.match(differences[0] ?? '', /^Mine: ended with an exception: .*not today.* This recipe should complete\.$/s);
  });

  it('refuses a recipe that cannot be loaded and one that is gone', async () => {
    assert.match((await test(await mine('export const recipe = 1;'))).message, /cannot be loaded/);
    assert.match((await test('never-was')).message, /no recipe “never-was”/);
  });

  it('stops one whose test is cancelled', async () => {
    const id = await mine(recipe('', "print('waiting'); new Event({ name: 'never' }).wait();"));
    const source = new CancellationTokenSource();
    const asked = client.connection.sendRequest<RecipeTested>(methods.testRecipe, { recipe: id }, source.token);
    source.cancel();
    const tested = await asked;
    assert.equal(tested.cancelled, true);
    assert.match(tested.summary, /stopped/);
  });

  it('tests nothing before the workspace is trusted', async () => {
    const untrusted = await startServer({ trusted: false });
    assert.match((await untrusted.connection.sendRequest<Refusal>(methods.testRecipe, { recipe: 'countdown' })).message, /not trusted/);
    assert.equal(await untrusted.stop(), 0);
  });

  it('tells the source line of each recipe: where it is defined', async () => {
    const catalog = await client.connection.sendRequest<CatalogEntry[]>(methods.catalog);
    assert.ok((catalog.find(({ id }) => id === 'countdown')?.source.line ?? 0) > 10);
  });
});
