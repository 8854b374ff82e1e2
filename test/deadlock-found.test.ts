// Deadlocks of real threads are found soon after they have formed, whatever they are made of.
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { createHub } from '../server/hub.js';
import type { DeadlockReport } from '../server/protocol.js';

const limits = { memory: 2_048, time: 20, output: 0 };
/** From the moment at which the last thread began to wait to the sample in which the deadlock is announced, in milliseconds. */
const soon = 250;

describe('a deadlock', function () {
  this.timeout(30_000);

  for (const recipe of ['transfer-opposite-order', 'dining-philosophers-deadlock']) {
    it(`of ${recipe} is found within ${soon} ms, with both places of every thread`, async () => {
      let found: (report: DeadlockReport | undefined) => void;
      const report = new Promise<DeadlockReport | undefined>((settle) => (found = settle));
      const hub = createHub(resolve('dist/recipes/host/main.js'), { changed() {}, started() {}, output() {}, deadlock: (run) => void hub.deadlockReport(run).then(found), ended: () => found(undefined) });
      const { run } = await hub.start(recipe, {}, limits);
      const { at, cycles: [cycle] } = (await report) ?? assert.fail('it ended');
      assert.ok(cycle);
      assert.ok(at - cycle.formedAfter <= soon, `found after ${at - cycle.formedAfter} ms`);
      for (const { thread, holds, waits } of cycle.members) {
        assert.match(holds?.taken[0]?.file ?? '', new RegExp(`${recipe}\\.ts$`), `${thread.name} holds`);
        assert.match(waits.stack[0]?.file ?? '', new RegExp(`${recipe}\\.ts$`), `${thread.name} waits`);
      }
      await hub.stop(run);
    });
  }
});
