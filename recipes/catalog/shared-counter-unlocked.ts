// The broken twin of shared-counter: the same without the lock. Additions get lost.
import { defineRecipe } from '../recipe.js';
import { Barrier, print, task, Thread } from '../threading/index.js';

export const increment = task(import.meta.url, function increment(counter: Int32Array, everybodyHasRead: Barrier, times: number): void {
  const seen = counter[0]!;
  everybodyHasRead.wait(); // The unlucky moment, forced once: all have read the same number, and all will write the same result.
  counter[0] = seen + 1;
  for (let n = 1; n < times; n++) {
    counter[0] = counter[0]! + 1; // From here on by chance: another thread may write between this read and this write.
  }
});

export const recipe = defineRecipe({
  section: '12.4',
  title: 'A shared counter without a lock',
  story: 'Broken on purpose: threads overwrite each other’s additions, and the program says how many were lost.',
  doc: [
    'Without a lock, two threads read the same number, both add one, and both write the same result: one addition is lost.',
    'Nothing fails and nothing warns; the total is simply too small, and another one at each run.',
    'In the sidebar there is no lock to be seen, which is the mistake.',
  ].join(' '),
  twinOf: 'shared-counter',
  parameters: {
    threads: { type: 'integer', default: 4, minimum: 2, maximum: 64, help: 'How many threads add.' },
    times: { type: 'integer', default: 2_000_000, minimum: 1, maximum: 100_000_000, help: 'How often each of them adds one.' },
  },
  expects: 'loses updates',
  transcript: { parameters: {}, lines: { MainThread: ['expected 8000000, counted *, lost <some>'] } },
  main({ threads, times }) {
    const counter = new Int32Array(new SharedArrayBuffer(4));
    const everybodyHasRead = new Barrier(threads, { name: 'everybody has read' });
    const adders = Array.from({ length: threads }, (_, n) => new Thread(increment, { args: [counter, everybodyHasRead, times], name: `adder-${n + 1}` }));
    for (const adder of adders) adder.start();
    for (const adder of adders) adder.join();
    const expected = threads * times;
    print(`expected ${expected}, counted ${counter[0]}, lost ${expected - counter[0]!}`);
  },
});
