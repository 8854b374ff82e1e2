// Two queues and a TCP server from which news come at times that nobody knows, and the bookkeeping of how long each piece of news lay there.
// It knows nothing of how somebody waits for them.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { PollableQueue, Queue, sleep, sleepAsync, task, Thread } from '../threading/index.js';

/** Milliseconds of a clock that all threads of the program share. */
export function clock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export const produce = task(import.meta.url, function produce(queue: PollableQueue<number>, count: number, everyMs: number): void {
  for (let n = 0; n < count; n++) {
    sleep(Math.random() * 2 * everyMs);
    queue.put(clock());
  }
  queue.shutdown();
});

/** Sends a line now and then to the one client that connects. */
export const broadcast = task(import.meta.url, async function broadcast(listening: Queue<number>, count: number, everyMs: number): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  listening.put((server.address() as AddressInfo).port);
  const [client] = (await once(server, 'connection')) as [Socket];
  client.setNoDelay();
  for (let n = 0; n < count; n++) {
    await sleepAsync(Math.random() * 2 * everyMs);
    client.write(`${clock()}\n`);
  }
  client.end();
  server.close();
  await once(client.resume(), 'close');
});

export interface NewsSources {
  orders: PollableQueue<number>;
  payments: PollableQueue<number>;
  /** Where the third source listens. */
  port: number;
  /** Blocks until all have sent everything. */
  join(): void;
}

/** Each source gives `count` pieces of news, the next one after `everyMs` on average. */
export function startNewsSources(count: number, everyMs: number): NewsSources {
  const orders = new PollableQueue<number>(0, { name: 'orders' });
  const payments = new PollableQueue<number>(0, { name: 'payments' });
  const listening = new Queue<number>(1, { name: 'port of the news server' });
  const threads = [
    new Thread(produce, { args: [orders, count, everyMs], name: 'shop' }),
    new Thread(produce, { args: [payments, count, everyMs], name: 'bank' }),
    new Thread(broadcast, { args: [listening, count, everyMs], name: 'news server' }),
  ];
  for (const thread of threads) thread.start();
  return { orders, payments, port: listening.get(), join: () => threads.forEach((thread) => thread.join()) };
}

/** How long the news lay there, and how often somebody looked for them. */
export class Waits {
  readonly #waits: number[] = [];
  looks = 0;

  /** News of that time are taken now. */
  took(sentAt: number): void {
    this.#waits.push(clock() - sentAt);
  }

  /** The complete lines of `text`; answers the beginning of the next one. */
  tookLines(text: string): string {
    const lines = text.split('\n');
    const rest = lines.pop()!;
    for (const line of lines) this.took(Number(line));
    return rest;
  }

  get count(): number {
    return this.#waits.length;
  }

  /** Milliseconds. */
  get mean(): number {
    return this.#waits.reduce((sum, wait) => sum + wait, 0) / (this.#waits.length || 1);
  }

  /** A row of the table: name, news, mean and longest wait, looks. */
  row(name: string): string {
    const milliseconds = (value: number) => `${value.toFixed(2)} ms`.padStart(12);
    return `${name.padEnd(24)}${String(this.count).padStart(6)}${milliseconds(this.mean)}${milliseconds(Math.max(0, ...this.#waits))}${String(this.looks).padStart(8)}`;
  }

  static readonly heading = `${'way'.padEnd(24)}${'news'.padStart(6)}${'mean wait'.padStart(12)}${'longest'.padStart(12)}${'looks'.padStart(8)}`;
}
