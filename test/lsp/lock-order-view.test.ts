// The Lock Order view and what a run has shown, over the protocol: contradictions from the source, then a run that goes both ways.
import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver/node';
import { methods, type CatalogEntry, type LockOrderPicture, type PageUpdate, type Row, type RowsPatch, type RowsSnapshot, type RunEnded, type RunStarted } from '../../server/protocol.js';
import { startServer, type LanguageClient } from './language-client.js';

/** Both orders are gone through, one thread after the other: a run that shows them and does not deadlock. */
const recipe = `import { defineRecipe } from 'threadbook/recipe';
import { Lock, task, Thread } from 'threadbook/threading';

class Bank {
  savings = new Lock({ name: 'my savings' });
  checking = new Lock({ name: 'my checking' });
}

export const deposit = task(import.meta.url, function deposit(bank = new Bank()) {
  bank.savings.acquire();
  try {
    bank.checking.acquire();
    bank.checking.release();
  } finally {
    bank.savings.release();
  }
});

export const withdraw = task(import.meta.url, function withdraw(bank = new Bank()) {
  bank.checking.acquire();
  try {
    bank.savings.acquire();
    bank.savings.release();
  } finally {
    bank.checking.release();
  }
});

export const recipe = defineRecipe({
  title: 'Both ways',
  main() {
    const bank = new Bank();
    for (const way of [deposit, withdraw]) {
      const thread = new Thread(way, { args: [bank] });
      thread.start();
      thread.join();
    }
  },
});
`;

