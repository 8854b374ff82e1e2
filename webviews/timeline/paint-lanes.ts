// Paints lanes into pixels. Where segments are narrower than a pixel its column shows the share of each state, so that nothing is left out.
import { bucketSize, laneStates, type CurveLane, type LockLane, type ThreadLane } from '../../server/model/recording/lane.js';

export interface Pixels {
  words: Uint32Array;
  width: number;
  height: number;
}

/** A piece of time over a piece of the picture; `from` and `to` in milliseconds, x in pixels. */
export interface Span {
  from: number;
  to: number;
  /** The end of what is known. */
  now: number;
}

const states = laneStates.length;
const ended = laneStates.indexOf('ended');
/** Of a lane's height, by state: who cannot tell the colours apart sees the heights. */
const tall = [1, 1, 0.72, 0.72, 0.22, 0.45, 0];

export function fillRect({ words, width, height }: Pixels, x0: number, x1: number, y0: number, y1: number, colour: number): void {
  const left = Math.max(0, x0);
  const right = Math.min(width, x1);
  if (left >= right) return;
  if (right - left === 1) {
    // Most are a column wide, and a call for each of its pixels is slow.
    for (let y = Math.max(0, y0), n = y * width + left; y < Math.min(height, y1); y++, n += width) words[n] = colour;
    return;
  }
  for (let y = Math.max(0, y0); y < Math.min(height, y1); y++) words.fill(colour, y * width + left, y * width + right);
}

/** Between the heights `top` and `bottom`. Answers how many segments it looked at. */
export function paintThread(pixels: Pixels, lane: ThreadLane, { from, to, now }: Span, top: number, bottom: number, colours: readonly number[]): number {
  const { width } = pixels;
  const scale = width / (to - from);
  const first = Math.max(0, lane.at(from));
  const last = lane.at(Math.min(to, now));
  if (last < first) return 0;
  const shares = new Float64Array(states);
  let column = -1;
  const size = bottom - top;

  const paintColumn = (): void => {
    if (column < 0) return;
    let sum = 0;
    let only = -1;
    let kinds = 0;
    for (let state = 0; state < states; state++) {
      if (shares[state]! <= 0) continue;
      sum += shares[state]!;
      only = state;
      kinds++;
    }
    if (kinds === 1) {
      if (only !== ended) fillRect(pixels, column, column + 1, bottom - Math.round(size * tall[only]!), bottom, colours[only]!);
    } else if (kinds > 1) {
      let y = bottom;
      const unit = size / Math.max(sum, 1 / scale);
      for (let state = 0; state < states; state++) {
        if (shares[state]! <= 0 || state === ended) continue;
        const height = Math.max(1, Math.round(shares[state]! * unit));
        fillRect(pixels, column, column + 1, Math.max(top, y - height), y, colours[state]!);
        y -= height;
      }
    }
    shares.fill(0);
    column = -1;
  };
  const share = (x: number, state: number, duration: number): void => {
    if (x !== column) {
      paintColumn();
      column = x;
    }
    shares[state]! += duration;
  };

  // So many to a pixel that a whole bucket is less than one: its sums are all that can be seen.
  if (last - first > width * bucketSize) {
    for (let bucket = Math.floor(first / bucketSize); bucket * bucketSize <= last; bucket++) {
      const x = Math.floor((lane.start[bucket * bucketSize]! - from) * scale);
      if (x < 0 || x >= width) continue;
      for (let state = 0; state < states; state++) {
        const duration = lane.sums[bucket * states + state] ?? 0;
        if (duration > 0) share(x, state, duration);
      }
    }
    paintColumn();
    return Math.ceil((last - first) / bucketSize);
  }
  for (let n = first; n <= last; n++) {
    const state = lane.state[n]!;
    const start = Math.max(from, lane.start[n]!);
    const end = Math.min(to, n + 1 < lane.count ? lane.start[n + 1]! : state === ended ? start : now);
    const x0 = (start - from) * scale;
    const x1 = (end - from) * scale;
    const left = Math.floor(x0);
    const right = Math.floor(x1);
    if (left === right) {
      share(left, state, end - start);
      continue;
    }
    share(left, state, (left + 1 - x0) / scale);
    if (right > left + 1) {
      paintColumn();
      if (state !== ended) fillRect(pixels, left + 1, right, bottom - Math.round(size * tall[state]!), bottom, colours[state]!);
    }
    if (x1 > right && right < width) share(right, state, (x1 - right) / scale);
  }
  paintColumn();
  return last - first + 1;
}

/** A column is as high as the part of it in which somebody held the lock. */
export function paintLock(pixels: Pixels, lane: LockLane, { from, to, now }: Span, top: number, bottom: number, colour: number): number {
  const { width } = pixels;
  const scale = width / (to - from);
  let n = lane.count;
  let low = 0;
  // The first hold that ends behind the left edge.
  for (let high = n; low < high; ) {
    const middle = (low + high) >>> 1;
    if (lane.end[middle]! < from) low = middle + 1;
    else high = middle;
  }
  let column = -1;
  let part = 0;
  const size = bottom - top;
  const paintColumn = (): void => {
    if (column >= 0) fillRect(pixels, column, column + 1, bottom - Math.max(2, Math.round(size * Math.min(1, part))), bottom, colour);
    part = 0;
  };
  const begin = low;
  for (n = low; n < lane.count && lane.start[n]! < to; n++) {
    const x0 = (Math.max(from, lane.start[n]!) - from) * scale;
    const x1 = (Math.min(to, Number.isNaN(lane.end[n]) ? now : lane.end[n]!) - from) * scale;
    const left = Math.floor(x0);
    const right = Math.floor(x1);
    if (left !== column) {
      paintColumn();
      column = left;
    }
    if (left === right) {
      part += x1 - x0;
      continue;
    }
    part += left + 1 - x0;
    paintColumn();
    fillRect(pixels, left + 1, right, top, bottom, colour);
    column = right < width && x1 > right ? right : -1;
    part = column < 0 ? 0 : x1 - right;
  }
  paintColumn();
  return n - begin;
}

/** Each column shows the most of its time; `most` fills the height. */
export function paintCurve(pixels: Pixels, lane: CurveLane, { from, to, now }: Span, top: number, bottom: number, most: number, colour: number): number {
  const { width } = pixels;
  const scale = width / (to - from);
  const size = bottom - top;
  const first = Math.max(0, lane.at(from));
  const height = (value: number): number => (value <= 0 ? 0 : Math.max(2, Math.round((size * value) / Math.max(1, most))));
  let column = -1;
  let highest = 0;
  let n = first;
  for (; n < lane.count && lane.time[n]! < to; n++) {
    const left = Math.floor((Math.max(from, lane.time[n]!) - from) * scale);
    const right = Math.floor((Math.min(to, n + 1 < lane.count ? lane.time[n + 1]! : now) - from) * scale);
    const value = lane.value[n]!;
    if (left !== column) {
      if (column >= 0) fillRect(pixels, column, column + 1, bottom - height(highest), bottom, colour);
      column = left;
      highest = 0;
    }
    highest = Math.max(highest, value);
    if (right > left) {
      fillRect(pixels, left, left + 1, bottom - height(highest), bottom, colour);
      fillRect(pixels, left + 1, right, bottom - height(value), bottom, colour);
      column = right;
      highest = value;
    }
  }
  if (column >= 0 && column < width) fillRect(pixels, column, column + 1, bottom - height(highest), bottom, colour);
  return n - first;
}
