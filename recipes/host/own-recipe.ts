// A recipe that a user wrote in their workspace: one file `<name>.recipe.ts` or `.recipe.js`, loaded as it is, without a build step.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OwnRecipe, Recipe } from '../recipe.js';
import { problemOf, say, type Problem } from './check-recipe.js';
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
    throw new WrongRecipe(say('Node {0} cannot read TypeScript; Node 22.18 or later can. Write the recipe in JavaScript (.recipe.js), or run it with a newer Node.', process.versions.node));
  }
  const exports = (await import(pathToFileURL(path).href)) as { recipe?: OwnRecipe<any> };
  const problem = problemOf(exports);
  if (problem) throw new WrongRecipe(problem);
  return { section: '', story: '', doc: '', parameters: {}, expects: 'completes', transcript: { parameters: {}, lines: {} }, ...exports.recipe! };
}

/** Its message can be said in another language. */
class WrongRecipe extends Error {
  override readonly name = 'WrongRecipe';

  constructor(readonly problem: Problem) {
    super(problem.text.replace(/\{(\d)\}/g, (_, index: string) => problem.values[Number(index)]!));
  }
}

export async function describeOwnRecipe(path: string): Promise<CatalogRecipe> {
  const base = { id: path, section: 'own', sectionTitle: '', source: path };
  try {
    const { title, story, doc, twinOf, parameters, expects, transcript, main } = await loadOwnRecipe(path);
    return { ...base, title, story, doc, twinOf, parameters, expects, readsInput: readsInput(main), transcript, line: 1 };
  } catch (error) {
    const { text, values } = wordsOf(error);
    return { ...base, title: basename(path), story: '', doc: '', parameters: {}, expects: 'completes', readsInput: false, line: lineIn(error, path), error: text, errorValues: values };
  }
}

function wordsOf(error: unknown): { text: string; values?: string[] } {
  if (error instanceof WrongRecipe) return error.problem;
  const message = error instanceof Error ? error.message.trim() : String(error);
  if (codeOf(error) !== 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') return { text: message };
  return say('Node only leaves out the types of TypeScript, and cannot run what is more than a type, such as enum, namespace or a parameter property: {0}', message);
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Where in the file an error happened, from 1: the first place of that file in its stack, or what the error is about. */
function lineIn(error: unknown, path: string): number {
  if (error instanceof WrongRecipe) return lineWith(path, error.problem.near ?? 'export') ?? lineWith(path, 'export') ?? 1;
  const { stack = '', message = '' } = error instanceof Error ? error : {};
  const missing = codeOf(error) === 'ERR_MODULE_NOT_FOUND' ? /^Cannot find (?:module|package) '(?:[^']*\/)?([^'/]+)'/.exec(message)?.[1] : undefined;
  if (missing !== undefined) return lineWith(path, missing) ?? 1;
  return placeIn(stack, path) ?? (error instanceof SyntaxError ? lineOfSyntaxError(path) : undefined) ?? 1;
}

/** The first line that has the text and is no comment. */
function lineWith(path: string, text: string): number | undefined {
  if (!existsSync(path)) return undefined; // Deleted while it was read.
  const found = readFileSync(path, 'utf8').split('\n').findIndex((line) => line.includes(text) && !/^\s*(?:\/\/|\/?\*)/.test(line));
  return found < 0 ? undefined : found + 1;
}

/** A module's syntax error has no place; the engine's own check tells. */
function lineOfSyntaxError(path: string): number | undefined {
  if (!existsSync(path)) return undefined;
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
