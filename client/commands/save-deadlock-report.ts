// Save Deadlock Report…: of the run of the row, else of one that the user picks.
import { l10n } from 'vscode';
import { saveReport } from '../save-report.js';
import { RefusedError } from '../server.js';
import { pickRun } from '../steps/pick-run.js';
import type { ClientCommand } from './command.js';

export const saveDeadlockReport: ClientCommand = {
  id: 'threadbook.saveDeadlockReport',
  async run({ server, runs }, subject) {
    const run = runs.find(subject?.run) ?? (await pickRun(l10n.t('Save Deadlock Report'), l10n.t('Which run?'), runs.deadlocked(), 'warning'));
    if (run === undefined) return;
    const report = await server.deadlockReport(run.run);
    if (report === null) throw new RefusedError(l10n.t('No threads of this run wait for each other.'));
    await saveReport(report);
  },
};
