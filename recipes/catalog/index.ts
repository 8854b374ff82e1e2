// The catalogue: one line a recipe, in the order in which they are shown. A recipe's id is its file's name.
// Each is loaded on its own, so that one that cannot be loaded is one row with an error.
import type { Recipe } from '../recipe.js';

export const sections: Readonly<Record<string, string>> = {
  '12.1': 'Starting and stopping threads',
  '12.2': 'Has the thread started?',
  '12.3': 'Communicating between threads',
  '12.4': 'Locking critical sections',
  '12.5': 'Locking with deadlock avoidance',
  '12.6': 'Thread-specific state',
  '12.7': 'Thread pools',
  '12.8': 'Simple parallel programming',
  '12.9': 'The GIL, and what stands in its place',
  '12.10': 'Actors',
  '12.11': 'Publish/subscribe messaging',
  '12.12': 'Generators instead of threads',
  '12.13': 'Polling several queues',
  '12.14': 'Daemons on Unix',
};

/** Parameters are of no concern to who only lists or starts a recipe. */
type AnyRecipe = Recipe<any>; // eslint-disable-line -- Recipe is contravariant in its parameters; `unknown` would refuse every recipe.

export const catalog: Readonly<Record<string, () => Promise<{ recipe: AnyRecipe }>>> = {
  countdown: () => import('./countdown.js'),
  'daemon-thread': () => import('./daemon-thread.js'),
  'thread-has-started': () => import('./thread-has-started.js'),
  'producer-consumer': () => import('./producer-consumer.js'),
  'shared-counter': () => import('./shared-counter.js'),
  'shared-counter-unlocked': () => import('./shared-counter-unlocked.js'),
  'transfer-ordered': () => import('./transfer-ordered.js'),
  'transfer-opposite-order': () => import('./transfer-opposite-order.js'),
  'echo-server-pool': () => import('./echo-server-pool.js'),
  actor: () => import('./actor.js'),
  'actor-tagged': () => import('./actor-tagged.js'),
  'actor-future': () => import('./actor-future.js'),
  'actor-supervised': () => import('./actor-supervised.js'),
  exchange: () => import('./exchange.js'),
  'exchange-slow-subscriber': () => import('./exchange-slow-subscriber.js'),
  'task-scheduler': () => import('./task-scheduler.js'),
  'actor-scheduler': () => import('./actor-scheduler.js'),
  'actor-scheduler-recursive': () => import('./actor-scheduler-recursive.js'),
  'network-scheduler': () => import('./network-scheduler.js'),
  'yield-composition': () => import('./yield-composition.js'),
  'unix-daemon': () => import('./unix-daemon.js'),
};
