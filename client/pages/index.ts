// The list of pages.
import type { Page } from './page.js';
import { timelinePage } from './timeline.js';

export const pages: readonly Page[] = [timelinePage];
