// The timeline page: what it is called, and its texts.
import { l10n } from 'vscode';
import type { TimelineTexts } from '../../webviews/timeline/texts.js';
import type { Page } from './page.js';

export const timelinePage: Page = {
  id: 'timeline',
  viewType: 'threadbook.timeline',
  title: (run) => l10n.t('Timeline: {0}', run),
  texts: (): TimelineTexts => ({
    events: l10n.t('{0} events'),
  }),
};
