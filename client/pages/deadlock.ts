// The page of a deadlock report: what it is called, and its texts, in which a report is saved as well.
import { l10n } from 'vscode';
import type { DeadlockTexts } from '../../webviews/deadlock/texts.js';
import type { Page } from './page.js';

export function deadlockTexts(): DeadlockTexts {
  return {
    title: l10n.t('Deadlock in “{0}” (run {1})'),
    none: l10n.t('No threads of this run wait for each other.'),
    over: l10n.t('The run has ended. This is how it was.'),
    circle: l10n.t('{0} threads wait for each other, and none of them can ever go on.'),
    alone: l10n.t('{0} waits for itself and can never go on.'),
    formed: l10n.t('This came about {0} after the run began.'),
    members: l10n.t('The circle'),
    lock: l10n.t('{0} holds {1} and waits for {2}, which {3} holds.'),
    join: l10n.t('{0} holds {1} and waits for the end of {2}.'),
    result: l10n.t('{0} holds {1} and waits for the result {2}, which {3} is to compute.'),
    lockOnly: l10n.t('{0} waits for {1}, which {2} holds.'),
    joinOnly: l10n.t('{0} waits for the end of {1}.'),
    resultOnly: l10n.t('{0} waits for the result {1}, which {2} is to compute.'),
    where: l10n.t('Where in the program'),
    took: l10n.t('Took {0}, {1} after the run began:'),
    tookUnknown: l10n.t('Holds {0}; where it took it was not seen.'),
    waits: l10n.t('Waits for {0}, since {1} after the run began:'),
    waitsEnd: l10n.t('Waits for the end of {0}, since {1} after the run began:'),
    frame: l10n.t('{0} ({1})'),
    nowhere: l10n.t('Where was not seen.'),
    behind: l10n.t('Stuck because of it'),
    behindOne: l10n.t('{0} waits for {1}.'),
    break: l10n.t('How to break it'),
    change: l10n.t('{0} takes {1} first and then {2}: turn that round.'),
    library: l10n.t('acquire() of threadbook/threading takes several locks in one order, whatever the order in which they are named.'),
    now: l10n.t('Nothing can free these threads now. Stop the run.'),
    more: l10n.t('Read more'),
    rule: l10n.t('The warning {0} finds this mistake in the source.'),
    lesson: l10n.t('The recipe “{0}” tells more.'),
    stop: l10n.t('Stop Run'),
    save: l10n.t('Save Report…'),
    graph: l10n.t('Show Graph'),
    again: l10n.t('Run Again'),
    actions: l10n.t('Actions'),
    wants: l10n.t('waits for'),
    held: l10n.t('held by'),
    picture: l10n.t('The circle as a picture: arrow keys go from node to node, Enter opens the source'),
    spokenThread: l10n.t('waits for {0}'),
    spokenLock: l10n.t('held by {0}'),
    'remedy.one-order': l10n.t('Let all threads take these locks in one order, for example: {0}.'),
    'remedy.not-twice': l10n.t('{0} takes {1} while it holds it already. Use an RLock, which its holder may take again, or call only functions that do not take it.'),
    'remedy.join-without-lock': l10n.t('{0} waits for the end of {1} and holds what {1} needs. Let it give back what it holds before it joins.'),
    'remedy.no-result-inside': l10n.t('{0} waits for {1} and keeps from going on what is to compute it. Let it give back what it holds before it asks for the result, or let whoever started both tasks wait for them.'),
  };
}

export const deadlockPage: Page = {
  id: 'deadlock',
  viewType: 'threadbook.deadlock',
  title: (run) => l10n.t('Deadlock: {0}', run),
  texts: deadlockTexts,
};
