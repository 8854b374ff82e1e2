// The state of a run at a moment of its recording, as a live run has it. Pure: derived from the lanes, never stored.
import type { HistoryEvent, ResourceId, ResourceSnapshot, ThreadId, ThreadSnapshot, ThreadState } from '../../../recipes/host/messages.js';
import { newRun, type RunState } from '../run-state.js';
import { deed, deeds, operations } from './deed.js';
import type { ThreadLane } from './lane.js';
import type { Lanes } from './lanes.js';
import type { RecordedResource } from './recording.js';

/**
 * `at`: milliseconds since the epoch. Beside the time limits of waits a recording knows what came later: a wait that was over before its thread
 * ended could end, so it belongs to no deadlock. Of the history there is only who last did what could have woken others.
 */
export function stateAt(lanes: Lanes, at: number): RunState {
  const { info } = lanes.recording;
  const threads = new Map<ThreadId, ThreadSnapshot>();
  for (const lane of lanes.threads.values()) {
    const n = lane.at(at);
    if (n < 0) continue;
    const { name = `#${lane.id}`, daemon = false } = lanes.thread(lane.id) ?? {};
    threads.set(lane.id, { id: lane.id, name, daemon, startedAt: lane.start[0]!, state: stateOf(lanes, lane, n) });
  }
  const resources = new Map<ResourceId, ResourceSnapshot>();
  for (const resource of info.resources) resources.set(resource.id, resourceAt(lanes, resource, at));
  const still = stillAt(lanes, at);
  return {
    ...newRun(info.run, info.recipe, info.title, '', info.startedAt),
    at, threads, resources, still,
    history: still ? lastWakers(lanes, at) : [],
  };
}

function stateOf(lanes: Lanes, lane: ThreadLane, n: number): ThreadState {
  const since = lane.start[n]!;
  const subject = lane.subject[n]!;
  const over = n + 1 < lane.count && lane.stateAt(n + 1) !== 'ended';
  const wait = { since, stack: lanes.recording.info.stacks[lane.stack[n]! - 1] ?? [], ...(over ? { until: lane.start[n + 1]! } : lane.limited[n] ? { until: Infinity } : {}) };
  const state = lane.stateAt(n);
  switch (state) {
    case 'running':
      return { kind: 'running' };
    case 'ended':
      return { kind: 'ended', at: since, ending: { how: 'returned' } };
    case 'sleeping':
      return { kind: 'sleeping', until: since, ...wait };
    case 'io':
      return { kind: 'in-event-loop', since };
    case 'lock':
    case 'queue':
    case 'signal':
      if (subject < 0) return { kind: 'joining', thread: -subject, ...wait };
      return { kind: 'waiting', resource: subject, operation: operations[lane.operation[n]!] || (state === 'lock' ? 'acquire' : state === 'queue' ? 'get' : 'wait'), ...wait };
    default:
      return state satisfies never;
  }
}

/** What a recording knows of a resource; what it does not know nobody asks for. */
function resourceAt(lanes: Lanes, { id, kind, name, created }: RecordedResource, at: number): ResourceSnapshot {
  const runner = kind === 'Future' ? ownerOf(lanes.tasks.get(id), at) : undefined;
  return { id, kind, name, created: created ? [created] : [], ...holdOf(lanes, id, at), ...(runner === undefined ? {} : { status: 'running', runner }) } as ResourceSnapshot;
}

function holdOf(lanes: Lanes, id: ResourceId, at: number): { owner?: ThreadId; heldSince?: number; taken: ResourceSnapshot['created'] } {
  const lane = lanes.locks.get(id);
  const n = lane?.at(at) ?? -1;
  if (!lane || n < 0) return { taken: [] };
  return { owner: lane.owner[n]!, heldSince: lane.start[n]!, taken: lanes.recording.info.stacks[lane.stack[n]! - 1] ?? [] };
}

function ownerOf(lane: ReturnType<Lanes['locks']['get']>, at: number): ThreadId | undefined {
  const n = lane?.at(at) ?? -1;
  return lane && n >= 0 ? lane.owner[n]! : undefined;
}

/** Whether every thread was found asleep for ever, and none has moved since. */
function stillAt(lanes: Lanes, at: number): boolean {
  const found = lanes.stills.findLast((time) => time <= at);
  return found !== undefined && [...lanes.threads.values()].every((lane) => {
    const n = lane.at(at);
    return n < 0 || lane.start[n]! <= found;
  });
}

/** Of each resource the last time that somebody did what may wake others. */
function lastWakers({ recording }: Lanes, at: number): HistoryEvent[] {
  const last = new Map<string, HistoryEvent>();
  const wakes = new Set<number>([deed.released, deed.notified, deed.put, deed.got]);
  for (let n = 0; n < recording.length; n++) {
    const what = recording.deed[n]!;
    if (!wakes.has(what) || recording.at[n]! > at) continue;
    const resource = recording.subject[n]!;
    last.set(`${resource} ${what}`, { sequence: n, at: recording.at[n]!, thread: recording.thread[n]!, what: deeds[what] as HistoryEvent['what'], resource });
  }
  return [...last.values()];
}
