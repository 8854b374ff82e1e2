import assert from 'node:assert/strict';
import { checkMessage } from '../../server/runs/check-message.js';

const thread = { id: 1, name: 'main', daemon: false, startedAt: 0, state: { kind: 'running' } };

describe('messages from a child process', () => {
  it('takes a message of the right shape as it is', () => {
    const message = { kind: 'state', at: 1, threads: [thread], resources: [], goneThreads: [], goneResources: [] };
    assert.equal(checkMessage(message), message);
  });

  const wrong: [string, unknown, RegExp][] = [
    ['null', null, /without a kind/],
    ['a string', 'state', /without a kind/],
    ['an unknown kind', { kind: 'shutdown' }, /unknown kind “shutdown”/],
    ['the name of something every object has', { kind: 'constructor' }, /unknown kind “constructor”/],
    ['a missing field', { kind: 'history', dropped: 0 }, /history message whose events/],
    ['a field of the wrong type', { kind: 'output', chunks: 'x', bytes: 1 }, /output message whose chunks/],
    ['an item of the wrong shape', { kind: 'state', at: 1, threads: [{ ...thread, name: 5 }], resources: [], goneThreads: [], goneResources: [] }, /one of its threads whose name/],
    ['an item that is no object', { kind: 'output', chunks: [7], bytes: 1 }, /one of its chunks whose shape/],
  ];
  for (const [name, message, problem] of wrong) {
    it(`refuses ${name}`, () => assert.match((checkMessage(message) as { problem: string }).problem, problem));
  }
});
