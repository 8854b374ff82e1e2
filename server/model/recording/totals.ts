// What a recording adds up to between two times: the time of each thread in each state, of each lock in hands, of each queue's depth. Pure.
import { lastAtOrBefore, laneStates, type CurveLane, type LaneState, type LockLane, type ThreadLane } from './lane.js';

/** Milliseconds by state; `ended` is left at 0. */
export function threadTotals(lane: ThreadLane, from: number, to: number): Record<LaneState, number> {
  const sums = new Float64Array(laneStates.length);
  for (let n = Math.max(0, lane.at(from)); n < lane.count && lane.start[n]! < to; n++) {
    if (lane.stateAt(n) === 'ended') continue;
    sums[lane.state[n]!]! += Math.max(0, Math.min(to, lane.end(n, to)) - Math.max(from, lane.start[n]!));
  }
  return Object.fromEntries(laneStates.map((name, n) => [name, sums[n]!])) as Record<LaneState, number>;
}

/** Milliseconds in which somebody held it, and how many times it was taken. */
export function lockTotals(lane: LockLane, from: number, to: number): { held: number; taken: number } {
  let held = 0;
  let taken = 0;
  const first = lane.at(from);
  for (let n = first >= 0 ? first : lastAtOrBefore(lane.start, lane.count, from) + 1; n < lane.count && lane.start[n]! < to; n++) {
    const end = Number.isNaN(lane.end[n]) ? to : lane.end[n]!;
    held += Math.max(0, Math.min(to, end) - Math.max(from, lane.start[n]!));
    if (lane.start[n]! >= from) taken++;
  }
  return { held, taken };
}

/** The least and the most that it had, and the mean over the time. */
export function curveTotals(lane: CurveLane, from: number, to: number): { least: number; most: number; mean: number } {
  let least = Infinity;
  let most = 0;
  let area = 0;
  let span = 0;
  for (let n = Math.max(0, lane.at(from)); n < lane.count && lane.time[n]! < to; n++) {
    const value = lane.value[n]!;
    const duration = Math.max(0, (n + 1 < lane.count ? Math.min(to, lane.time[n + 1]!) : to) - Math.max(from, lane.time[n]!));
    least = Math.min(least, value);
    most = Math.max(most, value);
    area += value * duration;
    span += duration;
  }
  return { least: Number.isFinite(least) ? least : 0, most, mean: span > 0 ? area / span : 0 };
}
