// Who held and who waited at a moment of a recording, as the picture of a live run has it. Pure: derived from the lanes, never stored.
import type { ResourceId, ResourceSnapshot, ThreadId, ThreadSnapshot, ThreadState } from '../../../recipes/host/messages.js';
import type { WaitPicture } from '../../protocol.js';
import { newRun } from '../run-state.js';
import { waitPicture } from '../wait-picture.js';
import { operations } from './deed.js';
import type { ThreadLane } from './lane.js';
import type { Lanes } from './lanes.js';

/**
 * `at`: milliseconds since the epoch. A recording keeps no time limits of waits. Instead it knows what came later: a wait that was over before
 * its thread ended could end, so it belongs to no deadlock.
 */
export function pictureAt(lanes: Lanes, at: number): WaitPicture {
  const { info } = lanes.recording;
  const threads = new Map<ThreadId, ThreadSnapshot>();
  for (const lane of lanes.threads.values()) {
    const n = lane.at(at);
    if (n < 0) continue;
    const { name = `#${lane.id}`, daemon = false } = lanes.thread(lane.id) ?? {};
    threads.set(lane.id, { id: lane.id, name, daemon, startedAt: lane.start[0]!, state: stateOf(lanes, lane, n) });
  }
  const resources = new Map<ResourceId, ResourceSnapshot>();
  for (const { id, kind, name, created } of info.resources) {
    // The picture asks a resource for no more than this.
    resources.set(id, { id, kind, name, created: created ? [created] : [], ...holdOf(lanes, id, at) } as ResourceSnapshot);
  }
  const picture = waitPicture({ ...newRun(info.run, info.recipe, info.title, '', info.startedAt), at, threads, resources });
  // A wait can be so short that the recording does not know what it was for.
  const nodes = new Set([...picture.threads, ...picture.resources].map(({ id }) => id));
  const known = <E extends { from: string; to: string }>(edges: E[]): E[] => edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to));
  return { ...picture, waits: known(picture.waits), holds: known(picture.holds), active: info.outcome === undefined || at < info.at };
}

function stateOf(lanes: Lanes, lane: ThreadLane, n: number): ThreadState {
  const since = lane.start[n]!;
  const subject = lane.subject[n]!;
  const over = n + 1 < lane.count && lane.stateAt(n + 1) !== 'ended';
  const wait = { since, stack: lanes.recording.info.stacks[lane.stack[n]! - 1] ?? [], ...(over ? { until: lane.start[n + 1]! } : {}) };
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

function holdOf(lanes: Lanes, id: ResourceId, at: number): { owner?: ThreadId; heldSince?: number; taken: ResourceSnapshot['created'] } {
  const lane = lanes.locks.get(id);
  const n = lane?.at(at) ?? -1;
  if (!lane || n < 0) return { taken: [] };
  return { owner: lane.owner[n]!, heldSince: lane.start[n]!, taken: lanes.recording.info.stacks[lane.stack[n]! - 1] ?? [] };
}
