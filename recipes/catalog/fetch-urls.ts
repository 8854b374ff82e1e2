// Fetch many pages with a pool of threads: each submit answers a future, which holds the page later, or the error.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defineRecipe } from '../recipe.js';
import { print, sleepAsync, task, ThreadPoolExecutor } from '../threading/index.js';

/** Throws where the page is not there; the future then throws the same in whoever asks for the result. */
export const fetchUrl = task(import.meta.url, async function fetchUrl(url: string): Promise<number> {
  const response = await fetch(url, { headers: { connection: 'close' } });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return (await response.text()).length;
});

export const recipe = defineRecipe({
  section: '12.7',
  title: 'URLs fetched with futures',
  story: 'A pool fetches pages from a local HTTP server; futures hold the results, and also the errors, until somebody asks.',
  doc: [
    '`submit` does not wait: it hands the task to the pool and answers a `Future`. Its `result()` waits, and throws what the task threw.',
    'So all pages are fetched side by side, and the results are read in the order of the requests, whichever came first.',
    'In the sidebar, see the pool: as many requests run as it has threads, the others are pending; and each future says how far it is.',
    'Without futures each thread would have to put its result somewhere, under a lock, and an exception would be lost.',
  ].join(' '),
  parameters: {
    pages: { type: 'integer', default: 12, minimum: 1, maximum: 10_000, help: 'How many pages there are; one more is asked for, which does not exist.' },
    threads: { type: 'integer', default: 4, minimum: 1, maximum: 64, help: 'Threads in the pool.' },
    delay: { type: 'integer', default: 1_000, minimum: 0, maximum: 60_000, help: 'Milliseconds that the server takes for a page.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { pages: 3, threads: 2, delay: 20 },
    lines: { MainThread: ['4 pages asked for', '/page/1: 100 characters', '/page/2: 200 characters', '/page/3: 300 characters', '/page/4: Error: 404 Not Found', 'fetched in * s, one after the other at least * s'] },
  },
  async main({ pages, threads, delay }) {
    const server = createServer((request, response) => {
      const number = Number(request.url!.split('/').at(-1));
      void sleepAsync(delay).then(() => (number <= pages ? response.end('x'.repeat(number * 100)) : response.writeHead(404).end()));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;

    using pool = new ThreadPoolExecutor(threads, { name: 'fetchers' });
    const since = performance.now();
    const paths = Array.from({ length: pages + 1 }, (_, n) => `/page/${n + 1}`);
    const futures = paths.map((path) => pool.submit(fetchUrl, `http://127.0.0.1:${port}${path}`));
    print(`${futures.length} pages asked for`);
    for (const [n, future] of futures.entries()) {
      try {
        print(`${paths[n]}: ${await future.resultAsync()} characters`);
      } catch (error) {
        print(`${paths[n]}: ${String(error)}`);
      }
    }
    const seconds = (performance.now() - since) / 1_000;
    print(`fetched in ${seconds.toFixed(1)} s, one after the other at least ${((delay * paths.length) / 1_000).toFixed(1)} s`);
    server.close();
  },
});
