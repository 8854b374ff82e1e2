// A second acquire within a first one, against the order of the locks, is refused before it can deadlock.
import { defineRecipe } from '../recipe.js';
import { acquire, Barrier, Lock, LockOrderError, print, sleep, task, Thread } from '../threading/index.js';

export const borrow = task(import.meta.url, function borrow(first: Lock, second: Lock, bothHoldOne: Barrier, useMs: number): void {
  try {
    using outer = acquire(first);
    bothHoldOne.wait(); // The moment in which two plain locks would be lost.
    using inner = acquire(second);
    print(`holds ${first.name} and ${second.name}`);
    sleep(useMs);
  } catch (error) {
    if (!(error instanceof LockOrderError)) throw error;
    print(`${error.name}: ${error.message}`);
    borrowBoth(first, second, useMs); // The outer lock was given back when its block was left.
  }
});

/** As the message advises: both with one call, which finds their order by itself. */
function borrowBoth(first: Lock, second: Lock, useMs: number): void {
  using both = acquire(first, second);
  print(`holds ${first.name} and ${second.name}, both with one call`);
  sleep(useMs);
}

export const recipe = defineRecipe({
  section: '12.5',
  title: 'A nested acquire is refused',
  story: 'Taking a lock within another against the global order throws an error that names both, instead of hanging now and then.',
  doc: [
    '`acquire(a, b)` sorts its locks, but a nested `acquire` cannot put before what is held already. If the order is wrong, it throws `LockOrderError`.',
    'So a mistake that deadlocks once in a million runs is an error in the first run, with both names, and the place where the first lock was taken.',
    'Ada has the hammer and wants the saw, which Bob has. His request for the hammer is refused, so he gives the saw back and asks for both with one call; in the sidebar he waits until Ada has done, holding nothing.',
    'With plain `lock.acquire()` both would wait for each other for ever.',
  ].join(' '),
  parameters: {
    use: { type: 'integer', default: 2_000, minimum: 0, maximum: 60_000, help: 'Milliseconds for which each of them uses both tools.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { use: 1 },
    lines: {
      Ada: ['holds hammer and saw'],
      Bob: [
        'LockOrderError: "hammer" must not be acquired while "saw" is held (* comes after * in the global order, taken at *nested-acquire-refused*). Acquire both with one call: acquire(hammer, saw).',
        'holds saw and hammer, both with one call',
      ],
    },
  },
  main({ use }) {
    const hammer = new Lock({ name: 'hammer' }); // The order of the locks is that of their creation.
    const saw = new Lock({ name: 'saw' });
    const bothHoldOne = new Barrier(2, { name: 'both hold one' });
    const threads = [
      new Thread(borrow, { args: [hammer, saw, bothHoldOne, use], name: 'Ada' }),
      new Thread(borrow, { args: [saw, hammer, bothHoldOne, use], name: 'Bob' }),
    ];
    for (const thread of threads) thread.start();
    for (const thread of threads) thread.join();
  },
});
