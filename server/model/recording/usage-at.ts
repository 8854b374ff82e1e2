// Who was slow up to a moment of a recording: the same lines as a live run's, counted from its events. Pure.
import type { ResourceId } from '../../../recipes/host/messages.js';
import type { RunUsage } from '../../protocol.js';
import { mostWaitedFirst } from '../run-usage.js';
import { deed } from './deed.js';
import { waitStates, type CurveLane } from './lane.js';
import type { Lanes } from './lanes.js';
import type { RecordedResource } from './recording.js';
import { lockTotals } from './totals.js';

interface Counted {
  since: number;
  waits: number;
  waited: number;
  longestWait: number;
  waiting: number;
  acquisitions: number;
  puts: number;
  gets: number;
}

/** `at`: milliseconds since the epoch. At the end of a run that has ended, what the run itself counted: it knows of events that did not make it into the recording. */
export function usageAt(lanes: Lanes, at: number): RunUsage {
  const { info } = lanes.recording;
  if (at >= info.at && info.usage) return info.usage;
  const counted = countedUpTo(lanes, at);
  const usage: RunUsage = { run: info.run, title: info.title, at: at - info.startedAt, locks: [], queues: [], pools: [], dropped: 0 };
  for (const { from, to, events } of lanes.gaps) if (from <= at) usage.dropped += Math.round(events * (to > from ? Math.min(1, (at - from) / (to - from)) : 1));
  for (const resource of info.resources) {
    const { since, acquisitions, puts, gets, ...waits } = counted.get(resource.id)!;
    if (since > at) continue;
    const age = at - since;
    const line = { id: resource.id, name: resource.name, kind: resource.kind as RunUsage['locks'][number]['kind'], age, ...waits };
    if (/Lock$/.test(resource.kind)) {
      const lane = lanes.locks.get(resource.id);
      usage.locks.push({ ...line, held: lane ? lockTotals(lane, -Infinity, at).held : 0, acquisitions, contended: line.waits });
    } else if (resource.kind.endsWith('Queue')) {
      usage.queues.push({ ...line, puts, gets, rate: age > 0 ? gets / (age / 1_000) : 0, ...fullAndEmpty(lanes.curves.get(resource.id), resource, since, at) });
    } else if (/PoolExecutor$/.test(resource.kind)) {
      usage.pools.push({ ...line, ...crewOf(lanes, resource.id, at) });
    }
  }
  return { ...usage, locks: mostWaitedFirst(usage.locks), queues: mostWaitedFirst(usage.queues), pools: mostWaitedFirst(usage.pools) };
}

function countedUpTo({ recording, threads }: Lanes, at: number): Map<ResourceId, Counted> {
  const { info, length, at: times, deed: deeds, subject: subjects } = recording;
  const all = new Map<ResourceId, Counted>(info.resources.map(({ id, since = info.startedAt }) => [id, { since, waits: 0, waited: 0, longestWait: 0, waiting: 0, acquisitions: 0, puts: 0, gets: 0 }]));
  for (let n = 0; n < length; n++) {
    const what = deeds[n]!;
    if ((what !== deed.acquired && what !== deed.put && what !== deed.got) || times[n]! > at) continue;
    const counted = all.get(subjects[n]!);
    if (!counted) continue;
    if (what === deed.put) counted.puts++;
    else if (what === deed.got) counted.gets++;
    else counted.acquisitions++;
  }
  for (const lane of threads.values()) {
    for (let n = 0; n < lane.count && lane.start[n]! <= at; n++) {
      const counted = all.get(lane.subject[n]!);
      if (!counted || !waitStates.has(lane.stateAt(n))) continue;
      const over = n + 1 < lane.count && lane.start[n + 1]! <= at;
      const wait = (over ? lane.start[n + 1]! : at) - lane.start[n]!;
      counted.waits++;
      counted.waited += wait;
      if (wait > counted.longestWait) counted.longestWait = wait;
      if (!over) counted.waiting++;
    }
  }
  return all;
}

/** Milliseconds without room and without an item. */
function fullAndEmpty(lane: CurveLane | undefined, { capacity = 0 }: RecordedResource, since: number, at: number): { full: number; empty: number } {
  let full = 0;
  let empty = 0;
  let from = since;
  let value = 0;
  const until = (to: number): void => {
    const time = Math.max(0, Math.min(to, at) - from);
    if (value === 0) empty += time;
    if (capacity > 0 && value >= capacity) full += time;
  };
  for (let n = 0; lane && n < lane.count && lane.time[n]! <= at; n++) {
    until(lane.time[n]!);
    from = Math.max(from, lane.time[n]!);
    value = lane.value[n]!;
  }
  until(at);
  return { full, empty };
}

function crewOf({ pools }: Lanes, id: ResourceId, at: number): { workers: number; completed: number; utilisation: number } {
  const pool = pools.get(id);
  if (!pool) return { workers: 0, completed: 0, utilisation: 0 };
  const { workers, idle, completed } = pool;
  let staffed = 0;
  let busy = 0;
  // Both have a point whenever one of them changes.
  for (let n = 0; n < workers.count && workers.time[n]! <= at; n++) {
    const time = Math.min(at, workers.time[n + 1] !== undefined && n + 1 < workers.count ? workers.time[n + 1]! : at) - workers.time[n]!;
    staffed += time * workers.value[n]!;
    busy += time * (workers.value[n]! - idle.value[n]!);
  }
  const last = (lane: CurveLane): number => lane.value[lane.at(at)] ?? 0;
  return { workers: last(workers), completed: last(completed), utilisation: staffed > 0 ? busy / staffed : 0 };
}
