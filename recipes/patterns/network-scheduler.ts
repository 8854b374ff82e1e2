// Generators that wait for the network: a task yields what it waits for, and goes on where it was when that has happened.
// One thread, no callbacks in the tasks. Knows of nothing but waits; connections and listeners are below.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What a task yields: begins the wait. Exactly one of the two is called, once, now or later. */
export type Wait<R> = (resume: (result: R) => void, fail: (error: Error) => void) => void;

/** A task, or a part of one that is called with `yield*` and returns an `R`. */
export type Steps<R = void> = Generator<Wait<any>, R, any>;

/** One wait as a part of a task: `const data = yield* wait<Buffer>(...)`. */
export function* wait<R>(begin: Wait<R>): Steps<R> {
  return yield begin;
}

interface Step {
  task: Steps<unknown>;
  how: 'next' | 'throw';
  value: unknown;
}

export class NetworkScheduler {
  #ready: Step[] = [];
  #stepping = false;
  #alive = 0;
  #idle: (() => void)[] = [];
  readonly #onFailure: (error: Error) => void;

  /** `onFailure` is told of an exception that ended a task; the other tasks go on. */
  constructor(onFailure: (error: Error) => void) {
    this.#onFailure = onFailure;
  }

  get alive(): number {
    return this.#alive;
  }

  /** The task runs to its first wait at once, or, if called from a task, when that one waits. */
  start(task: Steps<unknown>): void {
    this.#alive++;
    this.#enqueue({ task, how: 'next', value: undefined });
  }

  /** Settles when no task is left. */
  async run(): Promise<void> {
    while (this.#alive > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** A wait that is over at once, in the middle of a step, comes here too: a list and a loop, so that nothing recurses. */
  #enqueue(step: Step): void {
    if (this.#stepping) {
      this.#ready.push(step);
      return;
    }
    this.#stepping = true;
    this.#advance(step);
    for (let n = 0; n < this.#ready.length; n++) this.#advance(this.#ready[n]!);
    if (this.#ready.length > 0) this.#ready = [];
    this.#stepping = false;
    if (this.#alive === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #advance({ task, how, value }: Step): void {
    try {
      const { done, value: begin } = how === 'next' ? task.next(value) : task.throw(value);
      if (done) this.#alive--;
      else begin((result: unknown) => this.#enqueue({ task, how: 'next', value: result }), (error: Error) => this.#enqueue({ task, how: 'throw', value: error }));
    } catch (error) {
      this.#alive--;
      this.#onFailure(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

interface Waiter<R> {
  resume(result: R): void;
  fail(error: Error): void;
}

/** A TCP connection for tasks. One task reads at a time, one writes. */
export class Connection {
  readonly #socket: Socket;
  #arrived: Buffer[] = [];
  #ended = false;
  #failure: Error | undefined;
  #reader: Waiter<Buffer | undefined> | undefined;
  #writer: Waiter<void> | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (data) => {
      const reader = this.#takeReader();
      if (reader) return reader.resume(data);
      this.#arrived.push(data);
      socket.pause(); // Nobody reads: the sender is to feel it.
    });
    socket.on('end', () => this.#end());
    socket.on('close', () => this.#end());
    socket.on('drain', () => this.#takeWriter()?.resume());
    socket.on('error', (error) => {
      this.#failure = error;
      this.#takeReader()?.fail(error);
      this.#takeWriter()?.fail(error);
    });
  }

  /** Connects to the loopback address. */
  static *open(port: number): Steps<Connection> {
    const socket = connect(port, '127.0.0.1').setNoDelay();
    yield* wait<void>((resume, fail) => {
      const forget = () => socket.off('connect', connected).off('error', failed);
      const connected = () => (forget(), resume());
      const failed = (error: Error) => (forget(), fail(error));
      socket.on('connect', connected).on('error', failed);
    });
    return new Connection(socket);
  }

  /** Waits for data; undefined when the other side has ended. Throws what the socket reports. */
  *read(): Steps<Buffer | undefined> {
    const first = this.#arrived.shift();
    if (first) return first;
    if (this.#failure) throw this.#failure;
    if (this.#ended) return undefined;
    return yield (resume: (data: Buffer | undefined) => void, fail: (error: Error) => void) => {
      this.#reader = { resume, fail };
      this.#socket.resume();
    };
  }

  /** Gives data to the system, text in that encoding, and waits where it has no room for more. Throws what the socket reports. */
  *write(data: Uint8Array | string, encoding: BufferEncoding = 'utf8'): Steps {
    if (this.#failure) throw this.#failure;
    if (typeof data === 'string' ? this.#socket.write(data, encoding) : this.#socket.write(data)) return;
    yield* wait<void>((resume, fail) => {
      if (this.#socket.destroyed) resume();
      else this.#writer = { resume, fail };
    });
  }

  /** Ends the writing side; the other side reads to the end. What it still sends is thrown away. */
  close(): void {
    this.#socket.removeAllListeners('data').end().resume();
  }

  #end(): void {
    this.#ended = true;
    this.#takeReader()?.resume(undefined);
    if (this.#socket.destroyed) this.#takeWriter()?.resume();
  }

  #takeReader(): Waiter<Buffer | undefined> | undefined {
    const reader = this.#reader;
    this.#reader = undefined;
    return reader;
  }

  #takeWriter(): Waiter<void> | undefined {
    const writer = this.#writer;
    this.#writer = undefined;
    return writer;
  }
}

/** A TCP server on the loopback address for tasks. One task accepts at a time. */
export class Listener {
  readonly #server: Server;
  #arrived: Socket[] = [];
  #acceptor: Waiter<Connection | undefined> | undefined;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      socket.setNoDelay();
      const acceptor = this.#acceptor;
      this.#acceptor = undefined;
      if (acceptor) acceptor.resume(new Connection(socket));
      else this.#arrived.push(socket);
    });
    server.on('close', () => this.#acceptor?.resume(undefined));
  }

  /** Port 0 for any free one. Throws what the server reports, such as a port that is taken. */
  static *open(port: number): Steps<Listener> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    yield* wait<void>((resume, fail) => server.once('error', fail).listen({ port, host: '127.0.0.1', backlog: 1_024 }, () => (server.off('error', fail), resume())));
    return new Listener(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Waits for a client; undefined when the listener was closed. */
  *accept(): Steps<Connection | undefined> {
    const socket = this.#arrived.shift();
    if (socket) return new Connection(socket);
    if (!this.#server.listening) return undefined;
    return yield* wait<Connection | undefined>((resume, fail) => void (this.#acceptor = { resume, fail }));
  }

  /** No more clients. Connections that exist go on; an accept that waits answers undefined, when the last of them has ended. */
  close(): void {
    this.#server.close();
    const acceptor = this.#acceptor;
    this.#acceptor = undefined;
    acceptor?.resume(undefined);
  }
}
