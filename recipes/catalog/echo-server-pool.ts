// A TCP echo server whose requests are worked on by a pool of threads, and clients that check every echo.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { defineRecipe } from '../recipe.js';
import { print, sleep, task, ThreadPoolExecutor } from '../threading/index.js';

/** The work on one request, in a thread of the pool: it may block or compute without holding up the other connections. */
export const answer = task(import.meta.url, function answer(request: string, workMs: number): string {
  sleep(workMs);
  return request;
});

/** One connection: requests are answered in the order in which they came. */
async function serve(socket: Socket, pool: ThreadPoolExecutor, workMs: number): Promise<void> {
  for await (const line of createInterface({ input: socket })) {
    socket.write(`${await pool.submit(answer, line, workMs).resultAsync()}\n`);
  }
  socket.end();
}

/** A thread of its own for the clients, as if they were another program. Answers how many echoes were right. */
export const clients = task(import.meta.url, async function clients(port: number, count: number, requests: number): Promise<number> {
  const right = await Promise.all(Array.from({ length: count }, (_, id) => oneClient(port, id + 1, requests)));
  return right.reduce((sum, each) => sum + each, 0);
});

async function oneClient(port: number, id: number, requests: number): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const echoes = createInterface({ input: socket })[Symbol.asyncIterator]();
  let right = 0;
  for (let n = 1; n <= requests; n++) {
    const request = `client ${id}, request ${n}`;
    socket.write(`${request}\n`);
    const { value: echo } = await echoes.next();
    if (echo !== request) throw new Error(`sent “${request}”, received “${echo}”`);
    right++;
  }
  print(`client ${id}: ${right} echoes, all right`);
  socket.end();
  return right;
}

export const recipe = defineRecipe({
  section: '12.7',
  title: 'An echo server with a thread pool',
  story: 'A real TCP server hands each request to a pool of threads; clients check every echo.',
  doc: [
    'A thread for every connection costs megabytes each and lets anybody bring the program down; a pool has a fixed number of threads and a queue before them.',
    'The event loop reads and writes the sockets, the pool does the work that takes time.',
    'In the sidebar, watch the pool: while all of its threads are busy, requests are pending.',
  ].join(' '),
  parameters: {
    poolSize: { type: 'integer', default: 4, minimum: 1, maximum: 128, help: 'Threads in the pool.' },
    clients: { type: 'integer', default: 8, minimum: 1, maximum: 500, help: 'Clients that are connected at the same time.' },
    requests: { type: 'integer', default: 5, minimum: 1, maximum: 10_000, help: 'Requests of each client, one after the other.' },
    work: { type: 'integer', default: 100, minimum: 0, maximum: 10_000, help: 'Milliseconds of work on each request.' },
    port: { type: 'integer', default: 0, minimum: 0, maximum: 65_535, help: 'TCP port on the loopback address; 0 for any free one.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { work: 1, clients: 3 },
    lines: {
      MainThread: ['listening on 127.0.0.1:*', '15 of 15 echoes were right'],
      'clients_*': ['client 1: 5 echoes, all right', 'client 2: 5 echoes, all right', 'client 3: 5 echoes, all right'],
    },
  },
  async main({ poolSize, clients: count, requests, work, port }) {
    using pool = new ThreadPoolExecutor(poolSize, { name: 'echo pool' });
    const server = createServer((socket) => {
      serve(socket, pool, work).catch((error: unknown) => socket.destroy(error instanceof Error ? error : undefined));
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address() as AddressInfo;
    print(`listening on 127.0.0.1:${address.port}`);

    using clientProgram = new ThreadPoolExecutor(1, { name: 'clients' });
    const right = await clientProgram.submit(clients, address.port, count, requests).resultAsync();
    server.close();
    print(`${right} of ${count * requests} echoes were right`);
  },
});
