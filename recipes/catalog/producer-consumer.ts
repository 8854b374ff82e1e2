// Hand items from one thread to another through a queue, and end the consumer with a sentinel.
import { defineRecipe } from '../recipe.js';
import { print, Queue, sleep, task, Thread } from '../threading/index.js';

interface Order {
  number: number;
  article: string;
}

/** The last item of all: a value that no order can have. */
const noMoreOrders = null;

export const produce = task(import.meta.url, function produce(orders: Queue<Order | null>, count: number): void {
  for (let number = 1; number <= count; number++) {
    orders.put({ number, article: number % 2 ? 'tea' : 'coffee' });
  }
  orders.put(noMoreOrders);
  print(`put ${count} orders and the sentinel`);
});

export const consume = task(import.meta.url, function consume(orders: Queue<Order | null>, perItemMs: number): void {
  let served = 0;
  for (let order = orders.get(); order !== noMoreOrders; order = orders.get()) {
    sleep(perItemMs);
    print(`served order ${order.number}: ${order.article}`);
    served++;
    orders.taskDone();
  }
  orders.taskDone();
  print(`the sentinel came after ${served} orders`);
});

export const recipe = defineRecipe({
  section: '12.3',
  title: 'Producer and consumer',
  story: 'A bounded queue between two threads; a sentinel ends the consumer, back-pressure slows the producer.',
  doc: [
    'A queue is the safest way to pass data between threads: it has its own locks, and nothing is shared but the items.',
    'This one is bounded: in the sidebar it fills up, and the producer waits *to put* until the slower consumer has taken something.',
    'A special last item, the sentinel, tells the consumer that nothing more will come; without it the consumer would wait *to get* for ever.',
    'Without the bound a producer that is faster fills the memory. The twin puts one shared object again and again, and the consumer sees it change.',
  ].join(' '),
  parameters: {
    orders: { type: 'integer', default: 12, minimum: 0, maximum: 100_000, help: 'How many orders are produced.' },
    capacity: { type: 'integer', default: 4, minimum: 0, maximum: 100_000, help: 'How many orders the queue holds; 0 for any number.' },
    perOrder: { type: 'integer', default: 200, minimum: 0, maximum: 60_000, help: 'Milliseconds that the consumer needs for an order.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { orders: 3, capacity: 2, perOrder: 1 },
    lines: {
      producer: ['put 3 orders and the sentinel'],
      consumer: ['served order 1: tea', 'served order 2: coffee', 'served order 3: tea', 'the sentinel came after 3 orders'],
      MainThread: ['every order is done'],
    },
  },
  main({ orders: count, capacity, perOrder }) {
    const orders = new Queue<Order | null>(capacity, { name: 'orders' });
    const producer = new Thread(produce, { args: [orders, count], name: 'producer' });
    const consumer = new Thread(consume, { args: [orders, perOrder], name: 'consumer' });
    producer.start();
    consumer.start();
    producer.join();
    orders.join();
    consumer.join();
    print('every order is done');
  },
});
