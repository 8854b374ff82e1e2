// The first task of a run: the recipe's main function, in the run's main thread.
import type { InputLines, ParameterSpecs, ParameterValues } from '../recipe.js';
import { Interrupted, task } from '../threading/index.js';
import { loadRecipe } from './load-catalog.js';

export const runRecipe = task(import.meta.url, async function runRecipe(catalogUrl: string, id: string, parameters: ParameterValues<ParameterSpecs>, input: InputLines | undefined): Promise<void> {
  const recipe = await loadRecipe(catalogUrl, id);
  try {
    await recipe.main(parameters, input!); // A main without a second parameter does not look at it.
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error; // The polite stop has arrived: it is the end of the run and no failure of the recipe.
  }
});
