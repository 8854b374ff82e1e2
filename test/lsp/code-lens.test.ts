// “Run” above the definition of a recipe in its source, over the protocol.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { CodeLens } from 'vscode-languageserver/node';
import { methods, type CatalogEntry } from '../../server/protocol.js';
import { startServer, type LanguageClient } from './language-client.js';

describe('the language server: CodeLens', function () {
  this.timeout(30_000);
  const servers: LanguageClient[] = [];
  after(async () => {
    for (const server of servers) assert.equal(await server.stop(), 0);
  });

  async function start(options: Parameters<typeof startServer>[0]): Promise<LanguageClient> {
    const server = await startServer(options);
    servers.push(server);
    return server;
  }

  /** The lenses of a recipe's source, with another text if that is given. */
  async function lenses(server: LanguageClient, recipe: string, change = (text: string) => text): Promise<CodeLens[]> {
    const catalog = await server.connection.sendRequest<CatalogEntry[]>(methods.catalog);
    const { file } = catalog.find(({ id }) => id === recipe)!.source;
    const textDocument = { uri: pathToFileURL(file).href, languageId: 'typescript', version: 1, text: change(readFileSync(file, 'utf8')) };
    await server.connection.sendNotification('textDocument/didOpen', { textDocument });
    const found = await server.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument });
    await server.connection.sendNotification('textDocument/didClose', { textDocument });
    return found;
  }

  it('offers to run, on the line of the definition as it is in the editor, and says how only when it is asked', async () => {
    const server = await start({ trusted: true });
    const plain = await lenses(server, 'countdown');
    const moved = await lenses(server, 'countdown', (text) => `\n\n${text}`);
    assert.equal(moved[0]?.range.start.line, plain[0]!.range.start.line + 2);
    assert.deepEqual(plain.map(({ command }) => command), [undefined, undefined]);
    const resolved = await Promise.all(plain.map((lens) => server.connection.sendRequest<CodeLens>('codeLens/resolve', lens)));
    assert.deepEqual(resolved.map(({ command }) => [command?.command, command?.arguments]), [
      ['threadbook.runRecipeNow', [{ recipe: 'countdown' }]],
      ['threadbook.runRecipe', [{ recipe: 'countdown' }]],
    ]);
  });

  it('does not ask for parameters where there are none', async () => {
    assert.equal((await lenses(await start({ trusted: true }), 'transfer-opposite-order')).length, 1);
  });

  it('offers nothing in a file without a recipe, in a workspace that is not trusted, and where it is switched off', async () => {
    const server = await start({ trusted: true });
    assert.deepEqual(await lenses(server, 'countdown', (text) => text.replace('export const recipe', 'const recipe')), []);
    assert.deepEqual(await lenses(await start({ trusted: false }), 'countdown'), []);
    assert.deepEqual(await lenses(await start({ trusted: true, settings: { enable: false } }), 'countdown'), []);
  });
});
