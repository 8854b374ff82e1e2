// The server speaks the language of its client: rows, outcomes and refusals.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { methods, type Refusal, type RowsSnapshot, type RunEnded, type RunStarted } from '../../server/protocol.js';
import { startServer, type LanguageClient } from './language-client.js';

describe('the language server: the display language', function () {
  this.timeout(30_000);
  let client: LanguageClient;
  const start = (recipe: string, parameters: Record<string, string>) => client.connection.sendRequest<RunStarted | Refusal>(methods.startRun, { recipe, parameters });
  before(async () => {
    const texts = JSON.parse(readFileSync('l10n/bundle.l10n.zh-cn.json', 'utf8')) as Record<string, string>;
    client = await startServer({ trusted: true, initialize: { initializationOptions: { trusted: true, texts } } });
  });
  after(() => client.stop());

  it('refuses in Chinese', async () => {
    assert.deepEqual(await start('countdown', { from: 'many' }), { message: 'from 必须是 1 到 1000 之间的整数，而不是“many”。' });
  });

  it('tells the end of a run and its rows in Chinese', async () => {
    const started = (await start('transfer-opposite-order', {})) as RunStarted;
    await client.notified(methods.runWarning);
    const { rows } = await client.connection.sendRequest<RowsSnapshot>(methods.rows, { view: 'threads' });
    const labels = rows.map(({ label }) => label);
    for (const label of ['死锁', '线程', '锁']) assert.ok(labels.includes(label), labels.join(' / '));
    assert.ok(rows.some(({ description }) => /^等待 .*（由 saver 持有）/.test(description ?? '')), JSON.stringify(rows, undefined, 1));
    await client.connection.sendRequest(methods.stopRun, { run: started.run });
    const { summary } = await client.notified<RunEnded>(methods.runEnded);
    assert.match(summary, /：.*。$/);
  });
});
