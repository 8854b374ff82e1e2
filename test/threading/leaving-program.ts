// A plain program that ends while its pool has work; thread-pool-executor.scenarios.ts looks at what still comes.
import { isMainThread } from 'node:worker_threads';
import { print, sleep, task, ThreadPoolExecutor } from '../../recipes/threading/index.js';

export const sayLater = task(import.meta.url, function sayLater(text: string) {
  sleep(200);
  print(text);
});

if (isMainThread) {
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
