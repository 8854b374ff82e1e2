// What else is to be said of a run that has ended, besides how: a sentence each. Pure.
import type { LockOrder } from '../../recipes/host/messages.js';
import { l10n } from '../l10n.js';
import { leftoversOf } from './leftovers.js';
import { oppositeOrders } from './opposite-orders.js';
import type { RunState } from './run-state.js';
import { threadName } from './wording.js';

/** So many of each sort; the sidebar has them all. */
const most = 10;

export function remarksOn(state: RunState): string[] {
  const leftovers = leftoversOf(state).map(({ text }) => `${text}.`);
  const more = leftovers.length > most ? [l10n.t('And {0} more were left behind.', leftovers.length - most)] : [];
  return [...oppositeOrders(state).slice(0, most).map((circle) => orderText(state, circle)), ...leftovers.slice(0, most), ...more];
}

/** `savings and checking were taken in opposite orders: saver took savings and then checking, spender …` */
export function orderText(state: RunState, circle: readonly LockOrder[]): string {
  const names = circle.map(({ firstName }) => firstName);
  const ways = circle.map(({ thread, firstName, secondName }) => l10n.t('{0} held {1} and took {2}', threadName(state, thread), firstName, secondName));
  return l10n.t('These locks were taken in opposite orders: {0} ({1}). It was no deadlock this time, and can be one another time.', names.join(', '), ways.join('; '));
}
