// A plain program whose threads print; sleep.scenarios.ts looks at what arrives.
import { isMainThread } from 'node:worker_threads';
import { Event, print, sleep, task, Thread } from '../../recipes/threading/index.js';

export const blocked = task(import.meta.url, function blocked() {
  print('print', 1, 'one');
  console.log('console.log', { two: 2 });
  console.error('console.error 3');
  process.stdout.write('process.stdout 4\n');
  print('äöü 🎈');
  new Event().wait();
});

export const many = task(import.meta.url, function many(who: number) {
  for (let n = 0; n < 5000; n++) print(`thread ${who} line ${n} ${'x'.repeat((n * 37) % 500 + 1)}`);
});

export const large = task(import.meta.url, function large() {
  print('0123456789é'.repeat(500_000));
  print('end');
});

if (isMainThread) {
  switch (process.argv[2]) {
    case 'blocked':
      new Thread(blocked, { daemon: true }).start();
      // A daemon does not keep the program going; this thread does, for a moment.
      sleep(1000);
      break;
    case 'many':
      for (const who of [0, 1, 2]) new Thread(many, { args: [who] }).start();
      break;
    default:
      new Thread(large).start();
  }
}
