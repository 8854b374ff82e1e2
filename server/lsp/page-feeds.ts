// Feeds the pages of the editor area: the whole when a page comes into sight, then what is new, at most ten times a second. It must not know what a page shows.
import type { Connection } from 'vscode-languageserver/node';
import { l10n } from '../l10n.js';
import { methods, type PageId, type PageUpdates, type RunId, type WatchRun } from '../protocol.js';
import { UserError } from '../user-error.js';
import { answer } from './answer.js';

const betweenUpdatesMs = 100;

/** What one page of one run is fed with. */
export interface Feed<Update> {
  /** First the whole, then what is new since the last call; undefined where nothing is. */
  next(): Promise<Update | undefined> | Update | undefined;
}

export interface PageFeeds {
  /** Says what feeds a page; `open` answers undefined where the run is not known. */
  show<P extends PageId>(page: P, open: (run: RunId) => Feed<PageUpdates[P]> | undefined): void;
  /** Something has changed in some run. */
  changed(): void;
}

interface Watched extends WatchRun {
  feed: Feed<PageUpdates[PageId]>;
  timer?: NodeJS.Timeout;
  busy: boolean;
  /** Something has changed while it was busy. */
  again: boolean;
}

export function createPageFeeds(connection: Connection): PageFeeds {
  const openers = new Map<PageId, (run: RunId) => Feed<PageUpdates[PageId]> | undefined>();
  const watched = new Map<string, Watched>();
  const key = ({ run, page }: WatchRun) => `${page} ${run}`;

  async function send(each: Watched): Promise<void> {
    each.timer = undefined;
    each.busy = true;
    each.again = false;
    try {
      const update = await each.feed.next();
      if (update !== undefined && watched.get(key(each)) === each) await connection.sendNotification(methods.pageUpdate, { run: each.run, page: each.page, update });
    } finally {
      each.busy = false;
      if (each.again) soon(each);
    }
  }

  function soon(each: Watched): void {
    if (each.busy) each.again = true;
    else each.timer ??= setTimeout(() => void send(each).catch((error: unknown) => connection.console.error(`The page “${each.page}” of run ${each.run}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)), betweenUpdatesMs);
  }

  function forget(watch: WatchRun): void {
    clearTimeout(watched.get(key(watch))?.timer);
    watched.delete(key(watch));
  }

  answer(connection, methods.watchRun, async ({ run, page }: WatchRun) => {
    forget({ run, page });
    const feed = openers.get(page)?.(run);
    if (!feed) throw new UserError(l10n.t('Run {0} is no longer there.', run));
    const each: Watched = { run, page, feed, busy: false, again: false };
    watched.set(key(each), each);
    await send(each);
    return null;
  });
  connection.onNotification(methods.unwatchRun, forget);

  return {
    show: (page, open) => void openers.set(page, open),
    changed() {
      for (const each of watched.values()) soon(each);
    },
  };
}
