// What the page of the wait-for graph is fed with: the whole picture when somebody begins or ceases to wait or to hold, else once a second so that its ages go on.
import type { Hub } from '../hub.js';
import { waitPicture } from '../model/wait-picture.js';
import type { RunId, WaitPicture } from '../protocol.js';
import type { Feed } from './page-feeds.js';

const betweenAgesMs = 1_000;

export function graphFeed(hub: Hub, run: RunId): Feed<WaitPicture> | undefined {
  const state = () => hub.states().find((each) => each.run === run);
  if (!state()) return undefined;
  let sent = '';
  let sentAt = -Infinity;
  return {
    next() {
      const now = state();
      if (!now) return undefined;
      const picture = waitPicture(now);
      const text = JSON.stringify({ ...picture, at: 0 });
      if (text === sent && picture.at - sentAt < betweenAgesMs) return undefined;
      sent = text;
      sentAt = picture.at;
      return picture;
    },
  };
}
