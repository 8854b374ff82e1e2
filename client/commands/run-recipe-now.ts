// The run button of a row: starts its recipe at once with the default parameters.
import { startRun } from '../start-run.js';
import { mayRun } from '../trust.js';
import type { ClientCommand } from './command.js';

export const runRecipeNow: ClientCommand = {
  id: 'threadbook.runRecipeNow',
  async run({ server, lastRuns }, subject) {
    const recipe = subject?.recipe;
    if (recipe === undefined || !(await mayRun())) return;
    await startRun(server, lastRuns, { recipe, parameters: {} });
  },
};
