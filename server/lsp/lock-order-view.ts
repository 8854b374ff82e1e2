// Keeps the Lock Order view and its picture in step with the source and with what runs show. Nothing is computed before somebody looks at one of them.
import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from 'vscode-languageserver/node';
import { lockOrderPicture } from '../lock-order/lock-order-picture.js';
import { lockOrderRows } from '../lock-order/lock-order-rows.js';
import type { ObservedOrder } from '../lock-order/lock-orders.js';
import type { LockOrderPicture } from '../protocol.js';
import type { LintDocuments } from './lint-documents.js';
import type { PageFeeds } from './page-feeds.js';
import { createPause } from './pause.js';
import type { ViewContent, Views } from './views.js';

/** After a key is pressed the next ones come soon. */
const settleMs = 300;

export function showLockOrder(connection: Connection, views: Views, pages: PageFeeds, documents: LintDocuments, observed: () => readonly ObservedOrder[], shown: (path: string) => string): void {
  let content: ViewContent = { rows: [], warnings: 0 };
  /** Made when a page asks for it. */
  let picture: () => LockOrderPicture | undefined = () => undefined;
  let following = false;
  const begin = (): void => {
    if (following) return;
    following = true;
    follow().catch((error: unknown) => {
      following = false; // Who looks at it again begins again.
      connection.console.error(`The Lock Order view: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    });
  };
  views.show('lockOrder', () => content, begin);
  pages.show('lock-order', () => {
    begin();
    let sent: string | undefined;
    return {
      next() {
        const now = picture();
        const text = now && JSON.stringify(now);
        if (text === sent) return undefined; // What is typed elsewhere is no news.
        sent = text;
        return now;
      },
    };
  });

  async function follow(): Promise<never> {
    await documents.read();
    for (;;) {
      const changed = documents.changed();
      const lint = await documents.engine();
      await lint.prepareAll({ pause: createPause() });
      const graph = lint.orders();
      const seen = observed();
      content = lockOrderRows(graph, seen, shown);
      views.changed('lockOrder');
      picture = () => lockOrderPicture(graph, seen, shown);
      pages.changed();
      await changed;
      await delay(settleMs, undefined, { ref: false });
    }
  }
}
