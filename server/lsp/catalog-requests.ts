// The catalogue of recipes, the check of one parameter, and the rows of the Recipes view.
import type { Connection } from 'vscode-languageserver/node';
import type { Hub } from '../hub.js';
import { l10n } from '../l10n.js';
import { recipeRows } from '../model/recipe-rows.js';
import { methods, type CatalogEntry, type CheckParameter, type RowsSnapshot, type ViewId } from '../protocol.js';
import { checkParameter } from '../runs/parameters.js';
import { answer } from './answer.js';
import type { Views } from './views.js';

/** Answers a function that reads the catalogue anew and shows it, with so many files of the user left out. */
export function registerCatalogRequests(connection: Connection, hub: Hub, views: Views): (leftOut: number) => Promise<CatalogEntry[]> {
  let shown: CatalogEntry[] = [];
  let without = 0;
  views.show('recipes', () => ({ rows: recipeRows(shown, without), warnings: shown.filter((entry) => entry.error).length }));

  async function catalog(): Promise<CatalogEntry[]> {
    shown = await hub.catalog();
    views.changed('recipes');
    return shown;
  }

  answer(connection, methods.catalog, catalog);
  answer(connection, methods.checkParameter, async ({ recipe, name, text }: CheckParameter) => {
    const spec = (await hub.catalog()).find((entry) => entry.id === recipe)?.parameters[name];
    return spec ? (checkParameter(name, spec, text) ?? null) : l10n.t('The recipe has no parameter “{0}”.', name);
  });
  answer(connection, methods.rows, async ({ view }: { view: ViewId }): Promise<RowsSnapshot> => {
    if (view === 'recipes' && shown.length === 0) await catalog();
    if (view === 'daemons') views.changed(view);
    return views.snapshot(view);
  });
  return (leftOut) => {
    without = leftOut;
    return catalog();
  };
}
