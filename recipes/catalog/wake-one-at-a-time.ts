// Wake waiting threads one at a time: a semaphore that starts with no permit.
import { defineRecipe } from '../recipe.js';
import { print, Queue, Semaphore, sleep, task, Thread } from '../threading/index.js';

export const wait = task(import.meta.url, function wait(turn: Semaphore, awake: Queue<string>): void {
  turn.acquire();
  print('woken up');
  awake.put(Thread.current().name);
});

export const recipe = defineRecipe({
  section: '12.2',
  title: 'Wake one waiting thread at a time',
  story: 'Many threads wait on a semaphore without permits; each release wakes exactly one of them.',
  doc: [
    'Setting an event wakes everybody. When one is enough, a semaphore that starts at 0 lets one thread go for each permit that it is given.',
    'In the sidebar all sleepers are *waiting to acquire turn*; at each release one of them ends and the others stay as they are.',
    'Which one it is, is not said: do not count on the order. With an event in its place all would wake, find one piece of work, and wait again.',
  ].join(' '),
  parameters: {
    sleepers: { type: 'integer', default: 8, minimum: 1, maximum: 64, help: 'How many threads wait.' },
    pause: { type: 'integer', default: 600, minimum: 0, maximum: 60_000, help: 'Milliseconds between two releases.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { sleepers: 3, pause: 20 },
    lines: {
      MainThread: ['3 threads wait', 'sleeper-* is awake, 2 still wait', 'sleeper-* is awake, 1 still wait', 'sleeper-* is awake, 0 still wait'],
      'sleeper-*': ['woken up', 'woken up', 'woken up'],
    },
  },
  main({ sleepers: count, pause }) {
    const turn = new Semaphore(0, { name: 'turn' });
    const awake = new Queue<string>(0, { name: 'awake' });
    const sleepers = Array.from({ length: count }, (_, n) => new Thread(wait, { args: [turn, awake], name: `sleeper-${n + 1}` }));
    for (const sleeper of sleepers) sleeper.start();
    print(`${count} threads wait`);
    for (let waiting = count - 1; waiting >= 0; waiting--) {
      sleep(pause);
      turn.release();
      const name = awake.get();
      if (!awake.empty()) throw new Error('one permit has woken two threads');
      print(`${name} is awake, ${waiting} still wait`);
    }
    for (const sleeper of sleepers) sleeper.join();
  },
});
