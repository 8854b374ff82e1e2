// Generators call generators: `yield*` hands the waits of an inner one through to the scheduler, and its result back to the caller.
// Three layers, read a piece, read a line, read a request, make a small HTTP server out of the echo server's scheduler.
import { request as httpRequest } from 'node:http';
import { LineReader } from '../patterns/line-reader.js';
import { type Connection, Listener, NetworkScheduler, type Steps } from '../patterns/network-scheduler.js';
import { defineRecipe } from '../recipe.js';
import { print, sleepAsync } from '../threading/index.js';

export interface Request {
  method: string;
  path: string;
  headers: Map<string, string>;
}

/** A request line and headers up to the empty line; undefined when the client has ended. */
export function* readRequest(lines: LineReader): Steps<Request | undefined> {
  const first = (yield* lines.readLine())?.trimEnd();
  if (first === undefined) return undefined;
  const [method, path] = first.split(' ');
  if (!method || !path?.startsWith('/')) throw new Error(`“${first}” is no request line`);
  const headers = new Map<string, string>();
  for (;;) {
    const line = (yield* lines.readLine())?.trimEnd();
    if (!line) break;
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { method, path, headers };
}

export function* serveClient(connection: Connection): Steps {
  try {
    const request = yield* readRequest(new LineReader(connection, 16_384));
    if (request === undefined) return;
    const body = `${request.method} ${request.path} with ${request.headers.size} headers\n`;
    yield* connection.write(`HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
    print(`answered ${request.path}`);
  } finally {
    connection.close(); // Also when an inner generator threw: the exception comes up through every `yield*`.
  }
}

/** An ordinary HTTP client. */
function get(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    httpRequest({ port, host: '127.0.0.1', path, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece)).on('end', () => resolve(text));
    }).on('error', reject).end();
  });
}

export const recipe = defineRecipe({
  section: '12.12',
  title: 'Generators that call generators',
  story: 'yield* composes waits: read a piece, read a line, read a request, and an HTTP server is done.',
  doc: [
    'A task of many steps is divided as any program is: into functions. But a function called without more cannot wait, so the inner ones are generators too, called with `yield*`.',
    '`yield*` passes the inner waits out to the scheduler, the results of the waits in, and the inner result, or exception, to the caller.',
    'The classic mistake is to leave it out: the call then makes a generator and nobody runs it, so nothing happens and nothing complains. The first line of the output shows it.',
    'In the sidebar there is one thread, although all requests are under way together.',
  ].join(' '),
  parameters: {
    requests: { type: 'integer', default: 12, minimum: 0, maximum: 1_000, help: 'Requests that are made at the same time by an ordinary HTTP client.' },
    port: { type: 'integer', default: 0, minimum: 0, maximum: 65_535, help: 'TCP port on the loopback address; 0 for any free one.' },
    serveFor: { type: 'integer', default: 2_000, minimum: 0, maximum: 3_600_000, help: 'Milliseconds that the server stays for your requests: curl http://127.0.0.1:PORT/hello.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { requests: 3, serveFor: 0 },
    lines: {
      MainThread: ['called without yield*: an object, and no wait has begun', 'listening on http://127.0.0.1:*', 'answered /page-*', 'answered /page-*', 'answered /page-*', '3 answers were right'],
    },
  },
  async main({ requests, port, serveFor }) {
    const scheduler = new NetworkScheduler((error) => print(`a client was lost: ${error.message}`));
    scheduler.start((function* server(): Steps {
      const forgotten = Listener.open(0); // No `yield*`: nothing listens.
      print(`called without yield*: an ${typeof forgotten}, and no wait has begun`);
      const listener = yield* Listener.open(port);
      print(`listening on http://127.0.0.1:${listener.port}`);
      void load(listener.port).finally(() => listener.close());
      for (let client = yield* listener.accept(); client !== undefined; client = yield* listener.accept()) scheduler.start(serveClient(client));
    })());

    async function load(serverPort: number): Promise<void> {
      const paths = Array.from({ length: requests }, (_, n) => `/page-${n + 1}`);
      const answers = await Promise.all(paths.map((path) => get(serverPort, path)));
      const right = answers.filter((answer, n) => answer.startsWith(`GET ${paths[n]} with `)).length;
      if (right < requests) throw new Error(`${requests - right} answers were wrong`);
      print(`${right} answers were right`);
      if (serveFor > 0) await sleepAsync(serveFor);
    }

    await scheduler.run();
  },
});
