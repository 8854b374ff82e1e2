// RLock as a machine of atomic steps for explorer.ts: the lock of machines.ts, and a depth.
import type { Program } from './explorer.js';
import { lockProgram, WAITERS } from './machines.js';

/** recipes/threading/rlock.ts: taken twice and released twice; `timed` may give up. `depth` is written by the owner alone. */
export function rlockProgram(timed = false): Program {
  const lock = lockProgram(1, timed);
  return {
    ...lock,
    'leave section': (m) => {
      m.set('depth', 1);
      return 'take again';
    },
    'take again': (m) => {
      if ((m.get('word') & (WAITERS - 1)) !== m.id) return 'take';
      m.add('depth', 1);
      return 'undo one';
    },
    'undo one': (m) => (m.add('depth', -1) === 1 ? 'give' : 'undo last'),
    'undo last': (m) => {
      if (m.add('depth', -1) !== 1) throw new Error('the depth is wrong');
      m.add('inside', -1);
      return 'give';
    },
  };
}
