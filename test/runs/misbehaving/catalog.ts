// Recipes that do what a recipe should not do.
import { defineRecipe, type Expectation } from '../../../recipes/recipe.js';
import { Event, Lock, Queue, Thread, print, sleep, task } from '../../../recipes/threading/index.js';

export const sections = { '0': 'Trouble' };

const trouble = (title: string, main: () => void | Promise<void>, expects: Expectation = 'completes') => async () => ({
  recipe: defineRecipe({ section: '0', title, story: title, doc: title, parameters: {}, expects, transcript: { parameters: {}, lines: {} }, main }),
});

const raiseInThread = task(import.meta.url, function raiseInThread() {
  throw new Error('in a thread');
});
const waitForEver = task(import.meta.url, function waitForEver() {
  new Event({ name: 'never' }).wait();
});
const holdAndEnd = task(import.meta.url, function holdAndEnd(lock: Lock) {
  lock.acquire();
});
const greet = task(import.meta.url, function greet() {
  sleep(20);
  print('hello from a thread');
});

function printMegabytes(count: number): void {
  const megabyte = `${'x'.repeat(1023)}\n`.repeat(1024);
  for (let n = 0; n < count; n++) print(megabyte);
}

export const catalog = {
  throws: trouble('throws', () => {
    throw new TypeError('no such thing');
  }),
  'throws-in-thread': trouble('throws in a thread', () => {
    const thread = new Thread(raiseInThread, { name: 'unlucky' });
    thread.start();
    thread.join();
    print('the main thread goes on');
  }),
  exits: trouble('exits', () => process.exit(7)),
  'exits-process': trouble('kills its process', () => {
    process.kill(process.pid, 'SIGKILL');
    sleep(60_000);
  }),
  'exhausts-heap': trouble('exhausts its heap', () => {
    const hoard: number[][] = [];
    for (;;) hoard.push(new Array<number>(10_000).fill(hoard.length));
  }),
  'exhausts-memory': trouble('exhausts memory outside the heap', async () => {
    const hoard: Buffer[] = [];
    for (;;) {
      hoard.push(Buffer.alloc(16 * 1024 * 1024, 1));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }),
  'blocks-for-ever': trouble('blocks for ever', () => {
    new Event({ name: 'never' }).wait();
  }),
  'spins-for-ever': trouble('computes for ever', () => {
    for (let n = 0; ; n++) Math.sqrt(n);
  }),
  'refuses-to-stop': trouble('swallows every interruption', () => {
    for (;;) {
      try {
        new Event({ name: 'never' }).wait();
      } catch {
        // Rude on purpose.
      }
    }
  }),
  'threads-block-for-ever': trouble('threads block for ever', () => {
    const threads = [1, 2, 3].map((n) => new Thread(waitForEver, { name: `waiter-${n}` }));
    for (const thread of threads) thread.start();
    for (const thread of threads) thread.join();
  }),
  'leaves-a-lock': trouble('a thread ends with a lock', () => {
    const lock = new Lock({ name: 'left behind' });
    const thread = new Thread(holdAndEnd, { args: [lock], name: 'careless' });
    thread.start();
    thread.join();
    lock.acquire();
  }),
  'tidies-up-at-last': trouble('gives everything back as its last act', () => {
    const lock = new Lock({ name: 'given back' });
    const letters = new Queue<string>(0, { name: 'read letters' });
    letters.put('one');
    lock.acquire();
    sleep(100); // Time enough for a sample.
    letters.get();
    lock.release();
  }),
  'prints-a-gigabyte': trouble('prints a gigabyte', () => printMegabytes(1024)),
  'prints-megabytes': trouble('prints 200 MB', () => printMegabytes(200)),
  'joins-nobody': trouble('does not join its thread', () => {
    new Thread(greet, { name: 'greeter' }).start();
  }),
  'loads-badly': () => Promise.reject(new SyntaxError('Unexpected end of input')),
};
