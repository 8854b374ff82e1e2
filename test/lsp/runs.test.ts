// The language server over stdio: recipes, runs and rows.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { methods, type CatalogEntry, type DeadlockReport, type LivePlaces, type PageUpdate, type Refusal, type Row, type RowsPatch, type RowsSnapshot, type RunEnded, type RunOutput, type RunStarted, type RunWarning } from '../../server/protocol.js';
import { startServer, type LanguageClient } from './language-client.js';

describe('the language server: runs', function () {
  this.timeout(30_000);
  let client: LanguageClient;
  before(async () => {
    client = await startServer({ trusted: true });
  });
  after(async () => assert.equal(await client.stop(), 0));

  const start = (recipe: string, parameters: Record<string, string> = {}) => client.connection.sendRequest<RunStarted & Refusal>(methods.startRun, { recipe, parameters });
  const rows = () => client.connection.sendRequest<RowsSnapshot>(methods.rows, { view: 'threads' });

  it('lists the recipes with their parameters and sources', async () => {
    const catalog = await client.connection.sendRequest<CatalogEntry[]>(methods.catalog);
    const countdown = catalog.find((entry) => entry.id === 'countdown');
    assert.match(countdown?.source.file ?? '', /recipes\/catalog\/countdown\.ts$/);
    assert.equal(countdown?.parameters.from?.default, 10);
    assert.deepEqual(catalog.filter((entry) => entry.error), []);
  });

  it('checks a parameter and says what would be right', async () => {
    const check = (text: string) => client.connection.sendRequest<string | null>(methods.checkParameter, { recipe: 'countdown', name: 'from', text });
    assert.equal(await check('5'), null);
    assert.equal(await check('five'), 'from must be a whole number from 1 to 1000, not “five”.');
  });

  it('refuses a bad value without starting a run', async () => {
    assert.match((await start('countdown', { from: '0' })).message, /from 1 to 1000/);
  });

  it('runs a recipe: started, output by thread, rows, ended', async () => {
    const { run } = await start('countdown', { from: '2', stopAfter: '60000' });
    const printed = await client.notified<RunOutput>(methods.runOutput, (output) => output.run === run && output.chunks.some((chunk) => chunk.text.includes('T-minus 2')));
    assert.ok(printed.chunks.some((chunk) => chunk.thread === 'countdown'));
    const patch = await client.notified<RowsPatch>(methods.rowsPatch, ({ changed }) => changed.some((row) => row.label === 'countdown' && /^sleeping/.test(row.description ?? '')));
    assert.equal(patch.view, 'threads');
    const ended = await client.notified<RunEnded>(methods.runEnded, (each) => each.run === run);
    assert.deepEqual(ended.outcome, { kind: 'completed' });
    assert.equal(ended.asExpected, true);
  });

  it('a waiting thread leads to its line in the TypeScript source', async () => {
    const { run } = await start('thread-has-started', { from: '5' });
    // Where a thread waits is known a moment after the fact that it does.
    const waits = (row: Row) => row.id.startsWith(`run-${run}/`) && /waiting for countdown to end/.test(row.description ?? '') && row.site !== undefined;
    const { changed } = await client.notified<RowsPatch>(methods.rowsPatch, (patch) => patch.changed.some(waits));
    assert.match(changed.find(waits)!.site!.file, /recipes\/catalog\/thread-has-started\.ts$/);
    await client.connection.sendRequest(methods.stopRun, { run });
  });

  it('finds the deadlock while it happens, warns once, spells it out, and stops it', async () => {
    const { run } = await start('transfer-opposite-order');
    const warning = await client.notified<RunWarning>(methods.runWarning, (each) => each.run === run);
    assert.match(warning.text, /^Deadlock: saver waits for checking, held by spender; spender waits for savings, held by saver\.$/);
    const shown = await rows();
    assert.equal(shown.warnings, 1);
    const step = shown.rows.find((row) => row.label === 'saver waits for checking') as Row;
    assert.match(step.site?.file ?? '', /transfer-opposite-order\.ts$/);
    const held = shown.rows.find((row) => row.label === 'holds savings') as Row;
    assert.match(held.description ?? '', /taken in .*\(transfer-opposite-order\.ts:\d+\)/);
    const report = await client.connection.sendRequest<DeadlockReport | null>(methods.deadlockReport, { run });
    const [cycle] = report?.cycles ?? [];
    assert.deepEqual(cycle?.members.map(({ thread, holds, waits }) => [thread.name, holds?.resource.name, waits.resource?.name]), [['saver', 'savings', 'checking'], ['spender', 'checking', 'savings']]);
    for (const { holds, waits } of cycle?.members ?? []) for (const stack of [holds?.taken, waits.stack]) assert.match(stack?.[0]?.file ?? '', /transfer-opposite-order\.ts$/);
    assert.equal(cycle?.lessons[0]?.recipe, 'transfer-ordered', 'its twin comes first');
    await client.connection.sendRequest(methods.stopRun, { run });
    const ended = await client.notified<RunEnded>(methods.runEnded, (each) => each.run === run);
    assert.equal(ended.outcome.kind, 'stopped');
    assert.equal(ended.asExpected, true);
    assert.ok(await client.connection.sendRequest<DeadlockReport | null>(methods.deadlockReport, { run }), 'the report stays as long as the run does');
    assert.ok((await rows()).rows.some((row) => row.id === `run-${run}/cycle-0`), 'the deadlock stays to be looked at');
  });

  it('tells on which lines locks are held while somebody wants to know, and takes it back at the end', async () => {
    await client.connection.sendNotification(methods.showLivePlaces, { shown: true });
    const { run } = await start('transfer-opposite-order');
    const there = ({ places }: LivePlaces) => places.flatMap(({ held }) => held).filter((held) => held.run === run && held.forEver);
    const told = await client.notified<LivePlaces>(methods.livePlaces, (each) => there(each).length === 2);
    assert.match(told.places[0]?.file ?? '', /transfer-opposite-order\.ts$/);
    assert.deepEqual(there(told).map(({ lock, holder, waiting }) => [lock, holder, waiting]).sort(), [['checking', 'spender', 1], ['savings', 'saver', 1]]);
    await client.connection.sendRequest(methods.watchRun, { run, page: 'usage' });
    const { update: usage } = await client.notified<Extract<PageUpdate, { page: 'usage' }>>(methods.pageUpdate, ({ page, update }) => page === 'usage' && update.locks.every(({ waited, longestWait, held }) => waited > 0 && longestWait > 0 && held > 0));
    assert.deepEqual(usage.locks.map(({ name, waiting }) => [name, waiting]).sort(), [['checking', 1], ['savings', 1]]);
    await client.connection.sendRequest(methods.stopRun, { run });
    await client.notified<LivePlaces>(methods.livePlaces, ({ places }) => places.length === 0);
    await client.connection.sendNotification(methods.showLivePlaces, { shown: false });
  });

  it('sends each patch with the next version', async () => {
    const before = await rows();
    const { run } = await start('daemon-thread', { work: '300' });
    await client.notified<RunEnded>(methods.runEnded, (each) => each.run === run);
    const after = await rows();
    for (let version = before.version + 1; version <= after.version; version++) {
      await client.notified<RowsPatch>(methods.rowsPatch, (patch) => patch.view === 'threads' && patch.version === version);
    }
    assert.ok(after.version > before.version);
  });

  it('forgets the runs that have ended', async () => {
    assert.ok((await rows()).rows.length > 0);
    await client.connection.sendRequest(methods.clearRuns);
    assert.deepEqual((await rows()).rows, []);
  });
});

