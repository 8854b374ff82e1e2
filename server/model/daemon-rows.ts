// The rows of the Daemons view: each daemon with its state, pid and uptime. Pure.
import * as l10n from '@vscode/l10n';
import type { DaemonStatus } from '../../recipes/patterns/daemon.js';
import type { Row } from '../protocol.js';
import { duration } from './wording.js';

/** The recipe that starts and stops daemons, by its parameter `action`. */
const daemonRecipe = 'unix-daemon';

/** `now`: milliseconds since the epoch. */
export function daemonRows(daemons: readonly { name: string; status: DaemonStatus; log: string }[], now: number): Row[] {
  return daemons.map(({ name, status, log }, order) => ({
    id: `daemon-${name}`,
    order,
    label: name,
    description: described(status, now),
    tooltip: [`**${name}**: ${described(status, now)}.`, l10n.t('Its log is {0}.', `\`${log}\``), ...(status.state === 'stale' ? [l10n.t('It was killed and could not remove its pid file; the next start does.')] : [])].join('\n\n'),
    ...icon(status),
    context: `daemon ${status.state}`,
    spoken: l10n.t('Daemon {0}, {1}', name, described(status, now)),
    expanded: false,
    site: { file: log, line: 1, column: 1 },
    subject: { recipe: daemonRecipe, parameters: { name } },
  }));
}

function described(status: DaemonStatus, now: number): string {
  switch (status.state) {
    case 'running':
      return l10n.t('running · pid {0} · up {1}', status.pid, uptime(now - status.since));
    case 'stale':
      return l10n.t('killed · pid was {0}', status.pid);
    case 'stopped':
      return l10n.t('stopped');
    default:
      return status satisfies never;
  }
}

/** A daemon lives for days. */
function uptime(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 10) return duration(ms);
  if (minutes < 60) return l10n.t('{0} min', minutes);
  return minutes < 48 * 60 ? l10n.t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60) : l10n.t('{0} days', Math.floor(minutes / 60 / 24));
}

function icon({ state }: DaemonStatus): Pick<Row, 'icon' | 'color'> {
  switch (state) {
    case 'running':
      return { icon: 'vm-running', color: 'charts.green' };
    case 'stale':
      return { icon: 'vm-outline', color: 'list.warningForeground' };
    case 'stopped':
      return { icon: 'vm-outline' };
    default:
      return state satisfies never;
  }
}
