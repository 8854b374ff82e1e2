// A run of 1,000 threads and 10,000 resources is told in full. What that costs is measured by the bench.
import assert from 'node:assert/strict';
import { steps } from './large-run.js';

describe('a run of 1,000 threads and 10,000 resources', function () {
  this.timeout(60_000);
  for (const { what, work } of steps()) {
    it(what, () => {
      for (const turn of [1, 2, 3]) assert.ok(work(turn) > 0, 'nothing came out');
    });
  }
});
