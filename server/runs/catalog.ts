// The catalogue of recipes, asked of a host process: the server itself never loads a recipe.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { CatalogRecipe } from '../../recipes/host/messages.js';
import type { CatalogEntry } from '../protocol.js';
import { startHost } from './host-process.js';
import { recipeLine } from './recipe-line.js';

/** A recipe that never finishes loading must not hold up the list for ever. */
const loadingLimitMs = 20_000;

/** The recipes that come with the product. Rejects with a sentence where the host does not answer. */
export async function loadCatalog(hostPath: string): Promise<CatalogEntry[]> {
  const { recipes, why } = await ask(hostPath);
  if (!recipes) throw new Error(`The recipes could not be listed: ${why}`);
  return recipes.map(entryOf);
}

/** A recipe of the user, described by a process of its own: whatever its file does while it is loaded, it hurts nobody else. */
export async function loadOwnRecipe(hostPath: string, file: string): Promise<CatalogEntry> {
  const { recipes, why } = await ask(hostPath, file);
  const recipe = recipes?.[0];
  if (recipe) return entryOf(recipe);
  return {
    id: file,
    section: 'own',
    sectionTitle: 'Recipes of this workspace',
    title: basename(file),
    story: '',
    doc: '',
    parameters: {},
    expects: 'completes',
    readsInput: false,
    source: { file, line: 1, column: 1 },
    error: `Loading it did not come to an end: ${why}`,
  };
}

async function ask(hostPath: string, own?: string): Promise<{ recipes?: CatalogRecipe[]; why: string }> {
  let recipes: CatalogRecipe[] | undefined;
  const host = startHost(hostPath, own !== undefined, (message) => {
    if (message.kind === 'ready') host.send({ kind: 'catalog', own });
    if (message.kind === 'catalog') recipes = message.recipes;
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    host.signal('SIGKILL');
  }, loadingLimitMs);
  const exit = await host.exited;
  clearTimeout(timer);
  const why = late ? `it took longer than ${loadingLimitMs / 1_000} s` : (exit.problem ?? (exit.stderr.trim() || `its process exited with code ${exit.code ?? exit.signal}`));
  return { recipes, why };
}

/** A recipe that could not be loaded leads to where it is wrong, any other one to its definition. */
function entryOf({ source, line, ...entry }: CatalogRecipe): CatalogEntry {
  return { ...entry, source: { file: source, line: entry.error === undefined ? definitionLine(source) : line, column: 1 } };
}

function definitionLine(file: string): number {
  try {
    return recipeLine(readFileSync(file, 'utf8')) ?? 1;
  } catch {
    return 1; // The sources of the recipes are not there: the recipe runs all the same.
  }
}
