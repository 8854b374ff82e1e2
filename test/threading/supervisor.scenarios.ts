// What a host relies on. Each scenario runs a small host of its own: a process has one supervisor.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { HistoryEvent } from '../../recipes/threading/index.js';
import type { Scenarios } from './scenarios.js';

const host = fileURLToPath(new URL('./host-program.js', import.meta.url));

/** What the host wrote, as JSON. */
function run<T>(what: string): T {
  const { status, stdout, stderr, signal } = spawnSync(process.execPath, ['--no-warnings', host, what], { encoding: 'utf8', timeout: 18_000, maxBuffer: 1 << 26 });
  assert.equal(status, 0, `${signal} ${stderr}`);
  return JSON.parse(stdout) as T;
}

export const scenarios: Scenarios = {
  'sees how every thread ends'() {
    const endings = run<Record<string, { how: string; message?: string; code?: number }>>('endings');
    assert.equal(endings['returns']!.how, 'returned');
    assert.deepEqual([endings['raises']!.how, endings['raises']!.message], ['raised', 'TypeError: wrong']);
    assert.deepEqual(endings['exits'], { how: 'exited', code: 4 });
    assert.equal(endings['fills memory']!.how, 'out-of-memory');
    assert.equal(endings['is killed']!.how, 'killed');
    assert.deepEqual([endings['raises later']!.how, endings['raises later']!.message], ['raised', 'Error: in a timer']);
    assert.equal(endings['MainThread']!.how, 'returned');
  },
  'hears late of an end, and still sees how the thread left its locks'() {
    const { before, after } = run<Record<'before' | 'after', { name: string; owner?: number } | undefined>>('late');
    assert.equal(typeof before?.owner, 'number');
    assert.deepEqual([after?.name, after?.owner], ['given back', undefined]);
  },
  'goes on after it has killed a thread that had a guard which it needs itself'() {
    assert.deepEqual(run('guards'), { spares: { how: 'killed' }, threads: { how: 'killed' } });
  },
  'gets all output before the end of its thread is told'() {
    const { before, after } = run<{ before: number; after: number }>('output');
    assert.equal(before, 2_000_000);
    assert.equal(after, 0);
  },
  'output that is not taken lets the threads wait, and loses nothing'() {
    const { whilePaused, total } = run<{ whilePaused: number; total: number }>('pause');
    assert.ok(whilePaused < 1 << 20, `${whilePaused} came while it was paused`);
    assert.equal(total, 12_000_000);
  },
  'interrupts a blocked main thread, wherever it blocks'() {
    const log = run<string[]>('interrupt');
    assert.deepEqual(log, ['sleep', 'acquire', 'join', 'get', 'put', 'condition', 'still holds', 'event', 'semaphore', 'barrier', 'result', 'loop', 'cleaned up']);
  },
  'reads history in its true order'() {
    const { transitions, dropped, events } = run<{ transitions: number; dropped: number; events: number }>('history');
    assert.equal(transitions, 0);
    assert.ok(events > 100);
    assert.ok(dropped >= 0);
  },
  'of more events than are wanted the last are told, in a row, and the others counted'() {
    const { numbers, last, dropped, rest, droppedLater } = run<{ numbers: number[]; last: string; dropped: number; rest: number; droppedLater: number }>('few of many events');
    assert.equal(numbers.length, 20);
    assert.equal(last, 'ended');
    assert.equal(numbers.at(-1)! - numbers[0]!, 19);
    assert.ok(dropped > 80, `${dropped}: fifty acquisitions and as many releases came before`);
    assert.deepEqual([rest, droppedLater], [0, dropped]);
  },
  'history knows when, to a tenth of a millisecond, and where its waits were'() {
    const events = run<HistoryEvent[]>('waits');
    const places = events.filter((event) => event.stack !== undefined).map((event) => `${event.what} ${event.stack![0]!.function!.replace(/\d+$/, '')}`);
    // The second wait found its stacks spent, and was long enough to be looked at later.
    assert.deepEqual(places, ['waits waitTwice', 'woke waitTwice']);
    const taken = events.filter((event) => event.what === 'acquired').map((event) => event.at);
    assert.equal(taken.length, 50);
    const [waits, woke] = ['waits', 'woke'].map((what) => events.filter((event) => event.what === what)[1]!.at);
    assert.ok(woke! - waits! > 19 && woke! - waits! < 2000, `${woke! - waits!} ms`);
    assert.ok(taken.every((at, n) => at <= waits! && (n === 0 || at >= taken[n - 1]!)), 'the times are not in the order of the events');
    // No sample was taken meanwhile: the times of the samples would all be the same.
    assert.ok(taken.at(-1)! > taken[0]!);
  },
  'ends everything when it is told to'() {
    const { endings, milliseconds } = run<{ endings: string[]; milliseconds: number }>('terminate');
    assert.deepEqual(endings, ['killed', 'killed', 'killed']);
    assert.ok(milliseconds < 3000);
  },
  'starts no more threads than allowed'() {
    assert.deepEqual(run<string[]>('limit'), ['ThreadLimit']);
  },
  'of many threads each notes its share of the events'() {
    const { few, many } = run<{ few: number; many: number }>('crowd');
    // A ring holds 1,024; of forty threads each has a fortieth of 16,384.
    assert.ok(few > 1000 && few <= 1024, `alone: ${few}`);
    assert.ok(many > 350 && many <= 16_384 / 40, `among forty: ${many}`);
  },
  'with telemetry off it works and shows no places'() {
    assert.deepEqual(run<unknown>('silent'), { kind: 'waiting', frames: 0, events: 0, acquisitions: 0 });
  },
};
