// Every interleaving of the primitives' atomic steps, and proof that the explorer would see a mistake: each mutation must be caught.
import { fails, holds } from './explored.js';
import { leavingSeparately, mutate, type Exploration, type Program } from './explorer.js';
import { conditionNotify, conditionWait, eventSetAndClear, eventWait, getProgram, lockProgram, putProgram, semaphoreProgram, shutdownProgram, WAITERS } from './machines.js';

const excludes = (most: number): Exploration['invariant'] => (world) => (world.words['inside']! > most ? `${world.words['inside']} are inside` : undefined);

function locks(...programs: Program[]): Exploration {
  return { words: { word: 0, inside: 0 }, threads: programs.map((program) => ({ program })), invariant: excludes(1), finally: (world) => ((world.words['word']! & (WAITERS - 1)) === 0 ? undefined : 'the lock is still held') };
}

describe('every interleaving', function () {
  this.timeout(120_000);

  describe('of a lock', () => {
    it('excludes, loses no wake-up and does not deadlock: three threads, two of them twice', () => holds(locks(lockProgram(2), lockProgram(2), lockProgram(1)), 2000));
    it('also when acquisitions run out of time', () => holds(locks(lockProgram(1), lockProgram(1, true), lockProgram(1, true)), 1000));
    it('a release that forgets to notify is caught', () => {
      const broken = mutate(lockProgram(1), 'give slowly', (step) => (m) => (step(m), 'done'));
      fails(locks(broken, lockProgram(1)), /stuck/);
    });
    it('taking the lock after a sleep without the waiters\' bit is caught', () => {
      const broken = mutate(lockProgram(1), 'take slowly', () => (m) => {
        if (m.swap('word', 0, m.id) !== 0) return 'look';
        m.add('inside', 1);
        return 'leave section';
      });
      fails(locks(broken, broken, broken), /stuck/);
    });
    // An interrupted thread gives up even if it was just woken.
    const hasty = mutate(lockProgram(1), 'woke', () => () => 'pass on');
    it('also when a thread gives up that was just woken', () => holds(locks(lockProgram(1), lockProgram(1), hasty), 500));
    it('giving up without handing the wake-up on is caught', () => {
      const selfish = mutate(hasty, 'pass on', () => () => 'done');
      fails(locks(lockProgram(1), lockProgram(1), selfish), /stuck/);
    });
    it('a store in place of the compare-exchange is caught', () => {
      const broken = mutate(lockProgram(1), 'take', () => (m) => {
        m.local['round'] ??= 0;
        m.local['seen'] = m.get('word');
        return m.local['seen'] === 0 ? 'store' : 'look';
      });
      broken['store'] = (m) => {
        m.set('word', m.id);
        m.add('inside', 1);
        return 'leave section';
      };
      fails(locks(broken, broken), /are inside/);
    });
  });

  describe('of a semaphore', () => {
    const semaphore = (permits: number, ...programs: Program[]): Exploration => ({
      words: { value: permits, waiters: 0, inside: 0 },
      threads: programs.map((program) => ({ program })),
      invariant: excludes(permits),
      finally: (world) => (world.words['value'] === permits && world.words['waiters'] === 0 ? undefined : 'permits were lost'),
    });
    it('lets in as many as it has permits and loses none', () => {
      holds(semaphore(1, semaphoreProgram(2), semaphoreProgram(2), semaphoreProgram(1)), 1000);
      holds(semaphore(2, semaphoreProgram(1), semaphoreProgram(1), semaphoreProgram(1)), 500);
    });
    it('looking for a permit before being counted as a waiter is caught', () => {
      const broken = mutate(mutate(semaphoreProgram(1), 'take', (step) => (m) => (step(m) === 'wait: count' ? 'wait: sleep first' : 'take: swap')), 'wait: count', () => () => 'wait: look');
      broken['wait: sleep first'] = (m) => {
        m.wait('value', 0);
        m.add('waiters', 0);
        return 'wait: look';
      };
      fails(semaphore(1, broken, broken), /stuck|lost/);
    });
    it('a release that adds its permit after looking for waiters is caught', () => {
      const broken = mutate(mutate(semaphoreProgram(1), 'give', () => (m) => (m.get('waiters') > 0 ? 'give: late and notify' : 'give: late')), 'give: waiters', () => () => 'done');
      broken['give: late'] = (m) => (m.add('value', 1), 'done');
      broken['give: late and notify'] = (m) => (m.add('value', 1), 'give: notify');
      fails(semaphore(1, broken, broken), /stuck/);
    });
  });

  describe('of an event', () => {
    const event = (setter: Program, waiters = 2): Exploration => ({ words: { word: 0, waiters: 0, began: 0 }, threads: [...Array.from({ length: waiters }, () => ({ program: eventWait })), { program: setter }] });
    it('lets everybody go on who waited when it was set, even if it is cleared at once', () => holds(event(eventSetAndClear(2)), 200));
    it('a set that does not count is caught', () => {
      const broken = mutate(eventSetAndClear(2), 'set: swap', () => (m) => (m.swap('word', m.local['seen']!, m.local['seen']! | 1) === m.local['seen'] ? 'set: waiters' : 'set: look'));
      fails(event(broken), /stuck/);
    });
    it('a set that wakes only one is caught', () => {
      const broken = mutate(eventSetAndClear(2), 'set: notify', () => (m) => (m.notify('word', 1), 'clear'));
      fails(event(broken), /stuck/);
    });
  });

  describe('of a queue', () => {
    const queue = (...programs: Program[]): Exploration => roomy(1, ...programs);
    const roomy = (capacity: number, ...programs: Program[]): Exploration => ({
      words: { puts: 0, gets: 0, 'tail guard': 0, 'head guard': 0, 'get waiters': 0, 'put waiters': 0, 'get bell': 0, 'put bell': 0, 'get waking': 0, 'put waking': 0, closed: 0, got: 0, wrong: 0 },
      threads: programs.map((program) => ({ program })),
      invariant: (world) => (world.words['wrong'] === 1 ? 'an item was taken that is not there' : world.words['puts']! - world.words['gets']! > capacity ? 'more items than fit' : undefined),
    });
    it('gives each item once, in order, and forgets nobody: capacity one', () => {
      holds(queue(putProgram(3, 1), getProgram(3)), 200);
      holds(queue(putProgram(2, 1), getProgram(1), getProgram(1)), 1000);
      holds(queue(putProgram(1, 1), putProgram(1, 1), getProgram(2)), 1000);
    });
    it('the same where leaving a guard is a step of its own', () => {
      const separately = (program: Program): Program => leavingSeparately(program, ['tail guard', 'head guard']);
      holds(queue(separately(putProgram(2, 1)), separately(getProgram(2))), 300);
      holds(queue(separately(putProgram(1, 1)), separately(putProgram(1, 1)), separately(getProgram(2))), 1000);
    });
    it('wakes everybody it should though it wakes one at a time', () => {
      holds(roomy(2, putProgram(2, 2), getProgram(1), getProgram(1)), 1000);
    });
    it('a consumer that wakes no other one for what is left is caught', () => {
      const lazy = mutate(getProgram(1), 'more', () => () => 'put waiters');
      fails(roomy(2, putProgram(2, 2), lazy, lazy), /stuck/);
    });
    it('a consumer that looks before it says that it is no longer on its way is caught', () => {
      const late = mutate(getProgram(1), 'looks', () => () => 'read the bell');
      fails(roomy(2, putProgram(2, 2), mutate(late, 'looks no more', () => () => 'more'), getProgram(1)), /stuck/);
    });
    it('a wake-up of nobody after which the bell is not rung again is caught', () => {
      const once = mutate(putProgram(1, 1), 'get ring again', () => () => 'done');
      fails(queue(once, once, getProgram(2)), /stuck/);
    });
    it('a wake-up of nobody that is still held to be on its way is caught', () => {
      fails(queue(mutate(putProgram(2, 1), 'get notify', (step) => (m) => (step(m) === 'get nobody' ? 'guard' : 'guard')), getProgram(2)), /stuck/);
    });
    it('a shutdown is slept through by nobody', () => holds(queue(putProgram(1, 1), getProgram(2), shutdownProgram), 500));
    it('a shutdown that wakes without ringing the bell is caught', () => {
      const broken = mutate(shutdownProgram, 'ring', () => () => 'notify');
      fails(queue(getProgram(1), broken), /stuck/);
    });
    it('a consumer that reads the bell after it has looked is caught', () => {
      const broken = mutate(mutate(getProgram(1), 'read the bell', () => () => 'guard again'), 'sleep', () => (m) => {
        m.wait('get bell', m.get('get bell'));
        return 'read the bell';
      });
      fails(queue(putProgram(1, 1), broken), /stuck/);
    });
    it('a producer that looks for consumers before it publishes is caught', () => {
      const broken = mutate(mutate(putProgram(1, 1), 'room', () => (m) => {
        m.local['waiters'] = m.get('get waiters');
        return 'publish';
      }), 'get waiters', () => (m) => (m.local['waiters']! > 0 ? 'get ring' : 'done'));
      fails(queue(broken, getProgram(1)), /stuck/);
    });
    it('a guard that is not taken is caught', () => {
      const broken = mutate(getProgram(1), 'look', () => (m) => {
        m.local['round'] ??= 0;
        return m.get('puts') === m.get('gets') ? 'count' : 'take it';
      });
      broken['take it'] = (m) => {
        if (m.add('gets', 1) >= m.get('puts')) m.set('wrong', 1);
        return 'put waiters';
      };
      fails(queue(putProgram(1, 1), broken, broken), /not there|stuck/);
    });
  });

  describe('of a condition', () => {
    const condition = (waiter: Program, notifier: Program): Exploration => ({
      words: { lock: 0, list: 0, waiting: 0, order: 0, 'node 1': 0, 'node 2': 0 },
      threads: [{ program: waiter }, { program: waiter }, { program: notifier }],
      finally: (world) => (world.words['waiting'] === 0 ? undefined : 'a waiter is still listed'),
    });
    it('each notify wakes one waiter, and none is lost', () => holds(condition(conditionWait(), conditionNotify(2)), 300));
    it('wakes in the order in which they came', () => {
      // `joined` keeps the order of joining; what was notified must be its beginning.
      const waiter = mutate(conditionWait(), 'join the list', (step) => (m) => (m.set('joined', m.get('joined') * 10 + m.id), step(m)));
      const exploration = condition(waiter, conditionNotify(2));
      const inOrder = (world: { words: Record<string, number> }): string | undefined => {
        const order = world.words['order'] === 0 ? '' : String(world.words['order']);
        return String(world.words['joined']).startsWith(order) ? undefined : `joined ${world.words['joined']}, notified ${order}`;
      };
      holds({ ...exploration, words: { ...exploration.words, joined: 0 }, invariant: inOrder }, 300);
      const lastFirst = mutate(conditionNotify(2), 'take one out', () => (m) => {
        const digits = String(m.get('list'));
        m.local['node'] = Number(digits.at(-1));
        m.set('list', Number(digits.slice(0, -1) || '0'));
        m.add('waiting', -1);
        m.set('order', m.get('order') * 10 + m.local['node']);
        return 'mark';
      });
      const reversed = condition(waiter, lastFirst);
      fails({ ...reversed, words: { ...reversed.words, joined: 0 }, invariant: inOrder }, /joined/);
    });
    it('giving the lock back before joining the list is caught', () => {
      const broken: Program = { ...conditionWait() };
      broken['take'] = (m) => (m.swap('lock', 0, m.id) === 0 ? 'give' : 'spin');
      broken['give'] = (m) => (m.set('lock', 0), 'read the list');
      broken['read the list'] = (m) => {
        m.local['list'] = m.get('list');
        return 'join the list';
      };
      broken['join the list'] = (m) => {
        m.set(`node ${m.id}`, 0);
        m.set('list', m.local['list']! * 10 + m.id);
        m.add('waiting', 1);
        return 'look';
      };
      fails(condition(broken, conditionNotify(2)), /no word node 0|stuck|still listed/);
    });
    it('a notify that does not mark the node is caught', () => {
      const broken = mutate(conditionNotify(2), 'mark', () => () => 'notify');
      fails(condition(conditionWait(), broken), /stuck/);
    });
  });
});
