// Show Timeline: of the run of the row, else of one that the user picks.
import { l10n } from 'vscode';
import { timelinePage } from '../pages/timeline.js';
import { pickRun } from '../steps/pick-run.js';
import type { ClientCommand } from './command.js';

export const showTimeline: ClientCommand = {
  id: 'threadbook.showTimeline',
  async run({ runs, pages }, subject) {
    const all = runs.all();
    const run = all.find((each) => each.run === subject?.run) ?? (await pickRun(l10n.t('Show Timeline'), l10n.t('Which run?'), all, 'graph-line'));
    if (run !== undefined) pages.show(timelinePage, run);
  },
};
