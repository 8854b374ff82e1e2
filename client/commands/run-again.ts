// Run Again: the run of the row with its own parameters; else the recipe of the row or the one that ran last, with those of its last run.
import { commands } from 'vscode';
import { startRun } from '../start-run.js';
import { mayRun } from '../trust.js';
import type { ClientCommand } from './command.js';
import { runRecipe } from './run-recipe.js';

export const runAgain: ClientCommand = {
  id: 'threadbook.runAgain',
  async run({ server, lastRuns }, subject) {
    if (!(await mayRun())) return;
    const sameRun = subject?.run === undefined ? undefined : lastRuns.ofRun(subject.run);
    const recipe = sameRun?.recipe ?? subject?.recipe ?? lastRuns.recipe;
    if (recipe === undefined) await commands.executeCommand(runRecipe.id);
    else await startRun(server, lastRuns, sameRun ?? { recipe, parameters: lastRuns.parameters(recipe) ?? {} });
  },
};
