// The broken twin of transfer-ordered: two threads take the same two locks in opposite order, and wait for each other for ever.
import { defineRecipe } from '../recipe.js';
import { Barrier, Lock, print, task, Thread } from '../threading/index.js';

export const transfer = task(import.meta.url, function transfer(from: Lock, to: Lock, bothHoldOne: Barrier): void {
  using source = from.hold();
  print('took the first account, now the second');
  bothHoldOne.wait(); // The unlucky moment, which in real life comes once in a million transfers.
  using target = to.hold();
  print('moved the money');
});

export const recipe = defineRecipe({
  section: '12.5',
  title: 'Two accounts locked in opposite order',
  story: 'Broken on purpose: each thread holds the account that the other one needs. It really deadlocks.',
  doc: [
    'One thread moves money from savings to checking, the other one from checking to savings; each locks the source first.',
    'When both hold their source, neither can ever take its target.',
    'The sidebar marks both threads as blocked for ever and spells out the circle: who waits for what, and who holds it. The twin cures it with one order for all.',
  ].join(' '),
  twinOf: 'transfer-ordered',
  parameters: {},
  expects: 'deadlocks',
  transcript: {
    parameters: {},
    lines: { saver: ['took the first account, now the second'], spender: ['took the first account, now the second'] },
  },
  main() {
    const savings = new Lock({ name: 'savings' });
    const checking = new Lock({ name: 'checking' });
    const bothHoldOne = new Barrier(2, { name: 'both hold one' });
    const threads = [
      new Thread(transfer, { args: [savings, checking, bothHoldOne], name: 'saver' }),
      new Thread(transfer, { args: [checking, savings, bothHoldOne], name: 'spender' }),
    ];
    for (const thread of threads) thread.start();
    for (const thread of threads) thread.join();
  },
});
