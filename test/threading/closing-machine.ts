// A queue that is shut down, and its taskDone and join, as machines of atomic steps for explorer.ts. Beside machines.ts, where no queue is closed amid a put.
import type { Machine, Program } from './explorer.js';
import { leaveSteps, sleepSteps, wakeSteps } from './machines.js';

export const closingWords: Record<string, number> = {
  puts: 0, gets: 0, done: 0, joiners: 0, 'tail guard': 0, 'head guard': 0, 'get waiters': 0, 'put waiters': 0, 'get bell': 0, 'put bell': 0, 'get waking': 0, 'put waking': 0,
  closed: 0, refused: 0,
};

/** All that a thread remembers, from the beginning and in one order, so that equal states are equal. */
export const closingLocals: Record<string, number> = { round: 0, waits: 0, bell: 0, closed: 0 };

const guard = (step: string, word: string, next: string): Program => ({ [step]: (m) => (m.swap(word, 0, m.id) === 0 ? next : step) });

/** fifo.ts: fifoPut; queue-base.ts: putPacked. `count` puts, until one is refused. */
export function putUntilClosed(count: number, capacity: number): Program {
  const next = (m: Machine): string => (m.local['round']!++ + 1 >= count ? 'done' : 'guard');
  const refused = (m: Machine): string => {
    m.add('refused', 1);
    return 'done';
  };
  return {
    ...guard('guard', 'tail guard', 'room'),
    room: (m) => {
      const full = m.get('puts') - m.get('gets') >= capacity;
      if (m.get('closed') === 0 && !full) return 'publish';
      m.set('tail guard', 0);
      if (m.get('closed') !== 0) return m.local['waits'] === 1 ? 'refused: uncount' : refused(m);
      return m.local['waits'] === 1 ? 'sleep' : 'count';
    },
    publish: (m) => {
      m.add('puts', 1);
      m.set('tail guard', 0);
      return m.local['waits'] === 1 ? 'uncount' : 'get waiters';
    },
    ...wakeSteps('get', next),
    count: (m) => {
      m.local['waits'] = 1;
      m.add('put waiters', 1);
      return 'read the bell';
    },
    ...sleepSteps('put', 'guard'),
    ...leaveSteps('put', (m) => m.get('puts') - m.get('gets') < capacity, (m) => ((m.local['waits'] = 0), 'get waiters')),
    'refused: uncount': (m) => {
      m.add('put waiters', -1);
      m.local['bell'] = 0;
      m.set('put waking', 0);
      return refused(m);
    },
  };
}

/** fifo.ts: fifoGet; queue-base.ts: getPacked. Takes until the queue is shut down and empty. */
export function getUntilClosed(): Program {
  const empty = (m: Machine): boolean => m.get('gets') === m.get('puts');
  /** What an attempt that found nothing comes to. */
  const nothing = (m: Machine): string => {
    const waits = m.local['waits'] === 1;
    const closed = m.local['closed'] !== 0;
    m.local['closed'] = 0;
    return closed ? (waits ? 'closed: uncount' : 'done') : waits ? 'sleep' : 'count';
  };
  return {
    // The shutdown is looked for first: whoever sees it sees every item that was let in before.
    'closed?': (m) => {
      m.local['closed'] = m.get('closed');
      return 'empty?';
    },
    'empty?': (m) => (empty(m) ? nothing(m) : ((m.local['closed'] = 0), 'guard')),
    ...guard('guard', 'head guard', 'closed again?'),
    'closed again?': (m) => {
      m.local['closed'] = m.get('closed');
      return 'item';
    },
    item: (m) => {
      if (m.local['closed']! >= 2 || empty(m)) {
        m.set('head guard', 0);
        return nothing(m);
      }
      m.add('gets', 1);
      m.set('head guard', 0);
      return m.local['waits'] === 1 ? 'uncount' : 'put waiters';
    },
    ...wakeSteps('put', () => 'closed?'),
    count: (m) => {
      m.local['waits'] = 1;
      m.add('get waiters', 1);
      return 'read the bell';
    },
    ...sleepSteps('get', 'closed?'),
    ...leaveSteps('get', (m) => m.get('puts') - m.get('gets') > 0, (m) => ((m.local['waits'] = 0), 'put waiters')),
    'closed: uncount': (m) => {
      m.add('get waiters', -1);
      m.local['bell'] = 0;
      m.set('get waking', 0);
      return 'done';
    },
  };
}

/** queue-base.ts: shutdown. */
export function shutDown(immediate = false): Program {
  return {
    ...guard('guard', 'tail guard', 'close'),
    close: (m) => {
      m.set('closed', immediate ? 2 : 1);
      return 'leave the guard';
    },
    'leave the guard': (m) => {
      m.set('tail guard', 0);
      return immediate ? 'throw away: guard' : 'all look';
    },
    ...guard('throw away: guard', 'head guard', 'throw away'),
    'throw away': (m) => {
      const empty = m.get('gets') === m.get('puts');
      if (!empty) m.add('gets', 1);
      m.set('head guard', 0);
      return empty ? 'all look' : 'throw away: guard';
    },
    'all look': (m) => {
      m.set('get waking', 0);
      m.set('put waking', 0);
      return 'ring for getters';
    },
    'ring for getters': (m) => {
      m.add('get bell', 1);
      return 'notify getters';
    },
    'notify getters': (m) => {
      m.notify('get bell', 100);
      return 'ring for putters';
    },
    'ring for putters': (m) => {
      m.add('put bell', 1);
      return 'notify putters';
    },
    'notify putters': (m) => {
      m.notify('put bell', 100);
      return 'notify joiners';
    },
    'notify joiners': (m) => {
      m.notify('done', 100);
      return 'done';
    },
  };
}

/** queue-base.ts: taskDone, `count` times. */
export function markDone(count: number): Program {
  const next = (m: Machine): string => ((m.local['left']! -= 1) > 0 ? 'look' : 'done');
  return {
    look: (m) => {
      m.local['left'] ??= count;
      m.local['seen'] = m.get('done');
      return 'swap';
    },
    swap: (m) => (m.swap('done', m.local['seen']!, m.local['seen']! + 1) === m.local['seen'] ? 'joiners' : 'look'),
    joiners: (m) => (m.get('joiners') > 0 ? 'notify' : next(m)),
    notify: (m) => {
      m.notify('done', 100);
      return next(m);
    },
  };
}

/** queue-base.ts: join. */
export const joinQueue: Program = {
  count: (m) => {
    m.add('joiners', 1);
    return 'read done';
  },
  'read done': (m) => {
    m.local['seen'] = m.get('done');
    return 'unfinished?';
  },
  'unfinished?': (m) => (m.get('puts') - m.get('done') <= 0 ? 'uncount' : 'sleep'),
  sleep: (m) => {
    m.wait('done', m.local['seen']!);
    return 'read done';
  },
  uncount: (m) => {
    m.add('joiners', -1);
    m.local['seen'] = 0;
    return 'done';
  },
};
