// When the first deadlock of a recording came about. Pure.
import { deadlockReport } from '../deadlock-report.js';
import { waitStates } from './lane.js';
import type { Lanes } from './lanes.js';
import { stateAt } from './state-at.js';

/** Of threads that were killed in the middle of a wait so many are looked at. */
const looks = 50;

/** Milliseconds since the recording's begin; undefined where there is none. */
export function firstDeadlock(lanes: Lanes): number | undefined {
  const { startedAt, at } = lanes.recording.info;
  // Nobody leaves a deadlock: it is there to the end, or until its threads are killed.
  const times = [at];
  for (const lane of lanes.threads.values()) {
    const last = lane.count - 1;
    if (last > 0 && lane.stateAt(last) === 'ended' && waitStates.has(lane.stateAt(last - 1))) times.push(lane.start[last]! - 1e-3);
  }
  const formed = times.slice(0, looks + 1).flatMap((time) => {
    const report = deadlockReport(stateAt(lanes, time));
    return report ? [...report.cycles.map(({ formedAfter }) => startedAt + formedAfter), ...lanes.stills.filter((still) => report.stranded.length > 0 && still <= time).slice(0, 1)] : [];
  });
  return formed.length === 0 ? undefined : Math.min(...formed) - startedAt;
}
