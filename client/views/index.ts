// The list of views.
import type { LogOutputChannel } from 'vscode';
import type { ViewId } from '../../server/protocol.js';
import type { Server } from '../server.js';
import { daemonsView } from './daemons.js';
import { lockOrderView } from './lock-order.js';
import { recipesView } from './recipes.js';
import { RowsView } from './rows-view.js';
import { threadsView } from './threads.js';

export type Views = Record<ViewId, RowsView>;

export function createViews(server: Server, log: LogOutputChannel): Views {
  return {
    recipes: new RowsView(recipesView, server, log),
    threads: new RowsView(threadsView, server, log),
    daemons: new RowsView(daemonsView, server, log),
    lockOrder: new RowsView(lockOrderView, server, log),
  };
}
