// What the page of who is slow is fed with: all lines, twice a second while something changes. More often, nobody could read them.
import type { Hub } from '../hub.js';
import { runUsage } from '../model/run-usage.js';
import type { RunId, RunUsage } from '../protocol.js';
import type { Feed } from './page-feeds.js';

const betweenMs = 500;

export function usageFeed(hub: Hub, run: RunId): Feed<RunUsage> | undefined {
  const state = () => hub.states().find((each) => each.run === run);
  if (!state()) return undefined;
  let sentAt = -Infinity;
  let last = false;
  return {
    next() {
      const now = state();
      if (!now || last || (now.outcome === undefined && now.at - sentAt < betweenMs)) return undefined;
      last = now.outcome !== undefined;
      sentAt = now.at;
      return runUsage(now);
    },
  };
}
