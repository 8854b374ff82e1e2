// A TCP socket for threads that block. The engine's sockets need an event loop that turns, which a blocked thread does not have: a daemon
// thread of the socket owns it and passes on what comes and goes. It knows nothing of what is sent.
import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { print, Queue, QueueEmpty, QueueShutDown, task, Thread, TimeoutError } from '../threading/index.js';

/** Pieces on their way in each direction; when they are full, whoever sends has to wait. */
const onTheWay = 64;

/** The thread of one socket. The two directions run side by side until the other side, or `close`, ends them. */
export const ownSocket = task(import.meta.url, async function ownSocket(port: number, received: Queue<string>, toSend: Queue<string>): Promise<void> {
  try {
    const socket = connectSocket(port, '127.0.0.1').setEncoding('utf8');
    await once(socket, 'connect');
    const sending = (async () => {
      for await (const text of toSend) socket.write(text);
      socket.end();
    })();
    for await (const text of socket) await received.putAsync(text as string);
    toSend.shutdown(true);
    await sending;
  } catch (error) {
    if (!(error instanceof QueueShutDown)) print(`the connection broke: ${String(error)}`);
  } finally {
    received.shutdown();
    toSend.shutdown(true);
  }
});

/** A connection whose calls block the calling thread, like a socket in Python. Closes at the end of a `using` block. */
export class BlockingSocket implements Disposable {
  readonly #received: Queue<string>;
  readonly #toSend: Queue<string>;

  constructor(port: number, name: string) {
    this.#received = new Queue<string>(onTheWay, { name: `received by ${name}` });
    this.#toSend = new Queue<string>(onTheWay, { name: `sent by ${name}` });
    new Thread(ownSocket, { args: [port, this.#received, this.#toSend], name: `socket of ${name}`, daemon: true }).start();
  }

  /** Blocks until something comes; null at the end of the connection. Throws TimeoutError when `timeout` (milliseconds) is over. */
  receive(timeout?: number): string | null {
    try {
      return this.#received.get(timeout);
    } catch (error) {
      if (error instanceof QueueShutDown) return null;
      if (error instanceof QueueEmpty) throw new TimeoutError(`Nothing was received within ${timeout} ms.`);
      throw error;
    }
  }

  /** Blocks only while much is waiting to be sent. Throws QueueShutDown when the connection is closed. */
  send(text: string): void {
    this.#toSend.put(text);
  }

  /** What has not been sent by now is lost; the other side sees the end of the connection. */
  [Symbol.dispose](): void {
    this.#toSend.shutdown();
    this.#received.shutdown(true);
  }
}
