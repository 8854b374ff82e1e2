// The Quick Pick of recipes: the one that ran last on top, then all by section.
// The separators between sections have no text, because VS Code would take its room from the story below.
import { l10n, QuickPickItemKind, ThemeIcon, type QuickPickItem } from 'vscode';
import type { CatalogEntry } from '../../server/protocol.js';
import { back, pickOne } from './steps.js';

interface RecipeItem extends QuickPickItem {
  entry?: CatalogEntry;
}

/** Undefined where the user gave up. */
export async function pickRecipe(title: string, entries: readonly CatalogEntry[], last?: string): Promise<CatalogEntry | undefined> {
  const items: RecipeItem[] = [];
  const lastEntry = entries.find((entry) => entry.id === last);
  if (lastEntry !== undefined) items.push(separator(l10n.t('last run')), itemOf(lastEntry));
  let section: string | undefined;
  // Whoever writes recipes looks for theirs first, as in the Recipes view.
  for (const entry of [...entries.filter(isOwn), ...entries.filter((each) => !isOwn(each))]) {
    if (entry === lastEntry) continue;
    if (entry.section !== section) items.push(separator(''));
    section = entry.section;
    items.push(itemOf(entry));
  }
  const chosen = await pickOne({ title, placeholder: l10n.t('Which recipe?'), canGoBack: false }, items);
  return chosen === back ? undefined : chosen?.entry;
}

function separator(label: string): RecipeItem {
  return { label, kind: QuickPickItemKind.Separator };
}

function itemOf(entry: CatalogEntry): RecipeItem {
  return {
    entry,
    label: isOwn(entry) ? entry.title : `${entry.section}  ${entry.title}`,
    description: [entry.where, stateOf(entry)].filter(Boolean).join(' · ') || entry.sectionTitle,
    detail: entry.error ?? entry.story,
    iconPath: new ThemeIcon(iconOf(entry)),
  };
}

/** The user's own recipes are in no section of the chapter. */
const isOwn = ({ section }: CatalogEntry): boolean => !/^\d/.test(section);

function stateOf(entry: CatalogEntry): string {
  if (entry.error !== undefined) return l10n.t('cannot be loaded');
  return entry.unread ? l10n.t('is being read') : '';
}

/** The same as in the Recipes view. */
function iconOf(entry: CatalogEntry): string {
  if (entry.error !== undefined) return 'error';
  if (entry.unread) return 'watch';
  return entry.twinOf === undefined ? 'play-circle' : 'beaker';
}
