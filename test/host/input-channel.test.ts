import assert from 'node:assert/strict';
import { createInputChannel } from '../../recipes/host/input-channel.js';
import type { FromHost } from '../../recipes/host/messages.js';

function channel() {
  const queue: string[] = [];
  const sent: FromHost[] = [];
  let shutDown = 0;
  const lines = { put: (line: string) => void queue.push(line), get size() { return queue.length; }, shutdown: () => void shutDown++ };
  return { queue, sent, closed: () => shutDown, ...createInputChannel(lines, (message) => void sent.push(message)) };
}

describe('the way of input to a recipe', () => {
  it('keeps the order of the lines, and shuts the queue down after the last one', () => {
    const { queue, type, closed } = channel();
    type(['a', 'b'], false);
    type(['c'], true);
    type(['too late'], true);
    assert.deepEqual([queue, closed()], [['a', 'b', 'c'], 1]);
  });
  it('asks for more only while few lines wait to be read', () => {
    const { queue, sent, type, acknowledge } = channel();
    acknowledge();
    type(Array<string>(1_500).fill('x'), false);
    type(['y'], false);
    acknowledge();
    assert.deepEqual(sent, []);
    queue.splice(0, 600);
    acknowledge();
    acknowledge();
    assert.deepEqual(sent, [{ kind: 'input-taken', messages: 2 }]);
  });
});
