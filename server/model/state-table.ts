// The state of a run as a plain text table, for terminals.
import { resourceDescription, resourceGroups } from './resource-wording.js';
import type { RunState } from './run-state.js';
import { duration, place, threadState } from './wording.js';

const shownPerGroup = 40;

export function stateTable(state: RunState): string {
  const threads = [...state.threads.values()].sort((a, b) => a.id - b.id);
  const sections = [
    table('Thread', 'State', threads.map((thread) => [thread.name + (thread.daemon ? ' (daemon)' : ''), threadState(state, thread)])),
    ...resourceGroups.map(({ label, kinds }) => {
      const members = [...state.resources.values()].filter((resource) => kinds.includes(resource.kind)).sort((a, b) => a.id - b.id);
      return table(
        label(),
        'State',
        members.map((resource) => {
          const taken = 'taken' in resource && resource.owner !== undefined && resource.taken[0] ? `, taken in ${place(resource.taken[0])}` : '';
          const traffic = 'puts' in resource ? `, ${resource.puts} put, ${resource.gets} got` : 'acquisitions' in resource ? `, taken ${count(resource.acquisitions, 'time')}, ${resource.contended} after a wait` : '';
          return [`${resource.name} (${resource.kind})`, resourceDescription(state, resource) + taken + traffic];
        }),
      );
    }),
  ];
  const lost = state.historyDropped > 0 ? `, ${state.historyDropped.toLocaleString('en')} more came too fast to be recorded` : '';
  const history = `${count(state.historyTotal, 'event')} recorded${lost}; ${duration(state.at - state.startedAt)}.`;
  return [...sections.filter((section) => section !== ''), history].join('\n');
}

/** `1 event`, `2,000 events`. The command line speaks English. */
function count(n: number, what: string): string {
  return `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;
}

function table(left: string, right: string, rows: [string, string][]): string {
  if (rows.length === 0) return '';
  const shown = rows.slice(0, shownPerGroup);
  const width = Math.max(left.length, ...shown.map(([name]) => name.length));
  const lines = [`${left.padEnd(width)}  ${right}`, `${'-'.repeat(width)}  ${'-'.repeat(right.length)}`, ...shown.map(([name, text]) => `${name.padEnd(width)}  ${text}`)];
  if (rows.length > shown.length) lines.push(`… and ${rows.length - shown.length} more`);
  return `${lines.join('\n')}\n`;
}
