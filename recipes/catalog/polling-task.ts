// A task that computes without a pause, and polls a flag between two steps so that it can be ended.
import { defineRecipe } from '../recipe.js';
import { Event, print, task, Thread } from '../threading/index.js';

/** Counts primes until it is asked to stop. A step is short, so that the answer to the flag comes soon. */
export const countPrimes = task(import.meta.url, function countPrimes(terminate: Event, found: Int32Array): void {
  let primes = 0;
  for (let start = 2; !terminate.isSet(); start += 1_000) {
    for (let n = start; n < start + 1_000; n++) if (isPrime(n)) primes++;
    Atomics.store(found, 0, primes); // What a stopped task leaves behind is complete up to its last step.
  }
  print('asked to stop; nothing is left half done');
});

function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return true;
}

/** A thread together with the flag that ends it: who starts such a task need not know how it is stopped. */
class StoppableTask implements Disposable {
  readonly #terminate = new Event({ name: 'terminate' });
  readonly #thread: Thread;

  constructor(found: Int32Array) {
    this.#thread = new Thread(countPrimes, { args: [this.#terminate, found], name: 'prime counter' });
    this.#thread.start();
  }

  get running(): boolean {
    return this.#thread.isAlive();
  }

  /** Blocks for `milliseconds`, or until the thread has ended by itself. */
  wait(milliseconds: number): void {
    this.#thread.join(milliseconds);
  }

  /** Asks, and waits until it has happened. */
  [Symbol.dispose](): void {
    this.#terminate.set();
    this.#thread.join();
  }
}

export const recipe = defineRecipe({
  section: '12.1',
  title: 'A task that polls a flag',
  story: 'A thread that computes all the time looks at a flag between two steps, and ends soon after it was asked.',
  doc: [
    'A busy thread does not sleep and waits for nothing, so nothing from outside reaches it: it has to look for itself whether it should end.',
    'It looks between two short steps, never within one, so that what it leaves behind is whole.',
    'In the sidebar the prime counter is *running* all the time; the `terminate` event is set, and a moment later the thread has ended.',
    'A task that does not poll runs until its process is killed.',
  ].join(' '),
  parameters: {
    time: { type: 'integer', default: 3_000, minimum: 0, maximum: 600_000, help: 'Milliseconds until the task is asked to stop.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { time: 200 },
    lines: {
      MainThread: ['counting primes', 'still running: true', 'stopped after finding * primes, running: false'],
      'prime counter': ['asked to stop; nothing is left half done'],
    },
  },
  main({ time }) {
    const found = new Int32Array(new SharedArrayBuffer(4));
    const counter = new StoppableTask(found);
    {
      using running = counter;
      print('counting primes');
      running.wait(time);
      print(`still running: ${running.running}`);
    }
    print(`stopped after finding ${found[0]} primes, running: ${counter.running}`);
  },
});
