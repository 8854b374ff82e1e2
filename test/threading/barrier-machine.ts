// Barrier as a machine of atomic steps for explorer.ts. What is done under the guard and seen by others only under the guard is one step with its neighbours.
import type { Machine, Program } from './explorer.js';

const WAITS = 0;
const NOTIFIED = 1;
const BROKEN = 3;

/** The words of a barrier for so many threads. `came N` and `passed N` count the arrivals and the passages of round N. */
export function barrierWords(threads: number, rounds: number): Record<string, number> {
  const words: Record<string, number> = { guard: 0, arrived: 0, generation: 0, broken: 0, list: 0, refused: 0 };
  for (let n = 1; n <= threads; n++) words[`node ${n}`] = WAITS;
  for (let n = 0; n < rounds; n++) words[`came ${n}`] = words[`passed ${n}`] = 0;
  return words;
}

/** A guard is held for a few instructions: waiting for it is trying again here. */
const guard = (step: string, next: string): Program => ({ [step]: (m) => (m.swap('guard', 0, m.id) === 0 ? next : step) });

/** barrier.ts, wakeList of wait-list.ts and nextGeneration: marks and wakes all of the list, beginning at `<name>`; the guard is given back at the end. */
function wakeAll(name: string, state: number, next: (m: Machine) => string): Program {
  return {
    [name]: (m) => {
      const list = String(m.get('list'));
      if (list === '0') {
        m.set('arrived', 0);
        return `${name}: generation`;
      }
      m.local['node'] = Number(list[0]);
      m.set('list', Number(list.slice(1) || '0'));
      return `${name}: mark`;
    },
    [`${name}: mark`]: (m) => (m.swap(`node ${m.local['node']}`, WAITS, state) === WAITS ? `${name}: notify` : name),
    [`${name}: notify`]: (m) => {
      m.notify(`node ${m.local['node']}`, 1);
      return name;
    },
    [`${name}: generation`]: (m) => {
      m.add('generation', 1);
      return `${name}: wake those who drain`;
    },
    [`${name}: wake those who drain`]: (m) => {
      m.notify('generation', 100);
      m.set('guard', 0);
      m.local['node'] = 0;
      return next(m);
    },
  };
}

const refused = (m: Machine): string => {
  m.add('refused', 1);
  return 'done';
};

/** barrier.ts: wait, `rounds` times; with `timed` each wait may run out of time, which breaks the barrier. */
export function barrierWait(parties: number, rounds: number, timed = false): Program {
  const passed = (m: Machine): string => {
    const round = m.local['round']!;
    if (m.get(`came ${round}`) < parties) throw new Error('it passed before all had come');
    m.add(`passed ${round}`, 1);
    m.local['round'] = round + 1;
    return round + 1 >= rounds ? 'done' : 'arrive';
  };
  return {
    ...guard('arrive', 'line up'),
    'line up': (m) => {
      m.local['round'] ??= 0;
      const index = m.get('arrived');
      const broken = m.get('broken') === 1;
      if (!broken && index < parties) {
        m.set('arrived', index + 1);
        m.add(`came ${m.local['round']}`, 1);
        if (index + 1 < parties) {
          m.set(`node ${m.id}`, WAITS);
          m.set('list', m.get('list') * 10 + m.id);
        }
      }
      m.local['generation'] = m.get('generation');
      m.set('guard', 0);
      return broken ? refused(m) : index >= parties ? 'drain' : index + 1 === parties ? 'complete' : 'look';
    },
    look: (m) => (m.get(`node ${m.id}`) === WAITS ? 'sleep' : 'go on'),
    sleep: (m) => {
      m.wait(`node ${m.id}`, WAITS, timed);
      return 'woke';
    },
    woke: (m) => (m.local['timedOut'] === 1 ? 'give up' : 'look'),
    'go on': (m) => (m.get(`node ${m.id}`) === BROKEN ? refused(m) : passed(m)),
    // All of the round before have come, and its last one runs the action.
    drain: (m) => (m.get('generation') === m.local['generation'] ? 'drain: sleep' : 'arrive'),
    'drain: sleep': (m) => {
      m.wait('generation', m.local['generation']!);
      return 'drain';
    },
    ...guard('complete', 'complete: look'),
    'complete: look': (m) => {
      if (m.get('generation') === m.local['generation']) return 'let go';
      m.set('guard', 0);
      return refused(m);
    },
    ...wakeAll('let go', NOTIFIED, passed),
    ...guard('give up', 'give up: look'),
    'give up: look': (m) => {
      if (m.get(`node ${m.id}`) !== WAITS) {
        m.set('guard', 0);
        return 'go on';
      }
      m.set('list', Number(String(m.get('list')).replace(String(m.id), '') || '0'));
      m.set('broken', 1);
      return 'break';
    },
    ...wakeAll('break', BROKEN, refused),
  };
}

/** barrier.ts: abort. */
export const barrierAbort: Program = {
  ...guard('abort', 'abort: break'),
  'abort: break': (m) => {
    m.set('broken', 1);
    return 'break';
  },
  ...wakeAll('break', BROKEN, () => 'done'),
};

/** barrier.ts: reset. */
export const barrierReset: Program = {
  ...guard('reset', 'reset: begin'),
  'reset: begin': (m) => {
    m.set('broken', 0);
    return 'wake';
  },
  ...wakeAll('wake', BROKEN, () => 'done'),
};
