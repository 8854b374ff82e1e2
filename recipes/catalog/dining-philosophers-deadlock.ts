// The broken twin of dining-philosophers: everybody takes the left fork first, and waits for the right one for ever.
import { defineRecipe } from '../recipe.js';
import { Barrier, Lock, print, task, Thread } from '../threading/index.js';

export const dine = task(import.meta.url, function dine(left: Lock, right: Lock, allHoldOne: Barrier): void {
  using first = left.hold();
  print(`took ${left.name}, now ${right.name}`);
  allHoldOne.wait(); // The unlucky evening on which everybody reaches out at the same moment.
  using second = right.hold();
  print('eats');
});

export const recipe = defineRecipe({
  section: '12.5',
  title: 'Dining philosophers that starve',
  story: 'Broken on purpose: all philosophers take the left fork first, and none will ever get the right one.',
  doc: [
    'Each philosopher holds the fork that the neighbour needs: a circle of as many threads as there are chairs.',
    'The sidebar marks all of them as blocked for ever and spells the circle out, who waits for which fork and who holds it.',
    'It need not happen every evening, which makes it worse. The twin cures it with one order for all forks.',
  ].join(' '),
  twinOf: 'dining-philosophers',
  parameters: {
    philosophers: { type: 'integer', default: 5, minimum: 2, maximum: 32, help: 'How many sit around the table.' },
  },
  expects: 'deadlocks',
  transcript: {
    parameters: { philosophers: 3 },
    lines: {
      'philosopher-1': ['took fork-1, now fork-2'],
      'philosopher-2': ['took fork-2, now fork-3'],
      'philosopher-3': ['took fork-3, now fork-1'],
    },
  },
  main({ philosophers: count }) {
    const forks = Array.from({ length: count }, (_, n) => new Lock({ name: `fork-${n + 1}` }));
    const allHoldOne = new Barrier(count, { name: 'all hold one' });
    const philosophers = forks.map((left, n) => new Thread(dine, { args: [left, forks[(n + 1) % count]!, allHoldOne], name: `philosopher-${n + 1}` }));
    for (const philosopher of philosophers) philosopher.start();
    for (const philosopher of philosophers) philosopher.join();
  },
});
