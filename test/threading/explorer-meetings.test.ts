// As explorer.test.ts, for RLock, Barrier, Future and the workers of a pool: every interleaving, and mutations that must be caught.
import { barrierAbort, barrierWait, barrierWords } from './barrier-machine.js';
import { fails, holds } from './explored.js';
import { mutate, type Exploration, type Program, type World } from './explorer.js';
import { futureAmongOthers, futureCancel, futureComplete, futureResult, futureWords } from './future-machine.js';
import { poolSubmit, poolWords, poolWorkerOfOne } from './pool-machine.js';
import { rlockProgram } from './rlock-machine.js';

describe('every interleaving', function () {
  this.timeout(120_000);

  describe('of an RLock', () => {
    const rlocks = (...programs: Program[]): Exploration => ({
      words: { word: 0, inside: 0, depth: 0 },
      threads: programs.map((program) => ({ program })),
      invariant: (world) => (world.words['inside']! > 1 ? `${world.words['inside']} are inside` : undefined),
    });
    it('excludes until its owner has released it as often as it took it', () => holds(rlocks(rlockProgram(), rlockProgram(), rlockProgram()), 500));
    it('a release that does not count is caught', () => {
      const broken = mutate(rlockProgram(), 'undo one', () => () => 'give');
      fails(rlocks(broken, broken), /are inside|does not hold/);
    });
    it('an owner that is not known again waits for itself', () => {
      fails(rlocks(mutate(rlockProgram(), 'take again', () => () => 'look'), rlockProgram()), /stuck/);
    });
  });

  describe('of a pool that grows', () => {
    const pool = (worker: Program, ...submit: Program[]): Exploration => ({
      words: poolWords,
      threads: [worker, ...submit].map((program) => ({ program })),
      finally: ({ words }) => (words['puts']! - words['gets']! <= words['started']! ? undefined : 'a task has no worker'),
    });
    it('adds a worker for each task that the idle one cannot take, whoever submits', () => {
      holds(pool(poolWorkerOfOne, poolSubmit(3)), 50);
      holds(pool(poolWorkerOfOne, poolSubmit(2), poolSubmit(1)), 100);
    });
    it('a worker that does not look again once it counts as busy is caught', () => {
      fails(pool(mutate(poolWorkerOfOne, 'ask for another', () => () => 'done'), poolSubmit(3)), /a task has no worker/);
    });
  });

  describe('of a barrier', () => {
    const barrier = (rounds: number, ...programs: Program[]): Exploration => ({
      words: barrierWords(programs.length, rounds),
      threads: programs.map((program) => ({ program })),
      finally: (world) => (world.words['list'] === 0 && world.words['guard'] === 0 ? undefined : 'somebody is still listed'),
    });
    const together = (parties: number, rounds: number) => (world: World): string | undefined => {
      for (let n = 0; n < rounds; n++) if (world.words[`passed ${n}`]! % parties !== 0) return `only ${world.words[`passed ${n}`]} passed in round ${n}`;
      return undefined;
    };
    it('lets nobody pass before all have come, and forgets nobody: three threads, two rounds', () => holds(barrier(2, barrierWait(3, 2), barrierWait(3, 2), barrierWait(3, 2)), 500));
    it('two threads, three rounds', () => holds(barrier(3, barrierWait(2, 3), barrierWait(2, 3)), 100));
    it('who comes while the last one acts belongs to the next round: four threads, by twos', () => {
      const wait = barrierWait(2, 1);
      // The rounds of the model are the threads' own: four of them meet in two rounds that both are their first.
      holds(barrier(1, wait, wait, wait, wait), 1000);
    });
    it('who runs out of time breaks it for all or for none: three threads, two of them timed', () => {
      holds({ ...barrier(1, barrierWait(3, 1, true), barrierWait(3, 1, true), barrierWait(3, 1)), finally: together(3, 1) }, 500);
    });
    it('an abort breaks it for all or for none', () => holds({ ...barrier(1, barrierWait(2, 1), barrierWait(2, 1), barrierAbort), finally: together(2, 1) }, 200));
    it('a last one that wakes nobody is caught', () => {
      const broken = mutate(barrierWait(2, 1), 'let go: notify', () => () => 'let go');
      fails(barrier(1, broken, broken), /stuck/);
    });
    it('a last one that marks after it wakes is caught', () => {
      const broken = mutate(mutate(barrierWait(2, 1), 'let go: mark', () => (m) => (m.notify(`node ${m.local['node']}`, 1), 'let go: notify')), 'let go: notify', () => (m) => (m.set(`node ${m.local['node']}`, 1), 'let go'));
      fails(barrier(1, broken, broken), /stuck/);
    });
    it('an end of the round that those of the next are not told is caught', () => {
      const wait = mutate(barrierWait(2, 1), 'let go: wake those who drain', () => (m) => (m.set('guard', 0), (m.local['node'] = 0), m.add('passed 0', 1), 'done'));
      fails(barrier(1, wait, wait, wait, wait), /stuck/);
    });
    it('a generation that does not grow is caught', () => {
      const wait = mutate(barrierWait(2, 1), 'let go: generation', () => () => 'let go: wake those who drain');
      fails(barrier(1, wait, wait, wait, wait), /stuck/);
    });
    it('giving up without asking whether one was let go meanwhile is caught', () => {
      const hasty = mutate(barrierWait(2, 1, true), 'give up: look', () => (m) => {
        m.set('list', Number(String(m.get('list')).replace(String(m.id), '') || '0'));
        m.set('broken', 1);
        return 'break';
      });
      fails({ ...barrier(1, hasty, hasty), finally: together(2, 1) }, /only 1 passed/);
    });
    it('a last one that does not ask whether it was broken is caught', () => {
      const blind = mutate(barrierWait(2, 1, true), 'complete: look', () => () => 'let go');
      fails({ ...barrier(1, blind, blind), finally: together(2, 1) }, /only 1 passed/);
    });
    it('lining up without the guard is caught', () => {
      const wait = barrierWait(2, 1);
      const broken: Program = {
        ...wait,
        arrive: (m) => {
          m.local['arrived'] = m.get('arrived');
          return 'line up';
        },
        'line up': (m) => (m.set('arrived', m.local['arrived']!), wait['line up']!(m)),
      };
      fails(barrier(1, broken, broken), /stuck/);
    });
  });

  describe('of a future', () => {
    const future = (...programs: Program[]): Exploration => ({
      words: futureWords,
      threads: programs.map((program) => ({ program })),
      invariant: (world) => (world.words['completed']! > 1 ? 'it was completed twice' : undefined),
      finally: (world) => (world.words['waiters'] === 0 ? undefined : 'a waiter is still counted'),
    });
    it('wakes all who wait for it, alone or among others, and not before its result is there', () => holds(future(futureComplete, futureResult, futureAmongOthers), 100));
    it('also when it is cancelled at the same time', () => holds(future(futureComplete, futureCancel, futureResult), 50));
    it('also when the one who waits for several sees a cancel', () => holds(future(futureCancel, futureComplete, futureAmongOthers), 50));
    it('is completed once, whoever tries', () => holds(future(futureComplete, futureComplete, futureResult), 50));
    it('a state that is told before the result is there is caught', () => {
      const broken = mutate(mutate(mutate(futureComplete, 'begin', (step) => (m) => (step(m) === 'done' ? 'done' : 'finish')), 'finish', (step) => (m) => (step(m), 'store the result')), 'store the result', (step) => (m) => (step(m), 'waiters'));
      fails(future(broken, futureResult), /not there yet/);
    });
    it('looking for waiters before the state is told is caught', () => {
      const early = mutate(mutate(futureComplete, 'store the result', (step) => (m) => (step(m), (m.local['waiting'] = m.get('waiters')), 'finish')), 'finish', (step) => (m) => (step(m), m.local['waiting'] === 0 ? 'done' : 'notify'));
      fails(future(early, futureResult), /stuck/);
    });
    it('a completion that wakes nobody is caught', () => fails(future(mutate(futureComplete, 'waiters', () => () => 'done'), futureResult), /stuck/));
    it('a cancel that wakes nobody is caught', () => fails(future(mutate(futureCancel, 'cancel', (step) => (m) => (step(m), 'done')), futureResult), /stuck/));
    it('a waiter that is counted after it has looked is caught', () => {
      const late = mutate(mutate(futureResult, 'look', () => (m) => ((m.local['seen'] = m.get('state')), m.local['seen'] >= 2 ? 'take' : 'count')), 'count', () => (m) => (m.add('waiters', 1), 'sleep'));
      fails(future(futureComplete, mutate(late, 'sleep', () => (m) => (m.wait('state', m.get('state')), 'look again'))), /stuck/);
    });
    it('waking those who wait for several without counting the completion is caught', () => {
      fails(future(mutate(futureComplete, 'count the completion', () => () => 'notify those who wait for several'), futureAmongOthers), /stuck/);
    });
    it('reading the completions after having looked is caught', () => {
      const late = mutate(mutate(mutate(futureAmongOthers, 'count', () => (m) => (m.add('waiters', 100), 'look')), 'look', () => (m) => (m.get('state') >= 2 ? 'uncount' : 'read the completions')), 'read the completions', () => (m) => ((m.local['seen'] = m.get('completions')), 'sleep'));
      fails(future(futureComplete, mutate(late, 'sleep', () => (m) => (m.wait('completions', m.local['seen']!), 'look'))), /stuck/);
    });
    it('a completion without compare-exchange is caught', () => {
      const broken = mutate(futureComplete, 'begin', () => (m) => (m.get('state') === 0 ? 'store the state' : 'done'));
      broken['store the state'] = (m) => (m.set('state', 1), 'store the result');
      fails(future(broken, broken), /completed twice/);
    });
  });
});
