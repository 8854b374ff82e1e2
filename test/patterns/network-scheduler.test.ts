// The waits of the network scheduler where an echo between friendly programs does not reach: full buffers, half-closed clients, failing tasks.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Connection, Listener, NetworkScheduler, type Steps } from '../../recipes/patterns/network-scheduler.js';

/** A scheduler with a listener; each client gets the task. */
async function serving(task: (connection: Connection) => Steps): Promise<{ port: number; failures: Error[]; close(): Promise<void> }> {
  const failures: Error[] = [];
  const scheduler = new NetworkScheduler((error) => failures.push(error));
  const listener = await new Promise<Listener>((resolve) => {
    scheduler.start((function* (): Steps {
      const opened = yield* Listener.open(0);
      resolve(opened);
      for (let client = yield* opened.accept(); client; client = yield* opened.accept()) scheduler.start(task(client));
    })());
  });
  return { port: listener.port, failures, close: () => (listener.close(), scheduler.run()) };
}

function* echo(connection: Connection): Steps {
  for (let data = yield* connection.read(); data; data = yield* connection.read()) yield* connection.write(data);
  connection.close();
}

async function client(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  return socket;
}

async function everything(socket: Socket): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

describe('the network scheduler', () => {
  it('waits to write while a client sends and does not read, and loses nothing', async () => {
    let read = 0;
    const { port, failures, close } = await serving(function* (connection) {
      for (let data = yield* connection.read(); data; data = yield* connection.read()) {
        read += data.length;
        yield* connection.write(data);
      }
      connection.close();
    });
    const socket = await client(port);
    const sent = Buffer.alloc(40 * 1024 * 1024, 'every buffer on the way is full by now ');
    socket.end(sent);
    for (let before = -1; before !== read || read === 0; ) {
      before = read;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.ok(read < sent.length, 'the server has read everything although nobody takes what it writes');
    assert.ok(sent.equals(await everything(socket)));
    await close();
    assert.deepEqual(failures, []);
  });

  it('can answer a client that has ended its side', async () => {
    const { port, failures, close } = await serving(function* (connection) {
      let bytes = 0;
      for (let data = yield* connection.read(); data; data = yield* connection.read()) bytes += data.length;
      yield (resume) => setTimeout(resume, 10);
      yield* connection.write(`${bytes} bytes`);
      connection.close();
    });
    const socket = await client(port);
    socket.end('12345');
    assert.equal(String(await everything(socket)), '5 bytes');
    await close();
    assert.deepEqual(failures, []);
  });

  it('ends a task that throws, tells of it, and serves the others', async () => {
    const { port, failures, close } = await serving(function* (connection) {
      const data = yield* connection.read();
      if (String(data) === 'bad') {
        connection.close();
        throw new Error('a bad client');
      }
      yield* connection.write('fine');
      connection.close();
    });
    const [bad, good] = await Promise.all([client(port), client(port)]);
    bad.end('bad');
    assert.equal(String(await everything(bad)), '');
    good.end('good');
    assert.equal(String(await everything(good)), 'fine');
    await close();
    assert.deepEqual(failures.map(({ message }) => message), ['a bad client']);
  });

  it('a connection that is torn down wakes who reads from it', async () => {
    let seen: unknown = 'nothing';
    const { port, close } = await serving(function* (connection) {
      try {
        seen = yield* connection.read();
      } catch (error) {
        seen = (error as NodeJS.ErrnoException).code;
      }
    });
    const socket = await client(port);
    socket.resetAndDestroy();
    await once(socket, 'close');
    await close();
    assert.equal(seen, 'ECONNRESET');
  });

  it('a wait that is over at once does not pile up on the stack', async () => {
    const scheduler = new NetworkScheduler((error) => assert.fail(error));
    let steps = 0;
    scheduler.start((function* (): Steps {
      for (; steps < 100_000; steps++) yield (resume) => resume(undefined);
    })());
    await scheduler.run();
    assert.equal(steps, 100_000);
  });

  it('a port that is taken is an exception where the listener is opened', async () => {
    const { port, close } = await serving(echo);
    const scheduler = new NetworkScheduler((error) => assert.fail(error));
    let code: unknown;
    scheduler.start((function* (): Steps {
      try {
        yield* Listener.open(port);
      } catch (error) {
        code = (error as NodeJS.ErrnoException).code;
      }
    })());
    await scheduler.run();
    await close();
    assert.equal(code, 'EADDRINUSE');
  });
});
