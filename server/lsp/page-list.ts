// The list of the pages of a run, and what feeds each; that of the Lock Order is no run's and is fed beside its view.
import type { Hub } from '../hub.js';
import { deadlockFeed } from './deadlock-feed.js';
import { graphFeed } from './graph-feed.js';
import type { PageFeeds } from './page-feeds.js';
import { timelineFeed } from './timeline-feed.js';
import { usageFeed } from './usage-feed.js';

export function showPages(pages: PageFeeds, hub: Hub): void {
  pages.show('timeline', (run) => timelineFeed(hub, run));
  pages.show('graph', (run) => graphFeed(hub, run));
  pages.show('usage', (run) => usageFeed(hub, run));
  pages.show('deadlock', (run) => deadlockFeed(hub, run));
}
