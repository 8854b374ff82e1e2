// Stop Run: the run of the row, else one of those that go on.
import { l10n } from 'vscode';
import { pickRun } from '../steps/pick-run.js';
import type { ClientCommand } from './command.js';

export const stopRun: ClientCommand = {
  id: 'threadbook.stopRun',
  async run({ server, runs }, subject) {
    const run = subject?.run ?? (await pickRun(l10n.t('Stop Run'), l10n.t('Which run?'), runs.active(), 'debug-stop'))?.run;
    if (run !== undefined) await server.stopRun(run);
  },
};
