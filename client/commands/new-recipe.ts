// New Recipe…: a file of the workspace with a short program that runs as it is.
import { l10n } from 'vscode';
import { greeting } from '../recipe-templates.js';
import { writeRecipe } from '../steps/write-recipe.js';
import { mayRun } from '../trust.js';
import type { ClientCommand } from './command.js';

export const newRecipe: ClientCommand = {
  id: 'threadbook.newRecipe',
  async run({ recipeTypes }) {
    if (await mayRun()) await writeRecipe(recipeTypes, l10n.t('New Recipe'), l10n.t('My recipe'), greeting);
  },
};
