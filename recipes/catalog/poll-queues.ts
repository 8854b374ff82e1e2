// Several queues and a socket, one thread: it sleeps until one of them has something, wherever that comes from.
import { once } from 'node:events';
import { readSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { startNewsSources, Waits, type NewsSources } from '../patterns/news-sources.js';
import { defineRecipe } from '../recipe.js';
import { canSelectSockets, descriptorOf, PollableQueue, print, QueueShutDown, select, selecting } from '../threading/index.js';

/** Connected, and waiting to be read. */
async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** The thread blocks in poll(2): each queue has a socketpair, and a byte in it while the queue has items. Everything is a descriptor then. */
export async function blockForNews({ orders, payments, port }: NewsSources): Promise<Waits> {
  const waits = new Waits();
  const socket = await open(port);
  const buffer = Buffer.alloc(4096);
  let begun = '';
  let sources = [orders, payments, socket];
  const finished = (source: (typeof sources)[number]) => void (sources = sources.filter((each) => each !== source));
  while (sources.length > 0) {
    waits.looks++;
    for (const ready of select(sources)) {
      if (ready instanceof PollableQueue) {
        try {
          waits.took(ready.get());
        } catch (error) {
          if (!(error instanceof QueueShutDown)) throw error;
          finished(ready);
        }
      } else {
        const length = readSync(descriptorOf(ready), buffer);
        begun = waits.tookLines(begun + buffer.toString('latin1', 0, length));
        if (length === 0) finished(ready);
      }
    }
  }
  socket.destroy();
  return waits;
}

/** The same in the thread's event loop: timers and other connections of this thread go on meanwhile. */
export async function loopForNews({ orders, payments, port }: NewsSources): Promise<Waits> {
  const waits = new Waits();
  const socket = await open(port);
  let begun = '';
  for await (const sources of selecting([orders, payments, socket])) {
    waits.looks++;
    for (const ready of sources) {
      if (ready instanceof PollableQueue) waits.took(ready.get());
      else begun = waits.tookLines(begun + String(ready.read() ?? ''));
    }
  }
  return waits;
}

export const recipe = defineRecipe({
  section: '12.13',
  title: 'Several queues and a socket in one select',
  story: 'One thread serves two queues and a network connection, and sleeps until any of them has something.',
  doc: [
    'A thread that waits in `get` of one queue does not see what lies in another, and none of both tells when a socket has data. `select` waits for all of them at once: a `PollableQueue` has a descriptor of its own, one end of a socketpair, that can be read while the queue has items.',
    'In the sidebar the main thread waits in `select` and takes the news as they come: `orders` and `payments` are empty nearly always. The table tells how long a piece of news lay there and how often the thread was woken.',
    '`way` decides where the thread waits: `blocking` in `poll(2)`, which needs the package koffi; `event loop` anywhere, and there the descriptors are not needed. `automatic` takes the first where it can.',
    'Without it one polls each source with a timeout: the twin shows what that costs.',
  ].join(' '),
  parameters: {
    news: { type: 'integer', default: 60, minimum: 1, maximum: 100_000, help: 'Pieces of news from each of the three sources.' },
    every: { type: 'integer', default: 80, minimum: 0, maximum: 60_000, help: 'Milliseconds between two of the same source, on average.' },
    way: { type: 'choice', default: 'automatic', choices: ['automatic', 'blocking', 'event loop'], help: 'Where the thread waits: in poll(2), or in its event loop.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { news: 20, every: 5 },
    lines: { MainThread: ['way * news * mean wait * longest * looks', 'select, * 60 * ms * ms *', 'all 60 pieces of news came'] },
  },
  async main({ news, every, way }) {
    const blocking = way === 'blocking' || (way === 'automatic' && canSelectSockets());
    const sources = startNewsSources(news, every);
    print(Waits.heading);
    const waits = await (blocking ? blockForNews(sources) : loopForNews(sources));
    print(waits.row(blocking ? 'select, blocking' : 'select, event loop'));
    sources.join();
    if (waits.count !== 3 * news) throw new Error(`${waits.count} pieces of news came instead of ${3 * news}`);
    print(`all ${waits.count} pieces of news came`);
  },
});
