// Which lanes there are and where they lie, from top to bottom. Pure.
import type { CurveLane, LockLane, ThreadLane } from '../../server/model/recording/lane.js';
import type { Lanes } from '../../server/model/recording/lanes.js';

export type LaneRow = { y: number; height: number; name: string } & (
  | { kind: 'heading' }
  | { kind: 'thread'; lane: ThreadLane }
  | { kind: 'lock'; lane: LockLane }
  | { kind: 'curve'; lane: CurveLane }
);

export interface Layout {
  rows: LaneRow[];
  height: number;
  /** Of threads, by id: the middle of their lanes. */
  middles: Map<number, number>;
}

const heights = { heading: 22, thread: 22, lock: 20, curve: 34 } as const;

/** `headings`: of the threads, the locks, the queues. Resources that nobody named (their names are all there is) come last. */
export function layOut(lanes: Lanes, headings: { threads: string; locks: string; queues: string }, names: { thread(id: number): string; resource(id: number): string }): Layout {
  const rows: LaneRow[] = [];
  const middles = new Map<number, number>();
  let y = 0;
  const put = (row: { [K in LaneRow['kind']]: Omit<Extract<LaneRow, { kind: K }>, 'y' | 'height'> }[LaneRow['kind']]): void => {
    const height = heights[row.kind];
    rows.push({ ...row, y, height } as LaneRow);
    y += height;
  };
  const group = <L extends { id: number }>(title: string, members: Iterable<L>, row: (lane: L) => void): void => {
    const sorted = [...members].sort((a, b) => a.id - b.id);
    if (sorted.length === 0) return;
    put({ kind: 'heading', name: title });
    for (const lane of sorted) row(lane);
  };
  group(headings.threads, lanes.threads.values(), (lane) => {
    middles.set(lane.id, y + heights.thread / 2);
    put({ kind: 'thread', lane, name: names.thread(lane.id) });
  });
  group(headings.locks, lanes.locks.values(), (lane) => put({ kind: 'lock', lane, name: names.resource(lane.id) }));
  group(headings.queues, lanes.curves.values(), (lane) => put({ kind: 'curve', lane, name: names.resource(lane.id) }));
  return { rows, height: y, middles };
}

/** The row at that height; undefined below the last one. */
export function rowAt({ rows }: Layout, y: number): LaneRow | undefined {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]!.y + rows[middle]!.height <= y) low = middle + 1;
    else high = middle;
  }
  return y >= 0 ? rows[low] : undefined;
}
