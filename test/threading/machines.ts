// The primitives as machines of atomic steps for explorer.ts. Each step is one atomic access of the real code, in its order; the comments name where.
import type { Machine, Program, Step } from './explorer.js';

/** A bit above all ids, as WAITERS in layout.ts. */
export const WAITERS = 64;
const owner = (word: number): number => word & (WAITERS - 1);

/** Runs a local step to its end without an atomic access of its own. */
const enterSection = (m: Machine): void => void m.add('inside', 1);
const leaveSection = (m: Machine): void => void m.add('inside', -1);

/**
 * recipes/threading/lock-word.ts: takeLock and giveLock, `rounds` times; `timed` acquisitions may give up. `word` is the lock, `inside` counts the
 * threads in the section.
 */
export function lockProgram(rounds: number, timed = false): Program {
  const next = (m: Machine): string => (m.local['round']!++ + 1 >= rounds ? 'done' : 'take');
  return {
    take: (m) => {
      m.local['round'] ??= 0;
      if (m.swap('word', 0, m.id) !== 0) return 'look';
      enterSection(m);
      return 'leave section';
    },
    // takeSlowly: the loop
    look: (m) => {
      m.local['seen'] = m.get('word');
      return m.local['seen'] === 0 ? 'take slowly' : (m.local['seen'] & WAITERS) !== 0 ? 'sleep' : 'mark';
    },
    'take slowly': (m) => {
      if (m.swap('word', 0, m.id | WAITERS) !== 0) return 'look';
      enterSection(m);
      return 'leave section';
    },
    mark: (m) => (m.swap('word', m.local['seen']!, m.local['seen']! | WAITERS) === m.local['seen'] ? 'sleep' : 'look'),
    sleep: (m) => {
      m.wait('word', m.local['seen']! | WAITERS, timed);
      return 'woke';
    },
    // The real code asks for the time only after a wake-up that was none.
    woke: (m) => (m.local['timedOut'] === 1 ? 'pass on' : 'look'),
    'pass on': (m) => {
      m.local['seen'] = m.get('word');
      if (m.local['seen'] === 0) return 'pass on: notify';
      return (m.local['seen'] & WAITERS) !== 0 ? next(m) : 'pass on: mark';
    },
    'pass on: notify': (m) => {
      m.notify('word', 1);
      return next(m);
    },
    'pass on: mark': (m) => (m.swap('word', m.local['seen']!, m.local['seen']! | WAITERS) === m.local['seen'] ? next(m) : 'pass on'),
    'leave section': (m) => {
      leaveSection(m);
      return 'give';
    },
    // giveLock, giveSlowly
    give: (m) => (m.swap('word', m.id, 0) === m.id ? next(m) : 'give slowly'),
    'give slowly': (m) => {
      if (owner(m.get('word')) !== m.id) throw new Error('it does not hold the lock');
      m.set('word', 0);
      return 'give: notify';
    },
    'give: notify': (m) => {
      m.notify('word', 1);
      return next(m);
    },
  };
}

/** recipes/threading/semaphore.ts: acquire and release, `rounds` times. */
export function semaphoreProgram(rounds: number): Program {
  return {
    take: (m) => {
      m.local['round'] ??= 0;
      m.local['seen'] = m.get('value');
      return m.local['seen'] > 0 ? 'take: swap' : 'wait: count';
    },
    'take: swap': (m) => {
      if (m.swap('value', m.local['seen']!, m.local['seen']! - 1) !== m.local['seen']) return 'take';
      enterSection(m);
      return 'leave section';
    },
    'wait: count': (m) => {
      m.add('waiters', 1);
      return 'wait: look';
    },
    'wait: look': (m) => {
      m.local['seen'] = m.get('value');
      return m.local['seen'] > 0 ? 'wait: swap' : 'wait: sleep';
    },
    'wait: swap': (m) => (m.swap('value', m.local['seen']!, m.local['seen']! - 1) === m.local['seen'] ? 'wait: leave' : 'wait: look'),
    'wait: sleep': (m) => {
      m.wait('value', 0);
      return 'wait: look';
    },
    'wait: leave': (m) => {
      m.add('waiters', -1);
      enterSection(m);
      return 'leave section';
    },
    'leave section': (m) => {
      leaveSection(m);
      return 'give';
    },
    give: (m) => {
      m.add('value', 1);
      return 'give: waiters';
    },
    'give: waiters': (m) => (m.get('waiters') > 0 ? 'give: notify' : nextRound(m, rounds, 'take')),
    'give: notify': (m) => {
      m.notify('value', 1);
      return nextRound(m, rounds, 'take');
    },
  };
}

function nextRound(m: Machine, rounds: number, first: string): string {
  return m.local['round']!++ + 1 >= rounds ? 'done' : first;
}

