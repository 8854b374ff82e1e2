// The keyboard of the timeline: what each key means, and what comes next to what is chosen. The page's help and docs/timeline.md list the same.
import { lastAtOrBefore } from '../../server/model/recording/lane.js';
import type { LaneRow, Layout } from './layout.js';
import type { Focus } from './picture.js';
import type { Action } from './toolbar.js';
import type { Range } from './viewport.js';

export type Move = 'before' | 'after' | 'up' | 'down';

export type KeyAction =
  | { kind: 'do'; action: Action }
  | { kind: 'move'; move: Move; selects: boolean }
  | { kind: 'pan'; part: number }
  | { kind: 'start' | 'end' | 'open' | 'cursor' | 'clear' };

const keys: Partial<Record<string, KeyAction>> = {
  '+': { kind: 'do', action: 'zoomIn' },
  '=': { kind: 'do', action: 'zoomIn' },
  '-': { kind: 'do', action: 'zoomOut' },
  f: { kind: 'do', action: 'fit' },
  l: { kind: 'do', action: 'follow' },
  a: { kind: 'do', action: 'arrows' },
  '?': { kind: 'do', action: 'help' },
  ArrowUp: { kind: 'move', move: 'up', selects: false },
  ArrowDown: { kind: 'move', move: 'down', selects: false },
  PageUp: { kind: 'pan', part: -0.8 },
  PageDown: { kind: 'pan', part: 0.8 },
  Home: { kind: 'start' },
  End: { kind: 'end' },
  Enter: { kind: 'open' },
  c: { kind: 'cursor' },
  Escape: { kind: 'clear' },
};

export function keyAction({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): KeyAction | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (key === 'ArrowLeft') return { kind: 'move', move: 'before', selects: shiftKey };
  if (key === 'ArrowRight') return { kind: 'move', move: 'after', selects: shiftKey };
  return keys[key];
}

/** The lane and the time that a move leads to; undefined where it leads nowhere. */
export function nextFocus({ rows }: Layout, focus: Focus | undefined, move: Move, view: Range, now: number): { row: LaneRow; at: number } | undefined {
  const lanes = rows.filter((row) => row.kind !== 'heading');
  if (!focus) return lanes[0] && { row: lanes[0], at: Math.max(view.from, begin(lanes[0])) };
  const index = lanes.findIndex((row) => same(row, focus.row));
  const row = lanes[move === 'up' ? index - 1 : move === 'down' ? index + 1 : index];
  if (!row) return undefined;
  if (move === 'up' || move === 'down') return { row, at: Math.min(now, Math.max(begin(row), focus.from, view.from)) };
  const at = neighbour(row, focus.from, move === 'after' ? 1 : -1);
  return at === undefined ? undefined : { row, at };
}

function same(a: LaneRow, b: LaneRow): boolean {
  return a.kind === b.kind && a.kind !== 'heading' && b.kind !== 'heading' && a.lane.id === b.lane.id;
}

function begin(row: LaneRow): number {
  const times = timesOf(row);
  return times && times.count > 0 ? times.start[0]! : 0;
}

function neighbour(row: LaneRow, from: number, step: 1 | -1): number | undefined {
  const times = timesOf(row);
  if (!times) return undefined;
  const n = lastAtOrBefore(times.start, times.count, from) + step;
  return n >= 0 && n < times.count ? times.start[n] : undefined;
}

function timesOf(row: LaneRow): { start: Float64Array; count: number } | undefined {
  if (row.kind === 'heading') return undefined;
  return row.kind === 'curve' ? { start: row.lane.time, count: row.lane.count } : row.lane;
}
