// The rows of the Lock Order view: contradictions first, then what the project has declared, then each lock with the locks that are taken while it is held, and the
// places. Pure.
import { l10n } from '../l10n.js';
import type { Site } from '../lint/facts/finding.js';
import type { OrderEdge, OrderGraph } from '../lint/conclusions/order-graph.js';
import { groupedBy } from '../model/grouped-by.js';
import { runsAlong, runsText, type ObservedOrder } from './lock-orders.js';
import type { Row } from '../protocol.js';

/** `shown` makes of a path what people see. Answers the number of contradictions and of broken declarations as warnings. */
export function lockOrderRows({ edges, wanted }: Pick<OrderGraph, 'edges' | 'wanted'>, observed: readonly ObservedOrder[], shown: (path: string) => string): { rows: Row[]; warnings: number } {
  const rows: Row[] = [];
  const runs = new Map(edges.map((edge) => [edge, runsAlong(edge, observed)]));
  const groups = contradictions(edges.filter(({ contradicted }) => contradicted));
  groups.forEach((group, index) => {
    const names = [...new Set(group.flatMap(({ fromName, toName }) => [fromName, toName]))].sort();
    const id = `contradiction ${group.map(({ from, to }) => `${from} ${to}`).sort().join(' ')}`;
    const label = names.join(' ⇄ ');
    rows.push({
      id, order: index, label, description: l10n.t('{0} orders contradict each other', group.length), icon: 'warning', color: 'list.errorForeground', context: 'contradiction', subject: { rule: 'lock-order-inversion' },
      spoken: l10n.t('Contradiction: {0} are taken in orders that contradict each other', names.join(', ')), expanded: true,
      tooltip: l10n.t('Threads that take these locks in different orders can wait for each other for ever.'),
    });
    group.forEach((edge, order) => rows.push(...edgeRows(edge, `${edge.fromName} → ${edge.toName}`, id, order, true)));
  });

  const declarations = declaredRows();
  rows.push(...declarations.rows);

  const locks = new Map<string, { name: string; at?: Site; before: OrderEdge[]; after: number }>();
  const lock = (declaration: string, name: string, at: Site | undefined) => {
    const known = locks.get(declaration) ?? { name, ...(at ? { at } : {}), before: [], after: 0 };
    locks.set(declaration, known);
    return known;
  };
  for (const edge of edges) {
    lock(edge.from, edge.fromName, edge.fromAt).before.push(edge);
    lock(edge.to, edge.toName, edge.toAt).after++;
  }
  const sorted = [...locks].sort(([, a], [, b]) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  sorted.forEach(([declaration, { name, at, before, after }], index) => {
    const id = `lock ${declaration}`;
    const description = [...(before.length > 0 ? [l10n.t('before {0}', before.length)] : []), ...(after > 0 ? [l10n.t('after {0}', after)] : [])].join(', ');
    rows.push({
      id, order: groups.length + wanted.length + index, label: name, description, icon: 'lock', context: 'lock', expanded: false,
      spoken: before.length + after === 1 ? l10n.t('Lock {0}, taken {1} other lock', name, description) : l10n.t('Lock {0}, taken {1} other locks', name, description),
      tooltip: at ? l10n.t('Declared in {0}', `${shown(at.file)}:${at.line}`) : undefined,
      ...(at ? { site: at } : {}),
    });
    before.forEach((edge, order) => rows.push(...edgeRows(edge, l10n.t('then {0}', edge.toName), id, order, false)));
  });
  return { rows, warnings: groups.length + declarations.broken };

  /** One for each declaration as it is written, with what breaks it or what follows from it below. */
  function declaredRows(): { rows: Row[]; broken: number } {
    let broken = 0;
    const written = [...groupedBy(wanted, ({ site }) => at(site))];
    const below = written.flatMap(([place, declarations], index): Row[] => {
      const { before: first, site } = declarations[0]!;
      const label = [first, ...declarations.map(({ after }) => after)].join(' < ');
      const id = `declared ${place}`;
      const breaking = edges.filter(({ against }) => against && at(against.site) === place);
      if (breaking.length > 0) broken++;
      const state = breaking.length === 0 ? l10n.t('declared') : breaking.length === 1 ? l10n.t('declared, broken by 1 order') : l10n.t('declared, broken by {0} orders', breaking.length);
      const own: Row = {
        id, order: groups.length + index, label, description: state, icon: breaking.length === 0 ? 'law' : 'error', context: 'declared', expanded: breaking.length > 0, site,
        ...(breaking.length > 0 ? { color: 'list.errorForeground' } : {}),
        spoken: `${label}, ${state}`,
        tooltip: l10n.t('Declared in {0}', `${shown(site.file)}:${site.line}`),
      };
      return [own, ...breaking.flatMap((edge, order) => edgeRows(edge, `${edge.fromName} → ${edge.toName}`, id, order, true))];
    });
    return { rows: below, broken };
  }

  /** An order, and below it its places where it has several. */
  function edgeRows(edge: OrderEdge, label: string, parent: string, order: number, expanded: boolean): Row[] {
    const id = `${parent} / ${edge.from} ${edge.to}`;
    const [first, ...others] = edge.sites;
    const seen = runs.get(edge) ?? [];
    const observedText = seen.length > 0 ? l10n.t('observed in {0}', runsText(seen.map((run) => ({ run })))) : '';
    const againstText = edge.against && !parent.startsWith('declared') ? l10n.t('against {0}', `${edge.against.before} < ${edge.against.after}`) : '';
    const places = first ? `${first.function} ${shown(first.site.file)}:${first.site.line}${others.length > 0 ? l10n.t(' and {0} more', others.length) : ''}` : '';
    const row: Row = {
      id, parent, order, label, description: [places, againstText, observedText].filter(Boolean).join(' · '), icon: seen.length > 0 ? 'eye' : 'arrow-small-right', context: 'order', expanded: expanded && others.length > 0,
      ...(edge.contradicted || edge.against ? { color: 'list.errorForeground' } : {}),
      spoken: [l10n.t('{0}, then {1}', edge.fromName, edge.toName), edge.contradicted ? l10n.t('contradicted') : '', places, againstText, observedText].filter(Boolean).join(', '),
      tooltip: `${edge.contradicted ? l10n.t('**{0}** is taken while **{1}** is held, and elsewhere the other way round.', edge.toName, edge.fromName) : l10n.t('**{0}** is taken while **{1}** is held.', edge.toName, edge.fromName)}${observedText ? `\n\n${l10n.t('This was {0}.', observedText)}` : ''}`,
      ...(first ? { site: first.site } : {}),
    };
    if (others.length === 0) return [row];
    const below = edge.sites.map(({ site, function: name }, place): Row => ({
      id: `${id} / ${place}`, parent: id, order: place, label: name, description: `${shown(site.file)}:${site.line}`, icon: 'go-to-file', context: 'place', expanded: false,
      spoken: l10n.t('{0}, {1} line {2}', name, shown(site.file), site.line), site,
    }));
    return [row, ...below];
  }
}

const at = ({ file, line, column }: Site): string => `${file}:${line}:${column}`;

/** Edges that hang together. */
function contradictions(edges: readonly OrderEdge[]): OrderEdge[][] {
  const groups: OrderEdge[][] = [];
  for (const edge of edges) {
    const touching = groups.filter((group) => group.some((other) => [other.from, other.to].some((end) => end === edge.from || end === edge.to)));
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push([...touching.flat(), edge]);
  }
  return groups;
}
