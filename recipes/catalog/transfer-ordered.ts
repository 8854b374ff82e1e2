// Two threads that need the same two locks take them in one order for all: nobody waits for ever.
import { defineRecipe } from '../recipe.js';
import { acquire, Lock, print, task, Thread } from '../threading/index.js';

export const transfer = task(import.meta.url, function transfer(balances: Int32Array, from: number, to: number, locks: Lock[], times: number): void {
  for (let n = 0; n < times; n++) {
    using both = acquire(locks[from]!, locks[to]!); // Sorted by the locks' own order, whatever the order of the arguments.
    balances[from] = balances[from]! - 1;
    balances[to] = balances[to]! + 1;
  }
  print(`made ${times} transfers`);
});

export const recipe = defineRecipe({
  section: '12.5',
  title: 'Ordered acquire of two accounts',
  story: 'Opposite transfers between two accounts, taken in one global order: no deadlock, no money lost.',
  doc: [
    'If every thread takes its locks in the same order, no circle of waiting threads can form.',
    '`acquire(a, b)` sorts the locks before it takes them, so it does not matter in which order the caller names them.',
    'In the sidebar the two threads wait for each other often, and never for long.',
    'The twin takes the locks as they are named, and both threads wait for ever.',
  ].join(' '),
  parameters: {
    transfers: { type: 'integer', default: 100_000, minimum: 1, maximum: 10_000_000, help: 'How many transfers each thread makes.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { transfers: 20_000 },
    lines: { 's*er': ['made 20000 transfers', 'made 20000 transfers'], MainThread: ['savings 1000, checking 1000, together 2000'] },
  },
  main({ transfers }) {
    const locks = [new Lock({ name: 'savings' }), new Lock({ name: 'checking' })];
    const balances = new Int32Array(new SharedArrayBuffer(8)).fill(1_000);
    const saver = new Thread(transfer, { args: [balances, 0, 1, locks, transfers], name: 'saver' });
    const spender = new Thread(transfer, { args: [balances, 1, 0, locks, transfers], name: 'spender' });
    for (const thread of [saver, spender]) thread.start();
    for (const thread of [saver, spender]) thread.join();
    print(`savings ${balances[0]}, checking ${balances[1]}, together ${balances[0]! + balances[1]!}`);
    if (balances[0]! + balances[1]! !== 2_000) throw new Error('money was lost or made');
  },
});
