// Run Recipe…: asks which recipe (unless called on its row) and with which parameters, then starts it.
import { l10n } from 'vscode';
import type { CatalogEntry } from '../../server/protocol.js';
import { RefusedError } from '../server.js';
import { startRun } from '../start-run.js';
import { askParameters } from '../steps/ask-parameters.js';
import { pickRecipe } from '../steps/pick-recipe.js';
import { back } from '../steps/steps.js';
import { mayRun } from '../trust.js';
import type { ClientCommand } from './command.js';

export const runRecipe: ClientCommand = {
  id: 'threadbook.runRecipe',
  async run({ server, lastRuns }, subject) {
    if (!(await mayRun())) return;
    const entries = await server.catalog();
    const given = subject?.recipe;
    for (;;) {
      const entry = given === undefined ? await pickRecipe(l10n.t('Run Recipe'), entries, lastRuns.recipe) : entryOf(entries, given);
      if (entry === undefined) return;
      if (entry.error !== undefined) throw new RefusedError(l10n.t('“{0}” cannot run because it could not be loaded: {1}', entry.title, entry.error));
      const parameters = await askParameters(server, entry, lastRuns.parameters(entry.id), given === undefined);
      if (parameters === undefined) return;
      if (parameters === back) continue;
      await startRun(server, lastRuns, { recipe: entry.id, parameters });
      return;
    }
  },
};

function entryOf(entries: CatalogEntry[], id: string): CatalogEntry {
  const entry = entries.find((one) => one.id === id);
  if (entry === undefined) throw new RefusedError(l10n.t('There is no recipe “{0}”. Pick one with the command “Threadbook: Run Recipe…”.', id));
  return entry;
}
