// Perfetto's own importer takes an exported trace whole: it finds nothing wrong with it, and what it knows then is what the recording holds.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lanes } from '../../server/model/recording/lanes.js';
import { deed, deeds, type Deed } from '../../server/model/recording/deed.js';
import { Recording } from '../../server/model/recording/recording.js';
import { traceEvents, traceText } from '../../server/model/recording/trace.js';
import { readRecording } from '../../server/recording-files.js';
import { threadbook } from '../command-line.js';
import { busyRecording } from '../model/recording/made.js';
import { importTrace, installed, type Cell, type Importer } from './importer.js';

/** Imports the recording, asks, and leaves nothing running. */
async function imported(recording: Recording, ask: (importer: Importer) => Promise<void>): Promise<void> {
  const importer = await importTrace(traceText(recording));
  try {
    await ask(importer);
  } finally {
    await importer.close();
  }
}

/** What the importer has left out, has found wrong or could not read. */
const problems = 'SELECT name, value FROM stats WHERE severity IN (\'error\', \'data_loss\') AND value > 0';
const slices = (process: string, columns: string): string =>
  `SELECT ${columns} FROM slice JOIN thread_track ON slice.track_id = thread_track.id JOIN thread USING (utid) JOIN process USING (upid) WHERE process.name LIKE '${process}'`;

async function one(importer: Importer, sql: string): Promise<Cell | undefined> {
  const [row] = await importer.query(sql);
  return row && Object.values(row)[0];
}

/** Everything of the recording is there, as often and as long as it was. */
async function isWhole(importer: Importer, recording: Recording): Promise<void> {
  assert.deepEqual(await importer.query(problems), []);
  const lanes = new Lanes(recording);
  const written = [...traceEvents(recording)];
  const total = (ph: 'X' | 'C' | 's'): bigint => BigInt(written.filter((event) => event.ph === ph).length);
  assert.equal(await one(importer, 'SELECT count(*) FROM slice'), total('X'));
  assert.equal(await one(importer, 'SELECT count(*) FROM counter'), total('C'));
  assert.equal(await one(importer, 'SELECT count(*) FROM flow'), total('s'));
  const names = (await importer.query("SELECT thread.name FROM thread JOIN process USING (upid) WHERE process.name LIKE '%: threads' AND thread.name IS NOT NULL ORDER BY thread.name")).map(({ name }) => name);
  assert.deepEqual(names, [...lanes.threads.keys()].map((id) => lanes.thread(id)?.name ?? `thread ${id}`).sort());
  const lasted = written.reduce((sum, event) => sum + (event.ph === 'X' ? event.dur * 1_000 : 0), 0);
  assert.ok(Math.abs(Number(await one(importer, 'SELECT sum(dur) FROM slice')) - lasted) <= written.length, 'the times add up to what was written, to a nanosecond each');
}

/** One of each, in an order in which it can happen. */
function everyDeed(): Recording {
  const recording = new Recording({
    run: 1, recipe: 'every', title: 'Every kind', startedAt: 1_000, at: 1_030, outcome: 'completed', dropped: 5,
    threads: [{ id: 1, name: 'נעילה', daemon: false }, { id: 2, name: '"two"', daemon: true }],
    resources: [{ id: 1, kind: 'Lock', name: '<img src=x>' }, { id: 2, kind: 'Queue', name: 'orders', capacity: 2 }, { id: 3, kind: 'Queue', name: 'orders' }, { id: 4, kind: 'Future', name: 'answer' }, { id: 5, kind: 'ThreadPoolExecutor', name: 'pool' }],
    stacks: [[{ file: '/r/bank.ts', line: 12, column: 3 }]],
  });
  const rows: [Deed, thread: number, subject?: number, value?: number][] = [
    ['started', 1], ['started', 2], ['runs', 1], ['acquired', 1, 1, 1], ['waits', 2, 1, 1], ['released', 1, 1], ['woke', 2], ['acquired', 2, 1, 1], ['released', 2, 1], ['notified', 1, 1],
    ['put', 1, 2], ['depth', 0, 2, 1], ['put', 1, 3], ['depth', 0, 3, 1], ['got', 2, 2], ['depth', 0, 2, 0], ['sleeps', 1, 0, 1], ['slept', 1], ['gap', 0, 10, 5], ['computes', 2, 4], ['computed', 2, 4],
    ['crew', 0, 5, 2 * 65_536 + 1], ['completed', 0, 5, 1], ['loops', 2], ['runs', 2], ['joins', 1, 2, 1], ['still', 0], ['ended', 2], ['woke', 1], ['ended', 1],
  ];
  rows.forEach(([what, thread, subject = 0, value = 0], n) => recording.append({ at: 1_001 + n / 2, deed: deed[what], thread, subject, value }));
  return recording;
}

describe('Perfetto’s own importer', function () {
  this.timeout(60_000);
  before(function () {
    if (!installed) this.skip(); // `npm test` installs it.
  });

  it('knows every thread, slice, counter and flow of a trace of 100,000 events', async () => {
    const recording = busyRecording(100_000, 5);
    await imported(recording, async (importer) => {
      await isWhole(importer, recording);
      const [waited] = await importer.query(`${slices('%: threads', 'thread.name AS thread, slice.name AS slice, slice.dur AS dur')} AND slice.category = 'lock' ORDER BY slice.ts LIMIT 1`);
      assert.deepEqual(waited, { thread: 'worker-2', slice: 'waiting for ledger', dur: 20_000n });
      assert.deepEqual(await importer.query(`${slices('locks%', 'thread.name AS lock, slice.name AS slice')} ORDER BY slice.ts LIMIT 1`), [{ lock: 'ledger', slice: 'held by worker-2' }]);
      assert.deepEqual(await importer.query('SELECT DISTINCT counter_track.name FROM counter JOIN counter_track ON counter.track_id = counter_track.id'), [{ name: 'orders items' }]);
      assert.equal(await one(importer, slices('missing%', 'slice.name')), '17 events are missing');
      const [woken] = await importer.query(`SELECT ended.name AS ended, begun.name AS begun FROM flow JOIN slice ended ON ended.id = flow.slice_out JOIN slice begun ON begun.id = flow.slice_in LIMIT 1`);
      assert.ok(woken, 'who woke whom is a flow from slice to slice');
    });
  });

  for (const recipe of ['producer-consumer', 'fetch-urls', 'semaphore-limit']) {
    it(`takes a run of ${recipe} as it was recorded`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'threadbook-'));
      try {
        const file = join(folder, 'run.threadbook-run');
        assert.equal((await threadbook('run', recipe, '--record', file)).code, 0);
        const recording = await readRecording(file);
        await imported(recording, (importer) => isWhole(importer, recording));
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  it('takes every kind of event there is, names that look like markup, and queues of one name, each with its own counter', async () => {
    const recording = everyDeed();
    const missing = deeds.filter((name) => !recording.deed.subarray(0, recording.length).includes(deed[name]));
    assert.deepEqual(missing, []);
    await imported(recording, async (importer) => {
      await isWhole(importer, recording);
      const counters = await importer.query('SELECT DISTINCT counter_track.name AS name FROM counter JOIN counter_track ON counter.track_id = counter_track.id ORDER BY 1');
      assert.deepEqual(counters.map(({ name }) => name), ['orders (2) items', 'orders (3) items']);
      assert.equal(await one(importer, slices('locks%', 'thread.name')), '<img src=x>');
    });
  });

  it('refuses what is no trace, so that its silence means something', async () => {
    await assert.rejects(importTrace(['{"traceEvents":[{"ph":"X",,]}']));
  });
});
