// How an item lies in a queue: four words, a tag and up to three words of content. Small values need no block of the heap.
import { decode, decodeAndFree, discard } from './decode.js';
import { encode } from './encode.js';
import { i32 } from './heap.js';
import { shortText } from './short-text.js';

export const INTEGER = 1;
const DOUBLE = 2;
export const BLOCK = 3;
const UNDEFINED = 4;
const NULL = 5;
const FALSE = 6;
const TRUE = 7;
/** Up to eight one-byte characters; the length is in the upper bits of the tag. */
const TEXT = 8;

const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);

/** The packed item: written by `pack`, read by `unpack`. */
export const item = { tag: 0, low: 0, high: 0, priority: 0 };

/** A copy for a wait in the event loop, where others use `item` meanwhile. */
export function saved(): typeof item {
  return { ...item };
}

export function restore(copy: typeof item): void {
  Object.assign(item, copy);
}

/** Packs a value into `item`. Throws CannotTravel, HeapFull. */
export function pack(value: unknown): void {
  if (typeof value === 'number') {
    if ((value | 0) === value && (value !== 0 || 1 / value > 0)) {
      item.tag = INTEGER;
      item.low = value;
    } else {
      item.tag = DOUBLE;
      double[0] = value;
      item.low = halves[0]!;
      item.high = halves[1]!;
    }
    return;
  }
  if (typeof value === 'string' && value.length <= 8 && packText(value)) return;
  if (value === undefined) item.tag = UNDEFINED;
  else if (value === null) item.tag = NULL;
  else if (typeof value === 'boolean') item.tag = value ? TRUE : FALSE;
  else {
    item.low = encode(value);
    item.tag = BLOCK;
  }
}

function packText(text: string): boolean {
  let low = 0;
  let high = 0;
  for (let n = 0; n < text.length; n++) {
    const code = text.charCodeAt(n);
    if (code > 0xff) return false;
    if (n < 4) low |= code << (n * 8);
    else high |= code << ((n - 4) * 8);
  }
  item.tag = TEXT | (text.length << 8);
  item.low = low;
  item.high = high;
  return true;
}

/** The value of `item`; a block is freed. */
export function unpack(): unknown {
  switch (item.tag & 0xff) {
    case INTEGER:
      return item.low;
    case DOUBLE:
      halves[0] = item.low;
      halves[1] = item.high;
      return double[0];
    case BLOCK:
      return decodeAndFree(item.low);
    case NULL:
      return null;
    case FALSE:
      return false;
    case TRUE:
      return true;
    case TEXT:
      return shortText(item.tag >>> 8, item.low, item.high, 0);
    default:
      return undefined;
  }
}

/** Nobody will have the value of `item`. */
export function discardItem(): void {
  if (item.tag === BLOCK) discard(item.low);
}

/** The value of `item`, which stays valid. */
export function peek(): unknown {
  return item.tag === BLOCK ? decode(item.low) : unpack();
}

/** Puts `item` at a place of four words. */
export function storeItem(place: number): void {
  i32[place] = item.tag;
  i32[place + 1] = item.low;
  i32[place + 2] = item.high;
}

export function loadItem(place: number): void {
  item.tag = i32[place]!;
  item.low = i32[place + 1]!;
  item.high = i32[place + 2]!;
}
