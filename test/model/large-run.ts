// A run of 1,000 threads and 10,000 resources: what a sample, a publication of the rows and the store of the client's view cost. For the bench, and for the
// test that it is done at all.
import type { ResourceSnapshot, ThreadSnapshot } from '../../recipes/host/messages.js';
import { RowsStore } from '../../client/views/rows-store.js';
import { livePlaces } from '../../server/model/live-places.js';
import { apply, newRun, type RunState } from '../../server/model/run-state.js';
import { runUsage } from '../../server/model/run-usage.js';
import { rowsPatch } from '../../server/model/rows-patch.js';
import { waitPicture } from '../../server/model/wait-picture.js';
import { threadsView } from '../../server/model/run-rows.js';
import type { Row } from '../../server/protocol.js';

const threads = 1_000;
const resources = 10_000;

const stack = Array.from({ length: 8 }, (_, n) => ({ file: `/r/file-${n}.ts`, line: n + 1, column: 1, function: `f${n}` }));

/** Every thread holds a lock and half of them wait for the next one's; `turn` moves everything. */
function thread(id: number, turn: number): ThreadSnapshot {
  const waits = (id + turn) % 2 === 0 && id < threads;
  return { id, name: `worker-${id}`, daemon: false, startedAt: 0, state: waits ? { kind: 'waiting', resource: id + 1, operation: 'acquire', since: turn * 20, stack } : { kind: 'running' } };
}
function resource(id: number, turn: number): ResourceSnapshot {
  if (id % 4 === 3) return { id, kind: 'Queue', name: `queue-${id}`, created: stack, size: (id + turn) % 10, capacity: 10, unfinished: 0, puts: turn * 9, gets: turn * 8 };
  return { id, kind: 'Lock', name: `lock-${id}`, created: stack, taken: stack, owner: id <= threads ? id : undefined, heldSince: turn * 20, acquisitions: turn, contended: 0 };
}
const all = <T>(count: number, make: (id: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n + 1));

function sample(state: RunState, turn: number): RunState {
  return apply(state, { kind: 'state', at: 1_000 + turn * 20, threads: all(threads, (id) => thread(id, turn)), resources: all(resources, (id) => resource(id, turn)), goneThreads: [], goneResources: [] });
}

/** Milliseconds of processor time, the least of several turns in which everything changes: whatever else the machine does comes on top and is not ours. */
export function least(work: (turn: number) => void): number {
  const times = all(15, (turn) => {
    const begun = process.cpuUsage();
    work(turn);
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}

export interface Step {
  what: string;
  /** Milliseconds that are wanted at most. */
  most: number;
  /** Does it for one of the turns 1 to 15, in each of which everything changes; answers how much came out. */
  work(turn: number): number;
}

export function steps(): Step[] {
  const states = all(16, (turn) => turn).reduce<RunState[]>((list, turn) => [...list, sample(list.at(-1) ?? newRun(1, 'r', 'R', 'completes', 0), turn)], []);
  const views = states.map((state) => threadsView([state]));
  const mapOf = (rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]));
  const store = new RowsStore('threads');
  store.load({ view: 'threads', version: 0, rows: views[0]!.rows, warnings: 0 });
  const patches = views.slice(1).map(({ rows }, n) => ({ view: 'threads' as const, version: n + 1, warnings: 0, ...rowsPatch(mapOf(views[n]!.rows), rows) }));
  return [
    { what: 'a sample in which everything changes', most: 50, work: (turn) => sample(states[turn - 1]!, turn + 1).resources.size },
    { what: 'a publication of the rows', most: 50, work: (turn) => rowsPatch(mapOf(views[turn - 1]!.rows), threadsView([states[turn]!]).rows).changed.length },
    { what: 'the lines with held locks', most: 50, work: (turn) => livePlaces([states[turn]!]).length },
    { what: 'the picture of who waits for whom', most: 50, work: (turn) => waitPicture(states[turn]!).threads.length },
    { what: 'the table of who is slow', most: 50, work: (turn) => runUsage(states[turn]!).locks.length },
    { what: 'a patch of the rows, in the extension host', most: 16, work: (turn) => (store.apply(patches[turn - 1]!) === 'gap' ? 0 : patches[turn - 1]!.changed.length) },
  ];
}
