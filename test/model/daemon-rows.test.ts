import assert from 'node:assert/strict';
import { daemonRows } from '../../server/model/daemon-rows.js';

const now = 1_000_000_000;
const minutes = (count: number) => now - count * 60_000;

describe('the rows of the daemons', () => {
  const rows = daemonRows(
    [
      { name: 'clock', status: { state: 'running', pid: 12, since: minutes(3) }, log: '/d/clock.log' },
      { name: 'old', status: { state: 'running', pid: 13, since: minutes(3 * 24 * 60) }, log: '/d/old.log' },
      { name: 'hours', status: { state: 'running', pid: 14, since: minutes(125) }, log: '/d/hours.log' },
      { name: 'shot', status: { state: 'stale', pid: 15 }, log: '/d/shot.log' },
      { name: 'idle', status: { state: 'stopped' }, log: '/d/idle.log' },
    ],
    now,
  );

  it('say the state, the pid and the uptime', () => {
    assert.deepEqual(rows.map((row) => row.description), ['running · pid 12 · up 3 min 0 s', 'running · pid 13 · up 3 days', 'running · pid 14 · up 2 h 5 min', 'killed · pid was 15', 'stopped']);
  });
  it('say by their context what can be done', () => {
    assert.deepEqual(rows.map((row) => row.context), ['daemon running', 'daemon running', 'daemon running', 'daemon stale', 'daemon stopped']);
  });
  it('lead to the log, and name the recipe with its parameters', () => {
    assert.deepEqual(rows[0]?.site, { file: '/d/clock.log', line: 1, column: 1 });
    assert.deepEqual(rows[0]?.subject, { recipe: 'unix-daemon', parameters: { name: 'clock' } });
  });
});
