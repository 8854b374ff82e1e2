// Who holds and who waits at a moment of a recording.
import assert from 'node:assert/strict';
import { deed, limited, operations } from '../../../server/model/recording/deed.js';
import { Lanes } from '../../../server/model/recording/lanes.js';
import { pictureAt } from '../../../server/model/recording/picture-at.js';
import { Recording, type Row } from '../../../server/model/recording/recording.js';
import { frame } from './made.js';

const acquire = operations.indexOf('acquire');

/** Two threads that take two locks in opposite orders, from 1,000 to 2,000. */
function lanes(...more: Row[]): Lanes {
  const recording = new Recording({
    run: 1, recipe: 'bank', title: 'Bank', startedAt: 1_000, at: 2_000, outcome: 'stopped', dropped: 0, stacks: [[frame]],
    threads: [{ id: 1, name: 'saver', daemon: false }, { id: 2, name: 'spender', daemon: false }],
    resources: [{ id: 1, kind: 'Lock', name: 'checking' }, { id: 2, kind: 'Lock', name: 'savings' }],
  });
  const rows: Row[] = [
    { at: 1_000, deed: deed.started, thread: 1 },
    { at: 1_000, deed: deed.started, thread: 2 },
    { at: 1_100, deed: deed.acquired, thread: 1, subject: 1, value: 1 },
    { at: 1_200, deed: deed.acquired, thread: 2, subject: 2 },
    { at: 1_300, deed: deed.waits, operation: acquire, thread: 1, subject: 2, value: 1 },
    { at: 1_400, deed: deed.waits, operation: acquire, thread: 2, subject: 1 },
  ];
  for (const row of [...rows, ...more]) recording.append(row);
  return new Lanes(recording);
}

describe('the picture of a moment of a recording', () => {
  it('is empty before somebody holds or waits', () => {
    const { threads, waits, holds, free, active } = pictureAt(lanes(), 1_050);
    assert.deepEqual({ threads, waits, holds, free, active }, { threads: [], waits: [], holds: [], free: 2, active: true });
  });

  it('shows who holds and who waits then, since when and where, and nothing of what comes later', () => {
    const picture = pictureAt(lanes(), 1_350);
    assert.deepEqual(picture.holds.map(({ from, to, since }) => [from, to, since]), [['r1', 't1', 100], ['r2', 't2', 200]]);
    assert.deepEqual(picture.waits.map(({ from, to, operation, since }) => [from, to, operation, since]), [['t1', 'r2', 'acquire', 300]]);
    assert.equal(picture.threads.find(({ name }) => name === 'saver')?.site?.line, frame.line);
    assert.deepEqual(picture.circles, []);
    assert.equal(picture.at, 350);
  });

  it('has the deadlock from the moment at which the circle is closed until the end', () => {
    for (const at of [1_401, 2_000]) assert.deepEqual(pictureAt(lanes(), at).circles, [['t1', 'r2', 't2', 'r1']], String(at));
    assert.equal(pictureAt(lanes(), 2_000).active, false);
  });

  it('calls a circle no deadlock where a wait in it came to its end', () => {
    const resolved = lanes({ at: 1_500, deed: deed.woke, thread: 1 }, { at: 1_500, deed: deed.released, thread: 1, subject: 1 });
    assert.deepEqual(pictureAt(resolved, 1_450).circles, []);
    assert.equal(pictureAt(resolved, 1_450).waits.length, 2);
    assert.deepEqual(pictureAt(resolved, 1_600).holds.map(({ from }) => from), ['r2']);
  });

  it('draws no arrow to what the recording does not know', () => {
    const unknown = lanes({ at: 1_410, deed: deed.started, thread: 3 }, { at: 1_420, deed: deed.waits, thread: 3 });
    assert.ok(pictureAt(unknown, 1_450).waits.every(({ to }) => to !== 'r0'));
  });

  it('knows who computes a future, and a circle through it', () => {
    const result = operations.indexOf('result');
    const recording = new Recording({
      run: 1, recipe: 'own', title: 'Own', startedAt: 0, at: 100, dropped: 0, stacks: [],
      threads: [{ id: 1, name: 'main', daemon: false }, { id: 2, name: 'worker', daemon: false }],
      resources: [{ id: 1, kind: 'Lock', name: 'ledger' }, { id: 9, kind: 'Future', name: 'Future-1' }],
    });
    for (const row of [
      { at: 0, deed: deed.started, thread: 1 }, { at: 0, deed: deed.started, thread: 2 },
      { at: 10, deed: deed.acquired, thread: 1, subject: 1 }, { at: 20, deed: deed.computes, thread: 2, subject: 9 },
      { at: 30, deed: deed.waits, operation: result, thread: 1, subject: 9 }, { at: 40, deed: deed.waits, operation: acquire, thread: 2, subject: 1 },
    ]) recording.append(row);
    assert.deepEqual(pictureAt(new Lanes(recording), 35).holds.map(({ from, to }) => [from, to]), [['r1', 't1'], ['r9', 't2']]);
    assert.deepEqual(pictureAt(new Lanes(recording), 50).circles, [['t1', 'r9', 't2', 'r1']]);
    recording.append({ at: 60, deed: deed.computed, subject: 9 });
    assert.deepEqual(pictureAt(new Lanes(recording), 70).holds.map(({ from }) => from), ['r1']);
  });

  it('calls a circle no deadlock where a wait in it had a time limit', () => {
    const limitedWait = lanes({ at: 1_500, deed: deed.started, thread: 3 }, { at: 1_400, deed: deed.waits, operation: acquire | limited, thread: 2, subject: 1 });
    assert.deepEqual(pictureAt(limitedWait, 1_600).circles, []);
  });
});
