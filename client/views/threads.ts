// The Threads view: what is running and what has ended. Its badge counts the warnings.
import { l10n } from 'vscode';
import type { RowsViewOptions } from './rows-view.js';

export const threadsView: RowsViewOptions = {
  view: 'threads',
  id: 'threadbook.threads',
  badge: (warnings) => (warnings === 1 ? l10n.t('1 warning') : l10n.t('{0} warnings', warnings)),
};
