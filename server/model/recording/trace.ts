// A recording in the Trace Event Format (JSON) that Chrome's about:tracing and Perfetto read. Pure. Times there are microseconds since the run began.
import { operations } from './deed.js';
import { laneStates, type LaneState } from './lane.js';
import { Lanes } from './lanes.js';
import type { Recording } from './recording.js';

/** One process a kind of lane, so that each kind is a group of its own. */
const threadsGroup = 1;
const locksGroup = 2;
const queuesGroup = 3;
const gapsGroup = 4;

export type TraceEvent =
  | { ph: 'M'; name: 'process_name' | 'thread_name' | 'process_sort_index'; pid: number; tid: number; args: { name: string } | { sort_index: number } }
  | { ph: 'X'; name: string; cat: string; pid: number; tid: number; ts: number; dur: number; args?: Record<string, string | number> }
  | { ph: 'C'; name: string; pid: number; tid: number; ts: number; args: Record<string, number> }
  | { ph: 's' | 'f'; name: 'wakes'; cat: 'wakes'; id: number; pid: number; tid: number; ts: number; bp?: 'e' };

const names: Record<LaneState, string> = { running: 'running', lock: 'waiting for a lock', queue: 'waiting for a queue', signal: 'waiting', sleeping: 'sleeping', io: 'event loop', ended: 'ended' };

/** The text of the whole file, in pieces: a recording of a million events does not fit into one string everywhere. */
export function* traceText(recording: Recording): Generator<string> {
  const { title, recipe, dropped } = recording.info;
  yield `{"displayTimeUnit":"ms","otherData":${JSON.stringify({ title, recipe, missingEvents: dropped, writtenBy: 'Threadbook' })},"traceEvents":[\n`;
  let piece = '';
  let first = true;
  for (const event of traceEvents(recording)) {
    piece += (first ? '' : ',\n') + JSON.stringify(event);
    first = false;
    if (piece.length > 1_000_000) {
      yield piece;
      piece = '';
    }
  }
  yield `${piece}\n]}\n`;
}

export function* traceEvents(recording: Recording): Generator<TraceEvent> {
  const lanes = new Lanes(recording);
  const { startedAt, at: now, stacks } = recording.info;
  // Eighths of a microsecond are whole nanoseconds and exact as floating point, so a reader's sum of start and length is the start of what follows.
  const micros = (at: number): number => Math.max(0, Math.round((at - startedAt) * 8_000) / 8);
  const resource = (id: number): string => lanes.resource(id)?.name ?? `resource ${id}`;
  const thread = (id: number): string => lanes.thread(id)?.name ?? `thread ${id}`;
  const between = (from: number, to: number): { ts: number; dur: number } => ({ ts: micros(from), dur: Math.max(0, micros(to) - micros(from)) });
  const where = (stack: number): { where?: string } => {
    const frame = stacks[stack - 1]?.[0];
    return frame ? { where: `${frame.file}:${frame.line}` } : {};
  };

  for (const [pid, name] of [[threadsGroup, `${recording.info.title}: threads`], [locksGroup, 'locks: who holds them'], [queuesGroup, 'queues: items in them'], [gapsGroup, 'missing events']] as const) {
    yield { ph: 'M', name: 'process_name', pid, tid: 0, args: { name } };
    yield { ph: 'M', name: 'process_sort_index', pid, tid: 0, args: { sort_index: pid } };
  }
  for (const lane of lanes.threads.values()) {
    yield { ph: 'M', name: 'thread_name', pid: threadsGroup, tid: lane.id, args: { name: thread(lane.id) } };
    for (let n = 0; n < lane.count; n++) {
      const state = lane.stateAt(n);
      if (state === 'ended') continue;
      const subject = lane.subject[n]!;
      const waitsFor = subject > 0 ? resource(subject) : subject < 0 ? `the end of ${thread(-subject)}` : undefined;
      const operation = operations[lane.operation[n]!];
      yield {
        ph: 'X',
        name: waitsFor && state !== 'running' ? `waiting for ${waitsFor}` : names[state],
        cat: laneStates[lane.state[n]!]!,
        pid: threadsGroup,
        tid: lane.id,
        ...between(lane.start[n]!, lane.end(n, now)),
        args: { ...(waitsFor ? { waitsFor } : {}), ...(operation ? { operation } : {}), ...where(lane.stack[n]!) },
      };
    }
  }
  for (const lane of lanes.locks.values()) {
    yield { ph: 'M', name: 'thread_name', pid: locksGroup, tid: lane.id, args: { name: resource(lane.id) } };
    for (let n = 0; n < lane.count; n++) {
      const end = Number.isNaN(lane.end[n]) ? now : lane.end[n]!;
      yield { ph: 'X', name: `held by ${thread(lane.owner[n]!)}`, cat: 'held', pid: locksGroup, tid: lane.id, ...between(lane.start[n]!, end), args: where(lane.stack[n]!) };
    }
  }
  // Counters are told apart by their names alone.
  const named = new Map<string, number>();
  for (const { id } of lanes.curves.values()) named.set(resource(id), (named.get(resource(id)) ?? 0) + 1);
  for (const lane of lanes.curves.values()) {
    const name = named.get(resource(lane.id)) === 1 ? resource(lane.id) : `${resource(lane.id)} (${lane.id})`;
    for (let n = 0; n < lane.count; n++) yield { ph: 'C', name, pid: queuesGroup, tid: 0, ts: micros(lane.time[n]!), args: { items: lane.value[n]! } };
  }
  for (const { from, to, events } of lanes.gaps) {
    yield { ph: 'X', name: `${events} events are missing`, cat: 'gap', pid: gapsGroup, tid: 1, ...between(from, to), args: { events } };
  }
  let id = 0;
  for (const { from, fromAt, to, toAt } of lanes.arrows) {
    id++;
    yield { ph: 's', name: 'wakes', cat: 'wakes', id, pid: threadsGroup, tid: from, ts: micros(fromAt) };
    yield { ph: 'f', name: 'wakes', cat: 'wakes', id, pid: threadsGroup, tid: to, ts: micros(toAt), bp: 'e' };
  }
}
