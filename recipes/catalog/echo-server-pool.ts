// A TCP echo server whose requests are worked on by a pool of threads, and clients that check every echo.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { echoClients } from '../patterns/echo-clients.js';
import { defineRecipe } from '../recipe.js';
import { print, sleep, sleepAsync, task, Thread, ThreadPoolExecutor } from '../threading/index.js';

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

export const recipe = defineRecipe({
  section: '12.7',
  title: 'An echo server with a thread pool',
  story: 'A real TCP server hands each request to a pool of threads; clients check every echo.',
  doc: [
    'A thread for every connection costs megabytes each and lets anybody bring the program down; a pool has a fixed number of threads and a queue before them.',
    'The event loop reads and writes the sockets, the pool does the work that takes time. A thread of the pool is started only when none is free: the 128 cost nothing before they are needed, and about 1.5 GB when they all are. With `poolSize` 16 it is a tenth of that, and the requests wait longer.',
    'In the sidebar, watch the pool: while all of its threads are busy, requests are pending. What that costs is printed at the end, to be compared with the twin.',
    'With `port` and `stay` you can be a client yourself: `nc 127.0.0.1 <port>`, then type.',
  ].join(' '),
  parameters: {
    poolSize: { type: 'integer', default: 128, minimum: 1, maximum: 128, help: 'Threads in the pool at most, of about 11 MB each once they have started.' },
    clients: { type: 'integer', default: 150, minimum: 0, maximum: 500, help: 'Clients that are connected at the same time.' },
    requests: { type: 'integer', default: 8, minimum: 1, maximum: 10_000, help: 'Requests of each client, one after the other.' },
    work: { type: 'integer', default: 200, minimum: 0, maximum: 10_000, help: 'Milliseconds of work on each request.' },
    port: { type: 'integer', default: 0, minimum: 0, maximum: 65_535, help: 'TCP port on the loopback address; 0 for any free one.' },
    stay: { type: 'integer', default: 0, minimum: 0, maximum: 3_600, help: 'Seconds that the server stays up afterwards, for clients of your own.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { work: 1, clients: 3, requests: 5, poolSize: 2 },
    lines: {
      MainThread: ['listening on 127.0.0.1:*', '15 of 15 echoes were right', 'up to * threads for 3 clients, * MB more than at the start'],
      'clients_*': ['client 1: 5 echoes, all right', 'client 2: 5 echoes, all right', 'client 3: 5 echoes, all right'],
    },
  },
  async main({ poolSize, clients: count, requests, work, port, stay }) {
    using clientProgram = new ThreadPoolExecutor(1, { name: 'clients' });
    using pool = new ThreadPoolExecutor(poolSize, { name: 'echo pool' });
    // A client that has said all it wants to say still wants the answers.
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      serve(socket, pool, work).catch((error: unknown) => socket.destroy(error instanceof Error ? error : undefined));
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address() as AddressInfo;
    print(`listening on 127.0.0.1:${address.port}`);

    const before = process.memoryUsage.rss();
    const right = await clientProgram.submit(echoClients, address.port, count, requests).resultAsync();
    print(`${right} of ${count * requests} echoes were right`);
    const workers = Thread.enumerate().filter(({ name }) => name.startsWith(pool.name)).length;
    print(`up to ${workers} threads for ${count} clients, ${Math.round((process.memoryUsage.rss() - before) / 1e6)} MB more than at the start`);
    await sleepAsync(stay * 1_000);
    server.close();
  },
});
