// The rows of the Recipes view: sections of the chapter, and under each its recipes. Pure.
import { l10n } from '../l10n.js';
import type { CatalogEntry, Row } from '../protocol.js';
import { amount, expectationText } from './wording.js';

/** `leftOut`: files of the user that are in no list, because there are too many. */
export function recipeRows(catalog: readonly CatalogEntry[], leftOut = 0): Row[] {
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
    const more = section === 'own' && leftOut > 0 ? [leftOutRow(leftOut, head.id, entries.length)] : [];
    return [head, ...entries.map((entry, index) => recipeRow(entry, head.id, index)), ...more];
  });
}

function recipeRow(entry: CatalogEntry, parent: string, order: number): Row {
  const twin = entry.twinOf !== undefined;
  const said = entry.error ? l10n.t('cannot be loaded: {0}', entry.error.split('\n')[0] ?? '') : entry.unread ? l10n.t('is being read') : entry.story;
  const name = [entry.title, entry.where].filter(Boolean).join(', ');
  return {
    id: `recipe-${entry.id}`,
    parent,
    order,
    label: entry.title,
    description: [entry.where, said].filter(Boolean).join(' · '),
    tooltip: entry.error ?? (entry.unread ? l10n.t('Its file is being read.') : `**${entry.title}**\n\n${entry.doc}\n\n*${expectationText(entry.expects)}*`),
    icon: entry.error ? 'error' : entry.unread ? 'watch' : twin ? 'beaker' : 'play-circle',
    color: entry.error ? 'list.errorForeground' : undefined,
    context: entry.error ? 'recipe broken' : 'recipe runnable',
    spoken: entry.error ? l10n.t('{0}, cannot be loaded: {1}', name, entry.error) : twin ? l10n.t('{0}, broken twin. {1}', name, said) : `${name}. ${said}`,
    expanded: false,
    site: entry.source,
    subject: { recipe: entry.id },
  };
}

function leftOutRow(leftOut: number, parent: string, order: number): Row {
  const label = leftOut === 1 ? l10n.t('1 more recipe file is not shown') : l10n.t('{0} more recipe files are not shown', amount(leftOut));
  const advice = l10n.t('Only the first {0} are read, by their paths. The setting “files.exclude” leaves folders out.', amount(order));
  return { id: 'own-left-out', parent, order, label, tooltip: advice, icon: 'info', context: 'note', spoken: `${label}. ${advice}`, expanded: false };
}

/** `12.10` comes after `12.9`. */
function sectionOrder(section: string): number {
  if (section === 'own') return -1; // Whoever writes recipes looks for theirs first.
  const [chapter = 0, number = 0] = section.split('.').map(Number);
  return chapter * 1_000 + number;
}
