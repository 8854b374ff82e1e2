// Keeps the Lock Order view in step with the source and with what runs show. Nothing is computed before somebody looks at it.
import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from 'vscode-languageserver/node';
import { lockOrderRows } from '../lock-order-rows.js';
import type { ObservedOrder } from '../lock-orders.js';
import type { LintDocuments } from './lint-documents.js';
import { createPause } from './pause.js';
import type { ViewContent, Views } from './views.js';

/** After a key is pressed the next ones come soon. */
const settleMs = 300;

export function showLockOrder(connection: Connection, views: Views, documents: LintDocuments, observed: () => readonly ObservedOrder[], shown: (path: string) => string): void {
  let content: ViewContent = { rows: [], warnings: 0 };
  views.show('lockOrder', () => content, () => {
    follow().catch((error: unknown) => connection.console.error(`The Lock Order view: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
  });

  async function follow(): Promise<never> {
    await documents.read();
    for (;;) {
      const changed = documents.changed();
      const lint = await documents.engine();
      await lint.prepareAll({ pause: createPause() });
      content = lockOrderRows(lint.orders(), observed(), shown);
      views.changed('lockOrder');
      await changed;
      await delay(settleMs, undefined, { ref: false });
    }
  }
}
