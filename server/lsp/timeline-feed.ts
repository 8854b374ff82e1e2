// What the timeline page of a run is fed with.
import type { Hub } from '../hub.js';
import type { RunId, TimelineUpdate } from '../protocol.js';
import type { Feed } from './page-feeds.js';

export function timelineFeed(hub: Hub, run: RunId): Feed<TimelineUpdate> | undefined {
  const state = () => hub.states().find((each) => each.run === run);
  if (!state()) return undefined;
  return {
    next() {
      const now = state();
      return now && { at: now.at - now.startedAt, events: now.historyTotal, threads: [...now.threads.values()].map((thread) => thread.name) };
    },
  };
}
