// The catalogue of recipes, asked of a host process: the server itself never loads a recipe.
import type { CatalogRecipe } from '../../recipes/host/messages.js';
import type { CatalogEntry } from '../protocol.js';
import { startHost } from './host-process.js';

/** A recipe that never finishes loading must not hold up the list for ever. */
const loadingLimitMs = 20_000;

/** Rejects with a sentence where the host does not answer. */
export async function loadCatalog(hostPath: string): Promise<CatalogEntry[]> {
  let recipes: CatalogRecipe[] | undefined;
  const host = startHost(hostPath, (message) => {
    if (message.kind === 'ready') host.send({ kind: 'catalog' });
    if (message.kind === 'catalog') recipes = message.recipes;
  });
  const timer = setTimeout(() => host.signal('SIGKILL'), loadingLimitMs);
  const exit = await host.exited;
  clearTimeout(timer);
  if (!recipes) throw new Error(`The recipes could not be listed: ${exit.problem ?? (exit.stderr.trim() || `their process exited with code ${exit.code ?? exit.signal}`)}`);
  return recipes.map(({ source, line, ...entry }) => ({ ...entry, source: { file: source, line, column: 1 } }));
}
