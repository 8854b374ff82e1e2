// Show Deadlock Report: of the run of the row, else of one that the user picks.
import { l10n } from 'vscode';
import { deadlockPage } from '../pages/deadlock.js';
import { pickRun } from '../steps/pick-run.js';
import type { ClientCommand } from './command.js';

export const showDeadlock: ClientCommand = {
  id: 'threadbook.showDeadlock',
  async run({ runs, pages }, subject) {
    const run = runs.find(subject?.run) ?? (await pickRun(l10n.t('Show Deadlock Report'), l10n.t('Which run?'), runs.deadlocked(), 'warning'));
    if (run !== undefined) pages.show(deadlockPage, run);
  },
};
