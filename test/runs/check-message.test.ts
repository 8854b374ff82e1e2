import assert from 'node:assert/strict';
import { checkMessage } from '../../server/runs/check-message.js';

const thread = { id: 1, name: 'main', daemon: false, startedAt: 0, state: { kind: 'running' } };

const order = { first: 1, firstName: 'a', firstStack: [], second: 2, secondName: 'b', secondStack: [], thread: 1 };
const ordered = { kind: 'state', at: 1, threads: [], resources: [], goneThreads: [], goneResources: [], orders: [order], ordersDropped: 1 };

describe('messages from a child process', () => {
  it('takes a message of the right shape as it is', () => {
    const message = { kind: 'state', at: 1, threads: [thread], resources: [], goneThreads: [], goneResources: [] };
    assert.equal(checkMessage(message), message);
  });

  it('takes a state with orders of locks', () => {
    assert.equal(checkMessage(ordered), ordered);
  });

  const wrong: [string, unknown, RegExp][] = [
    ['null', null, /without a kind/],
    ['a string', 'state', /without a kind/],
    ['an unknown kind', { kind: 'shutdown' }, /unknown kind “shutdown”/],
    ['the name of something every object has', { kind: 'constructor' }, /unknown kind “constructor”/],
    ['a missing field', { kind: 'history', dropped: 0 }, /history message whose events/],
    ['a field of the wrong type', { kind: 'output', chunks: 'x', bytes: 1 }, /output message whose chunks/],
    ['an item of the wrong shape', { kind: 'state', at: 1, threads: [{ ...thread, name: 5 }], resources: [], goneThreads: [], goneResources: [] }, /one of its threads whose name/],
    ['a wrong field that may be missing', { ...ordered, ordersDropped: 'many' }, /state message whose ordersDropped/],
    ['a wrong item of a field that may be missing', { ...ordered, orders: [{ ...order, thread: 'x' }] }, /one of its orders whose thread/],
    ['an item that is no object', { kind: 'output', chunks: [7], bytes: 1 }, /one of its chunks whose shape/],
  ];
  for (const [name, message, problem] of wrong) {
    it(`refuses ${name}`, () => assert.match((checkMessage(message) as { problem: string }).problem, problem));
  }
});
