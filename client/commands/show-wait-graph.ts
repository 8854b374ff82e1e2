// Show Wait-For Graph: of the run of the row, else of one that the user picks.
import { l10n } from 'vscode';
import { graphPage } from '../pages/graph.js';
import { pickRun } from '../steps/pick-run.js';
import type { ClientCommand } from './command.js';

export const showWaitGraph: ClientCommand = {
  id: 'threadbook.showWaitGraph',
  async run({ runs, pages }, subject) {
    const run = runs.find(subject?.run) ?? (await pickRun(l10n.t('Show Wait-For Graph'), l10n.t('Which run?'), runs.all(), 'type-hierarchy'));
    if (run !== undefined) pages.show(graphPage, run);
  },
};
