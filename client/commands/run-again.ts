// Run Again: the recipe of the row, else the one that ran last, with the parameters of its last run.
import { commands } from 'vscode';
import { startRun } from '../start-run.js';
import { mayRun } from '../trust.js';
import type { ClientCommand } from './command.js';
import { runRecipe } from './run-recipe.js';

export const runAgain: ClientCommand = {
  id: 'threadbook.runAgain',
  async run({ server, lastRuns, runs }, node) {
    if (!(await mayRun())) return;
    const subject = node?.row.subject;
    const recipe = subject?.recipe ?? runs.all().find(({ run }) => run === subject?.run)?.recipe ?? lastRuns.recipe;
    if (recipe === undefined) await commands.executeCommand(runRecipe.id);
    else await startRun(server, lastRuns, { recipe, parameters: lastRuns.parameters(recipe) ?? {} });
  },
};
