// Turns what a host reports (samples of the state, and events that may have been dropped) into the rows of a recording. Pure: every time comes with a message.
import type { Frame, HistoryEvent, ResourceSnapshot, StateChange, ThreadSnapshot } from '../../../recipes/host/messages.js';
import { deed, limited, operations } from './deed.js';
import type { RunUsage } from '../../protocol.js';
import { Recording, type RecordingInfo, type Row } from './recording.js';

/** Events carry tenths of a millisecond: two times that are no further apart are the same moment. */
const sameMoment = 0.2;
/** Of a stack so many frames are kept. */
const framesKept = 8;
/** The depth of a queue that no sample has told yet. */
const unknown = -1;

interface Doing {
  since: number;
  waits: boolean;
  /** Where it waits is in the recording. */
  placed: boolean;
  /** A sample has told what kind of wait it is. */
  told: boolean;
  ended: boolean;
}

interface Holding {
  owner: number;
  since: number;
  placed: boolean;
}

export interface Recorder {
  readonly recording: Recording;
  state(change: StateChange): void;
  history(events: readonly HistoryEvent[], dropped: number): void;
  /** The last word: the run has ended. `usage`: what it counted itself. */
  end(at: number, outcome: string, usage?: RunUsage): void;
}

export function createRecorder(of: Pick<RecordingInfo, 'run' | 'recipe' | 'title' | 'startedAt'>, limit?: number): Recorder {
  const recording = new Recording({ ...of, at: of.startedAt, dropped: 0, threads: [], resources: [], stacks: [] }, limit);
  const { info } = recording;
  const threads = new Map<number, Doing>();
  const locks = new Map<number, Holding | undefined>();
  const depths = new Map<number, number>();
  /** By future: who runs its task. By pool: the last crew, and the tasks done. */
  const runners = new Map<number, number>();
  const crews = new Map<number, { crew: number; completed: number }>();
  let still = false;
  const named = new Set<number>();
  const known = new Set<number>();
  const stackNumbers = new Map<string, number>();
  /** A sample waits for the events that came with it: those before it go first. */
  let waiting: StateChange | undefined;
  let drained = of.startedAt;
  let dropped = 0;

  const add = (row: Row): void => recording.append(row);

  function stackNumber(stack: readonly Frame[]): number {
    if (stack.length === 0) return 0;
    const kept = stack.slice(0, framesKept);
    const key = JSON.stringify(kept);
    let number = stackNumbers.get(key);
    if (number === undefined) {
      number = info.stacks.push(kept);
      stackNumbers.set(key, number);
    }
    return number;
  }

  function begin(id: number, at: number): Doing {
    const doing: Doing = { since: at, waits: false, placed: false, told: false, ended: false };
    threads.set(id, doing);
    add({ at, deed: deed.started, thread: id });
    return doing;
  }

  function meet(change: StateChange): void {
    for (const { id, name, daemon, startedAt } of change.threads) {
      if (!threads.has(id)) begin(id, startedAt);
      if (named.has(id)) continue;
      named.add(id);
      info.threads.push({ id, name, daemon });
    }
    for (const resource of change.resources) {
      if (known.has(resource.id)) continue;
      known.add(resource.id);
      info.resources.push({ id: resource.id, kind: resource.kind, name: resource.name, since: change.at, ...('capacity' in resource && resource.capacity > 0 ? { capacity: resource.capacity } : {}), ...(resource.created[0] ? { created: resource.created[0] } : {}) });
      if (depthOf(resource) !== undefined) depths.set(resource.id, unknown);
    }
  }

  function event({ at, thread, what, resource = 0, ...more }: HistoryEvent): void {
    const doing = threads.get(thread) ?? begin(thread, at);
    const stack = 'stack' in more && Array.isArray(more.stack) ? stackNumber(more.stack as Frame[]) : 0;
    switch (what) {
      case 'started':
      case 'joined':
        return;
      case 'ended':
        return; // The sample that shows it knows how.
      case 'waits':
        Object.assign(doing, { since: at, waits: true, placed: stack !== 0, told: false });
        break;
      case 'woke':
      case 'slept':
        Object.assign(doing, { since: at, waits: false, placed: false });
        break;
      case 'acquired':
        if (depths.has(resource)) depths.set(resource, depths.get(resource)! - 1);
        else locks.set(resource, { owner: thread, since: at, placed: stack !== 0 });
        break;
      case 'released':
        if (depths.has(resource)) depths.set(resource, depths.get(resource)! + 1);
        else locks.set(resource, undefined);
        break;
      case 'put':
        depths.set(resource, (depths.get(resource) ?? 0) + 1);
        break;
      case 'got':
        depths.set(resource, Math.max(0, (depths.get(resource) ?? 0) - 1));
        break;
      case 'notified':
        break;
      default:
        what satisfies never;
    }
    add({ at, deed: deed[what], thread, subject: resource, value: stack });
  }

  /** What the sample says of waits and holds that go on, and how full the queues are. Called between the events before it and those after. */
  function sample(change: StateChange): void {
    for (const thread of change.threads) waitOf(thread);
    for (const resource of change.resources) {
      if ('taken' in resource) holdOf(resource);
      else if (resource.kind === 'Future') runnerOf(resource.id, resource.status === 'running' ? resource.runner : undefined, change.at);
      else if ('workers' in resource) crewOf(resource, change.at);
      const depth = depthOf(resource);
      if (depth === undefined || depths.get(resource.id) === depth) continue;
      depths.set(resource.id, depth);
      add({ at: change.at, deed: deed.depth, subject: resource.id, value: depth });
    }
  }

  function waitOf({ id, state }: ThreadSnapshot): void {
    if (state.kind !== 'waiting' && state.kind !== 'joining' && state.kind !== 'sleeping' && state.kind !== 'in-event-loop') return;
    const doing = threads.get(id)!;
    if (state.since < doing.since - sameMoment) return;
    const value = 'stack' in state ? stackNumber(state.stack) : 0;
    const same = doing.waits && Math.abs(state.since - doing.since) <= sameMoment;
    if (same && doing.told && (doing.placed || value === 0)) return;
    const at = same ? doing.since : state.since;
    Object.assign(doing, { since: at, waits: true, placed: (same && doing.placed) || value !== 0, told: true });
    switch (state.kind) {
      case 'waiting':
        return add({ at, deed: deed.waits, thread: id, subject: state.resource, operation: Math.max(0, (operations as readonly string[]).indexOf(state.operation)) | limitOf(state), value });
      case 'joining':
        return add({ at, deed: deed.joins, thread: id, subject: state.thread, operation: limitOf(state), value });
      case 'sleeping':
        return add({ at, deed: deed.sleeps, thread: id, value });
      case 'in-event-loop':
        return add({ at, deed: deed.loops, thread: id });
      default:
        state satisfies never;
    }
  }

  function holdOf({ id, owner, heldSince, taken }: Extract<ResourceSnapshot, { taken: unknown }>): void {
    const holding = locks.get(id);
    if (owner === undefined || holding?.owner !== owner || holding.placed || taken.length === 0) return;
    holding.placed = true;
    add({ at: Math.max(holding.since, heldSince ?? holding.since), deed: deed.acquired, thread: owner, subject: id, value: stackNumber(taken) });
  }

  function runnerOf(id: number, runner: number | undefined, at: number): void {
    if (runners.get(id) === runner) return;
    if (runner === undefined) {
      runners.delete(id);
      return add({ at, deed: deed.computed, subject: id });
    }
    runners.set(id, runner);
    add({ at, deed: deed.computes, thread: runner, subject: id });
  }

  function crewOf({ id, workers, idle, completed }: Extract<ResourceSnapshot, { workers: unknown }>, at: number): void {
    const before = crews.get(id);
    const crew = workers * 65_536 + idle;
    if (before?.crew !== crew) add({ at, deed: deed.crew, subject: id, value: crew });
    if (before?.completed !== completed) add({ at, deed: deed.completed, subject: id, value: completed });
    crews.set(id, { crew, completed });
  }

  /** What the events did not tell, because they were dropped or because nobody records them. */
  function settle(change: StateChange): void {
    for (const resource of change.resources) {
      if (!('taken' in resource)) continue;
      const { id, owner, heldSince = change.at } = resource;
      const holding = locks.get(id);
      if (touched.has(id)) continue; // After the sample, so that the events know better.
      if (owner !== undefined && holding?.owner !== owner && heldSince <= change.at) {
        locks.set(id, { owner, since: heldSince, placed: resource.taken.length > 0 });
        add({ at: heldSince, deed: deed.acquired, thread: owner, subject: id, value: stackNumber(resource.taken) });
      } else if (owner === undefined && holding) {
        locks.set(id, undefined);
        add({ at: change.at, deed: deed.released, thread: holding.owner, subject: id });
      }
    }
    for (const { id, state } of change.threads) {
      const doing = threads.get(id)!;
      if (state.kind === 'ended' && !doing.ended) {
        Object.assign(doing, { since: state.at, waits: false, ended: true });
        add({ at: state.at, deed: deed.ended, thread: id, value: state.ending.how === 'returned' ? 0 : 1 });
      } else if (state.kind === 'running' && doing.waits && doing.since < change.at) {
        Object.assign(doing, { since: change.at, waits: false, placed: false });
        add({ at: change.at, deed: deed.runs, thread: id });
      }
    }
    for (const id of change.goneThreads) {
      const doing = threads.get(id);
      if (doing && !doing.ended) add({ at: change.at, deed: deed.ended, thread: id });
      threads.delete(id);
    }
    for (const id of change.goneResources) runnerOf(id, undefined, change.at);
    if (change.still && !still) add({ at: change.at, deed: deed.still });
    still = change.still === true;
    info.at = Math.max(info.at, change.at);
  }

  /** The locks that events after the sample speak of. */
  let touched = new Set<number>();

  function flush(events: readonly HistoryEvent[]): void {
    const change = waiting;
    waiting = undefined;
    if (change) meet(change);
    let n = 0;
    // Events that read no clock carry the time of the last sample before them.
    for (; n < events.length && (!change || events[n]!.at < change.at); n++) event(events[n]!);
    if (change) sample(change);
    touched = new Set();
    for (; n < events.length; n++) {
      event(events[n]!);
      touched.add(events[n]!.resource ?? 0);
    }
    if (change) settle(change);
  }

  return {
    recording,
    state(change) {
      if (waiting) flush([]);
      if (change.busy !== undefined) info.cost = { host: change.busy, server: info.cost?.server ?? 0 };
      waiting = change;
    },
    history(events, count) {
      const at = waiting?.at ?? events.at(-1)?.at ?? info.at;
      if (count > dropped) {
        add({ at, deed: deed.gap, value: count - dropped, subject: Math.max(1, Math.round((at - drained) * 10)) });
        info.dropped = dropped = count;
      }
      drained = at;
      flush(events);
    },
    end(at, outcome, usage) {
      flush([]);
      if (usage) info.usage = usage;
      info.at = Math.max(info.at, at);
      info.outcome = outcome;
    },
  };
}

/** A second row of the same wait does not take its limit away: a wait keeps it to its end. */
function limitOf({ until }: { until?: number }): number {
  return until === undefined ? 0 : limited;
}

function depthOf(resource: ResourceSnapshot): number | undefined {
  if ('size' in resource) return resource.size;
  return resource.kind === 'Semaphore' || resource.kind === 'BoundedSemaphore' ? resource.value : undefined;
}
