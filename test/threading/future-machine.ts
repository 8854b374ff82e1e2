// Future as a machine of atomic steps for explorer.ts: who runs it, who completes it by hand, who cancels it, who waits for it alone or among others.
import type { Machine, Program } from './explorer.js';

const PENDING = 0;
const RUNNING = 1;
const FINISHED = 2;
const CANCELLED = 4;
/** As MANY in layout.ts. */
const MANY = 100;
/** The result that everybody must see. */
const RESULT = 7;

export const futureWords: Record<string, number> = { state: PENDING, result: 0, waiters: 0, completions: 0, completed: 0 };

/** future-block.ts: wakeWaiters, beginning at `waiters`. */
const wake: Program = {
  waiters: (m) => {
    m.local['waiting'] = m.get('waiters');
    return m.local['waiting'] === 0 ? 'done' : 'notify';
  },
  notify: (m) => {
    m.notify('state', 100);
    return m.local['waiting']! >= MANY ? 'count the completion' : 'done';
  },
  'count the completion': (m) => {
    m.add('completions', 1);
    return 'notify those who wait for several';
  },
  'notify those who wait for several': (m) => {
    m.notify('completions', 100);
    return 'done';
  },
};

/** pool-worker.ts: runOne; future.ts: setResult. Then completeFuture of future-block.ts. */
export const futureComplete: Program = {
  begin: (m) => (m.swap('state', PENDING, RUNNING) === PENDING ? 'store the result' : 'done'),
  'store the result': (m) => {
    m.set('result', RESULT);
    return 'finish';
  },
  finish: (m) => {
    m.set('state', FINISHED);
    m.add('completed', 1);
    return 'waiters';
  },
  ...wake,
};

/** future.ts: cancel. */
export const futureCancel: Program = {
  cancel: (m) => (m.swap('state', PENDING, CANCELLED) === PENDING ? 'waiters' : 'done'),
  ...wake,
};

const take = (m: Machine): string => {
  if (m.get('state') === FINISHED && m.get('result') !== RESULT) throw new Error('the result is not there yet');
  return 'done';
};

/** future.ts: result. */
export const futureResult: Program = {
  look: (m) => (m.get('state') >= FINISHED ? 'take' : 'count'),
  count: (m) => {
    m.add('waiters', 1);
    return 'look again';
  },
  'look again': (m) => {
    m.local['seen'] = m.get('state');
    return m.local['seen'] >= FINISHED ? 'uncount' : 'sleep';
  },
  sleep: (m) => {
    m.wait('state', m.local['seen']!);
    return 'look again';
  },
  uncount: (m) => {
    m.add('waiters', -1);
    return 'take';
  },
  take,
};

/** future.ts: blockOnSeveral, for the one future. */
export const futureAmongOthers: Program = {
  count: (m) => {
    m.add('waiters', MANY);
    return 'read the completions';
  },
  'read the completions': (m) => {
    m.local['seen'] = m.get('completions');
    return 'look';
  },
  look: (m) => (m.get('state') >= FINISHED ? 'uncount' : 'sleep'),
  sleep: (m) => {
    m.wait('completions', m.local['seen']!);
    return 'read the completions';
  },
  uncount: (m) => {
    m.add('waiters', -MANY);
    return 'take';
  },
  take,
};
