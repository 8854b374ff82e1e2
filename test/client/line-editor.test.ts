import assert from 'node:assert/strict';
import { LineEditor } from '../../client/line-editor.js';

/** What an editor tells of, when these keys are typed. */
function typed(...keys: string[]): { heard: unknown[]; editor: LineEditor } {
  const heard: unknown[] = [];
  const editor = new LineEditor({
    lines: (lines) => void heard.push(lines),
    end: () => void heard.push('end'),
    interrupt: () => void heard.push('interrupt'),
  });
  for (const key of keys) editor.type(key);
  return { heard, editor };
}

describe('the line that is typed into a terminal', () => {
  it('is given when Enter is pressed', () => {
    const { heard, editor } = typed('h', 'i', '\r', 'x');
    assert.deepEqual(heard, [['hi']]);
    assert.equal(editor.drawn, '> x');
  });
  it('may be several lines of a paste, and what follows them', () => {
    const { heard, editor } = typed('one\r\ntwo\nthree\rfo');
    assert.deepEqual(heard, [['one', 'two', 'three']]);
    assert.equal(editor.drawn, '> fo');
  });
  it('loses a whole character to Backspace', () => {
    assert.equal(typed('aé👩‍🚀', '\x7f').editor.drawn, '> aé');
    assert.equal(typed('中文', '\b', '\b', '\b').editor.drawn, '> ');
  });
  it('loses a word to Ctrl+W and everything to Ctrl+U', () => {
    assert.equal(typed('to be or  ', '\x17').editor.drawn, '> to be ');
    assert.equal(typed('to be', '\x15').editor.drawn, '> ');
  });
  it('does not take the keys that move for text', () => {
    assert.equal(typed('a\x1b[D', '\x1b[1;5C', '\x1bOP', '\x1b', 'b\x00').editor.drawn, '> ab');
  });
  it('ends with Ctrl+D, where it is empty and nowhere else', () => {
    const { heard, editor } = typed('a\x04', '\r', '\x04', 'b\r', '\x04');
    assert.deepEqual(heard, [['a'], 'end']);
    assert.deepEqual([editor.ended, editor.drawn, editor.erase], [true, '', '']);
  });
  it('is interrupted by Ctrl+C, also after its end', () => {
    assert.deepEqual(typed('a\x03', '\x15\x04', '\x03').heard, ['interrupt', 'end', 'interrupt']);
  });
  it('is taken off all the rows that it takes', () => {
    const { editor } = typed('中'.repeat(10)); // 22 columns with the prompt.
    editor.columns = 80;
    assert.equal(editor.erase, '\r\x1b[J');
    editor.columns = 10;
    assert.equal(editor.erase, '\r\x1b[2A\x1b[J');
  });
});
