// Wait until everything that was put into a queue has been worked on, not only taken: taskDone and join.
import { defineRecipe } from '../recipe.js';
import { print, Queue, sleep, task, Thread } from '../threading/index.js';

export const print3d = task(import.meta.url, function print3d(parts: Queue<string>, perPartMs: number): void {
  for (const part of parts) { // Until the queue is shut down.
    try {
      sleep(perPartMs);
      print(`printed ${part}`);
    } finally {
      parts.taskDone(); // In `finally`: a part that fails is done with too, else join() waits for ever.
    }
  }
});

export const recipe = defineRecipe({
  section: '12.3',
  title: 'taskDone and join',
  story: 'Wait until every item of a queue has been finished, by any of several workers.',
  doc: [
    'An empty queue does not mean that the work is done: the last items have been taken, and are still being worked on.',
    'Each worker calls `taskDone()` when it has finished an item, and `join()` waits until that has been said for every item that was put.',
    'In the sidebar, look at the queue: it is empty long before its *unfinished* items are; and the main thread waits for it.',
    'A worker that forgets `taskDone()` makes `join()` wait for ever.',
  ].join(' '),
  parameters: {
    parts: { type: 'integer', default: 12, minimum: 0, maximum: 100_000, help: 'How many parts are printed.' },
    printers: { type: 'integer', default: 3, minimum: 1, maximum: 64, help: 'How many threads work.' },
    perPart: { type: 'integer', default: 700, minimum: 0, maximum: 60_000, help: 'Milliseconds that a printer needs for a part.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { parts: 4, printers: 2, perPart: 30 },
    lines: {
      'printer-*': ['printed part 1', 'printed part 2', 'printed part 3', 'printed part 4'],
      MainThread: ['put 4 parts', 'every part is printed, 0 unfinished'],
    },
  },
  main({ parts: count, printers: many, perPart }) {
    const parts = new Queue<string>(0, { name: 'parts' });
    const printers = Array.from({ length: many }, (_, n) => new Thread(print3d, { args: [parts, perPart], name: `printer-${n + 1}` }));
    for (const printer of printers) printer.start();
    for (let n = 1; n <= count; n++) parts.put(`part ${n}`);
    print(`put ${count} parts`);
    parts.join();
    print(`every part is printed, ${parts.unfinished} unfinished`);
    parts.shutdown(); // The printers wait for more, which will not come.
    for (const printer of printers) printer.join();
  },
});