describe('the order of locks', function () {
  this.timeout(20_000);
  let folder: string;
  let file: string;
  let client: LanguageClient;

  beforeEach(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'threadbook-order-')));
    file = join(folder, 'bank.recipe.js');
    writeFileSync(file, recipe);
    client = await startServer({ trusted: true, initialize: { workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bank' }] } });
  });
  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  /** The rows as a client has them that asks once and then applies what comes. */
  async function rowsWith(accepts: (row: Row) => boolean): Promise<Map<string, Row>> {
    const snapshot = await client.connection.sendRequest<RowsSnapshot>(methods.rows, { view: 'lockOrder' });
    const rows = new Map(snapshot.rows.map((row) => [row.id, row]));
    if (snapshot.rows.some(accepts)) return rows;
    await client.notified<RowsPatch>(methods.rowsPatch, ({ view, changed }) => view === 'lockOrder' && changed.some(accepts));
    return new Map((await client.connection.sendRequest<RowsSnapshot>(methods.rows, { view: 'lockOrder' })).rows.map((row) => [row.id, row]));
  }
  const lineOf = (text: string, from = 0): number => recipe.slice(0, recipe.indexOf(text, from)).split('\n').length;

  it('is a tree: contradictions with their orders, then every lock with what is taken under it', async () => {
    const rows = [...(await rowsWith(({ context }) => context === 'contradiction')).values()];
    const tree = rows.map(({ label, description, parent, site }) => [parent === undefined ? 0 : 1, label, description, site?.line]);
    assert.deepEqual(tree, [
      [0, 'Bank.checking ⇄ Bank.savings', '2 orders contradict each other', undefined],
      [1, 'Bank.checking → Bank.savings', `withdraw bank.recipe.js:${lineOf('bank.savings.acquire', recipe.indexOf('withdraw'))}`, lineOf('bank.savings.acquire', recipe.indexOf('withdraw'))],
      [1, 'Bank.savings → Bank.checking', `deposit bank.recipe.js:${lineOf('bank.checking.acquire')}`, lineOf('bank.checking.acquire')],
      [0, 'Bank.checking', 'before 1, after 1', lineOf('checking =')],
      [1, 'then Bank.savings', `withdraw bank.recipe.js:${lineOf('bank.savings.acquire', recipe.indexOf('withdraw'))}`, lineOf('bank.savings.acquire', recipe.indexOf('withdraw'))],
      [0, 'Bank.savings', 'before 1, after 1', lineOf('savings =')],
      [1, 'then Bank.checking', `deposit bank.recipe.js:${lineOf('bank.checking.acquire')}`, lineOf('bank.checking.acquire')],
    ]);
    for (const row of rows) assert.ok(row.parent === undefined || rows.some(({ id }) => id === row.parent));
  });

  it('is a picture as well, with what the project declares, and live', async () => {
    const picture = (accepts: (now: LockOrderPicture) => boolean) => client.notified<PageUpdate & { update: LockOrderPicture }>(methods.pageUpdate, ({ page, update }) => page === 'lock-order' && accepts(update)).then(({ update }) => update);
    assert.equal(await client.connection.sendRequest(methods.watchRun, { run: 0, page: 'lock-order' }), null);
    const { locks, orders, rings } = await picture(() => true);
    assert.deepEqual(locks.map(({ name, place }) => [name, place?.text]).sort(), [['Bank.checking', `bank.recipe.js:${lineOf('checking =')}`], ['Bank.savings', `bank.recipe.js:${lineOf('savings =')}`]]);
    const nameOf = (id: string) => locks.find((each) => each.id === id)?.name;
    assert.deepEqual(orders.map(({ from, to, contradicted, places }) => [nameOf(from), nameOf(to), contradicted, places.map(({ function: name }) => name)]), [
      ['Bank.checking', 'Bank.savings', true, ['withdraw']],
      ['Bank.savings', 'Bank.checking', true, ['deposit']],
    ]);
    assert.deepEqual(rings.map((ring) => ring.map(nameOf).sort()), [['Bank.checking', 'Bank.savings']]);

    const config = join(folder, 'threadbook.json');
    writeFileSync(config, '{ "order": ["Bank.savings < Bank.checking"] }\n');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: pathToFileURL(config).href, type: 1 }] });
    const declared = await picture((now) => now.orders.some((order) => order.declared));
    assert.deepEqual(declared.orders.map(({ from, declared: wanted, against }) => [nameOf(from), wanted?.text, against?.order]), [
      ['Bank.checking', undefined, 'Bank.savings < Bank.checking'],
      ['Bank.savings', 'threadbook.json:1', undefined],
    ]);
    const rows = await rowsWith(({ context }) => context === 'declared');
    const own = [...rows.values()].find(({ context }) => context === 'declared');
    assert.deepEqual([own?.label, own?.description, own?.site?.file.endsWith('threadbook.json')], ['Bank.savings < Bank.checking', 'declared, broken by 1 order', true]);
    assert.deepEqual([...rows.values()].filter(({ parent }) => parent === own?.id).map(({ label }) => label), ['Bank.checking → Bank.savings']);

    // What is typed is in it as well.
    const uri = pathToFileURL(file).href;
    await client.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'javascript', version: 1, text: recipe.replace('bank.savings.acquire();\n    bank.savings.release', 'bank.savings.locked();\n    void bank.savings.release') } });
    const mended = await picture((now) => now.rings.length === 0);
    assert.deepEqual(mended.orders.map(({ from, contradicted }) => [nameOf(from), contradicted]), [['Bank.savings', false]]);
  });

  it('says of a finding and of an order in which run they were observed', async () => {
    await rowsWith(({ context }) => context === 'contradiction');
    await client.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: pathToFileURL(file).href, languageId: 'javascript', version: 1, text: recipe } });
    const pull = async (): Promise<Diagnostic[]> => (await client.connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri: pathToFileURL(file).href } })).items;
    const steps = (diagnostics: Diagnostic[]) => diagnostics.find(({ severity }) => severity === 1)?.relatedInformation?.map(({ message }) => message) ?? [];
    assert.equal(steps(await pull()).length, 4);

    await client.connection.sendNotification(methods.ownRecipes, { files: [file], leftOut: 0 });
    const [own] = (await client.connection.sendRequest<CatalogEntry[]>(methods.catalog)).filter(({ section }) => section === 'own');
    assert.ok(own);
    const { run } = await client.connection.sendRequest<RunStarted>(methods.startRun, { recipe: own.id, parameters: {} });
    const ended = await client.notified<RunEnded>(methods.runEnded, (each) => each.run === run);
    assert.equal(ended.outcome.kind, 'completed');

    const seen = steps(await pull());
    assert.deepEqual(seen.slice(4), [
      `A was observed in run ${run}: “my checking” was taken while “my savings” was held.`,
      `B was observed in run ${run}: “my savings” was taken while “my checking” was held.`,
    ]);
    // The run showed one order before the other, and so may the view.
    const observed = (label: string) => rowsWith((row) => row.label === label && /observed in run/.test(row.description ?? ''));
    await observed('then Bank.checking');
    const rows = await observed('then Bank.savings');
    const orders = [...rows.values()].filter(({ context }) => context === 'order');
    assert.equal(orders.length, 4);
    for (const { description, icon } of orders) assert.deepEqual([/· observed in run \d+$/.test(description ?? ''), icon], [true, 'eye']);
  });
});
