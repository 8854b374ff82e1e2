// New Recipe That Deadlocks…: a program to practise on, with the mistake that the lint underlines.
import { l10n } from 'vscode';
import { deadlock } from '../recipe-templates.js';
import { writeRecipe } from '../steps/write-recipe.js';
import { mayRun } from '../trust.js';
import type { ClientCommand } from './command.js';

export const newDeadlockRecipe: ClientCommand = {
  id: 'threadbook.newDeadlockRecipe',
  async run({ recipeTypes }) {
    if (await mayRun()) await writeRecipe(recipeTypes, l10n.t('New Recipe That Deadlocks'), l10n.t('My deadlock'), deadlock);
  },
};
