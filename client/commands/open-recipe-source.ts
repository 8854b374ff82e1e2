// Open Recipe Source: the program of the row's recipe, else of one that the user picks.
import { l10n } from 'vscode';
import { goTo } from '../sites.js';
import { pickRecipe } from '../steps/pick-recipe.js';
import type { ClientCommand } from './command.js';

export const openRecipeSource: ClientCommand = {
  id: 'threadbook.openRecipeSource',
  async run({ server, runs, lastRuns }, subject) {
    const entries = await server.catalog();
    const given = subject?.recipe ?? runs.all().find(({ run }) => run === subject?.run)?.recipe;
    const entry = given === undefined ? await pickRecipe(l10n.t('Open Recipe Source'), entries, lastRuns.recipe) : entries.find(({ id }) => id === given);
    if (entry !== undefined) await goTo(entry.source);
  },
};