describe('the language server: the user’s language', function () {
  this.timeout(30_000);

  it('is that of its rows, warnings and refusals', async () => {
    const texts = JSON.parse(readFileSync('l10n/bundle.l10n.zh-cn.json', 'utf8')) as Record<string, string>;
    const client = await startServer({ trusted: true, initialize: { initializationOptions: { trusted: true, texts } } });
    const { run } = await client.connection.sendRequest<RunStarted>(methods.startRun, { recipe: 'transfer-opposite-order', parameters: {} });
    const warning = await client.notified<RunWarning>(methods.runWarning);
    assert.equal(warning.text, '死锁：saver 等待 checking（持有者：spender）; spender 等待 savings（持有者：saver）。');
    const { rows } = await client.connection.sendRequest<RowsSnapshot>(methods.rows, { view: 'threads' });
    assert.ok(rows.some(({ label }) => label === 'saver 等待 checking'), rows.map(({ label }) => label).join(', '));
    // Names of programs, threads and kinds are what they are.
    assert.deepEqual(rows.filter(({ label, context }) => ['group', 'cycle', 'step', 'holds'].includes(context) && /^[\x20-\x7e]+$/.test(label)), []);
    assert.match((await client.connection.sendRequest<Refusal>(methods.startRun, { recipe: 'no-such', parameters: {} })).message, /^没有配方“no-such”/);
    await client.connection.sendRequest(methods.stopRun, { run });
    assert.equal(await client.stop(), 0);
  });
});

describe('the language server: trust', function () {
  this.timeout(30_000);
  it('runs nothing before the workspace is trusted, and says why; afterwards it does', async () => {
    const client = await startServer({ trusted: false });
    const start = () => client.connection.sendRequest<RunStarted & Refusal>(methods.startRun, { recipe: 'daemon-thread', parameters: { work: '1' } });
    assert.match((await start()).message, /not trusted/);
    await client.connection.sendNotification(methods.trust, { trusted: true });
    const { run } = await start();
    await client.notified<RunEnded>(methods.runEnded, (each) => each.run === run);
    assert.equal(await client.stop(), 0);
  });

  it('takes its runs with it when the editor dies', async () => {
    const client = await startServer({ trusted: true });
    const { run } = await client.connection.sendRequest<RunStarted>(methods.startRun, { recipe: 'transfer-opposite-order', parameters: {} });
    await client.notified<RunWarning>(methods.runWarning, (each) => each.run === run);
    const hosts = childrenOf(client.pid);
    assert.equal(hosts.length, 1);
    process.kill(client.pid, 'SIGKILL');
    await gone(hosts[0]!);
  });
});

function childrenOf(pid: number): number[] {
  return execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child!);
}

/** Polls: the process is not our child, so nobody tells us of its end. The test's own timeout is the limit. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await setTimeout(20);
  }
}
