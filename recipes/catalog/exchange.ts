// Publish and subscribe: senders and receivers know an exchange by its name, and not each other.
import { Exchange, ExchangeThread, type Order } from '../patterns/exchange.js';
import { defineRecipe } from '../recipe.js';
import { Barrier, print, Queue, sleep, task, Thread } from '../threading/index.js';

/** Reads what comes until it has read enough, and detaches itself: `using` does so also when the reader fails. */
export const reader = task(import.meta.url, function reader(orders: Queue<Order>, topic: string, everybodyListens: Barrier, atMost: number): void {
  const headlines = new Queue<string>(0, { name: `${Thread.current().name} reads` });
  using subscription = new Exchange<string>(orders, topic).subscribe(headlines);
  everybodyListens.wait();
  for (let n = 0; n < atMost; n++) print(headlines.get());
  print(`enough: ${atMost} headlines`);
});

/** Nobody who publishes knows of it: it is attached to every topic and counts what goes through. */
export const diagnostics = task(import.meta.url, function diagnostics(everything: Queue<string>): void {
  const counted = new Map<string, number>();
  for (const headline of everything) {
    const topic = headline.slice(0, headline.indexOf(':'));
    counted.set(topic, (counted.get(topic) ?? 0) + 1);
  }
  for (const [topic, count] of [...counted].sort()) print(`${topic}: ${count} messages`);
});

export const recipe = defineRecipe({
  section: '12.11',
  title: 'Publish and subscribe',
  story: 'Named exchanges pass messages on to whoever is attached; a diagnostics subscriber counts them.',
  doc: [
    'When a thread sends to another it has to know it. An exchange stands between them: one sends to a name, and everybody who is attached to that name gets a copy.',
    'Readers attach and detach while messages flow, `using` makes sure of the second; the publisher never changes for it, and never waits for a reader.',
    'In the sidebar each reader has a queue of its own; one reader has read enough after a few headlines and leaves, the other goes on.',
    'The diagnostics subscriber shows what the pattern is good for: it counts everything, and no line of the program was changed for it.',
    'The lists of subscribers are the trap: as a plain object each thread would have a copy of its own, so they belong to one thread, which is told what to change.',
  ].join(' '),
  parameters: {
    headlines: { type: 'integer', default: 12, minimum: 3, maximum: 100_000, help: 'How many messages are sent to each of the two exchanges.' },
    every: { type: 'integer', default: 300, minimum: 0, maximum: 60_000, help: 'Milliseconds between two messages.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { headlines: 4, every: 1 },
    lines: {
      'sports reader': ['sports: headline 1', 'sports: headline 2', 'sports: headline 3', 'sports: headline 4', 'enough: 4 headlines'],
      'weather reader': ['weather: headline 1', 'weather: headline 2', 'weather: headline 3', 'enough: 3 headlines'],
      diagnostics: ['sports: 4 messages', 'weather: 4 messages'],
      MainThread: ['sports: sent 4, delivered 8', 'weather: sent 4, delivered *'],
    },
  },
  main({ headlines, every }) {
    using thread = new ExchangeThread();
    const sports = new Exchange<string>(thread.orders, 'sports');
    const weather = new Exchange<string>(thread.orders, 'weather');
    const everything = new Queue<string>(0, { name: 'diagnostics reads' });
    for (const exchange of [sports, weather]) exchange.attach(everything);
    const counting = new Thread(diagnostics, { args: [everything], name: 'diagnostics' }).start();

    const everybodyListens = new Barrier(3, { name: 'everybody listens' });
    const readers = [
      new Thread(reader, { args: [thread.orders, 'sports', everybodyListens, headlines], name: 'sports reader' }).start(),
      new Thread(reader, { args: [thread.orders, 'weather', everybodyListens, 3], name: 'weather reader' }).start(),
    ];
    everybodyListens.wait();
    for (let n = 1; n <= headlines; n++) {
      for (const exchange of [sports, weather]) exchange.send(`${exchange.name}: headline ${n}`);
      sleep(every);
    }
    for (const each of readers) each.join();
    for (const exchange of [sports, weather]) {
      const { sent, delivered } = exchange.counts();
      print(`${exchange.name}: sent ${sent}, delivered ${delivered}`);
      exchange.detach(everything);
    }
    everything.shutdown();
    counting.join();
  },
});
