// Show Who Is Slow: of the run of the row, else of one that the user picks.
import { l10n } from 'vscode';
import { usagePage } from '../pages/usage.js';
import { pickRun } from '../steps/pick-run.js';
import type { ClientCommand } from './command.js';

export const showUsage: ClientCommand = {
  id: 'threadbook.showUsage',
  async run({ runs, pages }, subject) {
    const run = runs.find(subject?.run) ?? (await pickRun(l10n.t('Show Who Is Slow'), l10n.t('Which run?'), runs.all(), 'dashboard'));
    if (run !== undefined) pages.show(usagePage, run);
  },
};
