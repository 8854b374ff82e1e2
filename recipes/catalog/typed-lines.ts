// What you type goes through a queue to threads that work on it, and the end of your input ends them all.
import { defineRecipe } from '../recipe.js';
import { print, Queue, QueueShutDown, sleep, task, Thread } from '../threading/index.js';

/** Takes lines until the queue is shut down and empty. */
export const countWords = task(import.meta.url, function countWords(lines: Queue<string>, counted: Int32Array, perLineMs: number): void {
  try {
    for (;;) {
      const line = lines.get();
      sleep(perLineMs);
      const words = line.split(/\s+/).filter(Boolean).length;
      Atomics.add(counted, 0, 1);
      Atomics.add(counted, 1, words);
      print(`“${line}” has ${words} words`);
    }
  } catch (error) {
    if (!(error instanceof QueueShutDown)) throw error; // Nothing more comes: the end of this thread.
  }
});

export const recipe = defineRecipe({
  section: '12.3',
  title: 'Threads that work on what you type',
  story: 'Type lines into the terminal: a queue carries them to threads that count their words, and Ctrl+D ends them all.',
  doc: [
    'A person types now and then, and work takes its time: a queue between the two lets you type on while threads work on earlier lines.',
    'In the sidebar the main thread waits *to get from input*, and the counters wait *to get from lines*. Type several lines quickly: the first ones are worked on side by side, the others lie in the queue.',
    'Ctrl+D ends the input. Then the queue is shut down: what lies in it is still worked on, and each thread ends when it would wait for more. An empty line changes nothing; `quit` ends the program as Ctrl+D does.',
    'Who reads the terminal in the thread that works cannot take the next line before the last one is done.',
  ].join(' '),
  parameters: {
    counters: { type: 'integer', default: 2, minimum: 1, maximum: 16, help: 'How many threads work on the lines.' },
    perLine: { type: 'integer', default: 1_500, minimum: 0, maximum: 60_000, help: 'Milliseconds of work on each line.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { perLine: 1 },
    input: ['to be or not to be', '', 'that is the question', 'quit', 'this is not read'],
    lines: {
      MainThread: ['type lines; Ctrl+D or “quit” ends', '2 lines with 10 words'],
      'counter-*': ['“to be or not to be” has 6 words', '“that is the question” has 4 words'],
    },
  },
  main({ counters: count, perLine }, input) {
    const lines = new Queue<string>(0, { name: 'lines' });
    const counted = new Int32Array(new SharedArrayBuffer(8));
    const counters = Array.from({ length: count }, (_, n) => new Thread(countWords, { args: [lines, counted, perLine], name: `counter-${n + 1}` }));
    for (const counter of counters) counter.start();
    print('type lines; Ctrl+D or “quit” ends');
    for (const line of input) {
      if (line === 'quit') break;
      if (line.trim() !== '') lines.put(line);
    }
    lines.shutdown();
    for (const counter of counters) counter.join();
    print(`${counted[0]} lines with ${counted[1]} words`);
  },
});
