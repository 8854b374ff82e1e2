// Who held and who waited at a moment of a recording, as the picture of a live run has it. Pure.
import type { WaitPicture } from '../../protocol.js';
import { waitPicture } from '../wait-picture.js';
import type { Lanes } from './lanes.js';
import { stateAt } from './state-at.js';

/** `at`: milliseconds since the epoch. */
export function pictureAt(lanes: Lanes, at: number): WaitPicture {
  const { info } = lanes.recording;
  const picture = waitPicture(stateAt(lanes, at));
  // A wait can be so short that the recording does not know what it was for.
  const nodes = new Set([...picture.threads, ...picture.resources].map(({ id }) => id));
  const known = <E extends { from: string; to: string }>(edges: E[]): E[] => edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to));
  return { ...picture, waits: known(picture.waits), holds: known(picture.holds), active: info.outcome === undefined || at < info.at };
}
