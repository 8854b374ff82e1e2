// The catalogue of recipes, asked of a host process: the server itself never loads a recipe.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { l10n } from '../l10n.js';
import type { CatalogRecipe } from '../../recipes/host/messages.js';
import type { CatalogEntry } from '../protocol.js';
import { startHost, type HostExit } from './host-process.js';
import { recipeLine } from './recipe-line.js';

/** A recipe that never finishes loading must not hold up the list for ever. */
const loadingLimitMs = { all: 20_000, own: 10_000 };

/** The recipes that come with the product. Rejects with a sentence where the host does not answer. */
export async function loadCatalog(hostPath: string): Promise<CatalogEntry[]> {
  const { recipes, why } = await ask(hostPath);
  if (!recipes) throw new Error(l10n.t('The recipes could not be listed: {0}.', why));
  return recipes.map(entryOf).map(inUsersLanguage);
}

/** What the recipes say of themselves is English, as their programs and what these print; their names are the same in every language. */
function inUsersLanguage(entry: CatalogEntry): CatalogEntry {
  const { known } = l10n;
  const parameters = Object.fromEntries(Object.entries(entry.parameters).map(([name, spec]) => [name, { ...spec, help: known(spec.help) }]));
  return { ...entry, sectionTitle: known(entry.sectionTitle), title: known(entry.title), story: known(entry.story), doc: known(entry.doc), parameters };
}

/** A recipe of the user, described by a process of its own: whatever its file does while it is loaded, it hurts nobody else. `signal` ends the process. */
export async function loadOwnRecipe(hostPath: string, file: string, signal?: AbortSignal): Promise<CatalogEntry> {
  const noFile = (): CatalogEntry => unreadable(file, l10n.t('There is no such file.')); // Mistyped, or deleted since it was listed.
  if (!existsSync(file)) return noFile();
  const { recipes, why } = await ask(hostPath, file, signal);
  const recipe = recipes?.[0];
  const read = recipe ? entryOf({ ...recipe, sectionTitle: l10n.t('Recipes of this workspace') }) : unreadable(file, l10n.t('Loading it did not come to an end: {0}.', why));
  return read.error !== undefined && !existsSync(file) ? noFile() : read; // Deleted while it was read.
}

/** What stands in the list for a file that cannot say anything of itself. */
function unreadable(file: string, error: string): CatalogEntry {
  return { ...nameless(file), error };
}

/** What stands in the list for a file that is still being read, or has to wait until it is. */
export function notYetRead(file: string): CatalogEntry {
  return { ...nameless(file), unread: true };
}

function nameless(file: string): CatalogEntry {
  return {
    id: file,
    section: 'own',
    sectionTitle: l10n.t('Recipes of this workspace'),
    title: basename(file),
    story: '',
    doc: '',
    parameters: {},
    expects: 'completes',
    readsInput: false,
    source: { file, line: 1, column: 1 },
  };
}

async function ask(hostPath: string, own?: string, signal?: AbortSignal): Promise<{ recipes?: CatalogRecipe[]; why: string }> {
  let recipes: CatalogRecipe[] | undefined;
  const host = startHost(hostPath, own !== undefined, (message) => {
    if (message.kind === 'ready') host.send({ kind: 'catalog', own });
    if (message.kind === 'catalog') recipes = message.recipes;
  });
  const kill = (): void => host.signal('SIGKILL');
  signal?.addEventListener('abort', kill);
  let late = false;
  const limit = own === undefined ? loadingLimitMs.all : loadingLimitMs.own;
  const timer = setTimeout(() => {
    late = true;
    kill();
  }, limit);
  const exit = await host.exited;
  clearTimeout(timer);
  signal?.removeEventListener('abort', kill);
  return { recipes, why: late ? l10n.t('it took longer than {0} s; is there an endless loop, or an await of what never comes, outside of main?', limit / 1_000) : endingOf(exit) };
}

function endingOf({ code, signal, stderr, problem }: HostExit): string {
  if (problem !== undefined) return problem;
  return stderr.trim() || (signal === null ? l10n.t('its process exited with code {0}', code ?? 0) : l10n.t('its process was ended by {0}', signal));
}

/** A recipe that could not be loaded leads to where it is wrong, any other one to its definition. */
function entryOf({ source, line, error, errorValues, ...entry }: CatalogRecipe): CatalogEntry {
  const said = error !== undefined && errorValues !== undefined ? l10n.known(error, ...errorValues) : error;
  return { ...entry, error: said, source: { file: source, line: error === undefined ? definitionLine(source) : line, column: 1 } };
}

function definitionLine(file: string): number {
  try {
    return recipeLine(readFileSync(file, 'utf8')) ?? 1;
  } catch {
    return 1; // The sources of the recipes are not there: the recipe runs all the same.
  }
}
