// A class whose methods all take one RLock, and may therefore call each other.
import { defineRecipe } from '../recipe.js';
import { print, RLock, task, Thread } from '../threading/index.js';

/** What travels to another thread, which makes its own `Stock` of it. */
interface StockParts {
  lock: RLock;
  /** How many pieces of each article there are. */
  pieces: Int32Array;
}

/** Every public method holds the lock from its first line to its last. */
class Stock {
  readonly #lock: RLock;
  readonly #pieces: Int32Array;

  constructor({ lock, pieces }: StockParts) {
    this.#lock = lock;
    this.#pieces = pieces;
  }

  add(article: number, count: number): void {
    using held = this.#lock.hold();
    this.#pieces[article] = this.#pieces[article]! + count;
  }

  /** Takes from the stock; false where there are too few. */
  take(article: number, count: number): boolean {
    using held = this.#lock.hold();
    if (this.#pieces[article]! < count) return false;
    this.add(article, -count); // Takes the lock that this thread holds already: a Lock would wait for itself here, for ever.
    return true;
  }

  /** Both or nothing: nobody ever sees the pieces in neither place. */
  exchange(from: number, to: number, count: number): boolean {
    using held = this.#lock.hold();
    if (!this.take(from, count)) return false;
    this.add(to, count);
    return true;
  }

  total(): number {
    using held = this.#lock.hold();
    return this.#pieces.reduce((sum, each) => sum + each, 0);
  }
}

export const trade = task(import.meta.url, function trade(parts: StockParts, from: number, to: number, times: number): void {
  const stock = new Stock(parts);
  const total = stock.total();
  let exchanged = 0;
  let strange = 0;
  for (let n = 0; n < times; n++) {
    if (stock.exchange(from, to, 1)) exchanged++;
    if (stock.total() !== total) strange++;
  }
  print(`saw ${strange} wrong totals in ${exchanged} exchanges`);
});

export const recipe = defineRecipe({
  section: '12.4',
  title: 'A class with an RLock',
  story: 'The methods of a class lock the whole object and still call each other, because an RLock counts.',
  doc: [
    'With one lock around all its methods an object is whole whenever another thread looks at it.',
    'A method that calls another method of its object takes the lock a second time: an `RLock` belongs to its thread and counts how often it was taken.',
    'In the sidebar the lock’s depth goes up to 3, and the other traders wait until it is back at 0. Every thread checks the total after each exchange.',
    'With a plain `Lock` the first exchange would wait for itself.',
  ].join(' '),
  parameters: {
    traders: { type: 'integer', default: 4, minimum: 2, maximum: 32, help: 'How many threads exchange articles.' },
    times: { type: 'integer', default: 1_200_000, minimum: 1, maximum: 10_000_000, help: 'How often each of them tries.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { traders: 3, times: 2_000 },
    lines: { 'trader-*': Array<string>(3).fill('saw 0 wrong totals in * exchanges'), MainThread: ['3000 pieces before, 3000 after'] },
  },
  main({ traders: count, times }) {
    const pieces = new Int32Array(new SharedArrayBuffer(count * 4)).fill(1_000);
    const parts: StockParts = { lock: new RLock({ name: 'stock' }), pieces };
    const traders = Array.from({ length: count }, (_, n) => new Thread(trade, { args: [parts, n, (n + 1) % count, times], name: `trader-${n + 1}` }));
    for (const trader of traders) trader.start();
    for (const trader of traders) trader.join();
    const after = new Stock(parts).total();
    print(`${count * 1_000} pieces before, ${after} after`);
    if (after !== count * 1_000) throw new Error('pieces were lost or made');
  },
});
