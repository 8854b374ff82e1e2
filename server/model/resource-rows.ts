// The rows of a run's locks, queues, conditions and pools: what each is doing, who waits for it, how it did so far. Pure.
import * as l10n from '@vscode/l10n';
import type { ResourceSnapshot, ThreadSnapshot } from '../../recipes/host/messages.js';
import type { Row } from '../protocol.js';
import { groupedBy } from './grouped-by.js';
import { resourceDescription, resourceGroups } from './resource-wording.js';
import { group, moreRow, shownPerGroup } from './row-groups.js';
import type { RunState } from './run-state.js';
import { usageText } from './usage-wording.js';
import { count, duration, place, siteOf } from './wording.js';

export function resourceRows(state: RunState): Row[] {
  const waiters = groupedBy(state.threads.values(), ({ state: at }) => (at.kind === 'waiting' ? at.resource : undefined));
  const byKind = groupedBy(state.resources.values(), ({ kind }) => kind);
  return resourceGroups.flatMap(({ key, label, icon, kinds }, index) => {
    const members = kinds.flatMap((kind) => byKind.get(kind) ?? []).sort((a, b) => a.id - b.id);
    if (members.length === 0) return [];
    const id = `run-${state.run}/${key}`;
    const rows = [group(state, id, 20 + index, label(), members.length, icon)];
    for (const resource of members.slice(0, shownPerGroup)) rows.push(...oneResource(state, id, resource, waiters.get(resource.id) ?? []));
    if (members.length > shownPerGroup) rows.push(moreRow(id, members.length - shownPerGroup));
    return rows;
  });
}

function oneResource(state: RunState, parent: string, resource: ResourceSnapshot, waiters: ThreadSnapshot[]): Row[] {
  const id = `${parent}/${resource.id}`;
  const waiting = waiters.length > 0 ? l10n.t(' · {0} waiting', waiters.length) : '';
  const description = resourceDescription(state, resource) + waiting;
  const owned = 'taken' in resource ? resource : undefined;
  const row: Row = {
    id,
    parent,
    order: resource.id,
    label: resource.name,
    description,
    tooltip: resourceTooltip(state, resource, waiters),
    icon: owned?.owner === undefined && owned ? 'unlock' : (resourceGroups.find((each) => each.kinds.includes(resource.kind))?.icon ?? 'symbol-misc'),
    color: waiters.length > 0 ? 'charts.yellow' : undefined,
    context: 'resource',
    spoken: `${resource.kind} ${resource.name}, ${description}`,
    expanded: false,
    site: (owned?.owner !== undefined ? siteOf(owned.taken) : undefined) ?? siteOf(resource.created),
  };
  const children = waiters.map((thread): Row => {
    const stack = thread.state.kind === 'waiting' ? thread.state.stack : [];
    return {
      id: `${id}/waiter-${thread.id}`,
      parent: id,
      order: thread.id,
      label: l10n.t('{0} waits', thread.name),
      description: thread.state.kind === 'waiting' ? l10n.t('for {0}', duration(state.at - thread.state.since)) : undefined,
      icon: 'debug-pause',
      context: 'waiter',
      spoken: l10n.t('{0} waits for {1}', thread.name, resource.name),
      expanded: false,
      site: siteOf(stack),
    };
  });
  return [row, ...children];
}

function resourceTooltip(state: RunState, resource: ResourceSnapshot, waiters: ThreadSnapshot[]): string {
  const lines = [`**${resource.name}** (${resource.kind}): ${resourceDescription(state, resource)}.`];
  if ('taken' in resource) {
    lines.push(l10n.t('Taken {0}, {1} of them after a wait.', count(resource.acquisitions, 'time'), resource.contended));
    if (resource.owner !== undefined && resource.taken[0]) lines.push(l10n.t('Held since {0}.', place(resource.taken[0])));
  }
  if ('puts' in resource) lines.push(l10n.t('{0} put, {1} got.', count(resource.puts, 'item'), resource.gets));
  const waits = waiters.map(({ state: at }) => (at.kind === 'waiting' ? Math.max(0, state.at - at.since) : 0));
  lines.push(...usageText(state, resource, waits));
  if (waiters.length > 0) lines.push(l10n.t('Waiting: {0}.', waiters.map((thread) => thread.name).join(', ')));
  if (resource.created[0]) lines.push(l10n.t('Made in {0}.', place(resource.created[0])));
  return lines.join('\n\n');
}
