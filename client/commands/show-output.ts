// Show Run Output: of the run of the row, else of one that the user picks.
import { l10n } from 'vscode';
import { pickRun } from '../steps/pick-run.js';
import type { ClientCommand } from './command.js';

export const showOutput: ClientCommand = {
  id: 'threadbook.showOutput',
  async run({ runs, outputs }, subject) {
    const run = subject?.run ?? (await pickRun(l10n.t('Show Run Output'), l10n.t('Which run?'), runs.all(), 'output'))?.run;
    if (run !== undefined) outputs.show(run);
  },
};
