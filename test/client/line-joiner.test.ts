// Chunks of output become whole lines that know their thread.
import assert from 'node:assert/strict';
import { LineJoiner } from '../../client/line-joiner.js';

const read = (lines: { thread: string; text: string }[]): string[] => lines.map(({ thread, text }) => `${thread}|${text}`);

describe('joining the output of threads to lines', () => {
  it('keeps a partial line until the same thread ends it', () => {
    const joiner = new LineJoiner();
    assert.deepEqual(read(joiner.join([{ thread: 'a', text: 'one\ntw' }, { thread: 'b', text: 'other\n' }])), ['a|one', 'b|other']);
    assert.deepEqual(read(joiner.join([{ thread: 'a', text: 'o\n' }])), ['a|two']);
  });

  it('gives the partial lines at the end, once', () => {
    const joiner = new LineJoiner();
    joiner.join([{ thread: 'a', text: 'left' }, { thread: 'b', text: '' }]);
    assert.deepEqual(read(joiner.end()), ['a|left']);
    assert.deepEqual(joiner.end(), []);
  });

  it('keeps empty lines and drops carriage returns', () => {
    assert.deepEqual(read(new LineJoiner().join([{ thread: 'a', text: 'x\r\n\ny\n' }])), ['a|x', 'a|', 'a|y']);
  });

  it('knows what was asked, until it is answered or the line goes on', () => {
    const joiner = new LineJoiner();
    assert.equal(joiner.unfinished, undefined);
    assert.deepEqual(read(joiner.join([{ thread: 'a', text: 'one\nname? ' }])), ['a|one']);
    assert.deepEqual(joiner.unfinished, { thread: 'a', text: 'name? ' });
    joiner.answered();
    assert.equal(joiner.unfinished, undefined);
    assert.deepEqual(read(joiner.join([{ thread: 'a', text: 'hello\nage' }, { thread: 'a', text: '? ' }])), ['a|hello']);
    assert.deepEqual(joiner.unfinished, { thread: 'a', text: 'age? ' });
    assert.deepEqual(read(joiner.join([{ thread: 'a', text: 'never mind\n' }])), ['a|age? never mind']);
    assert.equal(joiner.unfinished, undefined);
    assert.deepEqual(joiner.end(), []);
  });

  it('gives a line that never ends in pieces', () => {
    const joiner = new LineJoiner();
    const lines = Array.from({ length: 40 }, () => joiner.join([{ thread: 't', text: 'x'.repeat(1024) }])).flat();
    assert.equal(lines.length, 2);
    const all = [...lines, ...joiner.end()].map(({ text }) => text).join('');
    assert.equal(all.length, 40 * 1024);
  });

  it('joins a line that comes in many pieces', () => {
    const joiner = new LineJoiner();
    for (const text of ['a', 'b', 'c']) assert.deepEqual(joiner.join([{ thread: 't', text }]), []);
    assert.deepEqual(read(joiner.join([{ thread: 't', text: '\n' }])), ['t|abc']);
  });
});
