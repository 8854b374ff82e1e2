// A plain program that ends while its pool has work, or its threads go on; thread-pool-executor.scenarios.ts and thread.scenarios.ts look at what still
// comes.
import { isMainThread } from 'node:worker_threads';
import { print, sleep, task, Thread, ThreadPoolExecutor } from '../../recipes/threading/index.js';

export const sayLater = task(import.meta.url, function sayLater(text: string) {
  sleep(200);
  print(text);
});

export const neverEnds = task(import.meta.url, function neverEnds() {
  for (;;) sleep(1000);
});

if (isMainThread && process.argv[2] === 'threads') {
  new Thread(neverEnds, { daemon: true }).start();
  new Thread(sayLater, { args: ['apple'] }).start();
} else if (isMainThread) {
  const pool = new ThreadPoolExecutor(3);
  pool.submit(sayLater, 'apple');
  switch (process.argv[2]) {
    case 'without waiting':
      pool.shutdown({ wait: false });
      break;
    case 'cancelling':
      pool.shutdown({ wait: false, cancelPending: true });
      break;
    default:
  }
}
