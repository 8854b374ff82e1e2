// A subscriber that is slower than the messages come: bounded, it misses some and says how many; or it makes everybody wait.
import { Exchange, ExchangeThread, type WhenFull } from '../patterns/exchange.js';
import { defineRecipe } from '../recipe.js';
import { print, Queue, sleep, task, Thread } from '../threading/index.js';

export interface Reading {
  number: number;
  sentAt: number;
}

/** Counts what it gets, and how late the latest was. */
export const subscriber = task(import.meta.url, function subscriber(readings: Queue<Reading>, perReadingMs: number): void {
  let got = 0;
  let latest = 0;
  for (const { sentAt } of readings) {
    got++;
    latest = Math.max(latest, Date.now() - sentAt);
    if (perReadingMs > 0) sleep(perReadingMs);
  }
  print(`got ${got} readings, one of them ${latest} ms late`);
});

export const recipe = defineRecipe({
  section: '12.11',
  title: 'A slow subscriber',
  story: 'One subscriber cannot keep up: a bounded queue keeps it from harming the others, or lets it.',
  doc: [
    'A publisher knows nothing of its subscribers, so a slow one has nobody who waits for it. Its queue would grow until memory is full: it has to be bounded.',
    'What happens when it is full is a decision. `drop`: this subscriber misses messages, which are counted, and nobody else notices.',
    '`wait`: nothing is lost, but the exchange stands still for the slowest, and everybody else gets everything late: compare how late the fast subscriber’s readings are.',
    'In the sidebar, the slow subscriber’s queue is full; with `wait` the thread `exchange` waits to put, and the orders before it pile up.',
  ].join(' '),
  parameters: {
    whenFull: { type: 'choice', default: 'drop', choices: ['drop', 'wait'], help: 'What the exchange does when a subscriber has no room.' },
    readings: { type: 'integer', default: 40, minimum: 1, maximum: 100_000, help: 'How many messages are published.' },
    every: { type: 'integer', default: 80, minimum: 0, maximum: 60_000, help: 'Milliseconds between two messages.' },
    slow: { type: 'integer', default: 250, minimum: 0, maximum: 60_000, help: 'Milliseconds that the slow subscriber needs for a message.' },
    capacity: { type: 'integer', default: 5, minimum: 1, maximum: 100_000, help: 'How many messages the slow subscriber’s queue holds.' },
  },
  expects: 'completes',
  transcript: {
    // The slow one is still at its first reading when the last one comes.
    parameters: { whenFull: 'drop', readings: 20, every: 0, slow: 250, capacity: 2 },
    lines: {
      'fast subscriber': ['got 20 readings, one of them * ms late'],
      'slow subscriber': ['got * readings, one of them * ms late'],
      MainThread: ['sent 20, delivered *, dropped <some>', 'every copy is accounted for'],
    },
  },
  main({ whenFull, readings, every, slow, capacity }) {
    const queues = [new Queue<Reading>(0, { name: 'fast queue' }), new Queue<Reading>(capacity, { name: 'slow queue' })] as const;
    const threads = [
      new Thread(subscriber, { args: [queues[0], 0], name: 'fast subscriber' }).start(),
      new Thread(subscriber, { args: [queues[1], slow], name: 'slow subscriber' }).start(),
    ];
    using exchangeThread = new ExchangeThread(whenFull as WhenFull);
    const exchange = new Exchange<Reading>(exchangeThread.orders, 'thermometer');
    for (const queue of queues) exchange.attach(queue);
    for (let number = 1; number <= readings; number++) {
      exchange.send({ number, sentAt: Date.now() });
      if (every > 0) sleep(every);
    }
    const { sent, delivered, dropped } = exchange.counts();
    print(`sent ${sent}, delivered ${delivered}, dropped ${dropped}`);
    for (const queue of queues) queue.shutdown();
    for (const thread of threads) thread.join();
    if (delivered + dropped !== sent * queues.length) throw new Error('a copy was neither delivered nor dropped');
    print('every copy is accounted for');
  },
});
