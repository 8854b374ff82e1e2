// A recipe that a user wrote in their workspace: one file `<name>.recipe.ts` or `.recipe.js`, loaded as it is, without a build step.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Recipe } from '../recipe.js';
import type { CatalogRecipe } from './messages.js';

/** Whether a recipe's id is the path of such a file. */
export function isOwnRecipe(id: string): boolean {
  return /\.recipe\.[jt]s$/.test(id);
}

/** A recipe that has a use for the second argument reads what the user types. */
export function readsInput(main: Recipe<any>['main']): boolean {
  return main.length > 1;
}

/** Throws a sentence that says what the file lacks, or what its module throws. */
export async function loadOwnRecipe(path: string): Promise<Recipe<any>> {
  if (path.endsWith('.ts') && !(process.features as { typescript?: unknown }).typescript) {
    throw new Error(`Node ${process.versions.node} cannot read TypeScript; Node 22.18 or later can. Write the recipe in JavaScript (.recipe.js), or run it with a newer Node.`);
  }
  const { recipe } = (await import(pathToFileURL(path).href)) as { recipe?: Partial<Recipe<any>> };
  if (typeof recipe !== 'object' || recipe === null) throw new Error('It does not export a recipe. Write: export const recipe = defineRecipe({ title: …, main() { … } })');
  if (typeof recipe.main !== 'function') throw new Error('Its recipe has no function `main`.');
  if (typeof recipe.title !== 'string' || recipe.title === '') throw new Error('Its recipe has no `title`.');
  if (recipe.parameters !== undefined && typeof recipe.parameters !== 'object') throw new Error('The `parameters` of its recipe are not an object.');
  const { title, main } = recipe;
  return { section: '', story: '', doc: '', parameters: {}, expects: 'completes', transcript: { parameters: {}, lines: {} }, ...recipe, title, main };
}

export async function describeOwnRecipe(path: string): Promise<CatalogRecipe> {
  const base = { id: path, section: 'own', sectionTitle: 'Recipes of this workspace', source: path };
  try {
    const { title, story, doc, twinOf, parameters, expects, transcript, main } = await loadOwnRecipe(path);
    return { ...base, title, story, doc, twinOf, parameters, expects, readsInput: readsInput(main), transcript, line: 1 };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ...base, title: basename(path), story: '', doc: '', parameters: {}, expects: 'completes', readsInput: false, line: lineIn(error, path), error: message };
  }
}

/** Where in the file an error happened: the first place of that file in its stack. A module's syntax error has none; the engine's own check tells. */
function lineIn(error: unknown, path: string): number {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return placeIn(stack, path) ?? (error instanceof SyntaxError ? lineOfSyntaxError(path) : undefined) ?? 1;
}

function lineOfSyntaxError(path: string): number | undefined {
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--check', '-'], { input: readFileSync(path), encoding: 'utf8' });
  const found = /\[(?:stdin|eval1)\]:(\d+)/.exec(stderr);
  return found ? Number(found[1]) : undefined;
}

function placeIn(text: string, path: string): number | undefined {
  for (const name of [pathToFileURL(path).href, path]) {
    const line = text.includes(`${name}:`) ? Number.parseInt(text.slice(text.indexOf(`${name}:`) + name.length + 1), 10) : NaN;
    if (line > 0) return line;
  }
  return undefined;
}
