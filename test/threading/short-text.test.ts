// Short texts of values: each comes out as it went in, whatever came before it and whatever lies behind it.
import assert from 'node:assert/strict';
import { SHORT, shortText } from '../../recipes/threading/short-text.js';

/** The words of a text as encode.ts leaves them, with `behind` in the bytes that belong to no character. */
function wordsOf(text: string, behind: number): [number, number, number] {
  const bytes = Buffer.alloc(SHORT, behind);
  bytes.write(text, 'latin1');
  return [bytes.readInt32LE(0), bytes.readInt32LE(4), bytes.readInt32LE(8)];
}

describe('a short text', () => {
  it('of any length is what it was, whatever lies behind it, the first time and again', () => {
    for (let length = 0; length <= SHORT; length++) {
      const text = 'h\u00f6lle \u00ffabcde'.slice(0, length);
      for (const behind of [0, 0xff, 0x20, 0]) assert.equal(shortText(length, ...wordsOf(text, behind)), text);
    }
  });
  it('is told from others that have the same place', () => {
    // Many more than there are places, and each again after all others.
    for (let round = 0; round < 2; round++) for (let n = 0; n < 5000; n++) assert.equal(shortText(`t${n}`.length, ...wordsOf(`t${n}`, round)), `t${n}`);
    assert.equal(shortText(1, ...wordsOf('\0', 0)), '\0');
    assert.equal(shortText(2, ...wordsOf('\0\0', 0)), '\0\0');
    assert.equal(shortText(0, ...wordsOf('', 0)), '');
  });
});
