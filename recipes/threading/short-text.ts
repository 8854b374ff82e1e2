// Short texts that arrive again and again, such as the tags of messages, are made once: to make a text costs more than all else about a small value.
import type { TextBuffer } from './heap.js';

/** Characters of one byte each, four a word. */
export const SHORT = 12;
const SLOTS = 256;

const texts = new Array<string>(SLOTS).fill('');
/** For each slot the length and the characters; where a slot is new, those of the empty text. */
const keys = new Int32Array(SLOTS * 4);
const words = new Int32Array(SHORT / 4);
const bytes = Buffer.from(words.buffer) as Buffer & TextBuffer;

/** The text of so many one-byte characters, at most SHORT; what lies behind them in the words counts for nothing. */
export function shortText(length: number, first: number, second: number, third: number): string {
  const rest = (length & 3) === 0 ? -1 : (1 << ((length & 3) * 8)) - 1;
  const a = length > 4 ? first : length === 0 ? 0 : first & rest;
  const b = length > 8 ? second : length <= 4 ? 0 : second & rest;
  const c = length <= 8 ? 0 : third & rest;
  const slot = Math.imul(a ^ Math.imul(b, 31) ^ Math.imul(c, 17) ^ length, 0x9e3779b1) >>> 24;
  const key = slot * 4;
  if (keys[key] === length && keys[key + 1] === a && keys[key + 2] === b && keys[key + 3] === c) return texts[slot]!;
  words[0] = a;
  words[1] = b;
  words[2] = c;
  const text = bytes.latin1Slice(0, length);
  keys[key] = length;
  keys.set(words, key + 1);
  texts[slot] = text;
  return text;
}
