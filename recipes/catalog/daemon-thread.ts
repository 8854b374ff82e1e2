// A daemon thread does not keep the program alive: it ends with it, wherever it is.
import { defineRecipe } from '../recipe.js';
import { print, sleep, task, Thread } from '../threading/index.js';

export const heartbeat = task(import.meta.url, function heartbeat(everyMs: number): never {
  for (let beat = 1; ; beat++) {
    print(`beat ${beat}`);
    sleep(everyMs);
  }
});

export const recipe = defineRecipe({
  section: '12.1',
  title: 'A daemon thread',
  story: 'A background thread that never returns and still does not keep the program from ending.',
  doc: [
    'A program ends when its main thread and all ordinary threads have ended.',
    'A daemon thread does not count: the heartbeat here never returns, and is cut off when the work is done.',
    'In the sidebar the heartbeat is marked *daemon* and sleeps between two beats; when the main thread has ended it is cut off in the middle of that.',
    'As an ordinary thread it would keep the program alive for ever. As a daemon it must not hold anything that has to be put back in order: nobody asks it before it ends.',
  ].join(' '),
  parameters: {
    every: { type: 'integer', default: 300, minimum: 10, maximum: 60_000, help: 'Milliseconds between two beats.' },
    work: { type: 'integer', default: 2_000, minimum: 0, maximum: 600_000, help: 'Milliseconds that the main thread works.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { work: 1_000, every: 50 },
    lines: { MainThread: ['working', 'done: the heartbeat ends with the program'], heartbeat: ['beat 1', 'beat 2', '...'] },
  },
  main({ every, work }) {
    new Thread(heartbeat, { args: [every], name: 'heartbeat', daemon: true }).start();
    print('working');
    sleep(work);
    print('done: the heartbeat ends with the program');
  },
});
