// The page of who is slow: what it is called, and its texts.
import { l10n } from 'vscode';
import type { UsageTexts } from '../../webviews/usage/texts.js';
import { momentTexts } from './moments.js';
import type { Page } from './page.js';

export const usagePage: Page = {
  id: 'usage',
  scrubbed: true,
  viewType: 'threadbook.usage',
  title: (run) => l10n.t('Who Is Slow: {0}', run),
  texts: (): UsageTexts => ({
    ...momentTexts(),
    counted: l10n.t('Counted from the begin of the run to this moment.'),
    usage: l10n.t('Who is slow in “{0}”'),
    locks: l10n.t('Locks'),
    queues: l10n.t('Queues'),
    pools: l10n.t('Pools'),
    nothing: l10n.t('No lock, queue or pool up to this moment.'),
    sampled: l10n.t('Waits are measured to a tenth of a millisecond. How long a lock was held, a queue full or empty and a pool at work is sampled fifty times a second.'),
    dropped: l10n.t('{0} events were lost, so waits may be longer than this.'),
    name: l10n.t('Name'),
    kind: l10n.t('Kind'),
    held: l10n.t('Held'),
    heldHint: l10n.t('How long some thread had it, in all'),
    share: l10n.t('Held, part of the time'),
    waited: l10n.t('Waited for'),
    waitedHint: l10n.t('The waits of all threads together'),
    longest: l10n.t('Longest wait'),
    waits: l10n.t('Waits'),
    waiting: l10n.t('Waiting now'),
    taken: l10n.t('Taken'),
    contended: l10n.t('Contended'),
    contendedHint: l10n.t('How often a thread had to wait to take it'),
    rate: l10n.t('Items a second'),
    rateHint: l10n.t('Got, on average since it was made'),
    items: l10n.t('Items got'),
    full: l10n.t('Full'),
    empty: l10n.t('Empty'),
    workers: l10n.t('Workers'),
    completed: l10n.t('Tasks done'),
    utilisation: l10n.t('At work'),
    utilisationHint: l10n.t('The part of its workers’ time in which they had a task'),
  }),
};
