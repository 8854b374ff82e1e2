// The broken twin of producer-consumer: one record in shared memory is put again and again, and changed while it lies in the queue.
import { defineRecipe } from '../recipe.js';
import { Event, print, Queue, sleep, task, Thread } from '../threading/index.js';

/** An order as a record in shared memory, which travels by reference: its number, and its price, ten times the number. */
const number = 0;
const price = 1;

export const produce = task(import.meta.url, function produce(orders: Queue<Int32Array | null>, count: number, someWait: Event): void {
  const record = new Int32Array(new SharedArrayBuffer(8)); // Made once, to save memory.
  for (let n = 1; n <= count; n++) {
    record[number] = n; // The consumer may not even have taken the last one, which is this very record.
    sleep(1);
    record[price] = n * 10;
    orders.put(record);
    if (n >= 3) someWait.set();
  }
  someWait.set();
  orders.put(null);
  print(`put orders 1 to ${count}`);
});

export const consume = task(import.meta.url, function consume(orders: Queue<Int32Array | null>, perOrderMs: number, someWait: Event): void {
  let served = 0;
  let wrong = 0;
  let torn = 0;
  someWait.wait(); // So that, in this run as in every busy one, orders are already waiting in the queue.
  for (let record = orders.get(); record !== null; record = orders.get()) {
    served++;
    const seen = record[number]!;
    if (seen !== served) wrong++;
    if (record[price] !== seen * 10) torn++;
    print(`item ${served} says that it is order ${seen}${record[price] === seen * 10 ? '' : `, at the price of order ${record[price]! / 10}`}`);
    sleep(perOrderMs);
  }
  print(`of ${served} orders ${wrong} were not what was put, ${torn} were half old and half new`);
});

export const recipe = defineRecipe({
  section: '12.3',
  title: 'One mutable object passed many times',
  story: 'Broken on purpose: the producer changes a record after it has put it, and the consumer sees the change.',
  doc: [
    'A queue protects itself, not what lies in it. Here the producer fills one record in a `SharedArrayBuffer` and puts the same one each time.',
    'The queue shows as many items as it should, but all of them are one record: the consumer sees some orders twice, others never, and some half old and half new.',
    'Ordinary objects are copied by `put`, so this cannot happen to them; what is shared on purpose must not be changed after it was handed over.',
    'In the sidebar everything looks right, which is the mistake: no lock protects the record.',
  ].join(' '),
  twinOf: 'producer-consumer',
  parameters: {
    orders: { type: 'integer', default: 15, minimum: 2, maximum: 100_000, help: 'How many orders are produced.' },
    capacity: { type: 'integer', default: 4, minimum: 3, maximum: 100_000, help: 'How many orders the queue holds.' },
    perOrder: { type: 'integer', default: 200, minimum: 0, maximum: 60_000, help: 'Milliseconds that the consumer needs for an order.' },
  },
  expects: 'loses updates',
  transcript: {
    parameters: { orders: 6, capacity: 3, perOrder: 20 },
    lines: {
      producer: ['put orders 1 to 6'],
      consumer: ['item 1 says that it is order *', 'item 2 says that it is order *', '...', 'of 6 orders <some> were not what was put, * were half old and half new'],
    },
  },
  main({ orders: count, capacity, perOrder }) {
    const orders = new Queue<Int32Array | null>(capacity, { name: 'orders' });
    const someWait = new Event({ name: 'some orders wait' });
    const threads = [
      new Thread(produce, { args: [orders, count, someWait], name: 'producer' }),
      new Thread(consume, { args: [orders, perOrder, someWait], name: 'consumer' }),
    ];
    for (const thread of threads) thread.start();
    for (const thread of threads) thread.join();
  },
});
