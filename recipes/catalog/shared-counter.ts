// Many threads add to one number; a lock makes "read, add, write" one step.
import { defineRecipe } from '../recipe.js';
import { Lock, print, task, Thread } from '../threading/index.js';

export const increment = task(import.meta.url, function increment(counter: Int32Array, lock: Lock, times: number): void {
  for (let n = 0; n < times; n++) {
    using held = lock.hold();
    counter[0] = counter[0]! + 1;
  }
});

export const recipe = defineRecipe({
  section: '12.4',
  title: 'A shared counter under a lock',
  story: 'Several threads add to one number and no addition is lost.',
  doc: [
    'To add one is to read, to add and to write; two threads that do it at the same time lose an addition.',
    'The lock lets one thread at a time do all three, and `using` gives it back even when the block is left by an exception.',
    'In the sidebar, the lock goes from thread to thread and the others wait for it. The twin does the same without the lock.',
  ].join(' '),
  parameters: {
    threads: { type: 'integer', default: 4, minimum: 1, maximum: 64, help: 'How many threads add.' },
    times: { type: 'integer', default: 500_000, minimum: 1, maximum: 100_000_000, help: 'How often each of them adds one.' },
  },
  expects: 'completes',
  transcript: { parameters: { times: 100_000 }, lines: { MainThread: ['expected 400000, counted 400000, lost 0'] } },
  main({ threads, times }) {
    const counter = new Int32Array(new SharedArrayBuffer(4));
    const lock = new Lock({ name: 'counter lock' });
    const adders = Array.from({ length: threads }, (_, n) => new Thread(increment, { args: [counter, lock, times], name: `adder-${n + 1}` }));
    for (const adder of adders) adder.start();
    for (const adder of adders) adder.join();
    const expected = threads * times;
    print(`expected ${expected}, counted ${counter[0]}, lost ${expected - counter[0]!}`);
    if (counter[0] !== expected) throw new Error(`${expected - counter[0]!} additions were lost although the lock was held`);
  },
});
