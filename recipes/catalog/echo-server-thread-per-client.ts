// The broken twin of echo-server-pool: a new thread for everybody who connects, without a limit, and what that costs.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { echoClients } from '../patterns/echo-clients.js';
import { defineRecipe } from '../recipe.js';
import { print, Queue, sleep, task, Thread, ThreadPoolExecutor } from '../threading/index.js';

/** The thread of one client, as long as it is connected. */
export const attend = task(import.meta.url, function attend(requests: Queue<string>, answers: Queue<string>, workMs: number): void {
  for (const request of requests) {
    sleep(workMs);
    answers.put(request);
  }
});

interface Cost {
  threads: number;
  mostThreads: number;
  mostBytes: number;
}

/** One connection. A stranger decides how often this is called: nothing here says “enough”. */
async function serve(socket: Socket, id: number, workMs: number, cost: Cost): Promise<void> {
  const requests = new Queue<string>(0, { name: `requests of client ${id}` });
  const answers = new Queue<string>(0, { name: `answers to client ${id}` });
  const thread = new Thread(attend, { args: [requests, answers, workMs], name: `client ${id}` }).start();
  cost.mostThreads = Math.max(cost.mostThreads, ++cost.threads);
  try {
    for await (const line of createInterface({ input: socket })) {
      requests.put(line);
      socket.write(`${await answers.getAsync()}\n`);
      cost.mostBytes = Math.max(cost.mostBytes, process.memoryUsage.rss());
    }
    socket.end();
  } finally {
    requests.shutdown();
    await thread.joinAsync();
    cost.threads--;
  }
}

export const recipe = defineRecipe({
  section: '12.7',
  title: 'An echo server with a thread for each client',
  story: 'Broken on purpose: whoever connects gets a thread of its own, and the program says what that costs.',
  doc: [
    'The simplest server of all starts a thread for each connection. It works, until many come: each thread costs megabytes and time to start, even if its client says nothing.',
    'In the sidebar there are as many threads as clients, nearly all of them waiting. The megabytes at the end are measured, as in the twin, which serves any number of clients with a fixed number of threads.',
    'Try `clients` = 200: at some number either the memory limit ends the run or no thread can be started any more, and that is when somebody has brought your server down.',
  ].join(' '),
  twinOf: 'echo-server-pool',
  parameters: {
    clients: { type: 'integer', default: 40, minimum: 1, maximum: 500, help: 'Clients that are connected at the same time.' },
    requests: { type: 'integer', default: 8, minimum: 1, maximum: 10_000, help: 'Requests of each client, one after the other.' },
    work: { type: 'integer', default: 200, minimum: 0, maximum: 10_000, help: 'Milliseconds of work on each request.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { clients: 4, requests: 3, work: 5 },
    lines: { MainThread: ['listening on 127.0.0.1:*', '12 of 12 echoes were right', '4 threads for 4 clients, <some> MB more than at the start: * MB for each, and * s until all were served'] },
  },
  async main({ clients: count, requests, work }) {
    using clientProgram = new ThreadPoolExecutor(1, { name: 'clients' });
    const cost: Cost = { threads: 0, mostThreads: 0, mostBytes: 0 };
    const served: Promise<void>[] = [];
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      const serving = serve(socket, served.length + 1, work, cost).catch((error: unknown) => {
        print(`a client was turned away: ${String(error)}`);
        socket.destroy();
      });
      served.push(serving);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    print(`listening on 127.0.0.1:${port}`);

    const before = process.memoryUsage.rss();
    const since = performance.now();
    const right = await clientProgram.submit(echoClients, port, count, requests).resultAsync();
    const seconds = (performance.now() - since) / 1_000;
    server.close();
    await Promise.all(served); // Only then have the threads of all clients ended.
    print(`${right} of ${count * requests} echoes were right`);
    const megabytes = (cost.mostBytes - before) / 1e6;
    print(`${cost.mostThreads} threads for ${count} clients, ${Math.round(megabytes)} MB more than at the start: ${(megabytes / cost.mostThreads).toFixed(1)} MB for each, and ${seconds.toFixed(1)} s until all were served`);
  },
});
