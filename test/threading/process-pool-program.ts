// A program with a pool of processes, for process-pool-executor.scenarios.ts. Writes lines to standard output; never ends by itself where it is to be killed.
import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { observe, ProcessPoolExecutor, startSupervisor, task } from '../../recipes/threading/index.js';

/** Says which process it is, and is then too busy to notice anything. */
export const spin = task(import.meta.url, function spin(): void {
  writeSync(1, `busy ${process.pid}\n`);
  for (;;);
});
export const square = task(import.meta.url, function square(n: number): number {
  return n * n;
});
export const observed = task(import.meta.url, function observed(): void {
  using pool = new ProcessPoolExecutor(2, { name: 'seen' });
  pool.submit(square, 3).result();
  writeSync(1, `${JSON.stringify(observe().resources.find((resource) => resource.name === 'seen'))}\n`);
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const pool = new ProcessPoolExecutor(2);
  switch (process.argv[2]) {
    case 'to be killed':
      pool.submit(spin);
      pool.submit(spin).result();
      break;
    case 'forgets to shut down':
      writeSync(1, `${pool.submit(square, 5).result()}\n`);
      break;
    case 'host':
      startSupervisor({ onOutput: (_thread, text) => writeSync(1, text), onIdle: () => process.exit(0) }).start(observed);
      break;
    default:
      throw new Error(`What is ${process.argv[2]}?`);
  }
}
