// A second acquire within a first one, against the order of the locks, is refused before it can deadlock.
import { defineRecipe } from '../recipe.js';
import { acquire, Barrier, Lock, LockOrderError, print, task, Thread } from '../threading/index.js';

export const borrow = task(import.meta.url, function borrow(first: Lock, second: Lock, bothHoldOne: Barrier): void {
  try {
    using outer = acquire(first);
    bothHoldOne.wait(); // The moment in which two plain locks would be lost.
    using inner = acquire(second);
    print(`holds ${first.name} and ${second.name}`);
  } catch (error) {
    if (!(error instanceof LockOrderError)) throw error;
    print(`${error.name}: ${error.message}`);
    borrowBoth(first, second); // The outer lock was given back when its block was left.
  }
});

/** As the message advises: both with one call, which finds their order by itself. */
function borrowBoth(first: Lock, second: Lock): void {
  using both = acquire(first, second);
  print(`holds ${first.name} and ${second.name}, both with one call`);
}

export const recipe = defineRecipe({
  section: '12.5',
  title: 'A nested acquire is refused',
  story: 'Taking a lock within another against the global order throws an error that names both, instead of hanging now and then.',
  doc: [
    '`acquire(a, b)` sorts its locks, but a nested `acquire` cannot put before what is held already. If the order is wrong, it throws `LockOrderError`.',
    'So a mistake that deadlocks once in a million runs is an error in the first run, with both names, and the place where the first lock was taken.',
    'In the sidebar, Ada waits a moment for the saw, which Bob holds, and gets it: Bob’s request was refused, so he gives the saw back and asks for both with one call.',
    'With plain `lock.acquire()` both would wait for each other for ever.',
  ].join(' '),
  parameters: {},
  expects: 'completes',
  transcript: {
    parameters: {},
    lines: {
      Ada: ['holds hammer and saw'],
      Bob: [
        'LockOrderError: "hammer" must not be acquired while "saw" is held (* comes after * in the global order, taken at *nested-acquire-refused*). Acquire both with one call: acquire(hammer, saw).',
        'holds saw and hammer, both with one call',
      ],
    },
  },
  main() {
    const hammer = new Lock({ name: 'hammer' }); // The order of the locks is that of their creation.
    const saw = new Lock({ name: 'saw' });
    const bothHoldOne = new Barrier(2, { name: 'both hold one' });
    const threads = [
      new Thread(borrow, { args: [hammer, saw, bothHoldOne], name: 'Ada' }),
      new Thread(borrow, { args: [saw, hammer, bothHoldOne], name: 'Bob' }),
    ];
    for (const thread of threads) thread.start();
    for (const thread of threads) thread.join();
  },
});
