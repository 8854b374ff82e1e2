// Recipes by id, out of a catalogue module: one that exports `catalog` and `sections` as catalog/index.ts does.
import type { Recipe } from '../recipe.js';
import type { CatalogRecipe } from './messages.js';
import { isOwnRecipe, loadOwnRecipe, readsInput } from './own-recipe.js';
import { originalFile } from './source-frames.js';

interface CatalogModule {
  sections: Readonly<Record<string, string>>;
  catalog: Readonly<Record<string, () => Promise<{ recipe: Recipe<any> }>>>;
}

/** The recipe of that id, or of that file of the user; throws what its module throws. */
export async function loadRecipe(catalogUrl: string, id: string): Promise<Recipe<any>> {
  if (isOwnRecipe(id)) return loadOwnRecipe(id);
  const { catalog } = (await import(catalogUrl)) as CatalogModule;
  const load = catalog[id];
  if (!load) throw new Error(`there is no recipe “${id}”`);
  return (await load()).recipe;
}

/** The catalogue as data: every recipe is loaded, and one that cannot be becomes a row with its error. */
export async function loadCatalog(catalogUrl: string): Promise<CatalogRecipe[]> {
  const { catalog, sections } = (await import(catalogUrl)) as CatalogModule;
  return Promise.all(
    Object.keys(catalog).map(async (id): Promise<CatalogRecipe> => {
      const source = originalFile(new URL(`./${id}.js`, catalogUrl));
      try {
        const { section, title, story, doc, twinOf, parameters, expects, transcript, main } = await loadRecipe(catalogUrl, id);
        return { id, section, sectionTitle: sections[section] ?? '', title, story, doc, twinOf, parameters, expects, readsInput: readsInput(main), transcript, source, line: 1 };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { id, section: '', sectionTitle: 'Recipes that cannot be loaded', title: id, story: '', doc: '', parameters: {}, expects: 'completes', readsInput: false, source, line: 1, error: message };
      }
    }),
  );
}
