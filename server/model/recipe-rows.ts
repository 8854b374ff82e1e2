// The rows of the Recipes view: sections of the chapter, and under each its recipes. Pure.
import { l10n } from '../l10n.js';
import type { CatalogEntry, Row } from '../protocol.js';
import { expectationText } from './wording.js';

export function recipeRows(catalog: readonly CatalogEntry[]): Row[] {
  const sections = new Map<string, CatalogEntry[]>();
  for (const entry of catalog) {
    const entries = sections.get(entry.section);
    if (entries) entries.push(entry);
    else sections.set(entry.section, [entry]);
  }
  return [...sections].flatMap(([section, entries]) => {
    const title = entries[0]?.sectionTitle ?? '';
    const head: Row = {
      id: `section-${section}`,
      order: sectionOrder(section),
      label: section === 'own' ? title : `${section} ${title}`.trim(),
      icon: 'book',
      context: 'section',
      spoken: section === 'own' ? `${title}, ${entries.length}` : l10n.t('Section {0}, {1}, {2} recipes', section, title, entries.length),
      expanded: true,
    };
    return [head, ...entries.map((entry, index) => recipeRow(entry, head.id, index))];
  });
}

function recipeRow(entry: CatalogEntry, parent: string, order: number): Row {
  const twin = entry.twinOf !== undefined;
  return {
    id: `recipe-${entry.id}`,
    parent,
    order,
    label: entry.title,
    description: entry.error ? l10n.t('cannot be loaded: {0}', entry.error.split('\n')[0] ?? '') : entry.story,
    tooltip: entry.error ?? `**${entry.title}**\n\n${entry.doc}\n\n*${expectationText(entry.expects)}*`,
    icon: entry.error ? 'error' : twin ? 'beaker' : 'play-circle',
    color: entry.error ? 'list.errorForeground' : undefined,
    context: entry.error ? 'recipe broken' : 'recipe runnable',
    spoken: entry.error ? l10n.t('{0}, cannot be loaded: {1}', entry.title, entry.error) : twin ? l10n.t('{0}, broken twin. {1}', entry.title, entry.story) : `${entry.title}. ${entry.story}`,
    expanded: false,
    site: entry.source,
    subject: { recipe: entry.id },
  };
}

/** `12.10` comes after `12.9`. */
function sectionOrder(section: string): number {
  if (section === 'own') return -1; // Whoever writes recipes looks for theirs first.
  const [chapter = 0, number = 0] = section.split('.').map(Number);
  return chapter * 1_000 + number;
}
