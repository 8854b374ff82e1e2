// Semaphore and Condition whose waiters run out of time or are interrupted, as machines of atomic steps for explorer.ts.
import type { Machine, Program } from './explorer.js';
import { conditionNotify, conditionWait, semaphoreProgram } from './machines.js';

/** What ends a wait before its time: the clock, or an interrupt, which may also come right after the wake-up. */
export type Hurry = 'timed' | 'interrupted';

/** recipes/threading/semaphore.ts: one acquire that may give up, and its release where it did not. `gaveUp` counts those that did. */
export function hurriedSemaphore(hurry: Hurry): Program {
  const entered = (m: Machine): string => {
    m.add('inside', 1);
    return 'leave section';
  };
  const give = (m: Machine): string => {
    m.add('gaveUp', 1);
    return 'done';
  };
  return {
    ...semaphoreProgram(1),
    'wait: sleep': (m) => {
      m.wait('value', 0, true);
      return 'wait: woke';
    },
    // An interrupt is thrown; who is late looks once more.
    'wait: woke': (m) => (hurry === 'interrupted' ? 'give up: uncount' : m.local['timedOut'] === 1 ? 'last look' : 'wait: look'),
    'last look': (m) => {
      m.local['seen'] = m.get('value');
      return m.local['seen'] > 0 ? 'last swap' : 'give up: uncount';
    },
    'last swap': (m) => (m.swap('value', m.local['seen']!, m.local['seen']! - 1) === m.local['seen'] ? 'last: leave' : 'last look'),
    'last: leave': (m) => {
      m.add('waiters', -1);
      return entered(m);
    },
    'give up: uncount': (m) => {
      m.add('waiters', -1);
      return 'pass on: look';
    },
    'pass on: look': (m) => (m.get('value') > 0 ? 'pass on: notify' : give(m)),
    'pass on: notify': (m) => {
      m.notify('value', 1);
      return give(m);
    },
  };
}

/** The digits of the list without one: it holds ids, the longest waiting first. */
const without = (list: number, id: number): number => Number(String(list).replace(String(id), '') || '0');

/** Takes the first of the list out and marks it; under the lock, like wakeList of wait-list.ts. False where nobody waits. */
const takeOneOut = (m: Machine): boolean => {
  const list = m.get('list');
  if (list === 0) return false;
  m.local['node'] = Number(String(list)[0]);
  m.set('list', without(list, m.local['node']));
  m.add('waiting', -1);
  return true;
};

/** recipes/threading/condition.ts over a simple lock that spins: one wait that may run out of time or be interrupted. `heard` counts who was notified. */
export function hurriedWait(hurry: Hurry): Program {
  return {
    ...conditionWait(),
    sleep: (m) => {
      m.wait(`node ${m.id}`, 0, true);
      return 'woke';
    },
    woke: (m) => (hurry === 'interrupted' || m.local['timedOut'] === 1 ? 'take again' : 'look'),
    'take again': (m) => (m.swap('lock', 0, m.id) === 0 ? 'come back' : 'take again'),
    // Only under the lock is it certain whether one was notified.
    'come back': (m) => {
      const notified = m.get(`node ${m.id}`) === 1;
      if (!notified) {
        m.set('list', without(m.get('list'), m.id));
        m.add('waiting', -1);
        return 'give at the end';
      }
      if (hurry === 'interrupted') return takeOneOut(m) ? 'hand on: mark' : 'give at the end';
      m.add('heard', 1);
      return 'give at the end';
    },
    // An interrupted waiter does not act on its notify: it belongs to somebody else.
    'hand on: mark': (m) => {
      m.swap(`node ${m.local['node']}`, 0, 1);
      return 'hand on: notify';
    },
    'hand on: notify': (m) => {
      m.notify(`node ${m.local['node']}`, 1);
      return 'give at the end';
    },
  };
}

/** Notifies once, as soon as `least` have begun to wait; `told` counts whom it found. */
export function notifyOnce(least: number): Program {
  return {
    ...conditionNotify(1),
    take: (m) => (m.get('waiting') >= least && m.swap('lock', 0, m.id) === 0 ? 'take one out' : 'take'),
    'take one out': (m) => {
      if (!takeOneOut(m)) return 'give';
      m.add('told', 1);
      return 'mark';
    },
    give: (m) => {
      m.set('lock', 0);
      return 'done';
    },
  };
}
