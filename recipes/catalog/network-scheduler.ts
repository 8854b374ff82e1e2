// A TCP echo server for a hundred clients at once, in one thread, written as if each client had a thread of its own.
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { LineReader } from '../patterns/line-reader.js';
import { type Connection, Listener, NetworkScheduler, type Steps } from '../patterns/network-scheduler.js';
import { defineRecipe } from '../recipe.js';
import { print, sleepAsync, task, ThreadPoolExecutor } from '../threading/index.js';

/** One client. Reads like a loop that blocks, and blocks nobody: where the line reader waits for the network, the task waits. */
export function* echo(connection: Connection): Steps {
  const lines = new LineReader(connection);
  let answers = '';
  for (let line = yield* lines.readLine(); line !== undefined; line = yield* lines.readLine()) {
    answers += line;
    if (lines.ready) continue; // Lines that came together are answered together.
    yield* connection.write(answers, 'latin1');
    answers = '';
  }
  connection.close();
}

/** Accepts clients until the listener is closed, and starts a task for each. */
export function* serve(scheduler: NetworkScheduler, listener: Listener): Steps {
  for (let client = yield* listener.accept(); client !== undefined; client = yield* listener.accept()) {
    scheduler.start(echo(client));
  }
}

/** The clients are plain sockets in a thread of their own: all connect before the first one sends. Answers how many echoes were right. */
export const clients = task(import.meta.url, async function clients(port: number, count: number, requests: number, pauseMs: number): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: count }, async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  }));
  print(`${sockets.length} clients are connected at once`);
  const right = await Promise.all(sockets.map(async (socket, id) => {
    const echoes = createInterface({ input: socket })[Symbol.asyncIterator]();
    for (let n = 1; n <= requests; n++) {
      const request = `client ${id + 1}, request ${n}`;
      socket.write(`${request}\n`);
      const { value: answer } = await echoes.next();
      if (answer !== request) throw new Error(`sent “${request}”, received “${answer}”`);
      if (pauseMs > 0) await sleepAsync(pauseMs);
    }
    socket.end();
    return requests;
  }));
  return right.reduce((sum, each) => sum + each, 0);
});

export const recipe = defineRecipe({
  section: '12.12',
  title: 'A network server of generators',
  story: 'A scheduler with read, write and accept waits serves a hundred clients from one thread.',
  doc: [
    'A generator that waits for the network yields what it waits for: data to read, room to write, a client to accept. The scheduler lets it go on when that has happened.',
    'The code of a client is a loop that reads and writes, as with a thread for each client, at the price of a generator for each.',
    'In the sidebar, the main thread is in its event loop the whole time and there is no other thread but that of the clients.',
    'The trap is work between two yields: while one task computes, all clients wait. Such work belongs into a pool, see the echo server with a thread pool.',
  ].join(' '),
  parameters: {
    clients: { type: 'integer', default: 100, minimum: 0, maximum: 1_000, help: 'Clients that are connected at the same time.' },
    requests: { type: 'integer', default: 20, minimum: 1, maximum: 100_000, help: 'Requests of each client, one after the other.' },
    pause: { type: 'integer', default: 100, minimum: 0, maximum: 60_000, help: 'Milliseconds that a client waits between two requests.' },
    port: { type: 'integer', default: 0, minimum: 0, maximum: 65_535, help: 'TCP port on the loopback address; 0 for any free one.' },
    serveFor: { type: 'integer', default: 0, minimum: 0, maximum: 3_600_000, help: 'Milliseconds that the server stays after its own clients have gone, for yours: nc 127.0.0.1 PORT.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { requests: 3, pause: 0 },
    lines: { clients_0: ['100 clients are connected at once'], MainThread: ['listening on 127.0.0.1:*', '300 of 300 echoes were right', 'no task is left'] },
  },
  async main({ clients: count, requests, pause, port, serveFor }) {
    const scheduler = new NetworkScheduler((error) => print(`a client was lost: ${error.message}`));
    scheduler.start((function* server(): Steps {
      const listener = yield* Listener.open(port);
      print(`listening on 127.0.0.1:${listener.port}`);
      scheduler.start(serve(scheduler, listener));
      void load(listener.port).finally(() => listener.close());
    })());

    async function load(serverPort: number): Promise<void> {
      if (count > 0) {
        await using program = new ThreadPoolExecutor(1, { name: 'clients' });
        print(`${await program.submit(clients, serverPort, count, requests, pause)} of ${count * requests} echoes were right`);
      }
      if (serveFor > 0) await sleepAsync(serveFor);
    }

    await scheduler.run();
    print('no task is left');
  },
});
