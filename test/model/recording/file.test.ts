// The file of a recording: the same comes back, and whatever is wrong with a file is said. And its export.
import assert from 'node:assert/strict';
import { BadRecording, decodeRecording, encodeRecording } from '../../../server/model/recording/file.js';
import { traceEvents, traceText } from '../../../server/model/recording/trace.js';
import { busyRecording } from './made.js';

describe('the file of a recording', function () {
  this.timeout(60_000);

  it('holds all rows and the description', async () => {
    const recording = busyRecording(5_000, 8);
    const file = await encodeRecording(recording);
    const back = await decodeRecording(file);
    assert.deepEqual(back.info, recording.info);
    assert.equal(back.length, 5_000);
    for (const n of [0, 8, 9, 4_999]) assert.deepEqual(back.row(n), recording.row(n));
  });

  it('may be of an earlier version', async () => {
    const file = await encodeRecording(busyRecording(100, 2));
    assert.equal((await decodeRecording(file.with(14, 1))).length, 100);
  });

  it('holds a million events in less than 10 MB, and opens within seconds', async () => {
    const file = await encodeRecording(busyRecording(1_000_000, 5));
    const began = performance.now();
    const back = await decodeRecording(file);
    assert.equal(back.length, 1_000_000);
    assert.ok(file.length < 10_000_000, `${file.length} bytes`);
    assert.ok(performance.now() - began < 10_000, `${performance.now() - began} ms`);
  });

  const wrong: [string, (file: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>, RegExp][] = [
    ['is empty', () => new Uint8Array(), /empty/],
    ['is something else', () => new TextEncoder().encode('{"traceEvents":[]}'), /not a recording of Threadbook/],
    ['ends after its first bytes', (file) => file.slice(0, 14), /cut off/],
    ['is cut off in the middle', (file) => file.slice(0, file.length >> 1), /damaged or cut off/],
    ['lacks its last byte', (file) => file.slice(0, -1), /damaged or cut off/],
    ['has a byte that was changed', (file) => file.with(file.length >> 1, file[file.length >> 1]! ^ 255), /damaged/],
    ['is of a newer version', (file) => file.with(14, 9), /version 9 of the format, and this Threadbook reads versions up to 2/],
  ];
  for (const [name, change, message] of wrong) {
    it(`is refused with a sentence where it ${name}`, async () => {
      const file = await encodeRecording(busyRecording(500, 3));
      await assert.rejects(decodeRecording(change(file)), (error) => error instanceof BadRecording && message.test(error.message));
    });
  }
});

describe('the export as a trace', () => {
  const recording = busyRecording(2_000, 4);

  it('is JSON of the Trace Event Format', () => {
    const trace = JSON.parse([...traceText(recording)].join('')) as { traceEvents: Record<string, unknown>[]; displayTimeUnit: string };
    assert.equal(trace.displayTimeUnit, 'ms');
    const fields: Record<string, Record<string, string>> = {
      M: { name: 'string', pid: 'number', tid: 'number', args: 'object' },
      X: { name: 'string', cat: 'string', pid: 'number', tid: 'number', ts: 'number', dur: 'number', args: 'object' },
      C: { name: 'string', pid: 'number', tid: 'number', ts: 'number', args: 'object' },
      s: { name: 'string', cat: 'string', id: 'number', pid: 'number', tid: 'number', ts: 'number' },
      f: { name: 'string', cat: 'string', id: 'number', pid: 'number', tid: 'number', ts: 'number', bp: 'string' },
    };
    for (const event of trace.traceEvents) {
      const wanted = fields[event.ph as string];
      assert.ok(wanted, `the phase ${String(event.ph)}`);
      assert.deepEqual(Object.fromEntries(Object.entries(event).filter(([key]) => key !== 'ph').map(([key, value]) => [key, typeof value])), wanted);
      for (const key of ['ts', 'dur']) if (key in event) assert.ok(Number.isFinite(event[key]) && (event[key] as number) >= 0, JSON.stringify(event));
    }
    assert.deepEqual(new Set(trace.traceEvents.map((event) => event.ph)), new Set(Object.keys(fields)));
  });

  it('has slices of one track that do not overlap, and arrows that begin and end', () => {
    const tracks = new Map<string, number>();
    const arrows = new Map<number, string>();
    const oddTimes = busyRecording(2_000, 4);
    oddTimes.info.startedAt -= 0.0123;
    for (const event of traceEvents(oddTimes)) {
      if (event.ph === 'X') {
        const track = `${event.pid} ${event.tid}`;
        // In nanoseconds, as a reader has them that cuts off the rest.
        assert.ok(Math.trunc(event.ts * 1_000) >= (tracks.get(track) ?? 0), `${event.name} at ${event.ts} begins before ${tracks.get(track)}`);
        tracks.set(track, Math.trunc(event.ts * 1_000) + Math.trunc(event.dur * 1_000));
      } else if (event.ph === 's' || event.ph === 'f') arrows.set(event.id, (arrows.get(event.id) ?? '') + event.ph);
    }
    assert.ok(arrows.size > 0);
    assert.deepEqual(new Set(arrows.values()), new Set(['sf']));
  });

  it('names threads, locks, queues and what is missing', () => {
    const text = [...traceText(recording)].join('');
    for (const part of ['worker-4', 'waiting for ledger', 'held by worker-2', '"orders"', '17 events are missing', '/r/bank.ts:12']) assert.ok(text.includes(part), part);
  });
});
