// The list of pages of a run, and the making of all pages.
import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { Runs } from '../runs.js';
import type { Server } from '../server.js';
import { deadlockPage } from './deadlock.js';
import { graphPage } from './graph.js';
import { LockOrderPage } from './lock-order.js';
import type { Page } from './page.js';
import { RunPages } from './run-pages.js';
import { timelinePage } from './timeline.js';
import { usagePage } from './usage.js';

export const pages: readonly Page[] = [timelinePage, graphPage, usagePage, deadlockPage];

export function createPages(server: Server, runs: Runs, { extensionUri, storageUri, globalStorageUri }: ExtensionContext, log: LogOutputChannel): { runPages: RunPages; lockOrder: LockOrderPage } {
  return { runPages: new RunPages(server, runs, extensionUri, storageUri ?? globalStorageUri, pages, log), lockOrder: new LockOrderPage(server, extensionUri, log) };
}