/** recipes/threading/event.ts: wait. `began` counts the waiters that have looked at the event and found it not set. */
export const eventWait: Program = {
  look: (m) => {
    m.local['seen'] = m.get('word');
    if ((m.local['seen'] & 1) === 1) return 'done';
    m.add('began', 1);
    return 'count';
  },
  count: (m) => {
    m.add('waiters', 1);
    return 'look again';
  },
  'look again': (m) => (m.get('word') === m.local['seen'] ? 'sleep' : 'leave'),
  sleep: (m) => {
    m.wait('word', m.local['seen']!);
    return 'look again';
  },
  leave: (m) => {
    m.add('waiters', -1);
    return 'done';
  },
};

/** set and clear, once all `waiters` have begun to wait. */
export function eventSetAndClear(waiters: number): Program {
  return {
    'after they began': (m) => (m.get('began') < waiters ? 'after they began' : 'set: look'),
    'set: look': (m) => {
      m.local['seen'] = m.get('word');
      return (m.local['seen'] & 1) === 1 ? 'clear' : 'set: swap';
    },
    'set: swap': (m) => (m.swap('word', m.local['seen']!, (m.local['seen']! + 2) | 1) === m.local['seen'] ? 'set: waiters' : 'set: look'),
    'set: waiters': (m) => (m.get('waiters') > 0 ? 'set: notify' : 'clear'),
    'set: notify': (m) => {
      m.notify('word', 100);
      return 'clear';
    },
    clear: (m) => {
      m.set('word', m.get('word') & ~1);
      return 'done';
    },
  };
}

/** queue-wakeups.ts: wakeGetter and wakePutter, beginning at `<side> waiters`; `next` is the step after it. */
export function wakeSteps(side: 'get' | 'put', next: (m: Machine) => string): Program {
  return {
    [`${side} waiters`]: (m) => (m.get(`${side} waiters`) > 0 ? `${side} waking` : next(m)),
    [`${side} waking`]: (m) => (m.get(`${side} waking`) !== 0 ? next(m) : `${side} claim`),
    [`${side} claim`]: (m) => (m.swap(`${side} waking`, 0, 1) !== 0 ? next(m) : `${side} ring`),
    [`${side} ring`]: (m) => {
      m.add(`${side} bell`, 1);
      return `${side} notify`;
    },
    [`${side} notify`]: (m) => (m.notify(`${side} bell`, 1) > 0 ? next(m) : `${side} nobody`),
    [`${side} nobody`]: (m) => {
      m.set(`${side} waking`, 0);
      return `${side} ring again`;
    },
    [`${side} ring again`]: (m) => {
      m.add(`${side} bell`, 1);
      return `${side} notify again`;
    },
    [`${side} notify again`]: (m) => {
      m.notify(`${side} bell`, 1);
      return next(m);
    },
  };
}

/** queue-base.ts: putPacked and getPacked, beginning at `read the bell`; `look` is the step that looks at the queue, and ends in `sleep` in vain. */
export function sleepSteps(side: 'get' | 'put', look: string): Program {
  return {
    'read the bell': (m) => {
      m.local['bell'] = m.get(`${side} bell`);
      return look;
    },
    sleep: (m) => {
      m.wait(`${side} bell`, m.local['bell']!);
      m.local['bell'] = 0;
      return 'looks';
    },
    looks: (m) => {
      m.set(`${side} waking`, 0);
      return 'read the bell';
    },
  };
}

/** queue-wakeups.ts: getterLeaves and putterLeaves, beginning at `uncount`. The round goes on at the other side's `waiters` where it was a success. */
export function leaveSteps(side: 'get' | 'put', more: (m: Machine) => boolean, next: (m: Machine) => string): Program {
  return {
    uncount: (m) => {
      // What is not read any more makes no states of its own.
      m.local['bell'] = 0;
      m.add(`${side} waiters`, -1);
      return 'looks no more';
    },
    'looks no more': (m) => {
      m.set(`${side} waking`, 0);
      return 'more';
    },
    more: (m) => (more(m) ? `${side} waiters` : next(m)),
    ...wakeSteps(side, next),
  };
}

/** recipes/threading/fifo.ts and queue-base.ts: `count` puts into a queue of `capacity`; its items are numbered by the order of putting. */
export function putProgram(count: number, capacity: number): Program {
  const next = (m: Machine): string => nextRound(m, count, 'guard');
  return {
    guard: (m) => {
      m.local['round'] ??= 0;
      return m.swap('tail guard', 0, m.id) === 0 ? 'room' : 'guard: busy';
    },
    // A guard is held for a few instructions: waiting for it is spinning here.
    'guard: busy': (m) => (m.get('tail guard') === 0 ? 'guard' : 'guard: busy'),
    room: (m) => {
      if (m.get('puts') - m.get('gets') < capacity) return 'publish';
      m.set('tail guard', 0);
      return 'count';
    },
    // To leave the guard is no step of its own: what nobody else can see before it happens with it.
    publish: (m) => {
      m.add('puts', 1);
      m.set('tail guard', 0);
      return 'get waiters';
    },
    ...wakeSteps('get', next),
    count: (m) => {
      m.add('put waiters', 1);
      return 'read the bell';
    },
    ...sleepSteps('put', 'guard again: take'),
    'guard again: take': (m) => (m.swap('tail guard', 0, m.id) === 0 ? 'room again' : 'guard again: take'),
    'room again': (m) => {
      if (m.get('puts') - m.get('gets') < capacity) return 'publish again';
      m.set('tail guard', 0);
      return 'sleep';
    },
    'publish again': (m) => {
      m.add('puts', 1);
      m.set('tail guard', 0);
      return 'uncount';
    },
    ...leaveSteps('put', (m) => m.get('puts') - m.get('gets') < capacity, () => 'get waiters'),
  };
}

