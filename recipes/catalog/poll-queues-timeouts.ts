// The broken twin of poll-queues: each source in turn, with a timeout. Whatever comes elsewhere meanwhile lies there until its turn.
import { BlockingSocket } from '../patterns/blocking-socket.js';
import { startNewsSources, Waits, type NewsSources } from '../patterns/news-sources.js';
import { defineRecipe } from '../recipe.js';
import { print, QueueEmpty, QueueShutDown, TimeoutError } from '../threading/index.js';
import { loopForNews } from './poll-queues.js';

/** A source whose `take` waits so long and no longer; false when it is finished. */
type Polled = (timeoutMs: number) => boolean;

function pollForNews({ orders, payments, port }: NewsSources, timeoutMs: number): Waits {
  const waits = new Waits();
  using socket = new BlockingSocket(port, 'news reader');
  let begun = '';
  let sources: Polled[] = [
    ...[orders, payments].map((queue): Polled => (timeout) => {
      try {
        waits.took(queue.get(timeout));
      } catch (error) {
        if (error instanceof QueueShutDown) return false;
        if (!(error instanceof QueueEmpty)) throw error;
      }
      return true;
    }),
    (timeout) => {
      try {
        const text = socket.receive(timeout);
        if (text === null) return false;
        begun = waits.tookLines(begun + text);
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
      }
      return true;
    },
  ];
  while (sources.length > 0) {
    sources = sources.filter((take) => {
      waits.looks++;
      return take(timeoutMs);
    });
  }
  return waits;
}

export const recipe = defineRecipe({
  section: '12.13',
  title: 'Polling queues with timeouts',
  story: 'Broken on purpose: one source after the other is asked with a timeout, and the news from the others lie there meanwhile.',
  doc: [
    'Who cannot wait for several things at once asks each in turn, and waits a little for each. A long timeout lets the news of the other sources lie; a short one wakes the thread all the time, for nothing.',
    'In the sidebar the main thread waits now for `orders`, now for `payments`, now for the socket, while something lies in the queue that it is not waiting for.',
    'The table shows the same load twice: polled, and with `select`. No timeout is right: with `timeout` 1 the wait is short, and the looks are many times the news.',
  ].join(' '),
  twinOf: 'poll-queues',
  parameters: {
    news: { type: 'integer', default: 40, minimum: 1, maximum: 100_000, help: 'Pieces of news from each of the three sources.' },
    every: { type: 'integer', default: 80, minimum: 0, maximum: 60_000, help: 'Milliseconds between two of the same source, on average.' },
    timeout: { type: 'integer', default: 40, minimum: 0, maximum: 10_000, help: 'Milliseconds that each source is waited for.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { news: 15, every: 10, timeout: 20 },
    lines: { MainThread: ['way * news * mean wait * longest * looks', 'polling every 20 ms * 45 * ms * ms *', 'select * 45 * ms * ms *', 'a piece of news waited * times as long'] },
  },
  async main({ news, every, timeout }) {
    print(Waits.heading);
    let sources = startNewsSources(news, every);
    const polled = pollForNews(sources, timeout);
    print(polled.row(`polling every ${timeout} ms`));
    sources.join();
    sources = startNewsSources(news, every);
    const selected = await loopForNews(sources);
    print(selected.row('select'));
    sources.join();
    for (const waits of [polled, selected]) if (waits.count !== 3 * news) throw new Error(`${waits.count} pieces of news came instead of ${3 * news}`);
    print(`a piece of news waited ${(polled.mean / selected.mean).toFixed(1)} times as long`);
  },
});
