// The list of pages.
import { deadlockPage } from './deadlock.js';
import { graphPage } from './graph.js';
import type { Page } from './page.js';
import { timelinePage } from './timeline.js';
import { usagePage } from './usage.js';

export const pages: readonly Page[] = [timelinePage, graphPage, usagePage, deadlockPage];
