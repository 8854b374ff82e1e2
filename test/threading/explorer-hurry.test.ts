// As explorer.test.ts, where waiters run out of time or are interrupted, and where queues are shut down: every interleaving, and mutations that must be caught.
import { barrierReset, barrierWait, barrierWords } from './barrier-machine.js';
import { closingLocals, closingWords, getUntilClosed, joinQueue, markDone, putUntilClosed, shutDown } from './closing-machine.js';
import { fails, holds } from './explored.js';
import { mutate, type Exploration, type Program, type World } from './explorer.js';
import { semaphoreProgram } from './machines.js';
import { rlockProgram } from './rlock-machine.js';
import { hurriedSemaphore, hurriedWait, notifyOnce } from './timeout-machines.js';

describe('every interleaving, in a hurry', function () {
  this.timeout(120_000);

  describe('of a semaphore', () => {
    const semaphore = (...programs: Program[]): Exploration => ({
      words: { value: 1, waiters: 0, inside: 0, gaveUp: 0 },
      threads: programs.map((program) => ({ program })),
      invariant: (world) => (world.words['inside']! > 1 ? `${world.words['inside']} are inside` : undefined),
      finally: (world) => (world.words['value'] === 1 && world.words['waiters'] === 0 ? undefined : 'permits were lost'),
    });
    it('who runs out of time takes no permit with it', () => holds(semaphore(semaphoreProgram(1), hurriedSemaphore('timed'), hurriedSemaphore('timed')), 500));
    it('who is interrupted hands its wake-up on', () => holds(semaphore(semaphoreProgram(1), semaphoreProgram(1), hurriedSemaphore('interrupted')), 500));
    it('giving up without handing the wake-up on is caught', () => {
      const selfish = mutate(hurriedSemaphore('interrupted'), 'pass on: look', () => () => 'done');
      fails(semaphore(semaphoreProgram(1), semaphoreProgram(1), selfish), /stuck/);
    });
    it('giving up while still counted among the waiters is caught', () => {
      fails(semaphore(semaphoreProgram(1), mutate(hurriedSemaphore('timed'), 'give up: uncount', () => () => 'pass on: look')), /lost/);
    });
    it('a last look that takes without compare-exchange is caught', () => {
      const blind = mutate(hurriedSemaphore('timed'), 'last swap', () => (m) => (m.set('value', m.local['seen']! - 1), 'last: leave'));
      fails(semaphore(semaphoreProgram(1), blind, blind), /are inside|lost/);
    });
  });

  describe('of a condition', () => {
    const condition = (...programs: Program[]): Exploration => ({
      words: { lock: 0, list: 0, waiting: 0, heard: 0, told: 0, 'node 1': 0, 'node 2': 0 },
      threads: programs.map((program) => ({ program })),
      finally: ({ words }) => (words['heard'] !== words['told'] ? `${words['told']} were told, ${words['heard']} heard it` : words['list'] === 0 && words['waiting'] === 0 ? undefined : 'somebody is still listed'),
    });
    const timed = hurriedWait('timed');
    it('a waiter whose time is over while it is notified was notified: no notify is lost', () => {
      holds(condition(timed, notifyOnce(0)), 30);
      holds(condition(timed, timed, notifyOnce(0)), 300);
    });
    it('believing the clock rather than the node is caught', () => {
      const hasty = mutate(timed, 'come back', (step) => (m) => {
        if (m.local['timedOut'] !== 1) return step(m);
        m.set('list', Number(String(m.get('list')).replace(String(m.id), '') || '0'));
        m.add('waiting', m.get(`node ${m.id}`) === 1 ? 0 : -1);
        return 'give at the end';
      });
      fails(condition(hasty, timed, notifyOnce(0)), /1 were told, 0 heard/);
    });
    it('a waiter that gives up and stays in the list is caught', () => {
      const stays = mutate(timed, 'come back', (step) => (m) => (m.get(`node ${m.id}`) === 1 ? step(m) : 'give at the end'));
      fails(condition(stays, timed, notifyOnce(0)), /were told|still listed/);
    });
    // Both listen; one of them is interrupted, before or after it was notified. The other one has no limit.
    const patient: Program = mutate(mutate(timed, 'sleep', () => (m) => (m.wait(`node ${m.id}`, 0), 'woke')), 'woke', () => () => 'look');
    const oneOfTwo = (interrupted: Program): Exploration => ({ ...condition(interrupted, patient, notifyOnce(2)), finally: ({ words }) => (words['told'] === 1 && words['heard'] === 1 ? undefined : 'nobody heard it') });
    it('a notify that comes together with an interrupt goes to somebody else', () => holds(oneOfTwo(hurriedWait('interrupted')), 50));
    it('an interrupted waiter that keeps its notify is caught', () => {
      const selfish = mutate(hurriedWait('interrupted'), 'hand on: mark', () => (m) => (m.set('list', Number(`${m.local['node']}`)), 'give at the end'));
      fails(oneOfTwo(selfish), /stuck/);
    });
  });

  describe('of an RLock', () => {
    const rlocks = (...programs: Program[]): Exploration => ({
      words: { word: 0, inside: 0, depth: 0 },
      threads: programs.map((program) => ({ program })),
      invariant: (world) => (world.words['inside']! > 1 ? `${world.words['inside']} are inside` : undefined),
    });
    it('excludes also those that run out of time', () => holds(rlocks(rlockProgram(), rlockProgram(true), rlockProgram(true)), 500));
    it('a late one that goes on as if it had the lock is caught', () => {
      fails(rlocks(rlockProgram(), mutate(rlockProgram(true), 'pass on', () => (m) => (m.add('inside', 1), 'leave section'))), /are inside|depth is wrong|does not hold/);
    });
  });

  describe('of a barrier', () => {
    const barrier = (...programs: Program[]): Exploration => ({
      words: barrierWords(programs.length, 1),
      threads: programs.map((program) => ({ program })),
      finally: ({ words }: World) => (words['passed 0']! % 2 !== 0 ? `only ${words['passed 0']} passed` : words['list'] !== 0 || words['guard'] !== 0 ? 'somebody is still listed' : undefined),
    });
    const patient = barrierWait(2, 1);
    const timed = barrierWait(2, 1, true);
    const resetOnceOneWaits = mutate(barrierReset, 'reset', (step) => (m) => (m.get('arrived') > 0 ? step(m) : 'reset'));
    it('a reset frees who waits, and who comes after it begins anew', () => {
      holds(barrier(timed, timed, barrierReset), 200);
      holds(barrier(patient, resetOnceOneWaits), 10);
    });
    it('a last one that does not ask whether the barrier was reset meanwhile is caught', () => {
      const blind = mutate(timed, 'complete: look', () => (m) => (m.get('broken') === 0 ? 'let go' : (m.set('guard', 0), 'done')));
      fails(barrier(blind, blind, barrierReset), /only 1 passed/);
    });
    it('a reset that forgets who waits is caught', () => {
      const silent = mutate(resetOnceOneWaits, 'reset: begin', () => (m) => (m.set('broken', 0), m.set('list', 0), 'wake'));
      fails(barrier(patient, silent), /stuck/);
    });
    it('a reset that leaves those counted who came before is caught', () => {
      const counting = mutate(barrierReset, 'wake', (step) => (m) => {
        const arrived = m.get('arrived');
        const next = step(m);
        m.set('arrived', arrived);
        return next;
      });
      fails(barrier(timed, timed, counting), /only 1 passed/);
    });
  });

  describe('of a queue that is shut down', () => {
    const queue = (begin: Partial<typeof closingWords>, ...programs: Program[]): Exploration => ({
      words: { ...closingWords, ...begin } as Record<string, number>,
      threads: programs.map((program) => ({ program, locals: closingLocals })),
      invariant: ({ words }) => (words['gets']! > words['puts']! ? 'an item was taken that is not there' : words['puts']! - words['gets']! > 1 ? 'more items than fit' : undefined),
      finally: ({ words }) => (words['puts'] !== words['gets'] ? 'an item was left behind' : words['get waiters'] !== 0 || words['put waiters'] !== 0 ? 'somebody is still counted' : undefined),
    });
    const producersOnly = (...programs: Program[]): Exploration => ({ ...queue({ puts: 1 }, ...programs), finally: ({ words }) => (words['refused'] === 2 && words['puts'] === 1 ? undefined : 'it was let in') });
    it('what was let in is given out, and nobody sleeps on', () => holds(queue({}, putUntilClosed(1, 1), getUntilClosed(), shutDown()), 500));
    it('two consumers, of an item that lies there', () => holds(queue({ puts: 1 }, getUntilClosed(), getUntilClosed(), shutDown()), 1000));
    it('producers that find no room', () => holds(producersOnly(putUntilClosed(1, 1), putUntilClosed(1, 1), shutDown()), 100));
    it('thrown away at once', () => holds(queue({ puts: 1 }, getUntilClosed(), shutDown(true)), 100));
    it('a consumer that looks for an item before it looks for the shutdown is caught', () => {
      const late = mutate(getUntilClosed(), 'empty?', (step) => (m) => {
        if (m.get('gets') !== m.get('puts')) return step(m);
        return 'closed, late';
      });
      late['closed, late'] = (m) => {
        m.local['closed'] = m.get('closed');
        return m.local['closed'] !== 0 ? (m.local['waits'] === 1 ? 'closed: uncount' : 'done') : m.local['waits'] === 1 ? 'sleep' : 'count';
      };
      fails(queue({}, putUntilClosed(1, 1), late, shutDown()), /left behind/);
    });
    it('a shutdown without the guard is caught', () => {
      const unguarded = mutate(mutate(shutDown(), 'guard', () => () => 'close'), 'leave the guard', () => () => 'all look');
      fails(queue({}, putUntilClosed(1, 1), getUntilClosed(), unguarded), /left behind/);
    });
    it('a shutdown that forgets the producers is caught', () => {
      fails(producersOnly(putUntilClosed(1, 1), putUntilClosed(1, 1), mutate(shutDown(), 'ring for putters', () => () => 'done')), /stuck/);
    });
  });

  describe('of taskDone and join', () => {
    const joining = (...programs: Program[]): Exploration => ({
      words: { ...closingWords, puts: 2 },
      threads: programs.map((program) => ({ program })),
      finally: ({ words }) => (words['done'] === 2 && words['joiners'] === 0 ? undefined : 'it is not done'),
    });
    it('the last taskDone wakes all who join', () => {
      holds(joining(markDone(1), markDone(1), joinQueue), 50);
      holds(joining(markDone(2), joinQueue, joinQueue), 50);
    });
    it('looking for joiners before it counts is caught', () => {
      const early = mutate(mutate(markDone(2), 'swap', (step) => (m) => {
        m.local['waits'] = m.get('joiners');
        return step(m);
      }), 'joiners', () => (m) => (m.local['waits']! > 0 ? 'notify' : (m.local['left']! -= 1) > 0 ? 'look' : 'done'));
      // The look and the count are two steps, like everything that another thread can come between.
      early['swap'] = (m) => ((m.local['waits'] = m.get('joiners')), 'count it');
      early['count it'] = (m) => (m.swap('done', m.local['seen']!, m.local['seen']! + 1) === m.local['seen'] ? 'joiners' : 'look');
      fails(joining(early, joinQueue), /stuck/);
    });
    it('a joiner that reads the counter after it has looked is caught', () => {
      fails(joining(markDone(2), mutate(joinQueue, 'sleep', () => (m) => (m.wait('done', m.get('done')), 'read done'))), /stuck/);
    });
  });
});
