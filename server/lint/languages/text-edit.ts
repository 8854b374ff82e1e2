// The one edit that leads from a text to another: what they share at both ends is left out. Counts UTF-16 units.

export interface TextEdit {
  start: number;
  oldEnd: number;
  newEnd: number;
  startPosition: Position;
  oldEndPosition: Position;
  newEndPosition: Position;
}

/** Counted from 0. */
export interface Position {
  row: number;
  column: number;
}

/** Long pieces are compared at once, which is a tenth of the work. */
const stride = 1024;

export function editBetween(before: string, now: string): TextEdit {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start + stride <= shorter && before.slice(start, start + stride) === now.slice(start, start + stride)) start += stride;
  while (start < shorter && before.charCodeAt(start) === now.charCodeAt(start)) start++;
  let shared = 0;
  const endsAlike = (length: number): boolean => before.slice(before.length - shared - length, before.length - shared) === now.slice(now.length - shared - length, now.length - shared);
  while (shared + stride <= shorter - start && endsAlike(stride)) shared += stride;
  while (shared < shorter - start && before.charCodeAt(before.length - 1 - shared) === now.charCodeAt(now.length - 1 - shared)) shared++;
  // A pair of surrogates is never taken apart.
  if (start > 0 && isHigh(before.charCodeAt(start - 1))) start--;
  if (shared > 0 && isLow(before.charCodeAt(before.length - shared))) shared--;
  const oldEnd = before.length - shared;
  const newEnd = now.length - shared;
  const startPosition = positionAfter({ row: 0, column: 0 }, now, 0, start);
  return { start, oldEnd, newEnd, startPosition, oldEndPosition: positionAfter(startPosition, before, start, oldEnd), newEndPosition: positionAfter(startPosition, now, start, newEnd) };
}

const isHigh = (code: number): boolean => code >= 0xd800 && code < 0xdc00;
const isLow = (code: number): boolean => code >= 0xdc00 && code < 0xe000;

function positionAfter(from: Position, text: string, start: number, end: number): Position {
  let { row } = from;
  let line = start - from.column;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    row++;
    line = at + 1;
  }
  return { row, column: end - line };
}
