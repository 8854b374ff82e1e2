// Each thread has a connection of its own to an HTTP server, made when the thread needs it first: a ThreadLocal.
import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defineRecipe } from '../recipe.js';
import { print, sleepAsync, task, Thread, ThreadLocal } from '../threading/index.js';

/** One socket that is kept open from request to request. A socket cannot be shared: it belongs to the thread whose event loop reads it. */
const connection = new ThreadLocal(() => new Agent({ keepAlive: true, maxSockets: 1 }));

interface Page {
  path: string;
  /** Number of the connection over which the server was asked. */
  connection: number;
}

/** Knows of no connection and takes none as an argument: it uses that of the thread in which it runs. */
async function fetchPage(port: number, path: string): Promise<Page> {
  const request = get({ host: '127.0.0.1', port, path, agent: connection.get() });
  const [response] = await once(request, 'response');
  let body = '';
  for await (const text of response.setEncoding('utf8')) body += text;
  return JSON.parse(body) as Page;
}

export const browse = task(import.meta.url, async function browse(port: number, requests: number, pauseMs: number): Promise<void> {
  const name = Thread.current().name;
  const used = new Set<number>();
  for (let n = 1; n <= requests; n++) {
    const page = await fetchPage(port, `/${name}/${n}`);
    if (page.path !== `/${name}/${n}`) throw new Error(`asked for /${name}/${n}, received ${page.path}`);
    used.add(page.connection);
    await sleepAsync(pauseMs);
  }
  connection.get().destroy(); // The thread's last act: what it opened, it closes.
  print(`${requests} pages, all right, over connection ${[...used].join(', ')}`);
});

export const recipe = defineRecipe({
  section: '12.6',
  title: 'A connection for each thread',
  story: 'A ThreadLocal gives each thread its own socket to an HTTP server; every answer and every connection is checked.',
  doc: [
    'Two threads that use one connection mix up their requests; one more argument in every function to pass it on is a nuisance.',
    'A `ThreadLocal` is one name for a value that each thread has of its own, made when the thread asks for it first.',
    'In the sidebar the browsers are *in the event loop*, where their sockets are. The server numbers the connections: there are as many as threads, whatever the number of requests.',
    'With `stay` the server waits for you: `curl http://127.0.0.1:<port>/hello`.',
  ].join(' '),
  parameters: {
    threads: { type: 'integer', default: 4, minimum: 1, maximum: 64, help: 'How many threads ask for pages.' },
    requests: { type: 'integer', default: 12, minimum: 1, maximum: 10_000, help: 'How many pages each of them asks for.' },
    pause: { type: 'integer', default: 300, minimum: 0, maximum: 60_000, help: 'Milliseconds between two requests of a thread.' },
    port: { type: 'integer', default: 0, minimum: 0, maximum: 65_535, help: 'TCP port on the loopback address; 0 for any free one.' },
    stay: { type: 'integer', default: 0, minimum: 0, maximum: 3_600, help: 'Seconds that the server stays up afterwards, for clients of your own.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { threads: 3, requests: 4, pause: 5 },
    lines: {
      'browser-*': ['4 pages, all right, over connection 1', '4 pages, all right, over connection 2', '4 pages, all right, over connection 3'],
      MainThread: ['serving http://127.0.0.1:*/', '12 requests came over 3 connections'],
    },
  },
  async main({ threads: count, requests, pause, port, stay }) {
    let connections = 0;
    let answered = 0;
    const numbers = new WeakMap<object, number>();
    const server = createServer((request, response) => {
      answered++;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ path: request.url, connection: numbers.get(request.socket) }));
    });
    server.keepAliveTimeout = 0; // The threads decide how long a connection lasts, however long they pause.
    server.on('connection', (socket) => numbers.set(socket, ++connections));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address() as AddressInfo;
    print(`serving http://127.0.0.1:${address.port}/`);

    const threads = Array.from({ length: count }, (_, n) => new Thread(browse, { args: [address.port, requests, pause], name: `browser-${n + 1}` }));
    for (const thread of threads) thread.start();
    for (const thread of threads) await thread.joinAsync();
    print(`${answered} requests came over ${connections} connections`);
    if (connections !== count) throw new Error(`${count} threads should have made ${count} connections`);
    await sleepAsync(stay * 1_000);
    server.close();
  },
});