/** `count` gets; the sum of what was got is kept in `got`. */
export function getProgram(count: number): Program {
  const next = (m: Machine): string => nextRound(m, count, 'look');
  const take = (m: Machine): void => {
    // The item's number is the value of the counter.
    const number = m.add('gets', 1);
    if (number >= m.get('puts')) m.set('wrong', 1);
    m.add('got', number);
  };
  return {
    look: (m) => {
      m.local['round'] ??= 0;
      return m.swap('head guard', 0, m.id) === 0 ? 'item' : 'busy';
    },
    busy: (m) => (m.get('head guard') === 0 ? 'look' : 'busy'),
    item: (m) => {
      const empty = m.get('puts') === m.get('gets');
      if (!empty) take(m);
      m.set('head guard', 0);
      return empty ? 'count' : 'put waiters';
    },
    ...wakeSteps('put', next),
    count: (m) => {
      m.add('get waiters', 1);
      return 'read the bell';
    },
    ...sleepSteps('get', 'guard again'),
    'guard again': (m) => (m.swap('head guard', 0, m.id) === 0 ? 'item again' : 'guard again'),
    'item again': (m) => {
      const empty = m.get('puts') === m.get('gets');
      if (!empty) take(m);
      m.set('head guard', 0);
      return !empty ? 'uncount' : m.get('closed') === 1 ? 'closed: uncount' : 'sleep';
    },
    // Nothing is there to wake another for.
    'closed: uncount': (m) => {
      m.add('get waiters', -1);
      m.set('get waking', 0);
      return 'done';
    },
    ...leaveSteps('get', (m) => m.get('puts') - m.get('gets') > 0, () => 'put waiters'),
  };
}

/** queue-base.ts: shutdown. */
export const shutdownProgram: Program = {
  close: (m) => {
    m.set('closed', 1);
    return 'all look';
  },
  'all look': (m) => {
    m.set('get waking', 0);
    return 'ring';
  },
  ring: (m) => {
    m.add('get bell', 1);
    return 'notify';
  },
  notify: (m) => {
    m.notify('get bell', 100);
    return 'done';
  },
};

// recipes/threading/condition.ts over a simple lock that spins: the list is a queue of ids in the words `first` and `second`; node n is thread n's.

const takeSimple = (to: string): Step => (m) => (m.swap('lock', 0, m.id) === 0 ? to : 'spin');

/** Waits once; `order` gets the ids of those that were notified, in their order, as decimal digits. */
export function conditionWait(): Program {
  return {
    take: takeSimple('join the list'),
    spin: (m) => (m.get('lock') === 0 ? 'take' : 'spin'),
    'join the list': (m) => {
      m.set(`node ${m.id}`, 0);
      m.set('list', m.get('list') * 10 + m.id);
      m.add('waiting', 1);
      return 'give';
    },
    give: (m) => {
      m.set('lock', 0);
      return 'look';
    },
    look: (m) => (m.get(`node ${m.id}`) === 0 ? 'sleep' : 'take again'),
    sleep: (m) => {
      m.wait(`node ${m.id}`, 0);
      return 'look';
    },
    'take again': (m) => (m.swap('lock', 0, m.id) === 0 ? 'give at the end' : 'take again'),
    'give at the end': (m) => {
      m.set('lock', 0);
      return 'done';
    },
  };
}

/** Notifies one waiter `times` times, each time as soon as one waits. */
export function conditionNotify(times: number): Program {
  return {
    take: (m) => {
      m.local['round'] ??= 0;
      return m.get('waiting') > 0 && m.swap('lock', 0, m.id) === 0 ? 'take one out' : 'take';
    },
    'take one out': (m) => {
      const digits = String(m.get('list'));
      m.local['node'] = Number(digits[0]);
      m.set('list', Number(digits.slice(1) || '0'));
      m.add('waiting', -1);
      m.set('order', m.get('order') * 10 + m.local['node']);
      return 'mark';
    },
    mark: (m) => {
      m.swap(`node ${m.local['node']}`, 0, 1);
      return 'notify';
    },
    notify: (m) => {
      m.notify(`node ${m.local['node']}`, 1);
      return 'give';
    },
    give: (m) => {
      m.set('lock', 0);
      return nextRound(m, times, 'take');
    },
  };
}
