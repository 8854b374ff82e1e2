// End a pool: what runs may finish, what has not begun is cancelled, and nothing new is taken.
import { defineRecipe } from '../recipe.js';
import { Cancelled, Event, ExecutorShutDown, print, Semaphore, sleep, task, ThreadPoolExecutor } from '../threading/index.js';

export const develop = task(import.meta.url, function develop(photo: number, begun: Semaphore, light: Event, workMs: number): string {
  begun.release();
  sleep(workMs);
  light.wait();
  return `photo ${photo}`;
});

export const recipe = defineRecipe({
  section: '12.7',
  title: 'Shutdown and cancellation of a pool',
  story: 'Cancel one task, cancel all that wait, let those that run finish, and see what becomes of each future.',
  doc: [
    'A task that a thread has begun cannot be taken back, one that is still in the queue can: `cancel()` says which it was.',
    '`shutdown({ cancelPending: true })` cancels all that wait, takes nothing new, and waits for those that run; a `using` block around a pool shuts it down in any case, but cancels nothing.',
    'In the sidebar the number of pending tasks falls to 0 at once, and the threads end when their photo is done.',
    'Without `cancelPending` the program would develop every photo before it ends.',
  ].join(' '),
  parameters: {
    photos: { type: 'integer', default: 10, minimum: 4, maximum: 1_000, help: 'How many photos are submitted; two at a time are developed.' },
    work: { type: 'integer', default: 2_500, minimum: 0, maximum: 60_000, help: 'Milliseconds that a photo takes.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { photos: 6, work: 20 },
    lines: {
      MainThread: [
        'two photos are being developed',
        'photo 1 taken back: false, it is running',
        'photo 6 taken back: true, it is cancelled',
        'one more: ExecutorShutDown: ThreadPoolExecutor "darkroom" was shut down and takes no more tasks.',
        'finished: photo 1, photo 2; cancelled: 4',
      ],
    },
  },
  main({ photos, work }) {
    const begun = new Semaphore(0, { name: 'begun' });
    const light = new Event({ name: 'light' });
    using pool = new ThreadPoolExecutor(2, { name: 'darkroom' });
    const futures = Array.from({ length: photos }, (_, n) => pool.submit(develop, n + 1, begun, light, work));
    for (let n = 0; n < 2; n++) begun.acquire();
    print('two photos are being developed');
    for (const photo of [1, photos]) {
      const future = futures[photo - 1]!;
      print(`photo ${photo} taken back: ${future.cancel()}, it is ${future.status}`);
    }
    pool.shutdown({ cancelPending: true, wait: false });
    try {
      pool.submit(develop, photos + 1, begun, light, work);
    } catch (error) {
      if (!(error instanceof ExecutorShutDown)) throw error;
      print(`one more: ${error.name}: ${error.message}`);
    }
    light.set(); // Until now the two could not finish, so that the outcome is the same in every run.
    pool.shutdown();

    const finished: string[] = [];
    let cancelled = 0;
    for (const future of futures) {
      try {
        finished.push(future.result());
      } catch (error) {
        if (!(error instanceof Cancelled)) throw error;
        cancelled++;
      }
    }
    print(`finished: ${finished.join(', ')}; cancelled: ${cancelled}`);
  },
});
