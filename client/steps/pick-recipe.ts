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
  for (const entry of entries) {
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
    // The user's own recipes are in no section of the chapter.
    label: /^\d/.test(entry.section) ? `${entry.section}  ${entry.title}` : entry.title,
    description: [entry.where, entry.error !== undefined ? l10n.t('cannot be loaded') : entry.unread ? l10n.t('is being read') : (entry.where ? '' : entry.sectionTitle)].filter(Boolean).join(' · '),
    detail: entry.error ?? entry.story,
    iconPath: new ThemeIcon(iconOf(entry)),
  };
}

/** The same as in the Recipes view. */
function iconOf(entry: CatalogEntry): string {
  if (entry.error !== undefined) return 'error';
  if (entry.unread) return 'watch';
  return entry.twinOf === undefined ? 'play-circle' : 'beaker';
}
