// The Lock Order view: which lock is taken under which in the source. Its badge counts the contradictions.
import { l10n } from 'vscode';
import type { RowsViewOptions } from './rows-view.js';

export const lockOrderView: RowsViewOptions = {
  view: 'lockOrder',
  id: 'threadbook.lockOrder',
  badge: (contradictions) => (contradictions === 1 ? l10n.t('1 contradiction') : l10n.t('{0} contradictions', contradictions)),
};
