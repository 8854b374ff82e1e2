// The lines on which locks are held at this moment, for the source. Pure.
import type { LiveHolding, LivePlace } from '../protocol.js';
import type { RunState } from './run-state.js';
import { openWaits } from './run-usage.js';
import { stuckThreads } from './wait-graph.js';
import { threadName } from './wording.js';

/** A lock that is held for less would only flicker by. Unless somebody waits for it, that is how locks should be held. */
const briefMs = 100;
/** Locks named on one line. */
const namedPerLine = 3;
/** Lines of a run; more than anybody has on the screen. */
const linesPerRun = 200;

export function livePlaces(states: readonly RunState[]): LivePlace[] {
  return states.filter((state) => state.outcome === undefined).flatMap(placesOf);
}

function placesOf(state: RunState): LivePlace[] {
  const waits = openWaits(state);
  const stuck = stuckThreads(state);
  const lines = new Map<string, { file: string; line: number; held: (LiveHolding & { since: number })[] }>();
  for (const resource of state.resources.values()) {
    if (!('taken' in resource) || resource.owner === undefined || resource.heldSince === undefined) continue;
    const [frame] = resource.taken;
    const waiting = waits.get(resource.id)?.length ?? 0;
    if (frame === undefined || (state.at - resource.heldSince < briefMs && waiting === 0)) continue;
    const key = `${frame.file}:${frame.line}`;
    const place = lines.get(key) ?? { file: frame.file, line: frame.line, held: [] };
    lines.set(key, place);
    place.held.push({
      run: state.run,
      lock: resource.name,
      holder: threadName(state, resource.owner),
      seconds: legible(state.at - resource.heldSince),
      waiting,
      forEver: stuck.has(resource.owner),
      since: resource.heldSince,
    });
  }
  return [...lines.values()].slice(0, linesPerRun).map(({ file, line, held }) => {
    const sorted = held.sort((a, b) => a.since - b.since);
    return { file, line, held: sorted.slice(0, namedPerLine).map(({ since: _since, ...holding }) => holding), more: Math.max(0, sorted.length - namedPerLine) };
  });
}

/** What changes on the screen less often can be read. */
function legible(ms: number): number {
  const seconds = Math.max(0, ms) / 1_000;
  return seconds < 10 ? Math.floor(seconds * 10) / 10 : Math.floor(seconds);
}
