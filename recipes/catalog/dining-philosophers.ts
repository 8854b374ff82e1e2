// Philosophers around a table, a fork between each two of them, and everybody needs two: with an order among the forks, all get to eat.
import { defineRecipe } from '../recipe.js';
import { acquire, Lock, print, sleep, task, Thread } from '../threading/index.js';

export const dine = task(import.meta.url, function dine(left: Lock, right: Lock, meals: number, mealMs: number): void {
  for (let meal = 1; meal <= meals; meal++) {
    using forks = acquire(left, right); // In the order of the forks, whichever is left and right.
    sleep(mealMs);
    print(`meal ${meal} with ${left.name} and ${right.name}`);
  }
});

export const recipe = defineRecipe({
  section: '12.5',
  title: 'Dining philosophers',
  story: 'Five philosophers share five forks and each needs two; one order for all forks lets everybody eat.',
  doc: [
    'If everybody takes the left fork first, all may hold one and wait for the other, in a circle.',
    'With an order among the forks the last philosopher reaches for the same fork first as a neighbour does, and the circle cannot close.',
    'In the sidebar, see who holds which fork: there is always one philosopher with two of them. The twin takes the left fork first and deadlocks.',
  ].join(' '),
  parameters: {
    philosophers: { type: 'integer', default: 5, minimum: 2, maximum: 32, help: 'How many sit around the table.' },
    meals: { type: 'integer', default: 5, minimum: 1, maximum: 10_000, help: 'How many meals each of them has.' },
    meal: { type: 'integer', default: 300, minimum: 0, maximum: 60_000, help: 'Milliseconds that a meal takes.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { philosophers: 3, meals: 2, meal: 5 },
    lines: {
      'philosopher-1': ['meal 1 with fork-1 and fork-2', 'meal 2 with fork-1 and fork-2'],
      'philosopher-2': ['meal 1 with fork-2 and fork-3', 'meal 2 with fork-2 and fork-3'],
      'philosopher-3': ['meal 1 with fork-3 and fork-1', 'meal 2 with fork-3 and fork-1'],
      MainThread: ['everybody has eaten'],
    },
  },
  main({ philosophers: count, meals, meal }) {
    const forks = Array.from({ length: count }, (_, n) => new Lock({ name: `fork-${n + 1}` }));
    const philosophers = forks.map((left, n) => new Thread(dine, { args: [left, forks[(n + 1) % count]!, meals, meal], name: `philosopher-${n + 1}` }));
    for (const philosopher of philosophers) philosopher.start();
    for (const philosopher of philosophers) philosopher.join();
    print('everybody has eaten');
  },
});
