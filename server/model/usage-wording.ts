// How a resource did so far, in a sentence or two for its tooltip. Whole seconds and whole percents: what changes all the time cannot be read.
import * as l10n from '@vscode/l10n';
import type { ResourceSnapshot } from '../../recipes/host/messages.js';
import type { RunState } from './run-state.js';
import { usageLine, type UsageLine } from './run-usage.js';
import { count, duration } from './wording.js';

/** Sentences; none where there is nothing to say. `waits`: for how long each thread that waits now has waited. */
export function usageText(state: RunState, resource: ResourceSnapshot, waits: readonly number[]): string[] {
  const line = usageLine(state, resource, waits);
  if (line === undefined) return [];
  const { waits: times, waited, longestWait } = line.usage;
  return [ownText(line), times > 0 ? l10n.t('Waited for {0}, {1} in all, at longest {2}.', count(times, 'time'), duration(waited), duration(longestWait)) : ''].filter((text) => text !== '');
}

function ownText(line: UsageLine): string {
  switch (line.of) {
    case 'lock':
      return line.usage.held > 0 ? l10n.t('Held {0} in all, {1} of the time.', duration(line.usage.held), percent(line.usage.held / line.usage.age)) : '';
    case 'queue': {
      const { rate, full, empty, age } = line.usage;
      return age > 0 ? l10n.t('{0} items got a second; full {1} and empty {2} of the time.', rounded(rate), percent(full / age), percent(empty / age)) : '';
    }
    case 'pool':
      return l10n.t('Its workers were at work {0} of the time.', percent(line.usage.utilisation));
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
