// How a resource did so far, in a sentence or two for its tooltip. Whole seconds and whole percents: what changes all the time cannot be read.
import type { ResourceSnapshot } from '../../recipes/host/messages.js';
import type { RunState } from './run-state.js';
import { usageLine, type UsageLine } from './run-usage.js';
import { count, duration } from './wording.js';

/** Sentences; none where there is nothing to say. `waits`: for how long each thread that waits now has waited. */
export function usageText(state: RunState, resource: ResourceSnapshot, waits: readonly number[]): string[] {
  const line = usageLine(state, resource, waits);
  if (line === undefined) return [];
  const { waits: times, waited, longestWait } = line.usage;
  return [ownText(line), times > 0 ? `Waited for ${count(times, 'time')}, ${duration(waited)} in all, at longest ${duration(longestWait)}.` : ''].filter((text) => text !== '');
}

function ownText(line: UsageLine): string {
  switch (line.of) {
    case 'lock':
      return line.usage.held > 0 ? `Held ${duration(line.usage.held)} in all, ${percent(line.usage.held / line.usage.age)} of the time.` : '';
    case 'queue': {
      const { rate, full, empty, age } = line.usage;
      return age > 0 ? `${rounded(rate)} items got a second; full ${percent(full / age)} and empty ${percent(empty / age)} of the time.` : '';
    }
    case 'pool':
      return `Its workers were at work ${percent(line.usage.utilisation)} of the time.`;
    default:
      return line satisfies never;
  }
}

function percent(part: number): string {
  return `${Math.round(Math.min(1, part) * 100)} %`;
}

/** Two significant digits. */
function rounded(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en', { maximumFractionDigits: 1 });
}
