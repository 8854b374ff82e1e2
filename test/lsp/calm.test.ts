// Work that waits for a pause in the typing, with changes and waits that settle when the test says so.
import assert from 'node:assert/strict';
import { calm } from '../../server/lsp/calm.js';

describe('waiting for a pause in the typing', () => {
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  function typing() {
    const changes: (() => void)[] = [];
    const waits: (() => void)[] = [];
    const state = { calm: false };
    void calm(
      () => new Promise((resolve) => changes.push(resolve)),
      () => new Promise((resolve) => waits.push(resolve)),
    ).then(() => (state.calm = true));
    return { changes, waits, state };
  }

  it('ends with the first wait in which nothing changes', async () => {
    const { changes, waits, state } = typing();
    waits[0]?.();
    await turn();
    assert.equal(state.calm, true);
    assert.deepEqual([changes.length, waits.length], [1, 1]);
  });

  it('begins anew with each change; a wait from before it counts no more', async () => {
    const { changes, waits, state } = typing();
    for (let key = 0; key < 3; key++) {
      changes[key]?.();
      await turn();
      waits[key]?.();
      await turn();
      assert.equal(state.calm, false);
    }
    waits[3]?.();
    await turn();
    assert.equal(state.calm, true);
  });
});
