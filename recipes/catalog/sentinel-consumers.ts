// One sentinel ends any number of consumers: whoever takes it puts it back for the next.
import { defineRecipe } from '../recipe.js';
import { print, Queue, sleep, task, Thread } from '../threading/index.js';

/** The last item of all: a value that no parcel can have. */
const noMoreParcels = null;

export const deliver = task(import.meta.url, function deliver(parcels: Queue<number | null>, delivered: Int32Array, perParcelMs: number): void {
  for (let parcel = parcels.get(); parcel !== noMoreParcels; parcel = parcels.get()) {
    sleep(perParcelMs);
    Atomics.add(delivered, parcel, 1);
  }
  parcels.put(noMoreParcels); // The next one needs it too.
  print('took the sentinel and put it back');
});

export const recipe = defineRecipe({
  section: '12.3',
  title: 'One sentinel for several consumers',
  story: 'Several threads take from one queue; the sentinel goes from hand to hand until all have ended.',
  doc: [
    'A sentinel at the end of a queue tells a consumer that nothing more will come, but only the one that takes it.',
    'So each consumer puts it back before it ends. Whoever produces need not know how many consumers there are.',
    'In the sidebar the couriers end one after the other when the queue has run dry, and one item stays in it: the sentinel.',
    'If the first one kept it, all others would wait *to get from parcels* for ever.',
  ].join(' '),
  parameters: {
    parcels: { type: 'integer', default: 40, minimum: 0, maximum: 100_000, help: 'How many parcels are delivered.' },
    couriers: { type: 'integer', default: 4, minimum: 1, maximum: 64, help: 'How many threads take parcels from the queue.' },
    perParcel: { type: 'integer', default: 300, minimum: 0, maximum: 60_000, help: 'Milliseconds that a courier needs for a parcel.' },
  },
  expects: 'completes',
  transcript: {
    parameters: { parcels: 20, couriers: 3, perParcel: 2 },
    lines: {
      'courier-*': Array<string>(3).fill('took the sentinel and put it back'),
      MainThread: ['20 of 20 parcels were delivered once, 1 item is left in the queue'],
    },
  },
  main({ parcels: count, couriers: many, perParcel }) {
    const parcels = new Queue<number | null>(0, { name: 'parcels' });
    const delivered = new Int32Array(new SharedArrayBuffer(count * 4));
    const couriers = Array.from({ length: many }, (_, n) => new Thread(deliver, { args: [parcels, delivered, perParcel], name: `courier-${n + 1}` }));
    for (const courier of couriers) courier.start();
    for (let parcel = 0; parcel < count; parcel++) parcels.put(parcel);
    parcels.put(noMoreParcels);
    for (const courier of couriers) courier.join();
    const once = delivered.filter((times) => times === 1).length;
    print(`${once} of ${count} parcels were delivered once, ${parcels.size} item is left in the queue`);
    if (once !== count) throw new Error('a parcel was lost or delivered twice');
  },
});
