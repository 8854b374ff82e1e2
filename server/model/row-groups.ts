// The rows that gather others in the Threads view, and the row that stands for those that are not shown. Pure.
import * as l10n from '@vscode/l10n';
import type { Row } from '../protocol.js';
import type { RunState } from './run-state.js';

/** Of the threads and resources of one group at most this many are shown; the rest is one row that counts them. */
export const shownPerGroup = 200;

export function group(state: RunState, id: string, order: number, label: string, members: number, icon: string): Row {
  return {
    id,
    parent: `run-${state.run}`,
    order,
    label,
    description: String(members),
    icon,
    context: 'group',
    spoken: `${label}, ${members}`,
    expanded: true,
  };
}

export function moreRow(parent: string, more: number): Row {
  return { id: `${parent}/more`, parent, order: Number.MAX_SAFE_INTEGER, label: l10n.t('… and {0} more', more), icon: 'ellipsis', context: 'more', spoken: l10n.t('and {0} more', more), expanded: false };
}
