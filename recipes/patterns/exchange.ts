// Exchange: whoever publishes does not know who listens. One thread keeps the lists, so that all threads agree on who is attached.
import { Queue, QueueFull, QueueShutDown, task, Thread } from '../threading/index.js';

/** What goes to the thread of the exchanges. A subscriber is its queue. */
export type Order =
  | { tag: 'attach' | 'detach'; exchange: string; subscriber: Queue<any> }
  | { tag: 'send'; exchange: string; message: unknown }
  | { tag: 'ask'; exchange: string; answer: Queue<Counts> };

/** `dropped`: copies for which a subscriber had no room, or that came after it had shut its queue down. */
export interface Counts {
  sent: number;
  delivered: number;
  dropped: number;
}

/** What to do with a message when a bounded subscriber is full: leave that subscriber out, or let everybody wait for it. */
export type WhenFull = 'drop' | 'wait';

/** Runs until its queue is shut down. */
export const distribute = task(import.meta.url, function distribute(orders: Queue<Order>, whenFull: WhenFull): void {
  const subscribers = new Map<string, Set<Queue>>();
  const counts = new Map<string, Counts>();
  for (const order of orders) {
    const attached = entry(subscribers, order.exchange, () => new Set<Queue>());
    const count = entry(counts, order.exchange, () => ({ sent: 0, delivered: 0, dropped: 0 }));
    switch (order.tag) {
      case 'attach':
        attached.add(order.subscriber);
        break;
      case 'detach':
        attached.delete(order.subscriber);
        break;
      case 'send':
        count.sent++;
        for (const subscriber of attached) {
          const how = deliver(subscriber, order.message, whenFull);
          count[how === 'delivered' ? 'delivered' : 'dropped']++;
          if (how === 'gone') attached.delete(subscriber); // One that leaves without a word must not end the thread of all.
        }
        break;
      case 'ask':
        order.answer.put(count);
        break;
      default:
        order satisfies never;
    }
  }
});

function deliver(subscriber: Queue, message: unknown, whenFull: WhenFull): 'delivered' | 'full' | 'gone' {
  try {
    subscriber.put(message, whenFull === 'drop' ? 0 : undefined);
    return 'delivered';
  } catch (error) {
    if (error instanceof QueueFull) return 'full';
    if (error instanceof QueueShutDown) return 'gone';
    throw error;
  }
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/** Starts the thread behind all exchanges of a program. Its queue travels: a thread that has it makes an `Exchange` of any name with it. */
export class ExchangeThread {
  readonly orders = new Queue<Order>(0, { name: 'exchange orders' });
  readonly #thread: Thread;

  constructor(whenFull: WhenFull = 'drop') {
    this.#thread = new Thread(distribute, { args: [this.orders, whenFull], name: 'exchange' }).start();
  }

  /** What was sent is still delivered. Blocks until it is. */
  [Symbol.dispose](): void {
    this.orders.shutdown();
    this.#thread.join();
  }
}

/** The exchange of that name. In one thread, orders take effect in the order in which they were given. */
export class Exchange<Message> {
  constructor(
    readonly orders: Queue<Order>,
    readonly name: string,
  ) {}

  attach(subscriber: Queue<Message>): void {
    this.orders.put({ tag: 'attach', exchange: this.name, subscriber });
  }

  /** What lies in the subscriber's queue stays there. */
  detach(subscriber: Queue<Message>): void {
    this.orders.put({ tag: 'detach', exchange: this.name, subscriber });
  }

  /** `using subscription = exchange.subscribe(queue)`: attached to the end of the block, however that is left. */
  subscribe(subscriber: Queue<Message>): Disposable {
    this.attach(subscriber);
    return { [Symbol.dispose]: () => this.detach(subscriber) };
  }

  /** Does not wait for the subscribers. */
  send(message: Message): void {
    this.orders.put({ tag: 'send', exchange: this.name, message });
  }

  /** Blocks until everything that was sent before has been delivered. */
  counts(): Counts {
    const answer = new Queue<Counts>(1, { name: `counts of ${this.name}` });
    this.orders.put({ tag: 'ask', exchange: this.name, answer });
    return answer.get();
  }
}
