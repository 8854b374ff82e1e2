// The rows of the Daemons view: each daemon with its state, pid and uptime. Pure.
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
    tooltip: `**${name}**: ${described(status, now)}.\n\nIts log is \`${log}\`.${status.state === 'stale' ? '\n\nIt was killed and could not remove its pid file; the next start does.' : ''}`,
    ...icon(status),
    context: `daemon ${status.state}`,
    spoken: `Daemon ${name}, ${described(status, now)}`,
    expanded: false,
    site: { file: log, line: 1, column: 1 },
    subject: { recipe: daemonRecipe, parameters: { name } },
  }));
}

function described(status: DaemonStatus, now: number): string {
  switch (status.state) {
    case 'running':
      return `running · pid ${status.pid} · up ${uptime(now - status.since)}`;
    case 'stale':
      return `killed · pid was ${status.pid}`;
    case 'stopped':
      return 'stopped';
    default:
      return status satisfies never;
  }
}

/** A daemon lives for days. */
function uptime(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 10) return duration(ms);
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.floor(minutes / 60 / 24)} days`;
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
